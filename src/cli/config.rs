//! The configuration file, and what a command is to use: option before environment before file
//! before default. Knows no socket and no data.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::Error;
use super::globals::Given;
use crate::casework::ClerkId;
use crate::desk::SearchSettings;
use crate::rpc::paths::{self, Surroundings};
use crate::rpc::{PathFault, Place};
use crate::text::Lang;
use crate::tui::{Colors, Wishes};

/// What may stand in the file.
pub(super) const KEYS: [&str; 12] = [
    "data",
    "socket",
    "clerk",
    "gateway_users",
    "master_key",
    "lang",
    "search",
    "terminal",
    "colors",
    "lines",
    "line_speed",
    "detail",
];

/// What may stand under `[search]` in it.
pub(super) const SEARCH_KEYS: [&str; 2] = ["search.synonyms", "search.accents"];

/// The master key's file, in the configuration directory or among systemd's credentials.
const MASTER_KEY: &str = "master.key";

/// Where the whole machine is configured.
const OF_MACHINE: &str = "/etc/guitai/config.toml";

/// What the configuration says; nothing where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Config {
    /// The file, where there is one.
    pub(super) file: Option<PathBuf>,
    pub(super) data: Option<PathBuf>,
    pub(super) socket: Option<PathBuf>,
    pub(super) clerk: Option<ClerkId>,
    pub(super) gateway_users: Vec<String>,
    pub(super) master_key: Option<PathBuf>,
    pub(super) lang: Option<Lang>,
    pub(super) search: SearchSettings,
    pub(super) screen: Screen,
}

/// What the configuration says of the counter's screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Screen {
    /// What it says of the terminal.
    pub(super) wishes: Wishes,
    /// Whether the detail pane is there from the start.
    pub(super) detail: bool,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            wishes: Wishes::default(),
            detail: true,
        }
    }
}

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// It is not there though it was named, or cannot be read.
    #[error("{path}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It is not TOML, or not UTF-8.
    #[error("{path}:{line}: no TOML")]
    Syntax {
        /// The file.
        path: String,
        /// Counted from 1.
        line: usize,
    },
    /// A key that nobody knows.
    #[error("{path}:{line}: unknown key {key}")]
    UnknownKey {
        /// The file.
        path: String,
        /// Counted from 1.
        line: usize,
        /// As written.
        key: String,
    },
    /// A value that will not do.
    #[error("{path}:{line}: bad value of {key}")]
    BadValue {
        /// The file.
        path: String,
        /// Counted from 1.
        line: usize,
        /// The key.
        key: &'static str,
    },
}

impl Config {
    /// Reads the file that was named, or the user's, or the machine's.
    pub(super) fn load(
        named: Option<&Path>,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigFault> {
        if let Some(named) = named {
            return Self::read(named)?.ok_or_else(|| ConfigFault::Unreadable {
                path: named.to_string_lossy().into_owned(),
                source: io::ErrorKind::NotFound.into(),
            });
        }
        let of_user = folder(variable).map(|folder| folder.join("config.toml"));
        for file in of_user
            .iter()
            .map(PathBuf::as_path)
            .chain([Path::new(OF_MACHINE)])
        {
            if let Some(config) = Self::read(file)? {
                return Ok(config);
            }
        }
        Ok(Self::default())
    }

    /// Nothing where there is no such file.
    fn read(file: &Path) -> Result<Option<Self>, ConfigFault> {
        match fs::read(file) {
            Ok(bytes) => Self::parse(file, &bytes).map(Some),
            Err(fault) if is_absent(&fault) => Ok(None),
            Err(source) => Err(ConfigFault::Unreadable {
                path: file.to_string_lossy().into_owned(),
                source,
            }),
        }
    }

    fn parse(file: &Path, bytes: &[u8]) -> Result<Self, ConfigFault> {
        let path = || file.to_string_lossy().into_owned();
        let line = |at: usize| 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count();
        let syntax = |at| ConfigFault::Syntax {
            path: path(),
            line: line(at),
        };
        let text = std::str::from_utf8(bytes).map_err(|fault| syntax(fault.valid_up_to()))?;
        let table = DeTable::parse(text)
            .map_err(|fault| syntax(fault.span().map_or(0, |span| span.start)))?;
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        // A path in the file is meant from where the file is, whoever reads it from wherever.
        let folder = file.parent().unwrap_or(Path::new("/")).to_owned();
        let mut config = Self {
            file: Some(file),
            ..Self::default()
        };
        let unknown = |key: &str, at| ConfigFault::UnknownKey {
            path: path(),
            line: line(at),
            key: key.to_owned(),
        };
        let bad = |key, at| ConfigFault::BadValue {
            path: path(),
            line: line(at),
            key,
        };
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            let known = KEYS.iter().find(|known| **known == name);
            let known = known.ok_or_else(|| unknown(name, key.span().start))?;
            let taken = config.take(known, value.get_ref(), &folder);
            taken.ok_or_else(|| bad(known, value.span().start))?;
        }
        // What it says is taken here: a fault in it has a line of its own.
        let search = table.get_ref().get("search");
        let search = search.and_then(|search| search.get_ref().as_table());
        for (key, value) in search.into_iter().flatten() {
            let name = format!("search.{}", key.get_ref());
            let known = SEARCH_KEYS.iter().find(|known| **known == name);
            let known = known.ok_or_else(|| unknown(&name, key.span().start))?;
            let taken = config.take(known, value.get_ref(), &folder);
            taken.ok_or_else(|| bad(known, value.span().start))?;
        }
        Ok(config)
    }

    /// Takes a value; nothing when it will not do.
    fn take(&mut self, key: &str, value: &DeValue<'_>, folder: &Path) -> Option<()> {
        let text = value.as_str();
        let path = || {
            text.filter(|text| !text.is_empty())
                .map(|text| folder.join(text))
        };
        match key {
            "data" => self.data = Some(path()?),
            "socket" => self.socket = Some(path()?),
            "master_key" => self.master_key = Some(path()?),
            "clerk" => self.clerk = Some(text?.parse().ok()?),
            "lang" => self.lang = Some(text?.parse().ok()?),
            "search" => _ = value.as_table()?,
            "search.synonyms" => self.search.own_table = Some(path()?),
            "search.accents" => self.search.accents = value.as_bool()?,
            "terminal" => self.screen.wishes.family = Some(text?.parse().ok()?),
            "colors" => self.screen.wishes.colors = Some(Colors::of(number(value)?)?),
            "lines" => self.screen.wishes.lines = Some(text?.parse().ok()?),
            "line_speed" => {
                let speed = u32::try_from(number(value)?).ok()?;
                self.screen.wishes.line_speed = (speed > 0).then_some(speed);
            }
            "detail" => self.screen.detail = value.as_bool()?,
            _ => {
                let users = value.as_array()?.iter();
                let users = users.map(|user| user.get_ref().as_str().map(str::to_owned));
                self.gateway_users = users.collect::<Option<_>>()?;
            }
        }
        Some(())
    }
}

fn number(value: &DeValue<'_>) -> Option<i64> {
    value.as_integer()?.as_str().parse().ok()
}

fn is_absent(fault: &io::Error) -> bool {
    matches!(
        fault.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

fn folder(variable: &dyn Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let (config, home) = (variable("XDG_CONFIG_HOME"), variable("HOME"));
    paths::default_config(config.as_deref(), home.as_deref())
}

/// What a command is to use.
#[derive(Clone, Debug, Default)]
pub(super) struct Setup {
    data: Option<PathBuf>,
    socket: Option<PathBuf>,
    /// Who is acting, where somebody said so.
    pub(super) clerk: Option<ClerkId>,
    /// The configuration's file, absolute.
    pub(super) config_file: Option<PathBuf>,
    /// The user's configuration directory; it need not be there.
    config_folder: Option<PathBuf>,
    /// Where systemd puts what it hands over (`LoadCredential=master.key:…`).
    credentials: Option<PathBuf>,
    /// Who may act for any clerk.
    pub(super) gateway_users: Vec<String>,
    /// The master key's file, where the configuration names it.
    master_key: Option<PathBuf>,
    /// How an owner's lookup is to be.
    pub(super) search: SearchSettings,
    /// What is configured of the screen.
    pub(super) screen: Screen,
    xdg_data: Option<OsString>,
    home: Option<OsString>,
    around: Surroundings,
}

impl Setup {
    /// Puts together what was given and what is configured.
    pub(super) fn new(
        given: Given,
        config: Config,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let clerk = match given.clerk {
            Some(text) => match text.parse() {
                Ok(clerk) => Some(clerk),
                Err(_) => return Err(Error::BadClerk(text)),
            },
            None => config.clerk,
        };
        Ok(Self {
            data: given.data.or(config.data),
            socket: given.socket.or(config.socket),
            clerk,
            config_file: config.file,
            config_folder: folder(variable),
            credentials: variable("CREDENTIALS_DIRECTORY").map(PathBuf::from),
            gateway_users: config.gateway_users,
            master_key: config.master_key,
            search: config.search,
            screen: config.screen,
            xdg_data: variable("XDG_DATA_HOME"),
            home: variable("HOME"),
            around: Surroundings {
                runtime: variable("XDG_RUNTIME_DIR").map(PathBuf::from),
                temporary: variable("TMPDIR").map(PathBuf::from),
            },
        })
    }

    /// Where the data is and where its owner listens.
    pub(super) fn place(&self) -> Result<Place, PathFault> {
        let data = match &self.data {
            Some(data) => data.clone(),
            None => paths::default_data(self.xdg_data.as_deref(), self.home.as_deref())?,
        };
        match &self.socket {
            Some(socket) => Place::hall(&data, socket),
            None => Place::personal(&data, &self.around),
        }
    }

    /// Where the master key stands: where the configuration says, or systemd handed it over, or in
    /// the configuration directory; nothing where there is none of these.
    pub(super) fn master_key(&self) -> Option<PathBuf> {
        let handed = || {
            let key = self.credentials.as_ref()?.join(MASTER_KEY);
            key.is_file().then_some(key)
        };
        let own = || Some(self.config_folder.as_ref()?.join(MASTER_KEY));
        self.master_key.clone().or_else(handed).or_else(own)
    }

    /// What the owner that a client starts must be told beside where the data is.
    pub(super) fn owner_args(&self) -> Vec<OsString> {
        let file = self.config_file.iter();
        file.flat_map(|file| [OsStr::new("--config"), file.as_os_str()])
            .map(OsStr::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{Family, Lines};

    fn parse(text: &str) -> Result<Config, ConfigFault> {
        Config::parse(Path::new("/etc/guitai/config.toml"), text.as_bytes())
    }

    #[test]
    fn every_key_is_taken_and_paths_are_meant_from_the_file() {
        let config = parse(
            "data = \"d\"\nsocket = \"/run/s\"\nclerk = \"王芳\"\ngateway_users = [\"a\", \"b\"]\n\
             master_key = \"../key\"\nlang = \"en\"\nterminal = \"putty\"\ncolors = 8\n\
             lines = \"box\"\nline_speed = 9600\ndetail = false\n\
             [search]\nsynonyms = \"words.toml\"\naccents = false\n",
        )
        .unwrap();
        assert_eq!(config.data.unwrap(), Path::new("/etc/guitai/d"));
        assert_eq!(config.socket.unwrap(), Path::new("/run/s"));
        assert_eq!(config.clerk.unwrap().as_str(), "王芳");
        assert_eq!(config.gateway_users, ["a", "b"]);
        assert_eq!(config.master_key.unwrap(), Path::new("/etc/guitai/../key"));
        assert_eq!(config.lang, Some(Lang::En));
        assert_eq!(
            config.search.own_table.unwrap(),
            Path::new("/etc/guitai/words.toml")
        );
        assert!(!config.search.accents);
        let nothing = parse("").unwrap();
        assert!(nothing.data.is_none());
        assert_eq!(nothing.search, SearchSettings::default());
        let wishes = Wishes {
            family: Some(Family::Putty),
            colors: Some(Colors::Eight),
            lines: Some(Lines::Box),
            line_speed: Some(9600),
        };
        assert_eq!(config.screen.wishes, wishes);
        assert!(!config.screen.detail);
        assert!(parse("").unwrap().data.is_none());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, expected) in [
            (
                "lang = \"zh\"\n\ndatta = 1\n",
                "/etc/guitai/config.toml:3: unknown key datta",
            ),
            ("[data]\n", "/etc/guitai/config.toml:1: bad value of data"),
            (
                "# x\nlang = \"fr\"",
                "/etc/guitai/config.toml:2: bad value of lang",
            ),
            (
                "data = \"\"",
                "/etc/guitai/config.toml:1: bad value of data",
            ),
            (
                "clerk = \"a b\"",
                "/etc/guitai/config.toml:1: bad value of clerk",
            ),
            (
                "gateway_users = [\"a\",\n 1]",
                "/etc/guitai/config.toml:1: bad value of gateway_users",
            ),
            (
                "search = 1",
                "/etc/guitai/config.toml:1: bad value of search",
            ),
            (
                "[search]\nsynonyms = 1",
                "/etc/guitai/config.toml:2: bad value of search.synonyms",
            ),
            (
                "[search]\n\naccents = \"no\"",
                "/etc/guitai/config.toml:3: bad value of search.accents",
            ),
            (
                "[search]\nsynonym = \"x\"",
                "/etc/guitai/config.toml:2: unknown key search.synonym",
            ),
            (
                "terminal = \"vt52\"",
                "/etc/guitai/config.toml:1: bad value of terminal",
            ),
            (
                "colors = 256",
                "/etc/guitai/config.toml:1: bad value of colors",
            ),
            (
                "line_speed = -1",
                "/etc/guitai/config.toml:1: bad value of line_speed",
            ),
            (
                "data = \"d\"\nsocket = ",
                "/etc/guitai/config.toml:2: no TOML",
            ),
            (
                "data = \"a\"\ndata = \"b\"\n",
                "/etc/guitai/config.toml:2: no TOML",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), expected, "{text}");
        }
        let fault = Config::parse(Path::new("c"), b"# x\nlang = \"\xff\"").unwrap_err();
        assert_eq!(fault.to_string(), "c:2: no TOML");
    }

    #[test]
    fn an_option_goes_before_the_file() {
        let config = parse("data = \"/f\"\nsocket = \"/run/f\"\nclerk = \"f\"").unwrap();
        let given = Given {
            data: Some("/g".into()),
            clerk: Some("g".to_owned()),
            ..Given::default()
        };
        let setup = Setup::new(given, config, &|_| None).unwrap();
        let place = setup.place().unwrap();
        assert_eq!(place.data, Path::new("/g"));
        assert_eq!(place.socket, Path::new("/run/f"));
        assert_eq!(setup.clerk.unwrap().as_str(), "g");
    }
}
