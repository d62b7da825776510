//! Chance that a seed decides: the same seed, the same draws, on every machine. Nothing secret may
//! be drawn from it.

/// A sequence of draws (SplitMix64, Steele, Lea and Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The sequence of a number under a seed: neighbours have nothing in common.
    pub(super) const fn new(seed: u64, nth: u64) -> Self {
        Self(mixed(seed ^ mixed(nth.wrapping_add(1))))
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// 0 up to one below `end`; 0 where there is nothing to choose from.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let scaled = ((self.next() >> 32) * u64::from(end)) >> 32;
        u32::try_from(scaled).unwrap_or_default()
    }

    /// `least` to `most`, both of them too.
    pub(super) fn between(&mut self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least).saturating_add(1))
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Any one of them; nothing of nothing.
    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let at = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(at).ok()?)
    }

    /// One of them, the earlier ones oftener.
    pub(super) fn pick_early<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let end = u32::try_from(from.len()).unwrap_or(u32::MAX);
        let at = self.below(end).min(self.below(end));
        from.get(usize::try_from(at).ok()?)
    }

    /// Any of the texts; an empty one of none.
    pub(super) fn text<'t>(&mut self, from: &'t [String]) -> &'t str {
        self.pick(from).map_or("", String::as_str)
    }

    /// One of them by its weight; nothing where all weigh nothing.
    pub(super) fn weighted<'t, T>(
        &mut self,
        from: &'t [T],
        weight: impl Fn(&T) -> u32,
    ) -> Option<(usize, &'t T)> {
        let mut left = self.below(from.iter().map(&weight).sum());
        from.iter().enumerate().find(|(_, one)| {
            let weight = weight(one);
            let found = left < weight;
            left = left.saturating_sub(weight);
            found
        })
    }
}

/// Spreads the bits of a number (the finalizer of SplitMix64).
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_stays_in_bounds() {
        let draws = |seed, nth| {
            let mut chance = Chance::new(seed, nth);
            (0..50).map(|_| chance.between(3, 9)).collect::<Vec<u32>>()
        };
        assert_eq!(draws(1, 0), draws(1, 0));
        assert_ne!(draws(1, 0), draws(1, 1));
        assert_ne!(draws(1, 0), draws(2, 0));
        let mut drawn = draws(1, 0);
        drawn.sort_unstable();
        drawn.dedup();
        assert_eq!(drawn, (3..=9).collect::<Vec<u32>>());
        let mut chance = Chance::new(1, 0);
        assert_eq!((chance.below(0), chance.pick::<u8>(&[])), (0, None));
        assert_eq!(chance.weighted(&[0_u32, 5, 0], |w| *w), Some((1, &5)));
        assert_eq!(chance.weighted(&[0_u32], |w| *w), None);
    }
}
