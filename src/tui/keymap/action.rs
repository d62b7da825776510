//! What keys do: each action once, with what help says of it. Knows no key.

use crate::text::Lang;

/// Rows of `Name => text of the catalogue`.
macro_rules! actions {
    ($($name:ident => $about:path,)*) => {
        /// What a key does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "Action::about says it")]
        pub enum Action {
            $($name,)*
        }

        impl Action {
            /// Every action.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it does, as help says it.
            #[must_use]
            pub const fn about(self, lang: Lang) -> &'static str {
                match self {
                    $(Self::$name => $about(lang),)*
                }
            }
        }
    };
}

actions! {
    EraseBack => Lang::about_erase_back,
    EraseForward => Lang::about_erase_forward,
    EraseWord => Lang::about_erase_word,
    EraseLine => Lang::about_erase_line,
    CursorLeft => Lang::about_cursor_left,
    CursorRight => Lang::about_cursor_right,
    Clear => Lang::about_clear,
    Up => Lang::about_up,
    Down => Lang::about_down,
    PageUp => Lang::about_page_up,
    PageDown => Lang::about_page_down,
    First => Lang::about_first,
    Last => Lang::about_last,
    PreviousPart => Lang::about_previous_part,
    NextPart => Lang::about_next_part,
    Related => Lang::about_related,
    Open => Lang::about_open,
    Ledger => Lang::about_ledger,
    Statistics => Lang::about_statistics,
    BindWords => Lang::about_bind,
    UnbindWords => Lang::about_unbind,
    OpenCase => Lang::about_open_case,
    Narrow => Lang::about_narrow,
    ListAll => Lang::about_list_all,
    ListRunning => Lang::about_list_running,
    ListOpen => Lang::about_list_open,
    ListAccepted => Lang::about_list_accepted,
    ListReferred => Lang::about_list_referred,
    ListDone => Lang::about_list_done,
    ListOverdue => Lang::about_list_overdue,
    ListDueSoon => Lang::about_list_due_soon,
    ListMine => Lang::about_list_mine,
    ListEnquiries => Lang::about_list_enquiries,
    ListComplaints => Lang::about_list_complaints,
    ListTipoffs => Lang::about_list_tipoffs,
    OrderByDay => Lang::about_order_by_day,
    OrderByDaysLeft => Lang::about_order_by_days_left,
    Widen => Lang::about_widen,
    SwitchFocus => Lang::about_switch_focus,
    ToggleDetail => Lang::about_toggle_detail,
    Enquiry => Lang::about_enquiry,
    Complaint => Lang::about_complaint,
    Tipoff => Lang::about_tipoff,
    Save => Lang::about_save,
    EnterField => Lang::about_enter_field,
    NextField => Lang::about_next_field,
    PreviousField => Lang::about_previous_field,
    NextChoice => Lang::about_next_choice,
    PreviousChoice => Lang::about_previous_choice,
    Leave => Lang::about_leave,
    StopWaiting => Lang::about_stop_waiting,
    Menu => Lang::about_menu,
    Choose => Lang::about_choose_action,
    TakeAgency => Lang::about_take_agency,
    Reveal => Lang::about_reveal,
    Privacy => Lang::about_privacy,
    Yes => Lang::about_yes,
    No => Lang::about_no,
    Back => Lang::about_back,
    Help => Lang::about_help,
    Lookup => Lang::about_lookup,
    Repaint => Lang::about_repaint,
    Suspend => Lang::about_suspend,
    Interrupt => Lang::about_interrupt,
    Quit => Lang::about_quit,
}
