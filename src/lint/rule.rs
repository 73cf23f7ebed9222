//! What a rule is: a static value that names its page and says when it wants to be called.
//!
//! ```ignore
//! pub static RULE: Rule = Rule::new(page!("errors-new-sprintf")).on_call(&["errors.New"], check);
//! ```
//!
//! Everything that people read about a rule (group, class, level, links) stands in its page's front matter, is read once
//! when first asked for, and is typed here.

use std::any::Any;
use std::sync::{Arc, OnceLock};

use super::cx::Cx;
use super::finding::{Class, Safety, Severity};
use super::kind::Kind;
use super::module::{Facts, ModuleCx, PackageCx};
use super::view::{Call, Expr, Func, Node};
use crate::pages;

/// Called with a node of a kind that was asked for.
pub type NodeFn = for<'a> fn(&Cx<'a>, Node<'a>) -> Option<()>;
/// Called with a call whose callee was asked for by name.
pub type CallFn = for<'a> fn(&Cx<'a>, Call<'a>) -> Option<()>;
/// Called with an identifier or `pkg.Name` that denotes a thing asked for by name.
pub type UseFn = for<'a> fn(&Cx<'a>, Expr<'a>) -> Option<()>;
/// Called with a function that has a body: a declaration or a literal.
pub type FuncFn = for<'a> fn(&Cx<'a>, Func<'a>) -> Option<()>;
/// Called once for each file.
pub type FileFn = for<'a> fn(&Cx<'a>) -> Option<()>;
/// Called once for each package, its files together.
pub type PackageFn = for<'a> fn(&PackageCx<'a>) -> Option<()>;
/// Called once for each package, to remember what the module-wide hook needs.
pub type CollectFn = for<'a> fn(&PackageCx<'a>) -> Option<Facts>;
/// Called once for each module with what was collected of its packages.
pub type ModuleFn = for<'a> fn(&ModuleCx<'a>) -> Option<()>;

/// When a rule wants to be called.
#[derive(Clone, Copy)]
pub enum Hook {
    /// Unused place.
    None,
    Nodes(&'static [Kind], NodeFn),
    Calls(&'static [&'static str], CallFn),
    Uses(&'static [&'static str], UseFn),
    Types(&'static [&'static str], UseFn),
    Funcs(FuncFn),
    File(FileFn),
    Package(PackageFn),
    Collect(CollectFn),
    Module(ModuleFn),
}

/// How many hooks one rule can have.
const HOOKS: usize = 8;

/// A rule: its page and its hooks.
pub struct Rule {
    page: pages::Source,
    hooks: [Hook; HOOKS],
    len: usize,
    /// Rows of the protocol table whose leaks this rule reports.
    pub(crate) protocols: &'static [&'static str],
    pub(crate) options: Option<OptionsType>,
    meta: OnceLock<Meta>,
}

/// A rule's options, as the configuration handles them.
#[derive(Clone, Copy)]
pub struct OptionsType {
    /// Reads and checks the table `[rules.options.RULE]` (without the key `tier`, which every rule has).
    pub read: fn(serde_json::Map<String, serde_json::Value>) -> Result<OptionValues, serde_json::Error>,
    /// The JSON schema of that table.
    pub schema: fn() -> schemars::Schema,
    /// The options where nothing is configured.
    pub default: fn() -> OptionValues,
}

/// The options of one rule, of the type that the rule asks for.
pub type OptionValues = Arc<dyn Any + Send + Sync>;

/// What a type of options can do; derive `Deserialize`, `JsonSchema`, `Default` and mark it `#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]`.
pub trait Options: Default + Send + Sync + serde::de::DeserializeOwned + schemars::JsonSchema + 'static {}
impl<T: Default + Send + Sync + serde::de::DeserializeOwned + schemars::JsonSchema + 'static> Options for T {}

fn read_options<T: Options>(
    table: serde_json::Map<String, serde_json::Value>,
) -> Result<OptionValues, serde_json::Error> {
    Ok(Arc::new(serde_json::from_value::<T>(serde_json::Value::Object(table))?))
}

fn options_schema<T: Options>() -> schemars::Schema {
    schemars::SchemaGenerator::default().into_root_schema_for::<T>()
}

fn default_options<T: Options>() -> OptionValues {
    Arc::new(T::default())
}

impl Rule {
    /// A rule with this page and no hook yet.
    pub const fn new(page: pages::Source) -> Rule {
        Rule { page, hooks: [Hook::None; HOOKS], len: 0, protocols: &[], options: None, meta: OnceLock::new() }
    }

    const fn with(mut self, hook: Hook) -> Rule {
        assert!(self.len < HOOKS, "a rule has at most eight hooks");
        self.hooks[self.len] = hook;
        self.len += 1;
        self
    }

    /// Asks for every node of these kinds.
    pub const fn on(self, kinds: &'static [Kind], check: NodeFn) -> Rule {
        self.with(Hook::Nodes(kinds, check))
    }

    /// Asks for the calls of these functions, methods or builtins: `"net/http.Get"`, `"(*sync.Mutex).Lock"`,
    /// `"(net/http.ResponseWriter).Write"`, `"append"`. The name is that of the declaration: a promoted method has the
    /// name of the type that declares it.
    pub const fn on_call(self, names: &'static [&'static str], check: CallFn) -> Rule {
        self.with(Hook::Calls(names, check))
    }

    /// Asks for every other mention of these package-level variables, constants and functions (not as callee):
    /// `"net/http.DefaultClient"`.
    pub const fn on_use(self, names: &'static [&'static str], check: UseFn) -> Rule {
        self.with(Hook::Uses(names, check))
    }

    /// Asks for every place that names one of these types: `"sync.Mutex"`, `"error"`.
    pub const fn on_type(self, names: &'static [&'static str], check: UseFn) -> Rule {
        self.with(Hook::Types(names, check))
    }

    /// Asks for every function with a body, literals too.
    pub const fn on_func(self, check: FuncFn) -> Rule {
        self.with(Hook::Funcs(check))
    }

    /// Asks for every file.
    pub const fn on_file(self, check: FileFn) -> Rule {
        self.with(Hook::File(check))
    }

    /// Asks for every package.
    pub const fn on_package(self, check: PackageFn) -> Rule {
        self.with(Hook::Package(check))
    }

    /// Remembers facts of every package for [`Rule::on_module`].
    pub const fn collect(self, collect: CollectFn) -> Rule {
        self.with(Hook::Collect(collect))
    }

    /// Asks for every module, after all of its packages.
    pub const fn on_module(self, check: ModuleFn) -> Rule {
        self.with(Hook::Module(check))
    }

    /// Names rows of the table in `flow::protocol`.
    pub const fn protocols(mut self, names: &'static [&'static str]) -> Rule {
        self.protocols = names;
        self
    }

    /// Declares the type of the rule's options; read them with [`Cx::options`].
    pub const fn options<T: Options>(mut self) -> Rule {
        self.options =
            Some(OptionsType { read: read_options::<T>, schema: options_schema::<T>, default: default_options::<T> });
        self
    }

    /// The kebab-case name.
    pub fn name(&self) -> &'static str {
        self.page.name
    }

    /// The page as written.
    pub fn page_text(&self) -> &'static str {
        self.page.text
    }

    /// The page in parts, read anew.
    pub fn page(&self) -> pages::Page<'static> {
        pages::parse(self.page.text)
    }

    /// The hooks in the order of declaration.
    pub fn hooks(&self) -> &[Hook] {
        &self.hooks[..self.len]
    }

    /// Whether it looks at packages or modules, not only at single files.
    pub fn is_wide(&self) -> bool {
        self.hooks().iter().any(|hook| matches!(hook, Hook::Package(_) | Hook::Module(_)))
    }

    /// Whether it looks at whole modules.
    pub fn is_module_wide(&self) -> bool {
        self.hooks().iter().any(|hook| matches!(hook, Hook::Module(_)))
    }

    /// What the page's front matter says; read when first asked for.
    pub fn meta(&self) -> &Meta {
        self.meta.get_or_init(|| Meta::read(self.page))
    }

    /// How the configuration reads this rule's options, where it has any.
    pub fn options_type(&self) -> Option<OptionsType> {
        self.options
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.page.name == other.page.name
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rule({})", self.page.name)
    }
}

/// The level at which an interviewer would expect people to avoid the mistake unprompted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Junior,
    Mid,
    Senior,
    Staff,
}

/// The Go versions of files that a rule looks at, by the minor number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoRange {
    /// First minor release, 0 for no bound.
    pub from: u16,
    /// First minor release no longer meant, `u16::MAX` for no bound.
    pub until: u16,
}

impl GoRange {
    /// Every version.
    pub const ANY: GoRange = GoRange { from: 0, until: u16::MAX };

    /// Reads `>=1.13`, `<1.22`, `>=1.18 <1.22`; `None` if it is none of these.
    pub fn parse(text: &str) -> Option<GoRange> {
        let mut range = GoRange::ANY;
        for part in text.split_whitespace() {
            if let Some(version) = part.strip_prefix(">=1.") {
                range.from = version.parse().ok()?;
            } else {
                range.until = part.strip_prefix("<1.")?.parse().ok()?;
            }
        }
        Some(range)
    }

    /// Whether Go 1.`minor` is meant.
    pub fn contains(self, minor: u16) -> bool {
        self.from <= minor && minor < self.until
    }
}

/// The front matter of a page, typed.
#[derive(Clone, Debug)]
pub struct Meta {
    pub title: &'static str,
    /// One line for tables and editors.
    pub summary: &'static str,
    pub group: &'static str,
    /// The class of the main check.
    pub class: Class,
    /// The severity of the main check's findings.
    pub severity: Severity,
    pub level: Level,
    /// The release that brought the rule.
    pub since: &'static str,
    pub go: GoRange,
    /// Whether test files are reported.
    pub tests: bool,
    /// The best fix it can have, `None` for advice only.
    pub fix: Option<Safety>,
    /// Names of other tools' checks: `linter` or `linter/CODE`; `gotcha/NAME` is a former name of this rule.
    pub aliases: Vec<&'static str>,
    /// Primary sources, the best first.
    pub links: Vec<&'static str>,
    /// Rules whose findings at the same place this one replaces.
    pub supersedes: Vec<&'static str>,
    /// All classes that findings of the rule may have, the main one among them.
    pub tiers: Vec<Class>,
    /// What a finding says of itself without words of its own: the page's line.
    pub why: Option<String>,
}

/// The keys that a page's front matter may have.
pub const FRONT_KEYS: &[&str] =
    &["group", "class", "severity", "level", "since", "go", "tests", "fix", "aliases", "links", "supersedes", "tiers"];

/// The class with this name.
pub fn class_named(name: &str) -> Option<Class> {
    match name {
        "default" => Some(Class::Default),
        "strict" => Some(Class::Strict),
        "hint" => Some(Class::Hint),
        _ => None,
    }
}

impl Meta {
    /// Reads the front matter. What cannot be read takes a default; `tests/tidy.rs` asks that everything can.
    fn read(source: pages::Source) -> Meta {
        let page = pages::parse(source.text);
        let value = |key| page.value(key);
        let list = |key| page.values(key).unwrap_or_default().to_vec();
        let class = value("class").and_then(class_named).unwrap_or(Class::Default);
        let mut tiers: Vec<Class> = list("tiers").into_iter().filter_map(class_named).collect();
        if !tiers.contains(&class) {
            tiers.push(class);
        }
        tiers.sort_unstable();
        Meta {
            title: page.title,
            summary: page.summary,
            group: value("group").unwrap_or_default(),
            class,
            severity: match value("severity") {
                Some("error") => Severity::Error,
                Some("info") => Severity::Info,
                Some(_) => Severity::Warning,
                None if class == Class::Hint => Severity::Info,
                None => Severity::Warning,
            },
            level: match value("level") {
                Some("mid") => Level::Mid,
                Some("senior") => Level::Senior,
                Some("staff") => Level::Staff,
                _ => Level::Junior,
            },
            since: value("since").unwrap_or_default(),
            go: value("go").and_then(GoRange::parse).unwrap_or(GoRange::ANY),
            tests: value("tests") == Some("yes"),
            fix: match value("fix") {
                Some("safe") => Some(Safety::Safe),
                Some("unsafe") => Some(Safety::Unsafe),
                Some("sketch") => Some(Safety::Sketch),
                _ => None,
            },
            aliases: list("aliases"),
            links: list("links"),
            supersedes: list("supersedes"),
            tiers,
            why: page.why(),
        }
    }

    /// Whether the rule is new in the running minor release, and therefore only on with `preview`.
    /// Nothing is new in the first one.
    pub fn preview(&self) -> bool {
        let minor = |version: &str| version.rsplit_once('.').map(|(minor, _)| minor.to_owned());
        self.since != "0.1.0" && minor(self.since) == minor(env!("CARGO_PKG_VERSION"))
    }
}

#[cfg(test)]
mod tests {
    use super::GoRange;

    #[test]
    fn go_ranges() {
        assert_eq!(GoRange::parse(">=1.13"), Some(GoRange { from: 13, until: u16::MAX }));
        assert_eq!(GoRange::parse(">=1.18 <1.22"), Some(GoRange { from: 18, until: 22 }));
        assert_eq!(GoRange::parse("1.22"), None);
        assert!(!GoRange::parse("<1.22").expect("well formed").contains(22));
    }
}
