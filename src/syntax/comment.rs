//! Comments, kept beside the tree: directives, doc comments, the mark of generated files.

use super::ast::{Ast, DeclId, Node};
use super::lex;
use crate::text::Span;

/// A comment, with its `//` or `/* */`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the first slash to the end of the line (without the line ending) or just after `*/`.
    pub span: Span,
    /// `/* */`
    pub general: bool,
    /// Nothing but white space stands before it on its line.
    pub own_line: bool,
}

/// Whom a directive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DirectiveKind {
    /// `//go:build …`
    GoBuild,
    /// `// +build …`
    PlusBuild,
    /// `//go:embed …`
    GoEmbed,
    /// `//go:linkname …`
    GoLinkname,
    /// `//go:` and any other word.
    GoOther,
    /// `//export Name` (cgo)
    Export,
    /// `//gotcha:…`
    Gotcha,
    /// `//nolint`, `//nolint:…`
    NoLint,
    /// `//lint:…`
    Lint,
    /// `//revive:…`
    Revive,
    /// `#nosec …`
    NoSec,
}

/// A comment that speaks to a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive {
    pub kind: DirectiveKind,
    /// The comment in [`Ast::comments`].
    pub comment: u32,
    /// What follows the directive's fixed beginning (`go:embed`, `gotcha:`, `nolint`), without white space around it.
    pub args: Span,
}

/// All comments of a text, in order, found byte by byte.
pub fn scan(text: &str) -> Vec<Comment> {
    let bytes = text.as_bytes();
    let mut comments = Vec::new();
    let mut at = 0;
    // Offset after the last thing that is not white space, to know whether a comment has its line for itself.
    while at < bytes.len() {
        match bytes[at] {
            b'/' => match comment_at(bytes, at) {
                Some(comment) => {
                    comments.push(comment);
                    at = comment.span.end as usize;
                }
                None => at += 1,
            },
            b'"' => at = lex::string_end(bytes, at),
            b'\'' => at = lex::rune_end(bytes, at),
            b'`' => at = lex::raw_end(bytes, at).0,
            _ => {
                at += 1;
                while at < bytes.len() && !SPECIAL[usize::from(bytes[at])] {
                    at += 1;
                }
            }
        }
    }
    comments
}

/// The comment that begins at `at`, if one does.
pub(super) fn comment_at(bytes: &[u8], at: usize) -> Option<Comment> {
    let (end, general) = match bytes.get(at + 1)? {
        b'/' => (lex::line_comment_end(bytes, at), false),
        b'*' => (lex::general_comment_end(bytes, at).0, true),
        _ => return None,
    };
    let before = bytes[..at].iter().rev().find(|&&byte| byte != b' ' && byte != b'\t');
    let own_line = before.is_none_or(|&byte| byte == b'\n');
    Some(Comment { span: Span::new(at as u32, end as u32), general, own_line })
}

/// Bytes with which strings, runes and comments begin.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'/' as usize] = true;
    special[b'"' as usize] = true;
    special[b'\'' as usize] = true;
    special[b'`' as usize] = true;
    special
};

/// The directives among the comments, in order.
pub(super) fn directives(text: &str, comments: &[Comment]) -> Vec<Directive> {
    let mut found = Vec::new();
    for (position, comment) in comments.iter().enumerate() {
        if let Some((kind, args)) = directive(text, comment) {
            found.push(Directive { kind, comment: position as u32, args });
        }
    }
    found
}

fn directive(text: &str, comment: &Comment) -> Option<(DirectiveKind, Span)> {
    let content = text.get(comment.span.range())?;
    let (kind, skip) = match content.as_bytes().get(2)? {
        b'g' if !comment.general => {
            if let Some(rest) = content.strip_prefix("//go:") {
                let word = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
                let kind = match &rest[..word] {
                    "build" => DirectiveKind::GoBuild,
                    "embed" => DirectiveKind::GoEmbed,
                    "linkname" => DirectiveKind::GoLinkname,
                    _ => {
                        return Some((DirectiveKind::GoOther, trimmed(text, comment.span.start + 5, comment.span.end)));
                    }
                };
                (kind, 5 + word)
            } else {
                content.starts_with("//gotcha:").then_some((DirectiveKind::Gotcha, 9))?
            }
        }
        b'n' if content.starts_with("//nolint") => (DirectiveKind::NoLint, 8),
        b'l' if content.starts_with("//lint:") => (DirectiveKind::Lint, 7),
        b'r' if content.starts_with("//revive:") => (DirectiveKind::Revive, 9),
        b'e' if content.starts_with("//export ") => (DirectiveKind::Export, 9),
        _ => {
            // Written with a space by many: `// nolint`, `// +build`, `// #nosec`.
            let inner = content.get(2..)?.trim_start_matches([' ', '\t']);
            let skip = content.len() - inner.len();
            if inner.starts_with("+build ") && !comment.general {
                (DirectiveKind::PlusBuild, skip + 6)
            } else if inner.starts_with("#nosec") {
                (DirectiveKind::NoSec, skip + 6)
            } else if inner.starts_with("nolint")
                && inner.as_bytes().get(6).is_none_or(|&byte| matches!(byte, b':' | b' ' | b'\t' | b'*'))
            {
                (DirectiveKind::NoLint, skip + 6)
            } else {
                return None;
            }
        }
    };
    let end = if comment.general { comment.span.end.saturating_sub(2) } else { comment.span.end };
    // `//nolintfoo` is a word of its own.
    let next = text.as_bytes().get(comment.span.start as usize + skip).copied().unwrap_or(b' ');
    if kind == DirectiveKind::NoLint && next.is_ascii_alphanumeric() {
        return None;
    }
    Some((kind, trimmed(text, comment.span.start + skip as u32, end)))
}

/// The span without white space at its ends.
fn trimmed(text: &str, start: u32, end: u32) -> Span {
    let content = text.get(start as usize..end.max(start) as usize).unwrap_or_default();
    let head = content.len() - content.trim_start().len();
    let start = start + head as u32;
    Span::new(start, start + content.trim().len() as u32)
}

impl Ast {
    /// The text of a comment, with its `//` or `/* */`.
    pub fn comment_text(&self, comment: &Comment) -> &str {
        self.text.get(comment.span.range()).unwrap_or_default()
    }

    /// The comments that lie within a span.
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        let from = self.comments.partition_point(|comment| comment.span.start < span.start);
        let to = self.comments.partition_point(|comment| comment.span.start < span.end);
        &self.comments[from..to.max(from)]
    }

    /// The comments that stand directly above a node, without an empty line in between: its doc comment, as in `go/ast`.
    pub fn doc(&self, node: impl Into<Node>) -> &[Comment] {
        let start = self.span(node).start;
        let end = self.comments.partition_point(|comment| comment.span.end <= start);
        let mut from = end;
        let mut below = start;
        while from > 0 {
            let comment = &self.comments[from - 1];
            let between = self.text.get(comment.span.end as usize..below as usize).unwrap_or_default();
            let lines = between.bytes().filter(|&byte| byte == b'\n').count();
            if lines > 1 || !between.trim().is_empty() || !comment.own_line && lines > 0 {
                break;
            }
            below = comment.span.start;
            from -= 1;
        }
        &self.comments[from..end]
    }

    /// The doc comment of a declaration as people read it: without comment signs and directives, lines ended by `\n`.
    pub fn doc_text(&self, decl: DeclId) -> String {
        let mut doc = String::new();
        for comment in self.doc(decl) {
            let content = self.comment_text(comment);
            if comment.general {
                doc.push_str(content.trim_start_matches("/*").trim_end_matches("*/").trim());
            } else {
                let line = content.strip_prefix("//").unwrap_or(content);
                if is_directive(line) {
                    continue;
                }
                doc.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
            }
            doc.push('\n');
        }
        doc
    }

    /// Whether the file says that a program wrote it (`go help generate`: a line `// Code generated … DO NOT EDIT.` before
    /// the package clause).
    pub fn is_generated(&self) -> bool {
        let limit = self.package.map_or(u32::MAX, |name| self.expr_spans[name].start);
        self.comments.iter().take_while(|comment| comment.span.start < limit).any(|comment| {
            let line = self.comment_text(comment);
            line.starts_with("// Code generated ") && line.trim_end().ends_with(" DO NOT EDIT.")
        })
    }
}

/// Whether what follows `//` is a directive, which is no part of the documentation: `word:word` without a space before.
fn is_directive(line: &str) -> bool {
    let Some((tool, rest)) = line.split_once(':') else { return line.starts_with("export ") };
    !tool.is_empty()
        && tool.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && rest.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
}
