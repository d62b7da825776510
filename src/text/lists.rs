//! Words about importing a bureau's list. Knows nothing of what is in it.

use super::catalogue;

catalogue! {
    cmd_registry_import { zh: "导入一个部门的责任清单；代码相同的，以新换旧", en: "Import a bureau's responsibility list; a newer one of the same code replaces the older" }
    opt_import_code { zh: "清单代码，如 mz", en: "The list's code, such as mz" }
    opt_import_name { zh: "部门的叫法，如 区民政局", en: "The bureau's name as clerks say it" }
    opt_dry_run { zh: "只说会有哪些变化，不导入", en: "Only say what would change; import nothing" }
    opt_export_code { zh: "只输出这个代码的清单", en: "Only the list of this code" }
    bad_list_name(most: usize) {
        zh: "--name 后面写部门的叫法，1 到 {most} 个字，如 --name 区民政局",
        en: "--name is the bureau's name as clerks say it, 1 to {most} characters: --name 区民政局",
    }
    list_of(name: &str) { zh: "{name}清单", en: "list of {name}" }
    lists_of(first: &str, count: usize) { zh: "{first}等{count}家", en: "{first} ({count} bureaus)" }
    import_mapped { zh: "换了编号", en: "Under another identifier" }
    opt_allow_removals { zh: "允许新清单去掉一整类、一类的大半，或全部三分之一以上的条目", en: "Let the newer list take away a whole kind of entries, most of a kind, or more than a third of all" }
    loss_whole_kind(kind: &str, gone: usize) { zh: "{kind} {gone} 条全部", en: "{kind}: all {gone}" }
    loss_of_kind(kind: &str, gone: usize, had: usize) { zh: "{kind} {had} 条中的 {gone} 条", en: "{kind}: {gone} of {had}" }
    loss_said(gone: usize, kinds: &str) {
        zh: "新清单会去掉现有的 {gone} 条：{kinds}。文件可能不完整，请先核对",
        en: "the newer list takes {gone} entries away: {kinds}. The file may be incomplete: look at it first",
    }
    loss_refused { zh: "没有导入。用 --dry-run 可以看到是哪些条目；确实要去掉的，加上 --allow-removals 再导入", en: "nothing was imported; --dry-run shows which entries these are, and if they are meant to go, import with --allow-removals" }
    loss_dry { zh: "确实要去掉的，导入时加上 --allow-removals", en: "if they are meant to go, import with --allow-removals" }
    import_renamed(was: &str, name: &str) { zh: "部门的叫法由“{was}”改为“{name}”", en: "The bureau was called {was} and is now called {name}" }
    import_nothing_new { zh: "没有变化，不用导入", en: "Nothing is new; nothing was imported" }
    import_done { zh: "已导入", en: "Imported" }
    import_dry { zh: "以上是会有的变化，没有导入", en: "This is what would change; nothing was imported" }
}
