//! Part four: rows become public services. Knows no other part.

use super::cell::Join;
use super::fault::{Column, Fault, Part};
use super::glyph::excerpt;
use super::notes::{Notes, Open};
use super::outline::Chapter;
use super::page::Page;
use super::table::{self, Entries, Record};
use crate::registry::Service;
use crate::registry::phone::{self, Phone};

/// The services of a chapter.
pub(super) fn read(page: &Page<'_>, chapter: &Chapter, notes: &mut Notes) -> Vec<Service> {
    let mut services = Services::default();
    table::read(page, chapter, &mut services, notes);
    services.done
}

#[derive(Default)]
struct Services {
    done: Vec<Service>,
}

impl Entries for Services {
    const PART: Part = Part::Services;
    const TITLE: Column = Column::Service;

    fn begin(&mut self, number: u32, record: &Record<'_>, notes: &mut Notes) -> Option<Open> {
        let Some(title) = record.passage(Column::Service, Join::Gapless) else {
            return Some(record.blank(Column::Service, notes));
        };
        self.done.push(Service {
            number,
            title,
            content: record.passage(Column::Content, Join::Paragraphs),
            agency: record.passage(Column::InCharge, Join::Gapless),
            phone: record.passage(Column::Phone, Join::Lines),
            phones: phones(record, notes),
        });
        None
    }

    fn go_on(&mut self, record: &Record<'_>, notes: &mut Notes) {
        // A service is one row: what goes on without number and title would be a second agency.
        notes.problem(record.line(), record.last(), Fault::SecondRow);
    }
}

fn phones(record: &Record<'_>, notes: &mut Notes) -> Vec<Phone> {
    let lines = record.lines(Column::Phone);
    let texts: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
    match phone::parse(&texts, record.area_code()) {
        Ok(phones) => phones,
        Err(at) => {
            if let Some((line, text)) = lines.get(at) {
                let words = excerpt(text);
                notes.problem(*line, *line, Fault::Phone { words });
            }
            Vec::new()
        }
    }
}
