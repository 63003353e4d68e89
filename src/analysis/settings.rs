//! What an analysis assumes.

use super::Suppositions;
use crate::case::date::Date;
use crate::case::vocabulary::Role;

/// What an analysis assumes.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Only what was said by then counts; `None`: everything.
    pub as_of: Option<Date>,
    /// Whether a statement without a basis by a party to the claim's event is taken as its own act.
    pub assume_own_acts: bool,
    /// How many independent known lines make a claim corroborated.
    pub threshold: u32,
    /// The roles that join the voices of two actors (`aligned-with` both ways).
    pub joining: Vec<Role>,
    /// What is supposed beside the case.
    pub suppositions: Suppositions,
}

impl Settings {
    /// Whether the same is asked, of whatever date.
    pub(super) fn asks_the_same(&self, other: &Settings) -> bool {
        self.assume_own_acts == other.assume_own_acts
            && self.threshold == other.threshold
            && self.joining == other.joining
            && [self, other]
                .iter()
                .all(|one| one.suppositions == Suppositions::default())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            as_of: None,
            assume_own_acts: true,
            threshold: 2,
            joining: vec![
                Role::SpokespersonOf,
                Role::OrganOf,
                Role::PartOf,
                Role::ControlledBy,
                Role::EmployedBy,
                Role::AlignedWith,
            ],
            suppositions: Suppositions::default(),
        }
    }
}
