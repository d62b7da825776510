//! The first frame of each side. Its shape is kept for ever, so that any two versions can at least
//! tell each other why they do not get on: fields and reasons may be added, nothing else.

use serde::{Deserialize, Serialize};

use crate::casework::ClerkId;

/// What the frames after the first mean; counts up whenever an older side would misread them.
pub const PROTOCOL: u32 = 2;

/// This program's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a client says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The client's [`PROTOCOL`].
    pub guitai: u32,
    /// The client's [`VERSION`].
    #[serde(default)]
    pub version: String,
    /// On whose behalf it asks, where that is not the user it runs as. Any text: what is no
    /// clerk is answered with a reason.
    #[serde(default)]
    pub clerk: Option<String>,
    /// The client is ready to start an owner of its own: an older owner with no other client may
    /// leave.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub end_if_idle: bool,
    /// The client understands what it is told unasked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub news: bool,
    /// The owner shall end, whoever is attached and whatever protocol they speak.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stop: bool,
}

impl Hello {
    /// The hello of this program.
    #[must_use]
    pub fn new(clerk: Option<&ClerkId>) -> Self {
        Self {
            guitai: PROTOCOL,
            version: VERSION.to_owned(),
            clerk: clerk.map(|clerk| clerk.as_str().to_owned()),
            end_if_idle: false,
            news: true,
            stop: false,
        }
    }
}

/// What the owner says first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Greeting {
    /// Go on.
    Welcome(Welcome),
    /// Not like this; the owner hangs up.
    Turned(Turned),
}

/// The client may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The owner's [`PROTOCOL`].
    pub protocol: u32,
    /// The owner's [`VERSION`].
    pub version: String,
    /// The owner's process.
    pub pid: u32,
    /// Who the owner takes the client for.
    pub clerk: ClerkId,
    /// How many other clients are attached.
    #[serde(default)]
    pub attached: usize,
    /// Whether the data directory is one for training.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub training: bool,
}

/// Why a client is turned away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Turned {
    /// The frames would be misread.
    OtherProtocol {
        /// The owner's.
        protocol: u32,
        /// The owner's.
        version: String,
        /// How many clients are attached to it.
        attached: usize,
    },
    /// This user may not attach, or not end the owner.
    NotPermitted,
    /// This user may not ask on another clerk's behalf.
    ClerkNotHonoured,
    /// The clerk that was named cannot be one.
    BadClerk,
    /// Too many clients.
    Busy {
        /// So many are taken.
        most: usize,
    },
    /// The owner is ending, perhaps because it was asked to.
    Ending,
    /// A reason that a newer owner has.
    #[serde(other)]
    Other,
}

/// The three numbers of a version; what does not look like one is older than anything.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let core = version.split(['-', '+']).next()?;
    let mut parts = core.split('.').map(str::parse);
    let mut next = || parts.next()?.ok();
    let numbers = [next()?, next()?, next()?];
    parts.next().is_none().then_some(numbers)
}

/// Whether one version came before another, by major, minor and patch.
#[must_use]
pub fn is_older(version: &str, than: &str) -> bool {
    numbers(version) < numbers(than)
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn versions_compare_by_their_numbers() {
        for (one, other, older) in [
            ("0.1.0", "0.1.0", false),
            ("0.1.9", "0.1.10", true),
            ("0.2.0", "0.10.0", true),
            ("1.0.0", "0.10.0", false),
            ("1.0.0-rc.1", "1.0.0", false),
            ("", "0.0.0", true),
            ("0.1", "0.0.0", true),
            ("0.1.0.0", "0.0.0", true),
            ("x", "y", false),
        ] {
            assert_eq!(is_older(one, other), older, "{one} {other}");
        }
    }

    #[test]
    fn the_shape_is_the_one_that_was_promised() {
        let clerk: ClerkId = "wang".parse().unwrap();
        assert_eq!(
            to_value(Hello::new(None)).unwrap(),
            json!({"guitai": PROTOCOL, "version": VERSION, "clerk": null, "news": true})
        );
        assert_eq!(to_value(Hello::new(Some(&clerk))).unwrap()["clerk"], "wang");
        let welcome = Greeting::Welcome(Welcome {
            protocol: 1,
            version: "0.1.0".to_owned(),
            pid: 7,
            clerk,
            attached: 0,
            training: false,
        });
        assert_eq!(
            to_value(welcome).unwrap(),
            json!({"welcome": {"protocol": 1, "version": "0.1.0", "pid": 7, "clerk": "wang",
                "attached": 0}})
        );
        let turned = Greeting::Turned(Turned::OtherProtocol {
            protocol: 2,
            version: "1.0.0".to_owned(),
            attached: 3,
        });
        assert_eq!(
            to_value(turned).unwrap(),
            json!({"turned": {"why": "other_protocol", "protocol": 2, "version": "1.0.0",
                "attached": 3}})
        );
    }

    #[test]
    fn what_a_newer_side_adds_is_passed_over() {
        let hello: Hello = from_value(json!({"guitai": 9, "version": "9.0.0", "x": [1]})).unwrap();
        assert_eq!((hello.guitai, hello.clerk), (9, None));
        let turned: Greeting =
            from_value(json!({"turned": {"why": "tired", "until": "noon"}})).unwrap();
        assert_eq!(turned, Greeting::Turned(Turned::Other));
    }
}
