//! Frames: four bytes of length (little-endian), then that many bytes of JSON. Knows neither what
//! a frame says nor what it travels over.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longest frame, in bytes of JSON: room for a form whose fields are a megabyte each.
pub const LONGEST: usize = 8 * 1024 * 1024;

/// Bytes of the length.
const HEAD: usize = 4;

/// Taken from a peer's word before anything came: the rest grows with what arrives.
const AT_FIRST: usize = 16 * 1024;

/// Why a frame cannot be read or written. Holds nothing of what it said: that may be what a
/// visitor told.
#[derive(Debug, thiserror::Error)]
pub enum FrameFault {
    /// Longer than [`LONGEST`].
    #[error("a frame of {length} bytes, at most {LONGEST} are taken")]
    TooLong {
        /// As announced, or as it would be.
        length: usize,
    },
    /// The peer left in the middle of it.
    #[error("cut off inside a frame")]
    CutOff,
    /// No JSON, or of another shape.
    #[error("a frame that cannot be understood")]
    NotUnderstood,
    /// The system would not read or write.
    #[error("{0}")]
    Io(#[from] io::Error),
}

/// Writes a value as one frame, in one write as far as the system takes it.
///
/// # Errors
/// [`FrameFault::TooLong`] before anything is written; [`FrameFault::Io`].
pub fn write(to: &mut impl Write, value: &impl Serialize) -> Result<(), FrameFault> {
    let bytes = encode(value)?;
    to.write_all(&bytes)?;
    to.flush()?;
    Ok(())
}

/// A value as the bytes of its frame.
///
/// # Errors
/// [`FrameFault::TooLong`], or [`FrameFault::NotUnderstood`] for a value that JSON cannot hold.
pub fn encode(value: &impl Serialize) -> Result<Vec<u8>, FrameFault> {
    let mut bytes = vec![0; HEAD];
    serde_json::to_writer(&mut bytes, value).map_err(|_| FrameFault::NotUnderstood)?;
    let length = bytes.len() - HEAD;
    let head = u32::try_from(length).ok().filter(|_| length <= LONGEST);
    let Some(head) = head else {
        return Err(FrameFault::TooLong { length });
    };
    bytes[..HEAD].copy_from_slice(&head.to_le_bytes());
    Ok(bytes)
}

/// Reads one frame; nothing when the peer left before its first byte.
///
/// # Errors
/// [`FrameFault`]; after any of them the place of the next frame is not known.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> Result<Option<T>, FrameFault> {
    match read_bytes(from)? {
        Some(bytes) => decode(&bytes).map(Some),
        None => Ok(None),
    }
}

/// What the bytes of a frame say.
///
/// # Errors
/// [`FrameFault::NotUnderstood`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameFault> {
    // serde's own words may quote what was said.
    serde_json::from_slice(bytes).map_err(|_| FrameFault::NotUnderstood)
}

/// Reads one frame without looking into it; nothing when the peer left before its first byte.
///
/// # Errors
/// [`FrameFault`] but for [`FrameFault::NotUnderstood`].
pub fn read_bytes(from: &mut impl Read) -> Result<Option<Vec<u8>>, FrameFault> {
    let mut head = [0; HEAD];
    let mut got = 0;
    while got < HEAD {
        match from.read(&mut head[got..]) {
            Ok(0) if got == 0 => return Ok(None),
            Ok(0) => return Err(FrameFault::CutOff),
            Ok(n) => got += n,
            Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    let length = usize::try_from(u32::from_le_bytes(head)).unwrap_or(usize::MAX);
    if length > LONGEST {
        return Err(FrameFault::TooLong { length });
    }
    let mut bytes = Vec::with_capacity(length.min(AT_FIRST));
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    from.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(FrameFault::CutOff);
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Hands out as many bytes at a time as it is told, for ever the last number.
    struct Drip<'a> {
        bytes: &'a [u8],
        portions: Vec<usize>,
    }

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let portion = if self.portions.len() > 1 {
                self.portions.remove(0)
            } else {
                self.portions[0]
            };
            let n = portion.max(1).min(buffer.len()).min(self.bytes.len());
            buffer[..n].copy_from_slice(&self.bytes[..n]);
            self.bytes = &self.bytes[n..];
            Ok(n)
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_however_it_arrives(
            texts in prop::collection::vec(".{0,40}", 0..5),
            portions in prop::collection::vec(1_usize..9, 1..20),
        ) {
            let mut bytes = Vec::new();
            for text in &texts {
                write(&mut bytes, text).unwrap();
            }
            let mut from = Drip { bytes: &bytes, portions };
            for text in &texts {
                let read = read::<String>(&mut from).unwrap();
                prop_assert_eq!(read.as_ref(), Some(text));
            }
            prop_assert!(read::<String>(&mut from).unwrap().is_none());
        }

        #[test]
        fn garbage_is_a_fault_and_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let read = read::<Value>(&mut &bytes[..]);
            prop_assert!(bytes.is_empty() || !matches!(read, Ok(None)));
        }

        #[test]
        fn a_frame_cut_anywhere_is_cut_off(text in ".{0,20}", at in any::<prop::sample::Index>()) {
            let bytes = encode(&text).unwrap();
            let kept = &bytes[..at.index(bytes.len())];
            match read::<String>(&mut &*kept) {
                Ok(None) => prop_assert!(kept.is_empty()),
                Err(FrameFault::CutOff) => prop_assert!(!kept.is_empty()),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn a_frame_is_its_length_and_json() {
        assert_eq!(encode(&json!({"a": 1})).unwrap(), b"\x07\0\0\0{\"a\":1}");
    }

    #[test]
    fn too_long_is_said_before_the_frame_is_read_or_written() {
        let mut endless = io::repeat(0xff);
        let fault = read::<Value>(&mut endless).unwrap_err();
        assert!(matches!(fault, FrameFault::TooLong { length } if length == 0xffff_ffff));
        let mut written = Vec::new();
        let fault = write(&mut written, &"x".repeat(LONGEST)).unwrap_err();
        assert!(matches!(fault, FrameFault::TooLong { length } if length == LONGEST + 2));
        assert!(written.is_empty());
        let longest = "x".repeat(LONGEST - 2);
        write(&mut written, &longest).unwrap();
        assert_eq!(read::<String>(&mut &written[..]).unwrap(), Some(longest));
    }

    #[test]
    fn a_fault_says_nothing_of_what_was_said() {
        let bytes = encode(&"张三").unwrap();
        let fault = read::<u8>(&mut &bytes[..]).unwrap_err();
        assert!(!format!("{fault} {fault:?}").contains('张'));
    }
}
