//! How many independent lines and origins there are, and what makes them so few.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::house;
use crate::analysis::lines::{Excused, Extractor, Scope};
use crate::analysis::voices::Told;
use crate::analysis::{Carrier, Label, LineageIdx, Status, Ties};
use crate::case::date::Date;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, Directness, EvidenceIdx, StatementIdx};
use crate::rules::finding::{Finding, Message, Step, StepKind};
use crate::rules::profile::{ACTORS, CLAIMS, Profile, steps};
use crate::rules::thresholds::{AMPLIFICATION_PATHS, AMPLIFICATION_PATHS_A_LINE};
use crate::rules::words::{self, actor_names, count};

pub fn uncorroborated(profile: &Profile<'_, '_>) -> Option<Finding> {
    let threshold = profile.facts.settings().threshold;
    let weak = profile.is_grounded() && profile.lines() < threshold;
    weak.then(|| {
        let concluded = profile.concluded_by();
        let at_most = match profile.standing.support.lines_min.least < profile.lines() {
            true => "at most ",
            false => "",
        };
        let whose = profile.in_template(profile.whose_word(profile.roots()));
        let message: Cow<'static, str> = match (profile.lines(), concluded.as_slice()) {
            (0 | 1, []) => match (profile.relayed(), shared(profile)) {
                (none, None) if none.is_empty() && whose == ACTORS => {
                    "one line alone, that of {actors}, holds up {claims}".into()
                }
                (relayed, shared) => {
                    let relayed = words::literal(&relayed);
                    let shared = shared.map(|shared| format!("; all of it runs through {shared}"));
                    let shared = shared.unwrap_or_default();
                    let shared = words::literal(&shared);
                    format!("one line alone, that of {whose}{relayed}, holds up {CLAIMS}{shared}").into()
                }
            },
            (0 | 1, concluded) => {
                let names = actor_names(profile.facts, concluded);
                let names = words::literal(&names);
                format!("nothing but an inference of {names}, from the word of {whose}, holds up {CLAIMS}").into()
            }
            (lines, _) => format!(
                "{at_most}{lines} independent lines, those of {whose}, hold up {CLAIMS}, and {threshold} are asked for"
            )
            .into(),
        };
        let mut finding = profile.finding("uncorroborated-claim", "");
        finding.says = Message::Template(message);
        finding
    })
}

/// Where several speak at the roots of one line, what they share if that is none of them.
fn shared(profile: &Profile<'_, '_>) -> Option<String> {
    let actors = profile.actors();
    let several = actors.len() > 1 && profile.relayed().is_empty();
    match profile.certificate().cut.as_slice() {
        &[Label::Voice(one)] if several && !actors.contains(&one) => {
            Some(words::label(profile.facts, Label::Voice(one)))
        }
        _ => None,
    }
}

pub fn unknown_independence(profile: &Profile<'_, '_>) -> Option<Finding> {
    (profile.standing.status == Status::IndependenceUnknown).then(|| {
        let known = profile.standing.support.lines_min;
        if known.most >= profile.facts.settings().threshold {
            // Nothing need be unknown: the search ended before all was counted.
            let message = "the search for independent lines of {claims} ended before all were counted: there may be enough of them";
            return Finding {
                help: "ask for the claim alone: `claimgraph explain ID`".into(),
                ..profile.finding("unknown-independence", message)
            };
        }
        let message: Cow<'static, str> = match sure_and_unsure(profile) {
            None => {
                let template = "it is not known whether those who vouch for {claims} are independent: {actors}";
                profile.named(template, profile.whose_word(profile.roots()))
            }
            Some((sure, unsure)) => {
                let (sure, unsure) = (words::literal(&sure), words::literal(&unsure));
                format!("one line, that of {sure}, surely holds up {CLAIMS}; whether {unsure} can add another is not known")
                    .into()
            }
        };
        profile.finding("unknown-independence", message)
    })
}

/// Where some of those who vouch for a claim surely know it and others may not, the names of both.
fn sure_and_unsure(profile: &Profile<'_, '_>) -> Option<(String, String)> {
    if profile.standing.support.lines_min.least == 0 {
        return None;
    }
    let base = profile.facts.base();
    let (known, unknown): (Vec<LineageIdx>, Vec<LineageIdx>) =
        (profile.roots().iter()).partition(|&&root| {
            let mut carriers = base.carriers(root, Ties::Sure).into_iter();
            !base.is_unnamed(root) && carriers.any(|carrier| carrier.is_known())
        });
    let sure = profile.vouching_for(&known);
    let mut unsure = profile.vouching_for(&unknown);
    unsure.retain(|one| sure.binary_search(one).is_err());
    (!sure.is_empty() && !unsure.is_empty()).then(|| {
        let unsure = actor_names(profile.facts, &unsure);
        (profile.whose_word(&known), unsure)
    })
}

/// The actors of the sinks that rest on something, each once.
fn sink_speakers(profile: &Profile<'_, '_>) -> BTreeSet<ActorIdx> {
    let graph = profile.facts.graph();
    profile
        .support()
        .iter()
        .filter(|&&at| graph.directness(at) == Directness::Direct && profile.facts.is_grounded(at))
        .map(|&at| graph.speaker(at))
        .collect()
}

pub fn single_origin_echo(profile: &Profile<'_, '_>) -> Option<Finding> {
    let echo = profile.is_grounded()
        && profile.standing.support.origins_max.most == 1
        && sink_speakers(profile).len() > 1;
    echo.then(|| {
        let heads = heads(profile);
        let (message, actors): (Cow<'static, str>, _) = match (profile.speakers(), heads.as_slice())
        {
            (speakers, _) if speakers.len() < 2 => {
                let whose = profile.whose_word(profile.roots());
                let message = match whose == actor_names(profile.facts, &speakers) {
                    true => "one origin, {actors}, stands behind all who tell {claims}".into(),
                    false => {
                        let whose = words::literal(&whose);
                        format!("one origin, {whose}, stands behind all who tell {CLAIMS}").into()
                    }
                };
                (message, speakers)
            }
            (_, [_]) => (
                "one side, that of {actors}, stands behind all who tell {claims}".into(),
                heads,
            ),
            _ => match only_artefact(profile) {
                Some(evidence) => {
                    let id = words::literal(profile.facts.graph().id(evidence));
                    let message = format!(
                        "one artefact, `{id}`, stands behind {ACTORS}, who all tell {CLAIMS}"
                    );
                    (message.into(), profile.speakers())
                }
                None => (
                    "at most one origin stands behind {actors}, who all tell {claims}".into(),
                    profile.speakers(),
                ),
            },
        };
        let mut telling = profile.support().to_vec();
        telling.retain(|&at| profile.facts.is_grounded(at));
        let message: Cow<'static, str> = match telling.len() < profile.support().len() {
            true => format!("{message} and rest on anything").into(),
            false => message,
        };
        let mut finding = profile.unproved("single-origin-echo", message);
        finding.actors = actors;
        finding.witness = profile.root_steps();
        let telling = steps(profile.facts, StepKind::Line, &telling);
        finding.witness.extend(telling);
        finding.witness.dedup();
        finding
    })
}

/// The one artefact at which all lines begin, if they do.
fn only_artefact(profile: &Profile<'_, '_>) -> Option<EvidenceIdx> {
    let roots = profile.has_known_roots().then(|| profile.roots())?;
    let carriers = roots.iter().flat_map(|&root| profile.facts.carriers(root));
    let mut artefacts = carriers.map(|carrier| match carrier {
        Carrier::Artefact { evidence, .. } | Carrier::Makers { evidence } => Some(evidence),
        Carrier::Unknown(evidence) => evidence,
        _ => None,
    });
    let first = artefacts.next()??;
    artefacts.all(|one| one == Some(first)).then_some(first)
}

/// Who stands between, by name: whoever speaks on the claim for a house that does not speak itself.
fn passage(profile: &Profile<'_, '_>, label: Label) -> String {
    let facts = profile.facts;
    let Label::Voice(house) = label else {
        return words::label(facts, label);
    };
    let of_house = |&&at: &&StatementIdx| facts.voices(at).binary_search(&house).is_ok();
    let speaking = profile.support().iter().filter(of_house);
    let speaking: BTreeSet<ActorIdx> = speaking.map(|&at| facts.graph().speaker(at)).collect();
    match speaking.contains(&house) || speaking.is_empty() {
        true => words::label(facts, label),
        false => actor_names(facts, &Vec::from_iter(speaking)),
    }
}

pub fn relay_bottleneck(profile: &Profile<'_, '_>) -> Option<Finding> {
    let support = &profile.standing.support;
    let certificate = || profile.certificate();
    let narrow = profile.is_grounded()
        && profile.lines() == 1
        && support.origins_max.least > 1
        && certificate().cut.len() == 1;
    if !narrow {
        return None;
    }
    // What every line passes, any line passes: there may be several such relays, one after another.
    let passing = passing(profile);
    let on_line = certificate().lines.iter().flat_map(|line| &line.labels);
    let among = on_line.filter(|label| passing.contains(label)).copied();
    let mut relays = profile.facts.narrow_places(profile.claim, &among.collect());
    if relays.is_empty() {
        relays.extend(certificate().cut.iter().filter(|cut| passing.contains(cut)));
    }
    let relays: Vec<(Label, usize)> = (relays.into_iter())
        .map(|relay| (relay, origins_beside(profile, relay)))
        .filter(|&(_, origins)| origins > 1)
        .collect();
    let origins = relays.iter().map(|&(_, origins)| origins).max()?;
    let names = words::list(&relays, |&(relay, _)| passage(profile, relay).into());
    let message = format!(
        "all that {} say on {CLAIMS} passes through {}",
        count(origins, "origin"),
        words::literal(&names)
    );
    let mut finding = profile.finding("relay-bottleneck", message);
    let cut = relays.iter().map(|&(relay, _)| Step::needed(relay));
    finding.witness.splice(0..0, cut);
    Some(finding)
}

/// How many origins speak with another voice than this one: what it says of its own, or reads off several artefacts,
/// is nothing that it passes on. A lower bound where that is too much to count.
fn origins_beside(profile: &Profile<'_, '_>, voice: Label) -> usize {
    let (base, grounded) = (profile.facts.base(), profile.facts.grounded());
    let others = (profile.roots().iter().copied())
        .filter(|&root| !base.labels(root, Ties::Sure).contains(&voice));
    let others: Vec<LineageIdx> = others.collect();
    let all = Extractor::new(base, grounded, Scope::All, Excused::Nobody);
    all.origins_at(&others, true).least as usize
}

/// Among how many nodes it is looked for voices that pass on what others say.
const MOST_PASSED: usize = 10_000;

/// The voices that pass on what others say, on the way from the roots: to conclude something from it is more.
fn passing(profile: &Profile<'_, '_>) -> BTreeSet<Label> {
    let facts = profile.facts;
    let lineage = facts.lineage();
    let mut open: Vec<LineageIdx> = (profile.support().iter())
        .map(|&at| lineage.of(at))
        .collect();
    let mut seen: BTreeSet<LineageIdx> = open.iter().copied().collect();
    let mut passing = BTreeSet::new();
    while let Some(at) = open.pop().filter(|_| seen.len() <= MOST_PASSED) {
        if !facts.grounded()[at.at()] || lineage.is_root(at) {
            continue;
        }
        let concludes = (lineage.statement(at))
            .is_some_and(|at| facts.graph().basis(at) == Some(Basis::Inferred));
        if !concludes {
            passing.extend(facts.base().labels(at, Ties::Sure));
        }
        let cited = lineage.citations(at).iter().filter(|edge| edge.carries);
        open.extend(cited.map(|edge| edge.to).filter(|&to| seen.insert(to)));
    }
    passing
}

/// The heads of the sides that speak at the roots, each once.
fn heads(profile: &Profile<'_, '_>) -> Vec<ActorIdx> {
    let speakers = profile.speakers().into_iter();
    let heads: BTreeSet<ActorIdx> = speakers.map(|actor| profile.facts.side(actor)).collect();
    heads.into_iter().collect()
}

pub fn affiliated_corroboration(profile: &Profile<'_, '_>) -> Option<Finding> {
    let single = profile.is_grounded() && profile.lines() == 1 && profile.roots().len() > 1;
    let joined = single && profile.facts.separate_lines(profile.claim).least > 1;
    // Lines may also meet at a relay or an artefact: that is no house.
    let at_roots = || -> Vec<house::Standing> {
        let roots = profile.roots().iter();
        roots
            .map(|&root| house::standing_at(profile.facts, root))
            .collect()
    };
    let at_roots = joined.then(at_roots)?;
    let house = house::house_of(profile.facts, &at_roots);
    house.map(|house| {
        let voices = &profile.facts.base().voices;
        let told = Told::new(profile.facts.graph().actors().len());
        let belongs = |&&(actor, date): &&(ActorIdx, Date)| {
            voices.leads_to(actor, date, |other| other == house, &told)
        };
        let members = at_roots.iter().flatten().filter(belongs);
        let members: BTreeSet<ActorIdx> = members.map(|&(actor, _)| actor).collect();
        let members: Vec<ActorIdx> = members.into_iter().collect();
        let others: Vec<ActorIdx> = (members.iter().copied())
            .filter(|&member| member != house)
            .collect();
        let belong = match others.as_slice() {
            [other] => format!("{} belongs to or sides", profile.facts.graph().name(*other)),
            _ if others.len() < members.len() => {
                let others = actor_names(profile.facts, &others);
                format!("{others} belong to or side")
            }
            [_, _] => "both belong to or side".to_owned(),
            _ => "all belong to or side".to_owned(),
        };
        let names = match members == profile.actors() {
            true => ACTORS.to_owned(),
            false => words::literal(&actor_names(profile.facts, &members)).to_string(),
        };
        let message = match members.len() {
            1 => format!(
                "{names} alone stands behind {CLAIMS}, by its own word and by what it made or released"
            ),
            _ => format!(
                "{names} count as one voice for {CLAIMS}: {} with {}",
                words::literal(&belong),
                words::literal(profile.facts.graph().name(house))
            ),
        };
        let mut finding = profile.unproved("affiliated-corroboration", message);
        finding.witness = profile.root_steps();
        finding.witness.extend(profile.cut_steps());
        finding
    })
}

pub fn amplification(profile: &Profile<'_, '_>) -> Option<Finding> {
    let facts = profile.facts;
    let least = profile.thresholds.count(&AMPLIFICATION_PATHS) as u64;
    let a_line = profile.thresholds.count(&AMPLIFICATION_PATHS_A_LINE) as u64;
    // So few statements have fewer paths, even if each cites all before it.
    let statements = profile.standing.support.statements;
    let too_few =
        statements < u64::BITS && (1u64 << statements) - u64::from(statements) - 1 < least;
    if !profile.is_grounded() || too_few {
        return None;
    }
    let paths = facts.citation_paths(profile.claim);
    let many = u64::from(profile.lines()).saturating_mul(a_line);
    let far = paths >= least.into() && paths > many.into();
    far.then(|| {
        let paths = paths.to_string();
        let many = match paths.len() {
            0..16 => paths,
            digits => format!("some 1e{}", digits - 1),
        };
        let lines = count(profile.lines() as usize, "independent line");
        let message = format!("{many} citation paths end in {lines} at most for {CLAIMS}");
        profile.finding("amplification", message)
    })
}
