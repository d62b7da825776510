//! What happened to a made-up case after it was logged: the rules decide it, chance chooses. What
//! the rules refuse does not happen.

use super::chance::Chance;
use super::days::{Days, SECONDS, Spot};
use super::slots::Slots;
use super::tables::{Tables, Theme};
use crate::casework::apply::apply;
use crate::casework::decide::decide;
use crate::casework::{
    Case, CaseKind, CaseNumber, ClerkId, Command, Deadlines, Event, Now, Status, Track,
};
use crate::desk::Lookup;

/// What a story is told from.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) lookup: &'a Lookup,
    pub(super) deadlines: &'a Deadlines,
    pub(super) tables: &'static Tables,
    pub(super) days: &'a Days,
}

/// What stands fixed of a case before anything happens to it.
pub(super) struct Plot<'a> {
    pub(super) theme: &'a Theme,
    pub(super) slots: Slots,
    /// What can come of it: answers or outcomes.
    pub(super) ends: &'a [String],
    /// An earlier case of the same matter that is being handled, and until when.
    pub(super) twin: Option<(CaseNumber, Spot)>,
}

/// A case on its way.
pub(super) struct Story<'a> {
    world: World<'a>,
    plot: &'a Plot<'a>,
    chance: Chance,
    case: Case,
    events: Vec<Event>,
    at: Spot,
    /// Until when it could take others in; the end of all days where nothing ended it.
    running_until: Spot,
    /// The past ends before the next thing happens.
    over: bool,
}

impl<'a> Story<'a> {
    /// Begins with a case's first event.
    pub(super) fn new(
        world: World<'a>,
        plot: &'a Plot<'a>,
        chance: Chance,
        (case, logged): (Case, Event),
        at: Spot,
    ) -> Self {
        Self {
            world,
            plot,
            chance,
            case,
            events: vec![logged],
            at,
            running_until: Spot {
                day: usize::MAX,
                second: 0,
            },
            over: false,
        }
    }

    /// Its events, and until when it was being handled.
    pub(super) fn told(mut self) -> (Vec<Event>, Spot) {
        match self.case.number.kind {
            CaseKind::Enquiry if self.case.status == Status::Answered => self.answered_at_once(),
            CaseKind::Enquiry => self.enquiry(),
            CaseKind::Complaint | CaseKind::Tipoff => self.report(),
        }
        (self.events, self.running_until)
    }

    /// An enquiry that was answered at the counter.
    fn answered_at_once(&mut self) {
        let common = &self.world.tables.common;
        match self.chance.below(100) {
            0 => self.say(0, &common.void, |reason| Command::Void { reason }),
            1 | 2 => {
                let days = self.chance.between(1, 6);
                self.say(days, &common.reopen_enquiry, |reason| Command::Reopen {
                    reason,
                });
                let days = self.chance.between(0, 2);
                self.say(days, self.plot.ends, |answer| Command::Answer { answer });
            }
            _ => {}
        }
    }

    /// An enquiry that could not be answered at once.
    fn enquiry(&mut self) {
        let common = &self.world.tables.common;
        if self.is_forgotten() {
            return;
        }
        match self.chance.below(100) {
            0..=3 => self.say(0, &common.void, |reason| Command::Void { reason }),
            4..=11 => {
                let days = self.chance.between(0, 4);
                self.say(days, &common.withdraw, |reason| Command::Withdraw {
                    reason,
                });
            }
            12..=44 if !self.plot.theme.refer.is_empty() => {
                let days = self.chance.between(0, 2);
                self.refer(days);
                let days = self.chance.between(2, 9);
                self.say(days, &common.refer_answers, |answer| Command::Answer {
                    answer,
                });
            }
            _ => {
                if self.chance.percent(40) {
                    let days = self.chance.between(0, 1);
                    self.say(days, &common.enquiry_notes, |note| Command::Note { note });
                }
                let days = self.chance.between(0, 4);
                self.say(days, self.plot.ends, |answer| Command::Answer { answer });
            }
        }
    }

    /// A complaint or tip-off.
    fn report(&mut self) {
        let common = &self.world.tables.common;
        if let Some((into, until)) = self.plot.twin {
            return self.merge(into, until);
        }
        if self.is_forgotten() {
            return;
        }
        let is_tipoff = self.case.number.kind == CaseKind::Tipoff;
        match self.chance.below(100) {
            0 | 1 => self.say(0, &common.void, |reason| Command::Void { reason }),
            2..=4 if !is_tipoff => {
                let days = self.chance.between(0, 3);
                self.say(days, &common.withdraw, |reason| Command::Withdraw {
                    reason,
                });
            }
            5..=12 => self.decline(),
            13..=15 if !self.plot.theme.refer.is_empty() => {
                let days = self.chance.between(1, 4);
                self.refer(days);
                self.follow();
            }
            _ => self.accept(),
        }
    }

    fn decline(&mut self) {
        let common = &self.world.tables.common;
        let usual = match self.case.number.kind {
            CaseKind::Tipoff => &common.decline_tipoff,
            _ => &common.decline_complaint,
        };
        let own = &self.plot.theme.declines;
        let reasons = if own.is_empty() { usual } else { own };
        let days = self.chance.between(1, 5);
        self.say(days, reasons, |reason| Command::Decline { reason });
        if self.case.number.kind == CaseKind::Complaint && self.chance.percent(10) {
            let days = self.chance.between(3, 12);
            self.say(days, &common.reopen_declined, |reason| Command::Reopen {
                reason,
            });
            self.accept();
        }
    }

    /// Merges it into the earlier one, if that is still being handled then.
    fn merge(&mut self, into: CaseNumber, until: Spot) {
        let common = &self.world.tables.common;
        let days = self.chance.between(0, 2);
        let at = self.after(days);
        if at.is_some_and(|at| at >= until) {
            return self.accept();
        }
        let reason = Some(self.text(&common.merge));
        self.act_at(at, &Command::Merge { into, reason });
        if self.chance.percent(12) {
            let days = self.chance.between(1, 5);
            self.say(days, &common.unmerge, |reason| Command::Unmerge { reason });
            self.accept();
        }
    }

    /// Accepts it, in time mostly, and handles it.
    fn accept(&mut self) {
        let days = match self.chance.below(100) {
            0..=92 => self.chance.between(0, 4),
            _ => self.chance.between(6, 9),
        };
        self.act(days, &Command::Accept);
        let common = &self.world.tables.common;
        match self.chance.below(100) {
            0..=4 if self.case.number.kind == CaseKind::Complaint => {
                let days = self.chance.between(2, 15);
                self.notes(days);
                self.say(0, &common.withdraw, |reason| Command::Withdraw { reason });
            }
            5..=13 if !self.plot.theme.refer.is_empty() => {
                let days = self.chance.between(1, 10);
                self.refer(days);
                self.follow();
            }
            14..=24 => self.extended(),
            25..=31 => {
                // Too late.
                let limit = self.limit();
                let days = self.chance.between(limit + 1, limit + 25);
                self.close(days);
            }
            _ => {
                let most = self.limit() - 4;
                let days = self
                    .chance
                    .between(3, most)
                    .min(self.chance.between(3, most));
                self.close(days);
            }
        }
    }

    /// Waits for the agency it was referred to.
    fn follow(&mut self) {
        let common = &self.world.tables.common;
        if self.chance.percent(50) {
            let days = self.chance.between(1, 6);
            self.say(days, &common.refer_notes, |note| Command::Note { note });
        }
        let days = self.chance.between(4, 30);
        self.say(days, &common.refer_outcomes, |outcome| Command::Close {
            outcome,
        });
    }

    /// Extends its time limit shortly before it ends, and closes it then.
    fn extended(&mut self) {
        let days = self.limit() - self.chance.between(3, 8);
        self.notes(days);
        let more = if self.chance.percent(60) { 30 } else { 15 };
        let reason = self.text(&self.world.tables.common.extend);
        self.act(0, &Command::Extend { days: more, reason });
        let days = self.chance.between(4, 18);
        self.close(days);
    }

    /// Closes it after so many days; some come back.
    fn close(&mut self, days: u32) {
        let common = &self.world.tables.common;
        self.notes(days);
        self.say(0, self.plot.ends, |outcome| Command::Close { outcome });
        if self.chance.percent(3) {
            let reasons = match self.case.number.kind {
                CaseKind::Tipoff => &common.reopen_tipoff,
                _ => &common.reopen_complaint,
            };
            let days = self.chance.between(4, 20);
            self.say(days, reasons, |reason| Command::Reopen { reason });
            let days = self.chance.between(3, 15);
            self.notes(days);
            self.say(0, self.plot.ends, |outcome| Command::Close { outcome });
        }
    }

    /// Lets so many days pass, with a note now and then.
    fn notes(&mut self, days: u32) {
        let common = &self.world.tables.common;
        let inspects = self.case.track == Some(Track::Labour);
        let notes = match self.case.number.kind {
            _ if !inspects || self.plot.slots.employer.is_none() => &common.desk_notes,
            CaseKind::Tipoff => &common.tipoff_notes,
            _ => &common.complaint_notes,
        };
        let mut left = days;
        let mut said = Vec::new();
        for _ in 0..self.chance.between(0, 1 + days / 15) {
            let step = self.chance.between(1, (left / 2).max(1));
            if step > left {
                break;
            }
            left -= step;
            let note = self.text(notes);
            if !said.contains(&note) {
                said.push(note.clone());
                self.act(step, &Command::Note { note });
            }
        }
        self.pass(left);
    }

    /// About how many working days it takes by law.
    fn limit(&self) -> u32 {
        let rule = self
            .world
            .deadlines
            .handling(self.case.number.kind, self.case.track);
        match rule {
            Some(rule) if rule.unit == crate::casework::deadline::Unit::Working => rule.limit,
            // Seven days of the calendar have five working days.
            Some(rule) => rule.limit * 5 / 7,
            None => 30,
        }
        .max(10)
    }

    /// Whether nobody has looked after it since: only of the last weeks, or somebody would have.
    fn is_forgotten(&mut self) -> bool {
        let ago = self.world.days.all().len() - self.at.day;
        (4..40).contains(&ago) && self.chance.percent(4)
    }

    /// Refers it to one of the agencies that have to do with it.
    fn refer(&mut self, days: u32) {
        let Some((to, reason)) = self.chance.pick(&self.plot.theme.refer) else {
            return;
        };
        let reason = self.plot.slots.fill(&mut self.chance, reason);
        let to = to.clone();
        self.act(days, &Command::Refer { to, reason });
    }

    fn text(&mut self, texts: &[String]) -> String {
        let text = self.chance.text(texts);
        self.plot.slots.fill(&mut self.chance, text)
    }

    /// Does, so many days later, what takes one of these texts.
    fn say(&mut self, days: u32, texts: &[String], command: impl FnOnce(String) -> Command) {
        let text = self.text(texts);
        self.act(days, &command(text));
    }

    /// A spot so many working days later, the same day later on; nothing once the past is over.
    fn after(&mut self, days: u32) -> Option<Spot> {
        let days = usize::try_from(days).ok()?;
        let later = self.at.second + self.chance.between(300, 9000);
        let spot = match days {
            0 if later < SECONDS => Spot {
                second: later,
                ..self.at
            },
            _ => Spot {
                day: self.at.day.checked_add(days.max(1))?,
                second: self.chance.below(SECONDS),
            },
        };
        self.world.days.date(spot).map(|_| spot)
    }

    /// Lets days pass.
    fn pass(&mut self, days: u32) {
        if days > 0 && !self.over {
            match self.after(days) {
                Some(at) => self.at = at,
                None => self.over = true,
            }
        }
    }

    /// Does something so many working days after the last thing, unless the past is over by then.
    fn act(&mut self, days: u32, command: &Command) {
        if !self.over {
            let at = self.after(days);
            self.act_at(at, command);
        }
    }

    /// Does something at a spot, unless that lies past the end.
    fn act_at(&mut self, at: Option<Spot>, command: &Command) {
        let world = self.world;
        let Some((at, moment)) = at.and_then(|at| Some((at, world.days.moment(at)?))) else {
            self.over = true;
            return;
        };
        let own = &self.case.opened_by;
        let clerk: ClerkId = match self.chance.pick(&world.tables.clerks) {
            Some(other) if self.chance.percent(35) => other.clone(),
            _ => own.clone(),
        };
        let now = Now {
            at: moment,
            clock_back: false,
            clerk: &clerk,
            deadlines: world.deadlines,
        };
        let to = match command {
            Command::Refer { to, .. } => world.lookup.agency(to),
            _ => None,
        };
        let done = decide(&self.case, command, to, &now);
        let done = done.ok().and_then(|event| {
            let after = apply(Some(self.case.clone()), &event).ok()?;
            Some((event, after))
        });
        let Some((event, after)) = done else {
            debug_assert!(false, "{command:?} of {:?}", self.case);
            return;
        };
        self.at = at;
        let is_running = matches!(
            after.status,
            Status::Open | Status::Accepted | Status::Referred
        );
        if !is_running {
            self.running_until = self.running_until.min(at);
        }
        self.case = after;
        self.events.push(event);
    }
}
