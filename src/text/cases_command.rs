//! Words of the commands that list cases. Knows neither how arguments are read nor where a sentence
//! is printed.

use super::catalogue;

catalogue! {
    cmd_cases { zh: "台账：列出登记件，最新的在前", en: "The ledger: list cases, newest first" }
    opt_cases_query { zh: "编号、事由、事项、承办机构、被投诉单位、来访人或内容中的文字，汉字拼音都可以；不写为全部", en: "Part of number, subject, service, agency, respondent, visitor's name or content, by characters or pinyin; all when not given" }
    opt_cases_status { zh: "只要这一状态，可写多次：open accepted referred answered closed declined withdrawn merged voided", en: "Only this status, may be repeated: open accepted referred answered closed declined withdrawn merged voided" }
    opt_cases_kind { zh: "只要这一类，可写多次：enquiry complaint tipoff", en: "Only this kind, may be repeated: enquiry complaint tipoff" }
    opt_cases_service { zh: "只要问这一事项的，如 service/3", en: "Only about this entry, such as service/3" }
    opt_cases_agency { zh: "只要这一承办机构的，写全称", en: "Only at this agency, its whole name" }
    opt_cases_from { zh: "这一天及以后登记的：年-月-日、today、yesterday", en: "Logged on this day or later: YYYY-MM-DD, today, yesterday" }
    opt_cases_to { zh: "这一天及以前登记的", en: "Logged on this day or earlier" }
    opt_cases_overdue { zh: "只要已逾期的", en: "Only those whose due date is past" }
    opt_cases_due_within { zh: "只要几天之内到期的，0 为今天，已逾期的也算", en: "Only those due in so many days, 0 being today; those past too" }
    opt_cases_mine { zh: "只要本人登记或最后经办的", en: "Only those that you logged or acted on last" }
    opt_cases_limit { zh: "最多几条，不写为全部", en: "At most this many, all when not given" }
    expect_cases_status { zh: "应为 open、accepted、referred、answered、closed、declined、withdrawn、merged、voided 之一", en: "Expected one of open, accepted, referred, answered, closed, declined, withdrawn, merged, voided" }
    expect_days { zh: "应为 0 以上的整数", en: "Expected: a whole number from 0 up" }
    expect_agency { zh: "应写承办机构的全称", en: "Expected the whole name of an agency" }
    from_after_to(from: &str, to: &str) { zh: "--from（{from}）不能晚于 --to（{to}）", en: "--from ({from}) must not be later than --to ({to})" }
    waiting_for_cases { zh: "正在读入登记件，请稍候", en: "the cases are being read in; please wait" }
    cases_not_loaded(done: u64, of: u64) { zh: "登记件还没有读完（{done}/{of}），没有列出。请稍后再试；若一直如此，请用 guitai status 查看", en: "the cases are not read in yet ({done} of {of}) and nothing was listed; try again later, and look at guitai status if it stays so" }
    listed_left_out(count: usize) { zh: "有 {count} 件读不出来，没有列出：以上可能不全。请用 guitai status 查看", en: "{count} cases cannot be read and are not listed: this may not be all; look at guitai status" }
    nothing_listed { zh: "没有这样的登记件", en: "there are no such cases" }
    bad_in_cases(option: &str) { zh: "{option} 只能在登记表里用，不能与 --in cases 同用", en: "{option} is for the registry, not for --in cases" }
}
