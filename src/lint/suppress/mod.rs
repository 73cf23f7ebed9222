//! Comments that silence findings: read here, matched with findings, and judged themselves.
//!
//! Ours name rules and give a reason: `//gotcha:ignore lost-cancel -- the process ends here`. Those of other tools count for
//! the rules that list the other tool's check as an alias, and are never judged. Ours that do nothing, name what does not
//! exist, give no reason or cannot be read are findings of the four rules below; what has no reason silences nothing.

mod foreign;
mod read;
mod scope;

use rustc_hash::FxHashSet;

use super::draft::{At, whole_lines};
use super::finding::{Class, Confidence, Finding, Fix, Hidden, Place, Severity};
use super::rule::Rule;
use super::select::{Active, Catalog};
use super::view::Tree;
use crate::config::{self, Origin};
use crate::syntax::ast::Ast;
use crate::text::Span;

pub static MALFORMED: Rule = Rule::new(crate::page!("malformed-suppression"));
pub static NO_REASON: Rule = Rule::new(crate::page!("suppression-without-reason"));
pub static UNKNOWN_RULE: Rule = Rule::new(crate::page!("unknown-rule-in-suppression"));
pub static UNUSED: Rule = Rule::new(crate::page!("unused-suppression"));

/// What a directive covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Findings that begin within the span: a line, a node, a range.
    Span(Span),
    /// The whole file.
    File,
}

impl Scope {
    /// Whether a finding that begins at this offset is covered.
    fn covers(self, offset: u32) -> bool {
        match self {
            Scope::Span(span) => span.start <= offset && offset <= span.end,
            Scope::File => true,
        }
    }
}

/// The rules that a directive names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rules {
    /// By position in the catalog.
    Some(Vec<usize>),
    /// All rules (foreign directives only).
    All,
}

/// One name in a directive of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// In the file.
    pub span: Span,
    /// The rule, if there is one of this name.
    pub rule: Option<usize>,
}

/// A directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub origin: Origin,
    pub scope: Scope,
    pub rules: Rules,
    /// Of ours: the names as written.
    pub names: Vec<Name>,
    pub reason: String,
    /// The comment.
    pub comment: Span,
    /// Of a range: the comments that end it.
    pub ends: Vec<Span>,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// What is wrong with a directive of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub message: String,
    /// What the comment should be: the fix, where there is an obvious one.
    pub replacement: Option<String>,
}

/// The directives of one file.
#[derive(Debug, Default)]
pub struct Suppressions {
    pub directives: Vec<Directive>,
}

impl Suppressions {
    /// Reads the directives of a file; only those of tools in `honour` count.
    pub fn read(ast: &Ast, catalog: &Catalog, honour: &[Origin]) -> Suppressions {
        let mut directives = Vec::new();
        if ast.comments.is_empty() || !may_have_directives(&ast.text) {
            return Suppressions::default();
        }
        if honour.contains(&Origin::Gotcha) {
            read::ours(ast, catalog, &mut directives);
        }
        foreign::read(ast, catalog, honour, &mut directives);
        directives.sort_by_key(|directive| directive.comment.start);
        Suppressions { directives }
    }

    /// The rules that our directives name: they run in this file even where they are off, so that it can be told whether a
    /// directive is used.
    pub fn named_rules(&self) -> Vec<usize> {
        let ours = self.directives.iter().filter(|directive| directive.origin == Origin::Gotcha);
        let mut rules: Vec<usize> =
            ours.flat_map(|directive| directive.names.iter().filter_map(|name| name.rule)).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Hides the findings of this file that a directive covers, and gives those about the directives themselves.
    ///
    /// `findings` are all of the file, also of rules that are off; `judged` says of which rules every finding is there.
    pub fn apply(
        &self,
        tree: Tree<'_>,
        catalog: &Catalog,
        active: &Active,
        findings: &mut [Finding],
        judged: impl Fn(usize) -> bool,
    ) -> Vec<Finding> {
        let mut used: FxHashSet<(usize, usize)> = FxHashSet::default();
        for finding in findings.iter_mut() {
            let Some(rule) = catalog.index(finding.rule) else { continue };
            if is_about_suppressions(finding.rule) {
                continue;
            }
            for (position, directive) in self.directives.iter().enumerate() {
                if !directive.has_force(active.settings.require_reason)
                    || !directive.scope.covers(finding.at.span.start)
                    || !directive.names_rule(rule)
                {
                    continue;
                }
                used.insert((position, rule));
                if finding.hidden.is_none() {
                    finding.hidden = Some(Hidden::Suppressed { reason: directive.reason.clone() });
                }
            }
        }
        self.directives
            .iter()
            .enumerate()
            .filter(|(_, directive)| directive.origin == Origin::Gotcha)
            .flat_map(|(position, directive)| {
                let used = |rule: usize| used.contains(&(position, rule));
                judge(tree, catalog, active, directive, &used, &judged)
            })
            .collect()
    }
}

impl Directive {
    fn has_force(&self, require_reason: bool) -> bool {
        self.fault.is_none() && (self.origin != Origin::Gotcha || !require_reason || !self.reason.is_empty())
    }

    fn names_rule(&self, rule: usize) -> bool {
        match &self.rules {
            Rules::All => true,
            Rules::Some(rules) => rules.contains(&rule),
        }
    }
}

/// Whether the rule is one of the four here, which cannot be suppressed.
pub fn is_about_suppressions(rule: &str) -> bool {
    super::select::TOOL_RULES.contains(&rule)
}

/// A quick look for the words of directives, so that most files cost nothing.
fn may_have_directives(text: &str) -> bool {
    ["gotcha:", "nolint", "lint:", "revive:", "#nosec"]
        .iter()
        .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

fn judge(
    tree: Tree<'_>,
    catalog: &Catalog,
    active: &Active,
    directive: &Directive,
    used: &dyn Fn(usize) -> bool,
    judged: &dyn Fn(usize) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |rule: &'static Rule, span: Span, message: String, help: Option<String>, fix: Option<Fix>| {
        let index = catalog.index(rule.name());
        if !index.is_some_and(|index| active.is_on(index)) {
            return;
        }
        let mut finding = finding(rule, Place { file: tree.file, span }, message);
        finding.help = help;
        finding.fixes.extend(fix);
        if rule == &UNUSED && active.settings.unused == config::UnusedLevel::Error {
            finding.severity = Severity::Error;
        }
        if let Some(index) = index {
            active.judge(index, &mut finding);
        }
        findings.push(finding);
    };
    let text = |span: Span| tree.ast.text.get(span.range()).unwrap_or_default();
    let whole = (tree, directive.comment);
    if let Some(fault) = &directive.fault {
        let fix = match &fault.replacement {
            Some(text) => Fix::safe("write the suppression in its form").replace(whole, text.clone()),
            None => remove(tree, directive.comment),
        };
        let help = match text(directive.comment) {
            range if range.contains("gotcha:disable") || range.contains("gotcha:enable") => {
                "the form is //gotcha:disable RULE -- reason, and //gotcha:enable RULE where the range ends"
            }
            _ => "the form is //gotcha:ignore RULE[,RULE] -- reason",
        };
        say(&MALFORMED, directive.comment, fault.message.clone(), Some(help.to_owned()), Some(fix));
        return findings;
    }
    for name in directive.names.iter().filter(|name| name.rule.is_none()) {
        let written = text(name.span);
        let known = catalog.rules().iter().map(|rule| rule.name());
        let nearest = config::suggest(written, known);
        // Only a slip of the keyboard is mended: what is merely alike could silence something else.
        let slip = |near: &&str| {
            let near = strsim::damerau_levenshtein(&written.to_lowercase(), near);
            near <= 1.max(written.chars().count() / 4)
        };
        let fix = match nearest.filter(slip) {
            Some(nearest) => Fix::safe(format!("name the rule {nearest}")).replace((tree, name.span), nearest),
            None => remove_name(tree, directive, name),
        };
        let help = nearest.map(|nearest| format!("a rule with a similar name is `{nearest}`"));
        say(&UNKNOWN_RULE, name.span, format!("no rule is named `{written}`"), help, Some(fix));
    }
    if directive.reason.is_empty() && active.settings.require_reason {
        let message = "a suppression without a reason silences nothing".to_owned();
        let help = "add the reason after ` -- `".to_owned();
        say(&NO_REASON, directive.comment, message, Some(help), Some(remove_all(tree, directive)));
        return findings;
    }
    if active.settings.unused == config::UnusedLevel::Off {
        return findings;
    }
    for name in &directive.names {
        let Some(rule) = name.rule else { continue };
        if used(rule) || !judged(rule) {
            continue;
        }
        let rule = catalog.rules()[rule].name();
        say(
            &UNUSED,
            name.span,
            format!("nothing here for `{rule}` to find"),
            None,
            Some(remove_name(tree, directive, name)),
        );
    }
    findings
}

fn finding(rule: &'static Rule, at: Place, message: String) -> Finding {
    let meta = rule.meta();
    Finding {
        rule: rule.name(),
        tier: Class::Default,
        severity: meta.severity,
        confidence: Confidence::High,
        at,
        message,
        label: String::new(),
        labels: Vec::new(),
        trace: Vec::new(),
        why: meta.why.clone(),
        help: None,
        fixes: Vec::new(),
        fingerprint: String::new(),
        symbol: String::new(),
        hidden: None,
    }
}

/// Takes a comment away: with its line if nothing else stands there, else with the white space before it.
fn remove(tree: Tree<'_>, comment: Span) -> Fix {
    let text = &tree.ast.text;
    let before = &text[..comment.start as usize];
    let on_line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let span = match on_line.trim().is_empty() {
        true => whole_lines(text, comment),
        false => Span::new(before.trim_end().len() as u32, comment.end),
    };
    Fix::safe("remove the suppression").remove((tree, span))
}

/// Takes a directive away, with the comments that end its range.
fn remove_all(tree: Tree<'_>, directive: &Directive) -> Fix {
    let mut fix = remove(tree, directive.comment);
    for end in &directive.ends {
        fix.edits.extend(remove(tree, *end).edits);
    }
    fix
}

/// Takes one name out of a directive, or the whole of it where it names nothing else.
fn remove_name(tree: Tree<'_>, directive: &Directive, name: &Name) -> Fix {
    let Some(position) = directive.names.iter().position(|other| other == name) else {
        return remove_all(tree, directive);
    };
    let span = match (position, directive.names.get(position + 1)) {
        _ if directive.names.len() == 1 => return remove_all(tree, directive),
        (0, Some(next)) => Span::new(name.span.start, next.span.start),
        _ => Span::new(directive.names[position - 1].span.end, name.span.end),
    };
    Fix::safe("take the rule out of the suppression").remove((tree, span).to_place())
}
