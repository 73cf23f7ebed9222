//! Masks for what the grammar cannot read: a few bytes of the text that the parser sees are replaced by others of the same
//! length, so that all offsets stay true. Names and literals are always read from the original.
//!
//! [`before`] applies what a byte search finds; [`after`] what is tried only where a first parse met an error.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use smallvec::SmallVec;

use super::comment::Comment;
use super::lex;

/// The type parameters of a method (Go 1.27), blanked for the parser and parsed apart as those of a function.
pub(super) struct MethodParams {
    /// Offset after the method's name in the parsed text.
    pub name_end: u32,
    /// Offset of `[` in the parsed text.
    pub open: u32,
    /// The tree of [`MethodParams::PREFIX`], the bracketed text and `()`.
    pub tree: tree_sitter::Tree,
}

impl MethodParams {
    pub const PREFIX: &'static str = "func _";
}

/// A blanked range of type parameters: the end of the method's name, the brackets' range.
#[derive(Clone)]
pub(super) struct Blanked {
    pub name_end: usize,
    pub open: usize,
    pub end: usize,
}

/// The text for the parser, if it has to differ.
#[derive(Default, Clone)]
pub(super) struct Masked {
    pub text: Option<Vec<u8>>,
    pub type_params: Vec<Blanked>,
}

impl Masked {
    fn copy(&mut self, text: &[u8]) -> &mut Vec<u8> {
        self.text.get_or_insert_with(|| text.to_vec())
    }

    fn blank(&mut self, text: &[u8], from: usize, to: usize) {
        for byte in &mut self.copy(text)[from..to] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    /// What the parser sees.
    pub fn or<'a>(&'a self, text: &'a [u8]) -> &'a [u8] {
        self.text.as_deref().unwrap_or(text)
    }
}

/// No receiver, type parameters or type of an argument is longer, in bytes.
const NEAR: usize = 4096;

static NEW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("new("));
static MAKE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("make("));
static METHOD: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\nfunc ("));

/// What is masked before the first parse. `comments` are those of `text` itself.
pub(super) fn before(text: &[u8], comments: &[Comment]) -> Masked {
    let mut masked = Masked::default();
    if text.starts_with(b"\xEF\xBB\xBF") {
        masked.blank(text, 0, 3);
    }
    for at in memchr::memchr_iter(0, text) {
        masked.blank(text, at, at + 1);
    }
    // A comment over several lines ends a statement; the grammar takes it for nothing.
    for comment in comments.iter().filter(|comment| comment.general) {
        let range = comment.span.range();
        if lex::line_goes_on(text, range.end) && memchr::memchr(b'\n', &text[range.clone()]).is_some() {
            masked.blank(text, range.start, range.end);
        }
    }
    for at in NEW.find_iter(text) {
        mask_word(text, &mut masked, at, at + 3);
    }
    for at in MAKE.find_iter(text) {
        mask_word(text, &mut masked, at, at + 4);
    }
    for at in METHOD.find_iter(text) {
        blank_type_params(text, &mut masked, at + 6);
    }
    masked
}

/// Makes `new` or `make` an ordinary identifier, unless its first argument is a type by its first tokens.
fn mask_word(text: &[u8], masked: &mut Masked, at: usize, end: usize) {
    if at > 0 && lex::is_word(text[at - 1]) {
        return;
    }
    let open = lex::skip_blank(text, end);
    let first = lex::skip_blank(text, open + 1);
    let is_type = type_literal_end(text, first)
        .is_some_and(|end| matches!(text.get(lex::skip_blank(text, end)), Some(b')' | b',')));
    if !is_type {
        masked.copy(text)[end - 1] = b'x';
    }
}

/// Offset after the type that begins at `at` with a token which only types begin with (or `*`); `None` if it is none.
fn type_literal_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'*' => type_end(text, lex::skip_blank(text, at + 1), 0),
        b'[' => type_end(text, at, 0),
        b'(' => {
            let inner = lex::skip_blank(text, at + 1);
            let end = lex::skip_blank(text, type_literal_end(text, inner)?);
            (text.get(end) == Some(&b')')).then_some(end + 1)
        }
        b'<' => type_end(text, at, 0),
        _ => match &text[at..lex::word_end(text, at)] {
            b"map" | b"chan" | b"func" | b"struct" | b"interface" => type_end(text, at, 0),
            _ => None,
        },
    }
}

/// Offset after any type at `at`.
fn type_end(text: &[u8], at: usize, depth: u32) -> Option<usize> {
    if depth > 50 {
        return None;
    }
    let after = |at: usize| type_end(text, lex::skip_blank(text, at), depth + 1);
    match text.get(at)? {
        b'*' => after(at + 1),
        b'[' => after(lex::closing(text, at, NEAR)? + 1),
        b'(' => Some(lex::closing(text, at, NEAR)? + 1),
        b'<' if text[at..].starts_with(b"<-") => after(at + 2),
        _ => {
            let end = lex::word_end(text, at);
            let next = lex::skip_blank(text, end);
            match &text[at..end] {
                b"" => None,
                b"map" => after(lex::closing(text, next, NEAR)? + 1),
                b"chan" if text[next..].starts_with(b"<-") => after(next + 2),
                b"chan" => after(end),
                b"struct" | b"interface" => Some(lex::closing(text, next, NEAR)? + 1),
                b"func" => {
                    let params = lex::closing(text, next, NEAR)? + 1;
                    match text.get(lex::skip_blank(text, params)) {
                        Some(b'(' | b'*' | b'[' | b'<') => after(params),
                        Some(&byte) if lex::is_word(byte) => after(params),
                        _ => Some(params),
                    }
                }
                _ => {
                    let mut end = end;
                    if text.get(end) == Some(&b'.') {
                        end = lex::word_end(text, end + 1);
                    }
                    if text.get(end) == Some(&b'[') {
                        end = lex::closing(text, end, NEAR)? + 1;
                    }
                    Some(end)
                }
            }
        }
    }
}

/// Blanks the type parameters of the method whose receiver opens at `open`.
fn blank_type_params(text: &[u8], masked: &mut Masked, open: usize) {
    let Some(close) = lex::closing(text, open, NEAR) else { return };
    let name = lex::skip_blank(text, close + 1);
    let name_end = lex::word_end(text, name);
    let bracket = lex::skip_blank(text, name_end);
    if name_end == name || text.get(bracket) != Some(&b'[') {
        return;
    }
    let Some(end) = lex::closing(text, bracket, NEAR) else { return };
    if masked.type_params.iter().any(|known| known.open == bracket) {
        return;
    }
    masked.blank(text, bracket, end + 1);
    masked.type_params.push(Blanked { name_end, open: bracket, end: end + 1 });
}

/// What is tried from `from` on, where a first parse met an error; whether anything was masked.
pub(super) fn after(text: &[u8], masked: &mut Masked, from: usize) -> bool {
    let mut changed = false;
    let mut at = from;
    let mut for_header = false;
    // The last byte that was neither white space nor in a comment.
    let mut last = 0;
    // Words and signs, with strings and comments passed over.
    while at < text.len() {
        if let Some(end) = lex::skip_literal(text, at) {
            if text[at] != b'/' {
                last = text[at];
            }
            at = end;
            continue;
        }
        let byte = text[at];
        if !lex::is_word(byte) {
            match byte {
                b':' => changed |= empty_after_labels(text, masked, at),
                b';' if !for_header && matches!(last, b'{' | b':' | b';') => {
                    changed |= end_empty_statement(text, masked, at);
                }
                b'{' => for_header = false,
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
            at += 1;
            continue;
        }
        last = byte;
        let end = lex::word_end(text, at);
        let next = lex::skip_blank(text, end);
        match &text[at..end] {
            b"for" => for_header = true,
            b"new" | b"make" if next > end && text.get(next) == Some(&b'(') => {
                let before = masked.or(text)[end - 1];
                mask_word(text, masked, at, end);
                changed |= masked.or(text)[end - 1] != before;
            }
            b"const" | b"var" if text.get(next) == Some(&b'(') => changed |= close_on_own_line(text, masked, next),
            b"if" | b"switch" if text.get(next) == Some(&b';') => {
                masked.copy(text)[next] = b' ';
                changed = true;
            }
            b"func" if text.get(next) == Some(&b'(') => {
                let known = masked.type_params.len();
                blank_type_params(text, masked, next);
                changed |= masked.type_params.len() > known;
            }
            _ => {}
        }
        at = end;
    }
    changed
}

/// `const ( A = 1 )`: the grammar wants a line's end or a semicolon before `)`.
fn close_on_own_line(text: &[u8], masked: &mut Masked, open: usize) -> bool {
    let Some(close) = lex::closing(text, open, 16 * NEAR) else { return false };
    let inner = &text[open + 1..close];
    let Some(last) = inner.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')) else { return false };
    match inner[last] {
        b'\n' | b'\r' | b';' => return false,
        _ => {}
    }
    if last + 1 < inner.len() {
        masked.copy(text)[close - 1] = b'\n';
        return true;
    }
    // No space to use: one specification stands as well without its parentheses.
    let mut levels = SmallVec::<[u8; 8]>::new();
    for &byte in inner {
        match byte {
            b'(' | b'[' | b'{' => levels.push(byte),
            b')' | b']' | b'}' => drop(levels.pop()),
            b';' | b'\n' if levels.is_empty() => return false,
            _ => {}
        }
    }
    masked.copy(text)[open] = b' ';
    masked.copy(text)[close] = b' ';
    true
}

/// `{ ; x }`: the grammar wants another semicolon after the one that is a statement.
fn end_empty_statement(text: &[u8], masked: &mut Masked, semicolon: usize) -> bool {
    let next = lex::skip_blank(text, semicolon + 1);
    let between = &text[semicolon + 1..next];
    if !matches!(between.first(), Some(b' ' | b'\t')) || between.contains(&b'\n') || text.get(next) == Some(&b'}') {
        return false;
    }
    masked.copy(text)[semicolon + 1] = b';';
    true
}

/// `for x := range a.b {…}` before a block: the grammar may read `a.b {…}` as a literal and the block as the loop's body.
/// Parentheses in the place of spaces say what is meant; lowering does not see them.
pub(super) fn apart(text: &[u8], masked: &mut Masked, header: Header) -> bool {
    let (from, brace) = (header.from as usize, header.brace as usize);
    let space = |at: usize| text.get(at).is_some_and(u8::is_ascii_whitespace);
    let (Some(open), Some(close)) = (from.checked_sub(1), brace.checked_sub(1)) else { return false };
    if !space(open) || !space(close) || close < from {
        return false;
    }
    masked.copy(text)[open] = b'(';
    masked.copy(text)[close] = b')';
    true
}

/// An expression in the header of a statement that ends in what looks like a literal, in offsets of the parsed text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    /// Where the expression begins.
    pub from: u32,
    /// Where the literal's brace opens.
    pub brace: u32,
}

/// `L: M: }`: the grammar wants a statement after the second label; a semicolon is one.
fn empty_after_labels(text: &[u8], masked: &mut Masked, colon: usize) -> bool {
    let next = lex::skip_blank(text, colon + 1);
    if text.get(next) != Some(&b'}') || next == colon + 1 || !text[next - 1].is_ascii_whitespace() {
        return false;
    }
    let label = text[..colon].iter().rposition(|&byte| !lex::is_word(byte)).map_or(0, |at| at + 1);
    let before = text[..label].iter().rfind(|byte| !byte.is_ascii_whitespace());
    if label == colon || before != Some(&b':') {
        return false;
    }
    masked.copy(text)[next - 1] = b';';
    true
}
