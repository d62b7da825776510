//! What a keystroke costs: the lookup's search beside a plain scan by fuzzy-matcher and by
//! nucleo-matcher over the same lines, key by key in one run, over one list and over a hundred.
//!
//! `cargo bench --bench keystroke`. Times differ from machine to machine; read the ratios. The
//! scans know neither pinyin nor traditional characters: they answer fewer of these keys.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first thing wrong"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use guitai::desk::Lookup;
use guitai::registry::{List, Passage, Registry};
use guitai::rpc::Find;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

const QUERIES: &str = include_str!("../tests/data/queries.jsonl");
/// What a large screen shows.
const SHOWN: usize = 40;
/// Each key is timed so often; the least of them counts, to keep the neighbours out.
const TRIES: usize = 3;

fn main() {
    let keys = keys();
    println!(
        "{} keys: every prefix of the labelled queries\n",
        keys.len()
    );
    println!(
        "{:<16}{:<16}{:>9}{:>10}{:>10}{:>10}{:>18}",
        "entries", "search", "p50", "p99", "max", "answered", "p50 to guitai's"
    );
    for lists in [1, 100] {
        compare(&registry(lists), &keys);
    }
}

/// Every prefix of every labelled query: what stands in the search line after each key.
fn keys() -> Vec<String> {
    let mut keys = Vec::new();
    for line in QUERIES.lines() {
        let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
        let query = labelled["q"].as_str().unwrap();
        let ends = query.char_indices().map(|(at, c)| at + c.len_utf8());
        keys.extend(ends.map(|end| query[..end].to_owned()));
    }
    keys
}

/// The real list, and others of its size whose entries are put together from its sentences.
fn registry(lists: usize) -> Registry {
    let lookup = Lookup::built_in();
    let real = &lookup.registry().lists()[0];
    Registry::new((0..lists).map(|n| Arc::new(recombined(real, n))).collect())
}

fn recombined(real: &List, n: usize) -> List {
    let mut list = real.clone();
    list.code = format!("l{n}").parse().unwrap();
    if n == 0 {
        return list;
    }
    let titles: Vec<String> = real.summaries().map(|summary| summary.title).collect();
    let mut next = (0..).map(|k| {
        let first: Vec<char> = titles[k % titles.len()].chars().collect();
        let second: Vec<char> = titles[(k * (2 * n + 1) + n) % titles.len()]
            .chars()
            .collect();
        let halves = first[..first.len() / 2]
            .iter()
            .chain(&second[second.len() / 2..]);
        String::from_iter(halves)
    });
    let mut renew = |passage: &mut Passage| passage.text = next.next().unwrap_or_default();
    for service in &mut list.services {
        renew(&mut service.title);
    }
    for duty in &mut list.duties {
        renew(&mut duty.text);
        for task in &mut duty.tasks {
            renew(&mut task.text);
        }
    }
    for boundary in &mut list.boundaries {
        renew(&mut boundary.matter);
    }
    list
}

fn compare(registry: &Registry, keys: &[String]) {
    let lines: Vec<String> = registry.summaries().map(|s| line(registry, &s)).collect();
    let count = lines.len();
    let begun = Instant::now();
    let lookup = Lookup::new(registry.clone());
    let built = begun.elapsed();

    let skim = SkimMatcherV2::default().ignore_case();
    let haystacks: Vec<Utf32String> = lines.iter().map(|l| l.as_str().into()).collect();
    let mut nucleo = Matcher::new(Config::DEFAULT);
    let mut times: [Times; 3] = Default::default();
    for key in keys {
        times[0].take(|| by_desk(&lookup, key));
        times[1].take(|| by_skim(&skim, &lines, key));
        times[2].take(|| by_nucleo(&mut nucleo, &haystacks, key));
    }
    let reference = times[0].percentile(50);
    for (name, times) in ["guitai", "fuzzy-matcher", "nucleo-matcher"]
        .iter()
        .zip(&mut times)
    {
        let p50 = times.percentile(50);
        println!(
            "{count:<16}{name:<16}{:>9}{:>10}{:>10}{:>10}{:>17.2}x",
            micros(p50),
            micros(times.percentile(99)),
            micros(times.percentile(100)),
            times.answered,
            p50.as_secs_f64() / reference.as_secs_f64(),
        );
    }
    println!("{count:<16}index built in {}\n", micros(built));
}

/// All that an entry says, on one line.
fn line(registry: &Registry, summary: &guitai::registry::Summary) -> String {
    let entry = registry.entry(&summary.id.clone().into()).unwrap();
    let mut line = summary.title.clone();
    said(&serde_json::to_value(&entry.body).unwrap(), &mut line);
    line
}

fn said(value: &serde_json::Value, line: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            line.push(' ');
            line.push_str(text);
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| said(value, line)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| said(value, line)),
        _ => {}
    }
}

#[derive(Default)]
struct Times {
    taken: Vec<Duration>,
    answered: usize,
}

impl Times {
    fn take(&mut self, mut search: impl FnMut() -> usize) {
        let mut least = Duration::MAX;
        let mut hits = 0;
        for _ in 0..TRIES {
            let begun = Instant::now();
            hits = black_box(search());
            least = least.min(begun.elapsed());
        }
        self.taken.push(least);
        self.answered += usize::from(hits > 0);
    }

    fn percentile(&mut self, percent: usize) -> Duration {
        self.taken.sort_unstable();
        self.taken[(self.taken.len() - 1) * percent / 100]
    }
}

fn micros(time: Duration) -> String {
    format!("{:.0} us", time.as_secs_f64() * 1e6)
}

/// As the screen asks: ranked, counted by kind, marks and excerpts for what is shown.
fn by_desk(lookup: &Lookup, key: &str) -> usize {
    let find = Find {
        text: key.to_owned(),
        limit: SHOWN,
        ..Find::default()
    };
    lookup.find(&find).map_or(0, |found| found.hits.len())
}

fn by_skim(matcher: &SkimMatcherV2, lines: &[String], key: &str) -> usize {
    let scored = lines
        .iter()
        .filter_map(|line| Some((matcher.fuzzy_match(line, key)?, line)));
    let mut best: Vec<_> = scored.collect();
    best.sort_unstable_by_key(|(score, _)| std::cmp::Reverse(*score));
    let marked = best.iter().take(SHOWN);
    marked
        .filter_map(|(_, line)| matcher.fuzzy_indices(line, key))
        .count()
}

fn by_nucleo(matcher: &mut Matcher, lines: &[Utf32String], key: &str) -> usize {
    let pattern = Pattern::parse(key, CaseMatching::Ignore, Normalization::Smart);
    let mut best: Vec<(u32, &Utf32String)> = Vec::new();
    for line in lines {
        if let Some(score) = pattern.score(line.slice(..), matcher) {
            best.push((score, line));
        }
    }
    best.sort_unstable_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut places = Vec::new();
    let marked = best.iter().take(SHOWN);
    marked
        .filter_map(|(_, line)| {
            places.clear();
            pattern.indices(line.slice(..), matcher, &mut places)
        })
        .count()
}
