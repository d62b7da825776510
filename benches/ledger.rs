//! What a keystroke costs in the ledger: the shelf at 10,000, 100,000 and 1,000,000 made-up cases, key
//! by key, beside a plain scan by fuzzy-matcher and by nucleo-matcher over the same lines in the same
//! run; and what a case costs in memory and to put in.
//!
//! `cargo bench --bench ledger`. `GUITAI_CASES=100000` stops at that size. Times differ from machine to
//! machine: read the ratios. The scans know no pinyin and answer fewer of these keys; they are asked a
//! sample of them, spread over all.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a measuring program prints, and stops at the first thing wrong"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use guitai::desk::Lookup;
use guitai::search::{Holds, Query, Sheet, Shelf, Shelved, Sought, Spoken};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

const QUERIES: &str = include_str!("../tests/data/queries.jsonl");
/// What a large screen shows.
const SHOWN: usize = 50;
/// Each key is timed so often; the least of them counts, to keep the neighbours out.
const TRIES: usize = 3;
/// So many lines are scanned for all keys together; but a few keys are asked in any case.
const SCANNED: usize = 6_000_000;
const LEAST_SCANNED: usize = 12;
/// So many cases are put in when all are there.
const ADDED: usize = 1000;
const HOLDS: [Holds; 7] = [
    Holds::Code,
    Holds::Words,
    Holds::Shared,
    Holds::Shared,
    Holds::Words,
    Holds::Words,
    Holds::Text,
];

fn main() {
    let keys = keys();
    let most = std::env::var("GUITAI_CASES").ok();
    let most: usize = most.map_or(1_000_000, |most| most.parse().unwrap());
    println!(
        "{} keys: every prefix of the labelled queries and of names",
        keys.len()
    );
    for cases in [10_000, 100_000, 1_000_000] {
        if cases <= most {
            measure(cases, &keys);
            beside(cases, &keys);
        }
    }
}

/// What stands in the search line after each key.
fn keys() -> Vec<String> {
    let labelled = QUERIES.lines().map(|line| {
        let labelled: serde_json::Value = serde_json::from_str(line).unwrap();
        labelled["q"].as_str().unwrap().to_owned()
    });
    let names = [
        "张建国",
        "lixiuying",
        "wjg",
        "欧阳芳",
        "C20261124-0001",
        "0412",
        "拖欠 工资",
    ];
    let mut keys = Vec::new();
    for query in labelled.chain(names.map(str::to_owned)) {
        let ends = query.char_indices().map(|(at, c)| at + c.len_utf8());
        keys.extend(ends.map(|end| query[..end].to_owned()));
    }
    keys
}

/// Numbers that look like chance and are the same every time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn of<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let at = (mixed >> 33) % texts.len() as u64;
        texts[usize::try_from(at).unwrap()]
    }
}

const MATTERS: [&str; 12] = [
    "拖欠工资",
    "未签劳动合同",
    "社会保险漏缴",
    "失业登记",
    "退休审批",
    "工伤认定",
    "培训补贴",
    "灵活就业补贴",
    "档案转递",
    "职业介绍收费",
    "超时加班",
    "克扣押金",
];
const SERVICES: [&str; 8] = [
    "申报失业登记",
    "社会保险政策的咨询",
    "灵活就业人员申请社保补贴",
    "军队转业干部安置",
    "劳动争议调解",
    "就业援助对象的认定",
    "职业技能培训补贴",
    "劳动保障监察投诉",
];
const AGENCIES: [&str; 6] = [
    "人社管理中心",
    "市劳动保障监察支队崖州大队",
    "区财政局",
    "区民政局",
    "区农林局",
    "社保经办机构",
];
const PLACES: [&str; 8] = [
    "崖城", "南滨", "梅山", "保港", "宏达", "金鑫", "海韵", "顺通",
];
const TRADES: [&str; 8] = [
    "建筑",
    "餐饮",
    "物业",
    "劳务",
    "运输",
    "酒店管理",
    "农业开发",
    "装饰",
];
const FAMILIES: [&str; 12] = [
    "张", "王", "李", "赵", "陈", "林", "符", "黎", "吴", "周", "欧阳", "郑",
];
const GIVEN: [&str; 16] = [
    "建", "国", "秀", "英", "伟", "芳", "海", "玉", "明", "丽", "强", "静", "军", "霞", "勇", "梅",
];
const SAID: [&str; 16] = [
    "来人称在工地做工三个月未领到工资",
    "单位没有签合同也不缴社会保险",
    "多次联系负责人没有结果",
    "要求尽快核实并答复",
    "有考勤表和转账记录为证",
    "共有工友十余人",
    "咨询办理需要哪些材料",
    "想了解补贴标准和发放时间",
    "家庭困难希望优先处理",
    "对方承诺月底支付但没有兑现",
    "去年十月离职至今未办手续",
    "已到窗口两次材料不全",
    "请告知由哪个部门负责",
    "电话无人接听",
    "加班费一直没有计算",
    "需要开具证明",
];

/// The texts of the so many-eth case.
fn case(n: usize) -> [String; 7] {
    let mut chance = Chance(n as u64 * 7919);
    let day = n / 300;
    let number = format!(
        "{}{}{:02}{:02}-{:04}",
        chance.of(&["E", "C", "T"]),
        2017 + day / 336,
        day / 28 % 12 + 1,
        day % 28 + 1,
        n % 300 + 1
    );
    let place = chance.of(&PLACES);
    let respondent = format!("{place}{}有限公司", chance.of(&TRADES));
    let subject = format!("{}{}", place, chance.of(&MATTERS));
    let (family, one, two) = (chance.of(&FAMILIES), chance.of(&GIVEN), chance.of(&GIVEN));
    let content: Vec<&str> = (0..5).map(|_| chance.of(&SAID)).collect();
    [
        number,
        subject,
        chance.of(&SERVICES).to_owned(),
        chance.of(&AGENCIES).to_owned(),
        respondent,
        format!("{family}{one}{two}"),
        content.join("，"),
    ]
}

fn measure(cases: usize, keys: &[String]) {
    let (before, begun) = (resident(), Instant::now());
    let mut shelf = Shelf::new(&HOLDS);
    let mut key = u32::try_from(cases).unwrap();
    // As the owner reads them in: the newest first.
    for n in (0..cases).rev() {
        key -= 1;
        shelf.put(key, &Sheet::new(case(n).iter().map(String::as_str)));
    }
    let (built, grown) = (begun.elapsed(), resident().saturating_sub(before));
    let lookup = Lookup::built_in();
    let mut asked: Vec<(Duration, Shelved, &String)> = Vec::new();
    for key in keys {
        let tries = (0..TRIES).map(|_| {
            let begun = Instant::now();
            let found = black_box(one(&shelf, key, lookup.spoken()));
            (begun.elapsed(), found)
        });
        let (time, found) = tries.min_by_key(|(time, _)| *time).unwrap();
        asked.push((time, found, key));
    }
    let answered = asked.iter().filter(|(_, found, _)| !found.keys.is_empty());
    let answered = answered.count();
    let mut scored: Vec<usize> = asked.iter().map(|(_, found, _)| found.scored).collect();
    scored.sort_unstable();
    asked.sort_unstable_by_key(|(time, ..)| *time);
    let at = |percent: usize| (asked.len() - 1) * percent / 100;
    println!(
        "\n{cases} cases: p50 {}, p99 {}, most {} ({}); scored p50 {}, p99 {}, most {}; answered {answered}",
        micros(asked[at(50)].0),
        micros(asked[at(99)].0),
        micros(asked[at(100)].0),
        asked[at(100)].2,
        scored[at(50)],
        scored[at(99)],
        scored[at(100)],
    );
    let slowest = asked.iter().rev().skip(1).step_by(4).take(5);
    let slowest: Vec<String> = slowest
        .map(|(time, found, key)| format!("{key} {} ({} scored)", micros(*time), found.scored))
        .collect();
    println!("  slow keys: {}", slowest.join(", "));
    let mut added: Vec<Duration> = Vec::new();
    let newest = u32::try_from(cases).unwrap();
    for (key, n) in (newest..).zip(cases..cases + ADDED) {
        let texts = case(n);
        let begun = Instant::now();
        shelf.put(key, &Sheet::new(texts.iter().map(String::as_str)));
        added.push(begun.elapsed());
    }
    added.sort_unstable();
    println!(
        "  built in {:.1} s, {} bytes of memory a case; one more put in: p50 {}, p99 {}",
        built.as_secs_f64(),
        grown / cases,
        micros(added[ADDED / 2]),
        micros(added[ADDED * 99 / 100]),
    );
}

/// As the ledger asks.
fn one(shelf: &Shelf, key: &str, spoken: Spoken<'_>) -> Shelved {
    let query = Query::new(key);
    let sought = shelf.ask(&query, spoken);
    sought.find(None, SHOWN, Sought::COUNTED, |_| true)
}

/// Bytes of memory that this process has.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kibibytes.unwrap_or_default() * 1024
}

/// The same keys, some of them, by a plain scan.
fn beside(cases: usize, keys: &[String]) {
    let lines: Vec<String> = (0..cases).rev().map(|n| case(n).join(" ")).collect();
    let wanted = (SCANNED / cases).clamp(LEAST_SCANNED, keys.len());
    let keys: Vec<&String> = keys.iter().step_by(keys.len().div_ceil(wanted)).collect();
    println!("  beside plain scans, {} of the keys:", keys.len());
    let skim = SkimMatcherV2::default().ignore_case();
    report("fuzzy-matcher", &keys, |key| {
        let fitting = |line: &&String| skim.fuzzy_match(line, key).is_some();
        lines.iter().filter(fitting).count()
    });
    let haystacks: Vec<Utf32String> = lines.iter().map(|line| line.as_str().into()).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    report("nucleo-matcher", &keys, |key| {
        let pattern = Pattern::parse(key, CaseMatching::Ignore, Normalization::Smart);
        let fitting = |line: &&Utf32String| pattern.score(line.slice(..), &mut matcher).is_some();
        haystacks.iter().filter(fitting).count()
    });
}

fn report(name: &str, keys: &[&String], mut search: impl FnMut(&str) -> usize) {
    let mut times = Vec::new();
    let mut answered = 0;
    for key in keys {
        let begun = Instant::now();
        answered += usize::from(black_box(search(key)) > 0);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "    {name}: p50 {}, p99 {}; answered {answered}",
        micros(at(50)),
        micros(at(99))
    );
}

fn micros(time: Duration) -> String {
    format!("{:.0} us", time.as_secs_f64() * 1e6)
}
