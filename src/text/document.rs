//! Words for what is wrong with a document.
