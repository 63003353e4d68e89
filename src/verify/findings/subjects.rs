//! What the definition of a rule says of the claims that a finding is about, derived again from the case.
//!
//! Whatever a rule asks of all roots is asked of all of them here, so that a finding of another rule cannot stand in
//! for one whose definition does not hold. Where a rule looks at more than is asked for here, it only finds less.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigUint;

use super::Finding;
use super::accounts::MOST_SPEAKERS;
use super::vouching::Words;
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, StatementIdx};
use crate::verify::certificates::lines::Kind;
use crate::verify::certificates::packing::{FEW_SETS, most_apart};
use crate::verify::certificates::reading::{
    Carrier, Label, Labels, NodeNumber, Reading, Ties, closure,
};
use crate::verify::document::Claim;

/// A claim that a finding is about, with what the result says of it.
pub struct Subject<'f, 'r, 'g> {
    pub finding: &'f Finding<'r, 'g>,
    pub claim: ClaimIdx,
    pub said: &'r Claim,
    /// What is taken for so where it is too much to count: what is told has the benefit of that, what is not told has
    /// not been left out for that.
    pub in_doubt: bool,
}

impl<'r> Subject<'_, 'r, '_> {
    /// Whether it is such as a rule speaks of.
    pub fn is_such(&self, rule: &str) -> bool {
        self.has_numbers(rule) && self.has_roots(rule)
    }

    fn reading(&self) -> &Reading<'_> {
        self.finding.reading
    }

    /// By the numbers and the status that are said of it.
    fn has_numbers(&self, rule: &str) -> bool {
        let (claim, settings) = (self.said, &self.finding.result.settings);
        let threshold = settings.threshold;
        match rule {
            "circular-support" => claim.status == "circular" && self.runs_into_bare_circle(),
            "unfounded-support" => {
                let is_circular = claim.status == "circular";
                claim.status == "unfounded" || is_circular && !self.runs_into_bare_circle()
            }
            "unknown-independence" => claim.status == "independence-unknown",
            "unsourced-claim" => claim.statements == 0 && claim.denials == 0,
            "uncorroborated-claim" | "publisher-only" => {
                claim.grounded && claim.lines_max < threshold
            }
            "single-origin-echo" => claim.grounded && claim.origins_max == 1,
            "affiliated-corroboration" => claim.grounded && claim.lines_max == 1,
            "relay-bottleneck" => {
                let is_narrow = claim.lines_max == 1 && claim.support.cut.len() == 1;
                claim.grounded && is_narrow && claim.origins_max > 1
            }
            "amplification" => {
                let least = &settings.thresholds.amplification;
                let lines = u64::from(claim.lines_max).saturating_mul(least.paths_a_line);
                let paths = claim.paths.parse::<BigUint>().unwrap_or_default();
                claim.grounded && paths >= least.paths.into() && paths > lines.into()
            }
            "anonymous-only" | "hearsay-only" => claim.grounded && claim.lines_min < 2,
            "overgraded-claim" => claim.lines_min < threshold,
            "parties-only"
            | "self-serving-claim"
            | "custodial-confession"
            | "pluralised-source"
            | "false-corroboration"
            | "doubted-claim"
            | "unanswered-claim"
            | "not-shown"
            | "linchpin" => claim.grounded,
            _ => true,
        }
    }

    fn runs_into_bare_circle(&self) -> bool {
        let reading = self.reading();
        !(reading.nearest_circles(&reading.support(self.claim))).is_empty()
    }

    /// By its roots and what lies on the way from them.
    fn has_roots(&self, rule: &str) -> bool {
        let (reading, graph) = (self.reading(), self.reading().graph);
        match rule {
            "anonymous-only" => self.is_anonymous(),
            "hearsay-only" => (reading.roots_of(self.claim).iter()).all(|&root| {
                let basis = reading.statement(root).map(|at| graph.basis(at));
                basis == Some(Some(Basis::Told))
            }),
            "parties-only" => self.is_of_parties(),
            "self-serving-claim" => {
                self.is_judged_by(&reading.judged(self.claim), &graph.favours(self.claim))
                    && !reading.is_admitted(self.claim)
            }
            "custodial-confession" => self.is_confessed(),
            "publisher-only" => {
                let roots = reading.roots_of(self.claim);
                let speakers: BTreeSet<_> = roots.iter().map(|&at| reading.speaker(at).0).collect();
                let are_own = roots.iter().all(|&root| reading.is_authors_own(root));
                speakers.len() == 1 && are_own
            }
            "single-origin-echo" => {
                let sinks = reading.sinks(&reading.support(self.claim)).into_iter();
                let grounded = sinks.filter(|&sink| reading.is_grounded(sink));
                let tellers: BTreeSet<_> = grounded.map(|sink| reading.speaker(sink).0).collect();
                tellers.len() > 1
            }
            "affiliated-corroboration" => self.is_of_one_house(),
            "relay-bottleneck" => !self.bottlenecks().is_empty(),
            "unsourced-claim" => graph.statement_range(self.claim).is_empty(),
            "overgraded-claim" => {
                graph.claim(self.claim).credibility == Some(CONFIRMED)
                    || reading.graded_as_confirmed(self.claim).is_some()
            }
            "linchpin" => self.hangs_on_the_pin(),
            _ => true,
        }
    }

    /// Whether all by whom it is judged, of whom there are some, are of the side of some actors.
    fn is_judged_by(&self, judged: &[NodeNumber], actors: &[ActorIdx]) -> bool {
        let words = Words::on(self.reading(), self.claim);
        let is_theirs = |&root: &NodeNumber| words.are_of(root, actors);
        !judged.is_empty() && judged.iter().all(is_theirs)
    }

    fn is_anonymous(&self) -> bool {
        let (reading, judged) = (self.reading(), self.reading().judged(self.claim));
        let favours = reading.graph.favours(self.claim);
        let nobody_is_named = judged.iter().all(|&root| reading.is_unnamed(root));
        let is_self_serving =
            self.is_judged_by(&judged, &favours) && !reading.is_admitted(self.claim);
        !judged.is_empty() && nobody_is_named && !is_self_serving
    }

    fn is_of_parties(&self) -> bool {
        let (reading, judged) = (self.reading(), self.reading().judged(self.claim));
        let links = reading.graph.links(self.claim);
        let events = links.events.iter();
        let parties = events
            .flat_map(|&event| reading.graph.parties(event))
            .copied();
        let against = reading.graph.against(self.claim);
        let words = Words::on(reading, self.claim);
        let concedes = |&root: &NodeNumber| words.are_of(root, &against);
        let told = judged.iter().flat_map(|&root| words.of(root));
        let told = BTreeSet::from_iter(told);
        let told = Vec::from_iter(told.into_iter().take(MOST_SPEAKERS));
        let mut pairs = (told.iter()).flat_map(|&one| told.iter().map(move |&other| (one, other)));
        self.is_judged_by(&judged, &Vec::from_iter(parties))
            && !judged.iter().any(concedes)
            && !self.is_adverse()
            && !pairs.any(|(one, other)| reading.are_opponents(one, other))
    }

    fn is_confessed(&self) -> bool {
        let (reading, judged) = (self.reading(), self.reading().judged(self.claim));
        let words = Words::on(reading, self.claim);
        let holding = judged.iter().filter_map(|&root| words.confessed(root).1);
        let holding = Vec::from_iter(holding);
        let custodians = Vec::from_iter(holding.iter().flatten().copied());
        let mut judged = judged.into_iter();
        !holding.is_empty() && judged.all(|root| words.are_in_hands(root, &custodians))
    }

    /// Whether several at its roots answer to one house, and there would be more lines if they did not.
    fn is_of_one_house(&self) -> bool {
        let (reading, roots) = (self.reading(), self.reading().roots_of(self.claim));
        let sinks = reading.sinks(&reading.support(self.claim));
        let apart = || reading.most_lines(&sinks, Kind::Apart, &Labels::new(), (0, FEW_SETS));
        roots.len() > 1
            && reading.are_of_one_house(&roots)
            && apart().map_or(self.in_doubt, |lines| lines > 1)
    }

    /// Whether opponents say so, or somebody against whose side it is.
    fn is_adverse(&self) -> bool {
        let reading = self.reading();
        let told = reading.told_freely(self.claim);
        let against = reading.graph.against(self.claim);
        let concedes = |&at: &StatementIdx| reading.is_of(at.0, &against);
        let fights =
            |one: &StatementIdx| told.iter().any(|other| reading.are_opposed(one.0, other.0));
        told.iter().any(|at| concedes(at) || fights(at))
    }

    /// The ids of all without each of which no line is left, and that pass it on: such are on every line, so on the
    /// first; where no line is told, in the cut or among what the finding shows.
    pub fn bottlenecks(&self) -> Vec<Option<&'r str>> {
        let reading = self.reading();
        let proof = &self.said.support;
        let on_line = proof.lines.first().map_or(&[][..], |line| &line.labels);
        let labels = on_line.iter().chain(&proof.cut);
        let mut tried: BTreeMap<Label, Option<&str>> = labels
            .filter_map(|label| Some((reading.label(label).ok()?, label.id())))
            .collect();
        if on_line.is_empty() {
            let shown = self.finding.steps("cut").into_iter().flatten();
            let voices = shown.map(|id| Some((Label::Voice(reading.actor_of(id).ok()?), Some(id))));
            tried.extend(voices.flatten());
        }
        let narrow = tried
            .into_iter()
            .filter(|(label, _)| self.is_bottleneck(*label));
        narrow.map(|(_, id)| id).collect()
    }

    /// Whether no line is left without a label, and it passes on what two origins beside it say, and does not merely
    /// conclude from it.
    fn is_bottleneck(&self, relay: Label) -> bool {
        let reading = self.reading();
        let bears = |node: NodeNumber| reading.node_labels(node, Ties::Sure).contains(&relay);
        let support = reading.support(self.claim);
        let told: Vec<NodeNumber> = support.iter().map(|at| at.0).collect();
        let between = reading.through(&told, |node| {
            reading.is_grounded(node) && !reading.is_root(node)
        });
        let concludes = |node| {
            let basis = reading
                .statement(node)
                .and_then(|at| reading.graph.basis(at));
            basis == Some(Basis::Inferred)
        };
        let mut roots = reading.roots_of(self.claim);
        roots.retain(|&root| !bears(root));
        let origins = reading.origins_at(&roots, Kind::Any);
        let origins = origins.and_then(|origins| most_apart(origins, 0));
        let sinks = reading.sinks(&support);
        between
            .into_iter()
            .any(|node| bears(node) && !concludes(node))
            && origins.map_or(self.in_doubt, |most| most > 1)
            && !reading.is_line_left(&sinks, Kind::Any, &Labels::from([relay]))
    }

    /// Whether it loses its status without the class or artefact that the finding names first, and others tell it.
    fn hangs_on_the_pin(&self) -> bool {
        let (reading, said) = (self.reading(), self.finding.said);
        let pin = match (said.actors.first(), said.evidence.first()) {
            (Some(id), _) => reading.actor_of(id).map(Label::Voice),
            (None, Some(id)) => reading.evidence_of(id).map(Label::Artefact),
            (None, None) => return false,
        };
        let Ok(pin) = pin else { return false };
        let without = Labels::from([pin]);
        let sinks = reading.sinks(&reading.support(self.claim));
        let is_left = reading.is_line_left(&sinks, Kind::Any, &without);
        let few = |kind| {
            let lines = || reading.most_lines(&sinks, kind, &without, (0, FEW_SETS));
            reading.assumed.threshold > 1
                && (reading.is_cut_by_one(&sinks, kind, &without)
                    || lines().map_or(self.in_doubt, |lines| {
                        lines.max(1) < reading.assumed.threshold
                    }))
        };
        let falls = match self.said.status.as_str() {
            "corroborated" => few(Kind::Known),
            "independence-unknown" => few(Kind::Any),
            _ => false,
        };
        let is_told_beside = |&at: &StatementIdx| {
            let custodians = match reading.confesses(at.0) {
                true => reading.custodians(at, Ties::Possible),
                false => BTreeSet::new(),
            };
            let when = reading.graph.date(at);
            let holds = |actor| reading.voice_labels(actor, when, Ties::Sure).contains(&pin);
            !reading.node_labels(at.0, Ties::Sure).contains(&pin)
                && !custodians.into_iter().any(holds)
        };
        // What a class says alone falls with it: that is no news, as it is of an artefact.
        let is_news = said.actors.is_empty() || reading.told(self.claim).iter().any(is_told_beside);
        (falls || !is_left) && is_news
    }
}

/// The grade that means "confirmed by other independent sources".
pub const CONFIRMED: u8 = 1;

impl Reading<'_> {
    /// Whether no line of a kind is left without some labels and one more: looked for among those of the first roots.
    fn is_cut_by_one(&self, sinks: &[NodeNumber], kind: Kind, without: &Labels) -> bool {
        const FEW: usize = 8;
        let roots = self.roots_behind(sinks).into_iter();
        let free = roots.map(|root| self.node_labels(root, kind.ties()));
        let free = free.filter(|labels| labels.is_disjoint(without)).take(FEW);
        free.flatten().any(|label| {
            let more = without | &Labels::from([label]);
            !self.is_line_left(sinks, kind, &more)
        })
    }

    /// Where the lines of a claim's support begin.
    pub fn roots_of(&self, claim: ClaimIdx) -> Vec<NodeNumber> {
        self.roots_behind(&self.sinks(&self.support(claim)))
    }

    /// Whether something said directly for a claim rests on something.
    pub fn stands(&self, claim: ClaimIdx) -> bool {
        let sinks = self.sinks(&self.support(claim));
        sinks.into_iter().any(|sink| self.is_grounded(sink))
    }

    /// The first statement in support of a claim itself that is graded as confirmed.
    pub fn graded_as_confirmed(&self, claim: ClaimIdx) -> Option<StatementIdx> {
        let graph = self.graph;
        graph.statements_on(claim).find(|&at| {
            let grade = graph.detail(at).and_then(|detail| detail.credibility);
            graph.stance(at).supports() && grade == Some(CONFIRMED)
        })
    }

    /// Whether two statements are by speakers who share a voice.
    pub fn are_of_one_side(&self, one: StatementIdx, other: StatementIdx) -> bool {
        let speaker = |at| (self.graph.speaker(at), self.graph.date(at));
        self.are_joined(speaker(one), speaker(other), Ties::Sure)
    }

    /// What is said for a claim, rests on something and is not merely passed on.
    pub fn told(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let mut told = self.support(claim);
        told.retain(|&at| !self.graph.is_relay(at) && self.is_grounded(at.0));
        told
    }

    /// The same without the words that others have in hand.
    pub fn told_freely(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let mut told = self.told(claim);
        told.retain(|&at| self.is_free(at));
        told
    }

    /// Whether the speaker cannot be in somebody's hands, and is not heard through an opponent.
    pub fn is_free(&self, at: StatementIdx) -> bool {
        let mut relays = self.graph.relays_of(at);
        self.graph.basis(at) != Some(Basis::Custody)
            && !self.may_be_held(at)
            && !relays.any(|relay| self.are_opposed(at.0, relay.0))
    }

    /// By whom a claim is judged: who concludes it from what others said, where all who say it do; else who speaks at
    /// its roots, but for publishers who repeat without a source what the same report has somebody else say.
    fn judged(&self, claim: ClaimIdx) -> Vec<NodeNumber> {
        let graph = self.graph;
        let roots = self.roots_of(claim);
        let concludes =
            |at: &StatementIdx| graph.basis(*at) == Some(Basis::Inferred) && !self.is_root(at.0);
        let told = self.told(claim);
        let at_roots: BTreeSet<_> = roots.iter().map(|&root| self.speaker(root).0).collect();
        let is_beside = |at: &StatementIdx| !at_roots.contains(&Some(graph.speaker(*at)));
        if told.iter().all(concludes) && told.iter().any(is_beside) {
            return told.into_iter().map(|at| at.0).collect();
        }
        let by_publisher = |at: StatementIdx| {
            let publisher = graph
                .report_of(at)
                .and_then(|report| graph.report(report).publisher);
            publisher == Some(graph.speaker(at))
        };
        let place = |at: StatementIdx| (graph.report_of(at), graph.claim_of(at));
        let others = self.support(claim).into_iter();
        let others = others.filter(|&at| !graph.is_relay(at) && !by_publisher(at));
        let others: BTreeSet<_> = others.map(place).collect();
        let repeats = |&root: &NodeNumber| {
            self.statement(root).is_some_and(|at| {
                let is_bare = graph.basis(at).is_none() && graph.cites(at).is_empty();
                is_bare && by_publisher(at) && others.contains(&place(at))
            })
        };
        match roots.iter().all(repeats) {
            true => roots,
            false => roots.into_iter().filter(|root| !repeats(root)).collect(),
        }
    }

    /// Whether somebody whom a claim is against says it in its own voice and in nobody's hands.
    pub fn is_admitted(&self, claim: ClaimIdx) -> bool {
        let against = self.graph.against(claim);
        let admits = |&at: &StatementIdx| {
            !self.graph.is_relay(at)
                && self.is_grounded(at.0)
                && self.is_free(at)
                && self.is_of(at.0, &against)
        };
        self.support(claim).iter().any(admits)
    }

    /// Whether the speaker of a node shares a voice with one of some actors.
    pub fn is_of(&self, node: NodeNumber, actors: &[ActorIdx]) -> bool {
        let (Some(actor), when) = self.speaker(node) else {
            return false;
        };
        let mut actors = actors.iter();
        actors.any(|&other| self.are_joined((actor, when), (other, when), Ties::Sure))
    }

    /// Whether the author of a report says it there of its own: what it saw, worked out, verified or does not say.
    fn is_authors_own(&self, root: NodeNumber) -> bool {
        let graph = self.graph;
        let Some(at) = self.statement(root) else {
            return false;
        };
        let is_author = |report| {
            let publisher = graph.report(report).publisher;
            publisher.is_none_or(|publisher| publisher == graph.speaker(at))
        };
        let is_own = |carrier: &Carrier| match *carrier {
            Carrier::Unknown(None) => {
                let heard = [Basis::Told, Basis::Custody, Basis::OwnAct].map(Some);
                !heard.contains(&graph.basis(at))
            }
            Carrier::Speaker(_) => graph.basis(at) == Some(Basis::Witnessed),
            Carrier::Artefact(_, verifier, _) => verifier == graph.speaker(at),
            _ => false,
        };
        graph.report_of(at).is_some_and(is_author)
            && self.carriers(root, Ties::Sure).iter().all(is_own)
    }

    /// Whether there is somebody with a name to whom at each root somebody answers: who speaks, or stands behind its
    /// one carrier.
    fn are_of_one_house(&self, roots: &[NodeNumber]) -> bool {
        let voices = |&root: &NodeNumber| {
            let (speaker, when) = self.speaker(root);
            let behind = match self.carriers(root, Ties::Sure)[..] {
                [only] => self.behind(root, only, Ties::Sure),
                _ => Vec::new(),
            };
            let standing = speaker.map(|actor| (actor, when)).into_iter().chain(behind);
            let voices = standing.flat_map(|(actor, when)| self.voices(actor, when, Ties::Sure));
            voices.collect::<BTreeSet<ActorIdx>>()
        };
        let common = roots
            .iter()
            .map(voices)
            .reduce(|common, of_one| &common & &of_one);
        (common.into_iter().flatten()).any(|house| !self.graph.is_unnamed(house))
    }

    /// The roots behind a statement, and all that lies before them: nothing is behind a root, and what closes no circle
    /// leads nowhere.
    pub fn lineage_of(&self, at: StatementIdx) -> (Vec<NodeNumber>, BTreeSet<NodeNumber>) {
        let seen = closure([at.0], |node| {
            let edges = self.edges(node).iter().filter(move |_| !self.is_root(node));
            let carrying = edges.filter(move |edge| edge.carries && self.may_close(node, edge));
            let cited = carrying.map(|edge| edge.to);
            cited.filter(|&to| self.is_grounded(to))
        });
        let roots = seen.iter().copied().filter(|&node| self.is_root(node));
        (roots.collect(), seen)
    }
}
