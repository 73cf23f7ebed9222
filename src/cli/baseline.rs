//! `gotcha baseline`: findings known now, to be told only about new ones.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::args::CheckArgs;
use super::session::{Session, baseline_path};
use super::setup::Setup;
use super::{Trouble, usage};
use crate::check::Outcome;
use crate::lint::baseline::Baseline;
use crate::source::read::shown;

/// The file where neither flag nor configuration names one.
const FILE: &str = ".gotcha-baseline.json";

/// Arguments of `baseline`.
#[derive(Clone, Debug, Args)]
pub struct BaselineArgs {
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do. The flags are those of `check`; `--baseline` names the file.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// Write all present findings to a new baseline
    Create(Box<CreateArgs>),
    /// Make the baseline what is found now: new findings come in, those that are gone go
    Update(Box<CheckArgs>),
    /// Take out entries that match nothing any more
    Prune(Box<CheckArgs>),
    /// Show what the baseline holds
    Show(Box<CheckArgs>),
}

/// Arguments of `baseline create`.
#[derive(Clone, Debug, Args)]
pub struct CreateArgs {
    /// Replace a baseline that is there
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub check: CheckArgs,
}

/// Runs the command.
pub fn run(args: &BaselineArgs) -> Result<ExitCode, Trouble> {
    let out = &mut io::stdout().lock();
    match &args.verb {
        Verb::Create(args) => create(&args.check, args.force, out),
        Verb::Update(args) => update(args, out),
        Verb::Prune(args) => prune(args, out),
        Verb::Show(args) => show(args, out),
    }
}

fn file(args: &CheckArgs, setup: &Setup) -> PathBuf {
    Session::baseline_path(args, setup).map_or_else(|| setup.cwd.join(FILE), |(path, _)| path)
}

fn read(path: &Path, setup: &Setup) -> Result<Baseline, Trouble> {
    let name = shown(&setup.cwd, path);
    let help = || Some("`gotcha baseline create` makes one".to_owned());
    let text = std::fs::read_to_string(path)
        .map_err(|error| usage(format!("the baseline {name} cannot be read: {error}"), help()))?;
    Baseline::parse(&text).map_err(|reason| usage(format!("the baseline {name} cannot be read: {reason}"), help()))
}

fn write(path: &Path, setup: &Setup, baseline: &Baseline) -> Result<(), Trouble> {
    let name = shown(&setup.cwd, path);
    let folder = path.parent().unwrap_or(Path::new("."));
    let replaced = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(baseline.render().as_bytes())?;
        // Others read it, too.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
        }
        file.persist(path).map_err(|error| error.error)
    });
    replaced.map(|_| ()).map_err(|error| usage(format!("the baseline {name} cannot be written: {error}"), None))
}

/// All present findings, whatever a baseline says of them.
fn analyse(args: &CheckArgs, setup: &Setup) -> Result<Outcome, Trouble> {
    let mut settings = setup.clone();
    settings.settings.baseline = None;
    let mut args = args.clone();
    args.new_code.baseline = None;
    let outcome = Session::new(&args, &settings)?.analyse(BTreeMap::new())?;
    if !outcome.is_trusted() {
        let faults: Vec<String> =
            outcome.notices.iter().map(|notice| format!("{}: {}", notice.path, notice.message)).collect();
        return Err(usage("not everything could be analysed: no baseline is written", Some(faults.join("\n"))));
    }
    Ok(outcome)
}

fn made_of(outcome: &Outcome, path: &Path) -> Baseline {
    let folder = path.parent().unwrap_or(Path::new("/"));
    Baseline::of(outcome.findings.iter().map(|finding| {
        let file = outcome.files().get(finding.at.file);
        let path = file.absolute().map_or_else(|| PathBuf::from(&file.path), Path::to_owned);
        (finding, baseline_path(path, folder))
    }))
}

fn findings(count: usize) -> String {
    format!("{count} {}", if count == 1 { "finding" } else { "findings" })
}

fn create(args: &CheckArgs, force: bool, out: &mut dyn Write) -> Result<ExitCode, Trouble> {
    let setup = Setup::new(&args.rules, &args.run.config, args.run.isolated)?;
    let path = file(args, &setup);
    let name = shown(&setup.cwd, &path);
    if path.exists() && !force {
        let help = Some("`gotcha baseline update` brings it up to date, --force replaces it".to_owned());
        return Err(usage(format!("{name} is there already"), help));
    }
    let baseline = made_of(&analyse(args, &setup)?, &path);
    write(&path, &setup, &baseline)?;
    writeln!(out, "wrote {name}: {}", findings(baseline.len()))?;
    if setup.settings.baseline.is_none() {
        writeln!(out, "name it in gotcha.toml: [baseline] file = \"{name}\"")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn update(args: &CheckArgs, out: &mut dyn Write) -> Result<ExitCode, Trouble> {
    let setup = Setup::new(&args.rules, &args.run.config, args.run.isolated)?;
    let path = file(args, &setup);
    let old = read(&path, &setup)?;
    let now = made_of(&analyse(args, &setup)?, &path);
    // Entries of files and rules that this run did not look at stay as they are.
    let merged = old.without(&stale(args, &setup, &path)?).merge(&now);
    write(&path, &setup, &merged)?;
    writeln!(out, "{}: {}, was {}", shown(&setup.cwd, &path), findings(merged.len()), old.len())?;
    Ok(ExitCode::SUCCESS)
}

/// The entries that match nothing any more.
fn stale(args: &CheckArgs, setup: &Setup, path: &Path) -> Result<Vec<crate::lint::baseline::Entry>, Trouble> {
    let mut args = args.clone();
    args.new_code.baseline = Some(path.to_owned());
    let session = Session::new(&args, setup)?;
    let outcome = session.analyse(BTreeMap::new())?;
    if !outcome.is_trusted() {
        return Err(usage("not everything could be analysed: the baseline stays as it is", None));
    }
    Ok(session.stale())
}

fn prune(args: &CheckArgs, out: &mut dyn Write) -> Result<ExitCode, Trouble> {
    let setup = Setup::new(&args.rules, &args.run.config, args.run.isolated)?;
    let path = file(args, &setup);
    let old = read(&path, &setup)?;
    let stale = stale(args, &setup, &path)?;
    let gone: usize = stale.iter().map(|entry| entry.count).sum();
    if gone > 0 {
        write(&path, &setup, &old.without(&stale))?;
    }
    writeln!(out, "{}: took out {}, {} stay", shown(&setup.cwd, &path), findings(gone), old.len() - gone)?;
    Ok(ExitCode::SUCCESS)
}

fn show(args: &CheckArgs, out: &mut dyn Write) -> Result<ExitCode, Trouble> {
    let setup = Setup::new(&args.rules, &args.run.config, args.run.isolated)?;
    let path = file(args, &setup);
    let baseline = read(&path, &setup)?;
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &baseline.entries {
        *rules.entry(&entry.rule).or_default() += entry.count;
        let symbol = if entry.symbol.is_empty() { String::new() } else { format!(" in {}", entry.symbol) };
        let times = if entry.count == 1 { String::new() } else { format!(" ({} times)", entry.count) };
        writeln!(out, "{}: {}{symbol}{times}", entry.path, entry.rule)?;
    }
    writeln!(out, "{}: {}", shown(&setup.cwd, &path), findings(baseline.len()))?;
    for (rule, count) in rules {
        writeln!(out, "{count:6}  {rule}")?;
    }
    Ok(ExitCode::SUCCESS)
}
