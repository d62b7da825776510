//! Words of time limits and of what a case ended with before. Knows neither rule nor case.

use super::catalogue;

catalogue! {
    due_acceptance { zh: "受理期限", en: "Decide by" }
    due_handling { zh: "办理期限", en: "Finish by" }
    due_and_why(date: &str, why: &str) { zh: "{date}（{why}）", en: "{date} ({why})" }
    due_past(due: &str) { zh: "{due}，已逾期", en: "{due}, overdue" }

    earlier_answer { zh: "上次答复", en: "Earlier answer" }
    earlier_outcome { zh: "上次办理结果", en: "Earlier outcome" }

    help_due { zh: "期限：受理期限以前要决定是否受理，受理后在办理期限以前要办结。L1、X1这类代号是时限规则。工作日不算周末和放假，当天不算。“暂定”是那年的放假安排还没公布，先按周一到周五算。", en: "Due dates: by the first a case is accepted or declined, by the second, once accepted, finished. Codes such as L1 and X1 name the rule. Working days leave out weekends, holidays and the first day. Provisional: the holidays of that year are not published yet; Monday to Friday was counted." }
    help_days_left { zh: "“剩5天”按日历数，周末也算在内；“!逾期2天”是期限已过2天。", en: "\"5d left\" counts calendar days, weekends too; \"!2d late\": it was due two days ago." }
}
