//! What the ledger can be narrowed to: its tabs, and what the letters of its menu choose. Knows no
//! list.

use super::Ledger;
use crate::casework::{CaseKind, Status};
use crate::rpc::{CaseFilter, CaseOrder};
use crate::tui::keymap::Action;

/// Which cases by how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// All of them.
    #[default]
    All,
    /// Not done with.
    Running,
    /// Nothing decided yet.
    Open,
    /// Accepted.
    Accepted,
    /// Handed to another agency.
    Referred,
    /// Done with, or going on inside another one.
    Done,
    /// Past their due date.
    Overdue,
    /// Due in a few days, or past.
    DueSoon,
    /// The clerk's own.
    Mine,
}

impl Tab {
    /// Every tab, in the order of the screen.
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::Running,
        Self::Open,
        Self::Accepted,
        Self::Referred,
        Self::Done,
        Self::Overdue,
        Self::DueSoon,
        Self::Mine,
    ];

    /// The tab beside it, round and round.
    #[must_use]
    pub fn beside(self, forward: bool) -> Self {
        let count = Self::ALL.len();
        let at = Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        Self::ALL[(at + if forward { 1 } else { count - 1 }) % count]
    }

    pub(super) fn narrow(self, filter: &mut CaseFilter) {
        let those = |wanted: bool| {
            let all = Status::ALL.into_iter();
            all.filter(|status| status.is_running() == wanted).collect()
        };
        match self {
            Self::All => {}
            Self::Running => filter.statuses = those(true),
            Self::Open => filter.statuses = vec![Status::Open],
            Self::Accepted => filter.statuses = vec![Status::Accepted],
            Self::Referred => filter.statuses = vec![Status::Referred],
            Self::Done => filter.statuses = those(false),
            Self::Overdue => {
                filter.statuses = those(true);
                filter.overdue = true;
            }
            Self::DueSoon => {
                filter.statuses = those(true);
                filter.due_within = Some(SOON);
            }
            Self::Mine => filter.mine = true,
        }
    }
}

/// So many calendar days away, today being 0, a due date is soon.
const SOON: u32 = 3;

/// What a letter of the ledger's menu chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Cases by how they stand.
    Tab(Tab),
    /// Cases of one kind.
    Kind(CaseKind),
    /// The clerk's own cases.
    Mine,
    /// Which cases come first.
    Order(CaseOrder),
    /// Every case.
    Nothing,
}

impl Narrowing {
    /// What an action of the key table chooses, if it is one of the menu's.
    #[must_use]
    pub const fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::ListAll => Self::Tab(Tab::All),
            Action::ListRunning => Self::Tab(Tab::Running),
            Action::ListOpen => Self::Tab(Tab::Open),
            Action::ListAccepted => Self::Tab(Tab::Accepted),
            Action::ListReferred => Self::Tab(Tab::Referred),
            Action::ListDone => Self::Tab(Tab::Done),
            Action::ListOverdue => Self::Tab(Tab::Overdue),
            Action::ListDueSoon => Self::Tab(Tab::DueSoon),
            Action::ListEnquiries => Self::Kind(CaseKind::Enquiry),
            Action::ListComplaints => Self::Kind(CaseKind::Complaint),
            Action::ListTipoffs => Self::Kind(CaseKind::Tipoff),
            Action::ListMine => Self::Mine,
            Action::OrderByDay => Self::Order(CaseOrder::Newest),
            Action::OrderByDaysLeft => Self::Order(CaseOrder::DaysLeft),
            Action::Widen => Self::Nothing,
            _ => return None,
        })
    }

    /// Whether the ledger is narrowed like this.
    #[must_use]
    pub fn is_on(self, ledger: &Ledger) -> bool {
        match self {
            Self::Tab(tab) => ledger.tab == tab,
            Self::Kind(kind) => ledger.kind == Some(kind),
            Self::Mine => ledger.is_mine(),
            Self::Order(order) => ledger.order == order,
            Self::Nothing => false,
        }
    }
}
