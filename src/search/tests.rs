//! What the engine promises of order, highlights and reasons, over documents made for it.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a list of one stretch is meant, not its numbers"
)]

use proptest::prelude::*;

use super::*;

fn titled(title: &str) -> Document {
    document(&[(Nature::Words(Standing::Title), title)], 0)
}

fn document(fields: &[(Nature, &str)], prior: i64) -> Document {
    let field = |(nature, text): &(Nature, &str)| Field {
        tag: 0,
        text: (*text).to_owned(),
        nature: *nature,
    };
    Document {
        fields: fields.iter().map(field).collect(),
        prior,
        sort: 0,
    }
}

fn engine(documents: Vec<Document>) -> Engine {
    let mut engine = Engine::default();
    for document in documents {
        engine.add(document);
    }
    engine
}

/// The documents that fit, best first.
fn order(engine: &Engine, typed: &str) -> Vec<DocKey> {
    let query = Query::new(typed);
    let matches = engine.find(&engine.ask(&query), usize::MAX, |_| true, |_| 0);
    matches.best.iter().map(|found| found.doc).collect()
}

#[test]
fn whole_before_adjacent_before_scattered() {
    let engine = engine(vec![
        titled("失业人员登记管理办法"),
        titled("办理失业登记手续的通知"),
        titled("失业登记"),
    ]);
    for typed in ["失业登记", "sydj", "shiyedengji", "失业dj"] {
        assert_eq!(order(&engine, typed), [2, 1, 0], "{typed}");
    }
}

#[test]
fn titles_before_contents_before_what_stands_beside() {
    let fields = |standing| {
        document(
            &[
                (Nature::Words(Standing::Title), "某事"),
                (Nature::Words(standing), "办理失业登记手续"),
            ],
            0,
        )
    };
    let engine = engine(vec![
        fields(Standing::Aside),
        fields(Standing::Body),
        titled("办理失业登记手续"),
    ]);
    assert_eq!(order(&engine, "失业登记"), [2, 1, 0]);
}

#[test]
fn a_title_before_a_short_heading_that_is_all_match() {
    let title = Nature::Words(Standing::Title);
    let aside = Nature::Words(Standing::Aside);
    let engine = engine(vec![
        document(&[(title, "某某制度"), (aside, "监督检查内容")], 0),
        document(
            &[
                (title, "对基本医疗保险定点医疗机构的监督检查"),
                (aside, "监督检查内容"),
            ],
            0,
        ),
    ]);
    let query = Query::new("监督检查");
    let asked = engine.ask(&query);
    assert_eq!(order(&engine, "监督检查"), [1, 0]);
    assert_eq!(engine.detail(&asked, 1).terms[0].field, 0, "by its title");
}

#[test]
fn letters_alone_stand_apart_in_two_pieces_at_most() {
    let engine = engine(vec![
        titled("灵活就业人员申请社保补贴"),
        titled("灵活就业人员申请社保缴费补贴"),
    ]);
    assert_eq!(order(&engine, "lhbt"), [0, 1]);
    assert_eq!(order(&engine, "lhrybt"), [] as [DocKey; 0]);
    assert_eq!(order(&engine, "灵活人员补贴"), [0, 1]);
}

#[test]
fn the_likelier_first_when_all_else_is_equal() {
    let title = [(Nature::Words(Standing::Title), "失业登记")];
    let engine = engine(vec![
        document(&title, 0),
        document(&title, 5),
        document(&title, 0),
    ]);
    assert_eq!(order(&engine, "sydj"), [1, 0, 2]);
}

#[test]
fn words_in_any_order_and_each_of_them() {
    let engine = engine(vec![
        titled("城乡居民医疗意外受伤住院报销"),
        titled("医疗保险"),
        titled("报销办法"),
    ]);
    for typed in ["报销 医疗", "医疗 报销", "baoxiao yl", "yl　报销"] {
        assert_eq!(order(&engine, typed), [0], "{typed}");
    }
}

fn thesaurus_stops(engine: &mut Engine, stops: &[&str]) {
    let mut thesaurus = Thesaurus::default();
    for stop in stops {
        thesaurus.stop(stop);
    }
    engine.learn(thesaurus);
}

#[test]
fn speech_that_stands_apart_somewhere_is_no_answer() {
    let mut engine = engine(vec![titled("我区特殊需要人才"), titled("我要创业")]);
    assert_eq!(order(&engine, "我要"), [1, 0]);
    thesaurus_stops(&mut engine, &["我要", "要"]);
    assert_eq!(order(&engine, "我要"), [1], "where it stands it is found");
    assert_eq!(
        order(&engine, "要"),
        [] as [DocKey; 0],
        "it stands everywhere"
    );
}

#[test]
fn words_of_one_character_tell_little_apart() {
    let engine = engine(vec![titled("登上业务失常"), titled("办理失业登记的通知")]);
    assert_eq!(order(&engine, "失 业"), [1], "two are one word");
    assert_eq!(order(&engine, "失 业 登"), [1, 0]);
    let query = Query::new("失 业 登");
    let asked = engine.ask(&query);
    assert!(engine.detail(&asked, 0).apart < -score::APART);
}

#[test]
fn digits_find_numbers_by_whole_local_part_and_tail() {
    let engine = engine(vec![
        document(
            &[
                (Nature::Words(Standing::Title), "甲"),
                (Nature::Phone(Standing::Name), "0898-88844936"),
            ],
            0,
        ),
        document(
            &[
                (Nature::Words(Standing::Title), "乙"),
                (Nature::Phone(Standing::Name), "0898-49368800"),
            ],
            0,
        ),
        titled("“3545”灵活就业"),
    ]);
    for typed in [
        "0898-88844936",
        "0898 88844936",
        "88844936",
        "８８８４４９３６",
    ] {
        assert_eq!(order(&engine, typed), [0], "{typed}");
    }
    assert_eq!(order(&engine, "4936"), [0, 1], "a tail before the middle");
    assert_eq!(order(&engine, "３５４５"), [2]);
}

#[test]
fn extensions_are_found_apart_and_with_their_number() {
    let title = (Nature::Words(Standing::Title), "甲");
    let phone = (Nature::Phone(Standing::Name), "0898-88832671转8001");
    let engine = engine(vec![document(&[title, phone], 0)]);
    for (typed, marks) in [
        ("88832671", 5..13),
        ("2671", 9..13),
        ("8001", 14..18),
        ("88832671转8001", 5..18),
        ("2671转80", 9..16),
    ] {
        let query = Query::new(typed);
        let detail = engine.detail(&engine.ask(&query), 0);
        assert_eq!(detail.marks, [(1, vec![marks])], "{typed}");
    }
    assert_eq!(
        order(&engine, "18001"),
        [] as [DocKey; 0],
        "not across both"
    );
}

#[test]
fn a_sound_breaks_off_only_at_its_initial_or_where_typing_stops() {
    let engine = engine(vec![titled("申报登记"), titled("社保补贴")]);
    // she|bao is no way to type 申报, though she- begins its sound.
    assert_eq!(order(&engine, "shebao"), [1]);
    assert_eq!(order(&engine, "shenba"), [0]);
    assert_eq!(order(&engine, "shbao"), [0, 1]);
}

#[test]
fn the_line_as_one_run_comes_before_its_words_apart() {
    let engine = engine(vec![
        titled("登记失业人员的通知"),
        titled("关于失业登记的通知"),
    ]);
    assert_eq!(order(&engine, "失业 登记"), [1, 0]);
    assert_eq!(order(&engine, "shi ye deng ji"), [1, 0]);
}

#[test]
fn a_word_typed_twice_is_a_word() {
    let engine = engine(vec![titled("申报失业登记"), titled("实施办法")]);
    assert_eq!(order(&engine, "登记 登记"), [0]);
    assert_eq!(order(&engine, "shi shi")[0], 1, "two syllables of one word");
}

#[test]
fn the_usual_reading_before_the_odd_one() {
    // 重 is zhòng before it is chóng, 长 is zhǎng before it is cháng.
    let engine = engine(vec![
        titled("重点工作"),
        titled("众店工作"),
        titled("充电工作"),
    ]);
    assert_eq!(order(&engine, "chongdian"), [2, 0]);
    assert_eq!(order(&engine, "zhongdian"), [0, 1]);
}

#[test]
fn highlights_point_at_the_characters_however_they_were_typed() {
    let engine = engine(vec![titled("受理举报、投诉；接受投诉")]);
    for (typed, marks) in [
        ("举报投诉", vec![2..4, 5..7]),
        ("jbts", vec![2..4, 5..7]),
        ("jubaotousu", vec![2..4, 5..7]),
        ("舉報", vec![2..4]),
        // Every place where the word stands.
        ("ts", vec![5..7, 10..12]),
    ] {
        let query = Query::new(typed);
        let detail = engine.detail(&engine.ask(&query), 0);
        assert_eq!(detail.marks, [(0, marks)], "{typed}");
    }
}

#[test]
fn archaic_readings_are_not_meant_by_an_initial() {
    // 体 was once read cuì.
    let engine = engine(vec![titled("劳动集体合同")]);
    assert_eq!(order(&engine, "ldjc"), [] as [DocKey; 0]);
    assert_eq!(order(&engine, "ldjtht"), [0]);
}

#[test]
fn punctuation_and_invisible_characters_alone_find_nothing() {
    let engine = engine(vec![titled("失业、登记")]);
    for typed in ["、", "？！", "\u{200b}", ""] {
        assert_eq!(order(&engine, typed), [] as [DocKey; 0], "{typed:?}");
    }
}

#[test]
fn a_close_look_is_taken_only_at_what_can_be_among_the_best() {
    let mut engine = Engine::default();
    for n in 0..2000 {
        engine.add(titled(&format!("第{n}号关于失业人员生活登记的通知")));
    }
    engine.add(titled("失业登记"));
    let query = Query::new("失业登记");
    let matches = engine.find(&engine.ask(&query), 1, |_| true, |_| 0);
    assert_eq!(matches.best[0].doc, 2000);
    assert_eq!(matches.all.len(), 2001);
    assert!(matches.judged < 20, "{} of 2001 judged", matches.judged);
}

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "失业",
        "登登",
        "33",
        "积极制",
        "登记",
        "社保",
        "补贴",
        "就业",
        "重庆",
        "、",
        "行",
        "长",
        "s",
        "3545",
        "的",
    ];
    proptest::collection::vec(prop::sample::select(parts.to_vec()), 1..8)
        .prop_map(|parts| parts.concat())
}

fn typed() -> impl Strategy<Value = String> {
    let parts = [
        "失业", "登", "3", "333", "jiji", "zh", "登", "sy", "dj", "shi", "bao", " ", "就业", "cq",
        "chang", "3545", "、", "j",
    ];
    proptest::collection::vec(prop::sample::select(parts.to_vec()), 1..5)
        .prop_map(|parts| parts.concat())
}

proptest! {
    // Many: fuzzy-matcher's scores once depended on what it was asked before, for few queries.
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn the_best_few_are_the_best_of_all_and_their_reasons_add_up(
        texts in proptest::collection::vec((text(), text(), 0i64..15), 1..30),
        typed in typed(),
        wanted in 1usize..6,
    ) {
        let documents = texts.iter().map(|(title, body, prior)| document(
            &[(Nature::Words(Standing::Title), title), (Nature::Words(Standing::Body), body)],
            *prior,
        ));
        let engine = engine(documents.collect());
        let query = Query::new(&typed);
        let asked = engine.ask(&query);
        let all = engine.find(&asked, usize::MAX, |_| true, |_| 0);
        let few = engine.find(&asked, wanted, |_| true, |_| 0);
        prop_assert_eq!(&few.best[..], &all.best[..all.best.len().min(wanted)]);
        prop_assert_eq!(&few.all, &all.all);
        prop_assert_eq!(all.best.len(), all.all.len());

        for found in &all.best {
            let detail = engine.detail(&asked, found.doc);
            let sum: i64 = detail.terms.iter().map(|term| term.weight * term.points.sum()).sum();
            let weight: i64 = detail.terms.iter().map(|term| term.weight).sum();
            let bonuses = detail.apart + detail.verbatim + detail.lean + detail.prior;
            let score = sum / weight + bonuses;
            prop_assert_eq!(score, found.score);
            let texts = &texts[found.doc as usize];
            for (field, ranges) in &detail.marks {
                let len = [&texts.0, &texts.1][*field].chars().count();
                prop_assert!(!ranges.is_empty());
                prop_assert!(ranges.windows(2).all(|two| two[0].end < two[1].start));
                prop_assert!(ranges.iter().all(|range| range.start < range.end && range.end <= len));
            }
        }
    }
}
