//! Sentences put together from what the owner answers. Knows the wire and the catalogue, not the
//! screen.

use jiff::Timestamp;

use crate::casework::deadline::{Stage, Unit};
use crate::casework::{Action, CaseNumber, Deadlines, FormField, Status, zone};
use crate::chars;
use crate::registry::Loss;
use crate::rpc::words;
use crate::rpc::{
    CaseLine, CaseShown, Conflict, Difference, EventAbout, EventShown, HeldTo, Matched, Refusal,
    StoreFault, Unheld, WordsFault,
};
use crate::text::Lang;

/// Why something was refused, and what can be done.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchEntry(_) | Refusal::Ambiguous { .. } => {
            lang.notice_no_such_entry().to_owned()
        }
        Refusal::Field(bad) => lang.refusal_field(*bad),
        Refusal::NoSuchCase(number) => lang.refusal_no_such_case(*number),
        Refusal::NotAllowed {
            action,
            kind,
            status,
        } => lang.refusal_not_allowed(*action, *kind, *status),
        Refusal::Rule(rule) => lang.refusal_rule(rule),
        Refusal::IntoNotRunning { into, status } => lang.refusal_into_not_running(*into, *status),
        Refusal::Changed(conflict) => {
            lang.fault_changed(&conflict.number.to_string(), conflict.revision)
        }
        Refusal::NoSuchRevision {
            number,
            asked,
            revision,
        } => lang.fault_no_such_revision(&number.to_string(), *asked, *revision),
        Refusal::KeyGone(number) => lang.fault_key_gone(&number.to_string()),
        Refusal::BadList => lang.fault_bad_list().to_owned(),
        Refusal::Words(fault) => words_fault(lang, *fault),
        Refusal::TakesAway(loss) => {
            format!("{}\n{}", takes_away(lang, loss), lang.loss_refused())
        }
        Refusal::FilledAlready => lang.fault_filled_already().to_owned(),
        Refusal::FilledOtherwise { cases, seed } => lang.fault_filled_otherwise(*cases, *seed),
        Refusal::NotEmpty => lang.fault_not_empty().to_owned(),
        Refusal::NotPermitted => lang.fault_not_permitted().to_owned(),
        Refusal::NoSuchRule(rule) => lang.fault_no_such_rule(rule),
        Refusal::NoSuchDay => lang.fault_no_such_day().to_owned(),
        Refusal::BadHead => lang.fault_bad_head().to_owned(),
        Refusal::NotStored(fault) => match fault {
            StoreFault::Full => lang.fault_store_full().to_owned(),
            StoreFault::ReadOnly => lang.fault_store_read_only().to_owned(),
            StoreFault::System(words) => lang.fault_store_system(words),
            StoreFault::Damaged => lang.fault_store_damaged().to_owned(),
            StoreFault::Ending => lang.fault_store_ending().to_owned(),
        },
        Refusal::NotRead(fault) => lang.fault_not_read(&store(lang, fault)),
        Refusal::NotUnderstood => lang.fault_not_understood_request().to_owned(),
        Refusal::Crashed => lang.fault_crashed().to_owned(),
    }
}

/// That a word was left out of a search: it stands in none of the fields it is held to.
#[must_use]
pub fn unheld(lang: Lang, unheld: &Unheld) -> String {
    let word = &unheld.word;
    match unheld.to {
        HeldTo::Agency => lang.no_such_agency(word),
        HeldTo::Title => lang.not_in_titles(word),
        HeldTo::Content => lang.not_in_contents(word),
        HeldTo::Basis => lang.not_in_bases(word),
    }
}

/// Why words were not bound to an entry.
fn words_fault(lang: Lang, fault: WordsFault) -> String {
    match fault {
        WordsFault::Blank => lang.words_blank().to_owned(),
        WordsFault::TooLong => lang.words_too_long(words::LONGEST),
        WordsFault::Digits => lang.words_digits(words::DIGITS),
        WordsFault::Name => lang.words_name().to_owned(),
        WordsFault::TooMany => lang.words_too_many(words::MOST_LINES),
    }
}

/// What a newer list takes away.
#[must_use]
pub fn takes_away(lang: Lang, loss: &Loss) -> String {
    let kinds = loss.kinds.iter().map(|(kind, gone, had)| {
        let kind = lang.kind(*kind);
        if gone == had {
            lang.loss_whole_kind(kind, *gone)
        } else {
            lang.loss_of_kind(kind, *gone, *had)
        }
    });
    let kinds: Vec<String> = kinds.collect();
    lang.loss_said(loss.total(), &kinds.join(lang.list_comma()))
}

/// Characters of a text that somebody else wrote, where only what changed is told.
const BRIEF: usize = 40;

/// How an entry was found, where that is not what was typed.
#[must_use]
pub const fn manner(lang: Lang, matched: Option<Matched>) -> Option<&'static str> {
    match matched {
        Some(Matched::Synonym) => Some(lang.row_synonym()),
        Some(Matched::Accent) => Some(lang.row_accent()),
        Some(Matched::Typo) => Some(lang.row_typo()),
        Some(Matched::Text | Matched::Pinyin | Matched::Phone) | None => None,
    }
}

/// What somebody else did with a case first, a line each, and then what differs now, a field a
/// line.
#[must_use]
pub fn conflict(lang: Lang, conflict: &Conflict) -> Vec<String> {
    let steps = conflict.since.iter().map(|event| {
        let action = lang.action(event.action);
        let step = lang.conflict_step(&time(event.at), event.clerk.as_str(), action);
        match said(lang, event) {
            Some(said) => lang.conflict_said(&step, &brief(said)),
            None => step,
        }
    });
    let earlier = earlier(lang, conflict.earlier);
    let differences = conflict.differences.iter().map(|one| {
        let Differs {
            field, then, now, ..
        } = difference(lang, one);
        let shown = |value: Option<String>| {
            value.map_or_else(|| lang.conflict_none().to_owned(), |value| brief(&value))
        };
        lang.conflict_field(field, &shown(then), &shown(now))
    });
    earlier
        .into_iter()
        .chain(steps)
        .chain(differences)
        .collect()
}

/// A field of a case that is no longer what it was, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    /// What the field is called.
    pub field: &'static str,
    /// What it was; nothing where it was empty.
    pub then: Option<String>,
    /// What it is.
    pub now: Option<String>,
    /// Whether it is a longer text that somebody wrote.
    pub is_told: bool,
}

/// What a difference is about, and what it was and is.
#[must_use]
pub fn difference(lang: Lang, difference: &Difference) -> Differs {
    let differs = |field, then: Option<String>, now: Option<String>| Differs {
        field,
        then,
        now,
        is_told: false,
    };
    let told = |field, then: &Option<String>, now: &Option<String>| Differs {
        is_told: true,
        ..differs(lang.field(field), then.clone(), now.clone())
    };
    match difference {
        Difference::Status(then, now) => {
            let status = |status| Some(lang.status(status).to_owned());
            differs(lang.case_status(), status(*then), status(*now))
        }
        Difference::Agency(then, now) => differs(lang.in_charge(), then.clone(), now.clone()),
        Difference::DueOn(then, now) => {
            let day = |day: &Option<jiff::civil::Date>| day.map(|day| lang.day(day));
            differs(lang.case_due(), day(then), day(now))
        }
        Difference::Answer(then, now) => told(FormField::Answer, then, now),
        Difference::Outcome(then, now) => told(FormField::Outcome, then, now),
        Difference::MergedInto(then, now) => {
            let number = |number: &Option<CaseNumber>| number.map(|number| number.to_string());
            differs(lang.case_merged_into(), number(then), number(now))
        }
    }
}

/// The beginning of a text, on one line.
fn brief(text: &str) -> String {
    let line = chars::line(text);
    let mut beginning: String = line.chars().take(BRIEF).collect();
    if line.chars().nth(BRIEF).is_some() {
        beginning.push('…');
    }
    beginning
}

/// What was said with an event; that it is left out, where it is.
#[must_use]
pub fn said(lang: Lang, event: &EventShown) -> Option<&str> {
    let left_out = event.left_out.then(|| lang.event_left_out());
    event.note.as_deref().or(left_out)
}

/// That the oldest events are left out, where they are.
#[must_use]
pub fn earlier(lang: Lang, count: u32) -> Option<String> {
    (count > 0).then(|| lang.events_earlier(count))
}

/// The cases that were merged into a case, if any were.
#[must_use]
pub fn merged_from(lang: Lang, shown: &CaseShown) -> Option<String> {
    let numbers: Vec<String> = shown
        .merged_from
        .iter()
        .map(CaseNumber::to_string)
        .collect();
    (!numbers.is_empty()).then(|| numbers.join(lang.list_comma()))
}

/// What an action was about, beside its status and what was said; nothing where it is about
/// nothing else.
#[must_use]
pub fn about(lang: Lang, event: &EventShown) -> Option<String> {
    let EventAbout {
        to_agency,
        days,
        due_on,
        other,
    } = &event.about;
    let due = due_on.map(|due| due.to_string());
    match (to_agency, days, due, other) {
        (Some(agency), ..) => Some(lang.event_to(agency)),
        (_, Some(days), Some(due), _) => Some(lang.event_extended(*days, &due)),
        (_, _, Some(due), _) => Some(lang.event_due(&due)),
        (.., Some(other)) if event.action == Action::Unmerge => {
            Some(lang.event_out_of(&other.to_string()))
        }
        (.., Some(other)) => Some(lang.event_into(&other.to_string())),
        _ => None,
    }
}

/// By when what must follow on a case, and by which rule: under what name, and what is said.
#[must_use]
pub fn due(lang: Lang, line: &CaseLine) -> Option<(&'static str, String)> {
    let on = line.due_on?;
    let deadlines = Deadlines::built_in();
    let id = line.due_rule.as_deref();
    let rule = id.and_then(|id| deadlines.rule(id));
    let serves = rule.and_then(|rule| rule.serves.first());
    let label = match serves.map(|serves| serves.stage) {
        Some(Stage::Acceptance) => lang.due_acceptance(),
        Some(Stage::Handling) => lang.due_handling(),
        None => lang.case_due(),
    };
    let year = line.provisional.then(|| on.year());
    let why = match (rule, id) {
        (Some(rule), _) => Some(why(lang, &rule.id, rule.unit, rule.limit, year)),
        (None, id) => id.map(str::to_owned),
    };
    let on = on.to_string();
    let said = why.map_or_else(|| on.clone(), |why| lang.due_and_why(&on, &why));
    Some((label, said))
}

/// The rule of a due date, how long it is, and the year without a calendar if one was counted.
#[must_use]
pub fn why(lang: Lang, rule: &str, unit: Unit, limit: u32, provisional: Option<i16>) -> String {
    let why = match unit {
        Unit::Working => lang.due_working(rule, limit),
        Unit::Calendar => lang.due_calendar(rule, limit),
    };
    match provisional {
        Some(year) => lang.due_provisional(&why, year),
        None => why,
    }
}

/// What an answer or an outcome is called: of a case that goes on after all it is the one of
/// before.
#[must_use]
pub const fn ending(lang: Lang, field: FormField, status: Status) -> &'static str {
    match (field, status) {
        (FormField::Answer, Status::Open | Status::Referred | Status::Withdrawn) => {
            lang.earlier_answer()
        }
        (
            FormField::Outcome,
            Status::Open
            | Status::Accepted
            | Status::Referred
            | Status::Declined
            | Status::Withdrawn
            | Status::Merged,
        ) => lang.earlier_outcome(),
        (field, _) => lang.field(field),
    }
}

/// Why the data directory cannot be used.
#[must_use]
pub fn store(lang: Lang, fault: &StoreFault) -> String {
    match fault {
        StoreFault::Full => lang.store_full().to_owned(),
        StoreFault::ReadOnly => lang.store_read_only().to_owned(),
        StoreFault::System(words) => lang.io_other(words),
        StoreFault::Damaged => lang.store_damaged().to_owned(),
        StoreFault::Ending => lang.store_ending().to_owned(),
    }
}

/// A moment by the hall's clock, to the minute: `2026-11-24 09:05`.
#[must_use]
pub fn time(at: Timestamp) -> String {
    let whole = zone::rfc3339(at);
    let minutes: String = whole.chars().take(16).collect();
    minutes.replace('T', " ")
}

/// A number with its check character, as it stands on slips: `C20261124-0001-K`.
#[must_use]
pub(super) fn checked(number: CaseNumber) -> String {
    format!("{number}-{}", number.check_char())
}

/// A number in the groups it is read out in: `C  2026 11 24  0001  K`.
#[must_use]
pub(super) fn spelled(number: CaseNumber) -> String {
    let (year, month, day) = (number.day.year(), number.day.month(), number.day.day());
    let (letter, serial) = (number.kind.letter(), number.serial);
    let check = number.check_char();
    format!("{letter}  {year:04} {month:02} {day:02}  {serial:04}  {check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_case_too_long_to_be_shown_it_is_said_what_is_left_out() {
        let step = |seq, note: Option<&str>| EventShown {
            seq,
            at: "2026-11-24T01:05:59Z".parse().unwrap(),
            clock_back: false,
            clerk: "wangwu".parse().unwrap(),
            action: Action::Note,
            note: note.map(str::to_owned),
            left_out: note.is_none(),
            from: Some(Status::Open),
            to: Status::Open,
            about: EventAbout::default(),
        };
        let told = Conflict {
            number: "C20261124-0012".parse().unwrap(),
            revision: 9,
            since: vec![step(8, None), step(9, Some("已经办了"))],
            earlier: 3,
            differences: Vec::new(),
        };
        assert_eq!(
            conflict(Lang::Zh, &told),
            [
                "更早的3条经过没有列出，仍保存着",
                "2026-11-24 09:05 wangwu 备注：（这件文字太多，较早的这一段没有列出，仍保存着）",
                "2026-11-24 09:05 wangwu 备注：已经办了",
            ]
        );
        assert_eq!(earlier(Lang::Zh, 0), None);
        let unsaid = EventShown {
            left_out: false,
            ..step(8, None)
        };
        assert_eq!(said(Lang::Zh, &unsaid), None);
    }

    #[test]
    fn a_moment_is_read_by_the_clock_on_the_wall() {
        let at: Timestamp = "2026-11-24T01:05:59Z".parse().unwrap();
        assert_eq!(time(at), "2026-11-24 09:05");
    }

    #[test]
    fn a_number_is_spelled_in_groups() {
        let number: CaseNumber = "C20261124-0012".parse().unwrap();
        assert_eq!(checked(number), "C20261124-0012-V");
        assert_eq!(spelled(number), "C  2026 11 24  0012  V");
    }
}
