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
    lists_of(first: &str, count: usize) { zh: "{first}等{count}家", en: "{first} ({count} bureaus)" }
    import_mapped { zh: "换了编号", en: "Under another identifier" }
    import_done { zh: "已导入", en: "Imported" }
    import_dry { zh: "以上是会有的变化，没有导入", en: "This is what would change; nothing was imported" }
}
