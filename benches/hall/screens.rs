//! What the screens say that the keys of a clerk must lead to. Reads rows of text; knows no terminal
//! and no clock.

use std::collections::HashMap;

use guitai::desk::Lookup;
use guitai::rpc::{Find, Scope};

const QUERIES: &str = include_str!("../../tests/data/queries.jsonl");
/// More than there are entries.
const ALL: usize = 10_000;
/// So much of a title tells it from its neighbours.
const PIECE: usize = 4;

/// What is found, known before the day begins: nothing is searched while it is measured.
pub(crate) struct Expected {
    pub(crate) queries: Vec<String>,
    /// How many entries each beginning of a query finds.
    totals: HashMap<String, usize>,
    /// The title of each entry by its identifier.
    titles: HashMap<String, String>,
    /// How many cases each beginning finds, before others are logged.
    counted: HashMap<String, Option<usize>>,
}

impl Expected {
    pub(crate) fn new() -> Self {
        let lookup = Lookup::built_in();
        let find = |text: &str| {
            let find = Find {
                text: text.to_owned(),
                scope: Scope::default(),
                limit: ALL,
                explain: false,
            };
            lookup.find(&find).unwrap()
        };
        let whole = find("");
        let titles = whole
            .hits
            .iter()
            .map(|hit| (hit.summary.id.to_string(), hit.summary.title.clone()));
        let queries: Vec<String> = QUERIES.lines().map(query).collect();
        let mut totals = HashMap::from([(String::new(), whole.total)]);
        for query in &queries {
            for (at, c) in query.char_indices() {
                let typed = &query[..at + c.len_utf8()];
                totals.insert(typed.to_owned(), find(typed).total);
            }
        }
        Self {
            titles: titles.collect(),
            totals,
            queries,
            counted: HashMap::new(),
        }
    }

    pub(crate) fn total(&self, query: &str) -> usize {
        self.totals[query]
    }

    /// Whether the lookup shows what a query finds, down to its pane.
    pub(crate) fn looked_up(&self, rows: &[String], query: &str) -> bool {
        let total = self.total(query);
        is_lookup(rows)
            && said(&rows[1]) == query.trim()
            && counted(rows, '条') == Some(total)
            && (total == 0 || self.is_of_a_piece(rows))
    }

    /// Whether the pane tells of the entry that is selected.
    pub(crate) fn is_of_a_piece(&self, rows: &[String]) -> bool {
        let mut words = rows.iter().flat_map(|row| row.split_whitespace());
        let title = words.find_map(|word| self.titles.get(word));
        let piece = selected(rows).map(|title| {
            let title = title.trim_start_matches('.').chars();
            let piece = title.take(PIECE);
            piece
                .take_while(|c| !c.is_whitespace() && *c != '.')
                .collect::<String>()
        });
        // A pane that is scrolled to what was found does not show the identifier.
        piece.is_some_and(|piece| title.is_none_or(|title| title.contains(&piece)))
    }

    /// Keeps how many cases the ledger counts for what was typed.
    pub(crate) fn learn(&mut self, typed: &str, rows: &[String]) {
        assert!(is_ledger(rows, typed), "{rows:#?}");
        self.counted.insert(typed.to_owned(), cases_counted(rows));
    }

    /// Whether the ledger shows what a query finds, give or take what others have logged.
    pub(crate) fn listed(&self, rows: &[String], typed: &str, more: usize) -> bool {
        let (now, before) = (cases_counted(rows), self.counted[typed]);
        is_ledger(rows, typed)
            && (selected(rows).is_some() || now == Some(0))
            && matches!((now, before), (Some(now), Some(before)) if now.abs_diff(before) <= more)
    }
}

fn query(line: &str) -> String {
    let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
    labelled["q"].as_str().unwrap().to_owned()
}

/// What stands in a search line.
fn said(row: &str) -> &str {
    let said = row.trim_start().strip_prefix("查找 >");
    said.unwrap_or("?").trim()
}

/// The number before a word in the top line.
fn counted(rows: &[String], word: char) -> Option<usize> {
    let before = rows[0].split(word).next()?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    rows[0].contains(word).then(|| digits.parse().ok())?
}

pub(crate) fn is_lookup(rows: &[String]) -> bool {
    rows[0].trim_start().starts_with("柜台") && rows[1].trim_start().starts_with("查找 >")
}

/// Whether the ledger stands there, with this in its search line.
pub(crate) fn is_ledger(rows: &[String], typed: &str) -> bool {
    rows[0].trim_start().starts_with("台账") && said(&rows[1]) == typed
}

/// How many cases the ledger counts.
pub(crate) fn cases_counted(rows: &[String]) -> Option<usize> {
    counted(rows, '件')
}

/// What the selected line begins with after its marker: the title of an entry, the number of a case.
pub(crate) fn selected(rows: &[String]) -> Option<String> {
    let line = rows[4..].iter().find_map(|row| row.strip_prefix("> "))?;
    let (first, rest) = line.split_once(' ')?;
    // A letter, a day, a number of that day: longer than any word before a title.
    let is_number = first.len() > 12;
    Some(if is_number { first } else { rest.trim() }.to_owned())
}

/// Whether a case stands there whole.
pub(crate) fn is_of_selected(rows: &[String], number: &str) -> bool {
    let top = rows[0].trim_start();
    top.starts_with("登记件") && top.contains(number) && rows.concat().contains("状态：")
}
