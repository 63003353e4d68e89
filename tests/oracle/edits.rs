//! Edits: a case of which only what an edit touches is judged anew gives what judging all of it gives.

use claimgraph::analysis::Facts;
use claimgraph::case::ClaimGraph;
use claimgraph::rules::{self, Keep, Packed, Policy, Weaknesses};

use crate::engine;
use crate::model::Case;
use crate::random::{self, Dice};
use crate::shrinking;

/// How many edits follow one another.
const EDITS: usize = 6;

/// Findings with all that they are about, and their words.
fn told(facts: &Facts<'_>, findings: &[Packed]) -> Vec<String> {
    let told = findings.iter().map(Packed::open).map(|one| {
        let steps = one.witness.iter().map(|step| step.text(facts).into_owned());
        let steps: Vec<String> = steps.collect();
        let about = (&one.claims, &one.actors, &one.events, &one.evidence);
        let more = (&one.reports, &one.statements, &one.parts, one.severity);
        let message = one.message(facts);
        format!(
            "{} {message} {about:?} {more:?} {steps:?} {}",
            one.rule, one.help
        )
    });
    told.collect()
}

/// A state of a case and what was found in it.
struct State {
    graph: ClaimGraph,
    kept: claimgraph::analysis::Kept,
    weaknesses: Weaknesses,
}

/// Judges a state anew and after an earlier one; how many claims were taken over, and what of the state is kept.
fn judged(case: &str, policy: &Policy, before: Option<&State>) -> Option<(usize, State)> {
    let (graph, errors) = engine::graph_of("case.json", case);
    if !errors.is_empty() {
        return None;
    }
    let all = Facts::new(&graph, engine::settings(Default::default()));
    let expected = rules::judge(&all, policy);
    let facts = Facts::new(&graph, engine::settings(Default::default()));
    let unchanged = before.and_then(|before| facts.take_over(before.kept.of(&before.graph)));
    let earlier = before.zip(unchanged.as_ref());
    let earlier = earlier.map(|(before, unchanged)| (&before.weaknesses, unchanged));
    let (found, weaknesses) = rules::judge_since(&facts, policy, earlier, Keep::Weaknesses);
    for claim in graph.claims() {
        assert_eq!(
            facts.standing(claim),
            all.standing(claim),
            "{}",
            graph.id(claim)
        );
    }
    assert_eq!(told(&facts, &found), told(&all, &expected));
    let kept = unchanged.map_or(0, |unchanged| unchanged.count());
    let kept_facts = facts.into_kept();
    drop(all);
    let state = State {
        graph,
        kept: kept_facts,
        weaknesses,
    };
    Some((kept, state))
}

/// States that differ by small edits: each leaves something of the last away, or brings it back.
fn states(dice: &mut Dice) -> Vec<Case> {
    let mut states = vec![random::case(dice)];
    for _ in 0..EDITS {
        let smaller = shrinking::smaller(&states[states.len() - 1]);
        if smaller.is_empty() {
            break;
        }
        states.push(smaller[dice.below(smaller.len())].clone());
    }
    let back: Vec<Case> = states.iter().rev().skip(1).cloned().collect();
    states.extend(back);
    states
}

#[test]
fn judging_what_an_edit_touches_is_judging_all() {
    let (mut taken_over, mut claims) = (0, 0);
    for seed in random::cases_of(20, 60) {
        let mut dice = Dice::new(seed);
        let policy = match dice.percent(50) {
            true => Policy::everything(),
            false => Policy::from(rules::Detail::Sharpest),
        };
        let mut before: Option<State> = None;
        for case in states(&mut dice) {
            if let Some((kept, state)) = judged(&case.json(), &policy, before.as_ref()) {
                taken_over += kept;
                claims += state.graph.claims().len();
                before = Some(state);
            }
        }
    }
    // Small cases hang together; but what stands apart is taken over.
    assert!(taken_over * 10 > claims, "{taken_over} of {claims}");
}

/// A confession that was taken back is one still where it is heard in what is shown, and none once it is heard elsewhere.
#[test]
fn an_edit_of_where_something_is_heard_is_one() {
    let case = |heard_in: &str| {
        format!(
            r#"{{ "actors": {{ "kim": {{}}, "police": {{}}, "post": {{}} }}, "claims": {{ "x": {{ "text": "X" }} }},
            "evidence": {{ "tape": {{ "producer": "police" }}, "notes": {{ "producer": "post" }} }},
            "statements": [
                {{ "id": "s1", "by": "kim", "basis": "custody", "custodian": "police", "asserts": "x", "in": "{heard_in}" }},
                {{ "id": "s2", "by": "post", "asserts": "x", "cites": ["tape"] }},
                {{ "id": "s3", "by": "kim", "retracts": "x" }} ] }}"#
        )
    };
    let policy = Policy::from(rules::Detail::Sharpest);
    let mut before: Option<State> = None;
    for heard_in in ["tape", "notes", "tape"] {
        let (_, state) = judged(&case(heard_in), &policy, before.as_ref()).expect("a case");
        before = Some(state);
    }
}
