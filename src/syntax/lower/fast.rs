//! The short way for the commonest nodes: their children are asked for by number, without a cursor.
//!
//! Only in trees without errors, and only for nodes that have just the named children of the grammar (no comments between
//! them); everything else is left to the functions that go step by step.

use tree_sitter::Node as TsNode;

use super::Lower;
use super::stmt::IfLink;
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, ExprKind, List, LitKind, RangeOp, StmtId, StmtKind, UnaryOp};
use crate::syntax::kind::K;
use crate::syntax::lex;
use crate::text::Span;

/// Lists with more children are walked with a cursor: finding a child by its number costs more the more there are (the tree
/// keeps repetitions balanced, so twice as many cost one step more).
const FEW: usize = 64;

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
            && self.kind_of(child) != K::Comment
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
        if kind == K::LiteralValue {
            let span = self.span_of(node);
            let elements = self.list_at(node);
            return self.add_expr(ExprKind::CompositeLit { ty: None, elements }, span);
        }
        if kind == K::CompositeLit
            && node.named_child_count() == 2
            && let (Some(ty), Some(value)) = (node.named_child(0), node.named_child(1))
            && self.kind_of(value) == K::LiteralValue
        {
            let span = self.span_of(node);
            let ty_kind = self.kind_of(ty);
            let ty = self.deeper_at(ty, ty_kind);
            let elements = self.list_at(value);
            return self.add_expr(ExprKind::CompositeLit { ty: Some(ty), elements }, span);
        }
        self.by_cursor(node, kind, Self::expr_by_cursor)
    }

    /// Goes step by step through one node, with a cursor of its own.
    pub(super) fn by_cursor<T>(&mut self, node: TsNode<'t>, kind: K, read: impl FnOnce(&mut Self) -> T) -> T {
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
    pub(super) fn named_exprs(&mut self, node: TsNode<'t>, mut take: impl FnMut(&mut Self, ExprId)) {
        for position in 0..node.named_child_count() as u32 {
            let Some(child) = node.named_child(position) else { break };
            let kind = self.kind_of(child);
            if kind.is_expr() {
                let x = self.deeper_at(child, kind);
                take(self, x);
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
            && self.kind_of(child) != K::Comment
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
            self.push_stmts_at(list);
        }
        let stmts = self.list(mark);
        self.add_stmt(StmtKind::Block(stmts), span)
    }

    /// Pushes the statements of a list's node.
    pub(super) fn push_stmts_at(&mut self, node: TsNode<'t>) {
        let count = node.named_child_count();
        if count > FEW {
            return self.by_cursor(node, K::StmtList, Self::push_stmts);
        }
        let mut empty_end = None;
        for position in 0..count {
            let Some(child) = node.named_child(position as u32) else { break };
            let kind = self.kind_of(child);
            if kind == K::Comment {
                continue;
            }
            if let Some(end) = empty_end.take() {
                let next = self.offsets.start(child.start_byte() as u32);
                self.push_empty_stmts(end, next);
            }
            let stmt = self.stmt_node(child, kind);
            self.push(stmt);
            if kind == K::EmptyStmt {
                empty_end = Some(self.ast.stmt_spans[stmt].end);
            }
        }
        if let Some(end) = empty_end {
            let limit = self.offsets.end(node.end_byte() as u32);
            self.push_empty_stmts(end, limit);
        }
    }

    /// An empty statement has no semicolon but itself: each one that follows is another.
    fn push_empty_stmts(&mut self, from: u32, to: u32) {
        let mut at = lex::next_token(self.text, from);
        while at < to && self.text.as_bytes().get(at as usize) == Some(&b';') {
            let stmt = self.add_stmt(StmtKind::Empty { implicit: false }, Span::new(at, at + 1));
            self.push(stmt);
            at = lex::next_token(self.text, at + 1);
        }
    }

    /// The statement at any node.
    fn stmt_node(&mut self, node: TsNode<'t>, kind: K) -> StmtId {
        self.node = node;
        if !self.deeper() {
            let span = self.span_of(node);
            return self.add_stmt(StmtKind::Bad { stmts: List::EMPTY, exprs: List::EMPTY }, span);
        }
        let stmt = self.stmt_at(node, kind);
        self.depth -= 1;
        stmt
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
            let init = parts.init.map(|(init, kind)| self.stmt_node(init, kind));
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

    /// The statement at a node.
    pub(super) fn stmt_at(&mut self, node: TsNode<'t>, kind: K) -> StmtId {
        let made = match (kind, node.named_child_count()) {
            (K::Block, _) => Some(self.block_at(node)),
            (K::IfStmt, _) => Some(self.if_at(node)),
            (K::ForStmt, 1 | 2) => self.for_at(node),
            (K::AssignStmt | K::ShortVar, 2) => self.assign_at(node),
            (K::ExprStmt | K::ReturnStmt | K::IncStmt | K::DecStmt | K::GoStmt | K::DeferStmt, 1) => {
                self.of_one_at(node, kind)
            }
            (K::ReturnStmt, 0) => {
                let span = self.span_of(node);
                Some(self.add_stmt(StmtKind::Return(List::EMPTY), span))
            }
            _ => None,
        };
        match made {
            Some(stmt) => stmt,
            None => self.by_cursor(node, kind, Self::nested_stmt),
        }
    }

    fn assign_at(&mut self, node: TsNode<'t>) -> Option<StmtId> {
        let (left, sign, right) = (node.named_child(0)?, node.child(1)?, node.named_child(1)?);
        let op = match self.kind_of(sign) {
            K::TokDefine => AssignOp::Define,
            kind => kind.assign_op().map_or(AssignOp::Assign, AssignOp::Op),
        };
        let start = self.offsets.start(node.start_byte() as u32);
        let lhs = self.list_at(left);
        let rhs = self.list_at(right);
        let end = self.ast.list(rhs).next_back().map_or(start, |last| self.ast.expr_spans[last].end);
        Some(self.add_stmt(StmtKind::Assign { op, lhs, rhs }, Span::new(start, end)))
    }

    /// Statements with one named child, an expression or a list of them.
    fn of_one_at(&mut self, node: TsNode<'t>, kind: K) -> Option<StmtId> {
        let child = node.named_child(0)?;
        let child_kind = self.kind_of(child);
        if child_kind == K::Comment {
            return None;
        }
        let mut span = self.span_of(node);
        let made = match kind {
            K::ReturnStmt => StmtKind::Return(self.list_at(child)),
            _ => {
                let x = self.deeper_at(child, child_kind);
                match kind {
                    K::IncStmt => StmtKind::IncDec { x, dec: false },
                    K::DecStmt => StmtKind::IncDec { x, dec: true },
                    K::GoStmt => StmtKind::Go(x),
                    K::DeferStmt => StmtKind::Defer(x),
                    _ => {
                        span.end = self.ast.expr_spans[x].end;
                        StmtKind::Expr(x)
                    }
                }
            }
        };
        Some(self.add_stmt(made, span))
    }

    /// `for {…}`, `for cond {…}`, `for … range x {…}`.
    fn for_at(&mut self, node: TsNode<'t>) -> Option<StmtId> {
        let first = node.named_child(0)?;
        let kind = self.kind_of(first);
        let start = self.offsets.start(node.start_byte() as u32);
        let (made, body) = match (kind, node.named_child(1)) {
            (K::Block, None) => {
                let body = self.block_at(first);
                (StmtKind::For { init: None, cond: None, post: None, body }, body)
            }
            (K::RangeClause, Some(block)) if self.kind_of(block) == K::Block => {
                let (op, key, value, x) = self.range_at(first)?;
                self.check_header(x);
                let body = self.block_at(block);
                (StmtKind::Range { op, key, value, x, body }, body)
            }
            (_, Some(block)) if kind.is_expr() && self.kind_of(block) == K::Block => {
                let cond = self.deeper_at(first, kind);
                self.check_header(cond);
                let body = self.block_at(block);
                (StmtKind::For { init: None, cond: Some(cond), post: None, body }, body)
            }
            _ => return None,
        };
        let end = self.ast.stmt_spans[body].end;
        Some(self.add_stmt(made, Span::new(start, end)))
    }

    fn range_at(&mut self, node: TsNode<'t>) -> Option<(RangeOp, Option<ExprId>, Option<ExprId>, ExprId)> {
        let (first, second) = (node.named_child(0)?, node.named_child(1));
        let first_kind = self.kind_of(first);
        let Some(second) = second else {
            return first_kind.is_expr().then(|| (RangeOp::None, None, None, self.deeper_at(first, first_kind)));
        };
        let op = match self.kind_of(node.child(1)?) {
            K::TokDefine => RangeOp::Define,
            K::TokAssign => RangeOp::Assign,
            _ => return None,
        };
        if first_kind != K::ExprList || node.named_child_count() != 2 || first.named_child_count() > 2 {
            return None;
        }
        let left = self.list_at(first);
        let (key, value) = {
            let mut names = self.ast.list(left);
            (names.next(), names.next())
        };
        let second_kind = self.kind_of(second);
        let x = self.deeper_at(second, second_kind);
        Some((op, key, value, x))
    }

    /// The clause of a `switch` at a node, pushed; whether the short way knows it.
    pub(super) fn push_case_at(&mut self, node: TsNode<'t>, kind: K) -> bool {
        let count = node.named_child_count();
        if count > FEW || !matches!(kind, K::ExprCase | K::DefaultCase | K::TypeCase) {
            return false;
        }
        let span = self.span_of(node);
        let values_mark = self.mark();
        let mut body = None;
        let mut last = None;
        for position in 0..count {
            let Some(child) = node.named_child(position as u32) else { break };
            match self.kind_of(child) {
                K::Comment => {}
                K::StmtList => body = Some(child),
                K::ExprList => {
                    self.named_exprs(child, |lower, x| {
                        lower.push(x);
                        last = Some(x);
                    });
                }
                kind => {
                    let x = self.deeper_at(child, kind);
                    self.push(x);
                    last = Some(x);
                }
            }
        }
        let values = self.list(values_mark);
        let mark = self.mark();
        if let Some(body) = body {
            self.push_stmts_at(body);
        }
        let body: List<StmtId> = self.list(mark);
        let end = match self.ast.list(body).next_back() {
            Some(last) => self.ast.stmt_spans[last].end,
            None => {
                let head = last.map_or(span.start + "default".len() as u32, |last| self.ast.expr_spans[last].end);
                lex::next_token(self.text, head) + 1
            }
        };
        let default = kind == K::DefaultCase;
        let id = self.add_stmt(StmtKind::Case { default, values, body }, Span::new(span.start, end.max(span.start)));
        self.push(id);
        true
    }
}
