//! From a case that fails to a small one that fails as well, in few words.

use crate::model::{Basis, Case, Cite, Object, Stance, Statement};
use crate::random::{self, Dice};

/// Fails with a small case where there is a fault.
pub fn hold(default: u64, fault: &dyn Fn(&Case) -> Option<String>) {
    hold_as(default, &Case::clone, fault);
}

/// The same of cases that are first given some form.
pub fn hold_as(
    default: u64,
    form: &dyn Fn(&Case) -> Case,
    fault: &dyn Fn(&Case) -> Option<String>,
) {
    for seed in random::cases(default) {
        let case = random::case(&mut Dice::new(seed));
        if fault(&form(&case)).is_some() {
            let small = form(&minimised(&case, &|case| fault(&form(case)).is_some()));
            let found = fault(&small).unwrap_or_default();
            panic!("seed {seed}: {found}\n{}", brief(&small));
        }
    }
}

/// Cases a little smaller than this one.
pub fn smaller(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Case)| {
        let mut other = case.clone();
        change(&mut other);
        found.push(other);
    };
    for at in 0..case.statements.len() {
        let has_object = |statement: &Statement| statement.object == Object::Statement(at);
        if !case.statements.iter().any(has_object) {
            with(&|case| remove_statement(case, at));
        }
    }
    for at in 0..case.claims.len() {
        let used = case.statements.iter().any(|statement| {
            statement.object == Object::Claim(at) || statement.cites.contains(&Cite::Claim(at))
        });
        if !used && case.claims.len() > 1 {
            with(&|case| remove_claim(case, at));
        }
        if !case.claims[at].parties.is_empty() {
            with(&|case| case.claims[at].parties.clear());
        }
        for nth in 0..case.claims[at].entails.len() {
            with(&|case| _ = case.claims[at].entails.remove(nth));
        }
        for nth in 0..case.claims[at].contradicts.len() {
            with(&|case| _ = case.claims[at].contradicts.remove(nth));
        }
        for nth in 0..case.claims[at].negates.len() {
            with(&|case| _ = case.claims[at].negates.remove(nth));
        }
    }
    for at in 0..case.actors.len() {
        for nth in 0..case.actors[at].ties.len() {
            with(&|case| _ = case.actors[at].ties.remove(nth));
            with(&|case| case.actors[at].ties[nth].from = None);
            with(&|case| case.actors[at].ties[nth].until = None);
            with(&|case| case.actors[at].ties[nth].alleged = false);
        }
        if !case.actors[at].adversaries.is_empty() {
            with(&|case| case.actors[at].adversaries.clear());
        }
        if case.actors[at].unnamed {
            with(&|case| case.actors[at].unnamed = false);
        }
    }
    for at in 0..case.evidence.len() {
        with(&|case| case.evidence[at].producer = None);
        with(&|case| case.evidence[at].released_by = None);
        for nth in 0..case.evidence[at].verified.len() {
            with(&|case| _ = case.evidence[at].verified.remove(nth));
            with(&|case| case.evidence[at].verified[nth].date = None);
        }
    }
    for at in 0..case.statements.len() {
        let statement = &case.statements[at];
        for nth in 0..statement.cites.len() {
            with(&|case| _ = case.statements[at].cites.remove(nth));
        }
        for nth in 0..statement.via.len() {
            with(&|case| _ = case.statements[at].via.remove(nth));
        }
        with(&|case| case.statements[at].basis = None);
        with(&|case| case.statements[at].basis = Some(Basis::Witnessed));
        with(&|case| case.statements[at].date = None);
        with(&|case| case.statements[at].report = None);
        with(&|case| case.statements[at].custodian = None);
        if matches!(case.statements[at].object, Object::Claim(_)) {
            with(&|case| case.statements[at].stance = Stance::Asserts);
        }
    }
    found
}

pub fn remove_statement(case: &mut Case, at: usize) {
    case.statements.remove(at);
    let moved = |other: usize| other - usize::from(other > at);
    for statement in &mut case.statements {
        statement.cites.retain(|&cite| cite != Cite::Statement(at));
        for cite in &mut statement.cites {
            if let Cite::Statement(to) = cite {
                *to = moved(*to);
            }
        }
        if let Object::Statement(to) = &mut statement.object {
            *to = moved(*to);
        }
    }
}

fn remove_claim(case: &mut Case, at: usize) {
    case.claims.remove(at);
    let moved = |other: usize| other - usize::from(other > at);
    let keep = |list: &mut Vec<usize>| {
        list.retain(|&to| to != at);
        list.iter_mut().for_each(|to| *to = moved(*to));
    };
    for claim in &mut case.claims {
        keep(&mut claim.entails);
        keep(&mut claim.contradicts);
        keep(&mut claim.negates);
    }
    for evidence in &mut case.evidence {
        for verification in &mut evidence.verified {
            keep(&mut verification.claims);
        }
        evidence.verified.retain(|one| !one.claims.is_empty());
    }
    for statement in &mut case.statements {
        if let Object::Claim(to) = &mut statement.object {
            *to = moved(*to);
        }
        for cite in &mut statement.cites {
            if let Cite::Claim(to) = cite {
                *to = moved(*to);
            }
        }
    }
}

/// The records that say anything, one a line.
pub fn brief(case: &Case) -> String {
    let records = case.records().into_iter();
    let told = records.filter(|(section, _, record)| match *section {
        "actors" => *record != serde_json::json!({"kind": "person"}),
        "claims" => record.as_object().is_some_and(|fields| fields.len() > 1),
        _ => true,
    });
    told.map(|(section, id, record)| format!("  {section} {id} {record}\n"))
        .collect()
}

fn weight(case: &Case) -> usize {
    case.json().len()
}

/// A smallest case, by single removals, on which `fails` still holds.
pub fn minimised(case: &Case, fails: &dyn Fn(&Case) -> bool) -> Case {
    let mut best = case.clone();
    loop {
        let next = smaller(&best)
            .into_iter()
            .find(|other| weight(other) < weight(&best) && fails(other));
        match next {
            Some(next) => best = next,
            None => return best,
        }
    }
}
