//! Thresholds of single rules: from where on something is a pattern.
//!
//! Each is a row with its meaning and its default; the configuration, its schema and the pages of the rules are read
//! from the rows. How many lines corroborate a claim is no threshold of a rule but an assumption of the analysis
//! ([`Settings::threshold`](crate::analysis::Settings)).

use std::collections::BTreeMap;

/// One number that a rule compares with.
#[derive(Clone, Copy, Debug)]
pub struct Threshold {
    /// The rule.
    pub rule: &'static str,
    /// Its name within the rule.
    pub key: &'static str,
    /// What it is, in words that continue "here it is".
    pub meaning: &'static str,
    /// What it is unless somebody says otherwise.
    pub default: f64,
    /// The least and the most that it may be.
    pub range: (f64, f64),
    /// What kind of number it is.
    pub number: Number,
}

/// A kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// How many of something.
    Whole,
    /// A share, a probability, a ratio.
    Fraction,
}

/// As many as can be told apart in 64 bits with a fraction.
pub const ANY: f64 = 9_007_199_254_740_992.0;

const fn whole(
    rule: &'static str,
    key: &'static str,
    meaning: &'static str,
    default: u32,
) -> Threshold {
    Threshold {
        rule,
        key,
        meaning,
        default: default as f64,
        range: (1.0, ANY),
        number: Number::Whole,
    }
}

pub(super) const LINCHPIN_CLAIMS: Threshold = whole(
    "linchpin",
    "claims",
    "how many claims must lose their status",
    5,
);
pub(super) const LINCHPIN_ONE_IN: Threshold = whole(
    "linchpin",
    "one-in",
    "of so many claims of the case at least one must lose its status",
    50,
);
pub(super) const LINCHPIN_ACTORS: Threshold = whole(
    "linchpin",
    "actors",
    "through how many actors a class must speak for it to be a warning",
    3,
);
pub(super) const LINCHPIN_STATEMENTS: Threshold = whole(
    "linchpin",
    "most-statements",
    "in a case of more statements nothing is looked for, since it would take long",
    20_000,
);
pub(super) const AMPLIFICATION_PATHS: Threshold = whole(
    "amplification",
    "paths",
    "how many citation paths are a web at all",
    100,
);
pub(super) const AMPLIFICATION_PATHS_A_LINE: Threshold = whole(
    "amplification",
    "paths-a-line",
    "how many citation paths for each independent line are too many",
    20,
);
pub(super) const BIAS_CITATIONS: Threshold = whole(
    "citation-bias",
    "citations",
    "how many citations are enough for a pattern",
    10,
);
pub(super) const BIAS_CITING: Threshold = whole(
    "citation-bias",
    "citing",
    "how many statements that cite are enough for a pattern",
    5,
);
pub(super) const BIAS_TIMES: Threshold = Threshold {
    rule: "citation-bias",
    key: "times",
    meaning: "how many times as readily as denial support must be cited",
    default: 2.0,
    range: (1.0, ANY),
    number: Number::Fraction,
};
pub(super) const BIAS_P: Threshold = Threshold {
    rule: "citation-bias",
    key: "p",
    meaning: "how probable by chance it may be at most (Fisher's exact test)",
    default: 0.01,
    range: (0.0, 1.0),
    number: Number::Fraction,
};
pub(super) const HALO_PAIRS: Threshold = whole(
    "halo-grading",
    "pairs",
    "how many pairs of grades are enough for a pattern",
    20,
);
pub(super) const HALO_SHARE: Threshold = Threshold {
    rule: "halo-grading",
    key: "share",
    meaning: "which share of the pairs must be alike",
    default: 0.8,
    range: (0.0, 1.0),
    number: Number::Fraction,
};
pub(super) const RECYCLED_BITS: Threshold = Threshold {
    rule: "recycled-evidence",
    key: "bits",
    meaning: "in how many of 64 bits two perceptual hashes may differ",
    default: 3.0,
    range: (0.0, 16.0),
    number: Number::Whole,
};

/// Every threshold, those of one rule together, in the order in which they are documented.
pub const THRESHOLDS: &[Threshold] = &[
    LINCHPIN_CLAIMS,
    LINCHPIN_ONE_IN,
    LINCHPIN_ACTORS,
    LINCHPIN_STATEMENTS,
    AMPLIFICATION_PATHS,
    AMPLIFICATION_PATHS_A_LINE,
    BIAS_CITATIONS,
    BIAS_CITING,
    BIAS_TIMES,
    BIAS_P,
    HALO_PAIRS,
    HALO_SHARE,
    RECYCLED_BITS,
];

/// The thresholds of one rule.
pub fn of(rule: &str) -> impl Iterator<Item = &'static Threshold> {
    THRESHOLDS.iter().filter(move |one| one.rule == rule)
}

impl Threshold {
    /// What is wrong with a value; `None`: nothing.
    pub fn refuses(&self, value: f64) -> Option<String> {
        let (least, most) = self.range;
        let fits = value >= least && value <= most;
        let what = match (self.number, most) {
            (Number::Whole, ANY) => format!("a whole number from {least}"),
            (Number::Whole, _) => format!("a whole number from {least} to {most}"),
            (Number::Fraction, ANY) => format!("a number from {least}"),
            (Number::Fraction, _) => format!("a number from {least} to {most}"),
        };
        let is_whole = self.number == Number::Fraction || value.fract() == 0.0;
        (!fits || !is_whole).then_some(what)
    }
}

/// The thresholds that are asked for; the defaults of all others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thresholds(BTreeMap<(&'static str, &'static str), f64>);

impl Thresholds {
    /// Sets one; a value that it refuses is left out.
    pub fn set(&mut self, threshold: &Threshold, value: f64) {
        if threshold.refuses(value).is_none() {
            self.0.insert((threshold.rule, threshold.key), value);
        }
    }

    /// What one is.
    pub fn get(&self, threshold: &Threshold) -> f64 {
        let asked = self.0.get(&(threshold.rule, threshold.key));
        asked.copied().unwrap_or(threshold.default)
    }

    /// What one is that counts something.
    pub fn count(&self, threshold: &Threshold) -> usize {
        self.get(threshold) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_within_its_range_and_every_rule_exists() {
        for one in THRESHOLDS {
            assert_eq!(one.refuses(one.default), None, "{one:?}");
            assert!(super::super::rule(one.rule).is_some(), "{one:?}");
            let twins = of(one.rule).filter(|other| other.key == one.key);
            assert_eq!(twins.count(), 1, "{one:?}");
        }
    }

    #[test]
    fn what_is_no_number_of_its_kind_is_refused() {
        for value in [0.0, -1.0, 2.5, f64::NAN, f64::INFINITY] {
            assert!(LINCHPIN_CLAIMS.refuses(value).is_some(), "{value}");
        }
        assert_eq!(BIAS_P.refuses(1.5).as_deref(), Some("a number from 0 to 1"));
        let mut thresholds = Thresholds::default();
        thresholds.set(&BIAS_P, 7.0);
        assert_eq!(thresholds.get(&BIAS_P), 0.01);
        thresholds.set(&BIAS_P, 0.05);
        assert_eq!(thresholds.get(&BIAS_P), 0.05);
    }
}
