//! Which findings a format shows.

/// Whether findings that are accepted are shown, or only counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepting {
    /// They are counted.
    Counted,
    /// They are shown, marked as accepted.
    Shown,
}

/// What the formats for people show.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether findings of severity `info` are shown, or only counted.
    pub infos: bool,
    /// Whether findings that are accepted are.
    pub accepting: Accepting,
}
