//! Part two: rows become matters that several agencies share. Knows no other part.

use super::cell::Join;
use super::fault::{Column, Part};
use super::notes::{Notes, Open};
use super::outline::Chapter;
use super::page::Page;
use super::table::{self, Entries, Record};
use crate::registry::{Boundary, Role};

/// The boundary matters of a chapter.
pub(super) fn read(page: &Page<'_>, chapter: &Chapter, notes: &mut Notes) -> Vec<Boundary> {
    let mut boundaries = Boundaries::default();
    table::read(page, chapter, &mut boundaries, notes);
    boundaries.done
}

#[derive(Default)]
struct Boundaries {
    done: Vec<Boundary>,
}

/// The part of one agency; none when all its cells are blank.
fn role_of(record: &Record<'_>) -> Option<Role> {
    let role = Role {
        agency: record.passage(Column::Agency, Join::Gapless),
        responsibility: record.passage(Column::Responsibility, Join::Paragraphs),
        basis: record.passage(Column::Basis, Join::Paragraphs),
        example: record.passage(Column::Example, Join::Paragraphs),
    };
    let cells = [
        &role.agency,
        &role.responsibility,
        &role.basis,
        &role.example,
    ];
    cells.iter().any(|cell| cell.is_some()).then_some(role)
}

impl Entries for Boundaries {
    const PART: Part = Part::Boundaries;
    const TITLE: Column = Column::Matter;

    fn begin(&mut self, number: u32, record: &Record<'_>, notes: &mut Notes) -> Option<Open> {
        let Some(matter) = record.passage(Column::Matter, Join::Gapless) else {
            return Some(record.blank(Column::Matter, notes));
        };
        self.done.push(Boundary {
            number,
            matter,
            roles: role_of(record).into_iter().collect(),
        });
        None
    }

    fn go_on(&mut self, record: &Record<'_>, _: &mut Notes) {
        if let Some(boundary) = self.done.last_mut() {
            boundary.roles.extend(role_of(record));
        }
    }
}
