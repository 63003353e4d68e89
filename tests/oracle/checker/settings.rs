//! Results under other settings, shown in part or with findings that are accepted, and what settings may not excuse.

use claimgraph::analysis::{Facts, Settings};
use claimgraph::case::vocabulary::Role;
use claimgraph::rules::baseline::{Baseline, Notes};
use claimgraph::rules::thresholds::THRESHOLDS;
use claimgraph::rules::{self, Allowance, Detail, Level, Policy, Severity};
use claimgraph::source::Span;

use super::changes::assert_changes_are_refused;
use super::{doubts, result_under};
use crate::engine;
use crate::random::{self, Dice};
use crate::shrinking;

/// A policy drawn at random: thresholds from one on, severities, rules that are off, findings that are allowed.
fn policy(dice: &mut Dice, span: Span) -> Policy {
    let detail = dice.pick(&[Detail::Sharpest, Detail::All]);
    let mut policy = Policy::from(detail);
    for threshold in THRESHOLDS {
        if dice.percent(70) {
            let (least, _) = threshold.range;
            policy
                .thresholds
                .set(threshold, least.max(1.0) + dice.below(2) as f64);
        }
    }
    let severities = [
        Severity::Error,
        Severity::Warning,
        Severity::Info,
        Severity::Note,
    ];
    for rule in rules::catalogue() {
        let level = match dice.below(10) {
            0 => Level::Off,
            1 | 2 => Level::As(dice.pick(&severities)),
            _ => Level::On,
        };
        policy.levels.insert(rule.name, level);
        if dice.percent(10) {
            policy.allowances.push(Allowance {
                rule: rule.name,
                about: Vec::new(),
                because: "so".to_owned(),
                span,
            });
        }
    }
    policy
}

/// Settings drawn at random.
fn settings(dice: &mut Dice) -> Settings {
    let mut joining = Settings::default().joining;
    joining.push(Role::FundedBy);
    joining.retain(|_| dice.percent(70));
    Settings {
        threshold: 1 + dice.below(3) as u32,
        joining,
        ..engine::settings(random::assumptions(dice))
    }
}

#[test]
fn results_under_other_settings_are_confirmed_and_changes_of_them_refused() {
    let mut tried = 0;
    for seed in random::cases_of(25, 120) {
        let mut dice = Dice::new(seed);
        let case = random::case(&mut dice);
        let read = engine::read(&case);
        let facts = Facts::new(&read.0, settings(&mut dice));
        let (Some(first), true) = (read.0.actors().next(), read.0.claims().len() > 0) else {
            continue;
        };
        let policy = policy(&mut dice, read.0.span(first).expect("it was read"));
        // Of what is found at first, the baseline knows what is found of one case in two.
        let found = rules::judge(&facts, &policy);
        let known = Baseline::of(&read.0, &found[..found.len() / 2], Notes::Listed);
        let known = dice.percent(50).then_some(&known);
        let result = result_under(&facts, &read.1, &policy, known);
        let about = format!("seed {seed}\n{}", shrinking::brief(&case));
        assert_eq!(doubts(&read.0, &result), Vec::<String>::new(), "{about}");
        let place = (seed % 400) as usize;
        tried += assert_changes_are_refused(&read, &result, &["a0", "s0"], (place, 400), &about);
    }
    assert!(tried > 0);
}
