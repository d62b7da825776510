//! `deadline`: when a rule ends, and why then. `calendar list`: the years there are.

use super::args::casework::Deadline as Asked;
use super::{Error, Session, Status};
use crate::casework::deadline::Why;
use crate::casework::zone;
use crate::rpc::{Answer, Deadline, Request};
use crate::text::Lang;

pub(super) fn run(session: &mut Session<'_>, asked: &Asked) -> Result<Status, Error> {
    let today = zone::day(jiff::Timestamp::now());
    let request = Request::Deadline {
        rule: asked.rule.clone(),
        from: asked.from.map(|day| day.on(today)),
    };
    match session.ask(request)? {
        Answer::Deadline(Some(deadline)) if session.json => session.out.json(&deadline)?,
        Answer::Deadline(Some(deadline)) => session.out.line(&page(&deadline, session.lang))?,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    }
    Ok(Status::Done)
}

fn page(deadline: &Deadline, lang: Lang) -> String {
    let mut page = vec![
        lang.due_of_rule(
            &deadline.rule,
            &deadline.due.to_string(),
            &lang.time_limit(deadline.limit, deadline.unit),
            &deadline.from.to_string(),
        ),
        lang.labelled(lang.basis(), &deadline.basis),
    ];
    if deadline.provisional {
        page.push(lang.due_is_provisional().to_owned());
    }
    let mut days: Vec<(jiff::civil::Date, &str)> = deadline
        .skipped
        .iter()
        .map(|skipped| (skipped.date, why(skipped.why, lang)))
        .chain(
            deadline
                .made_up
                .iter()
                .map(|day| (*day, lang.day_made_up())),
        )
        .collect();
    days.sort();
    page.extend(days.into_iter().map(|(day, why)| format!("  {day}  {why}")));
    page.join("\n")
}

const fn why(why: Why, lang: Lang) -> &'static str {
    match why {
        Why::Weekend => lang.day_weekend(),
        Why::Holiday => lang.day_holiday(),
        Why::Local => lang.day_local(),
    }
}

pub(super) fn calendars(session: &mut Session<'_>) -> Result<Status, Error> {
    let years = match session.ask(Request::Calendars)? {
        Answer::Calendars(years) => years,
        Answer::Refused(refusal) => return Err(refusal.into()),
        _ => return Err(Error::Crossed),
    };
    let lang = session.lang;
    for year in years {
        if session.json {
            session.out.json(&year)?;
            continue;
        }
        let days = |days: &[jiff::civil::Date]| {
            let days: Vec<String> = days
                .iter()
                .map(|day| day.strftime("%m-%d").to_string())
                .collect();
            days.join(" ")
        };
        session
            .out
            .line(&lang.calendar_of(year.year, &year.source))?;
        let sorts = [
            (lang.days_off(), &year.off),
            (lang.days_worked(), &year.work),
            (lang.days_local(), &year.local),
        ];
        for (label, dates) in sorts.into_iter().filter(|(_, dates)| !dates.is_empty()) {
            session
                .out
                .line(&format!("  {}", lang.labelled(label, &days(dates))))?;
        }
    }
    Ok(Status::Done)
}
