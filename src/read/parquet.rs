//! Parquet: a table in columns, read as the CSV table that it could have been.
//!
//! A column holds what the cells of the column of that name hold in CSV. Whole columns are decoded, row groups in
//! parallel, and written as the lines of one CSV text: the names of the columns are line 1, row *n* is line *n* + 1
//! (as long as no cell holds a line break). From there on the table goes the way of every other table: the same
//! checks, the same messages, and a place in them that names row and column.

use std::cell::Cell;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use jiff::Timestamp;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use rayon::prelude::*;

use super::table::{Cells, TABLES};
use super::unpack::{Fault, Limits};

/// Rows that are decoded at once.
const BATCH: usize = 1 << 13;

impl From<ParquetError> for Fault {
    fn from(error: ParquetError) -> Self {
        Fault::DamagedParquet(error.to_string())
    }
}

/// The table in a Parquet file as CSV within limits, as far as it can be read: whole row groups.
pub fn unpack(bytes: &[u8], limits: Limits) -> (Vec<u8>, Option<Fault>) {
    let mut text = Vec::new();
    match read(bytes, limits, &mut text).err() {
        Some(fault @ Fault::NoRoom(_)) => (Vec::new(), Some(fault)),
        fault => (text, fault),
    }
}

fn read(bytes: &[u8], limits: Limits, text: &mut Vec<u8>) -> Result<(), Fault> {
    let bytes = Bytes::copy_from_slice(bytes);
    let file = caught(|| Ok(SerializedFileReader::new(bytes)?))?;
    let schema = file.metadata().file_metadata().schema_descr();
    let columns = schema.columns().iter().enumerate();
    let columns: Result<Vec<Column>, Fault> = columns
        .map(|(at, descriptor)| Column::new(at, descriptor))
        .collect();
    let columns = columns?;
    let names = columns.iter().map(|column| column.name.as_bytes());
    write_line(text, names);
    let known = columns.iter().filter(|column| column.known).count();
    let budget = Budget {
        spent: AtomicU64::new(0),
        read: AtomicU64::new(0),
        cells: file.metadata().file_metadata().num_rows().unsigned_abs() * known as u64,
        limits,
    };
    let groups = (0..file.num_row_groups()).into_par_iter();
    let groups = groups.map(|at| caught(|| group(&file, at, &columns, &budget)));
    let groups: Vec<Result<Vec<u8>, Fault>> = groups.collect();
    for group in groups {
        text.extend(group?);
    }
    Ok(())
}

/// Decodes something. The decoder panics on some bytes that no writer makes: that is damage like any other, and told
/// as such only.
fn caught<T>(decode: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    thread_local! { static DECODING: Cell<bool> = const { Cell::new(false) } }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let tell = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !DECODING.get() {
                tell(info);
            }
        }));
    });
    DECODING.set(true);
    let decoded = panic::catch_unwind(AssertUnwindSafe(decode));
    DECODING.set(false);
    let nonsense = "its pages do not fit together".to_owned();
    decoded.unwrap_or(Err(Fault::DamagedParquet(nonsense)))
}

/// What the values of a column are.
#[derive(Clone, Copy)]
enum Shown {
    /// As they are.
    Plain,
    /// Days since 1970.
    Day,
    /// Parts of a second since 1970, so many a second.
    Moment(i64),
    /// Whole numbers without a sign, of so many bits.
    Unsigned(u32),
    /// Whole numbers of which so many digits stand after the point.
    Decimal(u32),
}

impl Shown {
    /// A number as a cell has it. A date that there is not is shown as a number, which is no date either.
    fn text(self, value: i128) -> String {
        let second = |second: i128| {
            let second = i64::try_from(second).ok()?;
            Some(Timestamp::from_second(second).ok()?.to_string())
        };
        let moment = match self {
            Shown::Plain => None,
            Shown::Unsigned(bits) => return (value & ((1 << bits) - 1)).to_string(),
            Shown::Decimal(places) => return decimal(value, places as usize),
            Shown::Day => second(value * 86_400)
                .map(|midnight| midnight.split('T').next().unwrap_or_default().to_owned()),
            Shown::Moment(parts) => second(value.div_euclid(parts.into())),
        };
        moment.unwrap_or_else(|| value.to_string())
    }
}

/// A whole number with a point before so many of its digits; without those that say nothing.
fn decimal(value: i128, places: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, parts) = digits.split_at(digits.len() - places);
    match parts.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        parts => format!("{sign}{whole}.{parts}"),
    }
}

/// A whole number in two's complement, the first byte first; `None` where it is too long.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let sign = bytes.first().map_or(0, |&first| (first as i8 >> 7) as u8);
    let mut whole = [sign; 16];
    let start = whole.len().checked_sub(bytes.len())?;
    whole[start..].copy_from_slice(bytes);
    Some(i128::from_be_bytes(whole))
}

/// A column of the file.
struct Column {
    at: usize,
    /// Its name: in the text no character of it can be taken for a separator.
    name: String,
    shown: Shown,
    /// Levels at which something is there, and at which a list goes on.
    defined: i16,
    repeated: i16,
    /// Whether some table has a column of this name; the cells of others are not read.
    known: bool,
}

impl Column {
    /// What to say where it holds something else than cells.
    fn holds(&self, found: &str) -> Fault {
        Fault::ParquetColumn {
            name: self.name.clone(),
            found: found.to_owned(),
        }
    }

    fn new(at: usize, descriptor: &ColumnDescriptor) -> Result<Self, Fault> {
        let path = descriptor.path().parts();
        let written = path.first().map_or("", String::as_str);
        let known = TABLES.iter().any(|table| table.column(written).is_some());
        let is_list = descriptor.max_rep_level() == 1;
        let shown = match (shown(descriptor), path.len(), is_list) {
            (Some(shown), 1, _) | (Some(shown), 2 | 3, true) => shown,
            _ if !known => Shown::Plain,
            _ => {
                return Err(Fault::ParquetColumn {
                    name: written.to_owned(),
                    found: match (path.len(), is_list) {
                        (1, _) | (2 | 3, true) => descriptor.physical_type().to_string(),
                        _ => "records".to_owned(),
                    },
                });
            }
        };
        let separates =
            |character| matches!(character, ',' | ';' | '"') || char::is_control(character);
        Ok(Column {
            at,
            name: written.replace(separates, " "),
            shown,
            defined: descriptor.max_def_level(),
            repeated: descriptor.max_rep_level(),
            known,
        })
    }
}

/// How the values of a column are shown; `None` for types that no cell has.
fn shown(descriptor: &ColumnDescriptor) -> Option<Shown> {
    let logical = descriptor.logical_type_ref();
    let plain = matches!(
        logical,
        None | Some(
            LogicalType::String
                | LogicalType::Enum
                | LogicalType::Json
                | LogicalType::Integer(_)
                | LogicalType::Unknown
        )
    );
    let converted = descriptor.converted_type();
    let places = u32::try_from(descriptor.type_scale()).unwrap_or(0);
    match (descriptor.physical_type(), logical, converted) {
        (_, Some(LogicalType::Decimal(_)), _) | (_, None, ConvertedType::DECIMAL) => {
            (places < 39).then_some(Shown::Decimal(places))
        }
        (Type::INT32, Some(LogicalType::Integer(of)), _) if !of.is_signed => {
            Some(Shown::Unsigned(32))
        }
        (Type::INT64, Some(LogicalType::Integer(of)), _) if !of.is_signed => {
            Some(Shown::Unsigned(64))
        }
        (Type::INT32, Some(LogicalType::Date), _) | (Type::INT32, None, ConvertedType::DATE) => {
            Some(Shown::Day)
        }
        (Type::INT64, Some(LogicalType::Timestamp(moment)), _) => {
            Some(Shown::Moment(match moment.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            }))
        }
        (Type::INT64, None, ConvertedType::TIMESTAMP_MILLIS) => Some(Shown::Moment(1_000)),
        (Type::INT64, None, ConvertedType::TIMESTAMP_MICROS) => Some(Shown::Moment(1_000_000)),
        // What older programs write for a moment.
        (Type::INT96, ..) => Some(Shown::Moment(1)),
        (Type::FIXED_LEN_BYTE_ARRAY, ..) => None,
        _ => plain.then_some(Shown::Plain),
    }
}

/// How much text there may be.
struct Budget {
    /// Bytes that were made.
    spent: AtomicU64,
    /// Cells that were read, of how many.
    read: AtomicU64,
    cells: u64,
    limits: Limits,
}

impl Budget {
    /// So many bytes are made, of so many cells that were read for it.
    fn spend(&self, bytes: usize, cells: usize) -> Result<(), Fault> {
        let add = |sum: &AtomicU64, more: u64| sum.fetch_add(more, Ordering::Relaxed) + more;
        let spent = add(&self.spent, bytes as u64);
        let read = add(&self.read, cells as u64).max(1);
        match self.limits.fault(spent) {
            Some(Fault::NoRoom(_)) => {
                // About as much for each cell that is still to be read.
                let all = u128::from(spent) * u128::from(self.cells.max(read)) / u128::from(read);
                Err(Fault::NoRoom(u64::try_from(all).unwrap_or(u64::MAX)))
            }
            fault => fault.map_or(Ok(()), Err),
        }
    }
}

/// The rows of a row group as lines.
fn group(
    file: &SerializedFileReader<Bytes>,
    at: usize,
    columns: &[Column],
    budget: &Budget,
) -> Result<Vec<u8>, Fault> {
    let group = file.get_row_group(at)?;
    let known = columns.iter().filter(|column| column.known);
    let cells: Result<Vec<(usize, Cells)>, Fault> = known
        .map(|column| {
            let reader = group.get_column_reader(column.at)?;
            Ok((column.at, cells(reader, column, budget)?))
        })
        .collect();
    let cells = cells?;
    let rows = cells.iter().map(|(_, cells)| cells.starts.len());
    let rows = rows.max().unwrap_or(0);
    if let Some((at, _)) = cells.iter().find(|(_, cells)| cells.starts.len() != rows) {
        let name = &columns[*at].name;
        let what = format!("column `{name}` has fewer rows than others");
        return Err(Fault::DamagedParquet(what));
    }
    let mut by_column: Vec<Option<&Cells>> = columns.iter().map(|_| None).collect();
    for (at, cells) in &cells {
        by_column[*at] = Some(cells);
    }
    let mut text = Vec::new();
    for row in 0..rows {
        budget.spend(columns.len(), 0)?;
        let cells = by_column
            .iter()
            .map(|cells| cells.map_or(&b""[..], |cells| cells.cell(row)));
        write_line(&mut text, cells);
    }
    Ok(text)
}

/// Writes a line of CSV.
fn write_line<'c>(text: &mut Vec<u8>, cells: impl ExactSizeIterator<Item = &'c [u8]>) {
    let alone = cells.len() == 1;
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(b',');
        }
        let special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
        // A line with nothing in it is no row.
        let quoted = cell.iter().any(special) || (alone && cell.is_empty());
        if !quoted {
            text.extend_from_slice(cell);
            continue;
        }
        text.push(b'"');
        for &byte in cell {
            if byte == b'"' {
                text.push(b'"');
            }
            text.push(byte);
        }
        text.push(b'"');
    }
    text.push(b'\n');
}

/// The cells of a column of a row group.
fn cells(reader: ColumnReader, column: &Column, budget: &Budget) -> Result<Cells, Fault> {
    let number = |value: i128, cell: &mut Vec<u8>| {
        cell.extend_from_slice(column.shown.text(value).as_bytes());
        Ok(())
    };
    let bytes = |bytes: &[u8], cell: &mut Vec<u8>| match column.shown {
        Shown::Decimal(_) => {
            let value =
                big_endian(bytes).ok_or_else(|| column.holds("numbers that are too long"))?;
            number(value, cell)
        }
        _ => {
            cell.extend_from_slice(bytes);
            Ok(())
        }
    };
    let shown = |value: &dyn std::fmt::Display, cell: &mut Vec<u8>| {
        write!(cell, "{value}").map_err(|error| Fault::DamagedParquet(error.to_string()))
    };
    match reader {
        ColumnReader::ByteArrayColumnReader(reader) => {
            drain(reader, column, budget, |value, cell| {
                bytes(value.data(), cell)
            })
        }
        ColumnReader::Int32ColumnReader(reader) => drain(reader, column, budget, |&value, cell| {
            number(value.into(), cell)
        }),
        ColumnReader::Int64ColumnReader(reader) => drain(reader, column, budget, |&value, cell| {
            number(value.into(), cell)
        }),
        ColumnReader::BoolColumnReader(reader) => {
            drain(reader, column, budget, |value, cell| shown(value, cell))
        }
        ColumnReader::FloatColumnReader(reader) => {
            drain(reader, column, budget, |value, cell| shown(value, cell))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            drain(reader, column, budget, |value, cell| shown(value, cell))
        }
        ColumnReader::Int96ColumnReader(reader) => drain(reader, column, budget, |value, cell| {
            number(value.to_seconds().into(), cell)
        }),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            drain(reader, column, budget, |value, cell| {
                bytes(value.data(), cell)
            })
        }
    }
}

/// Reads a column to its end. The items of a list become one cell, as CSV writes lists.
fn drain<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    column: &Column,
    budget: &Budget,
    write: impl Fn(&T::T, &mut Vec<u8>) -> Result<(), Fault>,
) -> Result<Cells, Fault> {
    let mut cells = Cells::default();
    let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    let mut item = Vec::new();
    loop {
        values.clear();
        defined.clear();
        repeated.clear();
        let (records, found, levels) = reader.read_records(
            BATCH,
            (column.defined > 0).then_some(&mut defined),
            (column.repeated > 0).then_some(&mut repeated),
            &mut values,
        )?;
        if records == 0 && levels == 0 {
            return Ok(cells);
        }
        let before = cells.bytes.len();
        let mut next = values.iter().take(found);
        for at in 0..levels {
            if repeated.get(at).is_none_or(|&level| level == 0) || cells.starts.is_empty() {
                cells.starts.push(cells.bytes.len());
            }
            let there = defined.get(at).is_none_or(|&level| level == column.defined);
            let Some(value) = there.then(|| next.next()).flatten() else {
                continue;
            };
            if column.repeated == 0 {
                write(value, &mut cells.bytes)?;
                continue;
            }
            item.clear();
            write(value, &mut item)?;
            if cells.starts.last() != Some(&cells.bytes.len()) {
                cells.bytes.extend_from_slice(b"; ");
            }
            for &byte in &item {
                if matches!(byte, b';' | b'\\') {
                    cells.bytes.push(b'\\');
                }
                cells.bytes.push(byte);
            }
        }
        budget.spend(cells.bytes.len() - before + records, records)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_type_means_them() {
        assert_eq!(Shown::Plain.text(-1), "-1");
        assert_eq!(Shown::Unsigned(32).text(-1), "4294967295");
        assert_eq!(Shown::Unsigned(64).text(-1), "18446744073709551615");
        assert_eq!(Shown::Decimal(2).text(-1250), "-12.5");
        assert_eq!(Shown::Decimal(2).text(5), "0.05");
        assert_eq!(Shown::Decimal(0).text(700), "700");
        assert_eq!(Shown::Decimal(2).text(700), "7");
        assert_eq!(Shown::Day.text(19_442), "2023-03-26");
        assert_eq!(Shown::Day.text(i128::from(i32::MAX)), "2147483647");
        assert_eq!(Shown::Moment(1_000).text(-1), "1969-12-31T23:59:59Z");
        assert_eq!(big_endian(&[0xff, 0x38]), Some(-200));
        assert_eq!(big_endian(&[0, 200]), Some(200));
        assert_eq!(big_endian(&[0; 17]), None);
    }
}
