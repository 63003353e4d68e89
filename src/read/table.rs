//! The tables of a case as spreadsheets hold them, a row of columns each: what the readers of CSV
//! and Parquet know and the writers write.

use std::ops::Range;

/// A table: the name of its file without extension, and its columns.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The column that names the record of another table to which a row belongs, and that table.
    pub owner: Option<(&'static str, &'static str)>,
    /// Its columns, in the order in which they are written.
    pub columns: &'static [Column],
}

/// A column: its name, and what its cells hold.
pub struct Column {
    /// Its name, most often that of a field.
    pub name: &'static str,
    /// What its cells hold.
    pub cell: Cell,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// One value.
    One,
    /// Any number of values separated by `;`.
    List,
    /// A field of the claim's quantity.
    Quantity(&'static str),
    /// Rules separated by `;`, each alone or followed by `: ` and the reason.
    Allow,
    /// Something else than a field of the record.
    Special,
}

macro_rules! columns {
    ($($cell:expr => $($name:literal)*;)*) => {
        &[$($(Column { name: $name, cell: { use Cell::*; $cell } },)*)*]
    };
}

/// The title of the case.
pub const CASE: Table = Table {
    name: "case",
    owner: None,
    columns: columns! { One => "title"; },
};

/// Actors, a row each.
pub const ACTORS: Table = Table {
    name: "actors",
    owner: None,
    columns: columns! {
        One => "id" "name" "kind";
        List => "aliases" "adversaries" "distinct_from";
        One => "reliability" "note" "url";
        Allow => "allow";
    },
};

/// Ties of actors, a row each.
pub const AFFILIATIONS: Table = Table {
    name: "affiliations",
    owner: Some(("actor", "actors")),
    columns: columns! {
        Special => "actor";
        One => "to" "role" "from" "until" "alleged";
    },
};

/// Events, a row each.
pub const EVENTS: Table = Table {
    name: "events",
    owner: None,
    columns: columns! {
        One => "id" "name";
        List => "aliases";
        One => "date" "place";
        List => "parties";
        One => "part_of";
        List => "possibly_same_as";
        One => "note" "url";
        Allow => "allow";
    },
};

/// Evidence, a row each.
pub const EVIDENCE: Table = Table {
    name: "evidence",
    owner: None,
    columns: columns! {
        One => "id" "name";
        List => "aliases";
        One => "kind" "number" "producer" "released_by" "date";
        List => "of" "of_one_of" "shows" "does_not_show";
        One => "hash" "phash" "archive" "note" "url";
        Allow => "allow";
    },
};

/// What was verified on evidence, a row for each verifier.
pub const VERIFICATIONS: Table = Table {
    name: "verifications",
    owner: Some(("evidence", "evidence")),
    columns: columns! {
        Special => "evidence";
        One => "by";
        List => "claims";
        One => "date";
    },
};

/// Claims, a row each.
pub const CLAIMS: Table = Table {
    name: "claims",
    owner: None,
    columns: columns! {
        One => "id" "text" "kind" "name";
        List => "aliases" "about" "negates" "contradicts" "contrasts" "entails" "part_of" "same_as";
        Quantity("of") => "quantity_of";
        Quantity("value") => "quantity_value";
        Quantity("min") => "quantity_min";
        Quantity("max") => "quantity_max";
        Quantity("words") => "quantity_words";
        Quantity("unit") => "quantity_unit";
        List => "favours" "against";
        One => "credibility" "note" "url";
        Allow => "allow";
    },
};

/// Reports, a row each.
pub const REPORTS: Table = Table {
    name: "reports",
    owner: None,
    columns: columns! {
        One => "id" "name";
        List => "aliases";
        One => "publisher" "date" "title" "language" "url" "archive" "hash" "note";
        Allow => "allow";
    },
};

/// Statements, a row each. `stance` and `claim` (or `object`) stand for the field that is named as the stance.
///
/// Most belong to a report by `in`; `report` is for those whose `in` is something else.
pub const STATEMENTS: Table = Table {
    name: "statements",
    owner: Some(("report", "reports")),
    columns: columns! {
        One => "id";
        Special => "report";
        One => "in" "at" "by" "unnamed" "number" "date";
        List => "via";
        Special => "stance" "claim" "object";
        List => "asserts" "corroborates" "relays" "questions" "disputes" "retracts" "silent" "declines" "verifies";
        List => "cites";
        One => "basis" "custodian" "certainty" "credibility" "quote" "note" "url";
        Allow => "allow";
    },
};

/// Every table, owners before what belongs to them.
pub const TABLES: [&Table; 9] = [
    &CASE,
    &ACTORS,
    &AFFILIATIONS,
    &EVENTS,
    &EVIDENCE,
    &VERIFICATIONS,
    &CLAIMS,
    &REPORTS,
    &STATEMENTS,
];

impl Table {
    /// The column with this name, as people may spell it: `Part of` for `part_of`.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        let spelt = |c: char| match c {
            ' ' | '-' => '_',
            c => c.to_ascii_lowercase(),
        };
        let name: String = name.trim().chars().map(spelt).collect();
        self.columns.iter().find(|column| column.name == name)
    }
}

/// The cells of a column, one after another.
#[derive(Default)]
pub struct Cells {
    /// Their texts.
    pub bytes: Vec<u8>,
    /// Where each begins, up to the last that was begun.
    pub starts: Vec<usize>,
}

impl Cells {
    /// Begins the cell of a row; those of rows before it that were not begun are empty.
    pub fn begin(&mut self, row: usize) {
        self.starts.resize(row + 1, self.bytes.len());
    }

    /// Whether all of them are.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The cell of a row.
    pub fn cell(&self, row: usize) -> &[u8] {
        &self.bytes[self.range(row, self.bytes.len())]
    }

    /// Where the cell of a row stands in texts of this length.
    pub fn range(&self, row: usize, length: usize) -> Range<usize> {
        let start = |row: usize| self.starts.get(row).copied().unwrap_or(length);
        start(row)..start(row + 1)
    }
}

/// The texts of a cell that holds several: separated by `;`, in which `\;` is a semicolon and `\\` a backslash.
pub fn split(cell: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut rest = cell.chars().peekable();
    while let Some(c) = rest.next() {
        let text = texts.last_mut().expect("there is always a text");
        match (c, rest.peek()) {
            ('\\', Some(&escaped @ (';' | '\\'))) => {
                text.push(escaped);
                rest.next();
            }
            (';', _) => texts.push(String::new()),
            (c, _) => text.push(c),
        }
    }
    let trimmed = texts.iter().map(|text| text.trim());
    trimmed
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A cell that holds several texts: what [`split`] undoes.
pub fn join<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;");
    let texts: Vec<String> = texts.into_iter().map(escaped).collect();
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_cell_is_read_as_people_write_it() {
        assert_eq!(split("a; b ;c"), ["a", "b", "c"]);
        assert_eq!(split(r"C:\dir; x\;y;"), [r"C:\dir", "x;y"]);
        assert!(split(" ").is_empty());
    }

    proptest! {
        #[test]
        fn joined_texts_are_split_again(texts in prop::collection::vec(r"[a;\\ ]{0,4}x[;\\]{0,3}", 0..4)) {
            let texts: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
            prop_assert_eq!(split(&join(texts.iter().map(String::as_str))), texts);
        }
    }
}
