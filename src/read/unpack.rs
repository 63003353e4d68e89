//! Packed input: gzip, zstd and the tables in Parquet, told by their first bytes.

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

/// The bytes with which a Parquet file begins, and ends.
const PARQUET: &[u8] = b"PAR1";

/// Why not everything was unpacked.
pub enum Fault {
    /// There would be more than so many bytes.
    TooMuch(u64),
    /// The packed data are damaged or cut off.
    Damaged(io::Error),
    /// The file is called Parquet, and is not.
    NoParquet,
    /// The program was built without the reader of Parquet.
    #[cfg(not(feature = "parquet"))]
    NoReader,
    /// The Parquet file is damaged or cut off.
    #[cfg(feature = "parquet")]
    DamagedParquet(String),
    /// A column holds something that is no cell of a table.
    #[cfg(feature = "parquet")]
    ParquetColumn {
        /// Its name.
        name: String,
        /// What it holds.
        found: String,
    },
}

impl Fault {
    /// What is wrong with a file of this name.
    pub fn message(&self, name: &str) -> String {
        match self {
            Fault::TooMuch(most) => {
                format!("`{name}` is compressed, and it unpacks to more than {most} bytes")
            }
            Fault::Damaged(error) => {
                format!("`{name}` is compressed, and it does not unpack: {error}")
            }
            Fault::NoParquet => format!("`{name}` is no Parquet file"),
            #[cfg(not(feature = "parquet"))]
            Fault::NoReader => {
                format!("`{name}` is a Parquet file, which this build cannot read")
            }
            #[cfg(feature = "parquet")]
            Fault::DamagedParquet(what) => format!("`{name}` cannot be read as Parquet: {what}"),
            #[cfg(feature = "parquet")]
            Fault::ParquetColumn {
                name: column,
                found,
            } => {
                format!("column `{column}` of `{name}` holds {found}, which is no cell of a table")
            }
        }
    }

    /// What would mend it.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::TooMuch(_) => {
                "if it is meant to be so large, unpack it and read the unpacked file"
            }
            Fault::Damaged(_) => "was the file cut off? what could be unpacked is read",
            Fault::NoParquet => "give it the extension of the format that it has",
            #[cfg(not(feature = "parquet"))]
            Fault::NoReader => {
                "build the program with `--features parquet`, or give the table as CSV"
            }
            #[cfg(feature = "parquet")]
            Fault::DamagedParquet(_) => "was the file cut off? write it again, or give it as CSV",
            #[cfg(feature = "parquet")]
            Fault::ParquetColumn { .. } => {
                "write the column as text, a list of texts, a number, a date or a time"
            }
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

/// Whether bytes are those of a Parquet file.
pub fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(PARQUET) && bytes.ends_with(PARQUET)
}

/// Whether bytes begin with a frame of zstd, or with one that is to be passed over, as parallel packers write.
fn is_zstd(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]
    )
}

/// Whether a file says by its name that it is Parquet.
fn is_called_parquet(name: &Path) -> bool {
    let extension = name.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

/// What the bytes of a file hold, as far as they can be unpacked into `memory`; `None` where they are not packed.
pub fn unpack(name: &Path, bytes: &[u8], memory: u64) -> Option<(Vec<u8>, Option<Fault>)> {
    let by_size = (bytes.len() as u64).saturating_mul(MOST_TIMES);
    let most = by_size.saturating_add(SLACK).min(memory);
    let mut text = Vec::new();
    let fault = if bytes.starts_with(b"\x1f\x8b") {
        take(MultiGzDecoder::new(bytes), &mut text, most)
    } else if is_zstd(bytes) {
        zstd(bytes, &mut text, most)
    } else if is_parquet(bytes) {
        return Some(parquet(bytes, most));
    } else if is_called_parquet(name) {
        Err(Fault::NoParquet)
    } else {
        return None;
    };
    Some((text, fault.err()))
}

#[cfg(feature = "parquet")]
use super::parquet::unpack as parquet;

#[cfg(not(feature = "parquet"))]
fn parquet(_: &[u8], _: u64) -> (Vec<u8>, Option<Fault>) {
    (Vec::new(), Some(Fault::NoReader))
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
