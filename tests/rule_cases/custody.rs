//! What prisoners say: whose word it is, and which of it is no confession.

use super::{fires, message, said};

const HEAD: &str = r#"
actors:
  ministry: { name: Ministry }
  police: { name: Police, affiliations: [{ to: ministry, role: organ-of, from: 2020-01-01 }] }
  tv: { name: State TV, affiliations: [{ to: ministry, role: organ-of }] }
  rebels: { name: Rebels }
  kim: { name: Kim, affiliations: [{ to: police, role: in-custody-of }] }
  lee: { name: Lee }
  post: { name: Post }
evidence:
  tape: { kind: video, producer: police }
  taken: { kind: video, producer: post }
  film: { kind: video, producer: kim, released_by: police }
  unreleased: { kind: video, producer: kim }
  leaked: { kind: video, producer: kim, released_by: post }
  proof: { kind: video, producer: kim, verified: [{ by: post, claims: [snow, harm] }] }
events: { raid: { name: Raid, parties: [police, rebels] } }
claims:
  plain: { text: "It rained" }
  again: { text: "There was rain", same_as: plain }
  dry: { text: "It was dry", contradicts: plain }
  act: { text: "The police shot first", about: raid }
  snow: { text: "It snowed" }
  harm: { text: "Kim was beaten", against: ministry }
statements:
"#;

/// A case in which all is said on one day.
fn case(statements: &[&str]) -> String {
    let said = statements.iter();
    let said = said.map(|one| format!("  - {{ {one}, date: 2024-05-01 }}\n"));
    format!("{HEAD}{}", said.collect::<String>())
}

fn confession(statements: &[&str]) -> Option<String> {
    message("custodial-confession", &case(statements))
}

/// What Kim says who is held, however that is declared.
fn kim_says(claim: &str) -> [String; 2] {
    [
        "basis: custody, custodian: police",
        "via: post, basis: witnessed",
    ]
    .map(|how| format!("by: kim, {how}, asserts: {claim}"))
}

#[test]
fn what_harms_the_captor_is_no_confession() {
    for harm in kim_says("harm") {
        let said = said(&case(&[&harm]));
        let told = said
            .iter()
            .find(|(rule, _)| *rule == "uncorroborated-claim");
        let (_, words) = told.unwrap_or_else(|| panic!("{said:?}"));
        assert!(words.starts_with("one line alone, that of Kim,"), "{words}");
        assert_eq!(confession(&[&harm]), None);
    }
    for plain in kim_says("plain") {
        assert!(confession(&[&plain]).is_some());
    }
}

#[test]
fn what_the_captor_denies_is_no_confession() {
    let by_captor = [
        "by: police, disputes: plain",
        "by: tv, disputes: plain",
        "by: police, disputes: again",
        "by: police, asserts: dry",
    ];
    let by_others = [
        "by: post, disputes: plain",
        "by: lee, basis: custody, custodian: police, disputes: plain",
        "by: police, relays: dry, cites: post",
        "by: police, questions: plain",
    ];
    for plain in kim_says("plain") {
        for denial in by_captor {
            assert_eq!(confession(&[&plain, denial]), None, "{denial}");
        }
        for denial in by_others {
            assert!(confession(&[&plain, denial]).is_some(), "{denial}");
        }
        let taken_back = ["by: police, disputes: plain", "by: police, retracts: plain"];
        assert!(confession(&[&plain, taken_back[0], taken_back[1]]).is_some());
    }
    // Nor are those who hold the speaker parties to what he says.
    for act in kim_says("act") {
        let said = said(&case(&[&act, "by: police, disputes: act"]));
        assert!(
            said.iter().all(|(rule, _)| *rule != "parties-only"),
            "{said:?}"
        );
    }
}

#[test]
fn what_a_prisoner_shows_is_a_confession_where_nobody_else_vouches_for_it() {
    let shows = |cites: &str| {
        format!("by: kim, basis: custody, custodian: police, asserts: snow, cites: {cites}")
    };
    assert!(confession(&[&shows("film")]).is_some());
    assert_eq!(confession(&[&shows("leaked")]), None);
    assert_eq!(confession(&[&shows("proof")]), None);
    let complaint = said(&case(&[
        "by: kim, basis: custody, custodian: police, asserts: harm, cites: proof",
    ]));
    let told = complaint
        .iter()
        .find(|(rule, _)| *rule == "uncorroborated-claim");
    let (_, words) = told.unwrap_or_else(|| panic!("{complaint:?}"));
    assert!(
        words.starts_with("one line alone, that of Post, through `proof`"),
        "{words}"
    );
}

#[test]
fn a_custodian_who_is_not_recorded_is_told_beside_one_who_is() {
    let police = "unnamed: a detainee, basis: custody, custodian: police, asserts: snow";
    let unknown = "unnamed: another detainee, basis: custody, asserts: snow";
    let own = "by: police, asserts: snow";
    let told = |statements: &[&str]| confession(statements).unwrap_or_default();
    let alone = "nothing but a confession in custody stands behind `snow`; it is the word of";
    assert_eq!(told(&[police]), format!("{alone} Police"));
    assert_eq!(
        told(&[unknown]),
        format!("{alone} a custodian who is not named")
    );
    assert_eq!(
        told(&[police, unknown]),
        format!("{alone} Police, and of a custodian who is not named")
    );
    assert_eq!(
        told(&[police, unknown, own]),
        "a confession in custody and the custodian's own word are all that stands behind `snow`: Police and a custodian who is not named"
    );
}

#[test]
fn a_confession_that_the_captor_taped_is_one_once_it_is_taken_back() {
    let said_in = |artefact: &str| {
        format!("by: kim, basis: custody, custodian: police, asserts: snow, in: {artefact}")
    };
    let shown = |artefact: &str| format!("by: tv, asserts: snow, cites: {artefact}");
    let (taped, cited) = (said_in("tape"), shown("tape"));
    let (back, own) = ("by: kim, retracts: snow", "by: police, asserts: snow");
    let told = |statements: &[&str]| confession(statements).unwrap_or_default();
    let alone =
        "stands behind `snow`; it is the word of Police, through `tape`, which State TV cites";
    assert_eq!(
        told(&[&taped, &cited]),
        format!("nothing but a confession in custody {alone}")
    );
    assert_eq!(
        told(&[&taped, &cited, back]),
        format!("nothing but a confession in custody, since taken back, {alone}")
    );
    assert_eq!(
        told(&[&taped, &cited, back, own]),
        "a confession in custody, since taken back, and the custodian's own word are all that stands behind `snow`: Police, through `tape`, which State TV cites"
    );
    // Somebody else's record, something else that is heard in it, and what the captor denies are no such confession.
    let denied = "by: police, disputes: snow";
    let other = taped.replace("snow", "plain");
    for none in [
        [said_in("taken"), shown("taken"), back.to_owned()],
        [other, cited.clone(), back.replace("snow", "plain")],
        [taped.clone(), cited.clone(), denied.to_owned()],
    ] {
        let none: Vec<&str> = none.iter().map(String::as_str).collect();
        let told = said(&case(&none));
        let is_told = |(rule, words): &(&str, String)| {
            *rule == "custodial-confession" && words.contains("`snow`")
        };
        assert!(!told.iter().any(is_told), "{told:?}");
    }
}

#[test]
fn what_a_prisoner_films_and_the_captor_releases_is_a_confession() {
    let shown = |artefact: &str| format!("by: post, asserts: snow, cites: {artefact}");
    assert_eq!(
        confession(&[&shown("film")]).unwrap_or_default(),
        "nothing but a confession in custody stands behind `snow`; it is the word of Police, through `film`, which Post cites"
    );
    for others in ["leaked", "unreleased"] {
        assert_eq!(confession(&[&shown(others)]), None);
    }
}

#[test]
fn an_alibi_is_no_confession() {
    let case = |favours: &str| {
        format!(
            "actors:
  police: {{ name: Police }}
  man: {{ name: Detainee, affiliations: [{{ to: police, role: in-custody-of }}] }}
claims: {{ home: {{ text: He was at home{favours} }} }}
statements:
  - {{ by: man, basis: witnessed, asserts: home }}\n"
        )
    };
    assert!(fires("custodial-confession", &case("")));
    assert!(!fires("custodial-confession", &case(", favours: man")));
    // What serves the captor as well is his word all the same.
    let both = ", favours: [man, police]";
    assert!(fires("custodial-confession", &case(both)));
}

#[test]
fn what_the_captor_leaves_open_is_not_his_word() {
    let case = |more: &str| {
        format!(
            "actors:
  police: {{ name: Police }}
  man: {{ name: Detainee, affiliations: [{{ to: police, role: in-custody-of }}] }}
claims: {{ x: {{ text: X }} }}
statements:
  - {{ by: man, basis: custody, asserts: x }}
{more}"
        )
    };
    assert!(fires("custodial-confession", &case("")));
    let open = "  - { by: police, questions: x }\n";
    assert!(!fires("custodial-confession", &case(open)));
}

#[test]
fn who_takes_his_word_back_in_custody_is_told_to_be_held() {
    let told = message(
        "retracted-still-cited",
        "actors:
  police: { name: Police }
  man: { name: Detainee, affiliations: [{ to: police, role: in-custody-of, from: 2024-03-01 }] }
  paper: { name: Paper }
claims: { x: { text: X } }
statements:
  - { id: s, by: man, basis: witnessed, asserts: x, date: 2024-02-01 }
  - { by: man, retracts: x, date: 2024-03-05 }
  - { by: paper, asserts: x, cites: s, date: 2024-04-01 }\n",
    );
    let told = told.unwrap();
    assert!(
        told.contains("took back on 2024-03-05 in the hands of Police"),
        "{told}"
    );
}

#[test]
fn what_serves_the_prisoner_and_is_said_by_the_captor_too_is_a_confession() {
    let case = |more: &str| {
        format!(
            "actors:
  police: {{ name: Police }}
  man: {{ name: Detainee, affiliations: [{{ to: police, role: in-custody-of }}] }}
claims: {{ x: {{ text: His comrade led the cell, favours: man }} }}
statements:
  - {{ by: man, basis: custody, asserts: x }}
{more}"
        )
    };
    assert!(!fires("custodial-confession", &case("")));
    let adopted = "  - { by: police, asserts: x }\n";
    assert!(fires("custodial-confession", &case(adopted)));
}
