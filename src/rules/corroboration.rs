//! The family *Corroboration*: on how many independent voices a claim really stands.

use std::collections::BTreeSet;

use super::finding::{Finding, Severity, StepKind};
use super::profile::{ACTORS, CLAIMS, Profile, step, steps};
use super::words::{actor_names, count};
use super::{Check, Rule};
use crate::analysis::{Carrier, Facts, Status};
use crate::case::vocabulary::{Basis, ClaimKind};
use crate::case::{ActorIdx, StatementIdx};

const FAMILY: &str = "Corroboration";

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "uncorroborated-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "the claim stands on one independent line at most, and no sharper rule says why",
        why: "One voice can be mistaken, deceived or deceiving. Whatever is built on the claim hangs on that one voice.",
        source: "Admiralty credibility 2 to 5: \"not confirmed by other independent sources\" (STANAG 2511).",
        caveat: "Much that is uncorroborated is right; a claim about one person's own experience can hardly have a second source.",
        help: "look for somebody who knows it independently, or say in the text that it rests on one source",
        fires: r#"
actors: { ana: { name: Ana, kind: person } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, asserts: bridge-closed }
"#,
        clean: r#"
actors: { ana: { name: Ana, kind: person }, ben: { name: Ben, kind: person } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: ben, basis: witnessed, asserts: bridge-closed }
"#,
        check: Check::Weakness(uncorroborated),
    },
    Rule {
        name: "unknown-independence",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        summary: "the claim has enough lines if those of unknown provenance are independent, and too few if they are not",
        why: "Two sources that do not say how they know may both be repeating a third.",
        source: "Covariance intersection: estimates of unknown correlation must not be combined as if they were independent (Julier & Uhlmann 1997).",
        caveat: "Often the sources are independent and merely do not say so.",
        help: "find out how each of the unknown sources knows, and record it as `basis` or `cites`",
        fires: r#"
actors: { ana: { name: Ana, kind: person }, post: { name: The Post, kind: outlet } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: post, asserts: bridge-closed }
"#,
        clean: r#"
actors: { ana: { name: Ana, kind: person }, post: { name: The Post, kind: outlet } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: post, basis: witnessed, asserts: bridge-closed }
"#,
        check: Check::Weakness(unknown_independence),
    },
    Rule {
        name: "single-origin-echo",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "two or more actors say it, and all of them rest on one origin",
        why: "What looks like confirmation is one voice heard several times.",
        source: "False confirmation, circular reporting (ICD 206; Heuer 1999).",
        caveat: "Outlets may have checked what they repeat; then that is a basis of their own, and should be recorded.",
        help: "count it as one source, or find one that does not lead back to the same origin",
        fires: r#"
actors: { ana: { name: Ana }, post: { name: The Post }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: post, asserts: bridge-closed, cites: seen }
  - { by: wire, asserts: bridge-closed, cites: seen }
"#,
        clean: r#"
actors: { ana: { name: Ana }, post: { name: The Post } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { id: seen, by: ana, basis: witnessed, asserts: bridge-closed }
  - { by: post, basis: witnessed, asserts: bridge-closed, cites: seen }
"#,
        check: Check::Weakness(single_origin_echo),
    },
    Rule {
        name: "relay-bottleneck",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "there are several origins, and every line from them passes one relay",
        why: "If that one relay errs or invents, nothing is left, however many sources it names.",
        source: "The common link of hadith criticism (Schacht 1950; Juynboll 1983); the single channel to \"Curveball\" (Silberman–Robb Commission 2005).",
        caveat: "A careful outlet with a record of its interviews may deserve the trust.",
        help: "reach one of the origins by another way than through the relay",
        fires: r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, via: wire, asserts: bridge-closed }
  - { by: ben, basis: witnessed, via: wire, asserts: bridge-closed }
"#,
        clean: r#"
actors: { ana: { name: Ana }, ben: { name: Ben }, wire: { name: The Wire } }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ana, basis: witnessed, via: wire, asserts: bridge-closed }
  - { by: ben, basis: witnessed, asserts: bridge-closed }
"#,
        check: Check::Weakness(relay_bottleneck),
    },
    Rule {
        name: "affiliated-corroboration",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "several actors confirm it, and all of them answer to one house",
        why: "A ministry and its news agency are one voice; their agreement adds nothing.",
        source: "ICD 206 on source independence; evidence convergent within one laboratory is not independent.",
        caveat: "Members of one organisation can disagree and still both be right.",
        help: "find a source outside the house; where a tie had ended, record `until`",
        fires: r#"
actors:
  ministry: { name: The Ministry }
  agency: { name: The Agency, affiliations: [{ to: ministry, role: organ-of }] }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ministry, basis: witnessed, asserts: bridge-closed }
  - { by: agency, basis: witnessed, asserts: bridge-closed }
"#,
        clean: r#"
actors:
  ministry: { name: The Ministry }
  agency: { name: The Agency, affiliations: [{ to: ministry, role: organ-of, until: "2020" }] }
claims: { bridge-closed: { text: "The bridge is closed" } }
statements:
  - { by: ministry, basis: witnessed, date: "2024-05-01", asserts: bridge-closed }
  - { by: agency, basis: witnessed, date: "2024-05-02", asserts: bridge-closed }
"#,
        check: Check::Weakness(affiliated_corroboration),
    },
    Rule {
        name: "parties-only",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "only parties to the event say so, none against its own interest and no opponents among them",
        why: "Those who take part have reason to shape the account.",
        source: "ACLED and Every Casualty standards: claims by belligerents are recorded as such.",
        caveat: "Often only the parties were there.",
        help: "look for a witness outside the parties, or name the account as theirs",
        fires: r#"
actors: { army: { name: The Army }, militia: { name: The Militia } }
events: { raid: { parties: [army, militia] } }
claims: { three-killed: { text: "Three died in the raid", about: raid } }
statements:
  - { by: army, asserts: three-killed }
"#,
        clean: r#"
actors: { army: { name: The Army, adversaries: [militia] }, militia: { name: The Militia } }
events: { raid: { parties: [army, militia] } }
claims: { three-killed: { text: "Three died in the raid", about: raid } }
statements:
  - { by: army, asserts: three-killed }
  - { by: militia, asserts: three-killed }
"#,
        check: Check::Weakness(parties_only),
    },
    Rule {
        name: "self-serving-claim",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "the claim serves the interest of everybody at its roots",
        why: "Nobody without an interest in the claim vouches for it.",
        source: "The source-interest test of journalism and of the law of evidence.",
        caveat: "What serves somebody may hold all the same.",
        help: "look for a source that gains nothing by it, or would rather it were otherwise",
        fires: r#"
actors: { army: { name: The Army } }
claims: { leader-killed: { text: "The rebel leader is dead", favours: army } }
statements:
  - { by: army, basis: own-act, asserts: leader-killed }
"#,
        clean: r#"
actors: { army: { name: The Army }, doctor: { name: The doctor } }
claims: { leader-killed: { text: "The rebel leader is dead", favours: army } }
statements:
  - { by: army, basis: own-act, asserts: leader-killed }
  - { by: doctor, basis: witnessed, asserts: leader-killed }
"#,
        check: Check::Weakness(self_serving),
    },
    Rule {
        name: "custodial-confession",
        family: FAMILY,
        severity: Severity::Warning,
        since: "0.1.0",
        summary: "every line rests on a confession in custody or on the custodian",
        why: "What a detainee says, his custodian has in hand. A confession that only the custodian publishes is the custodian's word.",
        source: "Berkeley Protocol on Digital Open Source Investigations (2020); Istanbul Protocol.",
        caveat: "A confession may be borne out by what is found because of it: record that as evidence.",
        help: "look for support that does not come from the custodian",
        fires: r#"
actors: { police: { name: The Police }, detainee: { name: The detainee } }
claims: { planned-attack: { text: "The cell planned an attack" } }
statements:
  - { by: detainee, basis: custody, custodian: police, asserts: planned-attack }
  - { by: police, asserts: planned-attack }
"#,
        clean: r#"
actors: { police: { name: The Police }, detainee: { name: The detainee }, neighbour: { name: A neighbour } }
claims: { planned-attack: { text: "The cell planned an attack" } }
statements:
  - { by: detainee, basis: custody, custodian: police, asserts: planned-attack }
  - { by: neighbour, basis: witnessed, asserts: planned-attack }
"#,
        check: Check::Weakness(custodial_confession),
    },
    Rule {
        name: "adverse-agreement",
        family: FAMILY,
        severity: Severity::Note,
        since: "0.1.0",
        summary: "declared opponents agree on it, or a side affirms what is against its interest",
        why: "Enemies rarely agree by arrangement, and few speak against themselves for nothing: a strength.",
        source: "Statement against interest (Federal Rules of Evidence 804(b)(3)).",
        caveat: "Opponents may repeat the same mistaken source.",
        help: "worth saying in the text: it is a strength",
        fires: r#"
actors: { army: { name: The Army, adversaries: [rebels] }, rebels: { name: The Rebels } }
claims: { town-taken: { text: "The town changed hands" } }
statements:
  - { by: army, basis: witnessed, asserts: town-taken }
  - { by: rebels, basis: witnessed, asserts: town-taken }
"#,
        clean: r#"
actors: { army: { name: The Army }, rebels: { name: The Rebels } }
claims: { town-taken: { text: "The town changed hands" } }
statements:
  - { by: army, basis: witnessed, asserts: town-taken }
  - { by: rebels, basis: witnessed, asserts: town-taken }
"#,
        check: Check::Case(adverse_agreement),
    },
    Rule {
        name: "publisher-only",
        family: FAMILY,
        severity: Severity::Info,
        since: "0.1.0",
        summary: "only the author of the report says so, and names no source",
        why: "The reader cannot tell how the author knows.",
        source: "Security Force Monitor research handbook: every datum carries its source.",
        caveat: "Common knowledge needs no source.",
        help: "add the author's source as `cites`, or how the author knows as `basis`",
        fires: r#"
actors: { post: { name: The Post } }
claims: { bridge-old: { text: "The bridge was built in 1911" } }
reports:
  story: { publisher: post, statements: [{ asserts: bridge-old }] }
"#,
        clean: r#"
actors: { post: { name: The Post }, archive: { name: The archive } }
claims: { bridge-old: { text: "The bridge was built in 1911" } }
reports:
  story: { publisher: post, statements: [{ asserts: bridge-old, basis: witnessed }] }
statements: [{ by: archive, basis: witnessed, asserts: bridge-old }]
"#,
        check: Check::Weakness(publisher_only),
    },
];

fn uncorroborated(profile: &Profile<'_, '_>) -> Option<Finding> {
    let threshold = profile.facts.settings().threshold;
    let weak = profile.is_grounded() && profile.lines() < threshold;
    weak.then(|| {
        let message = format!("nobody but {ACTORS} vouches for {CLAIMS}");
        profile.finding("uncorroborated-claim", message)
    })
}

fn unknown_independence(profile: &Profile<'_, '_>) -> Option<Finding> {
    (profile.standing.status == Status::IndependenceUnknown).then(|| {
        let message = format!(
            "it is not known whether those who vouch for {CLAIMS} are independent: {ACTORS}"
        );
        profile.finding("unknown-independence", message)
    })
}

/// The actors of the sinks that rest on something, each once.
fn sink_speakers(profile: &Profile<'_, '_>) -> BTreeSet<ActorIdx> {
    let graph = profile.facts.graph();
    profile
        .support()
        .iter()
        .filter(|&&at| {
            graph.directness(at) == crate::case::Directness::Direct && profile.facts.is_grounded(at)
        })
        .map(|&at| graph.speaker(at))
        .collect()
}

fn single_origin_echo(profile: &Profile<'_, '_>) -> Option<Finding> {
    let echo = profile.is_grounded()
        && profile.standing.support.origins_max.most == 1
        && sink_speakers(profile).len() > 1;
    echo.then(|| {
        let message = format!("one origin, {ACTORS}, stands behind all who tell {CLAIMS}");
        let mut finding = profile.finding("single-origin-echo", message);
        finding.witness = profile
            .roots()
            .iter()
            .copied()
            .chain(
                profile
                    .support()
                    .iter()
                    .map(|&at| profile.facts.lineage().of(at)),
            )
            .map(|node| step(profile.facts, StepKind::Line, node))
            .collect();
        finding.witness.dedup();
        finding
    })
}

fn relay_bottleneck(profile: &Profile<'_, '_>) -> Option<Finding> {
    let support = &profile.standing.support;
    let narrow = profile.is_grounded()
        && profile.lines() == 1
        && support.origins_max.least > 1
        && profile.certificate().cut.len() == 1;
    narrow.then(|| {
        let cut = profile.cut_steps();
        let passage: Vec<String> = (profile.certificate().cut.iter())
            .map(|&label| super::words::label(profile.facts, label))
            .collect();
        let message = format!(
            "all that {} say on {CLAIMS} passes through {}",
            count(support.origins_max.least as usize, "origin"),
            super::words::name_list(passage.iter().map(String::as_str))
        );
        let mut finding = profile.finding("relay-bottleneck", message);
        finding.witness.splice(0..0, cut);
        finding
    })
}

fn affiliated_corroboration(profile: &Profile<'_, '_>) -> Option<Finding> {
    let single = profile.is_grounded() && profile.lines() == 1 && profile.roots().len() > 1;
    let joined = single && profile.facts.separate_lines(profile.claim).least > 1;
    joined.then(|| {
        let speakers = profile.speakers();
        let mut heads: Vec<ActorIdx> = speakers
            .iter()
            .map(|&actor| profile.facts.side(actor))
            .collect();
        heads.sort_unstable();
        heads.dedup();
        let message = format!(
            "one voice, {}, vouches for {CLAIMS} through {ACTORS}",
            actor_names(profile.facts, &heads)
        );
        let mut finding = profile.finding("affiliated-corroboration", message);
        finding.witness = profile
            .roots()
            .iter()
            .map(|&node| step(profile.facts, StepKind::Line, node))
            .collect();
        finding.witness.extend(profile.cut_steps());
        finding
    })
}

fn parties_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let graph = profile.facts.graph();
    let links = graph.links(profile.claim);
    let parties: Vec<ActorIdx> = links
        .events
        .iter()
        .flat_map(|&event| graph.parties(event))
        .copied()
        .collect();
    let partial = profile.is_grounded()
        && !parties.is_empty()
        && !profile.standing.adverse
        && profile.roots().iter().all(|&root| {
            profile.is_joined(root, &parties) && !profile.is_joined(root, &links.against)
        });
    partial.then(|| {
        let message = format!("only parties to the event vouch for {CLAIMS}: {ACTORS}");
        profile.finding("parties-only", message)
    })
}

fn self_serving(profile: &Profile<'_, '_>) -> Option<Finding> {
    let favours = &profile.facts.graph().links(profile.claim).favours;
    let served = profile.is_grounded()
        && !favours.is_empty()
        && profile
            .roots()
            .iter()
            .all(|&root| profile.is_joined(root, favours));
    served.then(|| {
        let message = format!("only those whom it serves vouch for {CLAIMS}: {ACTORS}");
        profile.finding("self-serving-claim", message)
    })
}

fn custodial_confession(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    let confession = |root| {
        let statement = facts.lineage().statement(root)?;
        (graph.basis(statement) == Some(Basis::Custody)).then_some(statement)
    };
    let custodians: Vec<ActorIdx> = profile
        .roots()
        .iter()
        .filter_map(|&root| confession(root))
        .flat_map(|statement| facts.base().custodians(statement))
        .collect();
    let confessed = profile
        .roots()
        .iter()
        .any(|&root| confession(root).is_some());
    let only = profile.is_grounded()
        && confessed
        && profile
            .roots()
            .iter()
            .all(|&root| confession(root).is_some() || profile.is_joined(root, &custodians));
    only.then(|| {
        let held_by = match custodians.as_slice() {
            [] => "a custodian who is not named".to_owned(),
            _ => {
                let mut unique = custodians.clone();
                unique.sort_unstable();
                unique.dedup();
                actor_names(facts, &unique)
            }
        };
        let message = format!(
            "nothing but a confession in custody vouches for {CLAIMS}; it is the word of {held_by}"
        );
        profile.finding("custodial-confession", message)
    })
}

fn publisher_only(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let graph = facts.graph();
    let own_word = |&root: &crate::analysis::LineageIdx| {
        let Some(statement) = facts.lineage().statement(root) else {
            return false;
        };
        let publisher = graph
            .report_of(statement)
            .and_then(|report| graph.report(report).publisher);
        let by_author = publisher.is_none_or(|publisher| publisher == graph.speaker(statement))
            && graph.report_of(statement).is_some();
        by_author
            && graph.basis(statement).is_none()
            && facts.carriers(root) == [Carrier::Unknown(None)]
    };
    let alone = profile.is_grounded()
        && profile.speakers().len() == 1
        && profile.lines() < facts.settings().threshold
        && profile.roots().iter().all(own_word);
    alone.then(|| {
        let message = format!(
            "nobody but the author, {ACTORS}, vouches for {CLAIMS}, and no source is named"
        );
        profile.finding("publisher-only", message)
    })
}

/// Among so many statements opponents are looked for.
const MOST_SPEAKERS: usize = 256;

fn adverse_agreement(facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    let graph = facts.graph();
    for claim in graph.claims() {
        let standing = facts.standing(claim);
        if !standing.adverse
            || graph.claim(claim).kind != ClaimKind::Fact
            || standing.status == Status::Contested
        {
            continue;
        }
        let own: Vec<_> = facts
            .support(claim)
            .into_iter()
            .filter(|&at| !graph.is_relay(at) && facts.is_grounded(at))
            .collect();
        let mut speakers: Vec<ActorIdx> = own.iter().map(|&at| graph.speaker(at)).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let against = &graph.links(claim).against;
        let opposed = |&&at: &&StatementIdx| own.iter().any(|&other| facts.are_opposed(at, other));
        let mut opponents: Vec<ActorIdx> = (own.iter().take(MOST_SPEAKERS))
            .filter(opposed)
            .map(|&at| graph.speaker(at))
            .collect();
        opponents.sort_unstable();
        opponents.dedup();
        let message = if opponents.len() > 1 {
            speakers = opponents;
            format!(
                "opponents agree on `{}`: {}",
                graph.id(claim),
                actor_names(facts, &speakers)
            )
        } else {
            format!(
                "{} affirms `{}`, which is against {}",
                actor_names(facts, &speakers),
                graph.id(claim),
                actor_names(facts, against)
            )
        };
        findings.push(Finding {
            claims: vec![claim],
            actors: speakers,
            events: graph.links(claim).events.to_vec(),
            witness: steps(facts, StepKind::Line, &own),
            statements: own,
            ..Finding::of("adverse-agreement", message)
        });
    }
}
