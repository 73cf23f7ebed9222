//! Completion scripts and manual pages, made from the same arguments as `--help`.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;

use super::command::Cli;
use super::{Trouble, usage};

/// Prints the completion script of a shell.
pub fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "gotcha", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the main page, or writes all pages to a folder.
pub fn run(folder: Option<&Path>) -> Result<ExitCode, Trouble> {
    let command = Cli::command().disable_help_subcommand(true);
    match folder {
        None => clap_mangen::Man::new(command).render(&mut io::stdout().lock())?,
        Some(folder) => {
            let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
            written.map_err(|error| {
                usage(format!("the pages cannot be written to {}: {error}", folder.display()), None)
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
