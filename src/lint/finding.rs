//! What a rule reports: plain data without lifetimes, positions in bytes.
//!
//! `report`, `lsp` and `apply` read these; only they turn offsets into lines and columns.

use crate::source::FileId;
use crate::text::Span;

/// A range in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

/// How opinionated a finding is; the class of its tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Next to no false positives; on by default.
    Default,
    /// Opinionated or heuristic; opt-in.
    Strict,
    /// Informational.
    Hint,
}

/// What a finding means for the run. Ordered: `Info < Warning < Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    /// A certain panic, deadlock or data loss.
    Error,
}

/// How sure the tool is. Ordered: `Low < Medium < High`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Rests on an assumption (guessed import, assumed Go version).
    Low,
    /// A heuristic decides.
    Medium,
    High,
}

/// Why a secondary place is shown; each has a fixed word in JSON and a default phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Where the resource, channel or value comes from.
    Acquired,
    /// The branch a path takes.
    Branch,
    /// The return or end where a path leaves.
    Returns,
    Loop,
    Goroutine,
    Deferred,
    Locked,
    Released,
    Captured,
    Declared,
    Assigned,
    ErrorDropped,
    /// The type that explains the finding.
    Type,
    /// A call through which the effect happens.
    Call,
    /// Anything else; the message says it all.
    Note,
}

impl Role {
    /// The phrase shown where the rule gives no message of its own.
    pub const fn phrase(self) -> &'static str {
        match self {
            Role::Acquired => "acquired here",
            Role::Branch => "this branch is taken",
            Role::Returns => "returns here",
            Role::Loop => "the loop is here",
            Role::Goroutine => "the goroutine starts here",
            Role::Deferred => "deferred here",
            Role::Locked => "locked here",
            Role::Released => "released here",
            Role::Captured => "captured here",
            Role::Declared => "declared here",
            Role::Assigned => "assigned here",
            Role::ErrorDropped => "error dropped here",
            Role::Type => "the type is declared here",
            Role::Call => "called here",
            Role::Note => "see here",
        }
    }

    /// The word used in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Role::Acquired => "acquired",
            Role::Branch => "branch",
            Role::Returns => "returns",
            Role::Loop => "loop",
            Role::Goroutine => "goroutine",
            Role::Deferred => "deferred",
            Role::Locked => "locked",
            Role::Released => "released",
            Role::Captured => "captured",
            Role::Declared => "declared",
            Role::Assigned => "assigned",
            Role::ErrorDropped => "error-dropped",
            Role::Type => "type",
            Role::Call => "call",
            Role::Note => "note",
        }
    }
}

/// A secondary place of a finding, or a step of its trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub place: Place,
    pub role: Role,
    /// One line; small first letter, no full stop.
    pub message: String,
}

/// How much judgement a fix needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Keeps behaviour (or only removes the defect) and comments; applied by `--fix`.
    Safe,
    /// May change behaviour or needs judgement; applied by `--unsafe-fixes`.
    Unsafe,
    /// Shown, never applied.
    Sketch,
}

/// One replacement; an empty span is an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub place: Place,
    pub text: String,
}

/// A named set of edits, applied whole or not at all. Applicable fixes stay in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Imperative, small first letter: "use fmt.Errorf".
    pub title: String,
    pub safety: Safety,
    pub edits: Vec<Edit>,
    /// Import paths that the new text needs; `apply` adds what is missing and removes imports that became unused.
    pub imports: Vec<String>,
}

/// One mistake found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's kebab-case name.
    pub rule: &'static str,
    /// The class of the tier that fired.
    pub tier: Class,
    pub severity: Severity,
    pub confidence: Confidence,
    /// The smallest one-line thing to look at.
    pub at: Place,
    /// The headline: at most 80 columns, consequence first, the user's identifiers in backticks, no full stop.
    pub message: String,
    /// What the primary place shows; empty: the headline alone says it.
    pub label: String,
    /// At most four secondary places that show the cause.
    pub labels: Vec<Label>,
    /// The whole path of a flow finding.
    pub trace: Vec<Label>,
    /// One or two sentences; `None`: the page's line.
    pub why: Option<String>,
    pub help: Option<String>,
    /// Alternatives, best first.
    pub fixes: Vec<Fix>,
    /// `v1:` and 32 hexadecimal digits (experience.md 6); filled in by the engine.
    pub fingerprint: String,
    /// The enclosing declaration: `F`, `(*T).M`, `T`; empty at file level. Filled in by the engine.
    pub symbol: String,
    /// Why it is hidden, if it is; hidden findings are counted, and shown on request. Filled in by the engine.
    pub hidden: Option<Hidden>,
}

/// Why a finding is not shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// By a directive with this reason.
    Suppressed {
        reason: String,
    },
    Baseline,
    /// Not on new code.
    NotNew,
    LowConfidence,
}

/// What is wrong with the input or with the tool; never a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// A region that is not Go: incomplete analysis.
    Syntax,
    /// A file or folder could not be read: exit 2.
    Unreadable,
    /// A fault of the tool: exit 2.
    Internal,
    /// Sources of a dependency are not on this machine.
    MissingModule,
    /// A broken go.mod, go.work or modules.txt: incomplete analysis.
    Module,
    /// A file was skipped (too large, not regular).
    Skipped,
}

/// A notice, with a place where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    /// As shown, relative to the working directory; empty for none.
    pub path: String,
    /// The place, when the file was loaded.
    pub place: Option<Place>,
    pub message: String,
}

/// How many files were read how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
pub struct FileCounts {
    pub analysed: usize,
    pub partial: usize,
    pub failed: usize,
    pub skipped: usize,
}
