//! Who may attach, and as whom. Pure: the peer's credentials and its hello in, a verdict out.

use crate::casework::ClerkId;
use crate::rpc::Asker;
use crate::rpc::hello::{Hello, PROTOCOL, Turned, VERSION, is_older};
use crate::rpc::paths::Mode;

/// The user a client runs as, by the socket's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    pub(super) uid: u32,
    /// Its name, where the system has one.
    pub(super) name: Option<String>,
}

/// Whom the owner lets in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Policy<'p> {
    /// The user the owner runs as.
    pub(super) uid: u32,
    pub(super) mode: Mode,
    pub(super) gateway_users: &'p [String],
}

/// What becomes of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may ask.
    Attach(Asker),
    /// It may not, or there is no use in it.
    Turn(Turned),
    /// It asks us to end, and may.
    End,
    /// It would start an owner of a newer version; we end if nobody is attached, else this.
    EndIfIdle(Box<Verdict>),
}

/// The user who may do everything on any system.
const ROOT: u32 = 0;

impl Policy<'_> {
    /// Whether a user may attach at all. What the socket's mode keeps out never comes this far.
    pub(super) fn lets_in(&self, peer: &Peer) -> bool {
        self.mode == Mode::Hall || self.may_end(peer)
    }

    fn may_end(&self, peer: &Peer) -> bool {
        peer.uid == self.uid || peer.uid == ROOT
    }

    /// What becomes of a client that was let in so far and said hello.
    pub(super) fn judge(&self, peer: &Peer, hello: &Hello, others: usize) -> Verdict {
        if hello.stop {
            return if self.may_end(peer) {
                Verdict::End
            } else {
                Verdict::Turn(Turned::NotPermitted)
            };
        }
        let otherwise = if hello.guitai == PROTOCOL {
            self.asker(peer, hello)
                .map_or_else(Verdict::Turn, Verdict::Attach)
        } else {
            Verdict::Turn(Turned::OtherProtocol {
                protocol: PROTOCOL,
                version: VERSION.to_owned(),
                attached: others,
            })
        };
        let newer = is_older(VERSION, &hello.version);
        if hello.end_if_idle && newer && self.mode == Mode::Personal && self.may_end(peer) {
            return Verdict::EndIfIdle(Box::new(otherwise));
        }
        otherwise
    }

    fn asker(&self, peer: &Peer, hello: &Hello) -> Result<Asker, Turned> {
        let is_owner_user = peer.uid == self.uid;
        let own = clerk_of(peer);
        let Some(named) = &hello.clerk else {
            let clerk = own.ok_or(Turned::BadClerk)?;
            return Ok(Asker {
                clerk,
                is_owner_user,
            });
        };
        let named: ClerkId = named.parse().map_err(|_| Turned::BadClerk)?;
        let gateway = peer
            .name
            .as_ref()
            .is_some_and(|name| self.gateway_users.contains(name));
        if is_owner_user || gateway || own.as_ref() == Some(&named) {
            Ok(Asker {
                clerk: named,
                is_owner_user,
            })
        } else {
            Err(Turned::ClerkNotHonoured)
        }
    }
}

/// The clerk a user is: its name, or its number where it has none that can be one.
fn clerk_of(peer: &Peer) -> Option<ClerkId> {
    let named = peer.name.as_deref().and_then(|name| name.parse().ok());
    named.or_else(|| format!("uid{}", peer.uid).parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(uid: u32, name: &str) -> Peer {
        Peer {
            uid,
            name: (!name.is_empty()).then(|| name.to_owned()),
        }
    }

    fn policy(mode: Mode, gateway_users: &[String]) -> Policy<'_> {
        Policy {
            uid: 500,
            mode,
            gateway_users,
        }
    }

    fn hello(clerk: Option<&str>) -> Hello {
        Hello {
            clerk: clerk.map(str::to_owned),
            ..Hello::new(None)
        }
    }

    fn clerk(verdict: Verdict) -> Result<String, Turned> {
        match verdict {
            Verdict::Attach(asker) => Ok(asker.clerk.to_string()),
            Verdict::Turn(turned) => Err(turned),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_clerk_is_the_user_unless_the_user_may_speak_for_others() {
        let gateways = ["gate".to_owned()];
        let hall = policy(Mode::Hall, &gateways);
        for (who, named, expected) in [
            (peer(1001, "wang"), None, Ok("wang")),
            (peer(1001, ""), None, Ok("uid1001")),
            (peer(1001, "a b"), None, Ok("uid1001")),
            (peer(1001, "wang"), Some("wang"), Ok("wang")),
            (
                peer(1001, "wang"),
                Some("li"),
                Err(Turned::ClerkNotHonoured),
            ),
            (peer(0, "root"), Some("li"), Err(Turned::ClerkNotHonoured)),
            (peer(500, "hall"), Some("li"), Ok("li")),
            (peer(1002, "gate"), Some("王芳"), Ok("王芳")),
            (peer(1002, "gate"), Some("a b"), Err(Turned::BadClerk)),
            (peer(1002, "gate"), Some(""), Err(Turned::BadClerk)),
        ] {
            let judged = hall.judge(&who, &hello(named), 0);
            assert_eq!(
                clerk(judged),
                expected.map(str::to_owned),
                "{who:?} {named:?}"
            );
        }
        let Verdict::Attach(asker) = hall.judge(&peer(500, "hall"), &hello(None), 0) else {
            panic!("attached");
        };
        assert!(asker.is_owner_user);
    }

    #[test]
    fn a_personal_owner_is_for_its_user_and_root() {
        for (uid, personal, hall) in [(500, true, true), (0, true, true), (1001, false, true)] {
            assert_eq!(
                policy(Mode::Personal, &[]).lets_in(&peer(uid, "x")),
                personal
            );
            assert_eq!(policy(Mode::Hall, &[]).lets_in(&peer(uid, "x")), hall);
        }
    }

    #[test]
    fn only_the_owners_user_and_root_end_it_whatever_their_protocol() {
        for (uid, expected) in [
            (500, Verdict::End),
            (0, Verdict::End),
            (1001, Verdict::Turn(Turned::NotPermitted)),
        ] {
            let stop = Hello {
                stop: true,
                guitai: PROTOCOL + 1,
                ..hello(None)
            };
            let judged = policy(Mode::Hall, &[]).judge(&peer(uid, "x"), &stop, 3);
            assert_eq!(judged, expected);
        }
    }

    #[test]
    fn a_newer_program_may_have_us_leave_and_an_older_one_not() {
        let other = Verdict::Turn(Turned::OtherProtocol {
            protocol: PROTOCOL,
            version: VERSION.to_owned(),
            attached: 2,
        });
        let user = peer(500, "x");
        for (mode, version, protocol, end_if_idle, leaves) in [
            (Mode::Personal, "99.0.0", PROTOCOL, true, true),
            (Mode::Personal, "99.0.0", PROTOCOL + 1, true, true),
            (Mode::Personal, "99.0.0", PROTOCOL + 1, false, false),
            (Mode::Personal, VERSION, PROTOCOL, true, false),
            (Mode::Personal, "0.0.1", PROTOCOL + 1, true, false),
            (Mode::Hall, "99.0.0", PROTOCOL + 1, true, false),
        ] {
            let hello = Hello {
                guitai: protocol,
                version: version.to_owned(),
                end_if_idle,
                ..hello(None)
            };
            let judged = policy(mode, &[]).judge(&user, &hello, 2);
            let otherwise = match judged {
                Verdict::EndIfIdle(otherwise) if leaves => *otherwise,
                judged if !leaves => judged,
                judged => panic!("{judged:?}"),
            };
            assert_eq!(otherwise == other, protocol != PROTOCOL);
        }
    }
}
