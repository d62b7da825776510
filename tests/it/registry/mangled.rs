//! Documents that chance has mangled: never a panic, nothing lost that is not reported.

use super::{BUILT_IN, CIVIL, prove, reading};
use proptest::prelude::*;

/// A change that chance makes to a document.
#[derive(Clone, Debug)]
enum Mishap {
    DropLine(usize),
    DoubleLine(usize),
    BlankLine(usize),
    SwapLines(usize),
    DoubleTab(usize),
    JoinLines(usize),
    Insert(usize, String),
    Byte(usize, u8),
}

fn mishap() -> impl Strategy<Value = Mishap> {
    let at = any::<usize>;
    let words = prop_oneof![
        "[\t\n 一二三五、（）().．：1-6１]{1,6}",
        "\\PC{1,8}",
        Just("\n\n二、公共服务\n\n".to_owned()),
        Just("\n（三）监管\n1.对象\n".to_owned()),
        Just("\u{200b}\u{202e}\u{7}\r".to_owned()),
    ];
    prop_oneof![
        at().prop_map(Mishap::DropLine),
        at().prop_map(Mishap::DoubleLine),
        at().prop_map(Mishap::BlankLine),
        at().prop_map(Mishap::SwapLines),
        at().prop_map(Mishap::DoubleTab),
        at().prop_map(Mishap::JoinLines),
        (at(), words).prop_map(|(at, words)| Mishap::Insert(at, words)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Mishap::Byte(at, byte)),
    ]
}

fn happen(document: &mut Vec<u8>, mishap: &Mishap) {
    let mut lines: Vec<Vec<u8>> = document
        .split(|b| *b == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let count = lines.len();
    match mishap {
        Mishap::DropLine(at) => drop(lines.remove(at % count)),
        Mishap::DoubleLine(at) => lines.insert(at % count, lines[at % count].clone()),
        Mishap::BlankLine(at) => lines.insert(at % count, Vec::new()),
        Mishap::SwapLines(at) => lines.swap(at % count, (at % count + 1) % count),
        Mishap::DoubleTab(at) => lines[at % count].insert(0, b'\t'),
        Mishap::JoinLines(at) => {
            let line = lines.remove(at % count);
            let to = (at % count)
                .saturating_sub(1)
                .min(lines.len().saturating_sub(1));
            if let Some(above) = lines.get_mut(to) {
                above.extend(line);
            }
        }
        Mishap::Insert(at, words) => {
            let text = String::from_utf8_lossy(document).into_owned();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let at = places
                .get(at % places.len().max(1))
                .copied()
                .unwrap_or_default();
            let (before, after) = text.split_at(at);
            *document = format!("{before}{words}{after}").into_bytes();
            return;
        }
        Mishap::Byte(at, byte) => {
            let at = at % document.len().max(1);
            document.splice(at..at, [*byte]);
            return;
        }
    }
    *document = lines.join(&b'\n');
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mangled_documents_never_panic_and_lose_nothing_unreported(
        civil in any::<bool>(),
        mishaps in proptest::collection::vec(mishap(), 1..12),
    ) {
        let mut document = if civil { CIVIL } else { BUILT_IN }.as_bytes().to_vec();
        for mishap in &mishaps {
            happen(&mut document, mishap);
        }
        let reading = reading(&document);
        prop_assert_eq!(prove(&reading), Ok(()));
    }

    #[test]
    fn random_text_never_panics(document in "[\t\n\r 一二、（）.1-9：无。部门职责登记表公共服务事项序号主要内容承办机构联系电话事中事后监管对象]{0,400}") {
        prop_assert_eq!(prove(&reading(document.as_bytes())), Ok(()));
    }
}
