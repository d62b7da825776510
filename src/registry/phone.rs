//! Telephone numbers as a list prints them: found in a cell, completed with the area code.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// A number fit to be dialled from anywhere in the country, such as `0898-88832671`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// The number with its area code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The numbers in the lines of a telephone cell, each once. Labels beside numbers (`办公室：`) are
/// passed over; a line of words alone, or digits that make no number, are an error with the index
/// of the line.
///
/// # Errors
/// The index of the first line that was not understood.
pub fn parse(lines: &[&str], area: Option<&str>) -> Result<Vec<Phone>, usize> {
    let mut phones = Vec::new();
    // `0898-88832671、88832672`: what follows is of the same place, whatever the header says.
    let mut place = area.map(str::to_owned);
    let mut carried = String::new();
    for (at, line) in lines.iter().enumerate() {
        carried.extend(line.nfkc().map(fold));
        let goes_on = carried.trim_end().ends_with(['-', ':', '(', '转']);
        if goes_on && at + 1 < lines.len() {
            continue;
        }
        let Some(found) = line_numbers(&carried, &mut place) else {
            if !carried.contains(|c: char| c.is_ascii_digit()) {
                return Err(at);
            }
            // A narrow column may break a number itself: then the cell reads only as one line.
            let whole: String = lines.concat().nfkc().map(fold).collect();
            let broken =
                (lines.len() > 1).then(|| line_numbers(&whole, &mut area.map(str::to_owned)));
            return broken.flatten().map(unique).ok_or(at);
        };
        phones.extend(found);
        carried.clear();
    }
    Ok(unique(phones))
}

fn unique(mut phones: Vec<Phone>) -> Vec<Phone> {
    let mut seen = std::collections::HashSet::new();
    phones.retain(|phone| seen.insert(phone.clone()));
    phones
}

/// One mark for the many dashes of print.
const fn fold(c: char) -> char {
    match c {
        '‐'..='―' | '−' | '─' | 'ー' => '-',
        '【' | '[' | '〔' => '(',
        '】' | ']' | '〕' => ')',
        _ => c,
    }
}

/// The numbers of a line; none when something in it is neither number nor label. An area code that
/// is printed holds from there on.
fn line_numbers(line: &str, area: &mut Option<String>) -> Option<Vec<Phone>> {
    let none = |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '无' | '暂' | '。');
    if line.chars().all(none) {
        return Some(Vec::new());
    }
    let mut phones: Vec<Phone> = Vec::new();
    for piece in line.split(['、', '/', ',', ';', '|', '或', '和', '\\']) {
        let runs = Runs::of(piece);
        let mut rest = runs.0.as_slice();
        while !rest.is_empty() {
            let (phone, used) = one(rest, area.as_deref())?;
            if let Some((code, _)) = phone
                .0
                .split_once('-')
                .filter(|(code, _)| code.starts_with('0'))
            {
                *area = Some(code.to_owned());
            }
            phones.push(phone);
            rest = rest.get(used..)?;
        }
    }
    (!phones.is_empty()).then_some(phones)
}

/// The runs of digits in a text, each with what stands before it.
struct Runs<'a>(Vec<(Gap, &'a str)>);

/// What stands before a run of digits, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    /// Spaces, brackets or nothing.
    Space,
    /// A dash.
    Dash,
    /// 转, 分机: an extension follows.
    Extension,
    /// Words.
    Words,
}

impl<'a> Runs<'a> {
    fn of(text: &'a str) -> Self {
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|c: char| !c.is_ascii_digit());
            let (digits, after) = from.split_at(end.unwrap_or(from.len()));
            runs.push((Gap::of(before), digits));
            rest = after;
        }
        Self(runs)
    }
}

impl Gap {
    fn of(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || "()+".contains(c));
        match text {
            "" => Self::Space,
            "-" | "--" => Self::Dash,
            "转" | "-转" | "分机" | "转分机" | "分机号" | "ext" | "ext." | "x" => {
                Self::Extension
            }
            _ => Self::Words,
        }
    }

    /// Whether digits on both sides can be of one number.
    const fn joins(self) -> bool {
        matches!(self, Self::Space | Self::Dash)
    }
}

/// The first number of some runs, and how many of them it takes.
fn one(runs: &[(Gap, &str)], area: Option<&str>) -> Option<(Phone, usize)> {
    let country =
        usize::from(matches!(runs, [(_, "86" | "086" | "0086"), (gap, _), ..] if gap.joins()));
    let runs = runs.get(country..)?;
    let joined = |count: usize| -> Option<String> {
        let (first, others) = runs.get(..count)?.split_first()?;
        let fits = others.iter().all(|(gap, _)| gap.joins());
        fits.then(|| {
            std::iter::once(first)
                .chain(others)
                .map(|(_, digits)| *digits)
                .collect()
        })
    };
    // The fewest runs that make a number: `88832671 88844936` are two, `8883 2671` is one.
    let (number, used) = (1..=4).find_map(|count| {
        let lengths: Vec<usize> = runs.get(..count)?.iter().map(|(_, d)| d.len()).collect();
        Some((dialled(&joined(count)?, &lengths, area)?, count))
    })?;
    let extension = runs.get(used).filter(|(gap, digits)| match gap {
        Gap::Extension => digits.len() <= 6,
        // One digit after a dash is more often the end of a range: `3312345-7`.
        Gap::Dash => matches!(digits.len(), 2..=5),
        Gap::Space | Gap::Words => false,
    });
    let phone = match extension {
        Some((_, digits)) => Phone(format!("{number}转{digits}")),
        None => Phone(number),
    };
    Some((phone, country + used + usize::from(extension.is_some())))
}

/// Digits as they are dialled, when runs of these lengths make a number.
fn dialled(digits: &str, lengths: &[usize], area: Option<&str>) -> Option<String> {
    let is_group = |lengths: &[usize]| match lengths {
        [7 | 8] => true,
        [a, b] => matches!((a, b), (3 | 4, 4)),
        _ => false,
    };
    let starts = |marks: [char; 2]| digits.starts_with(marks);
    let toll_free = digits.starts_with("400") || digits.starts_with("800");
    match lengths {
        // 0898-88832671, 010 8883 2671
        [code @ (3 | 4), rest @ ..] if digits.starts_with('0') => {
            let (code, number) = digits.split_at(*code);
            let fits = is_group(rest) || (*rest == [5] && number.starts_with(['1', '9']));
            fits.then(|| format!("{code}-{number}"))
        }
        // 089888832671, 01088832671
        [10..=12] if digits.starts_with('0') => {
            let short = digits.starts_with("01") || digits.starts_with("02");
            let code = if short { 3 } else { 4 };
            let (code, number) = digits.split_at(code);
            matches!(number.len(), 7 | 8).then(|| format!("{code}-{number}"))
        }
        [11] | [3, 4, 4] if digits.starts_with('1') => Some(digits.to_owned()),
        [10] | [3, 3, 4] | [3, 4, 3] if toll_free => {
            Some(format!("{}-{}", &digits[..3], &digits[3..]))
        }
        [5 | 6] if starts(['1', '9']) => Some(digits.to_owned()),
        [3] if matches!(digits, "110" | "114" | "119" | "120" | "122") => Some(digits.to_owned()),
        // Landlines begin with 2 to 9: `138 0000` is the beginning of a mobile number, and so
        // `400 8881` of a service number.
        [3, 4] if toll_free => None,
        _ if is_group(lengths) && !starts(['0', '1']) => Some(match area {
            Some(area) => format!("{area}-{digits}"),
            None => digits.to_owned(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(lines: &[&str]) -> Result<Vec<String>, usize> {
        let phones = parse(lines, Some("0898"))?;
        Ok(phones.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_number_is_read_however_it_is_printed() {
        for (text, want) in [
            ("88832671", "0898-88832671"),
            ("８８８３２６７１", "0898-88832671"),
            ("8883 2671", "0898-88832671"),
            ("8883-2671", "0898-88832671"),
            ("0898-88832671", "0898-88832671"),
            ("0898—88832671", "0898-88832671"),
            ("（0898）88832671", "0898-88832671"),
            ("(0898) 8883 2671", "0898-88832671"),
            ("089888832671", "0898-88832671"),
            ("010-65123456", "010-65123456"),
            ("13800001234", "13800001234"),
            ("138 0000 1234", "13800001234"),
            ("+86 138-0000-1234", "13800001234"),
            ("400-888-1234", "400-8881234"),
            ("400 8881 234", "400-8881234"),
            ("12333", "12333"),
            ("12345", "12345"),
            ("110", "110"),
            ("88832671转803", "0898-88832671转803"),
            ("88832671 转 803", "0898-88832671转803"),
            ("88832671-803", "0898-88832671转803"),
            ("0898-88832671（分机803）", "0898-88832671转803"),
            ("办公室：88832671", "0898-88832671"),
            ("88832671（张科长）", "0898-88832671"),
        ] {
            assert_eq!(numbers(&[text]), Ok(vec![want.to_owned()]), "{text}");
        }
    }

    #[test]
    fn several_numbers_may_stand_in_a_cell() {
        for lines in [
            &["88832671、88844936"][..],
            &["88832671/88844936"],
            &["88832671，88844936"],
            &["88832671 88844936"],
            &["88832671", "88844936"],
            &["88832671", "0898-", "88844936", "88832671"],
            &["办公室：", "88832671", "窗口：88844936"],
        ] {
            let want = ["0898-88832671", "0898-88844936"];
            assert_eq!(numbers(lines).unwrap(), want, "{lines:?}");
        }
        assert_eq!(
            numbers(&["12333", "13800001234"]).unwrap(),
            ["12333", "13800001234"]
        );
        assert_eq!(numbers(&["8883", "2671"]).unwrap(), ["0898-88832671"]);
    }

    #[test]
    fn what_is_no_number_is_an_error_and_none_is_none() {
        for none in ["无", "—", "/", "－－", "暂无"] {
            assert_eq!(numbers(&[none]), Ok(Vec::new()), "{none}");
        }
        assert_eq!(numbers(&["详见公告"]), Err(0));
        assert_eq!(numbers(&["88832671", "注：以上为准"]), Err(1));
        assert_eq!(numbers(&["888326"]), Err(0));
        assert_eq!(numbers(&["88832671、2672"]), Err(0));
        assert_eq!(numbers(&["3312345-7"]), Err(0));
    }

    #[test]
    fn without_an_area_code_a_number_stays_as_it_is() {
        let phones = parse(&["88832671"], None).unwrap();
        assert_eq!(phones[0].as_str(), "88832671");
    }
}
