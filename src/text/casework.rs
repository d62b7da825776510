//! The nouns of casework as clerks say them, and why something cannot be done with a case. Used
//! by the screen and by the commands; knows neither.

use super::{Lang, catalogue};
use crate::casework::check::Doubt;
use crate::casework::{
    Action, BadField, BadNumber, CaseKind, CaseNumber, FieldFault, FormField, Status, Track,
};

impl Lang {
    /// What a kind of case is called.
    #[must_use]
    pub const fn case_kind(self, kind: CaseKind) -> &'static str {
        match kind {
            CaseKind::Enquiry => self.case_enquiry(),
            CaseKind::Complaint => self.case_complaint(),
            CaseKind::Tipoff => self.case_tipoff(),
        }
    }

    /// What a status is called.
    #[must_use]
    pub const fn status(self, status: Status) -> &'static str {
        match status {
            Status::Open => self.status_open(),
            Status::Accepted => self.status_accepted(),
            Status::Referred => self.status_referred(),
            Status::Answered => self.status_answered(),
            Status::Closed => self.status_closed(),
            Status::Declined => self.status_declined(),
            Status::Withdrawn => self.status_withdrawn(),
            Status::Merged => self.status_merged(),
            Status::Voided => self.status_voided(),
        }
    }

    /// What an action is called.
    #[must_use]
    pub const fn action(self, action: Action) -> &'static str {
        match action {
            Action::Log => self.action_log(),
            Action::Note => self.action_note(),
            Action::Accept => self.action_accept(),
            Action::Decline => self.action_decline(),
            Action::Refer => self.action_refer(),
            Action::Answer => self.action_answer(),
            Action::Extend => self.action_extend(),
            Action::Close => self.action_close(),
            Action::Withdraw => self.action_withdraw(),
            Action::Reopen => self.action_reopen(),
            Action::Void => self.action_void(),
            Action::Merge => self.action_merge(),
            Action::Unmerge => self.action_unmerge(),
        }
    }

    /// What a legal course is called.
    #[must_use]
    pub const fn track(self, track: Track) -> &'static str {
        match track {
            Track::Labour => self.track_labour(),
            Track::Petition => self.track_petition(),
            Track::Fund => self.track_fund(),
        }
    }

    /// What a field of a form or of an action is called.
    #[must_use]
    pub const fn field(self, field: FormField) -> &'static str {
        match field {
            FormField::Kind => self.field_kind(),
            FormField::Track => self.field_track(),
            FormField::Service => self.field_service(),
            FormField::Agency => self.field_agency(),
            FormField::Subject => self.field_subject(),
            FormField::Content => self.field_content(),
            FormField::Answer => self.field_answer(),
            FormField::Demand => self.field_demand(),
            FormField::Respondent => self.field_respondent(),
            FormField::Name => self.field_name(),
            FormField::Phone => self.field_phone(),
            FormField::IdNumber => self.field_id_number(),
            FormField::Address => self.field_address(),
            FormField::Anonymous => self.field_anonymous(),
            FormField::Confidential => self.field_confidential(),
            FormField::Note => self.field_note(),
            FormField::Reason => self.field_reason(),
            FormField::Outcome => self.field_outcome(),
            FormField::To => self.field_to(),
            FormField::Days => self.field_days(),
            FormField::Into => self.field_into(),
        }
    }

    /// What a field is called on a case of this kind: a tip-off has nobody complained of, but
    /// somebody reported.
    #[must_use]
    pub const fn field_of(self, kind: CaseKind, field: FormField) -> &'static str {
        match (kind, field) {
            (CaseKind::Tipoff, FormField::Respondent) => self.field_reported(),
            _ => self.field(field),
        }
    }

    /// What looks wrong with a field.
    #[must_use]
    pub const fn doubt(self, doubt: Doubt) -> &'static str {
        match doubt {
            Doubt::Wanted => self.doubt_wanted(),
            Doubt::Phone => self.doubt_phone(),
            Doubt::IdLength => self.doubt_id_length(),
            Doubt::IdBirth => self.doubt_id_birth(),
            Doubt::IdCheck => self.doubt_id_check(),
        }
    }

    /// A field that cannot be taken as it is, and what is expected.
    #[must_use]
    pub fn refusal_field(self, bad: BadField) -> String {
        let field = self.field(bad.field);
        match bad.fault {
            FieldFault::Missing => self.fault_field_missing(field),
            FieldFault::TooLong(limit) => self.fault_field_long(field, limit),
            FieldFault::NotOfKind(kind) => self.fault_field_kind(field, self.case_kind(kind)),
            FieldFault::YetAnonymous => self.fault_field_anonymous(field),
            FieldFault::OutOfRange { least, most } => self.fault_field_range(field, least, most),
        }
    }

    /// An action that the case's status does not allow.
    #[must_use]
    pub fn refusal_not_allowed(self, action: Action, kind: CaseKind, status: Status) -> String {
        self.fault_not_allowed(
            self.action(action),
            self.case_kind(kind),
            self.status(status),
        )
    }

    /// No such case.
    #[must_use]
    pub fn refusal_no_such_case(self, number: CaseNumber) -> String {
        self.fault_no_such_case(&number.to_string())
    }

    /// What is wrong with what was given as a case number.
    #[must_use]
    pub const fn bad_number(self, fault: BadNumber) -> &'static str {
        match fault {
            BadNumber::Shape => self.bad_number_shape(),
            BadNumber::Day => self.bad_number_day(),
            BadNumber::Check => self.bad_number_check(),
        }
    }
}

catalogue! {
    case_enquiry { zh: "咨询", en: "enquiry" }
    case_complaint { zh: "投诉", en: "complaint" }
    case_tipoff { zh: "举报", en: "tip-off" }

    status_open { zh: "待办", en: "open" }
    status_accepted { zh: "已受理", en: "accepted" }
    status_referred { zh: "已转办", en: "referred" }
    status_answered { zh: "已答复", en: "answered" }
    status_closed { zh: "已办结", en: "closed" }
    status_declined { zh: "不予受理", en: "declined" }
    status_withdrawn { zh: "已撤回", en: "withdrawn" }
    status_merged { zh: "已并案", en: "merged" }
    status_voided { zh: "已作废", en: "voided" }

    action_log { zh: "登记", en: "log" }
    action_note { zh: "备注", en: "note" }
    action_accept { zh: "受理", en: "accept" }
    action_decline { zh: "不予受理", en: "decline" }
    action_refer { zh: "转办", en: "refer" }
    action_answer { zh: "答复", en: "answer" }
    action_extend { zh: "延期", en: "extend" }
    action_close { zh: "办结", en: "close" }
    action_withdraw { zh: "撤回", en: "withdraw" }
    action_reopen { zh: "重新办理", en: "reopen" }
    action_void { zh: "作废", en: "void" }
    action_merge { zh: "并案", en: "merge" }
    action_unmerge { zh: "取消并案", en: "unmerge" }

    track_labour { zh: "劳动监察", en: "labour inspection" }
    track_petition { zh: "信访", en: "petition" }
    track_fund { zh: "基金监督", en: "fund supervision" }

    field_kind { zh: "类别", en: "Kind" }
    field_track { zh: "办理途径", en: "Track" }
    field_service { zh: "事项", en: "Entry" }
    field_agency { zh: "承办机构", en: "Agency" }
    field_subject { zh: "事由", en: "Subject" }
    field_content { zh: "内容", en: "Content" }
    field_answer { zh: "答复", en: "Answer" }
    field_demand { zh: "诉求", en: "Demand" }
    field_respondent { zh: "被投诉单位", en: "Respondent" }
    field_reported { zh: "被举报单位", en: "Reported" }
    field_name { zh: "姓名", en: "Name" }
    field_phone { zh: "电话", en: "Phone" }
    field_id_number { zh: "证件号码", en: "ID number" }
    field_address { zh: "住址", en: "Address" }
    field_anonymous { zh: "匿名", en: "Anonymous" }
    field_confidential { zh: "保密", en: "Confidential" }
    field_note { zh: "备注", en: "Note" }
    field_reason { zh: "理由", en: "Reason" }
    field_outcome { zh: "办理结果", en: "Outcome" }
    field_to { zh: "转往机构", en: "To agency" }
    field_days { zh: "天数", en: "Days" }
    field_into { zh: "并入", en: "Into" }

    doubt_wanted { zh: "依法应当写明", en: "the law wants it" }
    doubt_phone { zh: "不像电话号码", en: "no telephone number?" }
    doubt_id_length { zh: "应为18位或15位", en: "18 or 15 digits?" }
    doubt_id_birth { zh: "出生日期有误", en: "no such birth date" }
    doubt_id_check { zh: "校验位不符", en: "check digit is wrong" }

    fault_field_missing(field: &str) { zh: "“{field}”必须填写", en: "{field} must be filled in" }
    fault_field_long(field: &str, limit: usize) { zh: "“{field}”最多{limit}个字", en: "{field} has at most {limit} characters" }
    fault_field_kind(field: &str, kind: &str) { zh: "{kind}没有“{field}”一项，请留空", en: "{field} does not go with this kind of case ({kind}); leave it empty" }
    fault_field_anonymous(field: &str) { zh: "已选匿名，“{field}”请留空，或取消匿名", en: "the visitor is anonymous: leave {field} empty, or take the mark away" }
    fault_field_range(field: &str, least: u32, most: u32) { zh: "“{field}”应在{least}到{most}之间", en: "{field} must lie between {least} and {most}" }
    fault_not_allowed(action: &str, kind: &str, status: &str) { zh: "这件{kind}现为“{status}”，不能“{action}”", en: "this case ({kind}) is {status}: {action} is not allowed" }
    fault_no_such_case(number: &str) { zh: "没有这个编号的登记件：{number}", en: "there is no case {number}" }
    fault_not_permitted { zh: "您没有这项权限", en: "you are not permitted to do that" }
    fault_no_such_rule(rule: &str) { zh: "没有时限规则{rule}", en: "there is no rule {rule}" }
    fault_no_such_day { zh: "到期日晚于9999年，请写早些的起算日", en: "it would end after the year 9999; give an earlier day to start from" }
    fault_bad_head { zh: "末条校验值应为64位十六进制数字", en: "a head is 64 hexadecimal digits" }
    fault_not_read(why: &str) { zh: "读不出记录：{why}", en: "the records cannot be read: {why}" }
    fault_not_understood_request { zh: "后台服务是另一版本，不懂这个请求。请退出后重新打开", en: "the owner is of another version and does not know this request; please quit and open again" }
    fault_crashed { zh: "后台服务处理时出错，未能完成。请再试；仍不行请告知管理员", en: "the owner failed at it; try again, and if it happens again tell your administrator" }
    fault_store_full { zh: "磁盘已满，未能保存。请腾出空间再试", en: "the disk is full and nothing was stored; make room and try again" }
    fault_store_read_only { zh: "数据目录不能写入，未能保存。请告知管理员", en: "the data directory cannot be written and nothing was stored; tell your administrator" }
    fault_store_system(words: &str) { zh: "未能保存，系统报告：{words}", en: "nothing was stored; the system says: {words}" }
    fault_store_damaged { zh: "存储的记录已损坏，未能保存。请告知管理员", en: "the stored records are damaged and nothing was stored; tell your administrator" }
    fault_store_ending { zh: "数据服务正在退出，未能保存。请稍候再试", en: "the owner is ending and nothing was stored; try again in a moment" }

    bad_number_shape { zh: "编号应如 C20261124-0001", en: "a case number looks like C20261124-0001" }
    bad_number_day { zh: "编号里的日期不存在", en: "the day in the number does not exist" }
    bad_number_check { zh: "编号的校验字符不符，请核对", en: "the check character does not fit the number; read it again" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_field_and_what_is_expected() {
        let bad = |field, fault| Lang::Zh.refusal_field(BadField { field, fault });
        assert_eq!(
            bad(FormField::Name, FieldFault::TooLong(64)),
            "“姓名”最多64个字"
        );
        assert_eq!(
            bad(FormField::Demand, FieldFault::NotOfKind(CaseKind::Enquiry)),
            "咨询没有“诉求”一项，请留空"
        );
        assert_eq!(
            Lang::Zh.refusal_not_allowed(Action::Accept, CaseKind::Complaint, Status::Closed),
            "这件投诉现为“已办结”，不能“受理”"
        );
    }
}
