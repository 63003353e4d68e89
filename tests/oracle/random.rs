//! Random cases.

use std::collections::BTreeSet;

use crate::brute::Assumptions;
use crate::model::{
    Actor, Basis, Case, Cite, Claim, Evidence, Object, Report, Role, Stance, Statement, Tie,
    Verification,
};

/// A small generator of numbers (splitmix64): the same seed gives the same case everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// True in so many of a hundred throws.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn some(&mut self, percent: usize, bound: usize) -> Option<usize> {
        (bound > 0 && self.percent(percent)).then(|| self.below(bound))
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// How often each feature appears, in percent; most cases have a few of them only, so that faults stay small.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mix {
    pub statements: usize,
    pub actors: usize,
    pub claims: usize,
    pub unnamed: usize,
    pub ties: usize,
    pub bounded: usize,
    pub adversaries: usize,
    pub feuds: usize,
    pub entails: usize,
    pub opposes: usize,
    pub parties: usize,
    pub evidence: usize,
    pub reports: usize,
    pub dated: usize,
    pub vague: usize,
    pub declared: usize,
    pub inferred: usize,
    pub custody: usize,
    pub via: usize,
    pub cites: usize,
    pub loose: usize,
    pub opposed: usize,
    pub quiet: usize,
    pub retracts: usize,
    pub on_statements: usize,
}

impl Mix {
    /// Features drawn at random, each absent from about half of the cases.
    pub fn draw(dice: &mut Dice) -> Self {
        let mut rate = |rates: &[usize]| dice.pick(rates);
        Mix {
            statements: rate(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            actors: rate(&[3, 4, 5, 6, 8]),
            claims: rate(&[1, 1, 2, 3]),
            unnamed: rate(&[0, 0, 20, 40]),
            ties: rate(&[0, 0, 20, 40]),
            bounded: rate(&[0, 0, 50]),
            adversaries: rate(&[0, 0, 40]),
            feuds: 0,
            entails: rate(&[0, 40]),
            opposes: rate(&[0, 40]),
            parties: rate(&[0, 0, 0, 50]),
            evidence: rate(&[0, 0, 30]),
            reports: rate(&[0, 0, 50]),
            dated: rate(&[0, 50, 90]),
            vague: rate(&[0, 0, 30]),
            declared: rate(&[10, 40, 80]),
            inferred: rate(&[0, 10, 30]),
            custody: rate(&[0, 0, 15]),
            via: rate(&[0, 0, 20]),
            cites: rate(&[20, 50, 70]),
            loose: rate(&[0, 0, 30]),
            opposed: rate(&[0, 0, 20]),
            quiet: rate(&[0, 0, 10]),
            retracts: rate(&[0, 0, 10]),
            on_statements: rate(&[0, 0, 15]),
        }
    }
}

pub fn case(dice: &mut Dice) -> Case {
    let mix = Mix::draw(dice);
    case_of(dice, mix)
}

/// A case in which anybody cites anybody, so that there are many circles.
pub fn tangle(dice: &mut Dice) -> Case {
    let mut case = case(dice);
    let count = case.statements.len();
    for at in 0..count {
        if dice.percent(70) {
            let cited: BTreeSet<usize> = (0..1 + dice.below(3))
                .map(|_| dice.below(count))
                .filter(|&to| to != at)
                .collect();
            let statement = &mut case.statements[at];
            statement.cites = cited.into_iter().map(Cite::Statement).collect();
        }
    }
    case
}

/// A case of words hardly any of which are declared, of speakers many of whom are opponents of many, and of inferences
/// from two of them each.
pub fn feud(dice: &mut Dice) -> Case {
    let mut rate = |rates: &[usize]| dice.pick(rates);
    let mix = Mix {
        statements: rate(&[4, 5, 6, 7, 8, 9, 10]),
        actors: rate(&[4, 5, 6, 7]),
        claims: 2,
        ties: rate(&[0, 0, 20]),
        feuds: rate(&[30, 50, 70]),
        declared: rate(&[0, 0, 30]),
        cites: rate(&[0, 20, 40]),
        ..Mix::default()
    };
    let inferred = dice.pick(&[20, 40, 60]);
    let mut case = case_of(dice, mix);
    for at in 2..case.statements.len() {
        if dice.percent(inferred) {
            let (one, other) = (dice.below(at), dice.below(at));
            let premises = BTreeSet::from([one, other]);
            let statement = &mut case.statements[at];
            statement.basis = Some(Basis::Inferred);
            statement.cites = premises.into_iter().map(Cite::Statement).collect();
        }
    }
    case
}

/// A case of inferences from claims, which entail one another, mostly dated.
pub fn argument(dice: &mut Dice) -> Case {
    let mut rate = |rates: &[usize]| dice.pick(rates);
    let mix = Mix {
        statements: rate(&[3, 4, 5, 6, 7, 8, 9]),
        actors: rate(&[2, 3, 4, 5]),
        claims: rate(&[1, 2, 2, 3]),
        ties: rate(&[0, 0, 40]),
        entails: rate(&[30, 60]),
        opposes: rate(&[0, 0, 30]),
        evidence: rate(&[0, 0, 20]),
        reports: rate(&[0, 40]),
        dated: rate(&[0, 60, 90]),
        vague: rate(&[0, 0, 30]),
        declared: rate(&[20, 50]),
        cites: rate(&[10, 30, 50]),
        loose: rate(&[0, 20]),
        opposed: rate(&[0, 0, 20]),
        retracts: rate(&[0, 0, 10]),
        ..Mix::default()
    };
    let inferred = dice.pick(&[30, 50, 70]);
    let mut case = case_of(dice, mix);
    for at in 0..case.statements.len() {
        // Many infer a cause from its effect, few a claim from itself.
        let on = match case.statements[at].object {
            Object::Claim(claim) => claim,
            Object::Statement(_) => continue,
        };
        let premise = match case.claims[on].entails.first() {
            Some(&effect) if dice.percent(50) => effect,
            _ => dice.below(mix.claims),
        };
        let is_due = dice.percent(inferred) && (premise != on || dice.percent(20));
        let statement = &mut case.statements[at];
        if is_due && !statement.cites.contains(&Cite::Claim(premise)) {
            statement.cites.push(Cite::Claim(premise));
            if dice.percent(85) {
                statement.basis = Some(Basis::Inferred);
            }
        }
    }
    case
}

pub fn case_of(dice: &mut Dice, mix: Mix) -> Case {
    let mut case = Case::default();
    for at in 0..mix.actors {
        let unnamed = dice.percent(mix.unnamed);
        let mut actor = Actor {
            id: format!("a{at}"),
            unnamed,
            ..Actor::default()
        };
        if dice.percent(mix.ties) {
            for _ in 0..1 + dice.below(2) {
                actor.ties.extend(tie(dice, mix, at));
            }
        }
        if at > 0 && dice.percent(mix.adversaries) {
            actor.adversaries = vec![dice.below(at)];
        }
        for other in (0..at).filter(|_| mix.feuds > 0) {
            if dice.percent(mix.feuds) && !actor.adversaries.contains(&other) {
                actor.adversaries.push(other);
            }
        }
        case.actors.push(actor);
    }
    for at in 0..mix.claims {
        let mut other = |percent: usize| -> Vec<usize> {
            let found = dice.some(percent, mix.claims);
            found.into_iter().filter(|&to| to != at).collect()
        };
        let claim = Claim {
            id: format!("c{at}"),
            entails: other(mix.entails),
            contradicts: other(mix.opposes),
            negates: other(mix.opposes / 3),
            parties: Vec::new(),
            against: Vec::new(),
        };
        case.claims.push(claim);
        case.claims[at].parties = dice.some(mix.parties, mix.actors).into_iter().collect();
    }
    if mix.evidence > 0 {
        for at in 0..1 + dice.below(2) {
            let mut verified = Vec::new();
            for _ in 0..dice.below(3) {
                verified.push(Verification {
                    by: dice.below(mix.actors),
                    claims: vec![dice.below(mix.claims)],
                    date: dice.some(60, 12).map(|day| day as i64 + 1),
                });
            }
            case.evidence.push(Evidence {
                id: format!("e{at}"),
                producer: dice.some(60, mix.actors),
                released_by: dice.some(40, mix.actors),
                verified,
            });
        }
    }
    if mix.reports > 0 {
        for at in 0..1 + dice.below(2) {
            case.reports.push(Report {
                id: format!("r{at}"),
                publisher: dice.some(70, mix.actors),
                date: dice.some(60, 10).map(|day| day as i64 + 1),
            });
        }
    }
    for at in 0..mix.statements {
        let statement = statement(dice, mix, &case, at);
        case.statements.push(statement);
    }
    case
}

fn tie(dice: &mut Dice, mix: Mix, from: usize) -> Option<Tie> {
    let to = dice.below(mix.actors);
    let role = dice.pick(&[
        Role::SpokespersonOf,
        Role::OrganOf,
        Role::PartOf,
        Role::ControlledBy,
        Role::EmployedBy,
        Role::AlignedWith,
        Role::FundedBy,
        Role::InCustodyOf,
    ]);
    let bounded = dice.percent(mix.bounded);
    let (mut start, mut end, mut alleged) = (None, None, false);
    if bounded {
        start = dice.some(40, 10).map(|day| day as i64 + 1);
        end = dice
            .some(40, 10)
            .map(|day| day as i64 + 1)
            .filter(|&day| start.is_none_or(|start| start <= day));
        alleged = dice.percent(30);
    }
    (to != from).then_some(Tie {
        to,
        role,
        from: start,
        until: end,
        alleged,
    })
}

fn statement(dice: &mut Dice, mix: Mix, case: &Case, at: usize) -> Statement {
    let stance = if dice.percent(mix.quiet) {
        dice.pick(&[Stance::Questions, Stance::Silent, Stance::Declines])
    } else if dice.percent(mix.retracts) {
        Stance::Retracts
    } else if dice.percent(mix.opposed) {
        Stance::Disputes
    } else {
        dice.pick(&[
            Stance::Asserts,
            Stance::Asserts,
            Stance::Corroborates,
            Stance::Relays,
        ])
    };
    let mut object = Object::Claim(dice.below(mix.claims));
    if at > 0 && dice.percent(mix.on_statements) {
        let other = dice.below(at);
        let on_claim = matches!(case.statements[other].object, Object::Claim(_));
        if on_claim || !stance.supports() {
            object = Object::Statement(other);
        }
    }
    let mut basis = None;
    if dice.percent(mix.inferred) {
        basis = Some(Basis::Inferred);
    } else if dice.percent(mix.custody) {
        basis = Some(Basis::Custody);
    } else if dice.percent(mix.declared) {
        basis = Some(dice.pick(&[
            Basis::Witnessed,
            Basis::Witnessed,
            Basis::Witnessed,
            Basis::OwnAct,
            Basis::Documented,
            Basis::Told,
        ]));
    }
    let mut cites = Vec::new();
    if dice.percent(mix.cites) {
        for _ in 0..1 + dice.below(3) {
            let cite = if dice.percent(mix.evidence) {
                Cite::Evidence(dice.below(case.evidence.len()))
            } else if dice.percent(mix.loose) {
                match dice.below(3) {
                    0 => Cite::Actor(dice.below(mix.actors)),
                    1 if !case.reports.is_empty() => Cite::Report(dice.below(case.reports.len())),
                    _ => Cite::Claim(dice.below(mix.claims)),
                }
            } else {
                // Mostly backwards, so that cycles stay rare enough for most cases to be grounded.
                let bound = if dice.percent(15) { mix.statements } else { at };
                match dice.below(bound.max(1)) {
                    to if to == at || to >= mix.statements => continue,
                    to => Cite::Statement(to),
                }
            };
            if !cites.contains(&cite) {
                cites.push(cite);
            }
        }
    }
    let mut via = Vec::new();
    while via.len() < 2 && dice.percent(mix.via) {
        via.push(dice.below(mix.actors));
    }
    let day = dice.below(12) as i64 + 1;
    let last = match dice.percent(mix.vague) {
        true => day + dice.below(5) as i64,
        false => day,
    };
    Statement {
        id: format!("s{at}"),
        by: dice.below(mix.actors),
        stance,
        object,
        basis,
        cites,
        via,
        date: dice.percent(mix.dated).then_some((day, last)),
        report: (!case.reports.is_empty() && dice.percent(mix.reports))
            .then(|| dice.below(case.reports.len())),
        custodian: match basis {
            Some(Basis::Custody) => dice.some(70, mix.actors),
            _ => None,
        },
    }
}

/// The seeds to try: `default` of them, or as many as `CLAIMGRAPH_ORACLE_CASES` says.
pub fn cases(default: u64) -> std::ops::Range<u64> {
    let first = number("CLAIMGRAPH_ORACLE_SEED").unwrap_or(0);
    first..first + number("CLAIMGRAPH_ORACLE_CASES").unwrap_or(default)
}

/// The same for each of many laws: a tenth of what the variable says.
pub fn cases_of_a_law(default: u64) -> std::ops::Range<u64> {
    cases_of(10, default)
}

/// The same where each case costs as much as so many: that part of what the variable says.
pub fn cases_of(part: u64, default: u64) -> std::ops::Range<u64> {
    let first = number("CLAIMGRAPH_ORACLE_SEED").unwrap_or(0);
    let count = number("CLAIMGRAPH_ORACLE_CASES").map(|cases| cases.div_ceil(part));
    first..first + count.unwrap_or(default)
}

pub fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The assumptions under which a case is compared: mostly the defaults.
pub fn assumptions(dice: &mut Dice) -> Assumptions {
    Assumptions {
        as_of: dice.some(25, 12).map(|day| day as i64 + 1),
        own_acts: dice.percent(85),
    }
}
