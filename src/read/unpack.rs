//! Packed input: gzip, zstd and the tables in Parquet, told by their first bytes.

use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::memory::Size;

/// File extensions of compressed files; what stands before them tells the format.
const EXTENSIONS: [&str; 2] = ["gz", "zst"];

/// A file may unpack to this many times its size and [`SLACK`] bytes more: case files shrink to a tenth, bombs to a
/// thousandth; but a small file that repeats itself may be large.
const MOST_TIMES: u64 = 100;
const SLACK: u64 = 256 << 20;

/// The bytes with which gzip and zstd begin.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The bytes with which a Parquet file begins, and ends.
const PARQUET: &[u8] = b"PAR1";

/// Why not everything was unpacked.
pub enum Fault {
    /// There would be more than so many bytes, which is more than files of this size hold.
    TooMuch(u64),
    /// There would be so many bytes, and there is no room for them in memory: none were kept.
    NoRoom(u64),
    /// What was packed is packed itself.
    Twice,
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
                let most = Size(*most);
                format!("`{name}` is compressed, and it unpacks to more than {most}")
            }
            Fault::NoRoom(bytes) => {
                let size = Size(*bytes);
                format!("`{name}` is compressed, and it unpacks to {size}")
            }
            Fault::Twice => format!("`{name}` is compressed, and so is what it holds"),
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
            Fault::NoRoom(_) => "use a machine with more memory",
            Fault::Twice => "unpack it once",
            Fault::Damaged(_) => "was the file cut off? what could be unpacked is read",
            Fault::NoParquet => "give it the extension of the format that it has",
            #[cfg(not(feature = "parquet"))]
            Fault::NoReader => {
                "build the program with `--features parquet`, or give the table as CSV"
            }
            #[cfg(feature = "parquet")]
            Fault::DamagedParquet(what) if what.contains("feature") => {
                "write it with another compression: snappy, gzip or zstd"
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

/// How many bytes a file has at least once it is unpacked, as far as one can tell before it is read.
pub fn least_length(path: &Path) -> u64 {
    let is_packed = matches!(unpacked_name(path), std::borrow::Cow::Owned(_));
    match is_packed || is_called_parquet(path) {
        true => 0,
        false => super::files::length(path),
    }
}

/// Whether bytes are those of a Parquet file.
pub fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(PARQUET) && bytes.ends_with(PARQUET)
}

/// Whether bytes begin with a frame of zstd, or with one that is to be passed over, as parallel packers write.
fn is_zstd(bytes: &[u8]) -> bool {
    bytes.starts_with(ZSTD) || passed_over(bytes).is_some()
}

/// The length of a frame that holds no text, where bytes begin with one.
fn passed_over(bytes: &[u8]) -> Option<usize> {
    match bytes {
        &[0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, ..] => {
            Some(8 + u32::from_le_bytes([a, b, c, d]) as usize)
        }
        _ => None,
    }
}

/// Whether a file says by its name that it is compressed, and is cut off before one could see how.
fn is_cut_short(name: &Path, bytes: &[u8]) -> bool {
    let begins = [GZIP, ZSTD].iter().any(|whole| whole.starts_with(bytes));
    begins && !bytes.is_empty() && matches!(unpacked_name(name), std::borrow::Cow::Owned(_))
}

/// Whether a file says by its name that it is Parquet.
fn is_called_parquet(name: &Path) -> bool {
    let extension = name.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

/// What the bytes of a file hold, as far as they can be unpacked into so many bytes of memory; `None` where they are
/// not packed.
pub fn unpack(name: &Path, bytes: &[u8], room: u64) -> Option<(Vec<u8>, Option<Fault>)> {
    let by_size = (bytes.len() as u64).saturating_mul(MOST_TIMES);
    let limits = Limits {
        most: by_size.saturating_add(SLACK),
        room,
    };
    let unpacked = if bytes.starts_with(GZIP) {
        take(MultiGzDecoder::new(bytes), limits)
    } else if is_zstd(bytes) {
        take(Frames { bytes, frame: None }, limits)
    } else if is_parquet(bytes) {
        return Some(parquet(bytes, limits));
    } else if is_called_parquet(name) {
        (Vec::new(), Some(Fault::NoParquet))
    } else if is_cut_short(name, bytes) {
        let end = io::ErrorKind::UnexpectedEof.into();
        (Vec::new(), Some(Fault::Damaged(end)))
    } else {
        return None;
    };
    Some(match unpacked {
        (text, None) if text.starts_with(GZIP) || is_zstd(&text) => {
            (Vec::new(), Some(Fault::Twice))
        }
        other => other,
    })
}

/// How many bytes a file may unpack to, and how many there is room for.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Beyond this it is no honest file.
    pub most: u64,
    /// Beyond this it is too large for this machine.
    pub room: u64,
}

impl Limits {
    /// What is to be said of so many bytes.
    pub fn fault(self, bytes: u64) -> Option<Fault> {
        match bytes {
            bytes if bytes > self.most => Some(Fault::TooMuch(self.most)),
            bytes if bytes > self.room => Some(Fault::NoRoom(bytes)),
            _ => None,
        }
    }
}

#[cfg(feature = "parquet")]
use super::parquet::unpack as parquet;

#[cfg(not(feature = "parquet"))]
fn parquet(_: &[u8], _: Limits) -> (Vec<u8>, Option<Fault>) {
    (Vec::new(), Some(Fault::NoReader))
}

/// Unpacks as much as there is room for, and counts what there would be beyond it.
fn take(mut packed: impl Read, limits: Limits) -> (Vec<u8>, Option<Fault>) {
    let mut text = Vec::new();
    let kept = limits.most.min(limits.room);
    let unpacked = packed.by_ref().take(kept).read_to_end(&mut text);
    if let Err(error) = unpacked {
        return (text, Some(Fault::Damaged(error)));
    }
    let left = limits.most.saturating_add(1).saturating_sub(kept);
    // What is damaged beyond what there is room for is too large all the same: as far as it could be counted.
    let mut counted = Counted(0);
    let _ = io::copy(&mut packed.take(left), &mut counted);
    match limits.fault(text.len() as u64 + counted.0) {
        Some(fault @ Fault::NoRoom(_)) => (Vec::new(), Some(fault)),
        fault => (text, fault),
    }
}

/// Counts what is written, and keeps nothing.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What frames of zstd hold, one after another, each with its own checksum.
struct Frames<'b> {
    /// What comes after the frame that is being read.
    bytes: &'b [u8],
    frame: Option<StreamingDecoder<&'b [u8], FrameDecoder>>,
}

impl Frames<'_> {
    /// Begins the next frame; `false` where there is none.
    fn begin(&mut self) -> io::Result<bool> {
        while let Some(length) = passed_over(self.bytes) {
            self.bytes = self.bytes.get(length..).unwrap_or_default();
        }
        if self.bytes.is_empty() {
            return Ok(false);
        }
        let frame = StreamingDecoder::new(self.bytes);
        self.frame = Some(frame.map_err(|_| damaged("it is no zstd from here on"))?);
        Ok(true)
    }

    /// Ends a frame that was read to its end.
    fn end(&mut self) -> io::Result<()> {
        if let Some(frame) = self.frame.take() {
            let (written, found) = (
                frame.decoder.get_checksum_from_data(),
                frame.decoder.get_calculated_checksum(),
            );
            if written.is_some() && written != found {
                return Err(damaged("a checksum differs"));
            }
            self.bytes = frame.into_inner();
        }
        Ok(())
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::other(what)
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.frame.is_none() && !self.begin()? {
                return Ok(0);
            }
            let Some(frame) = &mut self.frame else {
                return Ok(0);
            };
            let read = frame.read(buffer);
            match read.map_err(|_| damaged("its zstd is damaged or cut off"))? {
                0 => self.end()?,
                read => return Ok(read),
            }
        }
    }
}
