//! Small cases written line by line, and what the engine says of them once the enumeration agrees.

use claimgraph::analysis::{Facts, Label};

use crate::brute::{Assumptions, Brute};
use crate::engine;
use crate::model::{
    Actor, Basis, Case, Cite, Claim, Evidence, Role, Stance, Statement, Tie, Verification,
};
/// Writes a case line by line; names are ids, and an actor or claim exists from its first mention.
#[derive(Default)]
pub struct Told {
    pub case: Case,
}

impl Told {
    pub fn actor(&mut self, id: &str) -> usize {
        let known = self.case.actors.iter().position(|actor| actor.id == id);
        known.unwrap_or_else(|| {
            self.case.actors.push(Actor {
                id: id.to_owned(),
                unnamed: id.starts_with("anonymous"),
                ..Actor::default()
            });
            self.case.actors.len() - 1
        })
    }

    pub fn claim(&mut self, id: &str) -> usize {
        let known = self.case.claims.iter().position(|claim| claim.id == id);
        known.unwrap_or_else(|| {
            self.case.claims.push(Claim {
                id: id.to_owned(),
                ..Claim::default()
            });
            self.case.claims.len() - 1
        })
    }

    pub fn tie(&mut self, from: &str, role: Role, to: &str) -> &mut Tie {
        let (from, to) = (self.actor(from), self.actor(to));
        let ties = &mut self.case.actors[from].ties;
        ties.push(Tie {
            to,
            role,
            from: None,
            until: None,
            alleged: false,
        });
        ties.last_mut().expect("one was added")
    }

    pub fn enemies(&mut self, one: &str, other: &str) {
        let (one, other) = (self.actor(one), self.actor(other));
        self.case.actors[one].adversaries.push(other);
    }

    pub fn evidence(&mut self, id: &str, released_by: Option<&str>, verified: &[(&str, &str)]) {
        let releaser = released_by.map(|actor| self.actor(actor));
        let verified = verified
            .iter()
            .map(|(by, claim)| Verification {
                by: self.actor(by),
                claims: vec![self.claim(claim)],
                date: None,
            })
            .collect();
        self.case.evidence.push(Evidence {
            id: id.to_owned(),
            producer: releaser,
            released_by: releaser,
            verified,
        });
    }

    /// A statement; `cites` names statements said before or after, actors, claims or evidence.
    pub fn says(&mut self, id: &str, by: &str, stance: Stance, claim: &str) -> &mut Statement {
        let (by, claim) = (self.actor(by), self.claim(claim));
        (self.case.statements).push(Statement::on_claim(id, by, stance, claim));
        self.case.statements.last_mut().expect("one was added")
    }

    pub fn asserts(&mut self, id: &str, by: &str, claim: &str) -> &mut Statement {
        self.says(id, by, Stance::Asserts, claim)
    }

    pub fn saw(&mut self, id: &str, by: &str, claim: &str) -> &mut Statement {
        let said = self.asserts(id, by, claim);
        said.basis = Some(Basis::Witnessed);
        said
    }

    pub fn cites(&mut self, from: &str, to: &[&str]) {
        let at = |id: &str| self.case.statements.iter().position(|one| one.id == id);
        let cites: Vec<Cite> = to
            .iter()
            .map(|id| {
                let evidence = self.case.evidence.iter().position(|one| one.id == *id);
                let claim = self.case.claims.iter().position(|one| one.id == *id);
                let actor = self.case.actors.iter().position(|one| one.id == *id);
                at(id)
                    .map(Cite::Statement)
                    .or(evidence.map(Cite::Evidence))
                    .or(claim.map(Cite::Claim))
                    .or(actor.map(Cite::Actor))
                    .unwrap_or_else(|| panic!("nothing is called `{id}`"))
            })
            .collect();
        let from = at(from).expect("a statement");
        self.case.statements[from].cites.extend(cites);
    }

    /// Status, κ⁻, κ⁺ and ω⁺ of a claim: of the engine, after the enumeration has agreed to all.
    pub fn answer(&self, claim: &str) -> (&'static str, u32, u32, u32) {
        let assumptions = Assumptions::default();
        let graph = engine::graph(&self.case);
        let facts = Facts::new(&graph, engine::settings(assumptions));
        let brute = Brute::new(&self.case, assumptions).expect("small");
        let at = self.case.claims.iter().position(|one| one.id == claim);
        let expected = brute.answer(at.expect("a claim")).expect("small");
        let got = engine::answer(&facts, engine::claim(&graph, claim));
        assert_eq!(got, expected, "{}", self.case.json());
        let support = got.support;
        (
            got.status,
            support.lines_min,
            support.lines_max,
            support.origins_max,
        )
    }

    /// The ids of the cut of a claim's support.
    pub fn cut(&self, claim: &str) -> Vec<String> {
        let graph = engine::graph(&self.case);
        let facts = Facts::new(&graph, engine::settings(Assumptions::default()));
        let certificate = facts.certificate(engine::claim(&graph, claim));
        certificate
            .cut
            .iter()
            .map(|label| match label {
                Label::Voice(actor) => graph.id(*actor).to_owned(),
                Label::Artefact(evidence) => graph.id(*evidence).to_owned(),
                Label::Nameless(node) => format!("{node:?}"),
            })
            .collect()
    }
}
