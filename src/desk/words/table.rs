//! The hall's own table of words, checked: what is wrong in it is told by line. Uses none of it.

use toml::de::{DeTable, DeValue};

use crate::chars;
use crate::rpc::words::{TableFault, TableWrong};
use crate::search::normal::Dense;

/// Keys of a group that must be there; each but the first has a list of words.
const TOPIC: &str = "topic";
const WORDS: [&str; 2] = ["say", "list"];
/// Phrases that show what sort of entry is wanted.
const INTENTS: [&str; 3] = ["do", "who", "inspect"];

/// Where something is wrong, in bytes from the start, and what.
type Found = (usize, TableWrong);

/// The text of a table in which nothing is wrong.
pub(super) fn checked(bytes: Vec<u8>) -> Result<String, TableFault> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(fault) => {
            let at = fault.utf8_error().valid_up_to();
            return Err(wrong(fault.as_bytes(), (at, TableWrong::Syntax)));
        }
    };
    match table(&text) {
        Ok(()) => Ok(text),
        Err(found) => Err(wrong(text.as_bytes(), found)),
    }
}

fn wrong(bytes: &[u8], (at, what): Found) -> TableFault {
    let before = bytes.iter().take(at);
    let line = 1 + before.filter(|byte| **byte == b'\n').count();
    TableFault::Wrong { line, what }
}

fn table(text: &str) -> Result<(), Found> {
    let syntax = |fault: toml::de::Error| {
        // What is missing at the end is missing from the last line that says something.
        let end = text.trim_end().len();
        let at = fault.span().map_or(0, |span| span.start).min(end);
        let what = match fault.message().starts_with("duplicate key") {
            true => TableWrong::Twice,
            false => TableWrong::Toml(line_at(text, at)),
        };
        (at, what)
    };
    let table = DeTable::parse(text).map_err(syntax)?;
    for (key, value) in table.get_ref() {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        let unknown = || (at, TableWrong::UnknownKey(name.to_owned()));
        match name {
            "stop" => words(name, value.get_ref(), at)?,
            "group" => {
                let none = (at, TableWrong::NoGroups);
                let groups = value.get_ref().as_array().ok_or(none)?;
                for entry in groups.iter() {
                    let from = entry.span().start;
                    let none = (from, TableWrong::NoGroups);
                    group(entry.get_ref().as_table().ok_or(none)?, from)?;
                }
            }
            "intent" => {
                let intents = value.get_ref().as_table().ok_or_else(unknown)?;
                for (key, value) in intents {
                    let (name, at) = (key.get_ref().as_ref(), key.span().start);
                    if !INTENTS.contains(&name) {
                        return Err((at, TableWrong::UnknownKey(name.to_owned())));
                    }
                    words(name, value.get_ref(), at)?;
                }
            }
            _ => return Err(unknown()),
        }
    }
    Ok(())
}

/// Characters of a line that are told.
const SHOWN: usize = 40;

/// What stands in the line of a place.
fn line_at(text: &str, at: usize) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let begin = before.rsplit('\n').next().unwrap_or_default();
    let end = after.split('\n').next().unwrap_or_default();
    let line = format!("{begin}{end}");
    chars::line(&line).trim().chars().take(SHOWN).collect()
}

fn group(group: &DeTable<'_>, from: usize) -> Result<(), Found> {
    for (key, value) in group {
        let (name, at) = (key.get_ref().as_ref(), key.span().start);
        if WORDS.contains(&name) {
            words(name, value.get_ref(), at)?;
        } else if name == TOPIC {
            let text = value.get_ref().as_str().unwrap_or_default();
            if text.trim().is_empty() {
                return Err((at, TableWrong::NoText(name.to_owned())));
            }
        } else {
            return Err((at, TableWrong::UnknownKey(name.to_owned())));
        }
    }
    let has = |wanted: &str| group.iter().any(|(key, _)| key.get_ref() == wanted);
    let mut needed = [TOPIC].into_iter().chain(WORDS);
    match needed.find(|wanted| !has(wanted)) {
        Some(missing) => Err((from, TableWrong::Missing(missing.to_owned()))),
        None => Ok(()),
    }
}

/// A list of words, none of them blank.
fn words(name: &str, value: &DeValue<'_>, at: usize) -> Result<(), Found> {
    let none = |at| (at, TableWrong::NoWords(name.to_owned()));
    let words = value.as_array().ok_or_else(|| none(at))?;
    for word in words.iter() {
        let text = word.get_ref().as_str().unwrap_or_default();
        if text.trim().is_empty() {
            return Err(none(word.span().start));
        }
        if Dense::new(text).chars.is_empty() {
            let what = TableWrong::NothingIn(chars::line(text).trim().to_owned());
            return Err((word.span().start, what));
        }
    }
    if words.iter().next().is_none() {
        return Err(none(at));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_taken_as_it_is() {
        let text = "# 本厅\nstop = [\"请问\"]\n[intent]\nwho = [\"谁管\"]\n\
            [[group]]\ntopic = \"欠薪\"\nsay = [\"讨薪\", \"老板跑了\"]\nlist = [\"工资支付\"]\n";
        assert_eq!(checked(text.into()).unwrap(), text);
        // What the compiled-in table says as well may be said again.
        let again = include_str!("../../../seed/synonyms.toml");
        assert_eq!(checked(again.into()).unwrap(), again);
        assert_eq!(checked(Vec::new()).unwrap(), "");
    }

    #[test]
    fn what_is_wrong_is_told_by_line() {
        use TableWrong::{Missing, NoGroups, NoText, NoWords, NothingIn, Toml, Twice, UnknownKey};
        let named = str::to_owned;
        for (text, line, what) in [
            ("stop = [\"问\"\n[[group]]", 2, Toml(named("[[group]]"))),
            ("# 本厅\nstop = [问]\n", 2, Toml(named("stop = [问]"))),
            ("stop = [\"问\n", 1, Toml(named("stop = [\"问"))),
            ("\nstop = [\"问\"\n\n\n", 2, Toml(named("stop = [\"问\""))),
            ("stop = [\"问\"]\nstop = [\"请\"]", 2, Twice),
            ("stop = [\"问\",\n\"，，\"]", 2, NothingIn(named("，，"))),
            (
                "[[group]]\ntopic = \"一\"\nsay = [\"一\"]\nlist = [\"……\"]\n",
                4,
                NothingIn(named("……")),
            ),
            ("\nstops = [\"问\"]", 2, UnknownKey(named("stops"))),
            ("stop = \"问\"", 1, NoWords(named("stop"))),
            ("stop = [\n\"问\",\n\" \"]", 3, NoWords(named("stop"))),
            ("stop = []", 1, NoWords(named("stop"))),
            ("[group]\nsay = [\"问\"]", 1, NoGroups),
            ("group = [1]", 1, NoGroups),
            (
                "# 一\n[[group]]\ntopic = \"一\"\nlist = [\"二\"]\n",
                2,
                Missing(named("say")),
            ),
            (
                "[[group]]\ntopic = 1\nsay = [\"一\"]\nlist = [\"二\"]\n",
                2,
                NoText(named("topic")),
            ),
            (
                "[[group]]\ntopic = \"一\"\nsay = [\"一\"]\nlist = [2]\n",
                4,
                NoWords(named("list")),
            ),
            (
                "[[group]]\ntopic = \"一\"\nsays = [\"一\"]\n",
                3,
                UnknownKey(named("says")),
            ),
            ("[intent]\nwhy = [\"一\"]\n", 2, UnknownKey(named("why"))),
        ] {
            let expected = TableFault::Wrong { line, what };
            assert_eq!(checked(text.into()), Err(expected), "{text}");
        }
        let latin = checked(b"# x\nstop = [\"\xff\"]".to_vec());
        let what = TableWrong::Syntax;
        assert_eq!(latin, Err(TableFault::Wrong { line: 2, what }));
    }
}
