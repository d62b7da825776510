//! The slots of the texts: what stands in braces is filled in, of what stands in brackets one is
//! chosen. All texts of a case get the same, so that they fit each other.

use jiff::Span;
use jiff::civil::Date;

use super::chance::Chance;
use super::people;
use super::tables::Tables;
use crate::registry::Summary;

/// What can stand in the slots of a case's texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Slots {
    /// Nothing where the theme is about no employer.
    pub(super) employer: Option<String>,
    site: String,
    pub(super) boss: String,
    job: String,
    people: u32,
    months: u32,
    wage: u32,
    /// The day of the case.
    today: Date,
    days_ago: u32,
    until_ago: u32,
    pub(super) years: u32,
    pub(super) age: u32,
    hours: u32,
    overtime: u32,
    deposit: u32,
    pub(super) village: String,
    title: String,
    agency: String,
    phone: String,
}

impl Slots {
    /// For a case of a day. `trades` are the sorts of employers it may be about.
    pub(super) fn new(
        chance: &mut Chance,
        tables: &Tables,
        trades: &[String],
        entry: Option<&Summary>,
        today: Date,
    ) -> Self {
        let trade = chance.pick(trades).and_then(|name| tables.trades.get(name));
        let employer = trade.map(|trade| people::employer(chance, tables, &trade.forms));
        // Where no employer is complained of somebody may still have worked somewhere.
        let trade = trade.or_else(|| {
            let all: Vec<_> = tables.trades.values().collect();
            chance.pick(&all).copied()
        });
        let parts = &tables.employers;
        let names = [&parts.first, &parts.second].map(|part| chance.text(part));
        let (sites, jobs) = trade.map_or((&[][..], &[][..]), |trade| (&trade.sites, &trade.jobs));
        let mut boss = people::surname(chance, tables);
        boss.push('某');
        Self {
            employer,
            site: names.concat() + chance.text(sites),
            boss,
            job: chance.text(jobs).to_owned(),
            people: chance.between(4, 28),
            months: chance.between(2, 6),
            wage: chance.between(32, 85) * 100,
            today,
            days_ago: chance.between(3, 45),
            until_ago: chance.between(1, 2),
            years: chance.between(2, 9),
            age: 0,
            hours: chance.between(10, 13),
            overtime: chance.between(30, 110),
            deposit: chance.between(2, 20) * 100,
            village: chance.text(&tables.places.villages).to_owned(),
            title: entry.map(|entry| entry.title.clone()).unwrap_or_default(),
            agency: entry
                .and_then(|entry| entry.agency.clone())
                .unwrap_or_default(),
            phone: entry
                .and_then(|entry| entry.phone.as_ref())
                .map(ToString::to_string)
                .unwrap_or_default(),
        }
    }

    /// The same matter as another who has to do with it tells it: what is owed is their own.
    pub(super) fn retold(&self, chance: &mut Chance, today: Date) -> Self {
        Self {
            wage: chance.between(32, 85) * 100,
            today,
            ..self.clone()
        }
    }

    /// A month as people say it, so many before the case's.
    fn month(&self, ago: u32) -> String {
        let then = self.today.checked_sub(Span::new().months(i64::from(ago)));
        let then = then.unwrap_or(self.today);
        format!("{}年{}月", then.year(), then.month())
    }

    /// What stands in a slot; nothing where there is no such slot.
    fn value(&self, slot: &str) -> Option<String> {
        let owed = self.months * self.wage;
        Some(match slot {
            "employer" => self.employer.clone().unwrap_or_default(),
            "site" => self.site.clone(),
            "boss" => self.boss.clone(),
            "job" => self.job.clone(),
            "n" => self.people.to_string(),
            "months" => self.months.to_string(),
            "wage" => self.wage.to_string(),
            "owed" => owed.to_string(),
            "owed_all" => (owed * self.people).to_string(),
            "since" => self.month(self.until_ago + self.months - 1),
            "until" => self.month(self.until_ago),
            "day" => {
                let ago = Span::new().days(i64::from(self.days_ago));
                let then = self.today.checked_sub(ago).unwrap_or(self.today);
                format!("{}月{}日", then.month(), then.day())
            }
            "years" => self.years.to_string(),
            "age" => self.age.to_string(),
            "hours" => self.hours.to_string(),
            "ot" => self.overtime.to_string(),
            "deposit" => self.deposit.to_string(),
            "village" => self.village.clone(),
            "title" => self.title.clone(),
            "agency" => self.agency.clone(),
            "phone" => self.phone.clone(),
            _ => return None,
        })
    }

    /// A text with its slots filled in and its choices made. A slot that does not exist stays as it
    /// is written.
    pub(super) fn fill(&self, chance: &mut Chance, text: &str) -> String {
        let mut filled = String::with_capacity(text.len() * 2);
        let mut rest = text;
        while let Some(at) = rest.find(['{', '[']) {
            filled.push_str(&rest[..at]);
            let close = if rest[at..].starts_with('{') {
                '}'
            } else {
                ']'
            };
            let Some(end) = rest[at..].find(close).map(|end| at + end) else {
                break;
            };
            let inner = &rest[at + 1..end];
            if close == '}' {
                match self.value(inner) {
                    Some(value) => filled.push_str(&value),
                    None => filled.push_str(&rest[at..=end]),
                }
            } else {
                let choices: Vec<&str> = inner.split('|').collect();
                let chosen = chance.pick(&choices).copied().unwrap_or_default();
                filled.push_str(chosen);
            }
            rest = &rest[end + 1..];
        }
        filled.push_str(rest);
        filled
    }
}
