//! Writing a finding: what a rule says, before the engine adds who, where and how severe.
//!
//! ```ignore
//! cx.report(
//!     Finding::at(outer, "`errors.New` around `fmt.Sprintf` loses the chain")
//!         .label(Role::Declared, inner, "formatted here")
//!         .help("`fmt.Errorf` formats the message and can wrap a cause with %w")
//!         .fix(Fix::safe("use fmt.Errorf").replace(outer, text)),
//! )
//! ```

use crate::text::Span;

use super::finding::{Class, Confidence, Edit, Finding, Fix, Label, Place, Role, Safety, Severity};
use super::view::{Tree, View};

/// What a rule says; hand it to [`super::Cx::report`].
#[derive(Clone, Debug)]
#[must_use = "a draft is nothing until it is reported"]
pub struct Draft {
    pub(super) at: Place,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) tier: Option<Class>,
    pub(super) severity: Option<Severity>,
    pub(super) confidence: Confidence,
    pub(super) labels: Vec<Label>,
    pub(super) trace: Vec<Label>,
    /// The trace lacks where the path begins and what it comes to: those are among the other labels.
    pub(super) open_trace: bool,
    pub(super) why: Option<String>,
    pub(super) help: Option<String>,
    pub(super) fixes: Vec<Fix>,
}

/// What a finding, label or edit can be put at: any view, a place, or a part of a file.
pub trait At {
    fn to_place(self) -> Place;
}

impl At for Place {
    fn to_place(self) -> Place {
        self
    }
}

impl<'a, V: View<'a>> At for V {
    fn to_place(self) -> Place {
        self.place()
    }
}

/// A part of a view's file: `(stmt, stmt.head())`.
impl<'a, V: View<'a>> At for (V, Span) {
    fn to_place(self) -> Place {
        Place { file: self.0.tree().file, span: self.1 }
    }
}

/// A part of a file.
impl At for (Tree<'_>, Span) {
    fn to_place(self) -> Place {
        Place { file: self.0.file, span: self.1 }
    }
}

impl Finding {
    /// Begins a finding: the smallest thing to look at, and the headline (at most 80 columns, consequence first, the
    /// user's identifiers in backticks, small first letter, no full stop).
    pub fn at(at: impl At, message: impl Into<String>) -> Draft {
        Draft {
            at: at.to_place(),
            message: message.into(),
            label: String::new(),
            tier: None,
            severity: None,
            confidence: Confidence::High,
            labels: Vec::new(),
            trace: Vec::new(),
            open_trace: false,
            why: None,
            help: None,
            fixes: Vec::new(),
        }
    }
}

impl Draft {
    /// What the primary place shows in the source frame.
    pub fn here(mut self, label: impl Into<String>) -> Draft {
        self.label = label.into();
        self
    }

    /// A secondary place with words of its own.
    pub fn label(mut self, role: Role, at: impl At, message: impl Into<String>) -> Draft {
        self.labels.push(Label { place: at.to_place(), role, message: message.into() });
        self
    }

    /// A secondary place with the fixed phrase of its role.
    pub fn mark(self, role: Role, at: impl At) -> Draft {
        self.label(role, at, role.phrase())
    }

    /// A secondary place, if there is one.
    pub fn mark_if(self, role: Role, at: Option<impl At>) -> Draft {
        match at {
            Some(at) => self.mark(role, at),
            None => self,
        }
    }

    /// A step of the path of a flow finding.
    pub fn step(mut self, role: Role, at: impl At, message: impl Into<String>) -> Draft {
        self.trace.push(Label { place: at.to_place(), role, message: message.into() });
        self
    }

    /// The whole path of a flow finding.
    pub fn trace(mut self, trace: Vec<Label>) -> Draft {
        self.trace = trace;
        self
    }

    /// The path that leads here: the places worth showing, and every decision in the trace.
    pub fn along(mut self, path: Told) -> Draft {
        self.labels.extend(path.labels);
        self.trace = path.trace;
        self.open_trace = true;
        self
    }

    /// The trace with the places that only labels tell: where the path begins, what happens on it.
    pub(super) fn whole_trace(&mut self) -> Vec<Label> {
        let mut trace = std::mem::take(&mut self.trace);
        if !self.open_trace {
            return trace;
        }
        let own = Label { place: self.at, role: Role::Note, message: self.label.clone() };
        for label in self.labels.iter().chain([&own]) {
            if trace.iter().any(|step| step.place == label.place) {
                continue;
            }
            let later =
                |step: &Label| step.place.file == label.place.file && step.place.span.start > label.place.span.start;
            let position = trace.iter().position(later).unwrap_or(trace.len());
            trace.insert(position, label.clone());
        }
        trace
    }

    /// Why it is a problem here, where the page's line does not say it well enough.
    pub fn why(mut self, why: impl Into<String>) -> Draft {
        self.why = Some(why.into());
        self
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<String>) -> Draft {
        self.help = Some(help.into());
        self
    }

    /// A fix; the best one first.
    pub fn fix(mut self, fix: Fix) -> Draft {
        self.fixes.push(fix);
        self
    }

    /// A fix, if one could be made.
    pub fn fix_if(self, fix: Option<Fix>) -> Draft {
        match fix {
            Some(fix) => self.fix(fix),
            None => self,
        }
    }

    /// The class of this finding's tier; without it that of the rule's main check.
    pub fn tier(mut self, class: Class) -> Draft {
        self.tier = Some(class);
        self
    }

    /// In the strict tier.
    pub fn strict(self) -> Draft {
        self.tier(Class::Strict)
    }

    /// In the hint tier.
    pub fn hint(self) -> Draft {
        self.tier(Class::Hint)
    }

    /// A certain panic, deadlock or data loss.
    pub fn error(mut self) -> Draft {
        self.severity = Some(Severity::Error);
        self
    }

    /// A severity other than the one that follows from rule and tier.
    pub fn severity(mut self, severity: Severity) -> Draft {
        self.severity = Some(severity);
        self
    }

    /// A heuristic decides.
    pub fn medium(mut self) -> Draft {
        self.confidence = self.confidence.min(Confidence::Medium);
        self
    }

    /// Rests on an assumption: a guessed import, an assumed Go version.
    pub fn low(mut self) -> Draft {
        self.confidence = Confidence::Low;
        self
    }
}

/// A path as a finding tells it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// The last decision, and where the path leaves.
    pub labels: Vec<Label>,
    /// All decisions in order, and where the path leaves.
    pub trace: Vec<Label>,
}

impl Told {
    /// Other words for where the path leaves.
    pub fn leaving(mut self, words: &str) -> Told {
        for label in self.labels.iter_mut().chain(&mut self.trace).filter(|label| label.role == Role::Returns) {
            label.message = words.to_owned();
        }
        self
    }
}

impl Fix {
    fn new(title: &str, safety: Safety) -> Fix {
        Fix { title: title.to_owned(), safety, edits: Vec::new(), imports: Vec::new() }
    }

    /// Keeps behaviour (or only removes the defect) and comments.
    pub fn safe(title: impl AsRef<str>) -> Fix {
        Fix::new(title.as_ref(), Safety::Safe)
    }

    /// May change behaviour or needs judgement. (`unsafe` is a keyword.)
    pub fn risky(title: impl AsRef<str>) -> Fix {
        Fix::new(title.as_ref(), Safety::Unsafe)
    }

    /// Shown, never applied.
    pub fn sketch(title: impl AsRef<str>) -> Fix {
        Fix::new(title.as_ref(), Safety::Sketch)
    }

    /// Puts `text` in the place of `at`.
    pub fn replace(mut self, at: impl At, text: impl Into<String>) -> Fix {
        self.edits.push(Edit { place: at.to_place(), text: text.into() });
        self
    }

    /// Puts `text` right before `at`.
    pub fn before(self, at: impl At, text: impl Into<String>) -> Fix {
        let place = at.to_place();
        self.replace(Place { span: Span::at(place.span.start), ..place }, text)
    }

    /// Puts `text` right after `at`.
    pub fn after(self, at: impl At, text: impl Into<String>) -> Fix {
        let place = at.to_place();
        self.replace(Place { span: Span::at(place.span.end), ..place }, text)
    }

    /// Takes `at` away, and nothing else.
    pub fn remove(self, at: impl At) -> Fix {
        self.replace(at, "")
    }

    /// Takes a statement (or any node that has its lines for itself) away with its lines; where something else stands on
    /// them, only the node.
    pub fn remove_lines<'a>(self, at: impl View<'a>) -> Fix {
        let span = whole_lines(&at.tree().ast.text, at.span());
        self.remove((at.tree(), span))
    }

    /// Puts a statement on a line of its own before the line where `at` begins, indented like it.
    pub fn line_before<'a>(self, at: impl View<'a>, text: &str) -> Fix {
        let source = &at.tree().ast.text;
        let start = line_start(source, at.span().start);
        let indent = indent_at(source, start);
        self.replace(
            (at.tree(), Span::at(start)),
            format!("{indent}{}{}", indented(text, indent, source), line_end(source)),
        )
    }

    /// Puts a statement on a line of its own after the line where `at` ends, indented like the line where it begins.
    pub fn line_after<'a>(self, at: impl View<'a>, text: &str) -> Fix {
        let source = &at.tree().ast.text;
        let indent = indent_at(source, line_start(source, at.span().start));
        let rest = &source[at.span().end as usize..];
        let end = at.span().end + rest.find('\n').unwrap_or(rest.len()) as u32;
        let end = if source[..end as usize].ends_with('\r') { end - 1 } else { end };
        self.replace(
            (at.tree(), Span::at(end)),
            format!("{}{indent}{}", line_end(source), indented(text, indent, source)),
        )
    }

    /// An import that the new text needs.
    pub fn import(mut self, path: &str) -> Fix {
        self.imports.push(path.to_owned());
        self
    }
}

/// The file's line ending.
fn line_end(source: &str) -> &'static str {
    match source.find('\n') {
        Some(at) if source[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn line_start(source: &str, offset: u32) -> u32 {
    source[..offset as usize].rfind('\n').map_or(0, |at| at as u32 + 1)
}

/// A text of several lines with every line but the first indented, in the file's line endings.
fn indented(text: &str, indent: &str, source: &str) -> String {
    text.replace('\n', &format!("{}{indent}", line_end(source)))
}

fn indent_at(source: &str, start: u32) -> &str {
    let line = &source[start as usize..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The span with its lines, line ending included, if nothing else stands on them; with one of the empty lines around them where
/// two would meet, as gofmt has it.
pub(super) fn whole_lines(source: &str, span: Span) -> Span {
    let start = line_start(source, span.start);
    let rest = &source[span.end as usize..];
    let to_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    let alone = source[start as usize..span.start as usize].trim().is_empty() && rest[..to_end].trim().is_empty();
    if !alone {
        return span;
    }
    let end = span.end + to_end as u32;
    let above = source[..start as usize].strip_suffix('\n').map(|above| above.rsplit('\n').next().unwrap_or_default());
    let below = &source[end as usize..];
    let next = below.find('\n').map_or(below.len(), |at| at + 1);
    let meet = above.is_some_and(|above| above.trim().is_empty()) && next > 0 && below[..next].trim().is_empty();
    Span::new(start, if meet { end + next as u32 } else { end })
}

#[cfg(test)]
mod tests {
    use super::{Span, whole_lines};

    #[test]
    fn lines_are_whole_only_alone() {
        let text = "a\n\tb()\nc; d\n";
        assert_eq!(whole_lines(text, Span::new(3, 6)), Span::new(2, 7));
        assert_eq!(whole_lines(text, Span::new(7, 8)), Span::new(7, 8));
        assert_eq!(whole_lines("x", Span::new(0, 1)), Span::new(0, 1));
        let gaps = "a\n\nb\n\nc\n";
        assert_eq!(whole_lines(gaps, Span::new(3, 4)), Span::new(3, 6));
    }
}
