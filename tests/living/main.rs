//! Living with findings: configuration, suppression, baselines, formats, and checking again on save.

#[path = "../support/mod.rs"]
mod support;

mod accepted;
mod configuration;
mod desk;
mod formats;
mod guides;
mod misconfigured;
mod overwriting;
mod thresholds;
mod watching;
