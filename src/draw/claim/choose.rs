//! Which statements of a lineage to show, and what they are part of.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::analysis::{Facts, Label, Line, LineageIdx, Side};
use crate::case::vocabulary::Stance;
use crate::case::{ActorIdx, ClaimIdx, EvidenceIdx, Object, StatementIdx};
use crate::rules::taken_back::taken_back_on;

/// A line of more steps is shown by its ends.
const LONG: usize = 10;
/// The steps shown at each end.
const END: usize = 4;

/// What is shown of a lineage.
#[derive(Default)]
pub(super) struct Chosen {
    /// The statements, each with those alike for which it stands too.
    pub statements: BTreeMap<LineageIdx, Vec<StatementIdx>>,
    /// Statements for which there was no room.
    pub left_out: BTreeSet<LineageIdx>,
    /// The independent line on which a statement lies, where there are several.
    pub lines: BTreeMap<LineageIdx, usize>,
    /// How many independent lines of support there are.
    pub line_count: usize,
    /// Statements of which every line passes one, where that says something.
    pub cut: BTreeSet<LineageIdx>,
    /// The same of artefacts.
    pub cut_artefacts: BTreeSet<EvidenceIdx>,
    /// Statements on a cycle or round trip.
    pub on_loop: BTreeSet<LineageIdx>,
    /// Citations on one: from what is cited to what cites it.
    pub loops: BTreeSet<(LineageIdx, LineageIdx)>,
    /// How many statements on the claim, or on one that bears on it, were taken back.
    pub taken_back: usize,
    /// Middles of long lines: between these two, so many.
    pub gaps: Vec<(LineageIdx, LineageIdx, usize)>,
    room: usize,
}

/// Chooses at most about `limit` statements.
pub(super) fn choose(facts: &Facts<'_>, claim: ClaimIdx, limit: usize) -> Chosen {
    let mut chosen = Chosen {
        room: limit,
        ..Chosen::default()
    };
    let cut = chosen.proofs(facts, claim);
    let support = facts.support(claim);
    let denial = facts.denial(claim);
    let said = [&denial[..], &support, &facts.reservations(claim)].concat();
    chosen.merged(facts, &said);
    chosen.sources(facts);
    chosen.undercuts(facts);
    chosen.cycles(facts);
    chosen.cut(facts, &cut, &support);
    let mut void = taken_back_on(facts, claim);
    void.retain(|&at| facts.graph().stance(at) != Stance::Retracts);
    chosen.taken_back = void.len();
    chosen.merged(facts, &void);
    chosen
}

impl Chosen {
    fn take(&mut self, at: LineageIdx) -> bool {
        if self.statements.contains_key(&at) {
            return false;
        }
        if self.room == 0 {
            self.left_out.insert(at);
            return false;
        }
        self.room -= 1;
        self.left_out.remove(&at);
        self.statements.insert(at, Vec::new());
        true
    }

    /// The independent lines of both sides, and the round trips; tells what cuts all lines of support.
    fn proofs(&mut self, facts: &Facts<'_>, claim: ClaimIdx) -> Vec<Label> {
        // However many support it, room is left for those who deny it. A line needs room for a statement at least.
        let (against, _) = facts.some_lines(claim, Side::Denial, self.room);
        let kept = if against.lines.is_empty() {
            0
        } else {
            self.room / 3
        };
        self.room -= kept;
        let (certificate, line_count) = facts.some_lines(claim, Side::Support, self.room);
        self.line_count = line_count;
        for (number, line) in certificate.lines.iter().enumerate() {
            for at in self.line(line) {
                if line_count > 1 {
                    self.lines.entry(at).or_insert(number);
                }
            }
        }
        self.room += kept;
        for line in &against.lines {
            self.line(line);
        }
        for trip in facts.round_trips(claim).found {
            let chain: Vec<LineageIdx> = trip
                .chain
                .iter()
                .map(|&at| facts.lineage().of(at))
                .collect();
            if chain.len() <= LONG {
                self.circle(chain.windows(2).map(|pair| (pair[0], pair[1])));
            }
        }
        certificate.cut
    }

    /// Takes a line, or its ends, and tells what was taken.
    fn line(&mut self, line: &Line) -> Vec<LineageIdx> {
        let steps = &line.steps;
        let shown: Vec<LineageIdx> = if steps.len() > LONG {
            let (start, end) = (&steps[..END], &steps[steps.len() - END..]);
            self.gaps
                .push((start[END - 1], end[0], steps.len() - 2 * END));
            [start, end].concat()
        } else {
            steps.clone()
        };
        for &at in &shown {
            self.take(at);
        }
        shown
    }

    fn circle(&mut self, citations: impl Iterator<Item = (LineageIdx, LineageIdx)>) {
        for (cited, citing) in citations {
            self.take(cited);
            self.take(citing);
            self.on_loop.extend([cited, citing]);
            self.loops.insert((cited, citing));
        }
    }

    /// What bears on the claim; of statements that are alike in all that is drawn, one stands for all.
    fn merged(&mut self, facts: &Facts<'_>, said: &[StatementIdx]) {
        let graph = facts.graph();
        let mut alike: BTreeMap<(ActorIdx, Object, u8, Vec<ActorIdx>), LineageIdx> =
            BTreeMap::new();
        for &statement in said {
            let at = facts.lineage().of(statement);
            let plain = graph.cites(statement).is_empty() && graph.basis(statement).is_none();
            let speaker = graph.speaker(statement);
            // Who speaks for a house at one time and for nobody else at another is drawn for each.
            let voices = match facts.base().voices.is_fixed(speaker) {
                true => Vec::new(),
                false => facts.voices(statement),
            };
            let (object, stance) = (graph.object(statement), graph.stance(statement) as u8);
            let key = (speaker, object, stance, voices);
            if plain && let Some(first) = alike.get(&key) {
                if *first != at
                    && !self.statements.contains_key(&at)
                    && let Some(others) = self.statements.get_mut(first)
                {
                    others.push(statement);
                }
                continue;
            }
            if self.take(at) || self.statements.contains_key(&at) {
                alike.entry(key).or_insert(at);
            }
        }
    }

    /// What that rests on, nearest first.
    fn sources(&mut self, facts: &Facts<'_>) {
        let lineage = facts.lineage();
        let mut queue: VecDeque<LineageIdx> = self.statements.keys().copied().collect();
        while let Some(at) = queue.pop_front() {
            for citation in lineage.citations(at) {
                if citation.carries && self.room > 0 && self.take(citation.to) {
                    queue.push_back(citation.to);
                }
            }
        }
    }

    /// Disputes about statements that are shown. Statements on statements come after all others.
    fn undercuts(&mut self, facts: &Facts<'_>) {
        let graph = facts.graph();
        for statement in graph.statements().rev() {
            let Object::Statement(about) = graph.object(statement) else {
                break;
            };
            let disputes = graph.stance(statement) == Stance::Disputes;
            if disputes
                && facts.is_live(statement)
                && self.statements.contains_key(&facts.lineage().of(about))
            {
                self.take(facts.lineage().of(statement));
            }
        }
    }

    /// The cycles into which the lineage runs.
    fn cycles(&mut self, facts: &Facts<'_>) {
        for cycle in facts.circles().closed() {
            let near = cycle
                .members
                .iter()
                .any(|member| self.statements.contains_key(member));
            let Some((&first, &last)) = cycle.shortest.first().zip(cycle.shortest.last()) else {
                continue;
            };
            if near && cycle.shortest.len() <= LONG {
                // Each cites the next, the last the first.
                let pairs = cycle.shortest.windows(2).map(|pair| (pair[1], pair[0]));
                self.circle(pairs.chain([(first, last)]));
            }
        }
    }

    /// What cuts all lines, where there are several statements and yet only one line.
    fn cut(&mut self, facts: &Facts<'_>, cut: &[Label], support: &[StatementIdx]) {
        let several = support
            .iter()
            .any(|&other| facts.graph().speaker(other) != facts.graph().speaker(support[0]));
        if self.line_count != 1 || !several {
            return;
        }
        let voices: BTreeSet<ActorIdx> = cut.iter().filter_map(voice).collect();
        let nameless = cut.iter().filter_map(|label| match label {
            Label::Nameless(at) => Some(*at),
            _ => None,
        });
        self.cut.extend(nameless);
        self.cut_artefacts
            .extend(cut.iter().filter_map(|label| match label {
                Label::Artefact(evidence) => Some(*evidence),
                _ => None,
            }));
        let live = self.statements.keys();
        for &at in live.filter(|&&at| facts.base().is_live(at)) {
            let spoken = match facts.lineage().statement(at) {
                Some(statement) => facts.voices(statement),
                None => facts
                    .base()
                    .speaker(at)
                    .map(|(actor, _)| actor)
                    .into_iter()
                    .collect(),
            };
            if spoken.iter().any(|actor| voices.contains(actor)) {
                self.cut.insert(at);
            }
        }
    }
}

fn voice(label: &Label) -> Option<ActorIdx> {
    match label {
        Label::Voice(actor) => Some(*actor),
        _ => None,
    }
}
