//! Compressed input: gzip and zstd, told by their first bytes.

use std::fmt;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

/// File extensions of compressed files; what stands before them tells the format.
const EXTENSIONS: [&str; 2] = ["gz", "zst"];

/// A file may unpack to this many times its size and [`SLACK`] bytes more: case files shrink to a tenth, bombs to a
/// thousandth.
const MOST_TIMES: u64 = 100;
const SLACK: u64 = 16 << 20;

/// Why not everything was unpacked.
pub enum Fault {
    /// There would be more than so many bytes.
    TooMuch(u64),
    /// The packed data are damaged or cut off.
    Damaged(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::TooMuch(most) => write!(f, "it unpacks to more than {most} bytes"),
            Fault::Damaged(error) => write!(f, "it does not unpack: {error}"),
        }
    }
}

impl Fault {
    /// What would mend it.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::TooMuch(_) => {
                "if it is meant to be so large, unpack it and read the unpacked file"
            }
            Fault::Damaged(_) => "was the file cut off? what could be unpacked is read",
        }
    }
}

/// The path without an extension that says that the file is compressed.
pub fn unpacked_name(path: &Path) -> std::borrow::Cow<'_, Path> {
    let packed = path.extension().and_then(|extension| extension.to_str());
    match packed.filter(|&found| {
        EXTENSIONS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(found))
    }) {
        Some(_) => path.with_extension("").into(),
        None => path.into(),
    }
}

/// What compressed bytes hold, as far as they can be unpacked into `memory`; `None` where they are not compressed.
pub fn unpack(bytes: &[u8], memory: u64) -> Option<(Vec<u8>, Option<Fault>)> {
    let by_size = (bytes.len() as u64).saturating_mul(MOST_TIMES);
    let most = by_size.saturating_add(SLACK).min(memory);
    let mut text = Vec::new();
    let fault = if bytes.starts_with(b"\x1f\x8b") {
        take(MultiGzDecoder::new(bytes), &mut text, most)
    } else if bytes.starts_with(b"\x28\xb5\x2f\xfd") {
        zstd(bytes, &mut text, most)
    } else {
        return None;
    };
    Some((text, fault.err()))
}

fn take(packed: impl Read, text: &mut Vec<u8>, most: u64) -> Result<(), Fault> {
    let left = most - text.len() as u64;
    packed
        .take(left + 1)
        .read_to_end(text)
        .map_err(Fault::Damaged)?;
    if text.len() as u64 > most {
        text.truncate(most as usize);
        return Err(Fault::TooMuch(most));
    }
    Ok(())
}

/// Frame after frame, each with its own checksum.
fn zstd(mut bytes: &[u8], text: &mut Vec<u8>, most: u64) -> Result<(), Fault> {
    let damaged = |what: String| Fault::Damaged(io::Error::other(what));
    while !bytes.is_empty() {
        let mut frame = match StreamingDecoder::new(&mut bytes) {
            Ok(frame) => frame,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                bytes = bytes.get(length as usize..).unwrap_or_default();
                continue;
            }
            Err(error) => return Err(damaged(error.to_string())),
        };
        take(&mut frame, text, most)?;
        let (written, found) = (
            frame.decoder.get_checksum_from_data(),
            frame.decoder.get_calculated_checksum(),
        );
        if written.is_some() && written != found {
            return Err(damaged("a checksum differs".to_owned()));
        }
    }
    Ok(())
}
