//! What a reader is given, and what it gives back.

use crate::case::problem::{Gravity, Problem};
use crate::case::sink::RecordSink;
use crate::case::spanned::Spanned;
use crate::source::FileId;

/// Problems of one file that are told one by one: a file of another kind has one in each of its millions of lines.
const MAX_PROBLEMS: usize = 1_000;

/// One file to read.
#[derive(Clone, Copy)]
pub struct Source<'s> {
    /// Its index.
    pub file: FileId,
    /// Its name as shown.
    pub name: &'s str,
    /// Its bytes.
    pub bytes: &'s [u8],
    /// How it came to be read.
    pub asked: Asked,
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By its name: it must be a case file.
    ByName,
    /// Found in a folder: it may be something else.
    InFolder,
}

/// What a reader made of its files.
#[derive(Default)]
pub struct Reading<S> {
    /// The sink with every record.
    pub sink: S,
    /// What is wrong.
    pub problems: Problems,
    /// Files that are to be read too, relative to this one.
    pub includes: Vec<Spanned<String>>,
}

impl<S: RecordSink> Reading<S> {
    /// Takes over what was read from a later part.
    pub fn merge(&mut self, later: Reading<S>) {
        self.sink.merge(later.sink);
        self.problems.append(later.problems);
        self.includes.extend(later.includes);
    }
}

/// The first problems of a file, and how many there are beyond.
#[derive(Default)]
pub struct Problems {
    first: Vec<Problem>,
    more_errors: usize,
    more_warnings: usize,
}

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        match problem.gravity {
            _ if self.first.len() < MAX_PROBLEMS => self.first.push(problem),
            Gravity::Error => self.more_errors += 1,
            Gravity::Warning => self.more_warnings += 1,
        }
    }

    /// Adds the problems of a later part.
    pub fn append(&mut self, later: Problems) {
        self.more_errors += later.more_errors;
        self.more_warnings += later.more_warnings;
        self.extend(later.first);
    }

    /// All of them; those that are too many are told as one.
    pub fn told(mut self, name: &str) -> Vec<Problem> {
        let more = self.more_errors + self.more_warnings;
        if more > 0 {
            let message = format!("{more} more problems in `{name}`");
            self.first.push(match self.more_errors {
                0 => Problem::warning(None, message),
                _ => Problem::error(None, message),
            });
        }
        self.first
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        problems.into_iter().for_each(|problem| self.add(problem));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_problems_is_told_as_one() {
        let mut problems = Problems::default();
        for part in 0..3 {
            let mut later = Problems::default();
            later.extend((0..600).map(|at| Problem::error(None, format!("{part} {at}"))));
            problems.append(later);
        }
        let told = problems.told("a.ndjson");
        assert_eq!(told.len(), MAX_PROBLEMS + 1);
        assert_eq!(told[999].message, "1 399");
        assert_eq!(told[1000].message, "800 more problems in `a.ndjson`");
    }
}
