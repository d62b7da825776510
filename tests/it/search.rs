//! The search over the real list: the labelled queries, and every entry by its own words.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use guitai::desk::Lookup;
use guitai::registry::{Entry, Kind, Registry, read};
use guitai::rpc::{Field, Find, Found, RolePart};
use pinyin::ToPinyin;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const QUERIES: &str = include_str!("../data/queries.jsonl");

/// Another bureau's list.
const CIVIL: &[u8] = include_bytes!("../data/lists/civil.txt");

/// And a third one's.
const VETERANS: &[u8] = include_bytes!("../data/lists/veterans.txt");

/// The built-in list with another bureau's beside it.
pub(crate) fn two_bureaus() -> Lookup {
    let civil = read::read(CIVIL, "mz".parse().unwrap(), "区民政局").list;
    let mut lists = Lookup::built_in().registry().lists().to_vec();
    lists.push(Arc::new(civil));
    Lookup::new(Registry::new(lists))
}

/// Queries of the field, written before anybody looked at what fails. The search is tuned on these…
const TUNED: &str = include_str!("../data/queries-tuned.jsonl");
/// …and never on these: nothing prints which of them fail.
const HELD_OUT: &str = include_str!("../data/queries-held-out.jsonl");

#[derive(serde::Deserialize)]
struct Labelled {
    q: String,
    class: String,
    /// Any of these first is a hit.
    want: Vec<String>,
    /// Also fine among the first three.
    ok: Vec<String>,
}

pub(crate) fn find(lookup: &Lookup, text: &str) -> Found {
    let find = Find {
        text: text.to_owned(),
        limit: 10,
        ..Find::default()
    };
    lookup.find(&find).expect("an answer")
}

fn ids(found: &Found) -> Vec<String> {
    found
        .hits
        .iter()
        .map(|hit| hit.summary.id.to_string())
        .collect()
}

#[derive(Default)]
struct Tally {
    all: u32,
    first: u32,
    among_three: u32,
}

impl Tally {
    fn row(&self, class: &str) -> String {
        let share = |n: u32| f64::from(n) * 100.0 / f64::from(self.all);
        format!(
            "{class:<24}{:>5}{:>8.1} %{:>8.1} %",
            self.all,
            share(self.first),
            share(self.among_three)
        )
    }
}

/// Asks every query of a set and prints a table by class, with what was not first where that may
/// be known.
fn ask_all(lookup: &Lookup, name: &str, queries: &str, show_misses: bool) -> Tally {
    let mut by_class: BTreeMap<String, Tally> = BTreeMap::new();
    let mut total = Tally::default();
    let mut misses = Vec::new();
    for line in queries.lines() {
        let labelled: Labelled = serde_json::from_str(line).unwrap();
        let got = ids(&find(lookup, &labelled.q));
        let first = got.first().is_some_and(|id| labelled.want.contains(id));
        let three = got
            .iter()
            .take(3)
            .any(|id| labelled.want.contains(id) || labelled.ok.contains(id));
        let tally = by_class.entry(labelled.class.clone()).or_default();
        for tally in [tally, &mut total] {
            tally.all += 1;
            tally.first += u32::from(first);
            tally.among_three += u32::from(three);
        }
        if show_misses && !first {
            misses.push(format!(
                "{} {} {}: want {:?}, got {:?}",
                if three { " " } else { "!" },
                labelled.class,
                labelled.q,
                labelled.want,
                &got[..got.len().min(4)]
            ));
        }
    }
    println!("{name:<24}{:>5}{:>10}{:>10}", "n", "first", "in three");
    for (class, tally) in &by_class {
        println!("{}", tally.row(class));
    }
    println!("{}", total.row("all"));
    if show_misses {
        println!("not first:\n{}", misses.join("\n"));
    }
    total
}

fn assert_found(tally: &Tally, first: u32, among_three: u32) {
    assert!(
        tally.first * 100 >= tally.all * first,
        "right entry first in fewer than {first} %"
    );
    assert!(
        tally.among_three * 100 >= tally.all * among_three,
        "among the first three in fewer than {among_three} %"
    );
}

#[test]
fn labelled_queries_find_the_right_entry() {
    let lookup = Lookup::built_in();
    assert_found(&ask_all(&lookup, "labelled", QUERIES, true), 97, 99);
}

#[test]
fn queries_of_the_field_find_the_right_entry() {
    let lookup = Lookup::built_in();
    assert_found(&ask_all(&lookup, "tuned on", TUNED, true), 93, 99);
    assert_found(&ask_all(&lookup, "held out", HELD_OUT, false), 90, 96);
}

#[test]
fn another_bureaus_list_beside_it_hides_nothing() {
    let lookup = two_bureaus();
    assert_found(
        &ask_all(&lookup, "beside another list", QUERIES, true),
        96,
        99,
    );
    // And that bureau's own words lead to its own entries.
    for (said, title) in [
        ("低保", "最低生活保障"),
        ("五保户", "特困"),
        ("火葬", "殡葬"),
        ("gu er", "儿童福利"),
        ("社团 注册", "社会组织"),
        ("养老院谁监管", "养老机构监督"),
        ("@市场监管 养老院", "养老机构"),
        ("jiehun", "结婚"),
        ("结分登记", "结婚登记"),
    ] {
        let found = find(&lookup, said);
        let first = &found.hits[0].summary;
        assert!(first.title.contains(title), "{said}: {}", first.title);
    }
    let held = find(&lookup, "@市场监管 殡葬");
    assert_eq!(ids(&held), [""; 0], "each word is asked for");
}

#[test]
fn three_lists_keep_what_each_bureau_is_asked_for() {
    let mut lists = two_bureaus().registry().lists().to_vec();
    let name = "区退役军人事务局";
    lists.push(Arc::new(
        read::read(VETERANS, "tw".parse().unwrap(), name).list,
    ));
    let lookup = Lookup::new(Registry::new(lists));
    assert_found(&ask_all(&lookup, "three lists", QUERIES, true), 95, 98);
    for (said, list) in [
        ("zhicheng", "hrss"),
        ("zicheng", "hrss"),
        ("12333", "hrss"),
        ("下岗职工", "hrss"),
        ("五保户", "mz"),
        ("lihun", "mz"),
        ("优抚", "tw"),
        ("军人优待证", "tw"),
    ] {
        let found = find(&lookup, said);
        let first = &found.hits[0].summary;
        assert_eq!(first.list.to_string(), list, "{said}: {}", first.title);
    }
}

#[test]
fn a_word_is_held_to_a_field_or_a_kind() {
    let lookup = Lookup::built_in();
    for typed in [
        "机构:财政 养老",
        "@财政局 养老",
        "jg:cz yanglao",
        "ａｇｅｎｃｙ：财政 养老",
    ] {
        let found = find(&lookup, typed);
        assert!(!found.hits.is_empty(), "{typed}");
        for hit in &found.hits {
            let is_agency = |field| {
                matches!(field, Field::Agency | Field::Role(_, RolePart::Agency))
                    || hit.summary.kind == Kind::Agency && field == Field::Title
            };
            let agency = hit.marks.iter().find(|mark| is_agency(mark.field));
            assert!(agency.is_some(), "{typed}: {}", hit.summary.title);
        }
    }
    let every = |typed: &str, kind: Kind| {
        let found = find(&lookup, typed);
        assert!(!found.hits.is_empty(), "{typed}");
        assert!(
            found.hits.iter().all(|hit| hit.summary.kind == kind),
            "{typed}"
        );
        found.total
    };
    every("服务:失业", Kind::Service);
    every("bj:yanglao", Kind::Boundary);
    every("监管:医保", Kind::Supervision);
    assert_eq!(every("服务:", Kind::Service), 13);
    // What is no label is text.
    assert_eq!(ids(&find(&lookup, "申报：失业登记"))[0], "hrss/service/3");
}

/// Every entry whose title has eight characters or more.
fn long_titled(lookup: &Lookup) -> Vec<Entry> {
    let registry = lookup.registry();
    registry
        .summaries()
        .filter(|summary| summary.title.chars().count() >= 8)
        .map(|summary| registry.entry(&summary.id.into()).unwrap())
        .collect()
}

/// What a person would type for a text's sound: the commonest reading of each character.
fn full_pinyin(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(sound) => Some(sound.plain().replace('ü', "v")),
            None if c.is_alphanumeric() => Some(c.to_string()),
            None => None,
        })
        .collect()
}

fn assert_first(lookup: &Lookup, entry: &Entry, typed: &str) {
    let found = find(lookup, typed);
    assert_eq!(
        ids(&found).first().map(String::as_str),
        Some(entry.id.to_string().as_str()),
        "typed {typed}, {:?}",
        found
            .hits
            .iter()
            .take(3)
            .map(|hit| (&hit.summary.title, hit.score))
            .collect::<Vec<_>>()
    );
}

#[test]
fn every_long_title_finds_its_entry_first() {
    let lookup = Lookup::built_in();
    let entries = long_titled(&lookup);
    assert!(entries.len() > 100);
    for entry in &entries {
        assert_first(&lookup, entry, &entry.title);
    }
}

#[test]
fn the_full_pinyin_of_every_long_title_finds_its_entry_first() {
    let lookup = Lookup::built_in();
    for entry in long_titled(&lookup) {
        assert_first(&lookup, &entry, &full_pinyin(&entry.title));
    }
}

/// All text of an entry but agencies, which are derived.
fn texts(entry: &Entry) -> String {
    // Of a duty only its own text: its tasks are entries of their own.
    match &entry.body {
        guitai::registry::Body::Duty { remark, .. } => format!("{}\n{remark:?}", entry.title),
        body => format!("{}\n{}", entry.title, serde_json::to_string(body).unwrap()),
    }
}

#[test]
fn every_piece_of_five_characters_that_stands_nowhere_else_finds_its_entry_first() {
    let lookup = Lookup::built_in();
    let all: Vec<(String, String)> = lookup
        .registry()
        .summaries()
        .map(|summary| {
            let entry = lookup.registry().entry(&summary.id.into()).unwrap();
            (entry.id.to_string(), texts(&entry))
        })
        .collect();
    let mut pieces = 0;
    for entry in long_titled(&lookup) {
        let chars: Vec<char> = entry.title.chars().collect();
        let own = entry.id.to_string();
        let distinct: HashSet<String> = chars.windows(5).map(String::from_iter).collect();
        for piece in distinct {
            let elsewhere = all
                .iter()
                .any(|(id, text)| *id != own && text.contains(&piece));
            if !elsewhere {
                pieces += 1;
                assert_first(&lookup, &entry, &piece);
            }
        }
    }
    assert!(pieces > 1000, "{pieces}");
}

/// One slip at a place: another letter or character, one left out, doubled, or two swapped.
fn slip(typed: &[char], at: usize, kind: usize, other: char) -> String {
    let mut typed = typed.to_vec();
    match kind {
        0 => typed[at] = other,
        1 => drop(typed.remove(at)),
        2 => typed.insert(at, typed[at]),
        _ => typed.swap(at, at + 1),
    }
    typed.into_iter().collect()
}

/// Every title as a person might type it, with one slip that is the same at each run.
fn with_slips(titles: &[String]) -> Vec<(usize, String)> {
    let mut cut: BTreeMap<String, u32> = BTreeMap::new();
    let initials = |title: &String| -> String {
        let sounds = title.chars().filter_map(|c| c.to_pinyin());
        let letters = sounds.filter_map(|sound| sound.plain().chars().next());
        letters.take(12).collect()
    };
    for title in titles {
        *cut.entry(initials(title)).or_default() += 1;
    }
    // The same slips at each run, so that a figure can be held.
    let mut runner = TestRunner::deterministic();
    let slips = (
        0usize..1000,
        0usize..4,
        prop::char::range('a', 'z'),
        prop::char::range('\u{4E00}', '\u{9FA5}'),
    );
    let mut all = Vec::new();
    for (number, title) in titles.iter().enumerate() {
        let short = initials(title);
        let ways = [
            title.clone(),
            full_pinyin(title),
            if cut[&short] == 1 {
                short
            } else {
                String::new()
            },
        ];
        for way in ways.iter().filter(|way| way.chars().count() >= 8) {
            let chars: Vec<char> = way.chars().take(200).collect();
            let (at, kind, letter, character) = slips.new_tree(&mut runner).unwrap().current();
            // Two are swapped with the one behind.
            let at = at % (chars.len() - usize::from(kind > 2));
            let other = if chars[at].is_ascii() {
                letter
            } else {
                character
            };
            let slipped = slip(&chars, at, kind, other);
            // Two that are alike, or the letter itself again, are no slip.
            if !slipped.chars().eq(chars.iter().copied()) {
                all.push((number, slipped));
            }
        }
    }
    all
}

#[test]
fn one_slip_does_not_hide_an_entry() {
    let lookup = Lookup::built_in();
    let entries = long_titled(&lookup);
    let titles: Vec<String> = entries.iter().map(|entry| entry.title.clone()).collect();
    let all = with_slips(&titles);
    let mut lost = Vec::new();
    for (number, typed) in &all {
        let found = find(&lookup, typed);
        let title = &titles[*number];
        if !found
            .hits
            .iter()
            .take(3)
            .any(|hit| hit.summary.title == *title)
        {
            lost.push(format!("{typed} for {title}"));
        }
    }
    assert!(all.len() > 200);
    println!("{} of {} lost:\n{}", lost.len(), all.len(), lost.join("\n"));
    assert!(lost.len() * 20 <= all.len(), "more than 5 % lost");
}
