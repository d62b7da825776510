//! What a terminal understands, by its name (`TERM`) and by what is configured. Nothing is asked of
//! the terminal itself: answers come late on slow lines and are taken for keys. Knows no cells.

use std::str::FromStr;

/// Families of terminals that understand the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// xterm and whatever is known to understand the same.
    Xterm,
    /// The console of Linux.
    Linux,
    /// DEC's VT100 and VT102, and names that promise nothing (`dumb`, none) or that nobody knows.
    Vt100,
    /// DEC's VT220 and later.
    Vt220,
    /// GNU screen.
    Screen,
    /// tmux.
    Tmux,
    /// PuTTY.
    Putty,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 7] = [
        Self::Xterm,
        Self::Linux,
        Self::Vt100,
        Self::Vt220,
        Self::Screen,
        Self::Tmux,
        Self::Putty,
    ];

    /// Its name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xterm => "xterm",
            Self::Linux => "linux",
            Self::Vt100 => "vt100",
            Self::Vt220 => "vt220",
            Self::Screen => "screen",
            Self::Tmux => "tmux",
            Self::Putty => "putty",
        }
    }

    /// Whether a terminal called so in `TERM` has a language of its own that nothing here speaks.
    fn is_foreign(term: &str) -> bool {
        let first = term.split(['-', '.', '+']).next().unwrap_or_default();
        first == "vt52" || FOREIGN.iter().any(|start| first.starts_with(start))
    }

    /// The family of a terminal called so in `TERM`.
    fn of_term(term: &str) -> Self {
        let first = term.split(['-', '.', '+']).next().unwrap_or_default();
        match first {
            "vt100" | "vt101" | "vt102" => Self::Vt100,
            "linux" => Self::Linux,
            "screen" => Self::Screen,
            "tmux" => Self::Tmux,
            "putty" => Self::Putty,
            vt if is_vt(vt) => Self::Vt220,
            "st" | "ms" | "ansi" => Self::Xterm,
            name if LIKE_XTERM.iter().any(|start| name.starts_with(start)) => Self::Xterm,
            _ => Self::Vt100,
        }
    }
}

/// How the names of terminals begin that understand what xterm does.
const LIKE_XTERM: [&str; 22] = [
    "xterm",
    "rxvt",
    "urxvt",
    "konsole",
    "gnome",
    "vte",
    "kitty",
    "alacritty",
    "foot",
    "wezterm",
    "mlterm",
    "iterm",
    "iTerm",
    "nsterm",
    "Eterm",
    "eterm",
    "kterm",
    "contour",
    "ghostty",
    "rio",
    "mintty",
    "cons25",
];
/// How the names of terminals begin that no escape sequence of ECMA-48 reaches.
const FOREIGN: [&str; 8] = [
    "wy30", "wy50", "wyse30", "wyse50", "tvi9", "adm", "hp26", "ibm31",
];

/// Whether a name is `vt` and a number.
fn is_vt(name: &str) -> bool {
    let number = name.strip_prefix("vt");
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

impl FromStr for Family {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let named = |family: &Self| family.name() == text;
        Self::ALL.into_iter().find(named).ok_or(())
    }
}

/// How many colours a terminal has. All are the terminal's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// None: what is meant stands in bold or underlined.
    Mono,
    /// The first eight.
    Eight,
    /// Those and their brighter sisters.
    Sixteen,
}

impl Colors {
    /// So many colours; nothing when it is another number.
    #[must_use]
    pub const fn of(count: i64) -> Option<Self> {
        match count {
            0 => Some(Self::Mono),
            8 => Some(Self::Eight),
            16 => Some(Self::Sixteen),
            _ => None,
        }
    }

    fn of_term(term: &str, family: Family) -> Self {
        let mono = ["-m", "-mono", "-nc"].iter().any(|end| term.ends_with(end));
        match family {
            _ if mono => Self::Mono,
            Family::Vt100 | Family::Vt220 => Self::Mono,
            Family::Screen if !term.contains("color") => Self::Eight,
            _ if term == "ansi" || term.starts_with("cons25") => Self::Eight,
            _ => Self::Sixteen,
        }
    }
}

/// What frames and rules are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// `-`, `=` and `|`, which are one cell wide everywhere.
    #[default]
    Ascii,
    /// Box-drawing characters, where the terminal draws them one cell wide.
    Box,
}

impl FromStr for Lines {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "ascii" => Ok(Self::Ascii),
            "box" => Ok(Self::Box),
            _ => Err(()),
        }
    }
}

/// What is configured of the terminal; nothing where its name decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// What it is, whatever it calls itself.
    pub family: Option<Family>,
    /// Its colours.
    pub colors: Option<Colors>,
    /// Its lines.
    pub lines: Option<Lines>,
    /// Bits per second that the line to it carries; so many bytes are under way at most that keys are
    /// still answered. Nothing where the line is fast.
    pub line_speed: Option<u32>,
}

/// What a terminal understands, and how it is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its family.
    pub family: Family,
    /// Its colours.
    pub colors: Colors,
    /// Its lines.
    pub lines: Lines,
    /// Bits per second of a slow line.
    pub line_speed: Option<u32>,
}

impl Profile {
    /// Whether a terminal called so in `TERM` cannot be served, unless its name is wrong and somebody
    /// says so.
    #[must_use]
    pub fn is_foreign(term: &str, wishes: &Wishes) -> bool {
        wishes.family.is_none() && Family::is_foreign(term)
    }

    /// The profile of a terminal called so in `TERM`.
    #[must_use]
    pub fn of(term: &str, wishes: &Wishes) -> Self {
        let family = wishes.family.unwrap_or_else(|| Family::of_term(term));
        // Whoever says that it is something else than its name says it for the colours as well.
        let name = match wishes.family {
            Some(family) => family.name(),
            None => term,
        };
        let drawn = match family {
            Family::Linux => Lines::Box,
            // In a hall many a terminal is set to draw these two cells wide.
            _ => Lines::Ascii,
        };
        Self {
            family,
            colors: wishes
                .colors
                .unwrap_or_else(|| Colors::of_term(name, family)),
            lines: wishes.lines.unwrap_or(drawn),
            line_speed: wishes.line_speed,
        }
    }

    /// The same without colours.
    #[must_use]
    pub const fn in_mono(mut self) -> Self {
        self.colors = Colors::Mono;
        self
    }

    /// Whether single attributes can be taken away (SGR 22, 24, 27, 39); else all of them at once.
    pub(super) const fn takes_single_attributes_away(self) -> bool {
        !matches!(self.family, Family::Vt100)
    }

    /// Whether a stretch of a line can be erased (ECH).
    pub(super) const fn erases_stretches(self) -> bool {
        !matches!(self.family, Family::Vt100)
    }

    /// Whether it scrolls by SU and SD; else by line feeds at the margin.
    pub(super) const fn scrolls_by_command(self) -> bool {
        !matches!(self.family, Family::Vt100 | Family::Vt220 | Family::Linux)
    }

    /// Whether the cursor can be hidden.
    pub(super) const fn hides_cursor(self) -> bool {
        !matches!(self.family, Family::Vt100)
    }

    /// What is set before anything is painted, and again when all is painted anew, as somebody else may
    /// have changed it: the whole screen scrolls; no wrapping at the right edge (a character that the
    /// terminal draws wider than we think must not break the line); bracketed pastes.
    pub(super) const fn modes(self) -> &'static str {
        if self.brackets_pastes() {
            "\x1b[r\x1b[?7l\x1b[?2004h"
        } else {
            "\x1b[r\x1b[?7l"
        }
    }

    /// Whether it tells pastes from typing.
    pub(super) const fn brackets_pastes(self) -> bool {
        !matches!(self.family, Family::Vt100 | Family::Vt220 | Family::Linux)
    }

    /// Whether it may have a second screen for programs like this one; the others pass over the
    /// question.
    pub(super) const fn may_have_second_screen(self) -> bool {
        !matches!(self.family, Family::Vt100 | Family::Vt220 | Family::Linux)
    }

    /// Whether it has one for certain. GNU screen has where it is so configured.
    pub(super) const fn has_second_screen(self) -> bool {
        matches!(self.family, Family::Xterm | Family::Tmux | Family::Putty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides() {
        use Colors::{Eight, Mono, Sixteen};
        use Family::{Linux, Putty, Screen, Tmux, Vt100, Vt220, Xterm};
        for (term, family, colors) in [
            ("xterm", Xterm, Sixteen),
            ("xterm-256color", Xterm, Sixteen),
            ("xterm-mono", Xterm, Mono),
            ("rxvt-unicode", Xterm, Sixteen),
            ("ansi", Xterm, Eight),
            ("linux", Linux, Sixteen),
            ("linux-m", Linux, Mono),
            ("vt100", Vt100, Mono),
            ("vt100-am", Vt100, Mono),
            ("vt102", Vt100, Mono),
            ("vt220", Vt220, Mono),
            ("vt320-w", Vt220, Mono),
            ("vte-256color", Xterm, Sixteen),
            ("screen", Screen, Eight),
            ("screen.xterm-256color", Screen, Sixteen),
            ("tmux-256color", Tmux, Sixteen),
            ("putty-256color", Putty, Sixteen),
            ("dumb", Vt100, Mono),
            ("", Vt100, Mono),
            ("konsole", Xterm, Sixteen),
            ("xterm-kitty", Xterm, Sixteen),
            ("foot", Xterm, Sixteen),
            ("st-256color", Xterm, Sixteen),
            // Nobody knows what these understand.
            ("cygwin", Vt100, Mono),
            ("sun", Vt100, Mono),
            ("unheard-of", Vt100, Mono),
            ("stv52", Vt100, Mono),
        ] {
            let profile = Profile::of(term, &Wishes::default());
            assert_eq!((profile.family, profile.colors), (family, colors), "{term}");
        }
    }

    #[test]
    fn terminals_with_a_language_of_their_own_are_not_served() {
        let none = Wishes::default();
        for term in ["vt52", "vt52-basic", "wyse50", "wy50", "adm3a", "tvi910"] {
            assert!(Profile::is_foreign(term, &none), "{term}");
        }
        for term in [
            "vt100", "vt520", "wyse60", "xterm", "dumb", "", "sun", "cygwin",
        ] {
            assert!(!Profile::is_foreign(term, &none), "{term}");
        }
        // The name may be wrong.
        let wishes = Wishes {
            family: Some(Family::Vt100),
            ..none
        };
        assert!(!Profile::is_foreign("vt52", &wishes));
    }

    #[test]
    fn what_is_configured_goes_before_the_name() {
        let wishes = Wishes {
            family: Some(Family::Vt100),
            ..Wishes::default()
        };
        let profile = Profile::of("xterm", &wishes);
        assert_eq!(
            (profile.family, profile.colors),
            (Family::Vt100, Colors::Mono)
        );
        let wishes = Wishes {
            colors: Some(Colors::Eight),
            lines: Some(Lines::Box),
            ..wishes
        };
        let profile = Profile::of("xterm", &wishes);
        assert_eq!((profile.colors, profile.lines), (Colors::Eight, Lines::Box));
        for family in Family::ALL {
            assert_eq!(family.name().parse(), Ok(family));
        }
    }
}
