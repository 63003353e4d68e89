//! What the weakness rules look at: one claim, its roots and who speaks at them, computed once.

mod vouching;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

pub use super::finding::{ACTORS, CLAIMS};
use super::finding::{Finding, Message, Step, StepKind};
use super::{Thresholds, words};
use crate::analysis::{Certificate, Facts, LineageIdx, Roots, Standing};
use crate::case::vocabulary::Basis;
use crate::case::{ActorIdx, ClaimIdx, Directness, Node, ReportIdx, StatementIdx};

/// Of a longer line so many steps are shown at either end.
const END: usize = 32;
/// So many steps are shown all.
const SHORT: usize = 2 * END + 1;

/// How many actors and roots of a very long lineage are shown.
const MOST_SHOWN: usize = 64;

/// A claim as the weakness rules see it.
pub struct Profile<'f, 'g> {
    /// The facts.
    pub facts: &'f Facts<'g>,
    /// From where on something is a pattern.
    pub thresholds: &'f Thresholds,
    /// The claim.
    pub claim: ClaimIdx,
    /// Its numbers.
    pub standing: &'f Standing,
    support: OnceCell<Vec<StatementIdx>>,
    roots: OnceCell<Roots>,
    certificate: OnceCell<Certificate>,
    told_in_reports: OnceCell<BTreeSet<(Option<ReportIdx>, Option<ClaimIdx>)>>,
    denying: OnceCell<BTreeSet<ActorIdx>>,
}

/// By whom a claim is to be judged.
pub struct Judged {
    /// Roots, or those statements that conclude it.
    pub by: Vec<LineageIdx>,
    /// Publishers who say it too without a source, in a report that has somebody else say it.
    repeating: Vec<ActorIdx>,
    behind: Behind,
}

/// What is told behind the names of those by whom a claim is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// From whose words they conclude it.
    Premises,
    /// Through whom alone their word is known.
    Relays,
    Nothing,
}

impl Judged {
    /// The same of those who never speak but through others: that is not worth telling.
    pub fn heard_through_others(self) -> Self {
        let behind = match self.behind {
            Behind::Relays => Behind::Nothing,
            other => other,
        };
        Judged { behind, ..self }
    }
}

impl<'f, 'g> Profile<'f, 'g> {
    /// The profile of a claim; everything but the numbers is computed when asked for.
    pub fn new(facts: &'f Facts<'g>, thresholds: &'f Thresholds, claim: ClaimIdx) -> Self {
        Profile {
            facts,
            thresholds,
            claim,
            standing: facts.standing(claim),
            support: OnceCell::new(),
            roots: OnceCell::new(),
            certificate: OnceCell::new(),
            told_in_reports: OnceCell::new(),
            denying: OnceCell::new(),
        }
    }

    /// Its live support.
    pub fn support(&self) -> &[StatementIdx] {
        self.support.get_or_init(|| self.facts.support(self.claim))
    }

    fn origins(&self) -> &Roots {
        self.roots.get_or_init(|| self.facts.roots(self.claim))
    }

    /// The roots on its lines; of a very long lineage only those nearest to the claim.
    pub fn roots(&self) -> &[LineageIdx] {
        &self.origins().nodes
    }

    /// Whether it has support that rests on something, and all its roots are known: of a very long lineage nothing is
    /// said that would have to hold of all of them.
    pub fn has_known_roots(&self) -> bool {
        self.is_grounded() && self.origins().is_whole
    }

    /// Its lines and the cut; not its known lines. Of a very long lineage only the cut.
    pub fn certificate(&self) -> &Certificate {
        self.certificate
            .get_or_init(|| match self.origins().is_long {
                true => Certificate {
                    cut: self.facts.cut(self.claim),
                    ..Certificate::default()
                },
                false => self.facts.upper_certificate(self.claim),
            })
    }

    /// Whether it has support that rests on something.
    pub fn is_grounded(&self) -> bool {
        self.standing.support.grounded
    }

    /// Whether all its lines may begin at somebody unnamed or with no basis of its own: not where two are known.
    pub fn may_be_unknown(&self) -> bool {
        self.standing.support.lines_min.least < 2
    }

    /// The most independent lines it can have: κ⁺.
    pub fn lines(&self) -> u32 {
        self.standing.support.lines_max.most
    }

    /// The actors that speak at its roots, sorted, each once.
    pub fn speakers(&self) -> Vec<ActorIdx> {
        let speaker = |&root: &LineageIdx| self.facts.base().speaker(root).map(|(actor, _)| actor);
        let mut actors: Vec<ActorIdx> = self.roots().iter().filter_map(speaker).collect();
        actors.sort_unstable();
        actors.dedup();
        if self.origins().is_long {
            actors.truncate(MOST_SHOWN);
        }
        actors
    }

    /// A finding of a rule about this claim, with its lines as witness; in its message [`CLAIMS`] and [`ACTORS`] stand
    /// for the records, as equal weaknesses of several claims become one finding.
    pub fn finding(&self, rule: &'static str, message: impl Into<Cow<'static, str>>) -> Finding {
        Finding {
            witness: self.line_steps(),
            ..self.unproved(rule, message)
        }
    }

    /// The same where it is said by whom the claim is judged: their names stand for [`ACTORS`] at the end of the
    /// message.
    pub fn judgement(
        &self,
        rule: &'static str,
        judged: &Judged,
        message: &'static str,
        names: String,
    ) -> Finding {
        let facts = self.facts;
        let behind = match judged.behind {
            Behind::Premises => format!(", inferring it from {}", self.premises()),
            Behind::Relays => self.relayed(),
            Behind::Nothing => String::new(),
        };
        let repeated = match judged.repeating.as_slice() {
            [] => String::new(),
            [one] => format!(
                "; {} says it in its own voice, too",
                facts.graph().name(*one)
            ),
            several => {
                let names = words::actor_names(facts, several);
                format!("; {names} say it in their own voice, too")
            }
        };
        let is_plain =
            behind.is_empty() && repeated.is_empty() && self.in_template(names.clone()) == ACTORS;
        // Large cases have many that need no text of their own.
        let message: Cow<'static, str> = match is_plain {
            true => message.into(),
            false => {
                let told = behind + &repeated;
                let told = words::literal(&told);
                format!("{}{told}", message.replace(ACTORS, &words::literal(&names))).into()
            }
        };
        Finding {
            witness: self.line_steps(),
            ..self.bare(rule, message)
        }
    }

    /// A finding without a witness: to find the lines costs most.
    pub fn unproved(&self, rule: &'static str, message: impl Into<Cow<'static, str>>) -> Finding {
        let mut message = message.into();
        let concluded = self.concluded_by();
        // Those at the roots spoke of something else.
        if !concluded.is_empty() {
            let names = words::actor_names(self.facts, &concluded);
            let premises = self.premises();
            let inferred = format!("; inferred by {names} from {premises}");
            message = format!("{message}{}", words::literal(&inferred)).into();
        }
        self.bare(rule, message)
    }

    fn bare(&self, rule: &'static str, message: Cow<'static, str>) -> Finding {
        let graph = self.facts.graph();
        Finding {
            claims: vec![self.claim],
            actors: self.actors(),
            events: graph.links(self.claim).events.to_vec(),
            statements: self.support().to_vec(),
            parts: vec![vec![self.claim.into()]],
            ..Finding::of(rule, Message::Template(message))
        }
    }

    /// By whom a claim is to be judged: who concludes it, where all that is said for it are conclusions from other
    /// claims; else who speaks at its roots.
    pub fn judged(&self) -> Judged {
        let (graph, lineage) = (self.facts.graph(), self.facts.lineage());
        let concluded = self.conclusions();
        if !concluded.is_empty() {
            return Judged {
                by: concluded.iter().map(|&at| lineage.of(at)).collect(),
                repeating: Vec::new(),
                behind: Behind::Premises,
            };
        }
        let (repeating, by): (Vec<LineageIdx>, Vec<LineageIdx>) =
            (self.roots().iter()).partition(|&&root| self.is_repetition(root));
        if by.is_empty() {
            return Judged {
                by: repeating,
                repeating: Vec::new(),
                behind: Behind::Relays,
            };
        }
        let speakers = repeating.iter().filter_map(|&root| lineage.statement(root));
        let repeating: BTreeSet<ActorIdx> = speakers.map(|at| graph.speaker(at)).collect();
        Judged {
            by,
            repeating: repeating.into_iter().collect(),
            behind: Behind::Relays,
        }
    }

    /// Whether a root is a report's own publisher saying in its own voice, without a source, what the same report has
    /// somebody else say: the reader is told nothing more by that.
    fn is_repetition(&self, root: LineageIdx) -> bool {
        let graph = self.facts.graph();
        let Some(at) = self.facts.lineage().statement(root) else {
            return false;
        };
        let speaker = graph.speaker(at);
        let report = graph.report_of(at);
        let publishes = report.is_some_and(|one| graph.report(one).publisher == Some(speaker));
        publishes
            && graph.basis(at).is_none()
            && graph.cites(at).is_empty()
            && self
                .told_in_reports()
                .contains(&(report, graph.claim_of(at)))
    }

    /// The reports in which somebody other than the publisher says a claim.
    fn told_in_reports(&self) -> &BTreeSet<(Option<ReportIdx>, Option<ClaimIdx>)> {
        self.told_in_reports.get_or_init(|| {
            let graph = self.facts.graph();
            let told = self.support().iter().filter(|&&at| {
                let report = graph.report_of(at);
                let publisher = report.and_then(|one| graph.report(one).publisher);
                !graph.is_relay(at) && publisher != Some(graph.speaker(at))
            });
            told.map(|&at| (graph.report_of(at), graph.claim_of(at)))
                .collect()
        })
    }

    /// Through whom alone the claim is known, to be said behind the names of those who say it.
    pub fn relayed(&self) -> String {
        let (graph, lineage) = (self.facts.graph(), self.facts.lineage());
        let mut names: BTreeSet<ActorIdx> = BTreeSet::new();
        for &at in self.support() {
            match graph.is_relay(at) {
                true if !lineage.is_root(lineage.of(at)) => names.insert(graph.speaker(at)),
                false if graph.directness(at) != Directness::Direct => continue,
                _ => return String::new(),
            };
        }
        match names.is_empty() {
            true => String::new(),
            false => {
                let names = words::actor_names(self.facts, &Vec::from_iter(names));
                format!(", known through {names} alone")
            }
        }
    }

    /// The speakers of some roots or conclusions, sorted, each once.
    pub fn speakers_of(&self, nodes: &[LineageIdx]) -> Vec<ActorIdx> {
        let speaker = |&node: &LineageIdx| Some(self.facts.base().speaker(node)?.0);
        let actors: BTreeSet<ActorIdx> = nodes.iter().filter_map(speaker).collect();
        actors.into_iter().collect()
    }

    /// From whose words on what the claim is concluded: "what Ana said of `a`, and Ben of `b`"; of words that nobody
    /// recorded, what they are cited for.
    fn premises(&self) -> String {
        let (graph, base) = (self.facts.graph(), self.facts.base());
        let mut told: BTreeMap<(bool, ClaimIdx), BTreeSet<ActorIdx>> = BTreeMap::new();
        for &root in self.roots() {
            if let Some(claim) = base.claim(root) {
                let is_recorded = base.lineage.statement(root).is_some();
                let actors = told.entry((!is_recorded, claim)).or_default();
                actors.extend(base.speaker(root).map(|(actor, _)| actor));
            }
        }
        let told = told.into_iter().map(|((is_missing, claim), actors)| {
            let names = words::actor_names(self.facts, &Vec::from_iter(actors));
            let id = graph.id(claim);
            match (is_missing, names.is_empty()) {
                (_, true) => format!("a source for `{id}` that is not known"),
                (true, false) => format!("what {names} is cited for of `{id}`"),
                (false, false) => format!("what {names} said of `{id}`"),
            }
        });
        let told: Vec<String> = told.collect();
        words::name_list(told.iter().map(String::as_str))
    }

    /// Who concludes the claim from what others said, where all support does; sorted, each once.
    pub fn concluded_by(&self) -> Vec<ActorIdx> {
        let graph = self.facts.graph();
        let actors = self.conclusions().into_iter().map(|at| graph.speaker(at));
        let actors: BTreeSet<ActorIdx> = actors.collect();
        actors.into_iter().collect()
    }

    /// The conclusions of those who conclude the claim from what others said, where all support does.
    fn conclusions(&self) -> Vec<StatementIdx> {
        let graph = self.facts.graph();
        let mut concluded = Vec::new();
        for &at in self.support() {
            if graph.is_relay(at) || !self.facts.is_grounded(at) {
                continue;
            }
            let is_root = self.facts.lineage().is_root(self.facts.lineage().of(at));
            if graph.basis(at) != Some(Basis::Inferred) || is_root {
                return Vec::new();
            }
            concluded.push(at);
        }
        let speakers = self.speakers();
        if concluded
            .iter()
            .all(|&at| speakers.contains(&graph.speaker(at)))
        {
            return Vec::new();
        }
        concluded
    }

    /// The roots, as many as are shown.
    pub fn root_steps(&self) -> Vec<Step> {
        let roots = self.roots();
        let shown = match self.origins().is_long {
            true => roots.len().min(MOST_SHOWN),
            false => roots.len(),
        };
        let mut steps: Vec<Step> = roots[..shown].iter().map(said).collect();
        if shown < roots.len() {
            steps.push(Step::more(StepKind::Line, roots.len() - shown));
        }
        steps
    }

    /// The lines, root to sink, of a long one both ends.
    fn line_steps(&self) -> Vec<Step> {
        if self.origins().is_long {
            return self.way_steps();
        }
        let mut steps = Vec::new();
        for line in &self.certificate().lines {
            steps.extend(shortened(StepKind::Line, &line.steps));
        }
        steps
    }

    /// The shortest way from a root to a claim with a very long lineage.
    fn way_steps(&self) -> Vec<Step> {
        let nearest = self.facts.nearest();
        let nodes = (self.support().iter()).map(|&at| self.facts.lineage().of(at));
        let known = nodes.filter_map(|node| Some((nearest.distance(node)?, node)));
        let way = known.min().and_then(|(_, node)| nearest.way(node, END));
        way.map_or_else(Vec::new, |way| {
            let more = (way.between > 0).then(|| Step::more(StepKind::Line, way.between));
            let first = [said(&way.root)].into_iter().chain(more);
            first.chain(way.last.iter().map(said)).collect()
        })
    }

    /// The cut as steps of a witness.
    pub fn cut_steps(&self) -> Vec<Step> {
        let cut = self.certificate().cut.iter().copied();
        cut.map(Step::needed).collect()
    }
}

fn said(node: &LineageIdx) -> Step {
    Step::said(StepKind::Line, *node)
}

/// A line or a circle as steps of a witness, of a long one both ends.
pub fn shortened(kind: StepKind, nodes: &[LineageIdx]) -> impl Iterator<Item = Step> + '_ {
    let (first, more, last) = ends(nodes);
    let said = move |&node: &LineageIdx| Step::said(kind, node);
    let more = (more > 0).then(|| Step::more(kind, more));
    let first = first.iter().map(said).chain(more);
    first.chain(last.iter().map(said))
}

/// Both ends of what is shown of a line or a circle, and how much lies between.
pub fn ends(nodes: &[LineageIdx]) -> (&[LineageIdx], usize, &[LineageIdx]) {
    match nodes.len() {
        ..=SHORT => (nodes, 0, &[]),
        long => (&nodes[..END], long - 2 * END, &nodes[long - END..]),
    }
}

/// A record of any kind as a step of a witness.
pub fn record_step(
    facts: &Facts<'_>,
    kind: StepKind,
    node: impl Into<Node>,
    text: impl Into<Box<str>>,
) -> Step {
    Step::record(kind, facts.graph().node_index(node.into()), text)
}

/// Statements as steps of a witness.
pub fn steps(facts: &Facts<'_>, kind: StepKind, statements: &[StatementIdx]) -> Vec<Step> {
    statements
        .iter()
        .map(|&at| Step::said(kind, facts.lineage().of(at)))
        .collect()
}
