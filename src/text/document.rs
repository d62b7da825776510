//! Words for what is wrong with a document.

use super::{Lang, catalogue};
use crate::registry::read::Fault;

impl Lang {
    /// What is wrong with a line.
    #[must_use]
    pub fn fault(self, fault: &Fault) -> String {
        let _ = fault;
        self.fault_stub().to_owned()
    }
}

catalogue! {
    fault_line(line: usize, message: &str) { zh: "第{line}行：{message}", en: "line {line}: {message}" }
    fault_stub { zh: "读不懂", en: "not understood" }
}
