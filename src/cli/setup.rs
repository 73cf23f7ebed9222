//! The arguments and the configuration as one: what is to be checked, by which rules, how.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::IntoDiagnostic;

use super::args::{CheckArgs, ConfidenceArg, RuleArgs};
use super::formats::Format;
use super::{Trouble, usage};
use crate::check::{self, Adjust, catalog};
use crate::config::{self, Configs, Globs, Known, Selection, Settings};
use crate::package::{self, GoEnv};
use crate::source::WalkOptions;
use crate::text::GoVersion;

/// One run as the arguments describe it.
#[derive(Clone)]
pub struct Setup {
    pub cwd: PathBuf,
    pub configs: Arc<Configs>,
    /// What the command line changes in every file's settings.
    pub adjust: Adjust,
    /// The settings of the working directory: formats, links.
    pub settings: Settings,
}

/// An error of the engine as trouble that miette draws.
trait IntoTrouble<T> {
    fn into_diagnostic_trouble(self) -> Result<T, Trouble>;
}

impl<T, E: miette::Diagnostic + Send + Sync + 'static> IntoTrouble<T> for Result<T, E> {
    fn into_diagnostic_trouble(self) -> Result<T, Trouble> {
        self.map_err(|error| Trouble::Report(error.into()))
    }
}

impl Setup {
    /// Reads what decides about rules.
    pub fn new(rules: &RuleArgs, config: &[String], isolated: bool) -> Result<Setup, Trouble> {
        let cwd = std::env::current_dir().into_diagnostic()?;
        let known = catalog().known(&Format::names());
        let adjust = adjust(rules, &known)?;
        let sources = super::config::sources(&cwd, config, isolated).into_diagnostic_trouble()?;
        let configs = Configs::new(sources, known).into_diagnostic_trouble()?;
        let mut settings = (*configs.for_folder(&cwd).into_diagnostic_trouble()?).clone();
        adjust(&mut settings);
        Ok(Setup { cwd, configs: Arc::new(configs), adjust, settings })
    }

    /// What the arguments ask to be checked, without paths and standard input.
    pub fn request(&self, args: &CheckArgs) -> Result<check::Request, Trouble> {
        let env = GoEnv::read(&|name| std::env::var(name).ok());
        let mut context = package::Context::default();
        let tags = [&args.files.tags, &self.settings.tags, &env.tags];
        context.tags = tags.into_iter().flatten().filter(|tag| !tag.is_empty()).cloned().collect();
        context.tags.sort();
        context.tags.dedup();
        if let Some(os) = args.files.goos.as_ref().or(env.goos.as_ref()) {
            context.goos.clone_from(os);
        }
        if let Some(arch) = args.files.goarch.as_ref().or(env.goarch.as_ref()) {
            context.goarch.clone_from(arch);
        }
        if let Some(toolchain) = &args.rules.toolchain {
            context.toolchain = version("--toolchain", toolchain)?;
        }
        let language = args.rules.go.as_ref().map(|go| version("--go", go)).transpose()?;
        let configs = self.configs.clone();
        let floor = move |folder: &Path| GoVersion::parse(configs.for_folder(folder).ok()?.go.as_ref()?);
        let walk = WalkOptions {
            gitignore: !args.files.no_gitignore,
            vendor: args.files.include_vendor,
            force_exclude: args.files.force_exclude,
            exclude: Some(self.exclude(&args.files.exclude)?),
        };
        let load = package::Request { cwd: self.cwd.clone(), walk, ..package::Request::default() };
        let no_tests = args.files.no_tests;
        let inner = self.adjust.clone();
        let adjust: Adjust = Arc::new(move |settings: &mut Settings| {
            inner(settings);
            settings.tests &= !no_tests;
        });
        Ok(check::Request {
            load,
            options: package::Options {
                context,
                language,
                floor: package::Floor(Some(Arc::new(floor))),
                std_source: args.run.std_source.clone(),
                env,
                cache: Arc::new(args.run.cache()),
            },
            configs: self.configs.clone(),
            adjust: Some(adjust),
            jobs: args.run.jobs.filter(|&jobs| jobs > 0),
            include_generated: args.files.include_generated,
            progress: None,
        })
    }

    /// What is left out: by the configuration of the folder it lies in, or by `--exclude`.
    fn exclude(&self, globs: &[String]) -> Result<crate::source::walk::Exclude, Trouble> {
        let mut own = Globs::default();
        own.add(&self.cwd, globs)
            .map_err(|(at, reason)| usage(format!("the glob `{}` is malformed: {reason}", globs[at]), None))?;
        let configs = self.configs.clone();
        Ok(Arc::new(move |path, _| {
            own.matches(path) || configs.for_path(path).is_ok_and(|settings| settings.exclude.matches(path))
        }))
    }
}

fn version(flag: &str, text: &str) -> Result<GoVersion, Trouble> {
    let help = || Some("write it as 1.22".to_owned());
    GoVersion::parse(text).ok_or_else(|| usage(format!("`{text}` is no Go version ({flag})"), help()))
}

/// What the flags change in the settings of every file.
fn adjust(args: &RuleArgs, known: &Known) -> Result<Adjust, Trouble> {
    for name in args.select.iter().chain(&args.ignore).chain(&args.extend_select).chain(&args.only) {
        if !known.is_selector(name) {
            let near = config::suggest(name, known.selectors()).map(|near| format!("did you mean `{near}`?"));
            let help = near.or_else(|| Some("`gotcha rules` lists the rules".to_owned()));
            return Err(usage(format!("no rule, group or class is named `{name}`"), help));
        }
    }
    let mut severity = Vec::new();
    for entry in &args.severity {
        let parts = entry.split_once('=').and_then(|(rule, level)| {
            let level = match level {
                "error" => config::Severity::Error,
                "warning" => config::Severity::Warning,
                "info" => config::Severity::Info,
                _ => return None,
            };
            Some((rule, level))
        });
        match parts {
            Some((rule, level)) if known.is_rule(rule) => severity.push((known.rule(rule), level)),
            Some((rule, _)) => {
                let near = config::suggest(rule, known.rules.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                return Err(usage(format!("no rule is named `{rule}`"), help));
            }
            None => {
                let help = Some("the form is RULE=error, RULE=warning or RULE=info".to_owned());
                return Err(usage(format!("`{entry}` is no severity of a rule"), help));
            }
        }
    }
    let lower = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    let (select, ignore, extend, only) =
        (lower(&args.select), lower(&args.ignore), lower(&args.extend_select), lower(&args.only));
    let (preview, confidence) = (args.preview, args.min_confidence);
    Ok(Arc::new(move |settings: &mut Settings| {
        if !select.is_empty() {
            settings.selection = vec![Selection { select: select.clone(), ignore: ignore.clone() }];
        } else if !ignore.is_empty() {
            settings.selection.push(Selection { select: Vec::new(), ignore: ignore.clone() });
        }
        if !extend.is_empty() {
            settings.selection.push(Selection { select: extend.clone(), ignore: Vec::new() });
        }
        if !only.is_empty() {
            settings.selection = vec![Selection { select: only.clone(), ignore: Vec::new() }];
        }
        settings.preview |= preview;
        if let Some(least) = confidence {
            settings.min_confidence = match least {
                ConfidenceArg::High => config::Confidence::High,
                ConfidenceArg::Medium => config::Confidence::Medium,
                ConfidenceArg::Low => config::Confidence::Low,
            };
        }
        for (rule, level) in &severity {
            settings.severity.insert(rule.clone(), *level);
        }
    }))
}

/// The paths that are named, and whether standard input is.
pub fn paths(args: &CheckArgs) -> Result<(Vec<String>, bool), Trouble> {
    let mut paths = Vec::new();
    for path in &args.paths {
        match path.strip_prefix('@') {
            Some(list) => {
                let text = std::fs::read_to_string(list)
                    .map_err(|error| usage(format!("the list of paths {list} cannot be read: {error}"), None))?;
                paths.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
            }
            None => paths.push(path.clone()),
        }
    }
    let stdin = paths.iter().any(|path| path == "-") || args.source.snippet || args.source.stdin_filename.is_some();
    paths.retain(|path| path != "-");
    if paths.is_empty() && !stdin {
        paths.push(".".to_owned());
    }
    Ok((paths, stdin))
}
