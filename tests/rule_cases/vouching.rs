//! Whose word a claim is: who shows an artefact does not vouch for it.

use super::said;

const HEAD: &str = r#"
actors:
  army: { name: Army }
  speaker: { name: Army spokesman, affiliations: [{ to: army, role: spokesperson-of }] }
  rebels: { name: Rebels }
  villager: { name: Villager }
  lab: { name: Lab }
  post: { name: Post }
  blog: { name: Blog }
  kim: { name: Kim, affiliations: [{ to: army, role: in-custody-of }] }
events: { raid: { name: Raid, parties: [army, rebels] } }
evidence:
  own: { kind: video, producer: speaker, released_by: army }
  leaked: { kind: video, producer: army, released_by: villager }
  found: { kind: video, producer: villager }
  found-and-shown: { kind: video, producer: villager, released_by: army }
  of-unknown-making: { kind: video, released_by: army }
  verified: { kind: video, producer: army, verified: [{ by: lab, claims: [gain, act, plain] }] }
claims:
  gain: { text: "The raid was a success", favours: army }
  act: { text: "Three died", about: raid }
  plain: { text: "It rained" }
statements:
"#;

/// The one weakness that is told.
fn told(statements: &str) -> (&'static str, String) {
    let mut said = said(&format!("{HEAD}{statements}"));
    said.retain(|(rule, _)| !["interested-release", "unsourced-claim"].contains(rule));
    let [one] = &mut said[..] else {
        panic!("{said:?}");
    };
    std::mem::take(one)
}

#[test]
fn an_unverified_artefact_is_the_word_of_its_makers() {
    let (rule, message) = told("  - { by: post, asserts: gain, cites: own }");
    assert_eq!(rule, "self-serving-claim");
    assert_eq!(
        message,
        "only those who gain stand behind `gain`: Army and Army spokesman, who belong to or side with one house, through `own`, which Post cites"
    );
    for others in ["leaked", "found", "found-and-shown", "of-unknown-making"] {
        let (rule, _) = told(&format!(
            "  - {{ by: post, asserts: gain, cites: {others} }}"
        ));
        assert_eq!(rule, "uncorroborated-claim", "{others}");
    }
    let both = "  - { by: army, asserts: act }\n  - { by: post, asserts: act, cites: own }";
    assert_eq!(told(both).0, "parties-only");
    let confessed = "  - { by: kim, basis: custody, asserts: plain }\n  - { by: post, asserts: plain, cites: own }";
    assert_eq!(told(confessed).0, "custodial-confession");
}

#[test]
fn who_shows_what_a_bystander_made_does_not_vouch_for_it() {
    let (rule, message) = told("  - { by: rebels, asserts: act, cites: found }");
    assert_eq!(
        (rule, message.as_str()),
        (
            "uncorroborated-claim",
            "one line alone, that of Villager, through `found`, which Rebels cites, holds up `act`"
        )
    );
}

#[test]
fn a_verified_artefact_is_the_word_of_who_verified_it() {
    let (rule, message) = told("  - { by: army, asserts: gain, cites: verified }");
    assert_eq!(
        (rule, message.as_str()),
        (
            "uncorroborated-claim",
            "one line alone, that of Lab, through `verified`, which Army cites, holds up `gain`"
        )
    );
    let (rule, _) = told("  - { by: army, asserts: act, cites: verified }");
    assert_eq!(rule, "uncorroborated-claim");
    let confessed = "  - { by: kim, basis: custody, asserts: plain }\n  - { by: post, asserts: plain, cites: verified }";
    let confessed = format!("{HEAD}{confessed}");
    assert_eq!(super::message("custodial-confession", &confessed), None);
}

#[test]
fn an_echo_is_that_of_the_makers() {
    let echo = "  - { id: p, by: post, asserts: plain, cites: found }\n  - { by: blog, asserts: plain, cites: p }";
    let (rule, message) = told(echo);
    assert_eq!(
        (rule, message.as_str()),
        (
            "single-origin-echo",
            "one origin, Villager, through `found`, which Post cites, stands behind all who tell `plain`"
        )
    );
}

#[test]
fn what_somebody_without_a_name_shows_hangs_on_him() {
    let leaked = "  - { unnamed: a leaker, asserts: plain, cites: own }";
    let (rule, message) = told(leaked);
    assert_eq!(
        (rule, message.as_str()),
        (
            "anonymous-only",
            "nobody is named who stands behind `plain`: a leaker"
        )
    );
    let beside = format!("{leaked}\n  - {{ by: blog, basis: witnessed, asserts: plain }}");
    let (rule, message) = told(&beside);
    assert_eq!(
        (rule, message.as_str()),
        (
            "unknown-independence",
            "one line, that of Blog, surely holds up `plain`; whether a leaker can add another is not known"
        )
    );
}

#[test]
fn what_several_share_who_are_one_line_is_named() {
    let shared = r#"
  - { by: villager, via: post, basis: witnessed, asserts: plain }
  - { by: correspondent, basis: witnessed, asserts: plain }
"#;
    let employed = "  correspondent: { name: Correspondent, affiliations: [{ to: post, role: employed-by }] }\n  blog:";
    let yaml = format!("{HEAD}{shared}").replacen("  blog:", employed, 1);
    assert_eq!(
        super::message("uncorroborated-claim", &yaml).unwrap(),
        "one line alone, that of Correspondent and Villager, holds up `plain`; all of it runs through Post"
    );
}
