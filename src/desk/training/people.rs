//! Made-up people: names, telephone and identity numbers, addresses that cannot be anybody's.

use jiff::civil::Date;

use super::chance::Chance;
use super::tables::Tables;
use crate::casework::check;

/// The first three digits of made-up telephone numbers. Of the mobile prefixes from 130 to 199, 154
/// was never put to use: Google's libphonenumber, which follows the regulator's numbering plan,
/// knows `1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])\d{8}` as Chinese mobiles (metadata of
/// CN). A form takes it for a mobile all the same, and masks it as one.
pub(super) const PREFIX: &str = "154";

/// The first digits of made-up area codes in identity numbers. GB/T 2260 gives provinces 11 to 65,
/// 71, 81 and 82; residence permits of foreigners begin with a 9 and the code of such a province.
/// There is no province 99.
pub(super) const AREA: &str = "999";

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) is_woman: bool,
    pub(super) age: u32,
    pub(super) name: String,
}

impl Person {
    /// Somebody as old as from and to.
    pub(super) fn new(
        chance: &mut Chance,
        tables: &Tables,
        (from, to): (u32, u32),
        woman: bool,
    ) -> Self {
        let is_woman = woman || chance.percent(45);
        let mut name = surname(chance, tables);
        let given = if is_woman {
            &tables.names.women
        } else {
            &tables.names.men
        };
        name.push_str(chance.text(given));
        if chance.percent(72) {
            name.push_str(chance.text(given));
        }
        Self {
            is_woman,
            age: chance.between(from, to),
            name,
        }
    }

    /// An identity number: never issued, of somebody of this age and sex, with the right check
    /// character (GB 11643).
    pub(super) fn id_number(&self, chance: &mut Chance, today: Date) -> String {
        let age = i16::try_from(self.age).unwrap_or_default();
        // Not born after today's day of the year, and never on a day that some months lack.
        let (month, day) = (
            chance
                .between(1, 12)
                .min(u32::from(today.month().unsigned_abs())),
            chance
                .between(1, 28)
                .min(u32::from(today.day().unsigned_abs())),
        );
        let serial = chance.below(500) * 2 + u32::from(!self.is_woman);
        let (area, year) = (chance.between(1, 9), today.year() - age);
        let digits = format!("{AREA}{area:03}{year:04}{month:02}{day:02}{serial:03}");
        let check = check::check_character(&digits).unwrap_or('0');
        format!("{digits}{check}")
    }
}

/// A surname, common ones oftener.
pub(super) fn surname(chance: &mut Chance, tables: &Tables) -> String {
    let found = chance.pick_early(&tables.names.surnames);
    found.cloned().unwrap_or_default()
}

/// A telephone number.
pub(super) fn phone(chance: &mut Chance) -> String {
    format!("{PREFIX}{:08}", chance.below(100_000_000))
}

/// An address in a village, at a street or in an estate.
pub(super) fn address(chance: &mut Chance, tables: &Tables, village: &str) -> String {
    let places = &tables.places;
    let before = chance.text(&places.before).to_owned();
    match chance.below(10) {
        0..=4 => format!(
            "{before}{village}{}组{}号",
            chance.between(1, 9),
            chance.between(1, 68)
        ),
        5..=7 => {
            let street = chance.text(&places.streets);
            format!("{before}{street}{}号", chance.between(1, 180))
        }
        _ => {
            let street = chance.text(&places.streets).to_owned();
            let estate = chance.text(&places.estates);
            let (house, floor) = (chance.between(1, 12), chance.between(1, 18));
            let room = floor * 100 + chance.between(1, 4);
            format!("{before}{street}{estate}{house}栋{room}室")
        }
    }
}

/// An employer of a sort, by the end of its name.
pub(super) fn employer(chance: &mut Chance, tables: &Tables, forms: &[String]) -> String {
    let parts = &tables.employers;
    let all = [&parts.before, &parts.first, &parts.second];
    // Some are complained of again and again.
    let name = all.map(|part| chance.pick_early(part).map_or("", String::as_str));
    name.concat() + chance.text(forms)
}
