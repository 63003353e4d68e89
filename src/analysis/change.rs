//! How the standing of a claim differs between two analyses: of two dates, of two cases, or of what is supposed.

use schemars::JsonSchema;
use serde::Serialize;

use super::support::{Count, Standing};

/// Which way a claim moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// It stands worse: by its status, which a denial lowers, else by the intervals of its support.
    Falls,
    /// It stands better.
    Rises,
    /// Its status or its denial changed, and it stands neither better nor worse.
    Shifts,
}

impl Movement {
    /// The word used in output.
    pub const fn word(self) -> &'static str {
        match self {
            Movement::Falls => "falls",
            Movement::Rises => "rises",
            Movement::Shifts => "shifts",
        }
    }
}

/// κ⁻ and κ⁺ of support and denial.
fn intervals(standing: &Standing) -> [Count; 4] {
    let (support, denial) = (&standing.support, &standing.denial);
    [
        support.lines_min,
        support.lines_max,
        denial.lines_min,
        denial.lines_max,
    ]
}

/// Which way a claim moved from one standing to another; `None` where neither its status nor an interval of lines
/// changed.
pub fn movement(before: &Standing, after: &Standing) -> Option<Movement> {
    if before.status == after.status && intervals(before) == intervals(after) {
        return None;
    }
    let footing = |standing: &Standing| {
        let lines = &standing.support;
        (
            standing.status.footing(),
            lines.lines_min.least,
            lines.lines_max.most,
        )
    };
    Some(match footing(after).cmp(&footing(before)) {
        std::cmp::Ordering::Less => Movement::Falls,
        std::cmp::Ordering::Greater => Movement::Rises,
        std::cmp::Ordering::Equal => Movement::Shifts,
    })
}
