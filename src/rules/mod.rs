//! The catalogue: each rule a documented row, each finding with a witness that can be checked.

pub mod finding;

pub use finding::{Finding, Severity, Step, StepKind};

use crate::analysis::Facts;

/// One fault (or strength) that the engine looks for.
pub struct Rule {
    /// Its name, that of the fault.
    pub name: &'static str,
    /// The family it belongs to.
    pub family: &'static str,
    /// Its severity, unless configured otherwise.
    pub severity: Severity,
    /// The version that brought it.
    pub since: &'static str,
    /// One line: when it fires.
    pub summary: &'static str,
    /// What it detects, at length.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// The tradecraft or literature it comes from.
    pub source: &'static str,
    /// When it is wrong, or right and harmless.
    pub caveat: &'static str,
    /// A case file on which it fires.
    pub fires: &'static str,
    /// The nearest case file on which it does not.
    pub clean: &'static str,
    /// Looks for it.
    pub check: fn(&Facts<'_>, &mut Vec<Finding>),
}

/// Every rule, family by family, in the order of the catalogue.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> + Clone {
    [].iter()
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.name == name)
}

/// What to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// One corroboration or sourcing weakness a claim, one conflict a pair: the sharpest.
    Sharpest,
    /// Everything that any rule finds.
    All,
}

/// All findings in order: those about the most consequential claims first.
pub fn check(_facts: &Facts<'_>, _detail: Detail) -> Vec<Finding> {
    unimplemented!()
}
