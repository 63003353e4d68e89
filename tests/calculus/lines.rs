//! Lines and origins (section 4).

use claimgraph::analysis::{Count, Facts, Label, Line, Settings, Status};

use crate::support;
use crate::{answer, case};

#[test]
fn copies_do_not_add_support() {
    let diamond = case(
        "actors: { r: {}, a: {}, b: {} }\nstatements:\n  - { id: root, by: r, basis: witnessed, via: a, asserts: c }\n  - { by: b, asserts: c, cites: root }\n",
    );
    assert_eq!(diamond, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn two_roots_through_two_relays_are_two_lines() {
    let found = case(
        "actors: { r: {}, s: {}, a: {}, b: {} }\nstatements:\n  - { by: r, basis: witnessed, via: a, asserts: c }\n  - { by: s, basis: witnessed, via: b, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn five_witnesses_through_one_agency_are_one_line() {
    let witnesses: String = (1..=5)
        .map(|nth| format!("  - {{ by: r{nth}, basis: witnessed, via: k, asserts: c }}\n"))
        .collect();
    let found = case(&format!(
        "actors: {{ r1: {{}}, r2: {{}}, r3: {{}}, r4: {{}}, r5: {{}}, k: {{}} }}\nstatements:\n{witnesses}"
    ));
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 5, 5));
}

#[test]
fn five_witnesses_with_reports_of_their_own_are_five_lines() {
    let witnesses: String = (1..=5)
        .map(|nth| format!("  - {{ by: r{nth}, basis: witnessed, asserts: c }}\n"))
        .collect();
    let found = case(&format!(
        "actors: {{ r1: {{}}, r2: {{}}, r3: {{}}, r4: {{}}, r5: {{}} }}\nstatements:\n{witnesses}"
    ));
    assert_eq!(found, (Status::Corroborated, 5, 5, 5, 5));
}

#[test]
fn a_page_that_cites_its_own_echo_stays_one_unknown_origin() {
    let found = case(
        "actors: { page: {}, paper: {} }\nstatements:\n  - { id: v1, by: page, date: \"2020\", asserts: c }\n  - { id: p, by: paper, date: \"2021\", asserts: c, cites: v1 }\n  - { id: v2, by: page, date: \"2022\", asserts: c, cites: p }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 0, 1));
}

#[test]
fn a_named_witness_and_an_anonymous_source_may_be_two() {
    let found = case(
        "actors: { w: {} }\nstatements:\n  - { by: w, basis: witnessed, asserts: c }\n  - { unnamed: somebody, asserts: c }\n",
    );
    assert_eq!(found, (Status::IndependenceUnknown, 1, 2, 1, 2));
}

#[test]
fn two_outlets_on_one_unverified_video_are_one_line() {
    let found = case(
        "actors: { p: {}, q: {}, army: {} }\nevidence: { v: { kind: video, producer: army } }\nstatements:\n  - { by: p, asserts: c, cites: v }\n  - { by: q, asserts: c, cites: v }\n",
    );
    assert_eq!(found, (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn what_an_outsider_verified_on_a_partys_video_is_a_carrier_of_its_own() {
    let video = |verified: &str| {
        case(&format!(
            "actors: {{ army: {{}}, lab: {{}} }}\nevidence: {{ v: {{ kind: video, producer: army, released_by: army }} }}\nstatements:\n  - {{ by: army, basis: own-act, asserts: c }}\n  - {{ by: lab, {verified}: c, cites: v }}\n"
        ))
    };
    assert_eq!(video("verifies"), (Status::Corroborated, 2, 2, 2, 2));
    assert_eq!(video("asserts"), (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn two_witnesses_known_through_unnamed_go_betweens_are_one_line_for_sure() {
    let found = case(
        "actors: { r: {}, s: {}, x: { kind: unnamed }, y: { kind: unnamed } }\nstatements:\n  - { by: r, basis: witnessed, via: x, asserts: c }\n  - { by: s, basis: witnessed, via: y, asserts: c }\n",
    );
    assert_eq!(
        (found.0, found.1, found.2),
        (Status::IndependenceUnknown, 1, 2)
    );
}

#[test]
fn an_inference_from_one_actors_premises_adds_nothing_to_its_own_report() {
    let found = answer(
        "claims: { c: { text: \"c\" }, p: { text: \"p\" }, q: { text: \"q\" } }\nactors: { a: {}, i: {} }\nstatements:\n  - { by: a, basis: witnessed, asserts: [p, q, c] }\n  - { by: i, basis: inferred, asserts: c, cites: [p, q] }\n",
    );
    assert_eq!((found.1, found.2), (1, 1));
}

#[test]
fn contraction_invents_a_third_line_that_the_statements_do_not_have() {
    // R1→K₁→X→c, R2→K₂→c, R2→Y→c, R3→X→c, with K₁ and K₂ statements of one class K.
    let yaml = "claims: { c: { text: \"c\" }, d: { text: \"d\" } }\nactors: { r1: {}, r2: {}, r3: {}, k: {}, x: {}, y: {} }\nstatements:\n  - { id: s1, by: r1, basis: witnessed, asserts: d }\n  - { id: s2, by: r2, basis: witnessed, asserts: d }\n  - { id: s3, by: r3, basis: witnessed, asserts: d }\n  - { id: k1, by: k, asserts: d, cites: s1 }\n  - { id: xs, by: x, asserts: c, cites: [k1, s3] }\n  - { id: k2, by: k, asserts: c, cites: s2 }\n  - { id: ys, by: y, asserts: c, cites: s2 }\n";
    let found = answer(yaml);
    assert_eq!((found.1, found.2), (2, 2));
}

#[test]
fn enemies_who_declare_no_basis_count_as_two() {
    let sides = |adversaries: &str| {
        case(&format!(
            "actors: {{ a: {{ {adversaries} }}, b: {{}} }}\nstatements:\n  - {{ by: a, asserts: c }}\n  - {{ by: b, asserts: c }}\n"
        ))
    };
    assert_eq!(sides("adversaries: [b]").0, Status::Corroborated);
    assert_eq!(sides("").0, Status::IndependenceUnknown);
}

#[test]
fn an_inference_from_an_opponents_word_counts_beside_the_other_opponents() {
    // Red infers from what it says elsewhere without a basis, and from its own video. Its video alone is a line as
    // good, beside which the one undeclared word of blue would stay unknown.
    let found = answer(
        "claims: { c: { text: c }, p: { text: p } }\nactors: { red: { adversaries: [blue] }, blue: {}, maker: {} }\nevidence: { v: { kind: video, producer: maker } }\nstatements:\n  - { by: red, basis: inferred, asserts: c, cites: [red, p] }\n  - { by: red, asserts: c, cites: v }\n  - { by: red, asserts: p }\n  - { by: blue, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 1, 3));
}

#[test]
fn a_statement_rests_on_what_it_cites_and_a_question_on_nothing() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { r: {}, s: {}, k: {}, q: {} }\nstatements:\n  - { id: one, by: r, basis: witnessed, asserts: c }\n  - { id: two, by: s, basis: witnessed, asserts: c }\n  - { id: both, by: k, asserts: c, cites: [one, two] }\n  - { id: asks, by: q, questions: c, cites: one }\n  - { id: mute, by: q, silent: c }\n  - { id: undercuts, by: q, disputes: one }\n  - { id: recants, by: s, date: \"2024\", retracts: mute }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let rests = |id| {
        let lines = facts.statement_lines(support::statement(&graph, id));
        (lines.lines_min.least, lines.lines_max.most, lines.grounded)
    };
    assert_eq!(rests("one"), (1, 1, true));
    assert_eq!(rests("both"), (2, 2, true));
    for carries_nothing in ["asks", "mute", "recants"] {
        assert_eq!(rests(carries_nothing), (0, 0, false), "{carries_nothing}");
    }
    // What disputes a statement says something, on its speaker's own word.
    assert_eq!(rests("undercuts"), (1, 1, true));
}

#[test]
fn the_publisher_of_a_report_is_no_intermediary() {
    let found = case(
        "actors: { w: {}, v: {}, p: {} }\nreports: { r: { publisher: p } }\nstatements:\n  - { by: w, in: r, basis: witnessed, asserts: c }\n  - { by: v, in: r, basis: witnessed, asserts: c }\n",
    );
    assert_eq!(found, (Status::Corroborated, 2, 2, 2, 2));
}

#[test]
fn what_is_known_through_relays_is_represented_by_them() {
    // The witness's own sentence is no sink: without the relay's word nothing is left.
    let yaml = "claims: { c: { text: c } }\nactors: { w: {}, k: {} }\nstatements:\n  - { id: s, by: w, basis: witnessed, via: k, asserts: c }\n";
    let graph = support::case(yaml);
    let facts = Facts::new(&graph, Settings::default());
    let proof = facts.certificate(support::claim(&graph, "c"));
    assert_eq!(proof.lines.len(), 1);
    assert_eq!(proof.lines[0].steps.len(), 2, "the witness and the relay");
    assert_eq!(answer(yaml), (Status::Uncorroborated, 1, 1, 1, 1));
}

#[test]
fn opponents_count_only_by_name_and_each_against_each() {
    let said = |actors: &str, by: &[&str]| {
        let said = by
            .iter()
            .map(|by| format!("  - {{ by: {by}, asserts: c }}\n"));
        let found = case(&format!(
            "actors: {{ {actors} }}\nstatements:\n{}",
            said.collect::<String>()
        ));
        (found.1, found.2)
    };
    // A row of enmities: the ends are not opponents of one another.
    let row = "a: { adversaries: [b] }, b: { adversaries: [d] }, d: {}";
    assert_eq!(said(row, &["a", "b", "d"]), (2, 3));
    let triangle = "a: { adversaries: [b, d] }, b: { adversaries: [d] }, d: {}";
    assert_eq!(said(triangle, &["a", "b", "d"]), (3, 3));
    // A row of four, the ends of which are witnesses too: those in the middle are known beside one another, though each
    // has an opponent at the end who comes first.
    let four = case(
        "actors: { a: { adversaries: [b] }, b: { adversaries: [d] }, d: { adversaries: [e] }, e: {} }\nstatements:\n  - { id: s1, by: a, asserts: c }\n  - { id: s2, by: e, asserts: c }\n  - { id: s3, by: b, asserts: c }\n  - { id: s4, by: d, asserts: c }\n  - { id: s5, by: a, basis: witnessed, asserts: c }\n  - { id: s6, by: e, basis: witnessed, asserts: c }\n",
    );
    assert_eq!((four.1, four.2), (4, 4));
    let nameless = "a: { adversaries: [b] }, b: { kind: unnamed }";
    assert_eq!(said(nameless, &["a", "b"]), (1, 2));
}

#[test]
fn two_on_whose_words_one_line_rests_need_not_be_opponents() {
    let said = |foes: &str| {
        let found = answer(&format!(
            "claims: {{ c: {{ text: c }}, d: {{ text: d }} }}\nactors: {{ a: {{}}, b: {{}}, foe: {{ adversaries: [{foes}] }}, m: {{}} }}\nstatements:\n  - {{ id: one, by: a, asserts: d }}\n  - {{ id: two, by: b, asserts: d }}\n  - {{ by: m, asserts: c, basis: inferred, cites: [one, two] }}\n  - {{ by: foe, asserts: c }}\n"
        ));
        (found.1, found.2)
    };
    // The inference and the foe: the foe is an opponent of both on whom the inference rests, or of one of them only.
    assert_eq!(said("a, b"), (2, 2));
    assert_eq!(said("a"), (1, 2));
    // Each of two inferences rests on a word that one on which the other rests is no opponent of.
    let crossed = answer(
        "claims: { c: { text: c }, d: { text: d } }\nactors: { a: { adversaries: [x, y] }, b: { adversaries: [x] }, x: {}, y: {}, m: {}, n: {} }\nstatements:\n  - { id: one, by: a, asserts: d }\n  - { id: two, by: b, asserts: d }\n  - { id: three, by: x, asserts: d }\n  - { id: four, by: y, asserts: d }\n  - { by: m, asserts: c, basis: inferred, cites: [one, two] }\n  - { by: n, asserts: c, basis: inferred, cites: [three, four] }\n",
    );
    assert_eq!((crossed.1, crossed.2), (1, 2));
}

#[test]
fn a_denial_has_lines_as_support_has() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { a: {}, b: {}, w: {}, x: {} }\nstatements:\n  - { by: a, basis: witnessed, disputes: c }\n  - { id: s, by: w, basis: witnessed, disputes: c, via: b }\n  - { by: x, disputes: c }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let standing = facts.standing(support::claim(&graph, "c"));
    assert_eq!(standing.status, Status::Denied);
    let denial = standing.denial;
    assert_eq!((denial.lines_min.least, denial.lines_max.most), (2, 3));
    assert_eq!(standing.support.lines_max.most, 0);
}

#[test]
fn a_cut_of_as_many_members_proves_the_lines() {
    let graph = support::case(
        "claims: { c: { text: c } }\nactors: { r: {}, s: {}, t: {}, k: {} }\nstatements:\n  - { by: r, basis: witnessed, via: k, asserts: c }\n  - { by: s, basis: witnessed, via: k, asserts: c }\n  - { by: t, basis: witnessed, asserts: c }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let proof = facts.certificate(support::claim(&graph, "c"));
    let cut: Vec<&str> = (proof.cut.iter())
        .map(|label| match label {
            Label::Voice(actor) => graph.id(*actor),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(cut, ["k", "t"]);
    assert_eq!(proof.lines.len(), 2);
}

#[test]
fn a_line_that_comes_to_a_statement_twice_to_take_an_opponents_word_along_is_none() {
    let graph = support::case(
        r#"
actors: { a: {}, b: { adversaries: [foe] }, foe: {} }
claims: { c: { text: c }, k: { text: k } }
statements:
  - { id: relay, by: a, relays: c, cites: [again] }
  - { id: word, by: b, asserts: c }
  - { id: inferred, by: a, asserts: k, basis: inferred, cites: [c, taken] }
  - { id: again, by: a, corroborates: k, cites: [seen, inferred] }
  - { id: seen, by: a, asserts: k, basis: witnessed }
  - { id: taken, by: foe, corroborates: k }
"#,
    );
    let facts = Facts::new(&graph, Settings::default());
    let standing = facts.standing(support::claim(&graph, "c"));
    assert_eq!(standing.status, Status::IndependenceUnknown);
    assert_eq!(standing.support.lines_min.least, 1);
}

#[test]
fn a_line_of_a_statement_that_comes_back_to_it_to_take_an_opponents_word_along_is_none() {
    // `foe` is heard only where `inferred` rests on `asked` again.
    let graph = support::case(
        r#"
actors: { a: {}, b: { adversaries: [foe] }, foe: {}, k: {} }
claims: { c: { text: c }, d: { text: d } }
statements:
  - { id: seen, by: a, asserts: c, basis: witnessed }
  - { id: word, by: b, asserts: c }
  - { id: asked, by: k, asserts: c, cites: c }
  - { id: inferred, by: k, asserts: c, basis: inferred, cites: [d, asked] }
  - { id: taken, by: foe, asserts: d }
"#,
    );
    let facts = Facts::new(&graph, Settings::default());
    let lines = facts.statement_lines(support::statement(&graph, "asked"));
    assert_eq!(
        (lines.lines_min, lines.lines_max),
        (Count::exact(1), Count::exact(2))
    );
}

#[test]
fn a_number_is_a_bound_where_there_are_too_many_lines_from_opponents_words_to_try_them_in_pairs() {
    // Each word comes to its claim through three layers of so many that relay it, so that there are thousands of lines
    // from it. m2 and m3 pass on a witness, too: three lines stand beside one another where m3 has the witness and m2
    // the word, and no other way.
    let (layers, width) = (3, 9);
    let mut case = "claims: { c: { text: c }, d: { text: d } }\nactors: { a: { adversaries: [b] }, b: {}, k2: {}, k3: {}, m1: {}, m2: {}, m3: {}".to_owned();
    let mut said = "statements:\n  - { id: wa, by: a, asserts: d }\n  - { id: wb, by: b, asserts: d }\n  - { id: t2, by: k2, basis: witnessed, asserts: d }\n  - { id: t3, by: k3, basis: witnessed, asserts: d }\n".to_owned();
    for word in ["a", "b"] {
        let mut below = vec![format!("w{word}")];
        for layer in 0..layers {
            let ids: Vec<String> = (0..width)
                .map(|nth| format!("{word}{layer}{nth}"))
                .collect();
            for id in &ids {
                case.push_str(&format!(", {id}: {{}}"));
                said.push_str(&format!(
                    "  - {{ id: s{id}, by: {id}, asserts: d, cites: [{}] }}\n",
                    below.join(", ")
                ));
            }
            below = ids.iter().map(|id| format!("s{id}")).collect();
        }
        let (by, more) = match word {
            "a" => ("m1", String::new()),
            _ => ("m2", ", t2".to_owned()),
        };
        said.push_str(&format!(
            "  - {{ by: {by}, asserts: c, cites: [{}{more}] }}\n",
            below.join(", ")
        ));
    }
    said.push_str("  - { by: m3, asserts: c, cites: [wa, t3] }\n");
    let graph = support::case(&format!("{case} }}\n{said}"));
    let facts = Facts::new(&graph, Settings::default());
    let lines = facts
        .standing(support::claim(&graph, "c"))
        .support
        .lines_min;
    assert!(lines.least <= 3 && 3 <= lines.most, "{lines:?}");
    assert_eq!(lines.least, 2, "too few to be lines that were not tried");
}

#[test]
fn an_opponents_word_that_comes_to_an_inference_twice_is_on_its_line_either_way() {
    let graph = support::case(
        "actors: { a: { adversaries: [foe] }, foe: {}, k: {}, m: {} }\nclaims: { c: { text: c }, d: { text: d } }\nstatements:\n  - { id: word, by: a, asserts: d }\n  - { id: seen, by: a, asserts: d, cites: word, basis: witnessed }\n  - { id: told, by: k, asserts: d, cites: seen }\n  - { id: inferred, by: m, asserts: c, basis: inferred, cites: [seen, told] }\n  - { id: other, by: foe, asserts: c }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let lines = facts.certificate(support::claim(&graph, "c")).known_lines;
    let steps = |line: &Line| -> Vec<&str> {
        let statements = line
            .steps
            .iter()
            .filter_map(|&at| facts.base().lineage.statement(at));
        statements.map(|at| graph.id(at)).collect()
    };
    let shown: Vec<Vec<&str>> = lines.iter().map(steps).collect();
    assert_eq!(
        shown,
        [vec!["word", "seen", "told", "inferred"], vec!["other"]]
    );
    assert!(lines.iter().all(|line| !line.known));
}

#[test]
fn what_an_unnamed_messenger_passes_on_gives_a_statement_no_known_origin() {
    // With or without an inference that has nothing to do with it.
    for more in [
        "",
        "  - { by: w, asserts: d, basis: inferred, cites: seen }\n",
    ] {
        let graph = support::case(&format!(
            "actors: {{ w: {{}}, u: {{ kind: unnamed }}, k: {{}} }}\nclaims: {{ c: {{ text: c }}, d: {{ text: d }} }}\nstatements:\n  - {{ id: seen, by: w, basis: witnessed, asserts: c }}\n  - {{ id: passed, by: u, asserts: c, cites: seen }}\n  - {{ id: told, by: k, asserts: c, cites: passed }}\n{more}"
        ));
        let facts = Facts::new(&graph, Settings::default());
        let origins = |id| {
            let lines = facts.statement_lines(support::statement(&graph, id));
            (lines.origins_min.least, lines.origins_max.most)
        };
        assert_eq!(
            ["seen", "passed", "told"].map(origins),
            [(1, 1), (0, 1), (0, 1)]
        );
    }
}

#[test]
fn what_follows_from_one_premise_has_the_lines_of_those_who_cite_it() {
    let graph = support::case(
        "actors: { a: { adversaries: [b] }, b: {}, k: {}, x: {}, y: {} }\nclaims: { c: { text: c }, d: { text: d }, e: { text: e } }\nstatements:\n  - { by: a, asserts: c }\n  - { by: b, asserts: c }\n  - { by: x, asserts: e, basis: witnessed }\n  - { by: y, asserts: e, basis: witnessed }\n  - { id: cites, by: k, asserts: d, cites: c }\n  - { id: infers, by: k, asserts: d, cites: c, basis: inferred }\n  - { id: twice, by: k, asserts: d, cites: [c, e], basis: inferred }\n",
    );
    let facts = Facts::new(&graph, Settings::default());
    let known = |id| {
        facts
            .statement_lines(support::statement(&graph, id))
            .lines_min
    };
    assert_eq!(["cites", "infers"].map(known), [Count::exact(2); 2]);
    // Opponents' words are not sought for among several premises, which is said.
    let several = known("twice");
    assert_eq!((several.least, several.most), (1, 2));
}
