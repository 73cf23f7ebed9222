//! The flags as they are written. What the flags mean is decided in the commands.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Flags in the environment are off when empty, `0`, `false`, `no` or `off`, else on.
fn on() -> clap::builder::FalseyValueParser {
    clap::builder::FalseyValueParser::new()
}

/// Flags of `check`.
#[derive(Clone, Debug, Default, Args)]
pub struct CheckArgs {
    /// Folders, files, `./...`, `-` for standard input, `@file` for a list of paths, one a line
    pub paths: Vec<String>,

    #[command(flatten)]
    pub rules: RuleArgs,
    #[command(flatten)]
    pub files: FileArgs,
    #[command(flatten)]
    pub source: SourceArgs,
    #[command(flatten)]
    pub new_code: NewCodeArgs,
    #[command(flatten)]
    pub fix: FixArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub status: StatusArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Which rules run.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// Rules, groups, classes (default, strict, hint), `preview` or `all`, in place of the configuration's
    #[arg(long, value_delimiter = ',', value_name = "LIST", env = "GOTCHA_SELECT")]
    pub select: Vec<String>,
    /// Rules, groups or classes that do not run
    #[arg(long, value_delimiter = ',', value_name = "LIST", env = "GOTCHA_IGNORE")]
    pub ignore: Vec<String>,
    /// Rules, groups or classes besides those that run anyway
    #[arg(long, value_delimiter = ',', value_name = "LIST", env = "GOTCHA_EXTEND_SELECT")]
    pub extend_select: Vec<String>,
    /// These rules and no others
    #[arg(long, value_delimiter = ',', value_name = "RULE", env = "GOTCHA_ONLY")]
    pub only: Vec<String>,
    /// Also run rules that are new and may still change
    #[arg(long, env = "GOTCHA_PREVIEW", value_parser = on())]
    pub preview: bool,
    /// Hide findings that are less sure
    #[arg(long, value_name = "LEVEL", env = "GOTCHA_MIN_CONFIDENCE")]
    pub min_confidence: Option<ConfidenceArg>,
    /// Severity of a rule's findings: `RULE=error|warning|info`
    #[arg(long, value_delimiter = ',', value_name = "RULE=LEVEL", env = "GOTCHA_SEVERITY")]
    pub severity: Vec<String>,
    /// The Go version of the code, in place of go.mod's: `1.N`
    #[arg(long, value_name = "1.N", env = "GOTCHA_GO_VERSION")]
    pub go: Option<String>,
    /// The Go release whose standard library and build tags hold: `1.N`
    #[arg(long, value_name = "1.N", env = "GOTCHA_TOOLCHAIN")]
    pub toolchain: Option<String>,
}

/// Which files are read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Files")]
pub struct FileArgs {
    /// Leave out what matches this glob
    #[arg(long, value_name = "GLOB", env = "GOTCHA_EXCLUDE", value_delimiter = ',')]
    pub exclude: Vec<String>,
    /// Also generated files
    #[arg(long, env = "GOTCHA_INCLUDE_GENERATED", value_parser = on())]
    pub include_generated: bool,
    /// Also vendored packages
    #[arg(long, env = "GOTCHA_INCLUDE_VENDOR", value_parser = on())]
    pub include_vendor: bool,
    /// No test files
    #[arg(long, env = "GOTCHA_NO_TESTS", value_parser = on())]
    pub no_tests: bool,
    /// Build tags that are set
    #[arg(long, value_delimiter = ',', value_name = "TAGS", env = "GOTCHA_TAGS")]
    pub tags: Vec<String>,
    /// The operating system the code is built for
    #[arg(long, value_name = "OS", env = "GOTCHA_GOOS")]
    pub goos: Option<String>,
    /// The processor the code is built for
    #[arg(long, value_name = "ARCH", env = "GOTCHA_GOARCH")]
    pub goarch: Option<String>,
    /// Also files that .gitignore leaves out
    #[arg(long, env = "GOTCHA_NO_GITIGNORE", value_parser = on())]
    pub no_gitignore: bool,
    /// Apply exclusions to files that are named, too
    #[arg(long, env = "GOTCHA_FORCE_EXCLUDE", value_parser = on())]
    pub force_exclude: bool,
}

/// Code that is in no file.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Source")]
pub struct SourceArgs {
    /// The file that standard input stands for; its package is read with it
    #[arg(long, value_name = "PATH", env = "GOTCHA_STDIN_FILENAME")]
    pub stdin_filename: Option<String>,
    /// Standard input is a part of a file: declarations, statements or an expression (found without being told, too)
    #[arg(long, conflicts_with = "stdin_filename", env = "GOTCHA_SNIPPET", value_parser = on())]
    pub snippet: bool,
    /// The paths (or standard input) are Markdown: their fenced Go code is checked, each fence by itself
    #[arg(long, conflicts_with_all = ["stdin_filename", "snippet"], env = "GOTCHA_MARKDOWN", value_parser = on())]
    pub markdown: bool,
}

/// What was there before.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "New code")]
pub struct NewCodeArgs {
    /// Findings known before: a file made by `gotcha baseline create`
    #[arg(long, value_name = "FILE", env = "GOTCHA_BASELINE")]
    pub baseline: Option<PathBuf>,
    /// Entries of the baseline that match nothing any more do not make the run fail
    #[arg(long, env = "GOTCHA_ALLOW_STALE", value_parser = on())]
    pub allow_stale: bool,
    /// Only what was not found at this revision
    #[arg(long, value_name = "REV", env = "GOTCHA_NEW_FROM", conflicts_with_all = ["new_from_merge_base", "staged"])]
    pub new_from: Option<String>,
    /// Only what was not found where the current commit and this one parted
    #[arg(long, value_name = "REF", env = "GOTCHA_NEW_FROM_MERGE_BASE", conflicts_with = "staged")]
    pub new_from_merge_base: Option<String>,
    /// Only findings that touch a line which this patch changes (`-`: standard input)
    #[arg(long, value_name = "PATCH", env = "GOTCHA_DIFF_FILE")]
    pub diff_file: Option<PathBuf>,
    /// Read what is staged, and report only what the current commit does not have
    #[arg(long, env = "GOTCHA_STAGED", value_parser = on())]
    pub staged: bool,
}

/// Which fixes are applied.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Fix")]
pub struct FixArgs {
    /// Apply safe fixes
    #[arg(long, env = "GOTCHA_FIX", value_parser = on())]
    pub fix: bool,
    /// Also fixes that may change behaviour (with --fix, --diff or --fix-only)
    #[arg(long, env = "GOTCHA_UNSAFE_FIXES", value_parser = on())]
    pub unsafe_fixes: bool,
    /// Print the fixes as a patch, write nothing; exit with 1 if there are any
    #[arg(long, env = "GOTCHA_DIFF", value_parser = on())]
    pub diff: bool,
    /// Apply safe fixes and do not report what remains
    #[arg(long, env = "GOTCHA_FIX_ONLY", value_parser = on())]
    pub fix_only: bool,
    /// List the fixes that were applied
    #[arg(long, env = "GOTCHA_SHOW_FIXES", value_parser = on())]
    pub show_fixes: bool,
}

impl FixArgs {
    /// Whether fixes are applied, be it for show.
    pub fn changes_text(&self) -> bool {
        self.fix || self.diff || self.fix_only
    }
}

/// How the result is shown.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Form of the result, to standard output or to a file; may be repeated
    #[arg(short, long = "output", value_name = "FORMAT[=PATH]", env = "GOTCHA_OUTPUT", value_delimiter = ',')]
    pub output: Vec<String>,
    /// One line a finding: short for `--output concise`
    #[arg(long, conflicts_with = "output", env = "GOTCHA_CONCISE", value_parser = on())]
    pub concise: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", env = "GOTCHA_COLOR")]
    pub color: When,
    /// When to write links that a terminal can follow
    #[arg(long, value_name = "WHEN", default_value = "auto", env = "GOTCHA_HYPERLINKS")]
    pub hyperlinks: When,
    /// The full text of a rule for each of its findings
    #[arg(long, env = "GOTCHA_VERBOSE_REPEAT", value_parser = on())]
    pub verbose_repeat: bool,
    /// Lines of code around each place
    #[arg(long, value_name = "N", default_value_t = 0, env = "GOTCHA_CONTEXT")]
    pub context: usize,
    /// How many findings each rule has
    #[arg(long, env = "GOTCHA_STATISTICS", value_parser = on())]
    pub statistics: bool,
    /// Also findings that are hidden, each with the reason
    #[arg(long, env = "GOTCHA_SHOW_SUPPRESSED", value_parser = on())]
    pub show_suppressed: bool,
    /// How paths are written
    #[arg(long = "paths", id = "path_form", value_name = "FORM", default_value = "relative", env = "GOTCHA_PATHS")]
    pub path_form: PathForm,
    /// What stands before each relative path
    #[arg(long, value_name = "TEXT", env = "GOTCHA_PATH_PREFIX")]
    pub path_prefix: Option<String>,
}

/// What the exit code says.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Status")]
pub struct StatusArgs {
    /// The least severity that makes the run fail
    #[arg(long, value_name = "LEVEL", default_value = "warning", env = "GOTCHA_FAIL_ON")]
    pub fail_on: FailOn,
    /// Exit with 0 whatever is found
    #[arg(long, env = "GOTCHA_EXIT_ZERO", value_parser = on())]
    pub exit_zero: bool,
    /// Fail where something could not be analysed
    #[arg(long, env = "GOTCHA_STRICT", value_parser = on())]
    pub strict: bool,
    /// Fail only above so many warnings
    #[arg(long, value_name = "N", env = "GOTCHA_MAX_WARNINGS")]
    pub max_warnings: Option<usize>,
}

/// How the run works.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Run")]
pub struct RunArgs {
    /// Threads (0: as many as there are cores)
    #[arg(short, long, value_name = "N", env = "GOTCHA_JOBS")]
    pub jobs: Option<usize>,
    /// Do not read or write the cache of summaries
    #[arg(long, env = "GOTCHA_NO_CACHE", value_parser = on())]
    pub no_cache: bool,
    /// Where the cache lies
    #[arg(long, value_name = "FOLDER", env = "GOTCHA_CACHE_DIR")]
    pub cache_dir: Option<PathBuf>,
    /// Less on standard error: no summary; twice: no notices either
    #[arg(short, long, action = clap::ArgAction::Count, env = "GOTCHA_QUIET")]
    pub quiet: u8,
    /// More on standard error
    #[arg(short, long, action = clap::ArgAction::Count, env = "GOTCHA_VERBOSE")]
    pub verbose: u8,
    /// What each stage took
    #[arg(long, env = "GOTCHA_TIMINGS", value_parser = on())]
    pub timings: bool,
    /// A configuration file in place of the nearest one, or one setting: `key=value`
    #[arg(long, value_name = "FILE|KEY=VALUE", env = "GOTCHA_CONFIG")]
    pub config: Vec<String>,
    /// Read no configuration file
    #[arg(long, env = "GOTCHA_ISOLATED", value_parser = on())]
    pub isolated: bool,
    /// Read the standard library from this `src` folder in place of the embedded summary: for development
    #[arg(long, hide = true, value_name = "FOLDER", env = "GOTCHA_STD_SOURCE")]
    pub std_source: Option<PathBuf>,
}

/// Arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// Rules
    #[arg(required_unless_present = "all", value_name = "RULE")]
    pub rules: Vec<String>,
    /// All rules
    #[arg(long, conflicts_with = "rules")]
    pub all: bool,
    /// Form of the page
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PageFormat,
    /// Also the answers to the questions
    #[arg(long)]
    pub answer: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", env = "GOTCHA_COLOR")]
    pub color: When,
}

/// Arguments of `rules`.
#[derive(Clone, Debug, Args)]
pub struct RulesArgs {
    /// Only this group
    #[arg(long, value_name = "GROUP")]
    pub group: Option<String>,
    /// Only rules with findings of this class
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Form of the list
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PageFormat,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// A configuration file in place of the nearest one, or one setting: `key=value`
    #[arg(long, value_name = "FILE|KEY=VALUE", env = "GOTCHA_CONFIG")]
    pub config: Vec<String>,
    /// Read no configuration file
    #[arg(long, env = "GOTCHA_ISOLATED", value_parser = on())]
    pub isolated: bool,
}

/// Arguments of `version`.
#[derive(Clone, Debug, Args)]
pub struct VersionArgs {
    /// Form
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: VersionFormat,
}

/// Forms of pages and lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    Text,
    Markdown,
    Json,
}

/// Forms of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VersionFormat {
    Text,
    Json,
}

/// When something that only terminals understand is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// To terminals that can
    #[default]
    Auto,
    Always,
    Never,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ConfidenceArg {
    High,
    Medium,
    Low,
}

/// How paths are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PathForm {
    /// From the working directory
    #[default]
    Relative,
    Absolute,
    /// From the root of the repository
    Repo,
}

/// The least severity that makes a run fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    #[default]
    Warning,
    Info,
    Never,
}
