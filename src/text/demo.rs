//! Words about training: filling an empty data directory with made-up cases.

use super::catalogue;

catalogue! {
    cmd_demo { zh: "在空的数据目录里生成训练数据：都是编造的，目录从此标为训练", en: "Fill an empty data directory with made-up cases; it is marked as training for good" }
    opt_cases { zh: "生成多少件，1 至 1000000，不写为 2000", en: "How many cases, 1 to 1000000, 2000 when not given" }
    opt_seed { zh: "种子：同一天里种子相同，生成的也相同；不写为 1", en: "The same seed makes the same cases on the same day; 1 when not given" }
    expect_cases { zh: "应为 1 至 1000000 的整数", en: "Expected: a whole number from 1 to 1000000" }
    expect_seed { zh: "应为 0 以上的整数", en: "Expected: a whole number from 0 up" }
    demo_filled(cases: u64, events: u64) {
        zh: "已生成 {cases} 件登记件（{events} 条记录），到昨天为止。人名、单位、电话和证件号码都是编造的",
        en: "{cases} cases were made up ({events} events), up to yesterday; the people, employers, telephone and identity numbers are nobody's",
    }
    demo_for_good { zh: "这个数据目录从此只作训练用，每个界面都写明“训练”。真正的登记请用别的目录", en: "This data directory is for training from now on, as every screen of it says; use another one for real cases" }
    owner_training { zh: "训练数据：登记件是编造的，不作正式使用", en: "Training data: the cases are made up and count for nothing" }
}
