//! `gotcha check`: arguments to a request, the outcome to reports and an exit code.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::args::{CheckArgs, FailOn, PathForm};
use super::formats::Format;
use super::session::Session;
use super::setup::Setup;
use super::terminal::{self, Stream};
use super::{Trouble, tell, usage};
use crate::check::{self, Outcome, catalog};
use crate::config::{self, Settings};
use crate::lint::{Finding, Severity};
use crate::report::sarif::SHOWN_BY_GITHUB;
use crate::report::{RuleInfo, View, text};
use crate::source;

/// Runs `check`.
pub fn run(args: CheckArgs) -> Result<ExitCode, Trouble> {
    let begun = std::time::Instant::now();
    fits(&args)?;
    let setup = Setup::new(&args.rules, &args.run.config, args.run.isolated)?;
    let outputs = outputs(&args, &setup.settings)?;
    if args.new_code.allow_stale && Session::baseline_path(&args, &setup).is_none() {
        return Err(usage("--allow-stale needs a baseline", Some("--baseline names one".to_owned())));
    }
    let progress = Arc::default();
    let bar = if args.run.quiet == 0 { super::progress::start(&progress) } else { None };
    let mut session = Session::new(&args, &setup)?;
    session.progress = Some(progress);
    let (mut outcome, fixing) = session.run()?;
    drop(bar);
    if args.fix.diff {
        let mut out = BufWriter::new(io::stdout().lock());
        fixing.diff(&mut out, terminal::colour(Stream::Out, args.output.color))?;
        out.flush()?;
        tell::fixes(&args, &outcome, &fixing)?;
        let code = if outcome.is_trusted() { u8::from(!fixing.texts.is_empty()) } else { 2 };
        return Ok(ExitCode::from(code));
    }
    outcome.notices.extend(fixing.write());
    if args.fix.fix_only {
        tell::fixes(&args, &outcome, &fixing)?;
        return Ok(ExitCode::from(if outcome.is_trusted() { 0 } else { 2 }));
    }
    report(&args, &setup, &outcome, &outputs, begun.elapsed())?;
    tell::fixes(&args, &outcome, &fixing)?;
    let stale = tell::stale(&args, &setup, &session)?;
    Ok(match exit_code(&args, &outcome) {
        0 if stale && !args.status.exit_zero => ExitCode::from(1),
        code => ExitCode::from(code),
    })
}

/// Flags that cannot be meant together are errors, lest one of them be taken to have worked.
fn fits(args: &CheckArgs) -> Result<(), Trouble> {
    let stdin =
        args.paths.iter().any(|path| path == "-") || args.source.snippet || args.source.stdin_filename.is_some();
    if args.fix.unsafe_fixes && !args.fix.changes_text() {
        return Err(usage("--unsafe-fixes needs --fix, --diff or --fix-only", None));
    }
    if args.fix.show_fixes && !args.fix.changes_text() {
        return Err(usage("--show-fixes needs --fix, --diff or --fix-only", None));
    }
    if args.source.snippet && args.paths.iter().any(|path| path != "-") {
        return Err(usage("--snippet is for standard input: paths cannot apply", None));
    }
    if args.output.path_form == PathForm::Absolute && args.output.path_prefix.is_some() {
        return Err(usage("--path-prefix stands before relative paths: --paths absolute cannot apply", None));
    }
    if args.run.quiet > 0 && args.run.verbose > 0 {
        return Err(usage("--quiet and --verbose cannot both apply", None));
    }
    if args.source.markdown && args.fix.changes_text() {
        return Err(usage("fixes are for Go files: they are not applied to Markdown", None));
    }
    if stdin && (args.fix.fix || args.fix.fix_only) {
        let help = Some("--diff prints the fixes as a patch".to_owned());
        return Err(usage("the fixes of standard input cannot be written anywhere", help));
    }
    if stdin && args.new_code.diff_file.as_deref() == Some(Path::new("-")) {
        return Err(usage("standard input cannot be both the code and the patch", None));
    }
    let formats = args.output.concise || !args.output.output.is_empty();
    if formats && (args.fix.diff || args.fix.fix_only) {
        return Err(usage("--diff and --fix-only do not report findings: a form of output cannot apply", None));
    }
    Ok(())
}

/// A form of output and where it goes; `None` is standard output.
pub type Output = (Format, Option<PathBuf>);

/// The forms that are asked for, by flag or configuration.
fn outputs(args: &CheckArgs, settings: &Settings) -> Result<Vec<Output>, Trouble> {
    let written = match (args.output.concise, args.output.output.is_empty()) {
        (true, _) => &["concise".to_owned()][..],
        (false, true) => &settings.formats[..],
        (false, false) => &args.output.output[..],
    };
    let mut outputs = Vec::new();
    for entry in written {
        let (name, path) = match entry.split_once('=') {
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (entry.as_str(), None),
        };
        let Some(format) = Format::named(name) else {
            let near = config::suggest(name, Format::names()).map(|near| format!("did you mean `{near}`?"));
            let help = near.or_else(|| Some(format!("the forms are {}", Format::names().join(", "))));
            return Err(usage(format!("no form of output is named `{name}`"), help));
        };
        if let Some(path) = &path {
            let name = path.display();
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            if path.as_os_str().is_empty() || path.is_dir() {
                return Err(usage(format!("`{entry}` names no file"), Some("the form is FORMAT=PATH".to_owned())));
            }
            // Better now than after the analysis.
            if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
                let help = Some(format!("there is no folder {}", folder.display()));
                return Err(usage(format!("{name} cannot be written"), help));
            }
        }
        outputs.push((format, path));
    }
    let full = outputs.iter().any(|(format, _)| *format == Format::Full);
    if !full && (args.output.verbose_repeat || args.output.context > 0) {
        return Err(usage("--verbose-repeat and --context are for the form `full`, which is not written", None));
    }
    if outputs.iter().filter(|(_, path)| path.is_none()).count() > 1 {
        let help = Some("write one of them to a file: `-o sarif=gotcha.sarif`".to_owned());
        return Err(usage("two forms of output cannot both go to standard output", help));
    }
    Ok(outputs)
}

/// What a run shows: hidden findings only on request, paths as asked for.
pub fn view<'a>(args: &CheckArgs, setup: &'a Setup, outcome: &'a Outcome) -> View<'a> {
    let show_hidden = args.output.show_suppressed;
    let shown = |finding: &&Finding| show_hidden || finding.hidden.is_none();
    View {
        files: outcome.files(),
        findings: outcome.findings.iter().filter(shown).collect(),
        notices: &outcome.notices,
        rules: rule_infos(&setup.settings),
        go: outcome.go(),
        coverage: outcome.counts,
        hidden: check::hidden(&outcome.findings),
        missing_modules: outcome.missing_modules.clone(),
        path: path_form(args.output.path_form, args.output.path_prefix.clone(), &setup.cwd),
        category: category(outcome),
        rule_set: catalog().version(),
        trusted: outcome.is_trusted(),
        why: Box::new(|finding| catalog().rule(finding.rule).and_then(|rule| rule.meta().why.clone())),
    }
}

/// The module, where all files belong to one.
fn category(outcome: &Outcome) -> String {
    let workspace = &outcome.workspace;
    let mut modules = workspace.targets().iter().map(|&unit| workspace.unit(unit).module);
    let first = modules.next().flatten();
    match first {
        Some(module) if modules.all(|other| other == first) => workspace.module(module).path.clone(),
        _ => String::new(),
    }
}

/// The rules that are on with these settings, as reports describe them.
fn rule_infos(settings: &Settings) -> Vec<RuleInfo> {
    let active = catalog().active(&Arc::new(settings.clone()));
    let mut infos: Vec<RuleInfo> = catalog()
        .rules()
        .iter()
        .enumerate()
        .filter(|(index, _)| active.is_on(*index))
        .map(|(index, rule)| {
            let meta = rule.meta();
            let links: Vec<String> = match &settings.links {
                config::Links::None => Vec::new(),
                config::Links::Official => meta.links.iter().map(|link| (*link).to_owned()).collect(),
                config::Links::Mirror(base) => vec![format!("{base}/{}", rule.name())],
            };
            RuleInfo {
                name: rule.name(),
                title: meta.title.to_owned(),
                summary: meta.summary.to_owned(),
                page: crate::pages::render::markdown(&rule.page()),
                group: meta.group.to_owned(),
                class: meta.class,
                severity: active.levels[index].severity.unwrap_or(meta.severity),
                level: format!("{:?}", meta.level).to_lowercase(),
                link: links.first().cloned(),
                links,
            }
        })
        .collect();
    infos.sort_by_key(|info| info.name);
    infos
}

/// How the path of a file, as the run has it, is written.
fn path_form(form: PathForm, prefix: Option<String>, cwd: &Path) -> crate::report::view::PathStyle<'static> {
    let cwd = cwd.to_owned();
    let roots = RefCell::new(BTreeMap::new());
    Box::new(move |path: &str| {
        if path.starts_with('<') {
            return path.to_owned();
        }
        let full = || source::read::absolute(&cwd, Path::new(path));
        let mut shown = match form {
            PathForm::Relative => path.to_owned(),
            PathForm::Absolute => full().to_string_lossy().into_owned(),
            PathForm::Repo => {
                let full = full();
                let folder = full.parent().unwrap_or(&cwd);
                let mut roots = roots.borrow_mut();
                let root = roots.entry(folder.to_owned()).or_insert_with(|| {
                    folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&cwd).to_owned()
                });
                source::read::shown(root, &full)
            }
        };
        if let Some(prefix) = &prefix {
            shown = format!("{}/{shown}", prefix.trim_end_matches('/'));
        }
        shown
    })
}

/// Writes all outputs, and what standard error says.
fn report(
    args: &CheckArgs,
    setup: &Setup,
    outcome: &Outcome,
    outputs: &[Output],
    took: Duration,
) -> Result<(), Trouble> {
    let view = view(args, setup, outcome);
    let style = |to_terminal: bool| text::Style {
        colour: to_terminal && terminal::colour(Stream::Out, args.output.color),
        links: to_terminal && terminal::links(args.output.hyperlinks),
        ascii: terminal::ascii(),
        width: terminal::width(),
        repeat: args.output.verbose_repeat,
        context: args.output.context,
    };
    for (format, path) in outputs {
        match path {
            Some(path) => {
                let file = std::fs::File::create(path)
                    .map_err(|error| usage(format!("{} cannot be written: {error}", path.display()), None))?;
                let mut out = BufWriter::new(file);
                format.write(&view, style(false), &mut out)?;
                out.flush()?;
            }
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                format.write(&view, style(true), &mut out)?;
                if *format == Format::Full && !view.findings.is_empty() && io::stdout().is_terminal() {
                    writeln!(out)?;
                }
                out.flush()?;
            }
        }
    }
    let chosen = args.output.concise || !args.output.output.is_empty();
    if env_is("GITHUB_ACTIONS", "true") {
        if !chosen && !outputs.iter().any(|(format, path)| *format == Format::Github && path.is_none()) {
            let mut out = BufWriter::new(io::stdout().lock());
            Format::Github.write(&view, style(false), &mut out)?;
            out.flush()?;
        }
        if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
            let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
            let written = file.and_then(|mut file| file.write_all(crate::report::markdown::summary(&view).as_bytes()));
            written.map_err(|error| usage(format!("the job's summary cannot be written: {error}"), None))?;
        }
    }
    let mut err = io::stderr().lock();
    let style = text::Style { colour: terminal::colour(Stream::Err, args.output.color), ..style(false) };
    if is_empty(outcome) && args.run.quiet < 2 {
        writeln!(err, "warning: no Go files were found")?;
    }
    if args.run.quiet == 0 {
        text::write_summary(&view, style, Some(took), &mut err)?;
    }
    let sarif = outputs.iter().any(|(format, _)| *format == Format::Sarif);
    if sarif && view.findings.len() > SHOWN_BY_GITHUB && args.run.quiet < 2 {
        let count = view.findings.len();
        writeln!(
            err,
            "warning: GitHub shows {SHOWN_BY_GITHUB} of the {count} results: narrow the run, or use a baseline"
        )?;
    }
    if args.output.statistics {
        tell::statistics(&view, &mut err)?;
    }
    if args.run.verbose > 0 {
        tell::verbose(args, setup, outcome, &mut err)?;
    }
    if args.run.timings || args.run.verbose > 0 {
        for (stage, time) in &outcome.timings {
            writeln!(err, "{stage:>10} {:8.3} s", time.as_secs_f64())?;
        }
    }
    Ok(())
}

fn env_is(name: &str, value: &str) -> bool {
    std::env::var(name).is_ok_and(|set| set == value)
}

fn is_empty(outcome: &Outcome) -> bool {
    let counts = outcome.counts;
    counts.analysed + counts.partial + counts.failed + counts.skipped == 0
}

/// 0 nothing at or above `--fail-on`, 1 findings, 2 not to be trusted.
pub fn exit_code(args: &CheckArgs, outcome: &Outcome) -> u8 {
    if !outcome.is_trusted() || args.status.strict && is_empty(outcome) {
        return 2;
    }
    if args.status.exit_zero {
        return 0;
    }
    let least = match args.status.fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Info => Some(Severity::Info),
        FailOn::Never => None,
    };
    let warnings = outcome.shown().filter(|finding| finding.severity == Severity::Warning).count();
    let limit = args.status.max_warnings;
    let failing = least.is_some_and(|least| {
        outcome.shown().any(|finding| {
            let tolerated = finding.severity == Severity::Warning && limit.is_some();
            finding.severity >= least && !tolerated
        }) || limit.is_some_and(|most| warnings > most)
    });
    let incomplete = args.status.strict && outcome.is_incomplete();
    u8::from(failing || incomplete)
}
