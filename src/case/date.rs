//! Dates as people know them: a day, a month, a year, an interval, approximate, or with the year unknown.
//!
//! The syntax is EDTF (ISO 8601-2) level 1, with RFC 3339 times and `XXXX-MM-DD` for an unknown year.
//! A date is a closed range of seconds within which the moment lies; two dates are ordered only where their
//! ranges cannot overlap, so `2023-03` is not before `2023-03-26`.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;

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

fn civil_of(seconds: i64) -> Option<civil::DateTime> {
    let stamp = Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(stamp))
}

/// Days since 1970 of a civil date (Howard Hinnant's `days_from_civil`).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn digits(bytes: &[u8]) -> Option<i64> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0i64, |value, &byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}

/// `YYYY-MM-DDTHH:MM:SSZ` without going through a general parser: the form that machines write.
fn utc_second(text: &[u8]) -> Option<i64> {
    if text.len() != 20
        || text[19] != b'Z'
        || text[4] != b'-'
        || text[7] != b'-'
        || text[10] != b'T'
        || text[13] != b':'
        || text[16] != b':'
    {
        return None;
    }
    let (year, month, day) = (
        digits(&text[..4])?,
        digits(&text[5..7])?,
        digits(&text[8..10])?,
    );
    let (hour, minute, second) = (
        digits(&text[11..13])?,
        digits(&text[14..16])?,
        digits(&text[17..19])?,
    );
    let exists = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    exists.then(|| days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

fn year_span(year: i64, years: i64) -> (i64, i64) {
    (
        days_from_civil(year, 1, 1) * 86_400,
        days_from_civil(year + years, 1, 1) * 86_400 - 1,
    )
}

/// One end of an interval, or a date that stands alone, without its qualifier.
fn plain(text: &str) -> Result<Date, DateError> {
    let syntax = || DateError::Syntax(text.to_owned());
    let bytes = text.as_bytes();
    if let Some(second) = utc_second(bytes) {
        return Ok(Date::new(Form::Second, second, second));
    }
    if text.len() > 10 {
        return moment(text);
    }
    let parts: Vec<&str> = text.split('-').collect();
    let unspecified = |part: &str| part.eq_ignore_ascii_case("xx");
    let (year, rest) = parts.split_first().ok_or_else(syntax)?;
    let month_of = |part: &str| -> Result<i64, DateError> {
        let month = digits(part.as_bytes())
            .filter(|_| part.len() == 2)
            .ok_or_else(syntax)?;
        if (1..=12).contains(&month) {
            return Ok(month);
        }
        Err(DateError::Impossible(
            text.to_owned(),
            format!("there is no month {part}"),
        ))
    };
    let day_of = |part: &str, year: i64, month: i64| -> Result<i64, DateError> {
        let day = digits(part.as_bytes())
            .filter(|_| part.len() == 2)
            .ok_or_else(syntax)?;
        let last = days_in_month(year, month);
        if (1..=last).contains(&day) {
            return Ok(day);
        }
        Err(DateError::Impossible(
            text.to_owned(),
            format!("that month has {last} days"),
        ))
    };
    if year.eq_ignore_ascii_case("xxxx") {
        return match rest {
            [] => Ok(Date::UNKNOWN),
            [month] if unspecified(month) => Ok(Date::UNKNOWN),
            [month] => Ok(Date::new(Form::YearUnknown, month_of(month)? * 100, 0)),
            [month, day] if unspecified(day) => {
                Ok(Date::new(Form::YearUnknown, month_of(month)? * 100, 0))
            }
            [month, day] => {
                let month = month_of(month)?;
                Ok(Date::new(
                    Form::YearUnknown,
                    month * 100 + day_of(day, 2000, month)?,
                    0,
                ))
            }
            _ => Err(syntax()),
        };
    }
    if year.len() != 4 {
        return Err(syntax());
    }
    if rest.is_empty() && (year.ends_with('X') || year.ends_with('x')) {
        let known = year.trim_end_matches(['X', 'x']);
        let span = 10_i64.pow((4 - known.len()) as u32);
        let first = digits(known.as_bytes()).ok_or_else(syntax)? * span;
        let (start, end) = year_span(first, span);
        return Ok(Date::new(Form::Decade, start, end));
    }
    let number = digits(year.as_bytes()).ok_or_else(syntax)?;
    match rest {
        [] => {
            let (start, end) = year_span(number, 1);
            Ok(Date::new(Form::Year, start, end))
        }
        [month] if unspecified(month) => plain(year),
        [month, day] if unspecified(month) && unspecified(day) => plain(year),
        [month, rest @ ..] if rest.is_empty() || (rest.len() == 1 && unspecified(rest[0])) => {
            let month = month_of(month)?;
            let start = days_from_civil(number, month, 1);
            Ok(Date::new(
                Form::Month,
                start * 86_400,
                (start + days_in_month(number, month)) * 86_400 - 1,
            ))
        }
        [month, day] => {
            let month = month_of(month)?;
            let day = days_from_civil(number, month, day_of(day, number, month)?);
            Ok(Date::new(Form::Day, day * 86_400, day * 86_400 + 86_399))
        }
        _ => Err(syntax()),
    }
}

/// A date with a time: RFC 3339 with an offset, or a civil time taken as UTC.
fn moment(text: &str) -> Result<Date, DateError> {
    // Byte 10 may fall inside a character; then it is no date.
    let Some(day) = text.get(..10) else {
        return Err(DateError::Syntax(text.to_owned()));
    };
    plain(day).map_err(|error| error.of(text))?;
    let parsed = text
        .parse::<Timestamp>()
        .or_else(|_| {
            text.parse::<civil::DateTime>().and_then(|civil| {
                civil
                    .to_zoned(jiff::tz::TimeZone::UTC)
                    .map(|zoned| zoned.timestamp())
            })
        })
        .map_err(|_| DateError::Syntax(text.to_owned()))?;
    let time = &text[10..];
    let second = parsed.as_second();
    // "05:30" names a minute, "05:30:00" a second.
    if time.matches(':').count() == 1
        || (time.contains(['+', '-']) && time.matches(':').count() == 2)
    {
        return Ok(Date::new(Form::Interval, second, second + 59));
    }
    Ok(Date::new(Form::Second, second, second))
}

fn qualified(text: &str) -> Result<Date, DateError> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let marks = &text[bare.len()..];
    let approximate = marks.contains(['~', '%']);
    let uncertain = marks.contains(['?', '%']);
    Ok(plain(bare)?.qualified(approximate, uncertain))
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        // The form of machines first: nothing else is read by the million.
        if let Some(second) = utc_second(text.as_bytes()) {
            return Ok(Date::new(Form::Second, second, second));
        }
        let text = text.trim();
        if text.is_empty() {
            return Err(DateError::Syntax(text.to_owned()));
        }
        let Some((start, end)) = text.split_once('/') else {
            return qualified(text);
        };
        let open = |part: &str| part.is_empty() || part == "..";
        if open(start) && open(end) {
            return Ok(Date::UNKNOWN);
        }
        let earliest = if open(start) {
            -NEVER
        } else {
            qualified(start).map_err(|error| error.of(text))?.earliest()
        };
        let latest = if open(end) {
            NEVER
        } else {
            qualified(end).map_err(|error| error.of(text))?.latest()
        };
        if latest < earliest {
            return Err(DateError::UpsideDown(text.to_owned()));
        }
        Ok(Date::new(Form::Interval, earliest, latest))
    }
}

fn write_end(f: &mut fmt::Formatter<'_>, seconds: i64, start: bool) -> fmt::Result {
    if seconds.abs() >= NEVER {
        return f.write_str("..");
    }
    let Some(civil) = civil_of(seconds) else {
        return f.write_str("..");
    };
    let whole_day = seconds.rem_euclid(86_400) == if start { 0 } else { 86_399 };
    if whole_day {
        write!(f, "{}", civil.date())
    } else {
        write!(f, "{civil}Z")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let approximate = self.packed & APPROXIMATE != 0;
        let uncertain = self.packed & UNCERTAIN != 0;
        let (mut earliest, mut latest) = (self.earliest(), self.latest());
        if approximate && self.form() != Form::YearUnknown {
            let unit = (latest - earliest + 1) / 3;
            (earliest, latest) = (earliest + unit, latest - unit);
        }
        match self.form() {
            Form::Unknown => return f.write_str("undated"),
            Form::YearUnknown => {
                let code = self.packed >> FORM_BITS;
                match code % 100 {
                    0 => write!(f, "XXXX-{:02}", code / 100)?,
                    day => write!(f, "XXXX-{:02}-{day:02}", code / 100)?,
                }
            }
            form => match (form, civil_of(earliest)) {
                (Form::Year, Some(at)) => write!(f, "{:04}", at.year())?,
                (Form::Decade, Some(at)) => {
                    let years = (latest - earliest) / 31_000_000;
                    match years {
                        ..=11 => write!(f, "{:03}X", at.year() / 10)?,
                        12..=110 => write!(f, "{:02}XX", at.year() / 100)?,
                        _ => write!(f, "{:01}XXX", at.year() / 1000)?,
                    }
                }
                (Form::Month, Some(at)) => write!(f, "{:04}-{:02}", at.year(), at.month())?,
                (Form::Day, Some(at)) => write!(f, "{}", at.date())?,
                (Form::Second, Some(at)) => write!(f, "{at}Z")?,
                _ => {
                    write_end(f, earliest, true)?;
                    f.write_str("/")?;
                    write_end(f, latest, false)?;
                }
            },
        }
        f.write_str(match (approximate, uncertain) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        })
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
