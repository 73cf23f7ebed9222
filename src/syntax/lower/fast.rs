//! The short way for the commonest nodes: their children are asked for by number, without a cursor.
//!
//! Only in trees without errors, and only for nodes that have just the named children of the grammar (no comments between
//! them); everything else is left to the functions that go step by step.

use tree_sitter::Node as TsNode;

use super::Lower;
use super::stmt::IfLink;
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, ExprKind, List, LitKind, StmtId, StmtKind, UnaryOp};
use crate::syntax::kind::K;
use crate::text::Span;

/// Lists with more children are walked with a cursor.
const FEW: usize = 6;

/// The named children of an `if`.
struct IfParts<'t> {
    init: Option<(TsNode<'t>, K)>,
    cond: (TsNode<'t>, K),
    then: TsNode<'t>,
    els: Option<(TsNode<'t>, K)>,
}

impl<'t> Lower<'t, '_> {
    /// The expression or type at a node.
    pub(super) fn expr_at(&mut self, node: TsNode<'t>, kind: K) -> ExprId {
        if let Some(leaf) = self.leaf_at(node, kind) {
            return leaf;
        }
        let base = self.chain.len();
        let (mut node, mut kind) = (node, kind);
        while let K::Selector | K::QualifiedType | K::Call | K::Binary | K::Index = kind {
            if node.named_child_count() != 2 {
                break;
            }
            let Some(first) = node.named_child(0) else { break };
            self.chain.push((kind, node));
            node = first;
            kind = self.kind_of(first);
        }
        let mut x = match self.leaf_at(node, kind) {
            Some(leaf) => leaf,
            None => self.operand_at(node, kind),
        };
        while self.chain.len() > base {
            let Some((kind, node)) = self.chain.pop() else { break };
            x = self.outer_at(node, kind, x);
        }
        x
    }

    #[inline]
    fn leaf_at(&mut self, node: TsNode<'t>, kind: K) -> Option<ExprId> {
        let lit = match kind {
            K::Ident => {
                let span = self.span_of(node);
                let text = self.text.get(span.range()).unwrap_or_default();
                let name = self.scratch.names.intern(text);
                return Some(self.add_expr(ExprKind::Ident(name), span));
            }
            K::Str => LitKind::String,
            K::Int => LitKind::Int,
            K::Float => LitKind::Float,
            K::Imag => LitKind::Imag,
            K::Rune => LitKind::Char,
            _ => return None,
        };
        let span = self.span_of(node);
        Some(self.add_expr(ExprKind::Lit(lit), span))
    }

    /// The node, of two named children, of which `x` is the first.
    fn outer_at(&mut self, node: TsNode<'t>, kind: K, x: ExprId) -> ExprId {
        let end = self.offsets.end(node.end_byte() as u32);
        let Some(second) = node.named_child(1) else { return x };
        let second_kind = self.kind_of(second);
        match kind {
            K::Binary => {
                let op = node.child(1).and_then(|op| self.kind_of(op).binary_op()).unwrap_or(BinaryOp::Add);
                let y = self.deeper_at(second, second_kind);
                let span = Span::new(self.ast.expr_spans[x].start, self.ast.expr_spans[y].end);
                self.add_expr(ExprKind::Binary { op, x, y }, span)
            }
            K::Call => {
                let (args, ellipsis) = self.arguments_at(second);
                self.postfix(x, end, |_, fun| ExprKind::Call { fun, args, ellipsis })
            }
            K::Index => {
                let index = self.deeper_at(second, second_kind);
                let args = self.ast.add_list([index]);
                self.postfix(x, end, |_, x| ExprKind::Index { x, args })
            }
            _ => {
                let name = self.deeper_at(second, second_kind);
                self.postfix(x, end, |_, x| ExprKind::Selector { x, name })
            }
        }
    }

    /// An operand one level deeper, unless that is too deep.
    #[inline]
    fn deeper_at(&mut self, node: TsNode<'t>, kind: K) -> ExprId {
        if let Some(leaf) = self.leaf_at(node, kind) {
            return leaf;
        }
        self.node = node;
        if !self.deeper() {
            let span = self.span_of(node);
            return self.add_expr(ExprKind::Bad(List::EMPTY), span);
        }
        let x = self.expr_at(node, kind);
        self.depth -= 1;
        x
    }

    /// An expression that is neither a leaf nor a chain of the short way.
    fn operand_at(&mut self, node: TsNode<'t>, kind: K) -> ExprId {
        if node.named_child_count() == 1
            && let K::ParenExpr | K::ParenType | K::PointerType | K::LiteralElement | K::SliceType | K::Unary = kind
            && let Some(child) = node.named_child(0)
        {
            let child_kind = self.kind_of(child);
            let start = self.offsets.start(node.start_byte() as u32);
            let x = self.deeper_at(child, child_kind);
            let end = self.ast.expr_spans[x].end;
            let kind = match kind {
                K::LiteralElement => return x,
                K::ParenExpr | K::ParenType => {
                    if self.text.as_bytes().get(start as usize) != Some(&b'(') {
                        return x; // a mask (see `repair::apart`)
                    }
                    let end = self.offsets.end(node.end_byte() as u32);
                    return self.add_expr(ExprKind::Paren(x), Span::new(start, end));
                }
                K::PointerType => ExprKind::Star(x),
                K::SliceType => ExprKind::ArrayType { len: None, elem: x },
                _ => match node.child(0).map(|op| self.kind_of(op)) {
                    Some(K::TokMul) => ExprKind::Star(x),
                    op => ExprKind::Unary { op: op.and_then(K::unary_op).unwrap_or(UnaryOp::Plus), x },
                },
            };
            return self.add_expr(kind, Span::new(start, end));
        }
        if kind == K::KeyedElement
            && node.named_child_count() == 2
            && let (Some(key), Some(value)) = (node.named_child(0), node.named_child(1))
        {
            let (key_kind, value_kind) = (self.kind_of(key), self.kind_of(value));
            let key = self.deeper_at(key, key_kind);
            let value = self.deeper_at(value, value_kind);
            let span = Span::new(self.ast.expr_spans[key].start, self.ast.expr_spans[value].end);
            return self.add_expr(ExprKind::KeyValue { key, value }, span);
        }
        self.by_cursor(node, kind, Self::expr_by_cursor)
    }

    /// Goes step by step through one node, with a cursor of its own.
    fn by_cursor<T>(&mut self, node: TsNode<'t>, kind: K, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut cursor = match self.cursors.pop() {
            Some(mut cursor) => {
                cursor.reset(node);
                cursor
            }
            None => node.walk(),
        };
        std::mem::swap(&mut self.cursor, &mut cursor);
        self.node = node;
        self.kind = kind;
        let made = read(self);
        std::mem::swap(&mut self.cursor, &mut cursor);
        self.cursors.push(cursor);
        made
    }

    /// The expressions among the named children.
    pub(super) fn named_exprs(&mut self, node: TsNode<'t>, mut take: impl FnMut(ExprId)) {
        for position in 0..node.named_child_count() as u32 {
            let Some(child) = node.named_child(position) else { break };
            let kind = self.kind_of(child);
            if kind.is_expr() {
                let x = self.deeper_at(child, kind);
                take(x);
            }
        }
    }

    fn arguments_at(&mut self, node: TsNode<'t>) -> (List<ExprId>, bool) {
        let count = node.named_child_count();
        if count > FEW {
            return self.by_cursor(node, K::Args, Self::arguments);
        }
        let mark = self.mark();
        let mut ellipsis = false;
        for position in 0..count {
            let Some(child) = node.named_child(position as u32) else { break };
            let kind = self.kind_of(child);
            if kind != K::Comment {
                ellipsis |= kind == K::VariadicArg;
                let x = self.deeper_at(child, kind);
                self.push(x);
            }
        }
        (self.list(mark), ellipsis)
    }

    /// The expressions of a list's node.
    fn list_at(&mut self, node: TsNode<'t>) -> List<ExprId> {
        let count = node.named_child_count();
        if count > FEW {
            return self.by_cursor(node, K::ExprList, Self::exprs_within);
        }
        if count == 1
            && let Some(child) = node.named_child(0)
        {
            let kind = self.kind_of(child);
            let x = self.deeper_at(child, kind);
            return self.ast.add_list([x]);
        }
        let mark = self.mark();
        for position in 0..count {
            let Some(child) = node.named_child(position as u32) else { break };
            let kind = self.kind_of(child);
            if kind != K::Comment {
                let x = self.deeper_at(child, kind);
                self.push(x);
            }
        }
        self.list(mark)
    }

    /// The block at a node.
    fn block_at(&mut self, node: TsNode<'t>) -> StmtId {
        let count = node.named_child_count();
        let list =
            if count == 0 { None } else { node.named_child(0).filter(|list| self.kind_of(*list) == K::StmtList) };
        if count > 1 || count == 1 && list.is_none() {
            return self.by_cursor(node, K::Block, Self::block);
        }
        let span = self.span_of(node);
        let mark = self.mark();
        if let Some(list) = list {
            self.by_cursor(list, K::StmtList, Self::push_stmts);
        }
        let stmts = self.list(mark);
        self.add_stmt(StmtKind::Block(stmts), span)
    }

    /// The children of an `if` without comments between them: `if init; cond {…} else …`.
    fn if_parts(&self, node: TsNode<'t>) -> Option<IfParts<'t>> {
        let count = node.named_child_count();
        let mut parts =
            (0..count as u32).map_while(|position| node.named_child(position)).map(|part| (part, self.kind_of(part)));
        let (first, kind) = parts.next()?;
        let init = kind.is_stmt().then_some((first, kind));
        let cond = if init.is_some() { parts.next()? } else { (first, kind) };
        let (then, then_kind) = parts.next()?;
        let els = parts.next();
        let fits = cond.1.is_expr()
            && then_kind == K::Block
            && els.is_none_or(|(_, kind)| matches!(kind, K::Block | K::IfStmt))
            && parts.next().is_none();
        fits.then_some(IfParts { init, cond, then, els })
    }

    fn if_at(&mut self, node: TsNode<'t>) -> StmtId {
        let base = self.scratch.links.len();
        let mut node = node;
        let mut els = None;
        loop {
            let Some(parts) = self.if_parts(node) else {
                let rest = self.by_cursor(node, K::IfStmt, Self::nested_stmt);
                if self.scratch.links.len() == base {
                    return rest;
                }
                els = Some(rest);
                break;
            };
            let start = self.offsets.start(node.start_byte() as u32);
            let init = parts.init.map(|(init, kind)| self.by_cursor(init, kind, Self::stmt));
            let cond = self.deeper_at(parts.cond.0, parts.cond.1);
            self.check_header(cond);
            let then = self.block_at(parts.then);
            self.scratch.links.push(IfLink { start, init, cond, then });
            match parts.els {
                Some((chained, K::IfStmt)) => node = chained,
                Some((block, _)) => {
                    els = Some(self.block_at(block));
                    break;
                }
                None => break,
            }
        }
        while self.scratch.links.len() > base {
            let Some(IfLink { start, init, cond, then }) = self.scratch.links.pop() else { break };
            let end = self.ast.stmt_spans[els.unwrap_or(then)].end;
            els = Some(self.add_stmt(StmtKind::If { init, cond, then, els }, Span::new(start, end.max(start))));
        }
        els.unwrap_or_else(|| self.bad_stmt(0))
    }

    /// The statement at the node under the cursor.
    pub(super) fn stmt_at(&mut self, node: TsNode<'t>, kind: K) -> StmtId {
        match (kind, node.named_child_count()) {
            (K::Block, _) => self.block_at(node),
            (K::IfStmt, _) => self.if_at(node),
            (K::ExprStmt, 1) => {
                let Some(child) = node.named_child(0) else { return self.nested_stmt() };
                let child_kind = self.kind_of(child);
                let x = self.expr_at(child, child_kind);
                let span = self.ast.expr_spans[x];
                self.add_stmt(StmtKind::Expr(x), span)
            }
            (K::AssignStmt | K::ShortVar, 2) => {
                let (Some(left), Some(sign), Some(right)) = (node.named_child(0), node.child(1), node.named_child(1))
                else {
                    return self.nested_stmt();
                };
                let lhs = self.list_at(left);
                let rhs = self.list_at(right);
                let op = match self.kind_of(sign) {
                    K::TokDefine => AssignOp::Define,
                    kind => kind.assign_op().map_or(AssignOp::Assign, AssignOp::Op),
                };
                let end = |list| self.ast.list(list).next_back().map(|last| self.ast.expr_spans[last].end);
                let start = self.ast.list(lhs).next().map(|first| self.ast.expr_spans[first].start);
                let (Some(start), Some(end)) = (start, end(rhs)) else { return self.nested_stmt() };
                self.add_stmt(StmtKind::Assign { op, lhs, rhs }, Span::new(start, end))
            }
            (K::ReturnStmt, 0) => {
                let span = self.span_of(node);
                self.add_stmt(StmtKind::Return(List::EMPTY), span)
            }
            (K::ReturnStmt, 1) => {
                let Some(child) = node.named_child(0) else { return self.nested_stmt() };
                let span = self.span_of(node);
                let values = self.list_at(child);
                self.add_stmt(StmtKind::Return(values), span)
            }
            _ => self.nested_stmt(),
        }
    }
}
