//! A folder of tables in columns, for data frames and databases.

use std::io;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::csv::{Written, tables};
use crate::read::kept::Kept;

/// Rows of a row group: so many that columns are worth it, so few that several threads have some to read.
const ROWS: usize = 1 << 17;

/// Every table of a case: the name of its file, and its bytes. The columns hold what the cells of CSV hold, as text.
///
/// # Errors
/// Where a record cannot be written.
pub fn parquet(case: &Kept) -> io::Result<Vec<(String, Vec<u8>)>> {
    let written = tables(case)?;
    let written = written.into_iter().map(|table| {
        let bytes = write(&table)?;
        Ok((format!("{}.parquet", table.name), bytes))
    });
    written.collect()
}

fn write(table: &Written) -> io::Result<Vec<u8>> {
    let columns = table.columns.iter();
    let columns = columns.map(|name| format!("OPTIONAL BYTE_ARRAY {name} (STRING);"));
    let columns: Vec<String> = columns.collect();
    let schema = format!("message {} {{ {} }}", table.name, columns.join(" "));
    let schema = Arc::new(parse_message_type(&schema)?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    for rows in table.rows.chunks(ROWS) {
        let mut group = writer.next_row_group()?;
        for name in &table.columns {
            let Some(mut column) = group.next_column()? else {
                return Err(io::Error::other("a column is missing"));
            };
            let cells = rows.iter().map(|row| row.get(name));
            let defined: Vec<i16> = cells.clone().map(|cell| cell.is_some().into()).collect();
            let values: Vec<ByteArray> = cells
                .flatten()
                .map(|cell| ByteArray::from(cell.as_str()))
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
