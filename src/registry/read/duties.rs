//! Part one: rows become duties with the tasks printed beside them. Knows no other part.

use super::cell::Join;
use super::fault::{Column, Fault, Part};
use super::notes::{Notes, Open};
use super::outline::Chapter;
use super::page::Page;
use super::table::{self, Entries, Record};
use crate::registry::{Duty, Passage, Task};

/// The duties of a chapter.
pub(super) fn read(page: &Page<'_>, chapter: &Chapter, notes: &mut Notes) -> Vec<Duty> {
    let mut duties = Duties::default();
    table::read(page, chapter, &mut duties, notes);
    duties.close();
    duties.done
}

#[derive(Default)]
struct Duties {
    done: Vec<Duty>,
}

impl Duties {
    /// Ends the last duty. A 备注 that stands only in the first of several rows is one cell merged
    /// beside the whole duty; any other stands beside its task.
    fn close(&mut self) {
        let Some(duty) = self.done.last_mut() else {
            return;
        };
        if let [first, others @ ..] = duty.tasks.as_mut_slice()
            && !others.is_empty()
            && others.iter().all(|task| task.remark.is_none())
            && duty.remark.is_none()
        {
            duty.remark = first.remark.take();
        }
    }
}

fn task_of(record: &Record<'_>) -> (Option<Passage>, Option<Passage>) {
    let task = record.passage(Column::Task, Join::Paragraphs);
    (task, record.passage(Column::Remark, Join::Paragraphs))
}

impl Entries for Duties {
    const PART: Part = Part::Duties;
    const TITLE: Column = Column::Duty;

    fn begin(&mut self, number: u32, record: &Record<'_>, notes: &mut Notes) -> Option<Open> {
        let Some(text) = record.passage(Column::Duty, Join::Paragraphs) else {
            return Some(record.blank(Column::Duty, notes));
        };
        self.close();
        let (task, mut remark) = task_of(record);
        let tasks = task.map(|text| Task {
            text,
            remark: remark.take(),
        });
        self.done.push(Duty {
            number,
            text,
            remark,
            tasks: tasks.into_iter().collect(),
        });
        None
    }

    fn go_on(&mut self, record: &Record<'_>, notes: &mut Notes) {
        let (task, remark) = task_of(record);
        match (self.done.last_mut(), task) {
            (Some(duty), Some(text)) => duty.tasks.push(Task { text, remark }),
            _ => {
                let column = Column::Task;
                notes.problem(record.line(), record.last(), Fault::BlankCell { column });
            }
        }
    }
}
