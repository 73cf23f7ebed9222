//! From tree-sitter's tree to ours: one pass with one cursor.
//!
//! Each function reads the node under the cursor and leaves the cursor on it. Children are reached with [`Lower::first`]
//! and [`Lower::next`], which pass over comments and put what stands in ERROR nodes aside, as orphans, until a place for a
//! `Bad` node comes. The commonest nodes of trees without errors take a shorter way (see `fast`). Chains that grow to the left (operators, selectors, calls, `else if`) are walked in loops, everything
//! else by recursion up to [`MAX_DEPTH`].

mod decl;
mod expr;
mod fast;
mod field;
mod stmt;
mod top;

pub(super) use top::Item;

use tree_sitter::{Node as TsNode, Tree, TreeCursor};

use super::ast::{Ast, ExprId, ExprKind, List, StmtId, StmtKind};
use super::kind::{self, K};
use super::names::Names;
use super::repair::{Header, MethodParams};
use crate::text::Span;

/// Nesting deeper than this is not read (real code stays under 50).
pub const MAX_DEPTH: u32 = 500;

/// A place where text was left out of what the parser sees.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// Offset in the text with the cuts made.
    pub at: u32,
    /// Bytes left out up to and with this place.
    pub shift: u32,
}

/// From offsets in the parsed text to offsets in the file.
#[derive(Clone, Copy, Default)]
pub(super) struct Offsets<'s> {
    /// Where the parsed piece begins in the text with the cuts made.
    pub base: u32,
    pub cuts: &'s [Cut],
    hint: usize,
}

impl<'s> Offsets<'s> {
    pub fn new(base: u32, cuts: &'s [Cut]) -> Self {
        Offsets { base, cuts, hint: 0 }
    }

    pub fn start(&mut self, offset: u32) -> u32 {
        if self.cuts.is_empty() { self.base + offset } else { self.base + offset + self.shift(self.base + offset) }
    }

    /// An end at a cut lies before what was left out.
    pub fn end(&mut self, offset: u32) -> u32 {
        if self.cuts.is_empty() {
            self.base + offset
        } else {
            self.base + offset + offset.checked_sub(1).map_or(0, |last| self.shift(self.base + last))
        }
    }

    /// Bytes left out before the byte at `offset`; places are mostly asked for in order.
    fn shift(&mut self, offset: u32) -> u32 {
        let before = |place: usize| place == 0 || self.cuts[place - 1].at <= offset;
        let after = |place: usize| self.cuts.get(place).is_none_or(|cut| cut.at > offset);
        if !(before(self.hint) && after(self.hint)) {
            self.hint = if before(self.hint) && before(self.hint + 1) && after(self.hint + 1) {
                self.hint + 1
            } else {
                self.cuts.partition_point(|cut| cut.at <= offset)
            };
        }
        if self.hint == 0 { 0 } else { self.cuts[self.hint - 1].shift }
    }
}

/// Vectors that live longer than one tree, so that they are not allocated for each file.
#[derive(Default)]
pub(super) struct Scratch {
    /// Encoded ids of lists under construction.
    ids: Vec<u32>,
    /// Nodes of the chains that are being walked, with their ends.
    spine: Vec<(K, u32)>,
    /// Links of an `else if` chain.
    links: Vec<stmt::IfLink>,
    pub names: Names,
}

pub(super) struct Lower<'t, 's> {
    pub ast: Ast,
    pub scratch: Scratch,
    text: &'s str,
    offsets: Offsets<'s>,
    cursor: TreeCursor<'t>,
    node: TsNode<'t>,
    kind: K,
    kinds: &'static [K],
    /// The tree has ERROR or MISSING nodes.
    errors: bool,
    depth: u32,
    /// Something in the function being read was left out.
    broken: bool,
    /// What stood in ERROR nodes and has no place yet.
    orphan_exprs: Vec<ExprId>,
    orphan_stmts: Vec<StmtId>,
    orphan_start: u32,
    /// Type parameters of methods, which the grammar does not know (parsed apart).
    method_params: &'s [MethodParams],
    /// Nodes of the chains that the fast path walks.
    chain: Vec<(K, TsNode<'t>)>,
    /// Cursors for children that the fast path leaves to the other.
    cursors: Vec<TreeCursor<'t>>,
    /// Headers of statements whose block the grammar took for a literal.
    pub misread: Vec<Header>,
}

/// What one tree is made of besides its nodes.
pub(super) struct Input<'s> {
    /// The whole text of the file.
    pub text: &'s str,
    pub offsets: Offsets<'s>,
    pub method_params: &'s [MethodParams],
}

impl<'t, 's> Lower<'t, 's> {
    pub fn new(ast: Ast, scratch: Scratch, tree: &'t Tree, input: Input<'s>) -> Self {
        let cursor = tree.walk();
        let node = cursor.node();
        let mut lower = Lower {
            ast,
            scratch,
            text: input.text,
            offsets: input.offsets,
            cursor,
            node,
            kind: K::Other,
            kinds: kind::table(),
            errors: node.has_error(),
            depth: 0,
            broken: false,
            orphan_exprs: Vec::new(),
            orphan_stmts: Vec::new(),
            orphan_start: u32::MAX,
            method_params: input.method_params,
            chain: Vec::new(),
            cursors: Vec::new(),
            misread: Vec::new(),
        };
        lower.enter();
        lower
    }

    // The cursor

    #[inline]
    fn enter(&mut self) {
        self.node = self.cursor.node();
        self.kind = self.kind_of(self.node);
    }

    #[inline]
    fn kind_of(&self, node: TsNode<'t>) -> K {
        self.kinds.get(usize::from(node.kind_id())).copied().unwrap_or(K::Error)
    }

    /// Goes to the first child that is neither comment nor error.
    #[inline]
    fn first(&mut self) -> bool {
        if !self.cursor.goto_first_child() {
            return false;
        }
        self.enter();
        self.settle() || {
            self.up();
            false
        }
    }

    /// Goes to the next sibling that is neither comment nor error.
    #[inline]
    fn next(&mut self) -> bool {
        if !self.cursor.goto_next_sibling() {
            return false;
        }
        self.enter();
        self.settle()
    }

    #[inline]
    fn settle(&mut self) -> bool {
        loop {
            match self.kind {
                K::Comment => {}
                K::Error => self.orphans_here(),
                _ => return true,
            }
            if !self.cursor.goto_next_sibling() {
                return false;
            }
            self.enter();
        }
    }

    /// Back to the parent. What `node` and `kind` say is of the child until the next move.
    #[inline]
    fn up(&mut self) {
        self.cursor.goto_parent();
    }

    /// In a tree with errors, keeps what the remaining siblings hold.
    #[inline]
    fn rest(&mut self) {
        if self.errors {
            while self.next() {
                self.orphan();
            }
        }
    }

    #[inline]
    fn start(&mut self) -> u32 {
        let at = self.node.start_byte() as u32;
        self.offsets.start(at)
    }

    #[inline]
    fn end(&mut self) -> u32 {
        let at = self.node.end_byte() as u32;
        self.offsets.end(at)
    }

    #[inline]
    fn span(&mut self) -> Span {
        self.span_of(self.node)
    }

    #[inline]
    fn span_of(&mut self, node: TsNode<'t>) -> Span {
        let start = self.offsets.start(node.start_byte() as u32);
        let end = self.offsets.end(node.end_byte() as u32);
        Span::new(start, end.max(start))
    }

    fn missing(&self) -> bool {
        self.errors && self.node.is_missing()
    }

    // Making nodes

    #[inline]
    fn add_expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.ast.expr_spans.push(span);
        self.ast.exprs.push(kind)
    }

    #[inline]
    fn add_stmt(&mut self, kind: StmtKind, span: Span) -> StmtId {
        self.ast.stmt_spans.push(span);
        self.ast.stmts.push(kind)
    }

    /// A placeholder where something required is not there.
    fn bad_expr(&mut self, at: u32) -> ExprId {
        self.broken = true;
        self.add_expr(ExprKind::Bad(List::EMPTY), Span::at(at))
    }

    fn bad_stmt(&mut self, at: u32) -> StmtId {
        self.broken = true;
        self.add_stmt(StmtKind::Bad { stmts: List::EMPTY, exprs: List::EMPTY }, Span::at(at))
    }

    /// Where a list under construction begins; see [`Lower::list`].
    #[inline]
    fn mark(&self) -> usize {
        self.scratch.ids.len()
    }

    #[inline]
    fn push<T: super::ast::Element>(&mut self, element: T) {
        self.scratch.ids.push(element.encode());
    }

    /// The list of what was pushed since `mark`.
    #[inline]
    fn list<T>(&mut self, mark: usize) -> List<T> {
        let list = self.ast.add_encoded(&self.scratch.ids[mark..]);
        self.scratch.ids.truncate(mark);
        list
    }

    /// One level deeper, unless that is too deep.
    #[inline]
    fn deeper(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            self.too_deep();
            return false;
        }
        self.depth += 1;
        true
    }

    #[cold]
    fn too_deep(&mut self) {
        self.broken = true;
        let span = self.span();
        if !self.ast.problems.iter().any(|problem| problem.message.starts_with("nested")) {
            self.ast.problem(
                Span::at(span.start),
                format!("nested more than {MAX_DEPTH} levels deep; not read any deeper"),
            );
        }
    }

    // Errors

    /// Keeps the node under the cursor as an orphan, if it says anything.
    fn orphan(&mut self) {
        match self.kind {
            K::Error => self.orphans_here(),
            kind if kind.is_expr() => {
                let start = self.start();
                self.orphan_start = self.orphan_start.min(start);
                let expr = self.expr();
                self.orphan_exprs.push(expr);
            }
            kind if kind.is_stmt() => {
                let start = self.start();
                self.orphan_start = self.orphan_start.min(start);
                let stmt = self.stmt();
                self.orphan_stmts.push(stmt);
            }
            _ if self.node.child_count() == 0 => {}
            _ => self.orphans_here(),
        }
    }

    /// Keeps what stands in the node under the cursor as orphans.
    #[cold]
    fn orphans_here(&mut self) {
        self.broken = true;
        let start = self.start();
        self.orphan_start = self.orphan_start.min(start);
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        if self.cursor.goto_first_child() {
            loop {
                self.enter();
                self.orphan();
                if !self.cursor.goto_next_sibling() {
                    break;
                }
            }
            self.up();
        }
        self.depth -= 1;
    }

    /// The orphans so far as a `Bad` statement; `end` is where the last thing read ended.
    fn take_orphans(&mut self, end: u32) -> Option<StmtId> {
        if self.orphan_start == u32::MAX {
            return None;
        }
        let start = std::mem::replace(&mut self.orphan_start, u32::MAX);
        let exprs = std::mem::take(&mut self.orphan_exprs);
        let stmts = std::mem::take(&mut self.orphan_stmts);
        let end = exprs.iter().map(|&id| self.ast.expr_spans[id].end).max().unwrap_or(0).max(end);
        let end = stmts.iter().map(|&id| self.ast.stmt_spans[id].end).max().unwrap_or(0).max(end).max(start);
        let kind = StmtKind::Bad { stmts: self.ast.add_list(stmts), exprs: self.ast.add_list(exprs) };
        Some(self.add_stmt(kind, Span::new(start, end)))
    }
}
