//! Small cases with agreed answers, each worked by hand.

use claimgraph::analysis::Facts;

use crate::brute::Assumptions;
use crate::engine;
use crate::model::{Basis, Object, Role, Stance};
use crate::told::Told;

#[test]
fn two_arguments_that_support_only_each_other_are_circular() {
    let mut told = Told::default();
    told.asserts("s1", "ann", "c");
    told.asserts("s2", "bob", "c");
    told.cites("s1", &["s2"]);
    told.cites("s2", &["s1"]);
    assert_eq!(told.answer("c"), ("circular", 0, 0, 0));
}

#[test]
fn claims_inferred_from_each_other_are_circular() {
    let mut told = Told::default();
    told.asserts("s1", "ann", "c").basis = Some(Basis::Inferred);
    told.asserts("s2", "ann", "d").basis = Some(Basis::Inferred);
    told.cites("s1", &["d"]);
    told.cites("s2", &["c"]);
    assert_eq!(told.answer("c"), ("circular", 0, 0, 0));
    assert_eq!(told.answer("d"), ("circular", 0, 0, 0));
}

#[test]
fn a_loop_with_support_from_outside_is_grounded() {
    let mut told = Told::default();
    told.asserts("s1", "ann", "c").basis = Some(Basis::Inferred);
    told.asserts("s2", "ann", "d").basis = Some(Basis::Inferred);
    told.saw("s3", "bob", "d");
    told.cites("s1", &["d"]);
    told.cites("s2", &["c"]);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
    // Ann's conclusion back to `d` rests on Bob, too.
    assert_eq!(told.answer("d"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn a_diamond_has_one_origin_and_one_line() {
    let mut told = Told::default();
    told.saw("r", "root", "c");
    told.says("a", "ann", Stance::Relays, "c");
    told.says("b", "bob", Stance::Relays, "c");
    told.cites("a", &["r"]);
    told.cites("b", &["r"]);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
    assert_eq!(told.cut("c"), ["root"]);
}

#[test]
fn two_roots_with_a_relay_each_are_two_lines() {
    let mut told = Told::default();
    told.saw("r1", "root1", "d");
    told.saw("r2", "root2", "d");
    told.says("a", "ann", Stance::Relays, "c");
    told.says("b", "bob", Stance::Relays, "c");
    told.cites("a", &["r1"]);
    told.cites("b", &["r2"]);
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
}

#[test]
fn one_agency_that_cites_five_is_a_bottleneck() {
    let mut told = Told::default();
    told.asserts("s", "agency", "c");
    for nth in 1..=5 {
        let id = format!("r{nth}");
        told.saw(&id, &format!("root{nth}"), "d");
        told.cites("s", &[&id]);
    }
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 5));
    assert_eq!(told.cut("c"), ["agency"]);
}

#[test]
fn citogenesis_is_one_unknown_line() {
    let mut told = Told::default();
    told.asserts("page1", "page", "c").date = Some((1, 1));
    told.asserts("news", "newspaper", "c").date = Some((2, 2));
    told.asserts("page2", "page", "c").date = Some((3, 3));
    told.cites("news", &["page1"]);
    told.cites("page2", &["news"]);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
    let graph = engine::graph(&told.case);
    let facts = Facts::new(&graph, engine::settings(Assumptions::default()));
    assert!(facts.cycles().is_empty());
    assert_eq!(facts.round_trips(engine::claim(&graph, "c")).found.len(), 1);
}

fn ministry_and_agency() -> Told {
    let mut told = Told::default();
    told.saw("s1", "ministry", "c").date = Some((10, 10));
    told.saw("s2", "agency", "c").date = Some((10, 10));
    told
}

#[test]
fn a_ministry_and_its_agency_are_one_voice() {
    let mut told = ministry_and_agency();
    told.tie("agency", Role::OrganOf, "ministry");
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn an_agency_that_left_is_a_voice_of_its_own() {
    let mut told = ministry_and_agency();
    told.tie("agency", Role::ControlledBy, "ministry").until = Some(9);
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    told.case.actors[1].ties[0].until = Some(10);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn a_tie_that_may_have_held_counts_against_the_lower_bound_only() {
    let mut told = ministry_and_agency();
    told.tie("agency", Role::ControlledBy, "ministry").alleged = true;
    assert_eq!(told.answer("c"), ("independence-unknown", 1, 2, 2));
    told.case.actors[1].ties[0].alleged = false;
    told.case.actors[1].ties[0].until = Some(9);
    told.case.statements[1].date = None;
    assert_eq!(told.answer("c"), ("independence-unknown", 1, 2, 2));
}

#[test]
fn two_enemies_with_first_hand_knowledge_are_two_lines() {
    let mut told = Told::default();
    told.enemies("red", "blue");
    told.saw("s1", "red", "c");
    told.saw("s2", "blue", "c");
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    let graph = engine::graph(&told.case);
    let facts = Facts::new(&graph, engine::settings(Assumptions::default()));
    assert!(facts.standing(engine::claim(&graph, "c")).adverse);
}

#[test]
fn undeclared_enemies_count_and_undeclared_strangers_do_not() {
    let mut told = Told::default();
    told.asserts("s1", "red", "c");
    told.asserts("s2", "blue", "c");
    assert_eq!(told.answer("c"), ("independence-unknown", 1, 2, 2));
    told.enemies("red", "blue");
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
}

#[test]
fn one_witness_and_one_anonymous_source() {
    let mut told = Told::default();
    told.saw("s1", "ann", "c");
    told.saw("s2", "anonymous", "c");
    assert_eq!(told.answer("c"), ("independence-unknown", 1, 2, 2));
}

#[test]
fn two_outlets_that_cite_one_unverified_video() {
    let mut told = Told::default();
    told.evidence("video", None, &[]);
    told.asserts("s1", "outlet1", "c");
    told.asserts("s2", "outlet2", "c");
    told.cites("s1", &["video"]);
    told.cites("s2", &["video"]);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
    assert_eq!(told.cut("c"), ["video"]);
}

#[test]
fn a_verified_video_carries_what_was_verified_on_it_and_no_more() {
    let mut told = Told::default();
    told.evidence("video", Some("party"), &[("investigator", "count")]);
    for claim in ["count", "identity"] {
        told.saw(&format!("own-{claim}"), "party", claim);
        told.asserts(&format!("cited-{claim}"), "outlet", claim);
        told.cites(&format!("cited-{claim}"), &["video"]);
    }
    assert_eq!(told.answer("count"), ("corroborated", 2, 2, 2));
    assert_eq!(told.answer("identity"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn a_detainee_does_not_merge_the_sides() {
    let mut told = Told::default();
    told.enemies("red", "blue");
    told.tie("detainee", Role::PartOf, "red");
    told.tie("detainee", Role::InCustodyOf, "blue");
    told.saw("s1", "red", "c");
    told.saw("s2", "blue", "c");
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    // What the detainee says is worth its custodian's word, and is no third line.
    told.asserts("s3", "detainee", "c").basis = Some(Basis::Custody);
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    told.case.statements.remove(1);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 2));
}

#[test]
fn a_freelancer_does_not_merge_two_agencies() {
    let mut told = Told::default();
    told.tie("freelancer", Role::EmployedBy, "agency1");
    told.tie("freelancer", Role::EmployedBy, "agency2");
    told.saw("s1", "agency1", "c");
    told.saw("s2", "agency2", "c");
    told.saw("s3", "freelancer", "c");
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    told.case.statements.remove(1);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn two_witnesses_through_unnamed_go_betweens() {
    let mut told = Told::default();
    for nth in 1..=2 {
        let go_between = told.actor(&format!("anonymous{nth}"));
        told.saw(&format!("s{nth}"), &format!("witness{nth}"), "c")
            .via = vec![go_between];
    }
    assert_eq!(told.answer("c"), ("independence-unknown", 1, 2, 2));
}

#[test]
fn premises_of_one_actor_are_no_second_line() {
    let mut told = Told::default();
    told.saw("p1", "ann", "premise1");
    told.saw("p2", "bob", "premise2");
    told.saw("own", "ann", "c");
    told.asserts("s", "analyst", "c").basis = Some(Basis::Inferred);
    told.cites("s", &["premise1", "premise2"]);
    // Without Bob's premise the inference has no line, with Ann's it shares her with her own report.
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 2));
    told.case.statements[1].by = 0;
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
}

#[test]
fn citations_across_two_actors_are_no_round_trip() {
    let mut told = Told::default();
    told.asserts("a1", "ann", "c");
    told.saw("b1", "bob", "c");
    told.asserts("b2", "bob", "c");
    told.saw("a2", "ann", "c");
    told.cites("a1", &["b1"]);
    told.cites("b2", &["a2"]);
    let graph = engine::graph(&told.case);
    let facts = Facts::new(&graph, engine::settings(Assumptions::default()));
    assert!(facts.cycles().is_empty());
    assert!(
        facts
            .round_trips(engine::claim(&graph, "c"))
            .found
            .is_empty()
    );
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
}

#[test]
fn relays_of_what_was_taken_back_stand_on_nothing() {
    let mut told = Told::default();
    told.saw("r", "root", "c").date = Some((1, 1));
    told.says("a", "ann", Stance::Relays, "c").date = Some((2, 2));
    told.cites("a", &["r"]);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
    told.says("back", "root", Stance::Retracts, "c").date = Some((3, 3));
    assert_eq!(told.answer("c"), ("unfounded", 0, 0, 0));
}

#[test]
fn five_witnesses_quoted_by_one_outlet_are_one_line() {
    let mut told = Told::default();
    let outlet = told.actor("outlet");
    for nth in 1..=5 {
        told.saw(&format!("s{nth}"), &format!("witness{nth}"), "c")
            .via = vec![outlet];
    }
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 5));
    assert_eq!(told.cut("c"), ["outlet"]);
    for statement in &mut told.case.statements {
        statement.via.clear();
    }
    assert_eq!(told.answer("c"), ("corroborated", 5, 5, 5));
}

#[test]
fn contraction_does_not_invent_lines() {
    let mut told = Told::default();
    for nth in 1..=3 {
        told.saw(&format!("r{nth}"), &format!("root{nth}"), "d");
    }
    told.asserts("k1", "class", "d");
    told.asserts("x", "xavier", "c");
    told.asserts("k2", "class", "c");
    told.asserts("y", "yvonne", "c");
    told.cites("k1", &["r1"]);
    told.cites("x", &["k1", "r3"]);
    told.cites("k2", &["r2"]);
    told.cites("y", &["r2"]);
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 3));
}

#[test]
fn a_claim_that_is_only_questioned_is_open() {
    let mut told = Told::default();
    told.says("s", "ann", Stance::Questions, "c");
    assert_eq!(told.answer("c"), ("open", 0, 0, 0));
    told.says("t", "bob", Stance::Disputes, "c");
    assert_eq!(told.answer("c"), ("denied", 0, 0, 0));
    told.saw("u", "cem", "c");
    assert_eq!(told.answer("c"), ("contested", 1, 1, 1));
}

#[test]
fn an_unnamed_denial_does_not_contest_two_known_lines() {
    let mut told = Told::default();
    told.saw("s1", "ann", "c");
    told.says("t", "anonymous", Stance::Disputes, "c");
    assert_eq!(told.answer("c"), ("contested", 1, 1, 1));
    told.saw("s2", "bob", "c");
    assert_eq!(told.answer("c"), ("corroborated", 2, 2, 2));
    told.says("u", "cem", Stance::Disputes, "c");
    assert_eq!(told.answer("c"), ("contested", 2, 2, 2));
}

#[test]
fn support_of_a_stronger_claim_is_support_and_of_a_rival_is_denial() {
    let mut told = Told::default();
    let (weak, strong, rival) = (
        told.claim("weak"),
        told.claim("strong"),
        told.claim("rival"),
    );
    told.case.claims[strong].entails.push(weak);
    told.case.claims[rival].contradicts.push(weak);
    told.saw("s1", "ann", "strong");
    assert_eq!(told.answer("weak"), ("uncorroborated", 1, 1, 1));
    assert_eq!(told.answer("rival"), ("denied", 0, 0, 0));
    told.saw("s2", "bob", "rival");
    for claim in ["weak", "strong", "rival"] {
        assert_eq!(told.answer(claim).0, "contested", "{claim}");
    }
}

#[test]
fn a_retraction_that_is_taken_back_has_no_effect() {
    let mut told = Told::default();
    told.saw("s", "ann", "c").date = Some((1, 1));
    told.says("back", "ann", Stance::Retracts, "c").date = Some((2, 2));
    assert_eq!(told.answer("c"), ("unsupported", 0, 0, 0));
    let again = told.says("again", "ann", Stance::Retracts, "c");
    again.date = Some((3, 3));
    again.object = Object::Statement(1);
    assert_eq!(told.answer("c"), ("uncorroborated", 1, 1, 1));
}
