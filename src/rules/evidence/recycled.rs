//! The same artefact under two events: by id, by hash, by near-equal perceptual hash.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::showing::{citing, is_related};
use crate::analysis::Facts;
use crate::case::vocabulary::Basis;
use crate::case::{ClaimIdx, EventIdx, EvidenceIdx, StatementIdx};
use crate::rules::finding::{Finding, StepKind};
use crate::rules::grouped::set;
use crate::rules::profile::{record_step, steps};
use crate::rules::thresholds::{RECYCLED_BITS, Thresholds};
use crate::rules::words::ids;

/// How many pairs of perceptual hashes are compared for each artefact, on average. Beyond, only equal ones are found.
const PAIRS_EACH: usize = 64;

pub fn recycled(facts: &Facts<'_>, thresholds: &Thresholds, findings: &mut Vec<Finding>) {
    for (evidence, statements) in citing(facts) {
        findings.extend(of_another_event(facts, evidence, &statements));
    }
    let bits = thresholds.count(&RECYCLED_BITS);
    findings.extend(
        copies(facts, bits)
            .into_iter()
            .map(|copy| of_copies(facts, copy)),
    );
}

/// Whether two events are surely two: neither part of the other nor possibly the same.
fn are_two(facts: &Facts<'_>, one: EventIdx, other: EventIdx) -> bool {
    let same = &facts.graph().event(one).possibly_same_as;
    !is_related(facts, one, other) && !same.contains(&other)
}

/// Whether nothing in one list of events may be anything in the other.
fn are_apart(facts: &Facts<'_>, one: &[EventIdx], other: &[EventIdx]) -> bool {
    let two = |&first: &EventIdx| other.iter().all(|&second| are_two(facts, first, second));
    !one.is_empty() && !other.is_empty() && one.iter().all(two)
}

/// An artefact of one event, cited for a claim about another. An inference may well compare events.
fn of_another_event(
    facts: &Facts<'_>,
    evidence: EvidenceIdx,
    statements: &[StatementIdx],
) -> Option<Finding> {
    let graph = facts.graph();
    let record = graph.evidence(evidence);
    let own = [&*record.of, &*record.of_one_of].concat();
    let elsewhere: Vec<StatementIdx> = (statements.iter())
        .filter(|&&at| {
            let claim = graph.claim_of(at);
            let events = claim.map_or(&[][..], |claim| &graph.links(claim).events);
            graph.basis(at) != Some(Basis::Inferred) && are_apart(facts, &own, events)
        })
        .copied()
        .collect();
    let claims: BTreeSet<ClaimIdx> = elsewhere
        .iter()
        .filter_map(|&at| graph.claim_of(at))
        .collect();
    let events: BTreeSet<EventIdx> = (claims.iter())
        .flat_map(|&claim| graph.links(claim).events.iter().copied())
        .collect();
    (!elsewhere.is_empty()).then(|| {
        let message = format!(
            "`{}` is of {} and is cited for {}, which is about {}",
            graph.id(evidence),
            ids(facts, own.iter().copied()),
            ids(facts, claims.iter().copied()),
            ids(facts, events.iter().copied()),
        );
        let mut witness = vec![record_step(
            facts,
            StepKind::Conflict,
            evidence,
            format!("is of {}", ids(facts, own.iter().copied())),
        )];
        witness.extend(steps(facts, StepKind::Conflict, &elsewhere));
        Finding {
            parts: vec![vec![evidence.into()]],
            claims: claims.into_iter().collect(),
            actors: {
                let actors: BTreeSet<_> = elsewhere.iter().map(|&at| graph.speaker(at)).collect();
                actors.into_iter().collect()
            },
            events: set(own.iter().copied().chain(events).collect()),
            evidence: vec![evidence],
            statements: elsewhere,
            witness,
            ..Finding::of("recycled-evidence", message)
        }
    })
}

/// The artefacts of which one is a copy of another of a different event.
pub fn copied(facts: &Facts<'_>, thresholds: &Thresholds) -> impl Iterator<Item = EvidenceIdx> {
    let copies = copies(facts, thresholds.count(&RECYCLED_BITS));
    copies.into_iter().flat_map(|copy| copy.pair)
}

/// Two artefacts that are one, and what shows it.
struct Copy {
    pair: [EvidenceIdx; 2],
    how: String,
}

/// Copies that are of different events. Sorting and hashing; near-equal perceptual hashes by bands.
fn copies(facts: &Facts<'_>, most_bits: usize) -> Vec<Copy> {
    let graph = facts.graph();
    let mut copies: BTreeMap<[EvidenceIdx; 2], String> = BTreeMap::new();
    let mut found = |pair: [EvidenceIdx; 2], how: &str| {
        let [one, other] = pair.map(|at| graph.evidence(at));
        let of = |record: &crate::case::graph::Evidence| [&*record.of, &*record.of_one_of].concat();
        if are_apart(facts, &of(one), &of(other)) {
            copies.entry(pair).or_insert_with(|| how.to_owned());
        }
    };
    let mut by_hash: BTreeMap<String, Vec<EvidenceIdx>> = BTreeMap::new();
    let mut perceptual: BTreeMap<Vec<u8>, Vec<EvidenceIdx>> = BTreeMap::new();
    for at in graph.all_evidence() {
        let Some(remarks) = graph.remarks(at) else {
            continue;
        };
        if let Some(hash) = &remarks.hash {
            by_hash
                .entry(hash.trim().to_lowercase())
                .or_default()
                .push(at);
        }
        if let Some(bits) = remarks.phash.as_deref().and_then(bits) {
            perceptual.entry(bits).or_default().push(at);
        }
    }
    // Of many equal ones each is held against the first.
    for group in by_hash.values() {
        let (first, rest) = (group[0], &group[1..]);
        rest.iter()
            .for_each(|&at| found([first, at], "the same hash"));
    }
    for group in perceptual.values() {
        let (first, rest) = (group[0], &group[1..]);
        (rest.iter()).for_each(|&at| found([first, at], "the same perceptual hash"));
    }
    let distinct: Vec<(&[u8], EvidenceIdx)> = (perceptual.iter())
        .map(|(bits, group)| (&**bits, group[0]))
        .collect();
    for (one, other, distance) in near(&distinct, most_bits) {
        let mut pair = [one, other];
        pair.sort_unstable();
        found(
            pair,
            &format!("perceptual hashes that differ in {distance} bits"),
        );
    }
    copies
        .into_iter()
        .map(|(pair, how)| Copy { pair, how })
        .collect()
}

/// The bits of a perceptual hash written in hexadecimal, with or without a prefix.
fn bits(written: &str) -> Option<Vec<u8>> {
    let digits = written.trim().rsplit([':', 'x']).next()?;
    let even = digits.len() >= 2 && digits.len().is_multiple_of(2) && digits.is_ascii();
    let pair = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (even.then(|| (0..digits.len()).step_by(2).map(pair).collect()))?
}

/// Pairs of distinct hashes of one length in which few bits differ (of 64 so many, of others in proportion), with how
/// many.
///
/// With one band more than bits that may differ, one band of a near pair is equal (the pigeonhole principle): only
/// hashes that share a band are compared. The number of comparisons is bounded.
fn near(
    hashes: &[(&[u8], EvidenceIdx)],
    most_bits: usize,
) -> Vec<(EvidenceIdx, EvidenceIdx, usize)> {
    let mut budget = hashes.len().saturating_mul(PAIRS_EACH);
    let mut bands: HashMap<(usize, usize, u64), Vec<usize>> = HashMap::new();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (at, (bits, _)) in hashes.iter().enumerate() {
        let most = bits.len() * 8 * most_bits / 64;
        for band in 0..=most {
            let key = (bits.len(), band, band_of(bits, band, most + 1));
            let group = bands.entry(key).or_default();
            for &other in group.iter().take(budget) {
                if distance(hashes[other].0, bits) <= most {
                    pairs.insert((other, at));
                }
            }
            budget = budget.saturating_sub(group.len());
            group.push(at);
        }
    }
    pairs
        .into_iter()
        .map(|(one, other)| {
            let distance = distance(hashes[one].0, hashes[other].0);
            (hashes[one].1, hashes[other].1, distance)
        })
        .collect()
}

fn distance(one: &[u8], other: &[u8]) -> usize {
    let differ = |(one, other): (&u8, &u8)| (one ^ other).count_ones() as usize;
    one.iter().zip(other).map(differ).sum()
}

/// One of so many parts of the bits, as equal in length as can be, as a number (of its last 64 bits).
fn band_of(bits: &[u8], band: usize, bands: usize) -> u64 {
    let all = bits.len() * 8;
    (all * band / bands..all * (band + 1) / bands).fold(0, |value, at| {
        value << 1 | u64::from(bits[at / 8] >> (7 - at % 8) & 1)
    })
}

fn of_copies(facts: &Facts<'_>, copy: Copy) -> Finding {
    let graph = facts.graph();
    let events = |at: EvidenceIdx| {
        let record = graph.evidence(at);
        [&*record.of, &*record.of_one_of].concat()
    };
    let [one, other] = copy.pair;
    let message = format!(
        "{} have {} and are of {} and of {}",
        ids(facts, copy.pair),
        copy.how,
        ids(facts, events(one)),
        ids(facts, events(other)),
    );
    Finding {
        events: set([events(one), events(other)].concat()),
        evidence: copy.pair.to_vec(),
        witness: copy
            .pair
            .map(|at| {
                let text = format!("is of {}", ids(facts, events(at)));
                record_step(facts, StepKind::Conflict, at, text)
            })
            .to_vec(),
        ..Finding::of("recycled-evidence", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hashes_are_read_with_or_without_a_prefix() {
        assert_eq!(bits("ff00"), Some(vec![255, 0]));
        assert_eq!(bits("phash:0xFF00"), Some(vec![255, 0]));
        for odd in ["", "f", "zz", "äö", "ff0"] {
            assert_eq!(bits(odd), None, "{odd}");
        }
    }

    proptest! {
        #[test]
        fn bands_find_what_comparing_all_pairs_finds(
            seeds in prop::collection::vec((0u64..4, prop::collection::vec(0u32..64, 0..6)), 0..12),
            most in 0usize..=6
        ) {
            let mut hashes: Vec<[u8; 8]> = seeds
                .into_iter()
                .map(|(base, flips)| {
                    let base = base.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                    flips.into_iter().fold(base, |bits, flip| bits ^ 1 << flip).to_be_bytes()
                })
                .collect();
            hashes.sort_unstable();
            hashes.dedup();
            let named: Vec<(&[u8], EvidenceIdx)> = hashes
                .iter()
                .zip(0..)
                .map(|(bits, at)| (&bits[..], EvidenceIdx(at)))
                .collect();
            let mut expected = Vec::new();
            for (at, one) in hashes.iter().enumerate() {
                for (later, other) in hashes.iter().enumerate().skip(at + 1) {
                    let apart = (u64::from_be_bytes(*one) ^ u64::from_be_bytes(*other)).count_ones() as usize;
                    if apart <= most {
                        expected.push((EvidenceIdx(at as u32), EvidenceIdx(later as u32), apart));
                    }
                }
            }
            prop_assert_eq!(near(&named, most), expected);
        }
    }
}
