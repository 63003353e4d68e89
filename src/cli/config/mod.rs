//! The configuration: what `claimgraph.toml` says, resolved. Flags come first, then the file, then the defaults.

mod find;
mod record;
mod thresholds;

use std::path::{Path, PathBuf};

pub(crate) use self::find::is_configuration;
use self::record::{AllowanceRecord, ConfigRecord};
pub(crate) use self::record::{LevelWord, schema};
use self::thresholds::ThresholdsRecord;
use super::Global;
use super::When;
use super::check::FailOn;
use super::graph::{Themes, Views};
use super::output::{Failure, shown};
use crate::analysis::Settings;
use crate::case::problem::{Gravity, Problem, begun, closest};
use crate::case::record::Ref;
use crate::case::vocabulary::Role;
use crate::read::{self, Input};
use crate::rules::{Allowance, Detail, Level, Policy, Severity, Thresholds, names, rule};
use crate::source::{FileId, SourceMap, Span};

/// What the configuration says, and the defaults where it says nothing.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The file, where there is one.
    pub path: Option<PathBuf>,
    /// What the analysis assumes; without a date.
    pub settings: Settings,
    /// What is asked of the rules.
    pub policy: Policy,
    /// The least severity that makes the exit status 1.
    pub fail_on: FailOn,
    /// Whether infos are shown.
    pub info: bool,
    /// Whether every weakness is shown.
    pub all: bool,
    /// The baseline to compare with.
    pub baseline: Option<PathBuf>,
    /// The view that is drawn.
    pub view: Views,
    /// The colours of pictures.
    pub theme: Themes,
    /// How many relations are followed in a picture.
    pub hops: u32,
    /// The most nodes of a picture.
    pub limit: Option<usize>,
    /// When text is coloured.
    pub color: When,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            path: None,
            settings: Settings::default(),
            policy: Policy::from(Detail::Sharpest),
            fail_on: FailOn::Warning,
            info: false,
            all: false,
            baseline: None,
            view: Views::Case,
            theme: Themes::Light,
            hops: 1,
            limit: None,
            color: When::Auto,
        }
    }
}

/// The configuration of some inputs, with what is to be warned of; its text is added to `sources`.
///
/// # Errors
/// Where there are two, or it cannot be read. What is wrong within it is among the problems.
pub(crate) fn load(
    global: &Global,
    inputs: &[Input],
    sources: &mut SourceMap,
) -> Result<(Config, Vec<Problem>), Failure> {
    if global.no_config {
        return Ok((Config::default(), Vec::new()));
    }
    let path = match &global.config {
        Some(path) => Some(path.clone()),
        None => {
            let path = find::upwards(inputs)?;
            find::refuse_unread(inputs, path.as_deref())?;
            path
        }
    };
    let Some(path) = path else {
        return Ok((Config::default(), Vec::new()));
    };
    let bytes = read::bytes(&path).map_err(|error| {
        Failure::usage(format!(
            "cannot read the configuration `{}`: {error}",
            shown(&path)
        ))
    })?;
    let text = crate::source::Text::Owned(bytes);
    let file = sources.add(read::shown(&path), text);
    let (record, mut problems) = read::toml::<ConfigRecord>(file, sources.file(file).bytes());
    let config = resolved(record, file, path, &mut problems);
    Ok((config, problems))
}

/// Whether something in the configuration itself cannot be used.
pub(crate) fn is_broken(problems: &[Problem]) -> bool {
    problems
        .iter()
        .any(|problem| problem.gravity == Gravity::Error)
}

fn resolved(
    record: ConfigRecord,
    file: FileId,
    path: PathBuf,
    problems: &mut Vec<Problem>,
) -> Config {
    let mut config = Config::default();
    let levels = record.rules.0.iter().filter_map(|(name, &word)| {
        let row = rule(name)?;
        Some((row.name, level(word)))
    });
    config.policy.levels = levels.collect();
    let allowances = (record.allow.into_iter()).filter_map(|one| allowance(one, file, problems));
    config.policy.allowances = allowances.collect();
    config.policy.thresholds = thresholds(record.thresholds, file, problems);
    let analysis = record.analysis;
    if let Some(number) = analysis.corroborated_from {
        if *number == 0 {
            let span = Span::new(file, number.range.clone());
            let message = "a claim without a line is never corroborated";
            problems.push(Problem::error(span, message).help("write 1 or more"));
        }
        config.settings.threshold = *number;
    }
    if let Some(assume) = analysis.assume_own_acts {
        config.settings.assume_own_acts = assume;
    }
    if let Some(roles) = analysis.joining_roles {
        for role in roles.0.iter().filter(|role| ***role == Role::InCustodyOf) {
            let span = Span::new(file, role.range.clone());
            let message = "`in-custody-of` joins no voices: it names who has a speaker in hand";
            problems.push(Problem::error(span, message).help("leave it out"));
        }
        config.settings.joining = roles.0.iter().map(|role| **role).collect();
    }
    if let Some(view) = record.graph.view {
        if *view == Views::Claim {
            let span = Span::new(file, view.range.clone());
            let message = "`claim` is no view to begin with: it needs the id of a claim";
            let help = "use `case`, `sourcing` or `conflict`";
            problems.push(Problem::error(span, message).help(help));
        }
        config.view = *view;
    }
    if let Some(limit) = record.graph.limit {
        if *limit == 0 {
            let span = Span::new(file, limit.range.clone());
            let message = "a picture of no nodes shows nothing";
            problems.push(Problem::error(span, message).help("write 1 or more"));
        }
        config.limit = Some(*limit as usize);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    config.baseline = record.check.baseline.map(|name| folder.join(&*name));
    config.fail_on = record.check.fail_on.unwrap_or(config.fail_on);
    config.info = record.check.info.unwrap_or(config.info);
    config.all = record.check.all.unwrap_or(config.all);
    config.theme = record.graph.theme.unwrap_or(config.theme);
    config.hops = record.graph.hops.unwrap_or(config.hops);
    config.color = record.output.color.unwrap_or(config.color);
    config.path = Some(path);
    config
}

/// A level of the rules by its word.
pub(crate) fn level(word: LevelWord) -> Level {
    match word {
        LevelWord::Off => Level::Off,
        LevelWord::On => Level::On,
        LevelWord::Error => Level::As(Severity::Error),
        LevelWord::Warning => Level::As(Severity::Warning),
        LevelWord::Info => Level::As(Severity::Info),
        LevelWord::Note => Level::As(Severity::Note),
    }
}

fn thresholds(record: ThresholdsRecord, file: FileId, problems: &mut Vec<Problem>) -> Thresholds {
    let mut thresholds = Thresholds::default();
    for (threshold, value) in record.0 {
        if let Some(wanted) = threshold.refuses(*value) {
            let span = Span::new(file, value.range.clone());
            let (rule, key) = (threshold.rule, threshold.key);
            let message = format!("`{key}` of `{rule}` cannot be {}", *value);
            let help = format!("write {wanted}; the default is {}", threshold.default);
            problems.push(Problem::error(span, message).help(help));
        }
        thresholds.set(threshold, *value);
    }
    thresholds
}

fn allowance(
    record: AllowanceRecord,
    file: FileId,
    problems: &mut Vec<Problem>,
) -> Option<Allowance> {
    let place = |at: &Ref| Span::new(file, at.range.clone());
    let span = place(&record.rule);
    let Some(row) = rule(&record.rule) else {
        let message = format!("unknown rule `{}`", *record.rule);
        problems.push(Problem::error(span, message).help(advice(&record.rule)));
        return None;
    };
    let because = record.because.unwrap_or_default();
    if because.trim().is_empty() {
        let message = format!("`allow` of `{}` gives no reason", *record.rule);
        problems.push(Problem::error(span, message).help("add `because = \"…\"`"));
        return None;
    }
    let about = record.about.map(|about| about.0);
    if about.as_ref().is_some_and(Vec::is_empty) {
        let message = format!("`allow` of `{}` is about no record", *record.rule);
        let help = "name the records, or leave `about` out to allow it everywhere";
        problems.push(Problem::error(span, message).help(help));
        return None;
    }
    let about = about.into_iter().flatten();
    Some(Allowance {
        rule: row.name,
        about: about.map(|id| (id.value.clone(), place(&id))).collect(),
        because,
        span,
    })
}

/// What to say of a rule that does not exist.
pub(crate) fn advice(name: &str) -> String {
    match closest(name, names().iter().copied()).or_else(|| begun(name, names())) {
        Some(best) => format!("did you mean `{best}`?"),
        None => "`claimgraph rules` lists them all".to_owned(),
    }
}
