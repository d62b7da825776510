//! The program at the end of a real SSH login, through a relay that carries as little as a slow line.
//! Knows how to log in, not what is looked at there.

use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketType, connect, socket, sockopt};

use super::distance::Line;
use super::hall::Hall;
use super::pty::Terminal;
use super::support::{run, tool_or_skip};

/// An sshd of our own that lets us in, and a relay before it. Dropping it ends the sshd.
pub(crate) struct Sshd {
    child: Child,
    relay: u16,
}

impl Sshd {
    /// Starts it with keys of its own; nothing where there is no sshd.
    pub(crate) fn start(hall: &Hall, line: Line) -> Option<Self> {
        if !(tool_or_skip("sshd") && tool_or_skip("ssh")) {
            return None;
        }
        // Of root it wants this folder, which only an init system makes.
        let _ = std::fs::create_dir("/run/sshd");
        for key in ["host", "clerk"] {
            let ran = run(
                Command::new("ssh-keygen")
                    .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                    .arg(hall.path(key)),
                b"",
            );
            assert_eq!(ran.code, Some(0), "{}", ran.err);
        }
        let port = free_port();
        let top = hall.folder().display();
        let settings = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {top}/host\nPidFile none\nUsePAM no\n\
             AuthorizedKeysFile {top}/clerk.pub\nStrictModes no\nPermitRootLogin yes\n"
        );
        std::fs::write(hall.path("sshd_config"), settings).unwrap();
        let path = run(Command::new("which").arg("sshd"), b"").out;
        let child = Command::new(path.trim())
            .args(["-D", "-e", "-f"])
            .arg(hall.path("sshd_config"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sshd starts");
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed().as_secs() < 20, "sshd does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        let relay = relay(line, port);
        Some(Self { child, relay })
    }

    /// A terminal in which a command runs at the other end.
    pub(crate) fn log_in(&self, hall: &Hall, command: &Command) -> Terminal {
        let (set, unset): (Vec<_>, Vec<_>) = command.get_envs().partition(|(_, to)| to.is_some());
        let mut there = String::from("exec env");
        for (name, _) in unset {
            let _ = write!(there, " -u {}", name.display());
        }
        for (name, value) in set {
            let value = value.unwrap_or_default();
            let _ = write!(there, " '{}={}'", name.display(), value.display());
        }
        let _ = write!(there, " '{}'", command.get_program().display());
        let mut ssh = Command::new("ssh");
        ssh.args(["-tt", "-F", "none", "-o", "LogLevel=ERROR"])
            .args(["-o", "StrictHostKeyChecking=no"])
            .args(["-o", "UserKnownHostsFile=/dev/null", "-i"])
            .arg(hall.path("clerk"))
            .args(["-p", &self.relay.to_string(), "127.0.0.1", &there]);
        Terminal::start(80, 24, &ssh)
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Listens, and connects whoever comes with sshd over the line. It takes from sshd no more than it
/// carries, and has as little room of its own as the kernel allows.
fn relay(line: Line, port: u16) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let here = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            client.set_nodelay(true).unwrap();
            let server = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
            sockopt::set_socket_recv_buffer_size(&server, 1).unwrap();
            connect(&server, &SocketAddr::from((Ipv4Addr::LOCALHOST, port))).unwrap();
            let server = TcpStream::from(server);
            server.set_nodelay(true).unwrap();
            let mut down = line.reader(Box::new(server.try_clone().unwrap()));
            let mut up = line.writer(Box::new(server));
            let (mut to_client, mut from_client) = (client.try_clone().unwrap(), client);
            thread::spawn(move || std::io::copy(&mut down, &mut to_client));
            thread::spawn(move || std::io::copy(&mut from_client, &mut up));
        }
    });
    here
}
