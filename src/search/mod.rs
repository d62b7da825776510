//! Finding: one engine for anything with fields. Knows documents and fields, not where they come
//! from nor what they mean.
//!
//! A query goes through four rooms: [`query`] brings it into normal form ([`normal`]), `postings`
//! names the fields that can hold it, `align` finds the characters it stands for (by themselves
//! or by [`pinyin`]), `score` says how good that is, with fuzzy-matcher's help. [`Engine`] is the
//! door for what is ranked, [`Shelf`] for what stands in order of time.

mod align;
mod bounds;
mod engine;
mod hearing;
mod judge;
mod known;
mod lattice;
mod lenient;
mod mistyped;
pub mod normal;
mod pieces;
pub mod pinyin;
mod postings;
pub mod query;
mod reading;
mod score;
mod shelf;
mod slip;
mod thesaurus;
mod unit;
mod ways;

pub use engine::{
    Detail, DocKey, Document, Engine, Field, Match, Matches, Nature, Standing, Tag, TermDetail,
};
pub use hearing::Hearing;
pub use judge::Asked;
pub use query::{Hold, MAX_QUERY_CHARS, Query};
pub use score::{Form, How, Points};
pub use shelf::{Holds, Sheet, Shelf, Shelved, Sought, Spoken, Taken};
pub use thesaurus::{Meaning, Sort, Thesaurus};

#[cfg(test)]
mod tests;
