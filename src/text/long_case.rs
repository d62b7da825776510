//! Words about a case with which a great deal is written down: what of it does not fit into an
//! answer, and when nothing more can be added. Used by the screen and by the commands; knows
//! neither.

use super::catalogue;

catalogue! {
    event_left_out { zh: "（这件文字太多，较早的这一段没有列出，仍保存着）", en: "(left out here: so much is written down with this case; it is kept)" }
    events_earlier(count: u32) { zh: "更早的{count}条经过没有列出，仍保存着", en: "{count} earlier steps are not listed here; they are kept" }
    fault_too_many_events { zh: "这件的经过已经太多，不能再添。可以办完本件，或另登记一件，并写明本件编号", en: "the case has as many steps as it may have; finish it, or log another one that names its number" }
    fault_too_much_text { zh: "这件记下的文字已经太多，不能再添。可以办完本件，或另登记一件，并写明本件编号", en: "as much is written down with the case as may be; finish it, or log another one that names its number" }
    fault_no_such_revision(number: &str, asked: u32, revision: u32) { zh: "{number}没有第{asked}版，现为第{revision}版，没有保存。请看过再办", en: "{number} has no revision {asked}: it is at {revision}, and nothing was stored; look again before you act" }
}
