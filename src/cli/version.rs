//! `gotcha version`.

use std::io::{self, Write};
use std::process::ExitCode;

use super::Trouble;
use super::args::{VersionArgs, VersionFormat};
use crate::check::catalog;
use crate::text::GoVersion;

/// Prints what this is.
pub fn run(args: &VersionArgs) -> Result<ExitCode, Trouble> {
    let mut out = io::stdout().lock();
    let version = env!("CARGO_PKG_VERSION");
    let rules = catalog().rules().len();
    match args.format {
        VersionFormat::Text => writeln!(out, "gotcha {version} ({rules} rules, Go up to {})", GoVersion::NEWEST)?,
        VersionFormat::Json => {
            let object = serde_json::json!({
                "name": "gotcha",
                "version": version,
                "rules": rules,
                "rule_set": catalog().version(),
                "go": GoVersion::NEWEST.to_string(),
            });
            writeln!(out, "{object}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
