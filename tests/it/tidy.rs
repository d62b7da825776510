//! The house rules, checked over the repository's own files. Each rule is a function over text
//! with a planted violation beside it; the tests that walk the files are at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::support::{files, root};

mod source;

use source::{Keep, stripped};

/// What may stand at the top of the repository.
const TOP: [&str; 15] = [
    ".ci",
    ".clippy.toml",
    ".git",
    ".gitignore",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "fuzz",
    "packaging",
    "seed",
    "src",
    "target",
    "tests",
];

const LONGEST: usize = 500;

/// The table in the head of `src/lib.rs`: each layer and the layers it may import.
fn layers(lib: &str) -> BTreeMap<String, BTreeSet<String>> {
    let names = |cell: &str| -> BTreeSet<String> {
        cell.split(',')
            .map(|name| name.trim().trim_matches('`').to_owned())
            .filter(|name| name.chars().all(|c| c.is_ascii_lowercase()))
            .filter(|name| !name.is_empty())
            .collect()
    };
    lib.lines()
        .filter_map(|line| line.strip_prefix("//! | `"))
        .filter_map(|row| {
            let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").collect();
            let layer = cells.first()?.trim().trim_matches('`').to_owned();
            Some((layer, names(cells.last()?)))
        })
        .collect()
}

/// The layers that a file of a layer names, whether it imports them or writes out the path.
/// `depth` is how many modules lie between the crate's root and the file's own items.
fn imports(code: &str, depth: usize) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_none_or(|c| !c.is_alphanumeric() && c != '_') {
            found.extend(first_names(&code[at + "crate::".len()..]));
        }
    }
    let up = "super::".repeat(depth);
    let mut rest = code;
    while let Some(at) = rest.find(&up) {
        let from = &rest[at + up.len()..];
        found.extend(first_names(from.trim_start_matches("super::")));
        rest = from;
    }
    found
}

/// The first name of a path, or of each path in a group.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = path.trim_start().strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// Imports of a file under `src/` that the table does not allow.
fn forbidden_imports(
    layers: &BTreeMap<String, BTreeSet<String>>,
    path: &str,
    text: &str,
) -> Vec<String> {
    let parts: Vec<&str> = path.trim_start_matches("src/").split('/').collect();
    let [layer, .., file] = parts.as_slice() else {
        return Vec::new();
    };
    let Some(allowed) = layers.get(*layer) else {
        return vec![format!(
            "{path}: `{layer}` is not in the table of src/lib.rs"
        )];
    };
    let depth = parts.len() - usize::from(*file == "mod.rs");
    imports(&stripped(text, Keep::Code), depth)
        .into_iter()
        .filter(|name| layers.contains_key(name) && name != layer && !allowed.contains(name))
        .map(|name| format!("{path}: `{layer}` may not import `{name}`"))
        .collect()
}

/// What is wrong with a source file by itself.
fn untidy(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text
        .lines()
        .next()
        .is_some_and(|line| line.starts_with("//! "))
    {
        found.push(format!("{path}: does not open by saying what it is for"));
    }
    let lines = text.lines().count();
    if lines > LONGEST {
        found.push(format!("{path}: {lines} lines; split it"));
    }
    let code = stripped(text, Keep::Code);
    for unfinished in ["dbg!", "todo!", "unimplemented!", "#[ignore"] {
        if code.contains(unfinished) {
            found.push(format!("{path}: {unfinished}"));
        }
    }
    found
}

/// Dependencies in `Cargo.toml` without a reason beside them.
fn unreasoned(manifest: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end().ends_with("dependencies]");
        } else if inside && line.contains('=') && !line.starts_with('#') {
            let reason = line
                .split_once(" # ")
                .map_or("", |(_, reason)| reason.trim());
            if reason.is_empty() {
                found.push(format!("Cargo.toml: no reason beside `{line}`"));
            }
        }
    }
    found
}

/// The rows of every `catalogue!` in a file of `src/text/`: name and Chinese text.
fn rows(text: &str) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for block in stripped(text, Keep::Text).split("catalogue! {").skip(1) {
        let mut rest = block;
        while let Some((head, tail)) = rest.split_once("zh:") {
            let name: String = head
                .rsplit_once('}')
                .map_or(head, |(_, name)| name)
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let mut quoted = tail.splitn(3, '"').skip(1);
            let (Some(zh), Some(after)) = (quoted.next(), quoted.next()) else {
                break;
            };
            rows.push((name, zh.to_owned()));
            // Past the English text, whose braces would look like a row's end.
            rest = after.splitn(3, '"').nth(2).unwrap_or_default();
        }
    }
    rows
}

/// Rows that no code asks for. `code` is all of `src/` without comments and texts.
fn unused_rows(rows: &[(String, String)], code: &str) -> Vec<String> {
    let called = |name: &str, before: &str| {
        code.match_indices(&format!("{before}{name}"))
            .any(|(at, hit)| {
                let after = code[at + hit.len()..].chars().next();
                after.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            })
    };
    rows.iter()
        .filter(|(name, _)| {
            !called(name, ".") && !called(name, "Lang::") && !called(name, "Self::")
        })
        .map(|(name, _)| format!("catalogue: nobody says `{name}`"))
        .collect()
}

/// ASCII punctuation where Chinese text wants its own: after a Han character, before another one,
/// a space or the end.
fn misplaced_punctuation(zh: &str) -> bool {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let chars: Vec<char> = zh.chars().collect();
    (1..chars.len()).any(|at| {
        ",.:;?!".contains(chars[at])
            && han(chars[at - 1])
            && chars
                .get(at + 1)
                .is_none_or(|next| han(*next) || *next == ' ')
    })
}

fn rust_files(folders: &[&str]) -> Vec<(String, String)> {
    folders
        .iter()
        .flat_map(|folder| files(folder))
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let text = std::fs::read_to_string(root().join(&path)).unwrap();
            (path.to_str().unwrap().to_owned(), text)
        })
        .collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_import_is_in_the_table() {
    let layers = layers(&read("src/lib.rs"));
    assert!(layers["cli"].contains("desk"), "the table is read");
    let check = |(path, text): &(String, String)| forbidden_imports(&layers, path, text);
    none(
        &rust_files(&["src"])
            .iter()
            .flat_map(check)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_file_is_tidy() {
    let check = |(path, text): &(String, String)| untidy(path, text);
    let files = rust_files(&["src", "tests", "benches"]);
    assert!(files.len() > 20, "the files are found");
    none(&files.iter().flat_map(check).collect::<Vec<_>>());
}

#[test]
fn nothing_else_stands_at_the_top() {
    let strangers: Vec<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !TOP.contains(&name.as_str()))
        .collect();
    none(&strangers);
}

#[test]
fn every_dependency_has_its_reason() {
    none(&unreasoned(&read("Cargo.toml")));
}

#[test]
fn every_text_is_said_and_punctuated() {
    let sources = rust_files(&["src"]);
    let code: String = sources
        .iter()
        .map(|(_, text)| stripped(text, Keep::Code))
        .collect();
    let rows: Vec<(String, String)> = sources
        .iter()
        .filter(|(path, _)| path.starts_with("src/text/"))
        .flat_map(|(_, text)| rows(text))
        .collect();
    assert!(rows.len() > 20, "the rows are found");
    none(&unused_rows(&rows, &code));
    let misplaced: Vec<String> = rows
        .iter()
        .filter(|(_, zh)| misplaced_punctuation(zh))
        .map(|(name, zh)| format!("{name}: {zh}"))
        .collect();
    none(&misplaced);
}

mod planted {
    //! Each rule catches a violation put before it.

    use super::*;

    const LIB: &str = "//! | folder | what | imports |\n//! |---|---|---|\n\
        //! | `low` | things | – |\n//! | `mid` | things | low |\n//! | `top` | things | low, mid |\n";

    #[test]
    fn a_layer_that_reaches_up() {
        let layers = layers(LIB);
        for (path, text, caught) in [
            ("src/mid/a.rs", "use crate::low::X;", false),
            ("src/mid/a.rs", "use crate::mid::X;", false),
            ("src/mid/a.rs", "use crate::top::X;", true),
            ("src/mid/a.rs", "use crate::{low::{A, B}, top::C};", true),
            (
                "src/mid/a.rs",
                "use crate::{\n    low::{A, B},\n    top,\n};",
                true,
            ),
            ("src/mid/a.rs", "use crate::{low::top, mid};", false),
            ("src/low/mod.rs", "fn f() { crate::mid::g() }", true),
            (
                "src/low/mod.rs",
                "//! [`crate::mid`]\n/// crate::mid\n// crate::mid",
                false,
            ),
            ("src/low/mod.rs", "const S: &str = \"crate::mid\";", false),
            ("src/low/mod.rs", "use super::mid::X;", true),
            ("src/low/a.rs", "use super::mid::X;", false),
            ("src/low/a.rs", "use super::super::mid::X;", true),
            ("src/low/a.rs", "use other_crate::mid::X;", false),
            ("src/new/a.rs", "", true),
            ("src/main.rs", "use crate::top;", false),
        ] {
            let found = forbidden_imports(&layers, path, text);
            assert_eq!(!found.is_empty(), caught, "{path}: {text}");
        }
    }

    #[test]
    fn an_untidy_file() {
        let long = format!("//! x\n{}", "// y\n".repeat(LONGEST));
        for (text, caught) in [
            ("//! What it is for.\n", false),
            ("", true),
            ("use x;\n", true),
            ("//!\n", true),
            ("//! x\nfn f() { dbg!(1) }", true),
            ("//! x\nfn f() { todo!() }", true),
            ("//! x\n// todo! later\nconst S: &str = \"todo!\";", false),
            ("//! x\n#[test]\n#[ignore = \"slow\"]\nfn f() {}", true),
            (
                "//! x\nconst S: &str = r#\"a \"quoted\" todo!\"#; fn f() { unimplemented!() }",
                true,
            ),
            (&long, true),
        ] {
            assert_eq!(!untidy("a.rs", text).is_empty(), caught, "{text:.60}");
        }
    }

    #[test]
    fn a_dependency_without_a_reason() {
        let good = "[dependencies]\na = \"1\" # why\n\n[lints.rust]\nb = \"x\"\n";
        assert!(unreasoned(good).is_empty());
        let bad = "[dev-dependencies]\na = \"1\" # why\nb = { version = \"1\" }\n";
        assert_eq!(unreasoned(bad).len(), 1);
    }

    const CATALOGUE: &str = "//! catalogue! {\ncatalogue! {\n    \
        one { zh: \"一，{{x}}\", en: \"one }\" }\n    \
        // a remark { zh: \"否\" }\n    \
        two(n: usize) {\n        zh: \"二 {n}\",\n        en: \"two {n}\",\n    }\n}\n\
        catalogue! { three { zh: \"三\", en: \"three\" } }";

    #[test]
    fn a_text_that_nobody_says() {
        let rows = rows(CATALOGUE);
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["one", "two", "three"]);
        assert_eq!(rows[1].1, "二 {n}");
        let code = "lang.one(); lang\n    .two(3); lang.three_more(); Lang::threefold";
        assert_eq!(unused_rows(&rows, code).len(), 1);
        assert!(unused_rows(&rows, "x.one() x.two() map(Lang::three)").is_empty());
    }

    #[test]
    fn foreign_punctuation() {
        for (zh, caught) in [
            ("一,二", true),
            ("共{n}项.", true),
            ("没有.", true),
            ("找谁: 甲", true),
            ("一，二。", false),
            ("如 hrss/service/3, 或", false),
            ("版本 1.0", false),
        ] {
            assert_eq!(misplaced_punctuation(zh), caught, "{zh}");
        }
    }
}
