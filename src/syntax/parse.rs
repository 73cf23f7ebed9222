//! Text in, syntax tree out: masks, tree-sitter, lowering, and what to do where the text is not Go.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use tree_sitter::{ParseOptions, ParseState, Parser, Point, Tree};

use super::ast::{
    AssignOp, Ast, DeclKind, ExprKind, FieldList, Func, List, Reading, Signature, StmtKind, SyntaxProblem,
};
use super::comment::{self, Comment};
use super::lower::{Cut, Input, Item, Lower, Offsets, Scratch};
use super::repair::{self, Masked, MethodParams};
use super::{errors, kind, lex, skim};
use crate::text::{Span, Symbol};

/// How much of a file to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything.
    Full,
    /// Declarations without the bodies of functions: for dependencies and for files over [`FULL_LIMIT`].
    Declarations,
}

/// Files with more bytes than this are read for declarations only, unless a person names them.
pub const FULL_LIMIT: usize = 4 << 20;

/// Texts with more bytes than this are not read at all.
const SIZE_LIMIT: usize = 1 << 30;

/// Problems that one file can have; the others say nothing new.
const PROBLEM_LIMIT: usize = 10;

/// How often a text is parsed again because of blocks that look like literals.
const MISREAD_ROUNDS: usize = 8;

struct Worker {
    parser: Parser,
    scratch: Scratch,
}

thread_local! {
    /// The parser of this thread, and the vectors that lowering needs.
    static WORKER: RefCell<Worker> = RefCell::new(Worker { parser: new_parser(), scratch: Scratch::default() });
}

fn new_parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&kind::language()).expect("the grammar's version is one that tree-sitter reads");
    parser
}

/// The text of a file: bytes that are not UTF-8 become `?` one by one, so that all offsets stay true.
pub fn decode(bytes: &[u8]) -> (Arc<str>, Vec<SyntaxProblem>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.into(), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(Span::new(text.len() as u32, (text.len() + chunk.invalid().len()) as u32));
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
    }
    let problem = first.map(|span| SyntaxProblem { span, message: "the text is not valid UTF-8".to_string() });
    (text.into(), problem.into_iter().collect())
}

/// Reads the bytes of a file (see [`decode`] and [`parse`]).
pub fn parse_bytes(bytes: &[u8], mode: Mode) -> Ast {
    let (text, problems) = decode(bytes);
    let mut ast = parse(text, mode);
    if !problems.is_empty() {
        ast.problems.splice(0..0, problems);
        ast.problems.truncate(PROBLEM_LIMIT);
        ast.reading = Reading::Partial;
    }
    ast
}

/// Reads a text. Never fails: what cannot be read is `Bad`, and [`Ast::problems`] says where.
pub fn parse(text: Arc<str>, mode: Mode) -> Ast {
    WORKER.with(|worker| match worker.try_borrow_mut() {
        Ok(mut worker) => worker.parse(text, mode),
        Err(_) => Worker { parser: new_parser(), scratch: Scratch::default() }.parse(text, mode),
    })
}

/// Parses with tree-sitter and nothing else, to measure against: whether the tree has an error.
pub fn tree_sitter_only(text: &[u8]) -> bool {
    WORKER.with(|worker| {
        let parser = &mut worker.borrow_mut().parser;
        parser.reset();
        parser.parse(text, None).is_none_or(|tree| tree.root_node().has_error())
    })
}

impl Worker {
    fn parse(&mut self, text: Arc<str>, mode: Mode) -> Ast {
        let mut ast = Ast { text: Arc::clone(&text), ..Ast::default() };
        if text.len() > SIZE_LIMIT {
            ast.problem(Span::at(0), "the file is too large to be read".to_string());
            ast.reading = Reading::Partial;
            return ast;
        }
        let skimmed = match mode {
            Mode::Full => None,
            Mode::Declarations => skim::skim(text.as_bytes()),
        };
        let (seen, cuts): (&[u8], &[Cut]) = match &skimmed {
            Some(skimmed) => (&skimmed.text, &skimmed.cuts),
            None => (text.as_bytes(), &[]),
        };
        let (comments, masked) = match &skimmed {
            Some(skimmed) => (skimmed.comments.clone(), repair::before(seen, &[])),
            None => {
                let comments = comment::scan(&text);
                let masked = repair::before(seen, &comments);
                (comments, masked)
            }
        };
        let mut reader = Reader {
            parser: &mut self.parser,
            seen,
            masked,
            method_params: Vec::new(),
            text: &text,
            cuts,
            ast,
            scratch: std::mem::take(&mut self.scratch),
            errors: false,
            misread: Vec::new(),
        };
        reader.note_nul();
        let items = reader.items(&comments);
        let Reader { mut ast, scratch, errors, .. } = reader;
        self.scratch = scratch;
        ast.directives = comment::directives(&text, &comments);
        ast.comments = comments;
        let partial = errors || !ast.problems.is_empty() || ast.reading == Reading::Partial;
        ast.reading = match (partial, &skimmed) {
            (true, _) => Reading::Partial,
            (false, Some(_)) => Reading::Declarations,
            (false, None) => Reading::Whole,
        };
        assemble(&mut ast, items);
        if errors {
            stay_within(&mut ast);
        }
        ast
    }
}

struct Reader<'s> {
    parser: &'s mut Parser,
    /// The text, or what is left of it without bodies.
    seen: &'s [u8],
    masked: Masked,
    method_params: Vec<MethodParams>,
    text: &'s str,
    cuts: &'s [Cut],
    ast: Ast,
    scratch: Scratch,
    errors: bool,
    misread: Vec<repair::Header>,
}

impl Reader<'_> {
    fn note_nul(&mut self) {
        if let Some(at) = memchr::memchr(0, self.text.as_bytes()) {
            self.ast.problem(Span::new(at as u32, at as u32 + 1), "the text has a NUL byte".to_string());
        }
    }

    /// What stands at top level, in order.
    fn items(&mut self, comments: &[Comment]) -> Vec<Item> {
        self.parse_method_params(0);
        let mut tree = self.tree(0, self.seen.len());
        if let Some(broken) = tree.as_ref().filter(|tree| tree.root_node().has_error()) {
            let from = errors::first_broken(broken) as usize;
            let known = self.masked.type_params.len();
            if repair::after(self.seen, &mut self.masked, from) {
                self.parse_method_params(known);
                tree = self.tree(0, self.seen.len());
            }
        }
        let Some(tree) = tree else {
            return self.pieces(0, comments);
        };
        if !tree.root_node().has_error() {
            return self.lower_whole(tree);
        }
        self.errors = true;
        let until = errors::first_broken(&tree);
        if self.cut_points(until as usize, comments).is_empty() {
            self.note(&tree, 0);
            return self.lower(&tree, 0, u32::MAX);
        }
        let mut items = self.lower(&tree, 0, until);
        drop(tree);
        items.extend(self.pieces(until as usize, comments));
        items
    }

    /// Lowers a tree without errors; again, if the grammar read the header of a statement otherwise than Go does.
    fn lower_whole(&mut self, tree: Tree) -> Vec<Item> {
        let mut items = self.lower(&tree, 0, u32::MAX);
        // What was taken for a literal may hold more of the same: each round uncovers one level.
        for _ in 0..MISREAD_ROUNDS {
            let misread = std::mem::take(&mut self.misread);
            if misread.is_empty() || !self.cuts.is_empty() {
                return items;
            }
            let mut masked = self.masked.clone();
            let mut any = false;
            for &header in &misread {
                any |= repair::apart(self.seen, &mut masked, header);
            }
            if !any {
                break;
            }
            let before = std::mem::replace(&mut self.masked, masked);
            match self.tree(0, self.seen.len()) {
                Some(tree) if !tree.root_node().has_error() => {
                    let problems = std::mem::take(&mut self.ast.problems);
                    self.ast = Ast { text: Arc::clone(&self.ast.text), problems, ..Ast::default() };
                    items = self.lower(&tree, 0, u32::MAX);
                }
                _ => {
                    self.masked = before;
                    break;
                }
            }
        }
        self.ast.reading = Reading::Partial;
        items
    }

    /// The text from `from` on, cut at lines that begin with a declaration's keyword, each piece parsed alone.
    fn pieces(&mut self, from: usize, comments: &[Comment]) -> Vec<Item> {
        self.errors = true;
        let mut points = self.cut_points(from, comments);
        points.push(self.seen.len());
        let mut items = Vec::new();
        let mut start = from;
        for end in points {
            match self.tree(start, end) {
                Some(tree) => {
                    self.note(&tree, start as u32);
                    items.extend(self.lower(&tree, start as u32, u32::MAX));
                }
                None => {
                    let mut offsets = Offsets::new(0, self.cuts);
                    let span = Span::new(offsets.start(start as u32), offsets.end(end as u32));
                    self.complain(Span::at(span.start), "too much is wrong here to read on".to_string());
                    self.ast.decl_spans.push(span);
                    let bad = DeclKind::Bad { stmts: List::EMPTY, exprs: List::EMPTY };
                    items.push(Item::Decl(self.ast.decls.push(bad)));
                }
            }
            start = end;
        }
        items
    }

    /// Beginnings of lines, after `from`, that start with the keyword of a declaration and lie in no string or comment.
    fn cut_points(&self, from: usize, comments: &[Comment]) -> Vec<usize> {
        let seen = self.seen;
        let raw = if self.cuts.is_empty() { raw_strings(seen, comments) } else { Vec::new() };
        let inside = |at: usize| {
            let next = raw.partition_point(|range| range.end <= at);
            raw.get(next).is_some_and(|range| range.start <= at)
        };
        let begins = |at: usize| {
            let end = lex::word_end(seen, at);
            matches!(&seen[at..end], b"func" | b"type" | b"var" | b"const" | b"import")
        };
        memchr::memchr_iter(b'\n', seen).map(|at| at + 1).filter(|&at| at > from && begins(at) && !inside(at)).collect()
    }

    fn note(&mut self, tree: &Tree, base: u32) {
        if !tree.root_node().has_error() {
            return;
        }
        let piece = &self.seen[base as usize..];
        if let Some(trouble) = errors::first(tree, piece) {
            let mut offsets = Offsets::new(base, self.cuts);
            let start = offsets.start(trouble.start).min(self.text.len() as u32);
            let end = offsets.end(trouble.end).min(self.text.len() as u32);
            self.complain(Span::new(start, end.max(start)), trouble.message);
        }
    }

    fn complain(&mut self, span: Span, message: String) {
        if self.ast.problems.len() < PROBLEM_LIMIT {
            self.ast.problem(span, message);
        }
    }

    fn lower(&mut self, tree: &Tree, base: u32, until: u32) -> Vec<Item> {
        let input =
            Input { text: self.text, offsets: Offsets::new(base, self.cuts), method_params: &self.method_params };
        let ast = std::mem::take(&mut self.ast);
        let scratch = std::mem::take(&mut self.scratch);
        let mut lower = Lower::new(ast, scratch, tree, input);
        let items = lower.items(until);
        self.ast = lower.ast;
        self.scratch = lower.scratch;
        self.misread.append(&mut lower.misread);
        items
    }

    /// Parses the type parameters that were blanked, from the `known`th on.
    fn parse_method_params(&mut self, known: usize) {
        for at in known..self.masked.type_params.len() {
            let blanked = &self.masked.type_params[at];
            let mut source = MethodParams::PREFIX.as_bytes().to_vec();
            source.extend_from_slice(&self.seen[blanked.open..blanked.end]);
            source.extend_from_slice(b"()\n");
            let (name_end, open) = (blanked.name_end as u32, blanked.open as u32);
            if let Some(tree) = parse_within(self.parser, &source) {
                self.method_params.push(MethodParams { name_end, open, tree });
            }
        }
    }

    fn tree(&mut self, from: usize, to: usize) -> Option<Tree> {
        parse_within(self.parser, &self.masked.or(self.seen)[from..to])
    }
}

/// Parses, with a newline after the last line, until the budget is spent.
///
/// tree-sitter calls back once every hundred steps; the number of calls allowed depends on the size alone, so that the same
/// text always gives the same tree.
fn parse_within(parser: &mut Parser, text: &[u8]) -> Option<Tree> {
    let mut calls = 1_000 + text.len() / 4;
    let mut progress = |_: &ParseState| {
        calls = calls.saturating_sub(1);
        if calls == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let ended = text.last() == Some(&b'\n');
    let mut read = |offset: usize, _: Point| match text.get(offset..) {
        Some(rest) if !rest.is_empty() => rest,
        Some(_) if !ended => b"\n",
        _ => &[],
    };
    parser.reset();
    let options = ParseOptions::new().progress_callback(&mut progress);
    parser.parse_with_options(&mut read, None, Some(options))
}

/// The ranges of raw strings and general comments; none if the last is not closed, for then it may be the mistake.
fn raw_strings(text: &[u8], comments: &[Comment]) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    let mut next_comment = 0;
    while at < text.len() {
        if let Some(comment) = comments.get(next_comment)
            && comment.span.start as usize <= at
        {
            if comment.general {
                ranges.push(comment.span.range());
            }
            at = at.max(comment.span.end as usize);
            next_comment += 1;
            continue;
        }
        match text[at] {
            b'`' => {
                let (end, closed) = lex::raw_end(text, at);
                if !closed {
                    return Vec::new();
                }
                ranges.push(at..end);
                at = end;
            }
            b'"' => at = lex::string_end(text, at),
            b'\'' => at = lex::rune_end(text, at),
            _ => at += 1,
        }
    }
    ranges
}

/// Puts the items in their places: a file's are declarations, a snippet's statements stand in a function.
fn assemble(ast: &mut Ast, items: Vec<Item>) {
    ast.snippet = ast.package.is_none();
    let statements = items.iter().any(|item| matches!(item, Item::Stmt(_)));
    if !statements {
        ast.top =
            items.iter().filter_map(|item| if let Item::Decl(decl) = item { Some(*decl) } else { None }).collect();
        return;
    }
    if !ast.snippet {
        for item in items {
            match item {
                Item::Decl(decl) => ast.top.push(decl),
                Item::Stmt(stmt) => {
                    let span = ast.stmt_spans[stmt];
                    if ast.problems.len() < PROBLEM_LIMIT {
                        ast.problem(span, "a statement stands outside of functions".to_string());
                    }
                    ast.reading = Reading::Partial;
                    ast.decl_spans.push(span);
                    let stmts = ast.add_list([stmt]);
                    let bad = ast.decls.push(DeclKind::Bad { stmts, exprs: List::EMPTY });
                    ast.top.push(bad);
                }
            }
        }
        return;
    }
    // Variables and constants stand among the statements, unless there are functions that may use them.
    let functions = ast.funcs.iter().any(|func| func.name.is_some());
    let mut body = Vec::new();
    for item in items {
        match item {
            Item::Stmt(stmt) => body.push(stmt),
            Item::Decl(decl) => match ast.decls[decl] {
                DeclKind::Gen { tok: super::ast::GenTok::Const | super::ast::GenTok::Var, .. } if !functions => {
                    let span = ast.decl_spans[decl];
                    ast.stmt_spans.push(span);
                    body.push(ast.stmts.push(StmtKind::Decl(decl)));
                }
                _ => ast.top.push(decl),
            },
        }
    }
    if let [only] = body[..]
        && let StmtKind::Expr(x) = ast.stmts[only]
        && !matches!(ast.exprs[ast.unparen(x)], ExprKind::Call { .. })
        && !matches!(ast.exprs[ast.unparen(x)], ExprKind::Unary { op: super::ast::UnaryOp::Recv, .. })
    {
        // A lone expression is looked at as the value of `_ = x`.
        ast.expr_spans.push(Span::at(ast.expr_spans[x].start));
        let blank = ast.exprs.push(ExprKind::Ident(Symbol::intern("_")));
        let lhs = ast.add_list([blank]);
        let rhs = ast.add_list([x]);
        ast.stmts[only] = StmtKind::Assign { op: AssignOp::Assign, lhs, rhs };
    }
    let span = Span::new(0, ast.text.len() as u32);
    let params = ast.field_lists.push(FieldList { span: Span::at(0), fields: List::EMPTY });
    let sig = ast.sigs.push(Signature { span: Span::at(0), type_params: None, params, results: None });
    let stmts = ast.add_list(body);
    ast.stmt_spans.push(span);
    let body = ast.stmts.push(StmtKind::Block(stmts));
    let func = ast.funcs.next_id();
    ast.decl_spans.push(span);
    let decl = ast.decls.push(DeclKind::Func(func));
    let broken = ast.reading == Reading::Partial;
    ast.funcs.push(Func { span, name: None, recv: None, sig, body: Some(body), lit: None, decl: Some(decl), broken });
    ast.top.push(decl);
}

/// The newline that was added at the end may have become part of a broken node.
fn stay_within(ast: &mut Ast) {
    let limit = ast.text.len() as u32;
    let spans = ast.expr_spans.raw.iter_mut().chain(&mut ast.stmt_spans.raw).chain(&mut ast.decl_spans.raw);
    let spans = spans.chain(&mut ast.spec_spans.raw);
    let spans = spans.chain(ast.fields.raw.iter_mut().map(|field| &mut field.span));
    let spans = spans.chain(ast.field_lists.raw.iter_mut().map(|list| &mut list.span));
    let spans = spans.chain(ast.funcs.raw.iter_mut().map(|func| &mut func.span));
    for span in spans.chain(ast.sigs.raw.iter_mut().map(|sig| &mut sig.span)) {
        span.end = span.end.min(limit);
        span.start = span.start.min(span.end);
    }
}
