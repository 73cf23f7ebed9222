//! The short way for the commonest nodes: their children are asked for by number, without a cursor.
//!
//! Only in trees without errors, and only for nodes that have just the named children of the grammar (no comments between
//! them); everything else is left to the functions that go step by step.

use tree_sitter::Node as TsNode;

use super::Lower;
use crate::syntax::ast::{AssignOp, BinaryOp, ExprId, ExprKind, List, LitKind, StmtId, StmtKind, UnaryOp};
use crate::syntax::kind::K;
use crate::text::Span;

/// Lists with more children are walked with a cursor.
const FEW: usize = 6;

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

    /// The statement at the node under the cursor.
    pub(super) fn stmt_at(&mut self, node: TsNode<'t>, kind: K) -> StmtId {
        match (kind, node.named_child_count()) {
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
