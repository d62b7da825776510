//! Lists by characters that stand side by side. Longer runs share a fixed number of lists, so that
//! what occurs once costs two bytes and not a list of its own. Name candidates only.

use std::collections::HashMap;

use roaring::RoaringBitmap;

/// Lists that the runs of more than one character share.
const LISTS: u32 = 1 << 15;

/// The lists over the documents of one board.
#[derive(Default)]
pub(super) struct Runs {
    single: HashMap<u16, RoaringBitmap>,
    longer: HashMap<u32, RoaringBitmap>,
}

impl Runs {
    /// Enters a text by its characters and its runs of up to `longest`.
    pub(super) fn add(&mut self, key: u32, text: &[u16], longest: usize) {
        for glyph in text {
            self.single.entry(*glyph).or_default().insert(key);
        }
        for length in 2..=longest {
            for run in text.windows(length) {
                self.longer.entry(list(run)).or_default().insert(key);
            }
        }
    }

    /// Takes out what was entered with this text.
    pub(super) fn remove(&mut self, key: u32, text: &[u16], longest: usize) {
        for glyph in text {
            if let Some(list) = self.single.get_mut(glyph) {
                list.remove(key);
            }
        }
        for length in 2..=longest {
            for run in text.windows(length) {
                if let Some(list) = self.longer.get_mut(&list(run)) {
                    list.remove(key);
                }
            }
        }
    }

    /// What may hold `query` as it stands, where runs of up to `longest` were entered.
    pub(super) fn candidates(&self, query: &[u16], longest: usize) -> RoaringBitmap {
        let length = query.len().min(longest);
        let mut all: Option<RoaringBitmap> = None;
        for run in query.windows(length.max(1)) {
            let found = match run {
                [glyph] => self.single.get(glyph),
                run => self.longer.get(&list(run)),
            };
            let Some(found) = found else {
                return RoaringBitmap::new();
            };
            match &mut all {
                Some(all) => *all &= found,
                None => all = Some(found.clone()),
            }
            if all.as_ref().is_some_and(RoaringBitmap::is_empty) {
                break;
            }
        }
        all.unwrap_or_default()
    }
}

/// The list of a run; runs of different length never mean to share one, but may.
fn list(run: &[u16]) -> u32 {
    let mixed = run.iter().fold(0_u32, |mixed, glyph| {
        (mixed ^ u32::from(*glyph))
            .wrapping_mul(0x9E37_79B1)
            .rotate_left(13)
    });
    (mixed >> 9) % LISTS
}
