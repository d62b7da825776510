//! Masks: what is shown of personal data to whoever has not asked to see it whole (CONTRACT,
//! Masks). Knows no screen and not who may see more.

use super::check::{Phone, parse_phone, parse_resident};
use super::kind::CaseKind;
use super::visitor::{Visitor, VisitorShown};
use crate::chars;

/// All that is shown of a tip-off's informant.
const INFORMANT: &str = "举报人";
/// Stands for what is hidden where its length is nobody's business.
const HIDDEN: &str = "****";

/// A visitor as shown. Of a tip-off's informant nothing is, whoever asks, nor whether they are known.
#[must_use]
pub fn visitor(kind: CaseKind, visitor: &Visitor, reveal: bool) -> VisitorShown {
    let masked = |value: &Option<String>, mask: fn(&str) -> String| {
        value
            .as_ref()
            .map(|text| if reveal { text.clone() } else { mask(text) })
    };
    match kind {
        CaseKind::Tipoff => VisitorShown {
            name: Some(INFORMANT.to_owned()),
            ..VisitorShown::default()
        },
        CaseKind::Enquiry | CaseKind::Complaint => VisitorShown {
            name: masked(&visitor.name, name),
            phone: masked(&visitor.phone, phone),
            id_number: masked(&visitor.id_number, id_number),
            address: masked(&visitor.address, address),
            anonymous: Some(visitor.anonymous),
            confidential: Some(visitor.confidential),
        },
    }
}

/// A name: of Han characters the first, `*` for each other; else the first letter and `***`.
#[must_use]
pub fn name(text: &str) -> String {
    let letters: Vec<char> = text
        .trim()
        .chars()
        .filter(|c| !chars::is_variation_selector(*c))
        .collect();
    let is_han_name = letters.iter().all(|c| is_han(*c) || is_name_dot(*c));
    match letters.as_slice() {
        [] => String::new(),
        [_] if is_han_name => "*".to_owned(),
        [_] => "***".to_owned(),
        [first, rest @ ..] if is_han_name => format!("{first}{}", "*".repeat(rest.len())),
        [first, ..] => format!("{first}***"),
    }
}

/// A telephone number: `138****1234`, `0898-8883****`; of anything else the first three digits at
/// most, and nothing where it begins with something else (a name in the wrong field).
#[must_use]
pub fn phone(text: &str) -> String {
    match parse_phone(text) {
        Some(Phone::Mobile(digits)) => ends(&digits, 3, 4),
        Some(Phone::Service(digits)) => ends(&digits, 3, 0),
        Some(Phone::Landline(area, local)) => {
            let shown: String = local.chars().take(local.len() - 4).collect();
            let area = area.map(|area| area + "-").unwrap_or_default();
            format!("{area}{shown}{HIDDEN}")
        }
        None if text.trim().is_empty() => String::new(),
        None => {
            let letters: Vec<char> = text.trim().chars().collect();
            let most = (letters.len() / 2).min(3);
            let digits = letters.iter().take_while(|c| c.is_numeric());
            let shown: String = digits.take(most).collect();
            format!("{shown}{HIDDEN}")
        }
    }
}

/// A number of a document: of an identity number the first six and last four, of others the first
/// and last two; a short one not at all.
#[must_use]
pub fn id_number(text: &str) -> String {
    if let Some(number) = parse_resident(text) {
        return ends(&number, 6, 4);
    }
    let text = text.trim();
    match text.chars().count() {
        0 => String::new(),
        1..=5 => HIDDEN.to_owned(),
        _ => ends(text, 2, 2),
    }
}

/// An address, up to the town or street; where it says neither, or nothing after, up to the
/// district or city. A street that is named after the house does not count (`3栋501，近迎宾路`).
#[must_use]
pub fn address(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let towns: &[&str] = &["镇", "乡", "街道", "大道", "路", "街", "村", "巷"];
    let districts: &[&str] = &["区", "县"];
    let cities: &[&str] = &["市", "省", "州"];
    let outside = before_the_house(text);
    let shown = [towns, districts, cities]
        .into_iter()
        .find_map(|names| up_to(text, outside, names));
    format!("{}{HIDDEN}", shown.unwrap_or_default())
}

/// What of an address stands before whatever tells one house from the next: a number, a building,
/// an estate, a remark in brackets. Too little is better than too much: the rest is hidden.
fn before_the_house(text: &str) -> &str {
    let houses = [
        "栋", "幢", "号", "室", "单元", "座", "小区", "花园", "公寓", "宿舍", "(", "（",
    ];
    let number = text.find(char::is_numeric);
    let house = houses.iter().filter_map(|house| text.find(house));
    let end = house.chain(number).min();
    end.map_or(text, |end| &text[..end])
}

/// A text up to and with the first of some names in its `outside`, which it begins with; nothing
/// where none stands there with something before and something to hide after it.
fn up_to<'a>(text: &'a str, outside: &str, names: &[&str]) -> Option<&'a str> {
    let ends = names.iter().filter_map(|name| {
        let start = outside.find(name)?;
        Some((start, start + name.len()))
    });
    // Of two at the same place the longer one: 街道 before 街.
    let (start, end) = ends.min_by_key(|(start, end)| (*start, std::cmp::Reverse(*end)))?;
    (start > 0 && end < text.len()).then(|| &text[..end])
}

/// The first and last characters of a text, `*` for each between.
fn ends(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    let hidden = first..length.saturating_sub(last);
    let masked = text.chars().enumerate();
    masked
        .map(|(at, c)| if hidden.contains(&at) { '*' } else { c })
        .collect()
}

/// Whether a character is one of Chinese writing.
const fn is_han(c: char) -> bool {
    matches!(c, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// The dot between the parts of names from other languages, written in Han characters.
const fn is_name_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (whole, shown) in [
            ("张三丰", "张**"),
            ("张三", "张*"),
            ("张", "*"),
            ("葛\u{e0100}亮", "葛*"),
            ("艾力·买买提", "艾*****"),
            ("艾力•买买提", "艾*****"),
            ("艾力・买买提", "艾*****"),
            ("艾力‧买买提", "艾*****"),
            ("张〇", "张*"),
            ("王\u{20bb7}", "王*"),
            ("龍\u{f900}", "龍*"),
            ("㐀\u{4dbf}", "㐀*"),
            ("John Smith", "J***"),
            ("张San", "张***"),
            ("J", "***"),
            (" ", ""),
        ] {
            assert_eq!(name(whole), shown, "{whole:?}");
        }
    }

    #[test]
    fn telephone_numbers() {
        for (whole, shown) in [
            ("13812341234", "138****1234"),
            ("+86 138-1234-1234", "138****1234"),
            ("１３８１２３４１２３４", "138****1234"),
            ("0898-88832671", "0898-8883****"),
            ("089888832671", "0898-8883****"),
            ("88832671", "8883****"),
            ("8883267", "888****"),
            ("400-820-8820", "400*******"),
            ("138123412345", "138****"),
            ("13812341234、13912341234", "138****"),
            ("110", "1****"),
            ("1", "****"),
            // In the wrong field.
            ("李大力啊", "****"),
            ("找李大力 13812341234", "****"),
            ("1a李大力", "1****"),
            ("", ""),
        ] {
            assert_eq!(phone(whole), shown, "{whole:?}");
        }
    }

    #[test]
    fn numbers_of_documents() {
        for (whole, shown) in [
            ("460200199001012714", "460200********2714"),
            ("11010519491231002x", "110105********002X"),
            ("110105491231002", "110105*****1002"),
            ("E12345678", "E1*****78"),
            ("H12345", "H1**45"),
            ("H1234", "****"),
            ("H1", "****"),
            ("", ""),
        ] {
            assert_eq!(id_number(whole), shown, "{whole:?}");
        }
    }

    #[test]
    fn addresses() {
        for (whole, shown) in [
            (
                "海南省三亚市崖州区崖城镇城东村3队",
                "海南省三亚市崖州区崖城镇****",
            ),
            ("三亚市吉阳区迎宾路123号", "三亚市吉阳区迎宾路****"),
            ("三亚市天涯区河西街道5栋", "三亚市天涯区河西街道****"),
            ("崖城镇", "****"),
            ("三亚市崖州区崖城镇", "三亚市崖州区****"),
            ("三亚市阳光花园3栋", "三亚市****"),
            ("三亚市阳光花园3栋501室（迎宾路旁）", "三亚市****"),
            ("三亚市天涯区３栋５０１，近学校路", "三亚市天涯区****"),
            ("三亚市阳光花园三栋二单元，迎宾路口", "三亚市****"),
            ("三亚市阳光小区五楼", "三亚市****"),
            ("①号楼，保平村", "****"),
            ("三亚市解放三路二号", "三亚市解放三路****"),
            ("5 Main Road", "****"),
            ("", ""),
        ] {
            assert_eq!(address(whole), shown, "{whole:?}");
        }
    }

    #[test]
    fn of_an_informant_nothing_is_shown() {
        let whole = Visitor {
            name: Some("张三".into()),
            phone: Some("13812341234".into()),
            id_number: Some("460200199001012714".into()),
            address: Some("三亚市迎宾路1号".into()),
            anonymous: false,
            confidential: true,
        };
        for reveal in [false, true] {
            let shown = visitor(CaseKind::Tipoff, &whole, reveal);
            let nothing_else = VisitorShown {
                name: Some("举报人".into()),
                ..VisitorShown::default()
            };
            assert!(shown == nothing_else, "{shown:?}");
        }
        let shown = visitor(CaseKind::Complaint, &whole, false);
        assert_eq!(shown.name.as_deref(), Some("张*"));
        assert_eq!(shown.phone.as_deref(), Some("138****1234"));
        assert_eq!(shown.address.as_deref(), Some("三亚市迎宾路****"));
        assert_eq!(
            (shown.anonymous, shown.confidential),
            (Some(false), Some(true))
        );
        let shown = visitor(CaseKind::Complaint, &whole, true);
        assert_eq!((shown.name, shown.phone), (whole.name, whole.phone));
    }
}
