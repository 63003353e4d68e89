//! Who speaks for whom (section 3).

use super::sets::Labels;
use super::{ALWAYS, Brute, Label, NEVER, Node, Speaker, Ties, When};
use crate::model::{self, Role};

impl Brute<'_> {
    /// "its actor and all actors reachable along ties that held when it was made".
    pub fn voices(&self, node: Node, ties: Ties) -> Labels {
        match node {
            Node::Statement(at) => self.spoken[ties as usize][at],
            Node::Implied { speaker, .. } => match speaker {
                Speaker::Actor(actor) => self.reach(actor, (NEVER, ALWAYS), ties),
                Speaker::PublisherOf(report) => Labels::one(Label::Publisher(report)),
            },
        }
    }

    pub(super) fn reach(&self, actor: usize, when: When, ties: Ties) -> Labels {
        let mut reached = Labels::one(Label::Actor(actor));
        loop {
            let mut next = reached;
            for (from, actor) in self.case.actors.iter().enumerate() {
                for tie in &actor.ties {
                    if matches!(tie.role, Role::FundedBy | Role::InCustodyOf)
                        || !held(tie, when, ties)
                    {
                        continue;
                    }
                    if reached.contains(Label::Actor(from)) {
                        next.insert(Label::Actor(tie.to));
                    }
                    if tie.role == Role::AlignedWith && reached.contains(Label::Actor(tie.to)) {
                        next.insert(Label::Actor(from));
                    }
                }
            }
            if next == reached {
                return reached;
            }
            reached = next;
        }
    }
}

/// Whether a tie surely held, or may have held.
pub(super) fn held(tie: &model::Tie, (first, last): When, ties: Ties) -> bool {
    let (from, until) = (tie.from.unwrap_or(NEVER), tie.until.unwrap_or(ALWAYS));
    match ties {
        Ties::Sure => !tie.alleged && from <= first && last <= until,
        Ties::Possible => from <= last && first <= until,
    }
}
