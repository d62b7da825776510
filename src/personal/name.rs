//! Whether words look like a person's name, so that nobody's is kept for everybody to find. A rule
//! of thumb over `seed/names.txt`: a rare name is not known, nor one in pinyin, where 高温 and
//! somebody called Gao Wen are the same letters.

use std::collections::HashSet;
use std::sync::LazyLock;

const NAMES: &str = include_str!("../../seed/names.txt");

/// By what names are known.
struct Known {
    surnames: HashSet<&'static str>,
    given: HashSet<char>,
    called: HashSet<&'static str>,
    anybody: HashSet<&'static str>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let row = |label: &str| {
        let rows = NAMES.lines();
        let row = rows.filter_map(move |line| line.strip_prefix(label)?.strip_prefix(':'));
        row.flat_map(str::split_whitespace).collect::<Vec<_>>()
    };
    Known {
        surnames: row("surnames").into_iter().collect(),
        given: row("given").concat().chars().collect(),
        called: row("called").into_iter().collect(),
        anybody: row("anybody").into_iter().collect(),
    }
});

/// Characters of a given name at most.
const GIVEN: usize = 2;

/// Whether one of some words looks like a person's name: 张伟, 欧阳小雪, 王老板, 张伟家.
pub(crate) fn is_among(words: &str) -> bool {
    let is_apart = |c: char| c.is_whitespace() || "·、，,".contains(c);
    words.split(is_apart).any(is_name)
}

fn is_name(word: &str) -> bool {
    if KNOWN.anybody.contains(word) {
        return true;
    }
    // The longer surname first: 欧阳, not 欧.
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8()).take(2);
    let mut ends: Vec<usize> = ends.collect();
    ends.reverse();
    let surname = ends
        .into_iter()
        .filter_map(|end| word.split_at_checked(end))
        .find(|(surname, _)| KNOWN.surnames.contains(surname));
    let Some((_, rest)) = surname else {
        return false;
    };
    if KNOWN.called.contains(rest) && rest.chars().count() > 1 || rest == "某" {
        return true;
    }
    let mut called = KNOWN.called.iter();
    let is_given = |rest: &str| {
        let count = rest.chars().count();
        (1..=GIVEN).contains(&count) && rest.chars().all(|c| KNOWN.given.contains(&c))
    };
    is_given(rest) || called.any(|called| rest.strip_suffix(called).is_some_and(is_given))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_and_what_visitors_say_is_none() {
        for name in [
            "张伟",
            "王秀英",
            "李娜",
            "陈小明",
            "欧阳雪",
            "符海燕",
            "张三",
            "王小二",
            "张伟家",
            "王老板",
            "李师傅",
            "陈某",
            "刘建国先生",
            "工资 张伟",
        ] {
            assert!(is_among(name), "{name}");
        }
        for word in [
            "讨薪",
            "红本本",
            "高温",
            "高温补贴",
            "许可",
            "许可证",
            "马上",
            "金额",
            "白条",
            "周末",
            "周三",
            "任职",
            "方案",
            "石油",
            "毛坯",
            "钟点工",
            "黄牛",
            "万元",
            "余额",
            "文凭",
            "何时",
            "常住",
            "程序",
            "康复",
            "包工头",
            "童工",
            "老板跑了",
            "关系",
            "管家",
            "林业",
            "田地",
            "sydj",
            "zhangwei",
            "",
            "张",
            "工伤",
            "社保卡",
            "于是",
            "江湖",
            "时薪",
            "方便",
            "申报",
        ] {
            assert!(!is_among(word), "{word}");
        }
    }

    #[test]
    fn no_word_of_the_table_of_synonyms_is_taken_for_a_name() {
        let table = include_str!("../../seed/synonyms.toml");
        let lines = table.lines().filter(|line| line.starts_with("say"));
        let said = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        let taken: Vec<&str> = said.filter(|said| is_among(said)).collect();
        assert_eq!(taken, [] as [&str; 0]);
    }
}
