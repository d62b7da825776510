//! What made-up cases are made of: `seed/training.toml`, parsed. Knows no chance.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::casework::{CaseKind, ClerkId, Track};

/// Everything that is put together by lot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tables {
    /// Who works in the hall.
    pub(super) clerks: Vec<ClerkId>,
    pub(super) names: Names,
    pub(super) places: Places,
    pub(super) employers: Employers,
    /// Sorts of employers, by the word that themes name them with.
    pub(super) trades: BTreeMap<String, Trade>,
    pub(super) common: Common,
    enquiry: Vec<Theme>,
    complaint: Vec<Theme>,
    tipoff: Vec<Theme>,
}

/// Parts of people's names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    /// Common ones first.
    pub(super) surnames: Vec<String>,
    pub(super) women: Vec<String>,
    pub(super) men: Vec<String>,
}

/// Parts of addresses.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Places {
    pub(super) before: Vec<String>,
    pub(super) villages: Vec<String>,
    pub(super) streets: Vec<String>,
    pub(super) estates: Vec<String>,
}

/// Parts of employers' names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Employers {
    pub(super) before: Vec<String>,
    pub(super) first: Vec<String>,
    pub(super) second: Vec<String>,
}

/// A sort of employers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Trade {
    /// The end of their names.
    pub(super) forms: Vec<String>,
    pub(super) jobs: Vec<String>,
    /// Where somebody works.
    pub(super) sites: Vec<String>,
}

/// What is said whatever the theme.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    pub(super) enquiry_notes: Vec<String>,
    pub(super) complaint_notes: Vec<String>,
    pub(super) tipoff_notes: Vec<String>,
    /// Where it is not labour inspection of an employer.
    pub(super) desk_notes: Vec<String>,
    pub(super) withdraw: Vec<String>,
    pub(super) void: Vec<String>,
    pub(super) reopen_enquiry: Vec<String>,
    pub(super) reopen_complaint: Vec<String>,
    pub(super) reopen_tipoff: Vec<String>,
    pub(super) reopen_declined: Vec<String>,
    pub(super) extend: Vec<String>,
    pub(super) merge: Vec<String>,
    pub(super) unmerge: Vec<String>,
    pub(super) refer_notes: Vec<String>,
    /// What comes of an enquiry, and of a complaint or tip-off, that another agency took.
    pub(super) refer_answers: Vec<String>,
    pub(super) refer_outcomes: Vec<String>,
    pub(super) decline_complaint: Vec<String>,
    pub(super) decline_tipoff: Vec<String>,
    /// An answer that only names agency and telephone.
    pub(super) answer_short: Vec<String>,
}

/// What people come for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Theme {
    /// Title of the entry of the registry; nothing where the bureau is not in charge.
    pub(super) entry: Option<String>,
    /// The legal course where it is not the usual one.
    pub(super) track: Option<Track>,
    /// How often, beside the others of its kind.
    weight: u32,
    /// Months in which it is three times as often.
    #[serde(default)]
    peaks: Vec<i8>,
    /// Sorts of employers it is about; of none, it is about no employer.
    #[serde(default)]
    pub(super) trades: Vec<String>,
    /// How old whoever comes is, from and to.
    #[serde(default = "grown_up")]
    pub(super) ages: (u32, u32),
    /// What is told. Each begins with subject and content. Of an enquiry answers follow; of a
    /// complaint the demand, then outcomes; of a tip-off outcomes.
    pub(super) scenes: Vec<Vec<String>>,
    /// Why it may be declined, where that is not the common reason.
    #[serde(default)]
    pub(super) declines: Vec<String>,
    /// Who it may be referred to, and why.
    #[serde(default)]
    pub(super) refer: Vec<(String, String)>,
}

const fn grown_up() -> (u32, u32) {
    (22, 55)
}

impl Theme {
    /// How often it comes up in a month.
    pub(super) fn weight_in(&self, month: i8) -> u32 {
        let factor = if self.peaks.contains(&month) { 3 } else { 1 };
        self.weight * factor
    }
}

impl Tables {
    /// Those that are compiled in.
    pub(super) fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Tables> = LazyLock::new(|| {
            let text = include_str!("../../../seed/training.toml");
            #[expect(clippy::expect_used, reason = "compiled in; tests read it")]
            toml::from_str(text).expect("sound tables")
        });
        &BUILT_IN
    }

    /// What people come for with a kind of case.
    pub(super) fn themes(&self, kind: CaseKind) -> &[Theme] {
        match kind {
            CaseKind::Enquiry => &self.enquiry,
            CaseKind::Complaint => &self.complaint,
            CaseKind::Tipoff => &self.tipoff,
        }
    }
}
