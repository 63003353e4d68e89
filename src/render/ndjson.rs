//! The findings of `check` one a line, for pipelines: what is wrong with the input first, then what was found.

use std::io::{self, Write};

use super::Checked;
use super::document;
use super::finding::{FindingRecord, LineRecord, ProblemRecord};
use super::select::Accepting;
use crate::rules::Packed;

/// Writes a line for each problem and each finding.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(
    checked: &Checked<'_, '_>,
    accepting: Accepting,
    out: &mut dyn Write,
) -> io::Result<()> {
    for problem in checked.problems {
        let record = ProblemRecord::new(checked.sources, problem);
        document::write_line(out, &LineRecord::Problem(record))?;
    }
    let shown: Vec<&Packed> = checked.shown(accepting).collect();
    document::write_in_order(out, &shown, |finding, out| {
        let record = FindingRecord::new(checked, finding.open());
        document::write_line(out, &LineRecord::Finding(record))
    })
}
