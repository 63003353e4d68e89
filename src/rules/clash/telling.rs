//! A clash in words: which claims, by whom, and on how many lines.

use super::{Clash, Side, Wording, speakers};
use crate::analysis::{Facts, Lines};
use crate::case::{ActorIdx, StatementIdx};
use crate::rules::grouped::set;
use crate::rules::words::{actor_names, count, ids, list};

impl Side {
    fn ids(&self, facts: &Facts<'_>) -> String {
        ids(facts, self.claims.iter().copied())
    }

    /// Who speaks.
    fn names(&self, facts: &Facts<'_>) -> String {
        let names = voices(facts, &self.statements);
        match self.more {
            0 => names,
            more => format!("{names}, and {} more", count(more as usize, "statement")),
        }
    }
}

/// Who speaks: of those without a name, through whom they are heard; of who is held, in whose hands; of who merely
/// passes something on, whom it quotes.
pub fn voices(facts: &Facts<'_>, statements: &[StatementIdx]) -> String {
    let graph = facts.graph();
    let voice = |&speaker: &ActorIdx| {
        let name = graph.name(speaker);
        let theirs = statements.iter().copied();
        let theirs: Vec<StatementIdx> = theirs.filter(|&at| graph.speaker(at) == speaker).collect();
        if graph.is_unnamed(speaker) {
            let details = theirs.iter().filter_map(|&at| graph.detail(at));
            let outlets = set(details.flat_map(|detail| detail.via.to_vec()).collect());
            return match outlets.is_empty() {
                true => name.into(),
                false => format!("{name} (through {})", actor_names(facts, &outlets)).into(),
            };
        }
        if theirs.iter().all(|&at| graph.is_relay(at)) {
            let quoted = quoted(facts, &theirs);
            return match quoted.is_empty() {
                true => format!("{name} (passing it on)").into(),
                false => format!("{} (quoted by {name})", actor_names(facts, &quoted)).into(),
            };
        }
        if theirs.iter().all(|&at| facts.base().is_in_custody(at)) {
            let holders = theirs.iter().flat_map(|&at| facts.base().custodians(at));
            let holders = set(holders.collect());
            return match holders.is_empty() {
                true => format!("{name} (in custody)").into(),
                false => format!("{name} (held by {})", actor_names(facts, &holders)).into(),
            };
        }
        name.into()
    };
    list(&speakers(facts, statements), voice)
}

/// Those whose word some relays pass on, without that anybody recorded it; sorted, each once.
fn quoted(facts: &Facts<'_>, relays: &[StatementIdx]) -> Vec<ActorIdx> {
    let lineage = facts.lineage();
    let cited = relays
        .iter()
        .flat_map(|&at| lineage.citations(lineage.of(at)));
    let unrecorded = cited.filter(|edge| lineage.statement(edge.to).is_none());
    let quoted = unrecorded.filter_map(|edge| facts.base().speaker(edge.to));
    set(quoted.map(|(actor, _)| actor).collect())
}

impl Clash {
    /// "1 line" or "1–3 lines": the bounds over the claims of a side, or over the denial of the other's.
    fn lines(&self, facts: &Facts<'_>, at: usize) -> String {
        let own = &self.sides[at].claims;
        let bounds: Vec<(u32, u32)> = match own.is_empty() {
            false => (own.iter())
                .map(|&claim| bounds(&facts.standing(claim).support))
                .collect(),
            true => (self.claims().into_iter())
                .map(|claim| bounds(&facts.standing(claim).denial))
                .collect(),
        };
        let least = bounds.iter().map(|one| one.0).min().unwrap_or_default();
        let most = bounds.iter().map(|one| one.1).max().unwrap_or_default();
        match least == most {
            true => count(most as usize, "line"),
            false => format!("{least}–{most} lines"),
        }
    }

    /// How many more deny its claims by what cannot stand with them, since the lines against them are theirs too.
    fn implied_deniers(&self, facts: &Facts<'_>, it: &str) -> String {
        let named: Vec<ActorIdx> = speakers(facts, &self.sides[1].statements);
        let denial = (self.claims().into_iter()).flat_map(|claim| facts.denial(claim));
        let own: Vec<StatementIdx> = denial.filter(|&at| !facts.graph().is_relay(at)).collect();
        let mut more = speakers(facts, &own);
        more.retain(|actor| named.binary_search(actor).is_err());
        match more.len() {
            0 => String::new(),
            more => format!(" and {more} more, by what cannot stand with {it},"),
        }
    }

    /// The message of the finding that it is.
    pub fn message(&self, facts: &Facts<'_>) -> String {
        if let Wording::Fixed(text) = &self.wording {
            return text.clone();
        }
        let [one, other] = self.sides.as_slice() else {
            return String::new();
        };
        let both = || {
            let all: Vec<StatementIdx> = [&one.statements[..], &other.statements].concat();
            actor_names(facts, &speakers(facts, &all))
        };
        match &self.wording {
            Wording::Contradiction if other.claims.is_empty() => {
                format!(
                    "one side both says and disputes {}: {}",
                    one.ids(facts),
                    both()
                )
            }
            Wording::Contradiction | Wording::Tension => {
                // The one claim first that goes with none of the others.
                let (first, then) = match other.claims.len() < one.claims.len() {
                    true => (other, one),
                    false => (one, other),
                };
                let against = match (&self.wording, first.claims.len()) {
                    (Wording::Tension, 1) => "in tension with it",
                    (Wording::Tension, _) => "in tension with them",
                    (_, 1) => "against it",
                    _ => "against them",
                };
                let (first, then) = (first.ids(facts), then.ids(facts));
                format!("one side says {first} and, {against}, {then}: {}", both())
            }
            Wording::Through(denied) => {
                let (are, which, it) = match one.claims.len() {
                    1 => ("is", "it entails", "it"),
                    _ => ("are", "they entail", "them"),
                };
                format!(
                    "{} {are} contested through {}, which {which}: {} for {it} ({}), {} against {it} ({})",
                    one.ids(facts),
                    ids(facts, denied.iter().copied()),
                    one.names(facts),
                    self.lines(facts, 0),
                    other.names(facts),
                    self.lines(facts, 1)
                )
            }
            Wording::Disputed => {
                let (are, it) = match one.claims.len() {
                    1 => ("is", "it"),
                    _ => ("are", "them"),
                };
                format!(
                    "{} {are} contested: {} for {it} ({}), {}{} against {it} ({})",
                    one.ids(facts),
                    one.names(facts),
                    self.lines(facts, 0),
                    other.names(facts),
                    self.implied_deniers(facts, it),
                    self.lines(facts, 1)
                )
            }
            Wording::Opposed => format!(
                "{} (by {}; {}) cannot stand with {} (by {}; {})",
                one.ids(facts),
                one.names(facts),
                self.lines(facts, 0),
                other.ids(facts),
                other.names(facts),
                self.lines(facts, 1)
            ),
            Wording::Rival | Wording::Fixed(_) => format!(
                "{} (by {}) against {} (by {})",
                one.ids(facts),
                one.names(facts),
                other.ids(facts),
                other.names(facts)
            ),
        }
    }
}

/// How many lines there are at least and at most.
fn bounds(lines: &Lines) -> (u32, u32) {
    (lines.lines_min.least, lines.lines_max.most)
}
