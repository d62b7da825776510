//! The catalogue: every word shown to a person, Chinese and English side by side. A row without
//! either language, or whose placeholders differ, does not compile. Knows nouns, not screens.

mod action;
mod action_command;
mod case_command;
mod cases_command;
mod casework;
mod command;
mod demo;
mod document;
mod due;
mod form;
mod ledger;
mod lists;
mod long_case;
mod menu;
mod nouns;
mod owner;
mod screen;
mod words;

/// The language of what people read; machine output is in neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the default whatever the locale says.
    #[default]
    Zh,
    /// English.
    En,
}

impl std::str::FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(word: &str) -> Result<Self, UnknownLang> {
        match word {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang),
        }
    }
}

/// A language other than `zh` and `en`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither zh nor en")]
pub struct UnknownLang;

/// Rows of the catalogue: `name { zh: "…", en: "…" }`, or with placeholders
/// `name(count: usize) { zh: "{count} 项", en: "{count} found" }`.
macro_rules! catalogue {
    ($( $name:ident $(( $($arg:ident : $ty:ty),+ $(,)? ))? { zh: $zh:literal, en: $en:literal $(,)? } )*) => {
        impl $crate::text::Lang {
            $( $crate::text::catalogue!(@row $name $(( $($arg : $ty),+ ))? $zh $en); )*
        }
    };
    (@row $name:ident $zh:literal $en:literal) => {
        #[doc = concat!("`", $zh, "`")]
        #[must_use]
        pub const fn $name(self) -> &'static str {
            match self {
                Self::Zh => $zh,
                Self::En => $en,
            }
        }
    };
    (@row $name:ident ( $($arg:ident : $ty:ty),+ ) $zh:literal $en:literal) => {
        #[doc = concat!("`", $zh, "`")]
        #[must_use]
        pub fn $name(self, $($arg: $ty),+) -> String {
            // Named explicitly, so that a placeholder missing on either side does not compile.
            match self {
                Self::Zh => format!($zh, $($arg = $arg),+),
                Self::En => format!($en, $($arg = $arg),+),
            }
        }
    };
}
pub(crate) use catalogue;
