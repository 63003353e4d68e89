//! A folder of tables in columns, for data frames and databases.

use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use bytes::Bytes;

use super::csv::{Written, tables};
use super::{Files, Transcript};
use crate::read::table::Cells;

/// Rows of a row group: so many that columns are worth it, so few that several threads have some to read.
const ROWS: usize = 1 << 17;

/// Every table of a case: the name of its file, and its bytes. The columns hold what the cells of CSV hold, as text.
///
/// # Errors
/// Where a record cannot be written.
pub fn parquet(case: &Transcript) -> io::Result<Files<'static>> {
    let files = tables(case)?.into_iter().map(|table| {
        let name = format!("{}.parquet", table.name);
        Ok((name, write(table)?))
    });
    Ok(Box::new(files))
}

fn write(table: Written) -> io::Result<Vec<u8>> {
    let columns = table.columns.iter();
    let columns = columns.map(|(name, _)| format!("OPTIONAL BYTE_ARRAY {name} (STRING);"));
    let columns: Vec<String> = columns.collect();
    let schema = format!("message {} {{ {} }}", table.name, columns.join(" "));
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    // Cells are taken out of the text of their column, which is not copied.
    let columns = table.columns.into_iter();
    let columns =
        columns.map(|(_, mut cells)| (Bytes::from(std::mem::take(&mut cells.bytes)), cells));
    let columns: Vec<(Bytes, Cells)> = columns.collect();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    for start in (0..table.rows).step_by(ROWS) {
        let rows = start..table.rows.min(start + ROWS);
        let mut group = writer.next_row_group()?;
        for (text, cells) in &columns {
            let Some(mut column) = group.next_column()? else {
                return Err(io::Error::other("a column is missing"));
            };
            let places = rows.clone().map(|row| cells.range(row, text.len()));
            let defined: Vec<i16> = places
                .clone()
                .map(|cell| (!cell.is_empty()).into())
                .collect();
            let values: Vec<ByteArray> = places
                .filter(|cell| !cell.is_empty())
                .map(|cell| ByteArray::from(text.slice(cell)))
                .collect();
            let column_writer = column.typed::<ByteArrayType>();
            column_writer.write_batch(&values, Some(&defined), None)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(bytes)
}
