//! guitai (柜台), the service counter: the map of the code and the table of who may import whom.
//!
//! Each folder is a layer; `tests/it/tidy.rs` reads the table below and fails on an import that
//! is not in it.
//!
//! | folder | what lives there | imports |
//! |---|---|---|
//! | `chars` | characters that are no text: what does not show, what could harm a terminal | – |
//! | `registry` | what the bureaus answer for; reading a published responsibility list, checking it | chars |
//! | `search` | finding: normal forms, pinyin, the index, matching, ranking, highlights | chars |
//! | `text` | every word shown to a person, Chinese and English side by side | registry |
//! | `rpc` | the wire: requests and answers as plain data, and the link a client asks through | registry |
//! | `desk` | the application, one verb a file: requests in, answers out | registry, search, rpc |
//! | `tui` | the screen: model, update, view, keys, terminal | chars, registry, text, rpc |
//! | `cli` | the commands, one verb a file | chars, registry, text, rpc, desk, tui |

pub mod chars;
pub mod cli;
pub mod desk;
pub mod registry;
pub mod rpc;
pub mod search;
pub mod text;
pub mod tui;
