//! The legal course a case takes (DOMAIN §4.1): it decides which time limits hold. Knows no dates.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::kind::BadWord;

/// The legal course a complaint or tip-off takes. An enquiry takes none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// 劳动保障监察 (劳动保障监察条例).
    Labour,
    /// 信访 (信访工作条例).
    Petition,
    /// 社会保险基金监督 (社会保险基金监督举报工作管理办法).
    Fund,
}

impl Track {
    /// Every track.
    pub const ALL: [Self; 3] = [Self::Labour, Self::Petition, Self::Fund];

    /// The word used in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Labour => "labour",
            Self::Petition => "petition",
            Self::Fund => "fund",
        }
    }
}

impl FromStr for Track {
    type Err = BadWord;

    fn from_str(word: &str) -> Result<Self, BadWord> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.word() == word).ok_or(BadWord)
    }
}
