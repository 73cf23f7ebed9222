//! START HERE: the whole way from paths to findings, in one function used by the command line, the language server and the
//! tests alike.
//!
//! paths → text → tree → package → names → types → rules → suppression → findings. [`check`] loads (the only part that
//! reads), then everything is pure: the same texts give the same findings, whatever the number of threads.
//!
//! What comes out is an [`Outcome`]: all findings, also the hidden ones with the reason, and what could not be analysed.
//! Nothing here is an error: a broken file, a missing module, a rule that panics are notices, and the rest goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::{ConfigError, Configs, Generated, Settings};
use crate::flow;
use crate::lint::program::{Program, Target};
use crate::lint::run::{Dispatch, Linted, RuleSet, import_paths};
use crate::lint::select::{Active, Catalog};
use crate::lint::suppress::{Suppressions, is_about_suppressions};
use crate::lint::view::Tree;
use crate::lint::{FileCounts, Finding, Hidden, Notice, NoticeKind, Place, finish};
use crate::package::{self, ModuleId, Problem, ProblemKind, UnitFile, UnitId, Workspace};
use crate::rules::RULES;
use crate::source::walk::NotFound;
use crate::source::{FileId, Files};
use crate::syntax::ast::Reading;
use crate::text::{GoVersion, Span, Symbol};
use crate::types::{Info, Store};

/// Stack of the threads that analyse: recursion in the tree is capped, and this is room enough for the cap.
const STACK: usize = 64 << 20;

/// Changes the settings of a file: what the command line says.
pub type Adjust = Arc<dyn Fn(&mut Settings) + Send + Sync>;

/// What to check and how.
pub struct Request {
    /// The paths or texts.
    pub load: package::Request,
    /// Platform, tags, Go versions.
    pub options: package::Options,
    /// The settings that hold for each file.
    pub configs: Arc<Configs>,
    /// What is changed in the settings of each file.
    pub adjust: Option<Adjust>,
    /// Threads; `None`: as many as there are cores.
    pub jobs: Option<usize>,
    /// Also generated files.
    pub include_generated: bool,
    /// Where to tell how far the run is.
    pub progress: Option<Arc<Progress>>,
}

/// How far a run is, for whoever watches it from another thread.
#[derive(Debug, Default)]
pub struct Progress {
    stage: AtomicUsize,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    const STAGES: [&str; 3] = ["reading", "typing", "linting"];

    /// The stage, and how many of how many files it has done.
    pub fn read(&self) -> (&'static str, usize, usize) {
        let stage = self.stage.load(Ordering::Relaxed).min(Progress::STAGES.len() - 1);
        (Progress::STAGES[stage], self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    fn begin(&self, stage: usize, total: usize) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.stage.store(stage, Ordering::Relaxed);
    }

    fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// What came of it.
pub struct Outcome {
    /// Everything that was loaded: texts, units, modules.
    pub workspace: Arc<Workspace>,
    /// All findings in their order (path, start, end, rule, message); hidden ones say why.
    pub findings: Vec<Finding>,
    /// What is wrong with the input or the tool, by path and place.
    pub notices: Vec<Notice>,
    pub counts: FileCounts,
    /// Modules whose sources are not on this machine, sorted.
    pub missing_modules: Vec<String>,
    /// The settings by file: of each file that was linted.
    pub settings: FxHashMap<FileId, Arc<Settings>>,
    /// What each stage took, in the order of the stages.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Why nothing could be checked at all.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum Failure {
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    #[diagnostic(help("paths are files, folders, `./...` or `-` for standard input"))]
    NotFound(#[from] NotFound),
    #[error("the threads could not be started: {0}")]
    Threads(String),
}

impl Outcome {
    /// The texts.
    pub fn files(&self) -> &Files {
        &self.workspace.files
    }

    /// The findings that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.hidden.is_none())
    }

    /// Whether everything could be read and no rule failed: else the result is not to be trusted (exit 2).
    pub fn is_trusted(&self) -> bool {
        !self.notices.iter().any(|notice| matches!(notice.kind, NoticeKind::Unreadable | NoticeKind::Internal))
    }

    /// Whether some of the input was only partly understood.
    pub fn is_incomplete(&self) -> bool {
        !self.is_trusted() || self.counts.partial > 0 || self.counts.failed > 0 || !self.missing_modules.is_empty()
    }

    /// The release whose standard library is known, and the language version that is assumed where nothing says one.
    pub fn go(&self) -> (GoVersion, GoVersion) {
        let context = self.workspace.context();
        (context.toolchain, self.workspace.language().unwrap_or(context.toolchain))
    }
}

/// All rules, sorted for dispatch; made once.
pub fn dispatch() -> &'static Dispatch {
    static DISPATCH: OnceLock<Dispatch> = OnceLock::new();
    DISPATCH.get_or_init(|| Dispatch::new(RULES))
}

/// All rules, found by name.
pub fn catalog() -> &'static Catalog {
    dispatch().catalog()
}

/// Runs the whole way.
pub fn check(request: Request) -> Result<Outcome, Failure> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(request.jobs.unwrap_or(0))
        .stack_size(STACK)
        .thread_name(|number| format!("gotcha-{number}"))
        .build()
        .map_err(|error| Failure::Threads(error.to_string()))?;
    threads.install(|| run(request))
}

/// A file that is linted, with what is found out about it on the way.
struct Job<'a> {
    unit: UnitId,
    source: &'a UnitFile,
    /// Position among the unit's files.
    number: u32,
    active: Arc<Active>,
    suppressions: Suppressions,
    /// The rules that looked at it.
    wanted: RuleSet,
    /// Whether findings in it are wanted at all.
    shown: bool,
    /// It has suppressions, and imports a package that could not be found.
    unknown_imports: bool,
}

fn run(request: Request) -> Result<Outcome, Failure> {
    let mut clock = Clock::new();
    let Request { load, options, configs, adjust, include_generated, progress, .. } = request;
    let progress = progress.unwrap_or_default();
    let cwd = load.cwd.clone();
    let named: BTreeSet<PathBuf> =
        load.paths.iter().map(|path| crate::source::read::absolute(&cwd, Path::new(path))).collect();
    let workspace = Arc::new(Workspace::load(load, options)?);
    clock.lap("load");

    let dispatch = dispatch();
    let choice = Choice { configs: &configs, adjust: adjust.as_ref(), named: &named, include_generated, cwd: &cwd };
    let mut jobs = jobs(&workspace, dispatch.catalog(), &choice)?;
    let store = Store::new(workspace.clone());
    let program = Program { workspace: &workspace, store: &store, flow: None };
    // Test files add methods to the types of their package: all packages are declared before anything is typed.
    for &unit in workspace.targets() {
        store.scope(store.package_of_unit(unit));
    }
    progress.begin(1, jobs.len());
    let infos: Vec<Info> = jobs
        .par_iter()
        .map(|job| {
            let info = infer(program, job);
            progress.step();
            info
        })
        .collect();
    clock.lap("types");

    let targets: Vec<Target<'_>> = jobs
        .iter()
        .zip(&infos)
        .map(|(job, info)| Target { unit: workspace.unit(job.unit), source: job.source, info })
        .collect();
    let dependencies = flow::Dependencies::new(&store);
    let bodies = flow::Program::new(&store, targets.iter().map(|target| target.flow_source(&store)));
    let bodies = bodies.with(&dependencies);
    let program = Program { flow: Some(&bodies), ..program };
    progress.begin(2, jobs.len());
    let linted: Vec<(RuleSet, Linted)> = jobs
        .par_iter()
        .zip(&targets)
        .map(|(job, &target)| {
            progress.step();
            if !job.shown {
                return (job.wanted.clone(), Linted::default());
            }
            let wanted = dispatch.wanted(target, &job.active, &job.suppressions.named_rules());
            let linted = dispatch.lint_file(program, target, &job.active, &wanted);
            (wanted, linted)
        })
        .collect();
    let mut findings = Vec::new();
    let mut notices = Vec::new();
    for (job, (wanted, linted)) in jobs.iter_mut().zip(linted) {
        job.wanted = wanted;
        findings.extend(linted.findings);
        notices.extend(linted.notices);
    }
    let wide = lint_packages(program, dispatch, &jobs, &targets);
    findings.extend(wide.findings);
    notices.extend(wide.notices);
    clock.lap("rules");

    let mut findings = conclude(&workspace.files, dispatch.catalog(), &jobs, &targets, findings);
    finish::sort(&mut findings, &workspace.files);
    finish::supersede(&mut findings, dispatch.catalog());
    let counts = count(&workspace, &jobs, &mut notices);
    notices.sort_by_cached_key(|notice| notice_order(notice, &cwd));
    notices.dedup();
    let settings = jobs.iter().map(|job| (job.source.file, job.active.settings.clone())).collect();
    clock.lap("conclude");
    drop(bodies);
    dependencies.save();
    drop(dependencies);
    drop(targets);
    drop(jobs);
    let missing_modules = workspace.missing_modules().iter().cloned().collect();
    drop(store);
    Ok(Outcome { workspace, findings, notices, counts, missing_modules, settings, timings: clock.laps })
}

/// What decides whether and how a file is linted.
struct Choice<'c> {
    configs: &'c Configs,
    adjust: Option<&'c Adjust>,
    /// Files that were named, absolute.
    named: &'c BTreeSet<PathBuf>,
    include_generated: bool,
    cwd: &'c Path,
}

/// The files of the packages to be linted, in order, each with the settings that hold for it.
fn jobs<'w>(workspace: &'w Workspace, catalog: &Catalog, choice: &Choice<'_>) -> Result<Vec<Job<'w>>, Failure> {
    let adjusted = |settings: &Settings| {
        let mut settings = settings.clone();
        if let Some(adjust) = choice.adjust {
            adjust(&mut settings);
        }
        Arc::new(settings)
    };
    let mut actives: FxHashMap<usize, Arc<Active>> = FxHashMap::default();
    let mut jobs = Vec::new();
    for &unit in workspace.targets() {
        for (number, source) in workspace.files_of(unit).iter().enumerate() {
            let file = workspace.files.get(source.file);
            let settings = match file.absolute() {
                Some(path) => choice.configs.for_path(path)?,
                None => choice.configs.for_path(&choice.cwd.join("stdin.go"))?,
            };
            let active =
                actives.entry(settings.id).or_insert_with(|| Arc::new(catalog.active(&adjusted(&settings)))).clone();
            let is_named = file.absolute().is_none_or(|path| choice.named.contains(path));
            let generated = source.is_generated
                && !is_named
                && !choice.include_generated
                && active.settings.generated == Generated::Skip;
            let shown = source.reported && !generated && (active.settings.tests || !source.is_test || is_named);
            let suppressions = match shown {
                true => Suppressions::read(&source.ast, catalog, &active.settings.honour),
                false => Suppressions::default(),
            };
            let wanted = RuleSet::new(catalog.rules().len());
            let unknown_imports = !suppressions.directives.is_empty()
                && import_paths(&source.ast).any(|path| {
                    matches!(workspace.resolve_import(unit, Symbol::intern(path)), package::Import::Unknown { .. })
                });
            let number = number as u32;
            jobs.push(Job { unit, source, number, active, suppressions, wanted, shown, unknown_imports });
        }
    }
    Ok(jobs)
}

/// Types and objects of one file.
fn infer(program: Program<'_>, job: &Job<'_>) -> Info {
    crate::types::infer::check_file(program.store, job.unit, job.number)
}

/// The rules that look at packages and modules.
fn lint_packages<'a>(
    program: Program<'a>,
    dispatch: &Dispatch,
    jobs: &'a [Job<'a>],
    targets: &'a [Target<'a>],
) -> Linted {
    let mut named: Vec<usize> = jobs.iter().flat_map(|job| job.suppressions.named_rules()).collect();
    named.sort_unstable();
    named.dedup();
    let on = |rule: usize| named.contains(&rule) || jobs.iter().any(|job| job.shown && job.active.is_on(rule));
    let rules = dispatch.catalog().rules().len();
    let on: Vec<bool> = (0..rules).map(on).collect();
    let on = |rule: usize| on[rule];
    // Units in order, each with its files.
    let mut units: Vec<(UnitId, Vec<(Target<'a>, &'a Active)>)> = Vec::new();
    for (job, target) in jobs.iter().zip(targets) {
        match units.last_mut() {
            Some((unit, files)) if *unit == job.unit => files.push((*target, &job.active)),
            _ => units.push((job.unit, vec![(*target, &job.active)])),
        }
    }
    let mut all = Linted::default();
    let packages: Vec<Linted> = units
        .par_iter()
        .map(|(unit, files)| dispatch.lint_package(program, program.workspace.unit(*unit), files, &on))
        .collect();
    for linted in packages {
        all.findings.extend(linted.findings);
        all.notices.extend(linted.notices);
    }
    if dispatch.has_module_rules(&on) {
        type Packages<'a> = Vec<(&'a package::Unit, Vec<(Target<'a>, &'a Active)>)>;
        let mut modules: Vec<(Option<ModuleId>, Packages<'a>)> = Vec::new();
        for (unit, files) in units {
            let unit = program.workspace.unit(unit);
            match modules.iter_mut().find(|(module, _)| *module == unit.module) {
                Some((_, packages)) => packages.push((unit, files)),
                None => modules.push((unit.module, vec![(unit, files)])),
            }
        }
        for (module, packages) in &modules {
            let module = module.map(|id| program.workspace.module(id));
            let linted = dispatch.lint_module(program, module, packages, &on);
            all.findings.extend(linted.findings);
            all.notices.extend(linted.notices);
        }
    }
    all
}

/// From what the rules said to what is kept: suppression, judgement of the suppressions, severity, fingerprints.
fn conclude(
    files: &Files,
    catalog: &Catalog,
    jobs: &[Job<'_>],
    targets: &[Target<'_>],
    findings: Vec<Finding>,
) -> Vec<Finding> {
    let position: FxHashMap<FileId, usize> =
        jobs.iter().enumerate().map(|(position, job)| (job.source.file, position)).collect();
    let mut by_job: Vec<Vec<Finding>> = jobs.iter().map(|_| Vec::new()).collect();
    for finding in findings {
        if let Some(&job) = position.get(&finding.at.file)
            && jobs[job].shown
        {
            by_job[job].push(finding);
        }
    }
    let concluded: Vec<Vec<Finding>> = jobs
        .par_iter()
        .zip(targets)
        .zip(by_job)
        .map(|((job, target), findings)| conclude_file(files, catalog, job, *target, findings))
        .collect();
    concluded.into_iter().flatten().collect()
}

fn conclude_file(
    files: &Files,
    catalog: &Catalog,
    job: &Job<'_>,
    target: Target<'_>,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    // A rule for packages does not know which files it may report.
    findings.retain(|finding| {
        catalog.rule(finding.rule).is_some_and(|rule| {
            let meta = rule.meta();
            (meta.tests || !job.source.is_test) && meta.go.contains(job.source.language.minor)
        })
    });
    let tree = Tree { ast: &job.source.ast, file: job.source.file };
    let wide = |rule: usize| catalog.rules()[rule].is_wide();
    // Where an import is not known, a rule may be silent for that reason alone.
    let judged = |rule: usize| !job.unknown_imports && (job.wanted.contains(rule) || wide(rule));
    let about = job.suppressions.apply(tree, catalog, &job.active, &mut findings, judged);
    findings.retain_mut(|finding| {
        let wanted = catalog.index(finding.rule).is_some_and(|rule| job.active.judge(rule, finding));
        // Whoever gives a piece of code knows that its imports are guessed.
        if wanted && !target.unit.guessed_imports {
            finish::hide_unsure(finding, &job.active);
        }
        wanted
    });
    findings.extend(about);
    for finding in &mut findings {
        finish::identify(finding, target, files);
    }
    findings
}

/// How far the files were read, and what there is to say about it.
fn count(workspace: &Workspace, jobs: &[Job<'_>], notices: &mut Vec<Notice>) -> FileCounts {
    let mut counts = FileCounts::default();
    for job in jobs.iter().filter(|job| job.source.reported) {
        if !job.shown {
            counts.skipped += 1;
            continue;
        }
        let ast = &job.source.ast;
        match ast.reading {
            Reading::Whole if ast.problems.is_empty() => counts.analysed += 1,
            _ => counts.partial += 1,
        }
        if let Some(first) = ast.problems.first() {
            let more = match ast.problems.len() - 1 {
                0 => String::new(),
                more => format!(" (and {more} more in this file)"),
            };
            notices.push(Notice {
                kind: NoticeKind::Syntax,
                path: workspace.files.get(job.source.file).path.clone(),
                place: Some(Place { file: job.source.file, span: first.span }),
                message: format!("{}{more}", first.message),
            });
        }
    }
    for problem in workspace.problems() {
        match problem.kind {
            ProblemKind::Unreadable => counts.failed += 1,
            ProblemKind::Skipped => counts.skipped += 1,
            ProblemKind::Module => {}
        }
        notices.push(notice(problem));
    }
    counts
}

fn notice(problem: &Problem) -> Notice {
    let kind = match problem.kind {
        ProblemKind::Unreadable => NoticeKind::Unreadable,
        ProblemKind::Skipped => NoticeKind::Skipped,
        ProblemKind::Module => NoticeKind::Module,
    };
    let message = match problem.at {
        Some((line, column)) => format!("{line}:{column}: {}", problem.message),
        None => problem.message.clone(),
    };
    Notice { kind, path: problem.path.clone(), place: None, message }
}

/// By the absolute path, as findings are.
fn notice_order(notice: &Notice, cwd: &Path) -> (PathBuf, NoticeKind, Span, String) {
    let span = notice.place.map_or(Span::at(0), |place| place.span);
    let path = crate::source::read::absolute(cwd, Path::new(&notice.path));
    (path, notice.kind, span, notice.message.clone())
}

/// How many findings are hidden, by cause.
pub fn hidden(findings: &[Finding]) -> std::collections::BTreeMap<&'static str, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for finding in findings {
        let cause = match finding.hidden {
            None => continue,
            Some(Hidden::Suppressed { .. }) => "suppressed",
            Some(Hidden::Baseline) => "baseline",
            Some(Hidden::NotNew) => "not-new",
            Some(Hidden::LowConfidence) => "low-confidence",
        };
        *counts.entry(cause).or_default() += 1;
    }
    counts
}

/// Whether a finding may be put into a baseline: those about the tool may not.
pub fn may_be_baselined(finding: &Finding) -> bool {
    !is_about_suppressions(finding.rule)
}

/// Measures the stages.
struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn new() -> Clock {
        Clock { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
