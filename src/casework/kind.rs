//! What sort of matter a case is. The letter in its number says so. Knows no rules.

use std::str::FromStr;

use super::track::Track;
use serde::{Deserialize, Serialize};

/// A word is none of those that name a kind, track, status or action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown word")]
pub struct BadWord;

/// What sort of matter a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseKind {
    /// 咨询: somebody wants to know.
    Enquiry,
    /// 投诉: somebody's own rights are hurt (劳动保障监察条例 §9).
    Complaint,
    /// 举报: anybody reports any breach; the informant is kept secret (条例 §9).
    Tipoff,
}

impl CaseKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 3] = [Self::Enquiry, Self::Complaint, Self::Tipoff];

    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enquiry => "enquiry",
            Self::Complaint => "complaint",
            Self::Tipoff => "tipoff",
        }
    }

    /// The legal course it takes where nobody says another; none for an enquiry.
    #[must_use]
    pub const fn usual_track(self) -> Option<Track> {
        match self {
            Self::Enquiry => None,
            Self::Complaint | Self::Tipoff => Some(Track::Labour),
        }
    }

    /// The first letter of its numbers.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Enquiry => 'E',
            Self::Complaint => 'C',
            Self::Tipoff => 'T',
        }
    }
}

impl FromStr for CaseKind {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.word() == word).ok_or(BadWord)
    }
}
