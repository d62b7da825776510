//! Parts that know cells, not entries: glyphs, cutting, wrapping, blanking.

pub mod blank;
pub mod glyph;
pub mod text_box;
pub mod wrap;
