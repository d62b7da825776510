//! What people say, however it is cut, spelt or heard: each saying of the table leads to the same
//! entry; what is no saying and no slip leads nowhere.

use guitai::desk::Lookup;
use guitai::rpc::Matched;
use pinyin::ToPinyin;

use super::search::{find, two_bureaus};
use super::support::rounds;

const TABLE: &str = include_str!("../../seed/synonyms.toml");

/// Sayings of the built-in table, so many that a round is quick.
fn sayings() -> Vec<String> {
    let table: toml::Table = TABLE.parse().unwrap();
    let groups = table.values().filter_map(toml::Value::as_array).flatten();
    let said = groups.filter_map(|group| group.get("say")?.as_array());
    let all: Vec<String> = said
        .flatten()
        .map(|said| said.as_str().unwrap().to_owned())
        .collect();
    assert!(all.len() > 1000);
    let every = 1000 / rounds(100, 1000);
    all.into_iter().step_by(every).collect()
}

fn syllables(said: &str) -> Vec<String> {
    let sounds = said.chars().filter_map(|c| c.to_pinyin());
    sounds
        .map(|sound| sound.plain().replace('ü', "v"))
        .collect()
}

/// The first entry found, and how.
fn first(lookup: &Lookup, typed: &str) -> Option<(String, Matched)> {
    let found = find(lookup, typed);
    let hit = found.hits.first()?;
    Some((hit.summary.id.to_string(), hit.matched?))
}

#[test]
fn a_space_changes_nothing() {
    let lookup = Lookup::built_in();
    let mut found = 0;
    for said in sayings() {
        let chars: Vec<char> = said.chars().collect();
        let (one, other) = chars.split_at(chars.len() / 2);
        let cut = format!("{} {}", String::from_iter(one), String::from_iter(other));
        if let Some(whole) = first(&lookup, &said) {
            found += 1;
            assert_eq!(first(&lookup, &cut), Some(whole), "{cut}");
        }
    }
    // The rest are other bureaus' words.
    assert!(found * 2 > sayings().len(), "{found}");
}

#[test]
fn syllables_apart_lead_where_they_lead_together() {
    let lookup = Lookup::built_in();
    let (mut tried, mut differ) = (0, Vec::new());
    for said in sayings() {
        let sounds = syllables(&said);
        let Some((entry, Matched::Synonym)) = first(&lookup, &sounds.concat()) else {
            continue;
        };
        tried += 1;
        let cut = sounds.join(" ");
        if first(&lookup, &cut).is_none_or(|(found, _)| found != entry) {
            differ.push(cut);
        }
    }
    // Where spaces stand, letters are cut up in one way only, and common syllables stand apart
    // everywhere.
    assert!(tried * 3 > sayings().len(), "{tried}");
    assert!(differ.len() * 50 <= tried, "{tried}: {differ:?}");
}

#[test]
fn what_people_are_known_to_say_is_no_slip() {
    for lookup in [Lookup::built_in(), two_bureaus()] {
        let mut by_synonym = 0;
        for said in sayings() {
            let how = first(&lookup, &said).map(|(_, how)| how);
            assert_ne!(how, Some(Matched::Typo), "{said}");
            by_synonym += usize::from(how == Some(Matched::Synonym));
        }
        assert!(by_synonym * 2 > sayings().len(), "{by_synonym}");
    }
}

/// A syllable as somebody types it who hears no difference; the same where there is none to hear.
fn heard(syllable: &str) -> String {
    let initials = [
        ("zh", "z"),
        ("ch", "c"),
        ("sh", "s"),
        ("n", "l"),
        ("h", "f"),
        ("r", "l"),
        ("l", "n"),
        ("f", "h"),
    ];
    let other = initials
        .iter()
        .find(|(initial, _)| syllable.starts_with(initial));
    let typed = other.map_or(syllable.to_owned(), |(initial, other)| {
        syllable.replacen(initial, other, 1)
    });
    match typed.strip_suffix("ng") {
        Some(short) if !short.ends_with('o') => format!("{short}n"),
        _ => typed,
    }
}

#[test]
fn an_accent_is_called_an_accent_and_leads_where_the_sound_does() {
    let lookup = Lookup::built_in();
    let (mut tried, mut differ) = (0, Vec::new());
    for said in sayings() {
        let sounds = syllables(&said);
        // One syllable of each is heard with an accent.
        let Some(at) = sounds.iter().position(|sound| heard(sound) != *sound) else {
            continue;
        };
        let mut typed = sounds.clone();
        typed[at] = heard(&sounds[at]);
        let typed = typed.concat();
        // Fewer letters are taken as they are.
        let Some((entry, Matched::Synonym)) = first(&lookup, &sounds.concat()) else {
            continue;
        };
        if typed.len() < 6 {
            continue;
        }
        tried += 1;
        let found = first(&lookup, &typed);
        assert_ne!(
            found.as_ref().map(|(_, how)| *how),
            Some(Matched::Typo),
            "{typed}"
        );
        if found.is_none_or(|(found, _)| found != entry) {
            differ.push(typed);
        }
    }
    assert!(tried > 60, "{tried}");
    // What is typed may be how something else is spelt.
    assert!(differ.len() * 8 <= tried, "{tried}: {differ:?}");
}

#[test]
fn a_persons_name_is_nobodys_slip() {
    let surnames = [
        "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "符", "吉", "林", "郭",
    ];
    let given = [
        "伟",
        "芳",
        "敏",
        "静",
        "强",
        "秀英",
        "建国",
        "小明",
        "海燕",
        "文博",
        "志强",
        "小二家",
    ];
    let lookup = two_bureaus();
    let mut found = Vec::new();
    for surname in surnames {
        for given in given {
            let name = format!("{surname}{given}");
            if first(&lookup, &name).is_some() {
                found.push(name);
            }
        }
    }
    // Two sounds may stand for a saying all the same, as an input method offers them.
    assert!(found.len() <= 3, "{found:?}");
    assert!(
        first(&lookup, "失业等级").is_some(),
        "what is a slip is found all the same"
    );
}
