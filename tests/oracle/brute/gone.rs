//! What is supposed to be taken away (section 8): it stays where it is and carries nothing.

use super::{ALWAYS, Brute, Label, NEVER, Node, Speaker, Ties, When};

/// Something that is taken away, by its place in the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    Actor(usize),
    /// An actor and all who surely answered to it at the time.
    Class(usize),
    Report(usize),
    Evidence(usize),
    Statement(usize),
}

impl Brute<'_> {
    /// "Without an actor all that it said goes, and its word on artefacts and as a custodian."
    pub(super) fn is_word_gone(&self, actor: usize, when: When) -> bool {
        let speaks_for = |class: usize| {
            let voices = self.reach(actor, when, Ties::Sure);
            voices.contains(Label::Actor(class))
        };
        self.gone.iter().any(|&gone| match gone {
            Gone::Actor(who) => who == actor,
            Gone::Class(class) => speaks_for(class),
            _ => false,
        })
    }

    /// Whether a statement is gone, or the report that carries it, or its speaker.
    pub(super) fn is_gone(&self, at: usize) -> bool {
        self.is_word_gone(self.said[at].by, self.said[at].when) || self.is_gone_by_itself(at)
    }

    /// Whether a retraction takes nothing back any more. "What they took back stays taken back" without a class.
    pub(super) fn is_retraction_gone(&self, at: usize) -> bool {
        self.gone.contains(&Gone::Actor(self.said[at].by)) || self.is_gone_by_itself(at)
    }

    fn is_gone_by_itself(&self, at: usize) -> bool {
        let report = self.said[at].report.map(Gone::Report);
        self.gone.contains(&Gone::Statement(at))
            || report.is_some_and(|report| self.gone.contains(&report))
    }

    /// Whether any who may hold the speaker is gone.
    pub(super) fn is_custodian_gone(&self, at: usize) -> bool {
        let mut custodians = self.custodians(at, Ties::Possible).into_iter();
        custodians.any(|custodian| self.is_word_gone(custodian, self.said[at].when))
    }

    /// Whether nothing comes from what a citation of somebody who says nothing on a claim stands for.
    pub(super) fn is_implied_gone(&self, speaker: Speaker) -> bool {
        match speaker {
            Speaker::Actor(actor) => self.is_word_gone(actor, (NEVER, ALWAYS)),
            Speaker::PublisherOf(report) => self.gone.contains(&Gone::Report(report)),
        }
    }

    /// Whether anything can flow through a node.
    pub(super) fn flows(&self, node: Node) -> bool {
        match node {
            Node::Statement(at) => self.live[at],
            Node::Implied { speaker, .. } => !self.is_implied_gone(speaker),
        }
    }
}
