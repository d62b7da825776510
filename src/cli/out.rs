//! The one buffered way to standard output. Knows lines, not what they say.

use std::io::{BufWriter, Write};

use serde::Serialize;

use super::error::Error;
use super::json;
use crate::chars;

/// Standard output, written in large pieces; every failure comes back as an error.
pub(super) struct Out<'o> {
    buffer: BufWriter<&'o mut dyn Write>,
}

impl<'o> Out<'o> {
    pub(super) fn new(to: &'o mut dyn Write) -> Self {
        Self {
            buffer: BufWriter::new(to),
        }
    }

    /// Prints a text made harmless, and a line break. Line breaks inside stay.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Error> {
        self.verbatim(chars::lines(text).as_bytes())?;
        self.verbatim(b"\n")
    }

    /// Prints an object on a line of its own.
    pub(super) fn json(&mut self, object: &impl Serialize) -> Result<(), Error> {
        json::write(&mut self.buffer, object).map_err(Error::Output)?;
        self.verbatim(b"\n")
    }

    /// Prints fields apart by tabs; breaks and tabs inside them become spaces.
    pub(super) fn fields(&mut self, fields: &[&str]) -> Result<(), Error> {
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                self.verbatim(b"\t")?;
            }
            self.verbatim(chars::line(field).as_bytes())?;
        }
        self.verbatim(b"\n")
    }

    /// Prints bytes as they are.
    pub(super) fn verbatim(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.buffer.write_all(bytes).map_err(Error::Output)
    }

    /// Hands over what is buffered: for a reader who waits for each answer, and at the end, where
    /// a full disk would otherwise go unnoticed.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.buffer.flush().map_err(Error::Output)
    }
}
