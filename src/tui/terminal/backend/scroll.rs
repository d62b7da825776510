//! Lines that stand elsewhere now: moved by the terminal they cost a dozen bytes instead of a
//! hundred each. Knows rows; whether it pays is decided by trying.

use std::ops::Range;

use super::grid::{Grid, Spot};

/// Lines move by so many rows at most.
const FARTHEST: isize = 20;
/// Fewer lines are painted again.
const LEAST_ROWS: usize = 2;
/// A line is the same one still with one cell in so many changed: a marker, a mark.
const ALIKE: usize = 8;

/// A stretch of rows to be scrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) rows: Range<usize>,
    /// How far up; down where it is negative.
    pub(super) up: isize,
}

/// The scroll that brings the most lines to where they should stand.
pub(super) fn find(shown: &Grid, wanted: &Grid) -> Option<Scroll> {
    let changed: Vec<bool> = (0..wanted.height())
        .map(|y| shown.row(y) != wanted.row(y))
        .collect();
    let first = changed.iter().position(|changed| *changed)?;
    let last = changed.iter().rposition(|changed| *changed)?;
    let mut best: Option<(usize, Scroll)> = None;
    let farthest = FARTHEST.min(isize::try_from(last - first).unwrap_or(0));
    for up in (1..=farthest).flat_map(|by| [by, -by]) {
        for run in runs(shown, wanted, first..last + 1, up) {
            // Lines that stand where they should are no gain; those that go away are a loss.
            let gain = run.clone().filter(|y| changed[*y]).count();
            if gain < LEAST_ROWS || best.as_ref().is_some_and(|(most, _)| *most >= gain) {
                continue;
            }
            let by = up.unsigned_abs();
            let rows = if up > 0 {
                run.start..run.end + by
            } else {
                run.start - by..run.end
            };
            best = Some((gain, Scroll { rows, up }));
        }
    }
    best.map(|(_, scroll)| scroll)
}

/// Stretches of rows that stand so many rows further down on the screen now, or up.
fn runs(shown: &Grid, wanted: &Grid, rows: Range<usize>, up: isize) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for y in rows.start..=rows.end {
        let from = y.checked_add_signed(up).filter(|from| rows.contains(from));
        let moved =
            y < rows.end && from.is_some_and(|from| are_alike(shown.row(from), wanted.row(y)));
        match (moved, start) {
            (true, None) => start = Some(y),
            (false, Some(from)) => {
                runs.push(from..y);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

fn are_alike(one: &[Spot], other: &[Spot]) -> bool {
    let differ = one.iter().zip(other).filter(|(one, other)| one != other);
    let allowed = one.len() / ALIKE;
    one.iter().any(|spot| *spot != Spot::BLANK)
        && other.iter().any(|spot| *spot != Spot::BLANK)
        && differ.take(allowed + 1).count() <= allowed
}
