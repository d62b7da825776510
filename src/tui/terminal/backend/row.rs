//! One line of the screen: from what stands there to what should stand there, by the fewest bytes
//! of a handful of ways. Knows cells; how they are written is the brush's.

use super::brush::Brush;
use super::grid::Spot;

/// Fewer blanks than this are written as blanks.
const STRETCH: usize = 6;
/// A line is tried with so many places where its rest is erased first.
const MOST_TRIED: usize = 8;

/// Paints a row where it is not yet as it should be.
pub(super) fn paint(brush: &mut Brush, y: u16, old: &[Spot], new: &[Spot]) {
    let Some(first) = (0..new.len()).find(|x| old[*x] != new[*x]) else {
        return;
    };
    let trailing = new
        .iter()
        .rposition(|spot| *spot != Spot::BLANK)
        .map_or(0, |x| x + 1);
    let is_left_over = old[trailing..].iter().any(|spot| *spot != Spot::BLANK);
    let uncertain = |spot: &Spot| !spot.is_width_certain(brush.profile);
    // Blanks may miss the cells of what terminals measure differently.
    let must_erase = is_left_over && old.iter().any(uncertain);
    let mut best: Option<Brush> = None;
    let places = places(old, new, first).into_iter().map(Some);
    for erased_from in std::iter::once(None).chain(places) {
        if must_erase && erased_from.is_none() {
            continue;
        }
        let mut tried = brush.fork();
        go(&mut tried, y, old, new, erased_from);
        if best.as_ref().is_none_or(|best| tried.len() < best.len()) {
            best = Some(tried);
        }
    }
    if let Some(best) = best {
        brush.join(best);
    }
}

/// Where the rest of the line may be erased before what is new is written: at the first change,
/// and at the beginning of each gap behind it.
fn places(old: &[Spot], new: &[Spot], first: usize) -> Vec<usize> {
    let begins = |x: usize| {
        let blank = new[x] == Spot::BLANK && (x == 0 || new[x - 1] != Spot::BLANK);
        // Never through the middle of what stays.
        let whole = !(new[x].is_tail() || old[x].is_tail() && old[x - 1] == new[x - 1]);
        whole && (blank || x == first) && old[x..] != new[x..]
    };
    let mut places: Vec<usize> = (first..new.len()).filter(|x| begins(*x)).collect();
    if places.len() > MOST_TRIED {
        // The gap at the end is the one that counts.
        places.drain(1..=places.len() - MOST_TRIED);
    }
    places
}

fn go(brush: &mut Brush, y: u16, old: &[Spot], new: &[Spot], erased_from: Option<usize>) {
    let profile = brush.profile;
    let mut erased = erased_from.map_or(usize::MAX, |from| from);
    let mut is_erased = false;
    // A stretch erased within the line.
    let mut hole = 0..0;
    // Up to here everything is written anew.
    let mut forced = 0;
    let mut x = 0;
    while x < new.len() {
        if x == erased {
            brush.erase_line(column(x), y);
            (is_erased, erased) = (true, usize::MAX);
        }
        let spot = &new[x];
        let end = x + spot.cells();
        let stands = |at: usize| {
            if is_erased || hole.contains(&at) {
                &Spot::BLANK
            } else {
                &old[at]
            }
        };
        let is_there = x >= forced && (x..end).all(|at| *stands(at) == new[at]);
        if is_there || spot.is_tail() {
            x = end;
            continue;
        }
        if *spot == Spot::BLANK && profile.erases_stretches() && !is_erased {
            let blanks = new[x..].iter().take_while(|spot| **spot == Spot::BLANK);
            let changed = blanks
                .enumerate()
                .filter(|(n, _)| old[x + n] != Spot::BLANK);
            let cells = changed.map(|(n, _)| n + 1).last().unwrap_or(0);
            // Nothing is erased up to the edge in this way: that is what erasing the line is for.
            if cells >= STRETCH && x + cells < new.len() && !old[x + cells].is_tail() {
                brush.erase(column(x), y, cells);
                hole = x..x + cells;
                forced = 0;
                x += cells;
                continue;
            }
        }
        pass(brush, y, new, x);
        brush.put(column(x), y, spot);
        // Wider than we think, it has covered its neighbour; where that is blank, so be it. And what
        // it covered, wider than we thought, hung over the neighbour, which is blanked with it.
        let covers = !spot.is_width_certain(profile)
            && new.get(end).is_some_and(|next| *next != Spot::BLANK);
        let uncovers = spot.pen.shows_on_blank() && !old[end - 1].is_width_certain(profile);
        if covers || uncovers {
            forced = end + 1;
        }
        x = end;
    }
}

/// Writes again what lies between the cursor and a cell, where that is shorter than moving.
fn pass(brush: &mut Brush, y: u16, new: &[Spot], x: usize) {
    let Some(from) = brush.column(y) else { return };
    let start = usize::from(from);
    if start >= x || new[start].is_tail() {
        return;
    }
    let moved = if x - start == 1 { 3 } else { 4 };
    let passed = &new[start..x];
    if brush
        .cost_of_passing(y, passed, from)
        .is_some_and(|cost| cost < moved)
    {
        for (at, spot) in (start..).zip(passed) {
            if !spot.is_tail() {
                brush.put(column(at), y, spot);
            }
        }
    }
}

/// A column of a screen, which is never wider than the protocol of the kernel can say.
fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}
