//! A made-up owner of a few cases, for the screens about many. Knows no screen.

use guitai::casework::{CaseKind, CaseNumber, Status, VisitorShown};
use guitai::rpc::{
    Answer, CaseField, CaseHit, CaseLine, CaseMark, CasesFound, ListCases, Loading, Request,
    TotalIs,
};
use jiff::civil::{Date, date};

/// Who answers about many cases.
#[derive(Default)]
pub(super) struct Owner {
    /// Whether there are none.
    pub(super) empty: bool,
    /// How far it is with reading them in.
    pub(super) loading: Option<Loading>,
    /// Whether what it tells is meant to harm.
    pub(super) hostile: bool,
    /// How many more came in.
    pub(super) more: u32,
}

/// The day of the made-up owner.
pub(super) const TODAY: Date = date(2026, 11, 24);

impl Owner {
    pub(super) fn answer(&self, request: &Request) -> Option<Answer> {
        match request {
            Request::ListCases(list) => Some(Answer::Cases(Box::new(self.found(list)))),
            Request::Watch(_) => Some(Answer::Done),
            _ => None,
        }
    }

    fn found(&self, list: &ListCases) -> CasesFound {
        let newer = (0..self.more).rev().map(|n| {
            case(
                CaseKind::Enquiry,
                24,
                100 + n,
                Status::Open,
                None,
                ["工资", "王**", "", "人社管理中心"],
            )
        });
        let mut lines: Vec<CaseLine> = newer.chain(cases()).collect();
        if self.hostile {
            lines.iter_mut().for_each(spoil);
        }
        let fits = |line: &CaseLine| {
            let filter = &list.filter;
            let left = line.due_on.map(|due| TODAY.until(due).unwrap().get_days());
            let text =
                |text: &Option<String>| text.as_ref().is_some_and(|t| t.contains(&list.text));
            (list.text.is_empty() || text(&line.subject) || text(&line.respondent))
                && (filter.kinds.is_empty() || filter.kinds.contains(&line.kind))
                && (filter.statuses.is_empty() || filter.statuses.contains(&line.status))
                && (!filter.overdue || left.is_some_and(|left| left < 0))
                && (!filter.mine || line.clerk.as_str() == "lihua")
                && !self.empty
        };
        lines.retain(fits);
        let total = lines.len();
        CasesFound {
            query: list.text.clone(),
            cut: false,
            total,
            total_is: TotalIs::Exact,
            matched: None,
            today: TODAY,
            loading: self.loading,
            left_out: 0,
            numbers: Vec::new(),
            lines: lines
                .into_iter()
                .take(list.limit)
                .map(|line| CaseHit {
                    marks: marks(&line, &list.text),
                    line,
                })
                .collect(),
        }
    }
}

fn marks(line: &CaseLine, query: &str) -> Vec<CaseMark> {
    let mark = |field, text: &Option<String>| {
        let text = text.as_deref().filter(|_| !query.is_empty())?;
        let at = text[..text.find(query)?].chars().count();
        let ranges = std::iter::once(at..at + query.chars().count()).collect();
        Some(CaseMark { field, ranges })
    };
    let found = [
        mark(CaseField::Subject, &line.subject),
        mark(CaseField::Respondent, &line.respondent),
    ];
    found.into_iter().flatten().collect()
}

/// Subject, visitor, respondent and agency; empty: none.
fn case(
    kind: CaseKind,
    day: i8,
    serial: u32,
    status: Status,
    due_on: Option<Date>,
    words: [&str; 4],
) -> CaseLine {
    let [subject, name, respondent, agency] =
        words.map(|word| Some(word.to_owned()).filter(|word| !word.is_empty()));
    CaseLine {
        number: CaseNumber {
            day: date(2026, 11, day),
            kind,
            serial,
        },
        kind,
        track: None,
        status,
        revision: 1,
        service: None,
        service_title: Some("劳动保障监察投诉、举报".to_owned()),
        agency,
        subject,
        visitor: VisitorShown {
            anonymous: Some(name.is_none()),
            name,
            ..VisitorShown::default()
        },
        respondent,
        clerk: if serial.is_multiple_of(2) {
            "lihua"
        } else {
            "zhangmin"
        }
        .parse()
        .unwrap(),
        counter: Some("3".to_owned()),
        opened_at: format!("2026-11-{day:02}T01:05:00Z").parse().unwrap(),
        due_on,
        due_rule: due_on.map(|_| "L1".to_owned()),
        provisional: false,
        overdue: due_on.is_some_and(|due| due < TODAY),
        closed_at: None,
        outcome: None,
        merged_into: None,
    }
}

fn cases() -> Vec<CaseLine> {
    use CaseKind::{Complaint, Enquiry, Tipoff};
    use Status::{Accepted, Answered, Closed, Declined, Merged, Open, Referred, Voided, Withdrawn};
    let november = |day| Some(date(2026, 11, day));
    let centre = "人社管理中心";
    let labour = "劳动保障监察大队";
    vec![
        case(
            Enquiry,
            24,
            3,
            Answered,
            None,
            ["申报失业登记", "", "", centre],
        ),
        case(
            Complaint,
            24,
            2,
            Open,
            Some(date(2026, 12, 1)),
            [
                "拖欠三个月工资，项目部一直说等结算",
                "张**",
                "某某建筑工程有限公司",
                labour,
            ],
        ),
        case(
            Tipoff,
            24,
            1,
            Open,
            Some(date(2026, 12, 1)),
            ["使用童工", "举报人", "城东某饭店", labour],
        ),
        case(Enquiry, 23, 7, Open, None, ["", "李*", "", centre]),
        case(
            Complaint,
            23,
            2,
            Accepted,
            Some(date(2027, 1, 22)),
            ["未签劳动合同", "王**", "某某物流公司", labour],
        ),
        case(
            Complaint,
            20,
            4,
            Referred,
            november(26),
            ["社保没有缴", "J***", "某某酒店管理有限公司", "区税务局"],
        ),
        case(
            Complaint,
            17,
            1,
            Open,
            november(24),
            ["押金不退", "赵*", "某某家政服务部", labour],
        ),
        case(
            Complaint,
            13,
            5,
            Open,
            november(20),
            ["加班费", "欧阳**", "某某电子厂", labour],
        ),
        case(
            Tipoff,
            12,
            2,
            Accepted,
            november(12),
            ["骗取培训补贴", "举报人", "某某职业培训学校", labour],
        ),
        case(
            Complaint,
            11,
            1,
            Closed,
            None,
            ["拖欠工资", "陈**", "某某装饰公司", labour],
        ),
        case(
            Complaint,
            10,
            3,
            Declined,
            None,
            ["交通事故赔偿", "孙*", "某某运输公司", labour],
        ),
        case(
            Complaint,
            10,
            2,
            Merged,
            None,
            ["拖欠工资", "周**", "某某装饰公司", labour],
        ),
        case(
            Enquiry,
            9,
            12345,
            Withdrawn,
            None,
            ["灵活就业社保补贴", "", "", centre],
        ),
        case(Enquiry, 9, 1, Voided, None, ["误录", "", "", ""]),
    ]
}

/// Everything that could harm a terminal or a column, in every text.
fn spoil(line: &mut CaseLine) {
    let bad =
        "\u{1b}[5i\u{202e}工\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}👨‍👩‍👧\u{9b}31m\r\n\t资\u{200b}";
    for text in [
        &mut line.subject,
        &mut line.service_title,
        &mut line.agency,
        &mut line.respondent,
        &mut line.visitor.name,
    ] {
        *text = Some(bad.repeat(9));
    }
}
