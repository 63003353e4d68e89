//! Random cases against the engine.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use claimgraph::analysis::Facts;

use crate::brute::{Assumptions, Brute, Skip};
use crate::certificates;
use crate::engine;
use crate::model::Case;
use crate::random::{self, Dice};
use crate::shrinking::{brief, minimised};

/// How a case is drawn.
type Draw = fn(&mut Dice) -> Case;

/// How the engine and the definitions differ on a case; `None` where they agree or the case is beyond enumeration.
pub fn difference(case: &Case, assumptions: Assumptions) -> Option<String> {
    compare(case, assumptions).unwrap_or_default()
}

fn compare(case: &Case, assumptions: Assumptions) -> Result<Option<String>, Skip> {
    let brute = Brute::new(case, assumptions)?;
    let mut expected = Vec::new();
    for claim in 0..case.claims.len() {
        expected.push(brute.answer(claim)?);
    }
    let run = catch_unwind(AssertUnwindSafe(|| {
        let graph = engine::graph(case);
        let facts = Facts::new(&graph, engine::settings(assumptions));
        let mut found = String::new();
        for (claim, expected) in expected.iter().enumerate() {
            let id = &case.claims[claim].id;
            let got = engine::answer(&facts, engine::claim(&graph, id));
            if got != *expected {
                found += &format!("{id}:\n  expected {expected:?}\n  got      {got:?}\n");
            }
        }
        for at in 0..case.statements.len() {
            let id = &case.statements[at].id;
            let statement = engine::statement(&graph, id);
            if facts.is_live(statement) != brute.live[at] {
                found += &format!("{id}: live should be {}\n", brute.live[at]);
            }
            let grounded = brute.grounded[at];
            let speaks = case.statements[at].stance.speaks();
            if speaks && brute.live[at] && facts.is_grounded(statement) != grounded {
                found += &format!("{id}: grounded should be {grounded}\n");
            }
        }
        for fault in certificates::faults(case, &graph, &facts, &brute)? {
            found += &format!("{fault}\n");
        }
        Ok(found)
    }));
    Ok(match run {
        Ok(Err(skip)) => return Err(skip),
        Ok(Ok(found)) if found.is_empty() => None,
        Ok(Ok(found)) => Some(found),
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            Some(format!("panicked: {}", text.unwrap_or("?")))
        }
    })
}

/// What came of one share of the cases.
#[derive(Default)]
struct Outcome {
    compared: u64,
    skipped: u64,
    /// Seeds of cases on which engine and definitions differ.
    failed: Vec<u64>,
}

/// Compares every `of`-th case from the `nth` on.
fn share(draw: Draw, seeds: &Range<u64>, nth: usize, of: usize) -> Outcome {
    let mut outcome = Outcome::default();
    for seed in seeds.clone().skip(nth).step_by(of) {
        let mut dice = Dice::new(seed);
        let case = draw(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        match compare(&case, assumptions) {
            Ok(difference) => {
                outcome.compared += 1;
                outcome.failed.extend(difference.map(|_| seed));
            }
            Err(_) => outcome.skipped += 1,
        }
    }
    outcome
}

/// Runs something on one thread, the engine's parallel parts included: small cases are not worth waking another for.
fn alone<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.expect("a thread").install(run)
}

#[test]
fn engine_agrees_with_the_definitions() {
    assert_agreement(random::case, &random::cases(1500));
    assert_agreement(random::feud, &random::cases_of(5, 1000));
    assert_agreement(random::argument, &random::cases_of(10, 300));
}

/// Numbers, status, grounding and certificates of each claim, on all processors.
fn assert_agreement(draw: Draw, seeds: &Range<u64>) {
    let most = random::number("CLAIMGRAPH_ORACLE_FAILURES").unwrap_or(1);
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(8));
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let shares: Vec<_> = (0..threads)
            .map(|nth| scope.spawn(move || alone(|| share(draw, seeds, nth, threads))))
            .collect();
        shares
            .into_iter()
            .map(|one| one.join().expect("no panic"))
            .collect()
    });
    let compared: u64 = outcomes.iter().map(|one| one.compared).sum();
    let skipped: u64 = outcomes.iter().map(|one| one.skipped).sum();
    let mut failed: Vec<u64> = outcomes.into_iter().flat_map(|one| one.failed).collect();
    failed.sort_unstable();
    let mut report = String::new();
    for &seed in failed.iter().take(most as usize) {
        let mut dice = Dice::new(seed);
        let case = draw(&mut dice);
        let assumptions = random::assumptions(&mut dice);
        let small = minimised(&case, &|case| difference(case, assumptions).is_some());
        let found = difference(&small, assumptions).unwrap_or_default();
        report += &format!("seed {seed}, {assumptions:?}\n{}\n{found}\n", brief(&small));
    }
    std::panic::set_hook(quiet);
    let failures = failed.len();
    assert!(
        failures == 0,
        "{failures} of {compared} cases, {skipped} skipped\n{report}"
    );
    assert!(
        skipped * 10 < compared,
        "{skipped} cases are too large to enumerate"
    );
}
