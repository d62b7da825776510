//! A made-up past: the events of as many cases as are wanted, in the order in which they happened.
//! Needs no desk and no disk.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use jiff::Timestamp;
use jiff::civil::Date;

use super::chance::Chance;
use super::days::{Days, SECONDS, Spot, busy};
use super::people::{self, Person};
use super::slots::Slots;
use super::story::{Plot, Story, World};
use super::tables::{Tables, Theme};
use crate::casework::apply::apply;
use crate::casework::{
    Case, CaseKind, CaseNumber, Deadlines, Event, IntakeForm, Now, VisitorForm, decide,
};
use crate::desk::Lookup;
use crate::registry::Summary;

/// So many of the latest matters another case may turn out to be about.
const REMEMBERED: usize = 24;

/// The made-up cases of a seed, event by event, oldest first: what a busy hall did in the twelve
/// months before a day. The rules decide each event, so that all of them can be applied; the day
/// itself stays empty, so that the same seed, number of cases, registry and day always give the
/// same events. Of few cases the past is shorter.
///
/// ```
/// use guitai::casework::Deadlines;
/// use guitai::desk::{Lookup, MadeUp};
///
/// let (lookup, deadlines) = (Lookup::built_in(), Deadlines::built_in());
/// let today = "2026-11-24".parse().unwrap();
/// let events: Vec<_> = MadeUp::new(&lookup, &deadlines, today, 40, 1).collect();
/// assert_eq!(events.iter().filter(|event| event.revision == 1).count(), 40);
/// ```
pub struct MadeUp<'a> {
    lookup: &'a Lookup,
    deadlines: &'a Deadlines,
    tables: &'static Tables,
    /// What the registry says about each theme's entry, in the order of the kinds and themes.
    entries: [Vec<Option<Summary>>; 3],
    days: Days,
    seed: u64,
    /// How many cases are logged up to the end of each day.
    quotas: Vec<u64>,
    /// How many were.
    made: u64,
    day: usize,
    /// When cases are logged that day still, the last first.
    openings: Vec<u32>,
    /// The last running numbers of that day, by kind.
    serials: [u32; 3],
    waiting: BinaryHeap<Reverse<Waiting>>,
    put: u64,
    matters: VecDeque<Matter>,
}

/// An event whose time has not come. Of two at one moment the one that was made first goes first.
struct Waiting {
    order: (Timestamp, u64),
    event: Event,
    /// Nothing happens to its case any more.
    is_last: bool,
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order
    }
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.order.cmp(&other.order)
    }
}

/// What an earlier case is about, so that somebody else can come with the same.
struct Matter {
    number: CaseNumber,
    theme: usize,
    scene: usize,
    slots: Slots,
    until: Spot,
}

impl<'a> MadeUp<'a> {
    /// The past before `today`, of so many cases.
    #[must_use]
    pub fn new(
        lookup: &'a Lookup,
        deadlines: &'a Deadlines,
        today: Date,
        cases: u32,
        seed: u64,
    ) -> Self {
        let tables = Tables::built_in();
        let cases = u64::from(cases);
        let days = Days::before(today, cases, deadlines);
        let titled: Vec<Summary> = lookup.registry().summaries().collect();
        let entries = CaseKind::ALL.map(|kind| {
            let found = tables.themes(kind).iter().map(|theme| {
                let title = theme.entry.as_ref()?;
                titled.iter().find(|line| line.title == *title).cloned()
            });
            found.collect()
        });
        let quotas = quotas(&days, cases, seed);
        Self {
            lookup,
            deadlines,
            tables,
            entries,
            quotas,
            days,
            seed,
            made: 0,
            day: 0,
            openings: Vec::new(),
            serials: [0; 3],
            waiting: BinaryHeap::new(),
            put: 0,
            matters: VecDeque::new(),
        }
    }

    /// What happens next, and whether it is the last that happens to its case: whoever keeps cases
    /// in memory need not keep it longer.
    pub fn happens(&mut self) -> Option<(Event, bool)> {
        loop {
            let opening = self.opening();
            let opens_at = opening.and_then(|at| self.days.moment(at));
            let next = self.waiting.peek().map(|Reverse(next)| next.order.0);
            match (opening, opens_at, next) {
                (Some(at), Some(opens), next) if next.is_none_or(|next| opens < next) => {
                    self.make(at);
                }
                _ => {
                    let Reverse(next) = self.waiting.pop()?;
                    return Some((next.event, next.is_last));
                }
            }
        }
    }

    /// When the next case is logged; nothing once all are.
    fn opening(&mut self) -> Option<Spot> {
        while self.openings.is_empty() {
            let quota = *self.quotas.get(self.day)?;
            if self.made < quota {
                let mut chance = Chance::new(!self.seed, self.made);
                let left = self.made..quota;
                self.openings = left.map(|_| chance.below(SECONDS)).collect();
                self.openings
                    .sort_unstable_by_key(|second| Reverse(*second));
                self.serials = [0; 3];
            } else {
                self.day += 1;
            }
        }
        let second = *self.openings.last()?;
        Some(Spot {
            day: self.day,
            second,
        })
    }

    /// Makes the case that is logged at a spot, with all that happened to it.
    fn make(&mut self, at: Spot) {
        self.openings.pop();
        let mut chance = Chance::new(self.seed, self.made);
        self.made += 1;
        let Some(today) = self.days.date(at) else {
            return;
        };
        let kind = match chance.below(100) {
            0..=60 => CaseKind::Enquiry,
            61..=87 => CaseKind::Complaint,
            _ => CaseKind::Tipoff,
        };
        let themes = self.tables.themes(kind);
        let known = self.known_matter(&mut chance, kind, at);
        let (theme_at, scene_at, slots, twin) = match known {
            Some(matter) => {
                let twin = (matter.number, matter.until);
                let slots = matter.slots.retold(&mut chance, today);
                (matter.theme, matter.scene, slots, Some(twin))
            }
            None => {
                let weight = |theme: &Theme| theme.weight_in(today.month());
                let at = chance.weighted(themes, weight).map_or(0, |(at, _)| at);
                let scenes = themes.get(at).map_or(0, |theme| theme.scenes.len());
                let scene = chance.below(u32::try_from(scenes).unwrap_or_default());
                let scene = usize::try_from(scene).unwrap_or_default();
                let trades = themes.get(at).map_or(&[][..], |theme| &theme.trades);
                let entry = self.entry(kind, at);
                let slots = Slots::new(&mut chance, self.tables, trades, entry, today);
                (at, scene, slots, None)
            }
        };
        let Some(theme) = themes.get(theme_at) else {
            return;
        };
        let Some([subject, content, rest @ ..]) = theme.scenes.get(scene_at).map(Vec::as_slice)
        else {
            return;
        };
        let mut plot = Plot {
            theme,
            slots,
            ends: rest,
            twin,
        };
        let entry = self.entry(kind, theme_at).cloned();
        let form = self.form(
            &mut chance,
            kind,
            (subject, content),
            &mut plot,
            entry,
            today,
        );
        let Some(begun) = self.logged(&mut chance, &form, today, at) else {
            debug_assert!(false, "{form:?}");
            return;
        };
        let number = begun.0.number;
        let world = World {
            lookup: self.lookup,
            deadlines: self.deadlines,
            tables: self.tables,
            days: &self.days,
        };
        let (events, until) = Story::new(world, &plot, chance, begun, at).told();
        let is_whole = plot.twin.is_none() && plot.slots.employer.is_some();
        let slots = plot.slots;
        if is_whole && kind != CaseKind::Enquiry && until.day > at.day + 2 {
            if self.matters.len() == REMEMBERED {
                self.matters.pop_front();
            }
            self.matters.push_back(Matter {
                number,
                theme: theme_at,
                scene: scene_at,
                slots,
                until,
            });
        }
        let revisions = events.len();
        for (nth, event) in (1..).zip(events) {
            self.put += 1;
            self.waiting.push(Reverse(Waiting {
                order: (event.at, self.put),
                event,
                is_last: nth == revisions,
            }));
        }
    }

    /// Sometimes the matter of an earlier case of this kind that is being handled still.
    fn known_matter(&self, chance: &mut Chance, kind: CaseKind, at: Spot) -> Option<&Matter> {
        let comes_again = kind != CaseKind::Enquiry && chance.percent(8);
        let fits = |matter: &&Matter| matter.number.kind == kind && matter.until > at;
        let running: Vec<&Matter> = self.matters.iter().filter(fits).collect();
        chance.pick(&running).copied().filter(|_| comes_again)
    }

    fn entry(&self, kind: CaseKind, theme: usize) -> Option<&Summary> {
        let entries = self.entries.get(place(kind))?;
        entries.get(theme)?.as_ref()
    }

    /// The form as the clerk filled it in. Takes the demand out of what can come of it.
    fn form(
        &self,
        chance: &mut Chance,
        kind: CaseKind,
        (subject, content): (&String, &String),
        plot: &mut Plot<'_>,
        entry: Option<Summary>,
        today: Date,
    ) -> IntakeForm {
        let tables = self.tables;
        // What only a woman tells is marked so.
        let told = content.strip_prefix(WOMAN);
        let person = Person::new(chance, tables, plot.theme.ages, told.is_some());
        let slots = &mut plot.slots;
        slots.age = person.age;
        slots.years = slots.years.min(person.age.saturating_sub(19)).max(1);
        let answered = kind == CaseKind::Enquiry && chance.percent(84);
        let visitor = self.visitor(chance, kind, answered, &person, slots, today);
        let respondent = match (&slots.employer, kind) {
            (_, CaseKind::Enquiry) => None,
            (Some(employer), _) if chance.percent(12) => {
                Some(format!("{employer}（负责人{}）", slots.boss))
            }
            (Some(employer), _) => Some(employer.clone()),
            // A complaint about nobody who employs somebody is about the bureau's own.
            (None, CaseKind::Complaint) => entry.as_ref().and_then(|entry| entry.agency.clone()),
            (None, CaseKind::Tipoff) => None,
        };
        let demand = match (kind, plot.ends.split_first()) {
            (CaseKind::Complaint, Some((demand, ends))) => {
                plot.ends = ends;
                Some(plot.slots.fill(chance, demand))
            }
            _ => None,
        };
        let answer = answered.then(|| {
            let is_service = entry.as_ref().is_some_and(|entry| entry.phone.is_some());
            let short = is_service && chance.percent(15);
            let answers = if short {
                &tables.common.answer_short
            } else {
                plot.ends
            };
            let text = chance.text(answers);
            plot.slots.fill(chance, text)
        });
        let slots = &plot.slots;
        IntakeForm {
            track: plot.theme.track,
            service: entry.map(|entry| entry.id.into()),
            subject: Some(slots.fill(chance, subject)),
            content: Some(slots.fill(chance, told.unwrap_or(content))),
            answer,
            visitor,
            respondent,
            demand,
            ..IntakeForm::new(kind)
        }
    }

    /// What the visitor says of themselves.
    fn visitor(
        &self,
        chance: &mut Chance,
        kind: CaseKind,
        answered: bool,
        person: &Person,
        slots: &Slots,
        today: Date,
    ) -> VisitorForm {
        // Whoever only wants to know something is mostly not asked for a name; whoever tips off
        // mostly does not say it. Whoever waits for an answer leaves a number.
        let (unnamed, confidential, id, address) = match kind {
            CaseKind::Enquiry if !answered => (0, 0, 20, 15),
            CaseKind::Enquiry => (55, 0, 20, 15),
            CaseKind::Complaint => (3, 18, 72, 60),
            CaseKind::Tipoff => (56, 70, 25, 15),
        };
        if chance.percent(unnamed) {
            return VisitorForm {
                anonymous: kind != CaseKind::Enquiry,
                ..VisitorForm::default()
            };
        }
        let phone = !answered || chance.percent(60);
        VisitorForm {
            name: Some(person.name.clone()),
            phone: phone.then(|| people::phone(chance)),
            id_number: chance.percent(id).then(|| person.id_number(chance, today)),
            address: chance
                .percent(address)
                .then(|| people::address(chance, self.tables, &slots.village)),
            anonymous: false,
            confidential: chance.percent(confidential),
        }
    }

    /// The case as it was logged.
    fn logged(
        &mut self,
        chance: &mut Chance,
        form: &IntakeForm,
        today: Date,
        at: Spot,
    ) -> Option<(Case, Event)> {
        let intake = form.parse().ok()?;
        let at_registry = self.lookup.at_registry(&intake).ok()?;
        let moment = self.days.moment(at)?;
        let serial = self.serials.get_mut(place(form.kind))?;
        *serial += 1;
        let number = CaseNumber {
            day: today,
            kind: form.kind,
            serial: *serial,
        };
        let now = Now {
            at: moment,
            clock_back: false,
            clerk: chance.pick(&self.tables.clerks)?,
            deadlines: self.deadlines,
        };
        let event = decide::log(intake, number, at_registry, None, &now);
        let case = apply(None, &event).ok()?;
        Some((case, event))
    }
}

/// Stands before what only a woman tells.
pub(super) const WOMAN: &str = "女：";

/// Where a kind stands among the kinds.
const fn place(kind: CaseKind) -> usize {
    match kind {
        CaseKind::Enquiry => 0,
        CaseKind::Complaint => 1,
        CaseKind::Tipoff => 2,
    }
}

/// How many of so many cases are logged up to the end of each day, by how busy it was.
fn quotas(days: &Days, cases: u64, seed: u64) -> Vec<u64> {
    let mut chance = Chance::new(seed.rotate_left(32), cases);
    let loads: Vec<u64> = days
        .all()
        .iter()
        .map(|day| u64::from(busy(*day) * chance.between(65, 135)))
        .collect();
    let all: u64 = loads.iter().sum::<u64>().max(1);
    let mut sum = 0;
    loads
        .into_iter()
        .map(|load| {
            sum += load;
            cases * sum / all
        })
        .collect()
}

impl Iterator for MadeUp<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        self.happens().map(|(event, _)| event)
    }
}
