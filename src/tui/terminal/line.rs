//! The TCP connection of an SSH login: what is still under way on it, by the kernel's word. One
//! question of 72 bytes to the kernel and none over the line, as cheap on a busy host as on an idle
//! one (`/proc/net/tcp` would be read whole). Knows bytes and times, not what follows from them.

use std::net::{IpAddr, SocketAddr};
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with,
};

/// Both ends of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Ours.
    pub near: SocketAddr,
    /// The clerk's.
    pub far: SocketAddr,
}

impl Ends {
    /// The ends as sshd tells them in `SSH_CONNECTION`: the client's address and port, then the
    /// server's. Nothing where it says something else.
    #[must_use]
    pub fn of_ssh(told: &str) -> Option<Self> {
        let mut words = told.split_ascii_whitespace();
        let mut end = || {
            let address: IpAddr = words.next()?.parse().ok()?;
            let port: u16 = words.next()?.parse().ok()?;
            Some(SocketAddr::new(address, port))
        };
        let (far, near) = (end()?, end()?);
        (far.is_ipv4() == near.is_ipv4()).then_some(Self { near, far })
    }
}

/// How a connection is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Flow {
    /// Bytes that the other end has acknowledged since the connection began.
    pub(in crate::tui) carried: u64,
    /// Bytes that it has not, sent or still to be sent.
    pub(in crate::tui) under_way: u32,
    /// The least time to the other end and back that was seen lately.
    pub(in crate::tui) round: Duration,
}

/// A connection that can be looked at.
#[derive(Debug)]
pub(in crate::tui) struct Line {
    kernel: OwnedFd,
    question: [u8; QUESTION],
}

impl Line {
    /// The connection between two ends, where the kernel knows it.
    pub(in crate::tui) fn between(ends: Ends) -> Option<Self> {
        let kernel = socket_with(
            AddressFamily::NETLINK,
            SocketType::DGRAM,
            SocketFlags::CLOEXEC,
            Some(netlink::SOCK_DIAG),
        );
        let line = Self {
            kernel: kernel.ok()?,
            question: question(ends),
        };
        line.look().map(|_| line)
    }

    /// How it is doing now; nothing when it is gone. Never waits.
    pub(in crate::tui) fn look(&self) -> Option<Flow> {
        send(&self.kernel, &self.question, SendFlags::DONTWAIT).ok()?;
        let mut answer = [0; 2048];
        let (read, _) = recv(&self.kernel, &mut answer, RecvFlags::DONTWAIT).ok()?;
        flow(&answer[..read])
    }
}

// The kernel's <linux/netlink.h>, <linux/sock_diag.h>, <linux/inet_diag.h> and <linux/tcp.h>.
/// Bytes of a question: `nlmsghdr` and `inet_diag_req_v2`.
const QUESTION: usize = HEADER + 56;
/// Bytes of an `nlmsghdr`.
const HEADER: usize = 16;
/// Bytes of it and an `inet_diag_msg`, behind which the attributes stand.
const ANSWER: usize = HEADER + 72;
/// Where `idiag_wqueue` stands in an answer.
const UNDER_WAY: usize = HEADER + 60;
/// `SOCK_DIAG_BY_FAMILY`, question and answer.
const BY_FAMILY: u16 = 20;
/// `NLM_F_REQUEST`: about one connection, not about all.
const REQUEST: u16 = 1;
/// `INET_DIAG_INFO`: a `tcp_info`.
const INFO: u16 = 2;
/// Where `tcpi_bytes_acked` and `tcpi_min_rtt` stand in it.
const CARRIED: usize = 120;
const ROUND: usize = 148;

fn question(ends: Ends) -> [u8; QUESTION] {
    const TCP: u8 = 6;
    let (family, [near, far]) = match (ends.near.ip(), ends.far.ip()) {
        (IpAddr::V4(near), IpAddr::V4(far)) => (AddressFamily::INET, [near, far].map(padded)),
        (near, far) => (AddressFamily::INET6, [near, far].map(octets)),
    };
    // Native order but for ports and addresses, which go as on the wire.
    let parts: [&[u8]; 15] = [
        &u32::try_from(QUESTION).unwrap_or_default().to_ne_bytes(),
        &BY_FAMILY.to_ne_bytes(),
        &REQUEST.to_ne_bytes(),
        &1_u32.to_ne_bytes(),
        &0_u32.to_ne_bytes(),
        &[u8::try_from(family.as_raw()).unwrap_or_default(), TCP],
        &[1 << (INFO - 1), 0],
        // In whatever state it is.
        &u32::MAX.to_ne_bytes(),
        &ends.near.port().to_be_bytes(),
        &ends.far.port().to_be_bytes(),
        &near,
        &far,
        // Over whatever interface, and with whatever cookie.
        &0_u32.to_ne_bytes(),
        &u32::MAX.to_ne_bytes(),
        &u32::MAX.to_ne_bytes(),
    ];
    let mut question = [0; QUESTION];
    let bytes = parts.into_iter().flatten();
    for (to, from) in question.iter_mut().zip(bytes) {
        *to = *from;
    }
    question
}

fn padded(address: std::net::Ipv4Addr) -> [u8; 16] {
    let mut out = [0; 16];
    out[..4].copy_from_slice(&address.octets());
    out
}

fn octets(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

/// What an answer says; nothing where it is a refusal or says too little.
fn flow(answer: &[u8]) -> Option<Flow> {
    if u16::from_ne_bytes(at(answer, 4)?) != BY_FAMILY {
        return None;
    }
    let under_way = u32::from_ne_bytes(at(answer, UNDER_WAY)?);
    let mut rest = answer.get(ANSWER..)?;
    loop {
        let length = usize::from(u16::from_ne_bytes(at(rest, 0)?));
        let info = rest.get(4..length)?;
        if u16::from_ne_bytes(at(rest, 2)?) == INFO {
            let round = u32::from_ne_bytes(at(info, ROUND)?);
            return Some(Flow {
                carried: u64::from_ne_bytes(at(info, CARRIED)?),
                under_way,
                round: Duration::from_micros(round.into()),
            });
        }
        rest = rest.get(length.next_multiple_of(4)..)?;
    }
}

fn at<const N: usize>(bytes: &[u8], place: usize) -> Option<[u8; N]> {
    bytes.get(place..place + N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn sshd_tells_both_ends() {
        let ends =
            |told| Ends::of_ssh(told).map(|ends| (ends.far.to_string(), ends.near.to_string()));
        assert_eq!(
            ends("10.1.2.3 50022 10.0.0.1 22"),
            Some(("10.1.2.3:50022".into(), "10.0.0.1:22".into()))
        );
        assert_eq!(
            ends("fd00::7 50022 fd00::1 2222"),
            Some(("[fd00::7]:50022".into(), "[fd00::1]:2222".into()))
        );
        for told in [
            "",
            "UNKNOWN 65535 UNKNOWN 65535",
            "10.1.2.3 50022 10.0.0.1",
            "10.1.2.3 70000 10.0.0.1 22",
            "10.1.2.3 50022 fd00::1 22",
            "fe80::1%eth0 50022 fe80::2%eth0 22",
        ] {
            assert_eq!(ends(told), None, "{told}");
        }
    }

    /// An answer with these attributes, as the kernel puts it together.
    fn answer(kind: u16, under_way: u32, attributes: &[(u16, &[u8])]) -> Vec<u8> {
        let mut out = vec![0; ANSWER];
        out[4..6].copy_from_slice(&kind.to_ne_bytes());
        out[UNDER_WAY..UNDER_WAY + 4].copy_from_slice(&under_way.to_ne_bytes());
        for (name, value) in attributes {
            let length = u16::try_from(4 + value.len()).unwrap();
            out.extend(length.to_ne_bytes());
            out.extend(name.to_ne_bytes());
            out.extend(*value);
            out.resize(out.len().next_multiple_of(4), 0);
        }
        out
    }

    #[test]
    fn an_answer_is_read_whatever_else_stands_in_it() {
        let mut info = vec![0; 232];
        info[CARRIED..CARRIED + 8].copy_from_slice(&70_000_u64.to_ne_bytes());
        info[ROUND..ROUND + 4].copy_from_slice(&600_000_u32.to_ne_bytes());
        let said = answer(BY_FAMILY, 1400, &[(8, &[0]), (INFO, &info)]);
        let known = Flow {
            carried: 70_000,
            under_way: 1400,
            round: Duration::from_millis(600),
        };
        assert_eq!(flow(&said), Some(known));
        for end in 0..ANSWER + 12 + ROUND + 4 {
            assert_eq!(flow(&said[..end]), None, "cut at {end}");
        }
        let refused = answer(2, 0, &[(INFO, &info)]);
        assert_eq!(flow(&refused), None, "a refusal");
        assert_eq!(flow(&answer(BY_FAMILY, 0, &[(INFO, &[0; 60])])), None);
        // No attribute at all, and one that claims to have no length.
        assert_eq!(flow(&answer(BY_FAMILY, 0, &[])), None);
        let mut endless = answer(BY_FAMILY, 0, &[]);
        endless.extend([0; 8]);
        assert_eq!(flow(&endless), None);
    }

    /// A connection over the loopback, and both its ends as the near one sees them.
    fn connection(address: &str) -> (TcpStream, TcpStream, Ends) {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let far = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (near, _) = listener.accept().unwrap();
        let ends = Ends {
            near: near.local_addr().unwrap(),
            far: near.peer_addr().unwrap(),
        };
        (near, far, ends)
    }

    #[test]
    fn the_kernel_tells_what_nobody_has_taken() {
        for address in ["127.0.0.1", "::1"] {
            let (mut near, far, ends) = connection(address);
            let line = Line::between(ends).expect("the kernel knows it");
            let before = line.look().unwrap();
            near.set_nonblocking(true).unwrap();
            // The other end reads nothing: what it has no room for stays under way.
            let mut sent = 0;
            while let Ok(written) = near.write(&[b'x'; 65536]) {
                sent += u64::try_from(written).unwrap();
            }
            let full = line.look().unwrap();
            assert!(full.under_way > 0, "{address}: {full:?}");
            assert_eq!(
                full.carried - before.carried + u64::from(full.under_way),
                sent,
                "{address}: nothing is counted twice or forgotten"
            );
            drop(far);
        }
    }

    #[test]
    fn a_connection_that_is_not_there_is_nothing() {
        let (near, far, mut ends) = connection("127.0.0.1");
        ends.far.set_port(1);
        assert!(Line::between(ends).is_none());
        drop((near, far));
    }
}
