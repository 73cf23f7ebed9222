//! The configuration: finding, reading, checking and merging `gotcha.toml`.
//!
//! Knows rules, groups, classes and levels only as text: whoever asks hands over the names that exist ([`Known`]), so
//! that a misspelt one is an error with its place and a suggestion. One of the few modules that read files.
//!
//! The nearest `gotcha.toml` (or `.gotcha.toml`) upwards of a file decides alone; a second one further up is not merged
//! in unless `extends` names it.

use std::path::Path;

mod check;
mod error;
mod file;
mod find;
mod glob;
mod settings;
mod starter;
#[cfg(test)]
mod tests;

pub use check::Known;
pub use error::ConfigError;
pub use file::{Confidence, Config, Generated, Level, Origin, Override, RuleOptions, Severity, UnusedLevel};
pub use find::{ConfigFile, Configs, Sources};
pub use glob::Globs;
pub use settings::{Links, Selection, Settings};
pub use starter::{schema, starter};

/// The names a configuration file may have, in the order of preference.
pub const FILE_NAMES: [&str; 2] = ["gotcha.toml", ".gotcha.toml"];

/// A path as it is seen from a folder: without the folder, where it lies there.
fn name_of(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}

/// The nearest of `candidates` to a misspelt `name`, if one is near enough to be meant.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
        let near = distance <= 1.max(name.chars().count() / 3) || (name.len() >= 4 && candidate.contains(&*lower));
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
