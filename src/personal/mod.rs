//! What people said stays out of logs and panics: types that hold it are formatted without it. Knows
//! no type.

pub(crate) mod name;

use std::fmt;

/// `Debug` for a struct that holds what people said: the fields before the semicolon as they are, of
/// those after it only whether anything stands there. Each field is named on one side.
macro_rules! guarded {
    ($type:ident { $($shown:ident),* ; $($kept:ident),+ $(,)? }) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let Self { $($shown,)* $($kept,)+ } = self;
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($shown), $shown))*
                    $(.field(stringify!($kept), &$crate::personal::Veiled::new($kept)))+
                    .finish()
            }
        }
    };
}
pub(crate) use guarded;

/// Whether something is there, and not what.
#[derive(Clone, Copy)]
pub(crate) struct Veiled(bool);

impl Veiled {
    /// Of a text that may be missing.
    pub(crate) fn new(kept: &impl Kept) -> Self {
        Self(kept.is_there())
    }
}

impl fmt::Debug for Veiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 { "…" } else { "-" })
    }
}

/// What is not formatted.
pub(crate) trait Kept {
    /// Whether anything stands there.
    fn is_there(&self) -> bool;
}

impl Kept for String {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

impl<T> Kept for Vec<T> {
    fn is_there(&self) -> bool {
        !self.is_empty()
    }
}

impl<T> Kept for Option<T> {
    fn is_there(&self) -> bool {
        self.is_some()
    }
}

#[cfg(test)]
mod tests {
    struct Told {
        number: u32,
        name: Option<String>,
        text: String,
    }

    guarded!(Told { number; name, text });

    #[test]
    fn whether_something_was_said_is_shown_and_not_what() {
        let told = Told {
            number: 7,
            name: Some("张三".to_owned()),
            text: String::new(),
        };
        assert_eq!(format!("{told:?}"), "Told { number: 7, name: …, text: - }");
    }
}
