//! What is said of the owner: why it cannot be reached or started, what it noticed, what is wrong
//! with the configuration.

use std::io;

use crate::cli::config::{ConfigFault, KEYS, SEARCH_KEYS};
use crate::rpc::{
    ConnectFault, KeyTrouble, OwnerNotice, PathFault, ProblemKind, StartFault, TableFault,
    TableWrong,
};
use crate::text::Lang;
use crate::tui::{self, Family};

/// Why there is no owner to ask.
pub(in crate::cli) fn connect(fault: &ConnectFault, lang: Lang) -> String {
    match fault {
        ConnectFault::Path(fault) => path(fault, lang),
        ConnectFault::Nobody { socket } => lang.owner_nobody(socket),
        ConnectFault::Denied { socket } => lang.owner_denied(socket),
        ConnectFault::Start(fault) => start(fault, lang),
        ConnectFault::Died => lang.owner_died().to_owned(),
        ConnectFault::NoProcess(source) => lang.owner_no_process(&lang.io_fault(source)),
        ConnectFault::Late { seconds } => lang.owner_late(*seconds),
        ConnectFault::OlderOwner { version, attached } => lang.owner_older(version, *attached),
        ConnectFault::NewerOwner { version } => lang.owner_newer(version),
        ConnectFault::NotPermitted => lang.owner_not_permitted().to_owned(),
        ConnectFault::ClerkNotHonoured { clerk } => lang.owner_clerk_refused(clerk),
        ConnectFault::BadClerk => lang.expect_clerk().to_owned(),
        ConnectFault::Busy { most } => lang.owner_busy(*most),
        ConnectFault::Lost => lang.owner_lost().to_owned(),
        ConnectFault::TooLong { length } => lang.owner_too_long(*length),
        ConnectFault::Turned | ConnectFault::NotUnderstood => lang.owner_unclear().to_owned(),
        ConnectFault::System(source) => lang.owner_system(&lang.io_fault(source)),
    }
}

/// Why an owner does not start.
fn start(fault: &StartFault, lang: Lang) -> String {
    match fault {
        StartFault::Path(fault) => path(fault, lang),
        StartFault::Held { path, owner } => match owner {
            Some(held) => lang.start_held_by(path, held.pid, &held.socket.to_string_lossy()),
            None => lang.start_held(path),
        },
        StartFault::SocketTaken { path } => lang.start_socket_taken(path),
        StartFault::NoSocket { path } => lang.start_no_socket(path),
        StartFault::Keys { path, what } => keys(path, *what, lang),
        StartFault::Record { file, record, what } => {
            lang.start_record(*record, file, problem(what, lang))
        }
        StartFault::CutShort { seen, last } => lang.start_cut_short(*seen, *last),
        StartFault::ForeignMark { path } => lang.start_foreign_mark(path),
        StartFault::Newer { path } => lang.start_newer(path),
        StartFault::Store { path, fault } => {
            lang.start_store(path, &tui::words::store(lang, fault))
        }
        StartFault::System(fault) => lang.start_system(&lang.io_fault(&(*fault).into())),
    }
}

/// What is wrong with a file of keys.
fn keys(path: &str, what: KeyTrouble, lang: Lang) -> String {
    match what {
        KeyTrouble::Missing => lang.keys_missing(path),
        KeyTrouble::OtherMaster => lang.keys_other_master(path),
        KeyTrouble::Damaged => lang.keys_damaged(path),
        KeyTrouble::Open => lang.keys_open(path),
        KeyTrouble::NoPlace => lang.keys_no_place().to_owned(),
        KeyTrouble::System(fault) => lang.path_system(path, &lang.io_fault(&fault.into())),
    }
}

/// What is wrong with a record.
pub(in crate::cli) const fn problem(what: &ProblemKind, lang: Lang) -> &'static str {
    match what {
        ProblemKind::Changed => lang.record_changed(),
        ProblemKind::Missing => lang.record_missing(),
        ProblemKind::Reordered => lang.record_reordered(),
        ProblemKind::Foreign => lang.record_foreign(),
        ProblemKind::Unchained => lang.record_unchained(),
        ProblemKind::Torn => lang.record_torn(),
        ProblemKind::HeadUnknown => lang.head_unknown(),
        ProblemKind::Lost => lang.file_lost(),
        ProblemKind::Unreadable => lang.record_unreadable(),
    }
}

/// What is wrong with a path.
fn path(fault: &PathFault, lang: Lang) -> String {
    match fault {
        PathFault::NoHome => lang.path_no_home().to_owned(),
        PathFault::Nowhere { path } => lang.path_nowhere(path),
        PathFault::NotOurs { path, uid } => lang.path_not_ours(path, *uid),
        PathFault::NoDirectory { path } => lang.path_no_directory(path),
        PathFault::Open { path, mode } => lang.path_open(path, &format!("{mode:o}")),
        PathFault::TooLong {
            path,
            length,
            longest,
        } => lang.path_too_long(path, *length, *longest),
        PathFault::System { path, fault } => {
            lang.path_system(path, &lang.io_fault(&io::Error::from(*fault)))
        }
    }
}

/// What the operator should know.
pub(in crate::cli) fn notice(notice: &OwnerNotice, lang: Lang) -> String {
    match notice {
        OwnerNotice::MasterKeyMade { path } => lang.notice_master_key(path),
        OwnerNotice::TornTail { kept_in, bytes } => lang.notice_torn_tail(*bytes, kept_in),
        OwnerNotice::StoreRebuilt { kept_aside } => match kept_aside {
            Some(kept) => lang.notice_rebuilt_aside(kept),
            None => lang.notice_rebuilt().to_owned(),
        },
        OwnerNotice::KeysDamaged { path } => lang.keys_damaged(path),
        OwnerNotice::CasesUnread { number, count } => {
            lang.notice_cases_unread(*count, &number.to_string())
        }
        OwnerNotice::ViewBehind { fault } => {
            lang.notice_view_behind(&tui::words::store(lang, fault))
        }
        OwnerNotice::CountsLost { kept_aside } => lang.notice_counts_lost(kept_aside),
        OwnerNotice::TableUnused { path, fault } => lang.notice_table(path, &table(fault, lang)),
    }
}

/// Why the hall's own table of words is not used.
fn table(fault: &TableFault, lang: Lang) -> String {
    match fault {
        TableFault::Unreadable(fault) => lang.io_fault(&(*fault).into()),
        TableFault::TooLong(bytes) => lang.table_too_long(*bytes),
        TableFault::Wrong { line, what } => {
            let what = match what {
                TableWrong::Syntax => lang.table_syntax().to_owned(),
                TableWrong::Toml(line) => lang.table_toml(line),
                TableWrong::Twice => lang.table_twice().to_owned(),
                TableWrong::NothingIn(word) => lang.table_nothing_in(word),
                TableWrong::UnknownKey(key) => lang.table_unknown(key),
                TableWrong::NoWords(key) => lang.table_no_words(key),
                TableWrong::NoText(key) => lang.table_no_text(key),
                TableWrong::NoGroups => lang.table_no_groups().to_owned(),
                TableWrong::Missing(key) => lang.table_missing(key),
            };
            lang.table_line(*line, &what)
        }
    }
}

/// What is wrong with the configuration.
pub(in crate::cli) fn config(fault: &ConfigFault, lang: Lang) -> String {
    match fault {
        ConfigFault::Unreadable { path, source } => {
            lang.config_unreadable(path, &lang.io_fault(source))
        }
        ConfigFault::Syntax { path, line } => lang.config_syntax(path, *line),
        ConfigFault::UnknownKey { path, line, key } => {
            let known = if key.starts_with("search.") {
                SEARCH_KEYS.join(" ")
            } else {
                KEYS.join(" ")
            };
            lang.config_unknown(path, *line, key, &known)
        }
        ConfigFault::BadValue { path, line, key } => {
            let expected = match *key {
                "lang" => lang.expect_lang(),
                "clerk" => lang.expect_clerk(),
                "gateway_users" => lang.expect_texts(),
                "search" => lang.expect_search(),
                "search.accents" => lang.expect_flag(),
                "terminal" => &lang.expect_one_of(&Family::ALL.map(Family::name).join(" ")),
                "colors" => &lang.expect_one_of("16 8 0"),
                "lines" => &lang.expect_one_of("ascii box"),
                "line_speed" => lang.expect_line_speed(),
                "detail" => &lang.expect_one_of("true false"),
                _ => lang.expect_text(),
            };
            lang.config_value(path, *line, key, expected)
        }
    }
}
