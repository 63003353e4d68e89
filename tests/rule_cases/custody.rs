//! What prisoners say: whose word it is, and which of it is no confession.

use super::{message, said};

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
  film: { kind: video, producer: kim, released_by: police }
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
