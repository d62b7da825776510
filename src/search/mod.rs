//! Finding: one engine for anything with fields. Knows documents and fields, not where they come
//! from nor what they mean.
//!
//! A query goes through four rooms: [`query`] brings it into normal form ([`normal`]), `postings`
//! names the fields that can hold it, `align` finds the characters it stands for (by themselves
//! or by [`pinyin`]), `score` says how good that is, with fuzzy-matcher's help. [`Engine`] is the
//! door.

mod align;
mod engine;
mod judge;
mod lattice;
pub mod normal;
pub mod pinyin;
mod postings;
pub mod query;
mod score;
mod unit;

pub use engine::{
    Detail, DocKey, Document, Engine, Field, Match, Matches, Nature, Standing, TermDetail,
};
pub use judge::Asked;
pub use query::{MAX_QUERY_CHARS, Query};
pub use score::{Form, How, Points};

#[cfg(test)]
mod tests;
