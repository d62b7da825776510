//! The list that is compiled in, so that one binary is enough.

use std::sync::Arc;

use crate::registry::{ListCode, Registry, read};

/// Code of the built-in list.
const CODE: &str = "hrss";
/// Its bureau as clerks say it.
const NAME: &str = "区人社局";
const DOCUMENT: &[u8] = include_bytes!("../../seed/responsibility-list.txt");

/// The registry of the built-in list alone.
pub(super) fn registry() -> Registry {
    #[expect(clippy::expect_used, reason = "a constant; a test parses it")]
    let code: ListCode = CODE.parse().expect("a valid code");
    Registry::new(vec![Arc::new(read::read(DOCUMENT, code, NAME).list)])
}
