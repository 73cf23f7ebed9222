//! The command line: one file per command.
//!
//! Findings go to standard output, everything else to standard error. Exit codes: 0 nothing found, 1 findings, 2 the
//! result cannot be trusted; a closed pipe is success.

pub mod args;
pub mod baseline;
pub mod cache;
pub mod check;
pub mod command;
mod config;
pub mod debug;
pub mod explain;
pub mod fences;
pub mod fixing;
pub mod formats;
pub mod man;
pub mod newcode;
pub mod progress;
pub mod rules;
pub mod session;
mod setup;
pub mod tell;
pub mod terminal;
pub mod version;
pub mod vettool;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use command::{Cli, Command};

/// What went wrong before there was a result.
#[derive(Debug)]
pub enum Trouble {
    /// Arguments, configuration, files: drawn by miette.
    Report(miette::Report),
    /// Writing failed.
    Output(io::Error),
}

impl From<miette::Report> for Trouble {
    fn from(report: miette::Report) -> Trouble {
        Trouble::Report(report)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Output(error)
    }
}

/// A fault in the arguments, with help.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub struct Usage {
    pub message: String,
    #[help]
    pub help: Option<String>,
}

/// A fault in the arguments as trouble.
pub fn usage(message: impl Into<String>, help: Option<String>) -> Trouble {
    Trouble::Report(Usage { message: message.into(), help }.into())
}

/// Runs the command line and gives the exit code.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let words: Option<Vec<String>> = args.iter().skip(1).map(|word| word.to_str().map(str::to_owned)).collect();
    if let Some(call) = words.and_then(|words| vettool::recognise(&words)) {
        std::panic::set_hook(Box::new(terminal::remember_panic));
        return match vettool::run(call, &mut io::stdout().lock(), &mut io::stderr().lock()) {
            Ok(code) => ExitCode::from(code),
            Err(error) => {
                complain(&error.to_string());
                ExitCode::from(2)
            }
        };
    }
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let shown = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            let _ = error.print();
            return ExitCode::from(if shown { 0 } else { 2 });
        }
    };
    // A panic of a rule becomes a notice; one of ours is reported below.
    std::panic::set_hook(Box::new(terminal::remember_panic));
    // A report is drawn as was said when it was made.
    terminal::install_miette();
    let run = std::panic::catch_unwind(|| dispatch(cli));
    match run {
        Ok(Ok(code)) => code,
        Ok(Err(Trouble::Output(error))) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(Err(Trouble::Output(error))) => {
            complain(&format!("the result could not be written: {error}"));
            ExitCode::from(2)
        }
        Ok(Err(Trouble::Report(report))) => {
            let _ = writeln!(io::stderr(), "{report:?}");
            ExitCode::from(2)
        }
        Err(_) => {
            complain(&format!("internal error: {}", terminal::last_panic()));
            ExitCode::from(2)
        }
    }
}

fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "gotcha: {message}");
}

fn dispatch(cli: Cli) -> Result<ExitCode, Trouble> {
    match cli.command {
        None => check::run(cli.check),
        Some(Command::Check(args)) => check::run(*args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Config(args)) => {
            let cwd = std::env::current_dir()?;
            let code = config::run(&args, &cwd, &mut io::stdout().lock());
            code.map(ExitCode::from).map_err(|error| match error {
                config::ConfigFailure::Output(error) => Trouble::Output(error),
                error => Trouble::Report(error.into()),
            })
        }
        Some(Command::Baseline(args)) => baseline::run(&args),
        Some(Command::Cache(args)) => cache::run(&args),
        Some(Command::Completions { shell }) => man::completions(shell),
        Some(Command::Man { folder }) => man::run(folder.as_deref()),
        Some(Command::Version(args)) => version::run(&args),
        Some(Command::Debug { args }) => debug::run(&args),
    }
}
