//! The loaded lists as the screen names them. Knows no entries.

use crate::registry::{ListCode, whose};
use crate::text::Lang;
use crate::tui::widgets::glyph;

/// Code and bureau of every loaded list, in their order; none before the first answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists(pub Vec<(ListCode, String)>);

impl Lists {
    /// Whose lists they are, at a glance.
    #[must_use]
    pub fn title(&self, lang: Lang) -> String {
        match self.0.as_slice() {
            [] => String::new(),
            [(_, name)] => name.clone(),
            [(_, name), others @ ..] => lang.lists_of(name, others.len() + 1),
        }
    }

    /// The bureau whose list it is, while there are several.
    #[must_use]
    pub fn whose(&self, code: &ListCode) -> Option<&str> {
        let lists = self.0.iter();
        whose(lists.map(|(code, name)| (code, name.as_str())), code)
    }

    /// The bureau whose list it is, while there are several; its code where not every name fits
    /// into so many cells: names that were cut would look alike.
    #[must_use]
    pub fn whose_within<'a>(&'a self, code: &'a ListCode, cells: usize) -> Option<&'a str> {
        let name = self.whose(code)?;
        let fit = self
            .0
            .iter()
            .all(|(_, name)| glyph::text_width(name) <= cells);
        Some(if fit { name } else { code.as_str() })
    }

    /// How wide a column is in which [`Self::whose_within`] stands.
    #[must_use]
    pub fn width_within(&self, cells: usize) -> usize {
        let shown = self.0.iter();
        let shown = shown.filter_map(|(code, _)| self.whose_within(code, cells));
        shown.map(glyph::text_width).max().unwrap_or(0).min(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(names: &[(&str, &str)]) -> Lists {
        let list = |(code, name): &(&str, &str)| (code.parse().unwrap(), (*name).to_owned());
        Lists(names.iter().map(list).collect())
    }

    #[test]
    fn one_list_is_named_once_and_several_beside_each_entry() {
        let one = lists(&[("hrss", "区人社局")]);
        let hrss = "hrss".parse().unwrap();
        assert_eq!(one.title(Lang::Zh), "区人社局");
        assert_eq!((one.whose(&hrss), one.width_within(20)), (None, 0));
        let two = lists(&[("hrss", "区人社局"), ("mz", "区民政局")]);
        assert_eq!(two.title(Lang::Zh), "区人社局等2家");
        assert_eq!(two.title(Lang::En), "区人社局 (2 bureaus)");
        assert_eq!(two.whose(&hrss), Some("区人社局"));
        assert_eq!(two.whose(&"ty".parse().unwrap()), None);
    }

    #[test]
    fn where_a_name_does_not_fit_all_are_told_by_their_codes() {
        let two = lists(&[("hrss", "区人社局"), ("mz", "海滨区民政事业发展中心")]);
        let hrss = "hrss".parse().unwrap();
        assert_eq!(two.whose_within(&hrss, 22), Some("区人社局"));
        assert_eq!(two.width_within(22), 22);
        assert_eq!(two.whose_within(&hrss, 12), Some("hrss"));
        assert_eq!(two.width_within(12), 4);
    }
}
