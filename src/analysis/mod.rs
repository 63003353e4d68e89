//! What the graph says: lineage, voices, independent lines, circularity and status.
//!
//! [`Facts`] computes each once and shares it. Nothing here judges; [`rules`](crate::rules) does.

pub mod apart;
pub mod base;
pub mod bearings;
mod beginnings;
pub mod carriers;
pub mod change;
pub mod components;
pub mod cycles;
pub mod difference;
pub mod digraph;
pub mod disjoint_paths;
pub mod dominators;
pub mod fisher;
mod grounding;
pub mod history;
pub mod influence;
mod lent;
pub mod linchpins;
pub mod lineage;
pub mod lines;
pub mod live;
mod narrows;
pub mod nearest;
mod needless;
pub mod next;
mod occurring;
pub mod origins;
mod plain;
mod proofs;
mod refuting;
pub mod relevant;
mod settings;
pub mod single;
pub mod standing;
pub mod status;
pub mod support;
pub mod suppose;
pub mod unchanged;
pub mod verified;
pub mod voices;
mod work;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use num_bigint::BigUint;
use rayon::prelude::*;

use crate::case::date::Date;
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimGraph, ClaimIdx, Node, ReportIdx, StatementIdx};
use base::Base;
use cycles::premises::Premises;
use lent::Lent;
use lines::counting::Scratch;
use plain::Columns;
use single::Singles;

pub use carriers::Carrier;
pub use cycles::{
    Circles, CitationCut, CutCitation, LaunderingLoop, Loops, RoundTrip, StatementCycle,
};
pub use influence::Influence;
pub use linchpins::{Linchpin, Linchpins};
pub use lineage::{Citation, Implied, Lineage, LineageIdx, LineageNode};
pub use nearest::{Nearest, Way};
pub use next::{Cheapest, Check, Checks};
pub use occurring::Occurring;
pub use origins::Endings;
pub use proofs::{Room, Side};
pub use settings::Settings;
pub use standing::Roots;
pub use status::Status;
pub use support::{Certificate, Count, Label, Line, Lines, Standing};
pub use suppose::{Suppositions, Taken, Unknown};
pub use unchanged::{Earlier, Kept, Renumbering, Unchanged};
pub use voices::Ties;

/// Into how many runs the claims are parted at most when all are counted.
const RUNS: usize = 64;

/// Claims after which those counted are told: often enough to watch, too seldom to cost.
const TALLY: u32 = 256;

/// Everything that is derived from a graph under some settings, each part when it is first asked for.
pub struct Facts<'g> {
    base: Base<'g>,
    grounded: OnceLock<Vec<bool>>,
    known: OnceLock<Vec<bool>>,
    columns: OnceLock<Columns>,
    standing_premises: OnceLock<Option<Premises>>,
    circles: OnceLock<Circles>,
    leading_into_cycles: OnceLock<Vec<bool>>,
    occurring: OnceLock<Occurring>,
    premises: OnceLock<Vec<bool>>,
    standings: OnceLock<Vec<Standing>>,
    counted: Arc<AtomicU64>,
    linchpins: OnceLock<Linchpins>,
    nearest: OnceLock<Nearest>,
    singles: OnceLock<Singles>,
}

impl<'g> Facts<'g> {
    /// Facts about `graph`.
    pub fn new(graph: &'g ClaimGraph, settings: Settings) -> Self {
        Facts::of(Base::new(graph, settings))
    }

    fn of(base: Base<'g>) -> Self {
        Facts {
            base,
            grounded: OnceLock::new(),
            known: OnceLock::new(),
            columns: OnceLock::new(),
            standing_premises: OnceLock::new(),
            circles: OnceLock::new(),
            leading_into_cycles: OnceLock::new(),
            occurring: OnceLock::new(),
            premises: OnceLock::new(),
            standings: OnceLock::new(),
            counted: Arc::default(),
            linchpins: OnceLock::new(),
            nearest: OnceLock::new(),
            singles: OnceLock::new(),
        }
    }

    /// The graph.
    pub fn graph(&self) -> &'g ClaimGraph {
        self.base.graph
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.base.settings
    }

    /// Graph, live statements, voices and lineage.
    pub fn base(&self) -> &Base<'g> {
        &self.base
    }

    /// Whether a statement was made by the as-of date and has not been taken back by then.
    pub fn is_live(&self, statement: StatementIdx) -> bool {
        self.base.life.is_live(statement)
    }

    /// Where each statement's provenance leads.
    pub fn lineage(&self) -> &Lineage {
        &self.base.lineage
    }

    /// The carriers of a root, alternatives; empty where the node is none. Ties that surely held.
    pub fn carriers(&self, node: LineageIdx) -> Vec<Carrier> {
        self.base.carriers(node, Ties::Sure)
    }

    fn live_on(
        &self,
        claims: impl Iterator<Item = ClaimIdx>,
        wanted: impl Fn(Stance) -> bool,
    ) -> impl Iterator<Item = StatementIdx> {
        let graph = self.base.graph;
        claims
            .flat_map(|claim| graph.statements_on(claim))
            .filter(move |&at| self.base.life.is_live(at) && wanted(graph.stance(at)))
    }

    /// `Support(c)`: live statements that support the claim or one that entails it, sorted.
    pub fn support(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let claims = self.base.bearings.supported_by(claim);
        if claims.len() == 1 {
            return self.live_on(claims.iter(), Stance::supports).collect();
        }
        let claims = claims.sorted().into_iter();
        self.live_on(claims, Stance::supports).collect()
    }

    /// `Denial(c)`: live statements that deny it, sorted.
    pub fn denial(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let bearings = &self.base.bearings;
        let disputes = |stance| stance == Stance::Disputes;
        let mut denial: Vec<StatementIdx> = self
            .live_on(bearings.denied_with(claim).iter(), disputes)
            .chain(self.live_on(bearings.denied_by(claim).iter(), Stance::supports))
            .collect();
        denial.sort_unstable();
        denial
    }

    /// Live `questions`, `silent` and `declines` on the claim itself, sorted.
    pub fn reservations(&self, claim: ClaimIdx) -> Vec<StatementIdx> {
        let open = |stance| {
            matches!(
                stance,
                Stance::Questions | Stance::Silent | Stance::Declines
            )
        };
        self.live_on(std::iter::once(claim), open).collect()
    }

    /// How many claims have been counted, about: another thread may look while [`standing`](Self::standing) counts.
    pub fn counted(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.counted)
    }

    /// Derives what is shared, each part after those that it needs: so that nothing of it is asked for for the first
    /// time within a parallel loop, where a thread may come to wait for itself.
    pub fn derive(&self) {
        self.grounded();
        self.columns();
        self.circles();
        self.occurring();
        self.standings();
    }

    /// What occurs in the case at all: what does not, no rule need look for at any claim.
    pub fn occurring(&self) -> Occurring {
        *self.occurring.get_or_init(|| Occurring::new(&self.base))
    }

    /// Whether some statement cites a claim as what it is concluded from. The first call looks at all citations.
    pub fn is_premise(&self, claim: ClaimIdx) -> bool {
        let graph = self.base.graph;
        let premises = self.premises.get_or_init(|| {
            let mut premises = vec![false; graph.claims().len()];
            for at in graph.statements() {
                for &cited in graph.cites(at) {
                    if let Node::Claim(claim) = graph.node(cited) {
                        premises[claim.at()] = true;
                    }
                }
            }
            premises
        });
        premises[claim.at()]
    }

    /// Intervals and counts of a claim. The first call counts all claims, in parallel.
    pub fn standing(&self, claim: ClaimIdx) -> &Standing {
        &self.standings()[claim.at()]
    }

    /// Counts only the claims that are touched since an earlier state of the case, and takes over the numbers of the
    /// others; tells which those are. `None`: nothing could be taken over, or all was counted before.
    pub fn take_over(&self, earlier: Earlier<'_>) -> Option<Unchanged> {
        let unchanged = Unchanged::new(earlier, &self.base, self.grounded())?;
        if self.standings.get().is_some() {
            return Some(unchanged);
        }
        self.circles();
        let kept = |claim| {
            unchanged
                .before(claim)
                .map(|at| earlier.standings[at.at()].clone())
        };
        let counted = self.count(kept);
        self.standings.set(counted).ok().map(|()| unchanged)
    }

    /// What a later state of the case may take over.
    pub fn earlier(&self) -> Earlier<'_> {
        Earlier {
            graph: self.base.graph,
            settings: &self.base.settings,
            life: &self.base.life,
            bearings: &self.base.bearings,
            lineage: &self.base.lineage,
            grounded: self.grounded(),
            standings: self.standings(),
        }
    }

    /// The same apart from the graph, to be kept when that is moved.
    pub fn into_kept(self) -> Kept {
        self.derive();
        Kept {
            settings: self.base.settings,
            life: self.base.life,
            bearings: self.base.bearings,
            lineage: self.base.lineage,
            grounded: self.grounded.into_inner().unwrap_or_default(),
            standings: self.standings.into_inner().unwrap_or_default(),
        }
    }

    fn standings(&self) -> &[Standing] {
        self.standings.get_or_init(|| {
            self.circles();
            self.count(|_| None)
        })
    }

    /// Counts all claims of which the numbers are not known, in parallel.
    fn count(&self, known: impl Fn(ClaimIdx) -> Option<Standing> + Sync) -> Vec<Standing> {
        let columns = self.columns();
        let scratches = Lent::default();
        let claims = self.base.graph.claims().len() as u32;
        (0..claims)
            .into_par_iter()
            // Few and long runs of claims: each has a scratch of its own, and reads the columns in order.
            .with_min_len(claims as usize / RUNS + 1)
            .map_init(
                || scratches.lend(|| Scratch::new(columns)),
                |scratch, claim| {
                    if claim % TALLY == 0 {
                        self.counted.fetch_add(TALLY.into(), Ordering::Relaxed);
                    }
                    let claim = ClaimIdx(claim);
                    known(claim).unwrap_or_else(|| standing::standing(self, claim, scratch))
                },
            )
            .collect()
    }

    /// The nearest root of every node, derived when it is first asked for: by one thread alone, in linear time.
    pub fn nearest(&self) -> &Nearest {
        self.nearest
            .get_or_init(|| Nearest::new(&self.base, self.grounded()))
    }

    /// The status of a claim.
    pub fn status(&self, claim: ClaimIdx) -> Status {
        self.standing(claim).status
    }

    /// Whether each node of the lineage graph rests on a root.
    pub fn grounded(&self) -> &[bool] {
        (self.grounded).get_or_init(|| grounding::grounded(&self.base))
    }

    /// Whether a known line comes to each node of the lineage graph.
    fn known(&self) -> &[bool] {
        (self.known).get_or_init(|| grounding::known(&self.base, self.columns()))
    }

    /// The same for who walks through named speakers to known roots: any line will do where nothing is inferred.
    fn known_to_walkers(&self) -> &[bool] {
        match self.base.has_inferred {
            true => self.known(),
            false => self.grounded(),
        }
    }

    /// What counting needs to know of each node.
    fn columns(&self) -> &Columns {
        (self.columns).get_or_init(|| Columns::new(&self.base, self.grounded()))
    }

    /// Whether a statement rests on a root: the least fixpoint of semantics §5.
    pub fn is_grounded(&self, statement: StatementIdx) -> bool {
        self.grounded()[self.base.lineage.of(statement).at()]
    }

    /// The voices of a statement: its speaker and everybody the speaker answers to by ties that surely held then.
    pub fn voices(&self, statement: StatementIdx) -> Vec<ActorIdx> {
        let graph = self.base.graph;
        let (actor, date) = (graph.speaker(statement), graph.date(statement));
        self.base.voices.reach(actor, date, Ties::Sure)
    }

    /// Whether two statements share a voice, by ties that surely held.
    pub fn are_joined(&self, one: StatementIdx, other: StatementIdx) -> bool {
        self.base
            .voices
            .statements_joined(self.base.graph, one, other, Ties::Sure)
    }

    /// Whether two statements are by declared adversaries, or by actors that answer to such.
    pub fn are_opposed(&self, one: StatementIdx, other: StatementIdx) -> bool {
        let graph = self.base.graph;
        let speaker = |at| (graph.speaker(at), graph.date(at));
        self.are_opponents(speaker(one), speaker(other))
    }

    /// The same of two actors, each at a time.
    pub fn are_opponents(&self, one: (ActorIdx, Date), other: (ActorIdx, Date)) -> bool {
        lines::opponents::opposed(&self.base, one, other)
    }

    /// The head of an actor's side: whom it answers to in the end. For grouping and pictures, never for independence.
    pub fn side(&self, actor: ActorIdx) -> ActorIdx {
        self.base.voices.head(actor)
    }

    /// On how many independent lines and origins one statement rests, its own voices not counted as shared.
    pub fn statement_lines(&self, statement: StatementIdx) -> Lines {
        let singles = self.singles();
        let base = self.base.of_each_statement(singles.citations);
        singles.lines(&base, self.grounded(), self.known(), statement)
    }

    /// The lines of one statement, and the cut that bounds them.
    pub fn statement_certificate(&self, statement: StatementIdx) -> Certificate {
        let base = self.base.of_each_statement(self.singles().citations);
        single::certificate(&base, self.grounded(), statement)
    }

    /// What questions about single statements have in common; derive it before they are asked in parallel.
    pub fn singles(&self) -> &Singles {
        self.singles
            .get_or_init(|| Singles::new(&self.base, self.grounded(), self.known()))
    }

    /// The standing of one claim alone, without counting the others.
    pub fn standing_of(&self, claim: ClaimIdx) -> Standing {
        standing::standing(self, claim, &mut Scratch::new(self.columns()))
    }

    /// Where the lineage of each claim ends, in the order of the claims: origins and circles. Needs no line counted.
    pub fn endings(&self) -> Vec<Endings> {
        origins::endings(&self.base)
    }

    /// How many citation paths of length one or more there are among the live support of a claim.
    pub fn citation_paths(&self, claim: ClaimIdx) -> BigUint {
        influence::citation_paths(self, claim)
    }

    /// Through whom the citation paths of some claims run, summed over the claims: through which statements, and which
    /// `most` actors.
    pub fn influence(&self, claims: &[ClaimIdx], most: usize) -> Influence {
        influence::influence(self, claims, most)
    }

    /// Every class and artefact without which some claim would lose its status, the weightiest first.
    pub fn linchpins(&self) -> &Linchpins {
        self.linchpins.get_or_init(|| linchpins::linchpins(self))
    }

    /// Who publishes a report that carries statements, and the heads of their sides: everything in it hangs on them.
    pub fn publishers(&self) -> BTreeSet<ActorIdx> {
        let graph = self.graph();
        let carrying = graph.statements().filter_map(|at| graph.report_of(at));
        let carrying: BTreeSet<ReportIdx> = carrying.collect();
        let publishers = carrying
            .into_iter()
            .filter_map(|at| graph.report(at).publisher);
        publishers.flat_map(|one| [one, self.side(one)]).collect()
    }
}
