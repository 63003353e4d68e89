//! From a date to what is shown: what was written comes out again.

use std::fmt;

use jiff::{Timestamp, civil};

use super::{APPROXIMATE, Date, FORM_BITS, Form, NEVER, UNCERTAIN};

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

fn civil_of(seconds: i64) -> Option<civil::DateTime> {
    let stamp = Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(stamp))
}
