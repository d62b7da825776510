//! The real program in a real pseudo-terminal, read through an independent emulator (vt100).
//! Waits for what the screen shows, never for a time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::distance::Line;
use super::hall::lookups;
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// How long something may take on a busy machine before the test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came out of the terminal so far.
struct Output {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// How many bytes had come after each read.
    reads: Vec<usize>,
    closed: bool,
    /// Whether nobody reads: what the program sends stays in the terminal until that is full.
    frozen: bool,
}

type Shared = Arc<(Mutex<Output>, Condvar)>;

/// A terminal with a program in it.
pub(crate) struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Shared,
}

/// Keys by name, as xterm sends them.
fn key_bytes(name: &str) -> Vec<u8> {
    let escape = match name {
        "Up" => "\x1b[A",
        "Down" => "\x1b[B",
        "Right" => "\x1b[C",
        "Left" => "\x1b[D",
        "Home" => "\x1b[H",
        "End" => "\x1b[F",
        "PageUp" => "\x1b[5~",
        "PageDown" => "\x1b[6~",
        "Tab" => "\t",
        "BackTab" => "\x1b[Z",
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Backspace" => "\x7f",
        "F1" => "\x1bOP",
        "F2" => "\x1bOQ",
        "F3" => "\x1bOR",
        "F5" => "\x1b[15~",
        "F6" => "\x1b[17~",
        "F7" => "\x1b[18~",
        "F8" => "\x1b[19~",
        "F9" => "\x1b[20~",
        "F10" => "\x1b[21~",
        _ => {
            let letter = name.strip_prefix("Ctrl-").expect("a key's name").as_bytes()[0];
            return vec![letter.to_ascii_uppercase() & 0x1f];
        }
    };
    escape.as_bytes().to_vec()
}

impl Terminal {
    /// Runs guitai with these arguments.
    pub(crate) fn guitai(cols: u16, rows: u16, args: &[&str]) -> Self {
        let mut command = lookups();
        command.args(args);
        Self::start(cols, rows, &command)
    }

    /// Runs a command that was put together elsewhere, with its environment.
    pub(crate) fn start(cols: u16, rows: u16, command: &std::process::Command) -> Self {
        Self::spawn(None, cols, rows, built(command))
    }

    /// The same at the end of a slow line.
    pub(crate) fn start_over(
        line: Line,
        cols: u16,
        rows: u16,
        command: &std::process::Command,
    ) -> Self {
        Self::spawn(Some(line), cols, rows, built(command))
    }

    /// Runs any command, in an environment without the caller's language and colours.
    pub(crate) fn run(cols: u16, rows: u16, mut command: CommandBuilder) -> Self {
        if command.get_env("GUITAI_DATA").is_none() {
            inherit(&mut command, &lookups());
        }
        clean(&mut command);
        Self::spawn(None, cols, rows, command)
    }

    fn spawn(line: Option<Line>, cols: u16, rows: u16, mut command: CommandBuilder) -> Self {
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output: Shared = Arc::new((
            Mutex::new(Output {
                parser: vt100::Parser::new(nonzero(rows), nonzero(cols), 0),
                bytes: Vec::new(),
                reads: Vec::new(),
                closed: false,
                frozen: false,
            }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        if let Some(line) = line {
            reader = line.reader(reader);
            writer = line.writer(writer);
        }
        let shared = Arc::clone(&output);
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                // Poisoned: the test has failed already, and says so itself.
                let Ok(mut output) = shared.0.lock() else {
                    return;
                };
                output.parser.process(&buffer[..read]);
                output.bytes.extend_from_slice(&buffer[..read]);
                let received = output.bytes.len();
                output.reads.push(received);
                output.closed = read == 0;
                shared.1.notify_all();
                if read == 0 {
                    return;
                }
                let thawed = shared.1.wait_while(output, |output| output.frozen);
                drop(thawed);
            }
        });
        Self {
            writer,
            master: pair.master,
            child,
            output,
        }
    }

    /// Presses keys by name: `Down`, `Ctrl-G`, `F1`.
    pub(crate) fn press(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            self.send(&key_bytes(key));
        }
        self
    }

    /// Types text, all in one write.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        self.send(text.as_bytes())
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Changes the size of the window.
    pub(crate) fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        let (lock, _) = &*self.output;
        let mut output = lock.lock().unwrap();
        output
            .parser
            .screen_mut()
            .set_size(nonzero(rows), nonzero(cols));
        drop(output);
        self.master.resize(size(cols, rows)).unwrap();
        self
    }

    /// Reads nothing any more, or again.
    pub(crate) fn freeze(&mut self, frozen: bool) -> &mut Self {
        self.output.0.lock().unwrap().frozen = frozen;
        self.output.1.notify_all();
        self
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(crate) fn expect(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("to see {text:?}"), |output| {
            rows(output).join("\n").contains(text)
        })
    }

    /// Waits until the screen no longer shows a text.
    #[track_caller]
    pub(crate) fn expect_gone(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("not to see {text:?}"), |output| {
            !rows(output).join("\n").contains(text)
        })
    }

    /// Waits until some row holds all the texts.
    #[track_caller]
    pub(crate) fn expect_row(&mut self, texts: &[&str]) -> &mut Self {
        self.wait(&format!("for a row with {texts:?}"), |output| {
            rows(output)
                .iter()
                .any(|row| texts.iter().all(|text| row.contains(text)))
        })
    }

    /// Waits until the bytes received hold these.
    #[track_caller]
    pub(crate) fn expect_bytes(&mut self, wanted: &[u8]) -> &mut Self {
        self.wait(
            &format!("for the bytes {}", wanted.escape_ascii()),
            |output| {
                output
                    .bytes
                    .windows(wanted.len())
                    .any(|window| window == wanted)
            },
        )
    }

    /// Waits until the bytes received after the first so many hold these.
    #[track_caller]
    pub(crate) fn wait_for_bytes_after(&mut self, first: usize, wanted: &[u8]) -> &mut Self {
        self.wait(
            &format!("for the bytes {}", wanted.escape_ascii()),
            |output| {
                let new = &output.bytes[first..];
                new.windows(wanted.len()).any(|window| window == wanted)
            },
        )
    }

    /// Waits until more has come than so many bytes.
    #[track_caller]
    pub(crate) fn wait_for_more(&mut self, than: usize) -> &mut Self {
        self.wait("for more bytes", |output| output.bytes.len() > than)
    }

    #[track_caller]
    fn wait(&mut self, what: &str, is_met: impl Fn(&Output) -> bool) -> &mut Self {
        let (lock, changed) = &*self.output;
        let deadline = Instant::now() + PATIENCE;
        let mut output = lock.lock().unwrap();
        while !is_met(&output) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited {what}; the screen:\n{}",
                rows(&output).join("\n")
            );
            output = changed.wait_timeout(output, left).unwrap().0;
        }
        drop(output);
        self
    }

    /// The rows as text, ends trimmed.
    pub(crate) fn rows(&self) -> Vec<String> {
        rows(&self.lock())
    }

    /// Row and column of the cursor, and whether it shows.
    pub(crate) fn cursor(&self) -> (u16, u16, bool) {
        let output = self.lock();
        let (row, column) = output.parser.screen().cursor_position();
        (row, column, !output.parser.screen().hide_cursor())
    }

    /// Whether a character of a row is marked (drawn unlike plain text), by the text of the row.
    pub(crate) fn marked_in(&self, row_with: &str) -> String {
        let output = self.lock();
        let screen = output.parser.screen();
        let (height, width) = screen.size();
        let row = (0..height.get())
            .find(|row| row_text(screen, *row).contains(row_with))
            .unwrap_or_else(|| panic!("no row with {row_with}"));
        (0..width.get())
            .filter_map(|column| screen.cell(row, column))
            .filter(|cell| cell.underline() || cell.fgcolor() != vt100::Color::Default)
            .map(|cell| cell.contents().to_owned())
            .collect()
    }

    /// Waits until nothing more comes: for what must *not* be sent there is nothing to wait for.
    pub(crate) fn settle(&mut self) -> &mut Self {
        self.settle_for(Duration::from_millis(250))
    }

    /// The same, where what comes is counted and a little later is no harm.
    pub(crate) fn settle_for(&mut self, quiet: Duration) -> &mut Self {
        let mut before = usize::MAX;
        while before != self.lock().bytes.len() {
            before = self.lock().bytes.len();
            std::thread::sleep(quiet);
        }
        self
    }

    /// Looks at the emulator's screen.
    pub(crate) fn with_screen<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.lock().parser.screen())
    }

    /// Everything received so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    /// How many reads have brought bytes: with one write a frame, hardly more than frames.
    pub(crate) fn reads(&self) -> usize {
        self.lock().reads.len()
    }

    /// The rows as they stood before the first read after so many, and after each from there on.
    pub(crate) fn screens(&self, since: usize) -> Vec<Vec<String>> {
        let output = self.lock();
        let size = output.parser.screen().size();
        let mut parser = vt100::Parser::new(size.0, size.1, 0);
        let (mut screens, mut from) = (Vec::new(), 0);
        for (read, to) in output.reads.iter().enumerate() {
            if read == since {
                screens.push(rows_of(parser.screen()));
            }
            parser.process(&output.bytes[from..*to]);
            from = *to;
            if read >= since {
                screens.push(rows_of(parser.screen()));
            }
        }
        screens
    }

    /// The program's process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Sends the program a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let status = std::process::Command::new("kill")
            .args([&format!("-{name}"), &self.pid().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// Waits for the program's end.
    #[track_caller]
    pub(crate) fn exit(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "still runs; the screen:\n{}",
                self.rows().join("\n")
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Output> {
        self.output.0.lock().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn built(command: &std::process::Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    clean(&mut builder);
    inherit(&mut builder, command);
    builder
}

/// Takes the caller's terminal, language and colours away.
fn clean(builder: &mut CommandBuilder) {
    builder.env("TERM", "xterm-256color");
    for name in ["NO_COLOR", "GUITAI_LANG", "LANG", "LC_ALL", "LC_CTYPE"] {
        builder.env_remove(name);
    }
}

fn inherit(builder: &mut CommandBuilder, command: &std::process::Command) {
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => builder.env(name, value),
            None => builder.env_remove(name),
        }
    }
}

fn rows(output: &Output) -> Vec<String> {
    rows_of(output.parser.screen())
}

/// The rows of a screen as text, ends trimmed.
pub(crate) fn rows_of(screen: &vt100::Screen) -> Vec<String> {
    (0..screen.size().0.get())
        .map(|row| row_text(screen, row))
        .collect()
}

fn row_text(screen: &vt100::Screen, row: u16) -> String {
    let mut text = String::new();
    for column in 0..screen.size().1.get() {
        match screen.cell(row, column) {
            Some(cell) if cell.is_wide_continuation() => {}
            Some(cell) if cell.has_contents() => text.push_str(cell.contents()),
            _ => text.push(' '),
        }
    }
    text.trim_end().to_owned()
}

pub(crate) fn nonzero(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a terminal has a size")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}
