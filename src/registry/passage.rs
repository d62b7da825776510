//! A passage: text of an entry together with where it stands in the document. Knows no meaning.

/// A stretch of the source document, in bytes, end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Text as it is shown, and the stretches of the document it was joined from.
///
/// Only layout (indentation, line breaks inside a broken cell) may lie between the spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text; paragraphs are apart by a line break.
    pub text: String,
    /// Where it stands, in document order.
    pub spans: Vec<Span>,
}
