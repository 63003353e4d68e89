//! From what is written to a date.

use std::str::FromStr;

use jiff::{Timestamp, civil};

use super::{Date, DateError, Form, NEVER};

/// Days since 1970 of a civil date (Howard Hinnant's `days_from_civil`).
pub(super) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
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
