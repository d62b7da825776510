//! guitai (柜台), the service counter: the map of the code and the table of who may import whom.
//!
//! Each folder is a layer; `tests/it/tidy.rs` reads the table below and fails on an import that
//! is not in it.
//!
//! | folder | what lives there | imports |
//! |---|---|---|
//! | `chars` | characters that are no text: what does not show, what could harm a terminal | – |
//! | `personal` | what people said, kept out of logs and panics | – |
//! | `registry` | what the bureaus answer for; reading a published responsibility list, checking it | chars |
//! | `casework` | the rules: case, event, command, status table, time limits and calendar, personal fields | chars, personal, registry |
//! | `search` | finding: normal forms, pinyin, the index, matching, ranking, highlights | chars, personal |
//! | `seal` | keys, sealed boxes, keyed hashes | – |
//! | `journal` | append, sync, verify, replay: records and hashes | – |
//! | `store` | the sled view of the journal, and the only place that names sled | registry, casework, seal |
//! | `text` | every word shown to a person, Chinese and English side by side | registry, casework |
//! | `rpc` | the wire: messages, frames, paths, the client that attaches or starts | chars, personal, registry, casework |
//! | `desk` | the application, one verb a file: requests in, answers out | chars, registry, casework, search, seal, journal, store, rpc |
//! | `owner` | the process that holds the data: accept, peers, dispatch, signals, idle exit | casework, rpc, desk |
//! | `tui` | the screen: model, update, view, keys, terminal | chars, personal, registry, casework, text, rpc |
//! | `cli` | the commands, one verb a file; configuration | chars, registry, casework, text, rpc, desk, owner, tui |

pub mod casework;
pub mod chars;
pub mod cli;
pub mod desk;
pub mod journal;
pub mod owner;
mod personal;
pub mod registry;
pub mod rpc;
pub mod seal;
pub mod search;
pub mod store;
pub mod text;
pub mod tui;
