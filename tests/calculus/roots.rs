//! Where lines begin, and what must be right for a root to be worth anything (section 2).

use claimgraph::analysis::{Facts, Settings, Status};

use crate::{Answer, answer, case, support};

const KNOWN: Answer = (Status::Uncorroborated, 1, 1, 1, 1);
const UNKNOWN: Answer = (Status::Uncorroborated, 1, 1, 0, 1);

#[test]
fn only_who_saw_it_or_did_it_carries_a_line_by_the_word_alone() {
    let alone = |basis: &str| {
        case(&format!(
            "actors: {{ a: {{}} }}\nstatements:\n  - {{ by: a, {basis}asserts: c }}\n"
        ))
    };
    for basis in ["basis: witnessed, ", "basis: own-act, "] {
        assert_eq!(alone(basis), KNOWN, "{basis}");
    }
    let bare =
        ["documented", "inferred", "told", "custody"].map(|basis| format!("basis: {basis}, "));
    for basis in bare.iter().map(String::as_str).chain([""]) {
        assert_eq!(alone(basis), UNKNOWN, "{basis}");
    }
}

#[test]
fn two_undeclared_words_of_one_actor_are_never_two_lines() {
    let found = case(
        "actors: { a: {} }\nstatements:\n  - { id: s, by: a, asserts: c }\n  - { id: t, by: a, basis: told, asserts: c }\n",
    );
    assert_eq!(found, UNKNOWN);
}

#[test]
fn hearsay_rests_on_the_source_that_it_names() {
    // With a source it is no root: the one line is the witness's, and known.
    let found = case(
        "actors: { a: {}, w: {} }\nstatements:\n  - { id: s, by: w, basis: witnessed, via: a, asserts: c }\n  - { by: a, basis: told, asserts: c, cites: s }\n",
    );
    assert_eq!(found, KNOWN);
}

#[test]
fn what_has_a_basis_of_its_own_is_a_root_whatever_else_it_cites() {
    // The line of `a` may begin with its own records, which nobody sees, or with the witness: two origins, one of them
    // known.
    let found = case(
        "actors: { a: {}, w: {} }\nstatements:\n  - { id: s, by: w, basis: witnessed, via: a, asserts: c }\n  - { by: a, basis: documented, asserts: c, cites: s }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 2));
}

#[test]
fn an_unnamed_witness_carries_nothing_that_is_known() {
    let found = case(
        "actors: { x: { kind: unnamed } }\nstatements:\n  - { by: x, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, UNKNOWN);
}

/// Two outlets that each show an artefact, with the records of both artefacts.
fn shown(artefacts: &str, more: &str) -> Answer {
    case(&format!(
        "actors: {{ p: {{}}, q: {{}}, m: {{}}, n: {{}}, r: {{}}, lab: {{}}, x: {{ kind: unnamed }} }}\nevidence: {{ {artefacts} }}\nstatements:\n  - {{ by: p, asserts: c, cites: e }}\n{more}"
    ))
}

#[test]
fn all_makers_of_an_artefact_are_on_its_line() {
    let second = "  - { by: q, asserts: c, cites: f }\n";
    let apart = "e: { producer: m }, f: { producer: n }";
    assert_eq!(shown(apart, second), (Status::Corroborated, 2, 2, 2, 2));
    // Who released both is on both.
    let released = "e: { producer: m, released_by: r }, f: { producer: n, released_by: r }";
    assert_eq!(shown(released, second), KNOWN);
    // Where nobody knows who made the second, it may have been the first's maker.
    let unmade = "e: { producer: m }, f: { released_by: n }";
    assert_eq!(
        shown(unmade, second),
        (Status::IndependenceUnknown, 1, 2, 1, 2)
    );
}

#[test]
fn several_artefacts_are_alternatives() {
    // `p` shows two, `q` one of them: `p` may stand on the other.
    let artefacts = "e: { producer: m }, f: { producer: n }";
    let found = case(&format!(
        "actors: {{ p: {{}}, q: {{}}, m: {{}}, n: {{}} }}\nevidence: {{ {artefacts} }}\nstatements:\n  - {{ by: p, asserts: c, cites: [e, f] }}\n  - {{ by: q, asserts: c, cites: e }}\n"
    ));
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn a_verifier_is_on_the_line_of_what_it_verified_and_needs_a_name() {
    let witness = |who: &str| format!("  - {{ by: {who}, basis: witnessed, asserts: c }}\n");
    let verified =
        |by: &str| format!("e: {{ producer: m, verified: [{{ by: {by}, claims: [c] }}] }}");
    // The maker saw it, too: what the laboratory verified stands beside that.
    assert_eq!(
        shown(&verified("lab"), &witness("m")),
        (Status::Corroborated, 2, 2, 2, 2)
    );
    // The laboratory's own witness is on the line of the artefact; their origins are two all the same.
    assert_eq!(
        shown(&verified("lab"), &witness("lab")),
        (Status::Uncorroborated, 1, 1, 2, 2)
    );
    // Nobody can ask a verifier without a name: the maker's word is what is left.
    assert_eq!(shown(&verified("x"), &witness("m")), KNOWN);
}

#[test]
fn where_a_verifier_may_answer_to_the_maker_an_artefact_stands_or_falls_with_both() {
    // If v is of the maker's house, the maker vouches; if not, v does, who may be of the house of w.
    let with = |house: &str, maker: &str| {
        let found = case(&format!(
            "actors: {{ maker: {{}}, press: {{}}, w: {{}}, v: {{ affiliations: [{{ to: w, role: part-of{house} }}, {{ to: maker, role: part-of{maker} }}] }} }}\nevidence: {{ e: {{ kind: photo, producer: maker, verified: [{{ by: v, claims: c }}] }} }}\nstatements:\n  - {{ by: press, asserts: c, cites: e }}\n  - {{ by: w, asserts: c, basis: witnessed }}\n"
        ));
        (found.1, found.2)
    };
    let alleged = ", alleged: true";
    assert_eq!(with(alleged, alleged), (1, 2));
    assert_eq!(with("", alleged), (1, 1));
    assert_eq!(with(alleged, ""), (2, 2));
    assert_eq!(with("", ""), (2, 2));
}

#[test]
fn what_was_verified_on_an_artefact_carries_that_claim_and_what_follows_from_it() {
    let on = |verified: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, strong: {{ text: s, entails: c }}, other: {{ text: o }} }}\nactors: {{ m: {{}}, p: {{}}, lab: {{}} }}\nevidence: {{ e: {{ producer: m, verified: [{{ by: lab, claims: [{verified}] }}] }} }}\nstatements:\n  - {{ by: m, basis: witnessed, asserts: c }}\n  - {{ by: p, asserts: c, cites: e }}\n"
        ))
    };
    assert_eq!(on("c"), (Status::Corroborated, 2, 2, 2, 2));
    assert_eq!(on("strong"), (Status::Corroborated, 2, 2, 2, 2));
    assert_eq!(on("other"), KNOWN);
}

#[test]
fn a_conclusion_from_an_artefact_needs_its_other_premises_too() {
    let with = |premise: &str| {
        answer(&format!(
            "claims: {{ c: {{ text: c }}, p: {{ text: p }} }}\nactors: {{ i: {{}}, w: {{}}, m: {{}} }}\nevidence: {{ e: {{ producer: m }} }}\nstatements:\n  - {{ by: i, basis: inferred, asserts: c, cites: [e, p] }}\n{premise}"
        ))
    };
    assert_eq!(with(""), (Status::Unfounded, 0, 0, 0, 0));
    // One line that bears the witness, the maker and the artefact: two origins.
    assert_eq!(
        with("  - { by: w, basis: witnessed, asserts: p }\n"),
        (Status::Uncorroborated, 1, 1, 2, 2)
    );
}

#[test]
fn the_custodian_that_a_statement_names_goes_before_the_one_of_the_ties() {
    // The tie names the army; the statement says that the police held him.
    let with = |custodian: &str| {
        case(&format!(
            "actors:\n  army: {{}}\n  police: {{}}\n  man: {{ affiliations: [{{ to: army, role: in-custody-of }}] }}\nstatements:\n  - {{ by: army, basis: witnessed, asserts: c }}\n  - {{ by: man, basis: custody, {custodian}asserts: c }}\n"
        ))
    };
    assert_eq!(
        with("custodian: police, "),
        (Status::Corroborated, 2, 2, 2, 2)
    );
    assert_eq!(with(""), KNOWN);
}

#[test]
fn a_detainees_word_is_never_the_detainees() {
    // He says it in custody and, freed, of his own knowledge: one line of the custodian and him, one of him.
    let found = case(
        "actors:\n  army: {}\n  man: {}\nstatements:\n  - { by: man, basis: custody, custodian: army, asserts: c }\n  - { by: man, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 2, 2));
}

#[test]
fn an_own_act_is_assumed_where_that_is_not_switched_off() {
    let graph = support::case(
        "events: { raid: { parties: [army] } }\nclaims: { c: { text: c, about: raid } }\nactors: { army: {} }\nstatements:\n  - { by: army, asserts: c }\n",
    );
    let origins = |assume_own_acts| {
        let settings = Settings {
            assume_own_acts,
            ..Settings::default()
        };
        let facts = Facts::new(&graph, settings);
        facts
            .standing(support::claim(&graph, "c"))
            .support
            .origins_min
            .least
    };
    assert_eq!((origins(true), origins(false)), (1, 0));
}

#[test]
fn who_declares_a_basis_or_repeats_others_assumes_no_act_of_its_own() {
    let army = |how: &str| {
        answer(&format!(
            "events: {{ raid: {{ parties: [army] }} }}\nclaims: {{ c: {{ text: c, about: raid }} }}\nactors: {{ army: {{}}, spokesman: {{ affiliations: [{{ to: army, role: spokesperson-of }}] }} }}\nstatements:\n  - {{ {how} }}\n"
        ))
    };
    // Whoever speaks for the party speaks of its act.
    assert_eq!(army("by: spokesman, asserts: c"), KNOWN);
    assert_eq!(army("by: army, basis: told, asserts: c"), UNKNOWN);
    assert_eq!(army("by: army, relays: c"), UNKNOWN);
}

#[test]
fn a_root_stands_though_its_speaker_cites_what_carries_nothing() {
    let citing = |stance: &str| {
        case(&format!(
            "actors: {{ a: {{}}, b: {{}} }}\nstatements:\n  - {{ id: mute, by: b, {stance}: c }}\n  - {{ by: a, asserts: c, cites: mute }}\n"
        ))
    };
    for stance in ["questions", "silent", "declines", "retracts"] {
        assert_eq!(citing(stance), UNKNOWN, "{stance}");
    }
}

#[test]
fn who_takes_back_what_it_verified_vouches_for_it_no_more() {
    // The army's own video, which the post cites beside the army's word.
    let with = |record: &str, more: &str| {
        case(&format!(
            "actors: {{ army: {{}}, lab: {{}}, post: {{}} }}\nevidence: {{ vid: {{ producer: army{record} }} }}\nstatements:\n  - {{ by: army, basis: witnessed, asserts: c }}\n  - {{ by: post, asserts: c, cites: vid }}\n{more}"
        ))
    };
    let told = "  - { id: v, by: lab, verifies: c, cites: vid, date: \"2024-02-01\" }\n";
    let recorded = ", verified: [{ by: lab, claims: [c], date: \"2024-02-01\" }]";
    let shown = "  - { id: v, by: lab, basis: documented, asserts: c, cites: vid }\n";
    for (record, said) in [("", told), (recorded, shown)] {
        let after = |back: &str| with(record, &format!("{said}  - {{ by: lab, {back} }}\n"));
        let stands = with(record, said);
        assert_eq!(stands, (Status::Corroborated, 2, 2, 2, 2));
        for back in [
            "retracts: c",
            "retracts: v",
            "retracts: c, date: \"2024-03-01\"",
        ] {
            assert_eq!(after(back), KNOWN, "{back}");
        }
        // What was taken back before is verified anew.
        if record.is_empty() {
            assert_eq!(after("retracts: c, date: \"2024-01-01\""), stands);
        }
        // A retraction that was taken back itself took nothing back.
        let undone = "retracts: c, id: back }\n  - { by: lab, retracts: back";
        assert_eq!(after(undone), stands);
    }
}

#[test]
fn who_takes_a_verification_back_gains_no_line_by_it() {
    // The lab saw it, too: its own word and the artefact that it vouched for are one line, before and after.
    let with = |more: &str| {
        answer(&format!(
            "actors: {{ maker: {{}}, lab: {{}}, post: {{}} }}\nevidence: {{ vid: {{ producer: maker, verified: [{{ by: lab, claims: [d] }}] }} }}\nclaims: {{ c: {{ text: c }}, d: {{ text: d, entails: c }} }}\nstatements:\n  - {{ by: lab, basis: witnessed, asserts: c }}\n  - {{ by: post, asserts: c, cites: vid }}\n{more}"
        ))
    };
    let before = with("");
    assert_eq!(before, (Status::Uncorroborated, 1, 1, 2, 2));
    assert_eq!(with("  - { by: lab, retracts: d }\n"), before);
}

#[test]
fn who_may_be_held_vouches_for_no_one_without_a_basis() {
    let of = |basis: &str, custody: &str| {
        answer(&format!(
            "actors:
  gov: {{ adversaries: [front] }}
  front: {{}}
  man: {{ affiliations: [{{ to: front, role: part-of }}{custody}] }}
events: {{ detention: {{ parties: [gov, man] }} }}
claims: {{ c: {{ text: c, about: detention }} }}
statements:
  - {{ by: gov, basis: witnessed, asserts: c }}
  - {{ by: man, {basis}asserts: c }}\n"
        ))
    };
    let held = ", { to: gov, role: in-custody-of }";
    let alleged = ", { to: gov, role: in-custody-of, alleged: true }";
    let unknown = (Status::IndependenceUnknown, 1, 2, 1, 2);
    assert_eq!(of("", ""), (Status::Corroborated, 2, 2, 2, 2));
    // To leave the basis out gains nothing.
    assert_eq!(
        of("basis: custody, ", held),
        (Status::Uncorroborated, 1, 1, 1, 1)
    );
    assert_eq!(of("", held), unknown);
    assert_eq!(of("", alleged), unknown);
    // Nor are the words of a captive and of the captor, his enemy, two.
    let enemies = |basis: &str| {
        case(&format!(
            "actors:
  gov: {{ adversaries: [front] }}
  front: {{}}
  man: {{ affiliations: [{{ to: front, role: part-of }}{basis}] }}
statements:
  - {{ by: gov, asserts: c }}
  - {{ by: man, asserts: c }}\n"
        ))
    };
    assert_eq!(enemies("").1, 2);
    assert_eq!(enemies(held).1, 1);
}

#[test]
fn a_prisoner_verifies_nothing_for_his_captor() {
    let of = |made: &str, custody: &str| {
        case(&format!(
            "actors:
  police: {{}}
  man: {{ affiliations: [{custody}] }}
  post: {{}}
evidence: {{ v: {{ kind: video{made}, verified: [{{ by: man, claims: [c] }}] }} }}
statements:
  - {{ by: police, basis: witnessed, asserts: c }}
  - {{ by: post, asserts: c, cites: v }}\n"
        ))
    };
    let held = "{ to: police, role: in-custody-of }";
    let two = (Status::Corroborated, 2, 2, 2, 2);
    assert_eq!(of(", producer: police", ""), two);
    assert_eq!(of(", producer: police", held).1, 1);
    // To leave the maker out gains nothing: it may be the captor.
    assert_eq!(of("", ""), two);
    assert_eq!(of("", held), (Status::IndependenceUnknown, 1, 2, 1, 2));
}
