//! What a reader is given, and what it gives back.

use super::text;
use crate::case::problem::{Gravity, Problem};
use crate::case::spanned::Spanned;
use crate::source::{FileId, Span};

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

impl Source<'_> {
    /// All of it.
    pub fn span(&self) -> Span {
        Span::new(self.file, 0..self.bytes.len())
    }
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// By its name: it must be a case file.
    ByName,
    /// Found in a folder: it may be something else.
    InFolder,
}

/// The reading of some of the input: a piece of work that can be done beside others.
pub struct Job<'s, S> {
    /// The bytes that it reads. Afterwards they are needed only to show a place in them.
    pub bytes: Span,
    /// Reads them into a new sink.
    pub read: Read<'s, S>,
}

/// Reads some of the input into a sink that it asks for.
type Read<'s, S> = Box<dyn Fn(Fresh<'_, S>) -> Reading<S> + Send + Sync + 's>;

/// Makes a sink with room for the records in so many bytes.
pub type Fresh<'f, S> = &'f (dyn Fn(usize) -> S + Sync);

impl<'s, S> Job<'s, S> {
    /// One job for some files, of which the first is named.
    pub fn whole(
        sources: &[Source<'s>],
        read: impl Fn(&[Source<'s>]) -> Reading<S> + Send + Sync + 's,
    ) -> Vec<Self> {
        let sources = sources.to_vec();
        let first = sources.first();
        vec![Job {
            bytes: first.map_or(Span::new(FileId(0), 0..0), Source::span),
            read: Box::new(move |_| read(&sources)),
        }]
    }
}

/// What a reader made of its files, or of a part of them.
#[derive(Default)]
pub struct Reading<S> {
    /// The sink with every record.
    pub sink: S,
    /// What is wrong.
    pub problems: Problems,
    /// Files that are to be read too, relative to this one.
    pub includes: Vec<Spanned<String>>,
    /// The first byte that is not UTF-8, where that is told once a file and not once a part.
    pub not_utf8: Option<Problem>,
    /// How many records there are, where a file without any is to be told of.
    pub records: Option<usize>,
    /// Whether it was found in a folder and turned out to be no case file.
    pub is_foreign: bool,
}

impl<S> Reading<S> {
    /// The sink, and everything else.
    pub fn split(self) -> (S, Reading<()>) {
        let rest = Reading {
            sink: (),
            problems: self.problems,
            includes: self.includes,
            not_utf8: self.not_utf8,
            records: self.records,
            is_foreign: self.is_foreign,
        };
        (self.sink, rest)
    }
}

impl Reading<()> {
    /// Takes over what was read from a later part.
    pub fn append(&mut self, later: Reading<()>) {
        self.problems.append(later.problems);
        self.includes.extend(later.includes);
        self.not_utf8 = self.not_utf8.take().or(later.not_utf8);
        self.is_foreign |= later.is_foreign;
        self.records = match (self.records, later.records) {
            (Some(before), Some(more)) => Some(before + more),
            (one, other) => one.or(other),
        };
    }

    /// All problems of a file, or of files that are read together.
    pub fn told(self, first: Source<'_>) -> Vec<Problem> {
        let mut problems = Problems::default();
        problems.extend(self.not_utf8);
        problems.append(self.problems);
        if self.records == Some(0) {
            problems.add(text::nothing_in(first));
        }
        problems.told(first.name)
    }
}

/// The first problems of a file, and how many there are beyond.
#[derive(Default)]
pub struct Problems {
    first: Vec<Problem>,
    /// The first of those beyond.
    next: Option<Span>,
    more_errors: usize,
    more_warnings: usize,
}

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        if self.first.len() < MAX_PROBLEMS {
            return self.first.push(problem);
        }
        self.next = self.next.or(problem.span);
        match problem.gravity {
            Gravity::Error => self.more_errors += 1,
            Gravity::Warning => self.more_warnings += 1,
        }
    }

    /// Adds the problems of a later part.
    pub fn append(&mut self, later: Problems) {
        self.extend(later.first);
        self.next = self.next.or(later.next);
        self.more_errors += later.more_errors;
        self.more_warnings += later.more_warnings;
    }

    /// All of them; those that are too many are told as one, at the first of their places.
    pub fn told(mut self, name: &str) -> Vec<Problem> {
        let more = self.more_errors + self.more_warnings;
        if more > 0 {
            let message = format!("{more} more problems in `{name}`");
            let told = match self.more_errors {
                0 => Problem::warning(self.next, message),
                _ => Problem::error(self.next, message),
            };
            let help = "mend the first of them: what is left is told then";
            self.first
                .push(told.label("from here on").help(help).standing_for(more));
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
            later.extend((0..600).map(|at| {
                let place = Span::new(FileId(part), at..at + 1);
                Problem::error(place, format!("{part} {at}"))
            }));
            problems.append(later);
        }
        let told = problems.told("a.ndjson");
        assert_eq!(told.len(), MAX_PROBLEMS + 1);
        assert_eq!(told[999].message, "1 399");
        assert_eq!(told[1000].message, "800 more problems in `a.ndjson`");
        assert_eq!(told[1000].span, Some(Span::new(FileId(1), 400..401)));
        assert_eq!(told[1000].count, 800);
    }
}
