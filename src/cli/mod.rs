//! The commands, one verb a file; reads arguments, prints, decides the exit status. Words are in
//! `text`, decisions at the `desk`.

mod args;
mod batch;
mod case;
mod cases;
mod columns;
mod config;
mod connect;
mod counter;
mod days;
mod deadline;
mod demo;
mod error;
mod exit;
mod explain;
mod fault;
mod globals;
mod input;
mod json;
mod log;
mod out;
mod registry;
mod search;
mod serve;
mod show;
mod status;
mod stop;
mod verify;
mod words;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};
use std::panic::Location;
use std::process::ExitCode;

pub use config::ConfigFault;
pub use error::Error;
pub use exit::Status;

use crate::chars;
use crate::text::Lang;
use args::{Asked, Command};
use config::{Config, Setup};
use connect::Reach;
use out::Out;

/// Runs the program with its arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    tell_panics(args::lang(&args));
    let terminals = Terminals {
        input: io::stdin().is_terminal(),
        output: io::stdout().is_terminal(),
    };
    // No lock is held on the standard streams: the counter takes them for itself.
    let outside = Outside {
        input: &mut io::stdin(),
        out: &mut io::stdout(),
        err: &mut io::stderr(),
        variable: &|name| std::env::var_os(name),
        terminals,
        reach: &connect::reach,
    };
    run_in(outside, &args).into()
}

/// A panic is told in one line, in the clerk's language and without its cause: that may hold what
/// a visitor said. The counter replaces this by its own, which gives the terminal back first.
fn tell_panics(lang: Lang) {
    std::panic::set_hook(Box::new(move |info| {
        let place = info
            .location()
            .map_or_else(String::new, Location::to_string);
        say(&mut io::stderr(), &lang.crashed(&place));
    }));
}

/// What a command touches of the outside, so that a test can hand in its own.
struct Outside<'o> {
    input: &'o mut dyn Read,
    out: &'o mut dyn Write,
    err: &'o mut dyn Write,
    variable: &'o dyn Fn(&str) -> Option<OsString>,
    terminals: Terminals,
    reach: Reach<'o>,
}

/// Which of the standard streams are terminals.
#[derive(Clone, Copy)]
struct Terminals {
    input: bool,
    output: bool,
}

/// One run of a command: what it reads, prints and says, and how.
struct Session<'o> {
    lang: Lang,
    json: bool,
    color: bool,
    setup: Setup,
    variable: &'o dyn Fn(&str) -> Option<OsString>,
    terminals: Terminals,
    reach: Reach<'o>,
    input: &'o mut dyn Read,
    out: Out<'o>,
    err: &'o mut dyn Write,
}

impl Session<'_> {
    /// Tells the clerk something on the side. Nobody may be listening there; then it is lost.
    fn say(&mut self, message: &str) {
        say(self.err, message);
    }
}

fn say(err: &mut dyn Write, message: &str) {
    // In one write, so that two programs talking at once do not mix inside a line.
    let line = format!("guitai: {}\n", chars::lines(message));
    let _ = err.write_all(line.as_bytes()).and_then(|()| err.flush());
}

fn run_in(outside: Outside<'_>, args: &[OsString]) -> Status {
    let Outside {
        input,
        out,
        err,
        variable,
        terminals,
        reach,
    } = outside;
    let config = Config::load(globals::config(args, variable).as_deref(), variable);
    let configured = config.as_ref().ok().and_then(|config| config.lang);
    let (lang, asked) = args::read(args, variable, configured);
    let Asked {
        json,
        color,
        given,
        command,
    } = match asked {
        Ok(asked) => asked,
        Err(fault) => return give_up(err, lang, &Error::Usage(fault)),
    };
    let setup = match config {
        Ok(config) => Setup::new(given, config, variable),
        // Help is given whatever the configuration says.
        Err(_) if matches!(command, Command::Help(_) | Command::Version) => Ok(Setup::default()),
        Err(fault) => Err(Error::Config(fault)),
    };
    let setup = match setup {
        Ok(setup) => setup,
        Err(error) => return give_up(err, lang, &error),
    };
    let mut session = Session {
        lang,
        json,
        color,
        setup,
        variable,
        terminals,
        reach,
        input,
        out: Out::new(out),
        err,
    };
    let done = dispatch(&mut session, command)
        .and_then(|status| session.out.flush().map(|()| status))
        .or_else(|error| {
            // What was printed before things went wrong is still an answer.
            session.out.flush()?;
            Err(error)
        });
    done.unwrap_or_else(|error| give_up(session.err, lang, &error))
}

fn give_up(err: &mut dyn Write, lang: Lang, error: &Error) -> Status {
    if !error.is_closed_pipe() {
        say(err, &words::of(error, lang));
    }
    error.status()
}

fn dispatch(session: &mut Session<'_>, command: Command) -> Result<Status, Error> {
    match command {
        Command::Help(text) => session.out.line(text.trim_end()).map(|()| Status::Done),
        Command::Version => session
            .out
            .line(concat!("guitai ", env!("CARGO_PKG_VERSION")))
            .map(|()| Status::Done),
        Command::Counter => counter::run(session),
        Command::Search(search) => search::run(session, &search),
        Command::Cases(cases) => cases::run(session, &cases),
        Command::SearchCases(cases) => cases::search(session, &cases),
        Command::Batch(batch) => batch::run(session, &batch),
        Command::Show { id } => show::run(session, &id),
        Command::RegistryList { kinds } => registry::list::run(session, &kinds),
        Command::RegistryCheck(check) => registry::check::run(session, &check),
        Command::RegistryImport(import) => registry::import::run(session, &import),
        Command::RegistryExport { code } => registry::export::run(session, code.as_deref()),
        Command::RegistryWords { remove } => registry::words::run(session, remove.as_deref()),
        Command::RegistryMisses(misses) => registry::misses::run(session, misses),
        Command::Log(log) => log::run(session, &log),
        Command::ActOnCase(act) => case::act::run(session, &act),
        Command::ShowCase(show) => case::show::run(session, &show),
        Command::Deadline(deadline) => deadline::run(session, &deadline),
        Command::CalendarList => deadline::calendars(session),
        Command::Verify { head } => verify::run(session, head.as_deref()),
        Command::Demo(fill) => demo::run(session, fill),
        Command::Serve(serve) => serve::run(session, &serve),
        Command::Status => status::run(session),
        Command::Stop => stop::run(session),
    }
}
