//! Words of the counter screen.
