//! Dates as people know them: a day, a month, a year, an interval, approximate, or with the year unknown.
//!
//! The syntax is EDTF (ISO 8601-2) level 1, with RFC 3339 times and `XXXX-MM-DD` for an unknown year.
//! A date is a closed range of seconds within which the moment lies; two dates are ordered only where their
//! ranges cannot overlap, so `2023-03` is not before `2023-03-26`.

mod parse;
mod show;

/// A possibly imprecise moment: sixteen bytes, without allocation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    /// Seconds since 1970 of the earliest moment, shifted left by [`FORM_BITS`], with the form below.
    packed: i64,
    /// Seconds since 1970 of the latest moment, inclusive.
    latest: i64,
}

const FORM_BITS: u32 = 5;
const APPROXIMATE: i64 = 1 << 3;
const UNCERTAIN: i64 = 1 << 4;
/// Far enough to stand for an open end, near enough to be shifted without overflow.
const NEVER: i64 = i64::MAX >> 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Form {
    Interval = 0,
    Year = 1,
    Month = 2,
    Day = 3,
    Second = 4,
    Unknown = 5,
    YearUnknown = 6,
    Decade = 7,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text has the form of a date that does not exist.
    #[error("`{0}` is not a date that exists: {1}")]
    Impossible(String, String),
    /// An interval that ends before it begins.
    #[error("`{0}` ends before it begins")]
    UpsideDown(String),
    /// Not a date at all.
    #[error("`{0}` is not a date")]
    Syntax(String),
}

impl DateError {
    /// The same fault told of the whole text that it is a part of.
    fn of(self, whole: &str) -> Self {
        let whole = whole.to_owned();
        match self {
            DateError::Impossible(_, why) => DateError::Impossible(whole, why),
            DateError::UpsideDown(_) => DateError::UpsideDown(whole),
            DateError::Syntax(_) => DateError::Syntax(whole),
        }
    }

    /// What would mend it.
    pub fn help(&self) -> &'static str {
        match self {
            DateError::Impossible(..) => "check the month and the day",
            DateError::UpsideDown(_) => "write the earlier date first: `2023-03-16/2023-04-16`",
            DateError::Syntax(_) => {
                "write `2023-03-26`, `2023-03`, `2023`, `2023-03-26T05:30:00Z`, `2023-03-16/2023-04-16`, \
                 `2023-03~` (approximate), `XXXX-10-05` (year unknown), or leave the date out"
            }
        }
    }
}

impl Date {
    fn new(form: Form, earliest: i64, latest: i64) -> Self {
        Date {
            packed: (earliest << FORM_BITS) | form as i64,
            latest,
        }
    }

    fn form(self) -> Form {
        match self.packed & 7 {
            0 => Form::Interval,
            1 => Form::Year,
            2 => Form::Month,
            3 => Form::Day,
            4 => Form::Second,
            6 => Form::YearUnknown,
            7 => Form::Decade,
            _ => Form::Unknown,
        }
    }

    /// A date of which nothing is known.
    pub const UNKNOWN: Date = Date {
        packed: (-NEVER << FORM_BITS) | Form::Unknown as i64,
        latest: NEVER,
    };

    /// Whether nothing is known that could order it.
    pub fn is_unknown(self) -> bool {
        matches!(self.form(), Form::Unknown | Form::YearUnknown)
    }

    /// Whether nothing at all was written (a date with an unknown year is not absent).
    pub fn is_absent(self) -> bool {
        self.form() == Form::Unknown
    }

    /// Seconds since 1970 of the earliest moment it can mean.
    pub fn earliest(self) -> i64 {
        if self.form() == Form::YearUnknown {
            return -NEVER;
        }
        self.packed >> FORM_BITS
    }

    /// Seconds since 1970 of the latest moment it can mean.
    pub fn latest(self) -> i64 {
        if self.form() == Form::YearUnknown {
            return NEVER;
        }
        self.latest
    }

    /// Whether it lies wholly before `other`.
    pub fn surely_before(self, other: Date) -> bool {
        self.latest() < other.earliest()
    }

    /// Whether it lies wholly after `other`.
    pub fn surely_after(self, other: Date) -> bool {
        other.surely_before(self)
    }

    /// The date that lies anywhere up to the end of this one.
    pub fn not_later_than(self) -> Date {
        Date::new(Form::Interval, -NEVER, self.latest())
    }

    /// Whether only its latest moment is known.
    pub fn has_open_start(self) -> bool {
        self.earliest() == -NEVER
    }

    /// The date as written, or where only its latest moment is known that one alone.
    pub fn end_to_string(self) -> String {
        let text = self.to_string();
        match text.strip_prefix("../") {
            Some(end) => end.to_owned(),
            None => text,
        }
    }

    /// A key that sorts dates by their latest moment, then their earliest: known ones first.
    pub fn sort_key(self) -> (i64, i64) {
        (self.latest(), self.earliest())
    }

    fn qualified(self, approximate: bool, uncertain: bool) -> Date {
        let mut date = self;
        if approximate {
            // "About March" may be February or April: one unit of its own precision each way.
            let unit = self.latest - self.earliest() + 1;
            date = Date::new(
                self.form(),
                self.earliest().saturating_sub(unit).max(-NEVER),
                self.latest.saturating_add(unit).min(NEVER),
            );
            date.packed |= APPROXIMATE;
        }
        if uncertain {
            date.packed |= UNCERTAIN;
        }
        date
    }
}

#[cfg(test)]
mod tests {
    use super::parse::days_from_civil;
    use super::*;
    use jiff::{Timestamp, civil};
    use proptest::prelude::*;

    fn day_start(date: civil::Date) -> i64 {
        date.to_zoned(jiff::tz::TimeZone::UTC)
            .map_or(0, |zoned| zoned.timestamp().as_second())
    }

    fn date(text: &str) -> Date {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn only_ranges_that_cannot_overlap_are_ordered() {
        assert!(!date("2023-03").surely_before(date("2023-03-26")));
        assert!(date("2023-03").surely_before(date("2023-04-01")));
        assert!(!date("2023-03~").surely_before(date("2023-04-01")));
        assert!(date("2023-03~").surely_before(date("2023-05-02")));
        assert!(!date("XXXX-03-26").surely_before(date("2023-04-01")));
        assert!(!Date::UNKNOWN.surely_before(date("2023")));
        assert!(date("../2022-12").surely_before(date("2023")));
    }

    #[test]
    fn what_is_written_is_shown() {
        for text in [
            "2023",
            "2023-03",
            "2023-03-26",
            "2023-03-26T05:30:00Z",
            "2023-03-16/2023-04-16",
            "2023-03~",
            "2023?",
            "2023-03-26%",
            "XXXX-10-05",
            "XXXX-10",
            "202X",
            "20XX",
            "../2023-04-16",
            "2023-04-16/..",
            "0001-01-01",
            "9998-12-31",
        ] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2023-XX-XX").to_string(), "2023");
        assert_eq!(
            date("2023-03-26T05:30:00+04:30").to_string(),
            "2023-03-26T01:00:00Z"
        );
    }

    #[test]
    fn impossible_dates_say_why() {
        assert_eq!(
            "2023-02-30".parse::<Date>().unwrap_err().to_string(),
            "`2023-02-30` is not a date that exists: that month has 28 days"
        );
        assert_eq!(
            "2023-13".parse::<Date>().unwrap_err().to_string(),
            "`2023-13` is not a date that exists: there is no month 13"
        );
        assert_eq!(
            "2023-04/2023-03".parse::<Date>().unwrap_err().to_string(),
            "`2023-04/2023-03` ends before it begins"
        );
        for text in [
            "",
            "yesterday",
            "2023-3-1",
            "20230301",
            "2023-03-26T25:00:00Z",
            "-",
            "/x",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_agree_with_the_calendar_library(year in 1i16..9999, month in 1i8..=12, day in 1i8..=28, second in 0i64..86_400) {
            let civil = civil::date(year, month, day);
            prop_assert_eq!(days_from_civil(year.into(), month.into(), day.into()) * 86_400, day_start(civil));
            let stamp = Timestamp::from_second(day_start(civil) + second).unwrap();
            prop_assert_eq!(date(&stamp.to_string()).earliest(), stamp.as_second());
        }

        #[test]
        fn any_text_is_read_without_panic_and_shown_as_itself_read_again(text in "[0-9X~?%/.T:Z+-]{0,24}") {
            if let Ok(date) = text.parse::<Date>() {
                let shown = date.to_string();
                if shown != "undated" {
                    let again: Date = shown.parse().unwrap();
                    prop_assert_eq!((again.earliest(), again.latest()), (date.earliest(), date.latest()));
                }
            }
        }
    }
}
