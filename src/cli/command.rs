//! The commands.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

use super::args::{CheckArgs, ExplainArgs, RulesArgs, VersionArgs};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Finds the mistakes in Go that senior engineers warn about, and teaches the idiomatic fix.
#[derive(Debug, Parser)]
#[command(
    name = "gotcha",
    version,
    styles = STYLES,
    disable_help_subcommand = false,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_help = "Without a command, `gotcha PATHS` is `gotcha check PATHS`; `gotcha` checks the current folder.\n\
                  Exit codes: 0 nothing found, 1 findings, 2 the result cannot be trusted, 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub check: CheckArgs,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Report mistakes in Go code (the default)
    Check(Box<CheckArgs>),
    /// Show the whole lesson of a rule
    Explain(ExplainArgs),
    /// List the rules, and whether they are on here
    Rules(RulesArgs),
    /// Read and check the configuration
    Config(super::config::ConfigArgs),
    /// Know present findings, to be told only about new ones
    Baseline(super::baseline::BaselineArgs),
    /// Show or empty the cache of dependencies
    Cache(super::cache::CacheArgs),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write manual pages
    Man {
        /// The folder for all pages; without one the main page is printed
        folder: Option<PathBuf>,
    },
    /// Show the version
    Version(VersionArgs),
    /// For those who work on gotcha itself
    #[command(hide = true, trailing_var_arg = true, disable_help_flag = true)]
    Debug {
        #[arg(allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_fit_together() {
        use clap::CommandFactory;
        super::Cli::command().debug_assert();
    }
}
