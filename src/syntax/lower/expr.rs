//! Expressions and types.

use super::Lower;
use crate::syntax::ast::{BinaryOp, ChanDir, ExprId, ExprKind, Func, FuncId, List, LitKind, UnaryOp};
use crate::syntax::kind::K;
use crate::text::{Idx, Span};

impl Lower<'_, '_> {
    /// The expression or type under the cursor.
    #[inline]
    pub(super) fn expr(&mut self) -> ExprId {
        if self.errors { self.expr_by_cursor() } else { self.expr_at(self.node, self.kind) }
    }

    /// The same for any node, step by step.
    pub(super) fn expr_by_cursor(&mut self) -> ExprId {
        if !self.kind.is_spine() {
            return self.operand();
        }
        let base = self.scratch.spine.len();
        while self.kind.is_spine() {
            let (kind, end) = (self.kind, self.end());
            if !self.first() {
                break;
            }
            self.scratch.spine.push((kind, end));
        }
        let mut x = self.operand();
        while self.scratch.spine.len() > base {
            let Some((kind, end)) = self.scratch.spine.pop() else { break };
            x = self.outer(kind, x, end);
            self.up();
        }
        x
    }

    /// The node that is `x` (under the cursor) and what follows it up to `end`.
    fn outer(&mut self, kind: K, x: ExprId, end: u32) -> ExprId {
        match kind {
            K::Binary => {
                let mut op = None;
                let mut y = None;
                while (op.is_none() || y.is_none()) && self.next() {
                    match self.kind.binary_op() {
                        Some(found) if op.is_none() => op = Some(found),
                        _ => y = Some(self.expr()),
                    }
                }
                self.rest();
                let y = y.unwrap_or_else(|| self.bad_expr(end));
                let span = Span::new(self.ast.expr_spans[x].start, self.ast.expr_spans[y].end);
                self.add_expr(ExprKind::Binary { op: op.unwrap_or(BinaryOp::Add), x, y }, span)
            }
            K::Selector | K::QualifiedType => {
                let mut name = None;
                while name.is_none() && self.next() {
                    if self.kind == K::Ident {
                        name = Some(self.ident());
                    }
                }
                self.rest();
                self.postfix(x, end, |lower, x| {
                    let name = name.unwrap_or_else(|| lower.bad_expr(end));
                    ExprKind::Selector { x, name }
                })
            }
            K::Call => {
                let mut x = x;
                let mut args = List::EMPTY;
                let mut ellipsis = false;
                while self.next() {
                    match self.kind {
                        K::TypeArgs => {
                            let close = self.end();
                            let types = self.exprs_within();
                            x = self.postfix(x, close, |_, x| ExprKind::Index { x, args: types });
                        }
                        K::Args => {
                            (args, ellipsis) = self.arguments();
                            if !self.errors {
                                break;
                            }
                        }
                        _ => self.orphan(),
                    }
                }
                self.postfix(x, end, |_, fun| ExprKind::Call { fun, args, ellipsis })
            }
            K::Conversion => {
                let mark = self.mark();
                self.siblings();
                let args = self.list(mark);
                self.postfix(x, end, |_, fun| ExprKind::Call { fun, args, ellipsis: false })
            }
            K::Index | K::Instantiation => {
                let mark = self.mark();
                self.siblings();
                let args = self.list(mark);
                self.postfix(x, end, |_, x| ExprKind::Index { x, args })
            }
            K::GenericType => {
                let mut args = List::EMPTY;
                while self.next() {
                    match self.kind {
                        K::TypeArgs => args = self.exprs_within(),
                        _ => self.orphan(),
                    }
                }
                self.postfix(x, end, |_, x| ExprKind::Index { x, args })
            }
            K::Slice => {
                let mut bounds = [None; 3];
                let mut colons = 0;
                while self.next() {
                    match self.kind {
                        K::TokColon => colons += 1,
                        kind if kind.is_expr() => bounds[colons.min(2)] = Some(self.expr()),
                        _ => {}
                    }
                }
                let bounds = self.ast.add_list(bounds.into_iter().take(colons.clamp(1, 2) + 1));
                self.postfix(x, end, |_, x| ExprKind::Slice { x, bounds })
            }
            K::TypeAssert => {
                let mut ty = None;
                while self.next() {
                    if self.kind.is_expr() {
                        ty = Some(self.expr());
                    }
                }
                self.postfix(x, end, |_, x| ExprKind::TypeAssert { x, ty })
            }
            _ => x,
        }
    }

    /// Makes a node that ends in a suffix of `x`. The grammar reads `*T(x)` as `(*T)(x)` where it takes `*T` for a type, but a
    /// prefix binds weaker than a suffix: the suffix goes to the operand, the prefix stays outermost.
    #[inline]
    pub(super) fn postfix(&mut self, x: ExprId, end: u32, make: impl FnOnce(&mut Self, ExprId) -> ExprKind) -> ExprId {
        if let ExprKind::Star(_) | ExprKind::Unary { .. } | ExprKind::ChanType { .. } = self.ast.exprs[x] {
            return self.postfix_within(x, end, make);
        }
        let kind = make(self, x);
        let start = self.ast.expr_spans[x].start;
        self.add_expr(kind, Span::new(start, end.max(start)))
    }

    fn postfix_within(&mut self, x: ExprId, end: u32, make: impl FnOnce(&mut Self, ExprId) -> ExprKind) -> ExprId {
        let mut inner = x;
        let mut prefixes = smallvec::SmallVec::<[ExprId; 4]>::new();
        loop {
            match self.ast.exprs[inner] {
                ExprKind::Star(operand) | ExprKind::Unary { x: operand, .. } => {
                    prefixes.push(inner);
                    inner = operand;
                }
                // `<-chan T(x)` receives from `chan T(x)`.
                ExprKind::ChanType { dir: ChanDir::Recv, elem } => {
                    let span = self.ast.expr_spans[inner];
                    let chan = ExprKind::ChanType { dir: ChanDir::Both, elem };
                    let operand = self.add_expr(chan, Span::new(self.after_arrow(span.start), span.end));
                    self.ast.exprs[inner] = ExprKind::Unary { op: UnaryOp::Recv, x: operand };
                }
                _ => break,
            }
        }
        let kind = make(self, inner);
        let start = self.ast.expr_spans[inner].start;
        let made = self.add_expr(kind, Span::new(start, end.max(start)));
        let Some(&last) = prefixes.last() else { return made };
        match &mut self.ast.exprs[last] {
            ExprKind::Star(operand) | ExprKind::Unary { x: operand, .. } => *operand = made,
            _ => {}
        }
        for prefix in prefixes {
            self.ast.expr_spans[prefix].end = end;
        }
        x
    }

    /// The offset of the token after `<-` at `arrow`.
    fn after_arrow(&self, arrow: u32) -> u32 {
        crate::syntax::lex::next_token(self.text, arrow + 2)
    }

    /// An expression that does not begin with an operand of its own.
    fn operand(&mut self) -> ExprId {
        match self.kind {
            K::Ident => return self.ident(),
            K::Int => return self.literal(LitKind::Int),
            K::Float => return self.literal(LitKind::Float),
            K::Imag => return self.literal(LitKind::Imag),
            K::Rune => return self.literal(LitKind::Char),
            K::Str => return self.literal(LitKind::String),
            _ => {}
        }
        if !self.deeper() {
            let span = self.span();
            return self.add_expr(ExprKind::Bad(List::EMPTY), span);
        }
        let id = if self.kind.is_spine() { self.expr_by_cursor() } else { self.nested() };
        self.depth -= 1;
        id
    }

    fn literal(&mut self, kind: LitKind) -> ExprId {
        let span = self.span();
        if self.missing() {
            return self.bad_expr(span.start);
        }
        self.add_expr(ExprKind::Lit(kind), span)
    }

    /// The identifier under the cursor.
    #[inline]
    pub(super) fn ident(&mut self) -> ExprId {
        let span = self.span();
        match self.text.get(span.range()) {
            Some(text) if !text.is_empty() => {
                let name = self.scratch.names.intern(text);
                self.add_expr(ExprKind::Ident(name), span)
            }
            _ => self.bad_expr(span.start),
        }
    }

    fn nested(&mut self) -> ExprId {
        let span = self.span();
        match self.kind {
            K::ParenExpr | K::ParenType => {
                let x = self.only_child(span);
                if self.text.as_bytes().get(span.start as usize) != Some(&b'(') {
                    return x; // a mask (see `repair::apart`)
                }
                self.add_expr(ExprKind::Paren(x), span)
            }
            K::Unary => self.unary(span),
            K::PointerType => {
                let x = self.only_child(span);
                let end = self.ast.expr_spans[x].end;
                self.add_expr(ExprKind::Star(x), Span::new(span.start, end))
            }
            K::NegatedType => {
                let x = self.only_child(span);
                let end = self.ast.expr_spans[x].end;
                self.add_expr(ExprKind::Unary { op: UnaryOp::Tilde, x }, Span::new(span.start, end))
            }
            K::LiteralElement => self.only_child(span),
            K::VariadicArg => self.only_child(span),
            K::TypeElem => self.union(span),
            K::ArrayType => self.array_type(span),
            K::OpenArrayType => self.open_array_type(span),
            K::SliceType => {
                let elem = self.only_child(span);
                self.type_to(ExprKind::ArrayType { len: None, elem }, span.start, elem)
            }
            K::MapType => {
                let mut parts = self.two_children(span);
                let value = parts.pop().unwrap_or_else(|| self.bad_expr(span.end));
                let key = parts.pop().unwrap_or_else(|| self.bad_expr(span.start));
                self.type_to(ExprKind::MapType { key, value }, span.start, value)
            }
            K::ChanType => self.chan_type(span),
            K::StructType => {
                let mut fields = None;
                if self.first() {
                    while self.next() {
                        match self.kind {
                            K::FieldDecls => fields = Some(self.struct_fields()),
                            _ => self.orphan(),
                        }
                    }
                    self.up();
                }
                let fields = fields.unwrap_or_else(|| self.no_fields(span.end));
                self.add_expr(ExprKind::StructType(fields), span)
            }
            K::InterfaceType => {
                let elements = self.interface_elements();
                self.add_expr(ExprKind::InterfaceType(elements), span)
            }
            K::FuncType => {
                let start = span.start;
                let mut parts = super::field::SigParts::default();
                if self.first() {
                    while self.next() {
                        self.sig_part(&mut parts);
                    }
                    self.up();
                }
                let sig = self.signature(start, parts, span.end);
                let span = self.ast.sigs[sig].span;
                self.add_expr(ExprKind::FuncType(sig), span)
            }
            K::FuncLit => self.func_lit(span),
            K::CompositeLit => self.composite_lit(span),
            K::LiteralValue => {
                let elements = self.exprs_within();
                self.add_expr(ExprKind::CompositeLit { ty: None, elements }, span)
            }
            K::KeyedElement => {
                let mut parts = self.two_children(span);
                let value = parts.pop().unwrap_or_else(|| self.bad_expr(span.end));
                let key = parts.pop().unwrap_or_else(|| self.bad_expr(span.start));
                let span = Span::new(self.ast.expr_spans[key].start, self.ast.expr_spans[value].end);
                self.add_expr(ExprKind::KeyValue { key, value }, span)
            }
            _ => {
                let mark = self.mark();
                self.children_exprs();
                let exprs = self.list(mark);
                self.broken = true;
                self.add_expr(ExprKind::Bad(exprs), span)
            }
        }
    }

    fn type_to(&mut self, kind: ExprKind, start: u32, last: ExprId) -> ExprId {
        let end = self.ast.expr_spans[last].end;
        self.add_expr(kind, Span::new(start, end.max(start)))
    }

    fn unary(&mut self, span: Span) -> ExprId {
        let mut op = None;
        let mut star = false;
        let mut x = None;
        if self.first() {
            loop {
                match self.kind {
                    K::TokMul => star = true,
                    kind if kind.is_expr() => x = Some(self.expr()),
                    kind => op = op.or(kind.unary_op()),
                }
                if x.is_some() && !self.errors || !self.next() {
                    break;
                }
            }
            self.up();
        }
        let x = x.unwrap_or_else(|| self.bad_expr(span.end));
        let kind = if star { ExprKind::Star(x) } else { ExprKind::Unary { op: op.unwrap_or(UnaryOp::Plus), x } };
        self.type_to(kind, span.start, x)
    }

    fn array_type(&mut self, span: Span) -> ExprId {
        let mut parts = self.two_children(span);
        let elem = parts.pop().unwrap_or_else(|| self.bad_expr(span.end));
        let len = parts.pop().unwrap_or_else(|| self.bad_expr(span.start));
        self.type_to(ExprKind::ArrayType { len: Some(len), elem }, span.start, elem)
    }

    fn open_array_type(&mut self, span: Span) -> ExprId {
        let mut dots = None;
        let mut elem = None;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokEllipsis => dots = Some(self.span()),
                    kind if kind.is_expr() => elem = Some(self.expr()),
                    _ => {}
                }
            }
            self.up();
        }
        let elem = elem.unwrap_or_else(|| self.bad_expr(span.end));
        let len = self.add_expr(ExprKind::Ellipsis(None), dots.unwrap_or(Span::at(span.start)));
        self.type_to(ExprKind::ArrayType { len: Some(len), elem }, span.start, elem)
    }

    fn chan_type(&mut self, span: Span) -> ExprId {
        let mut dir = ChanDir::Both;
        let mut chan_seen = false;
        let mut elem = None;
        if self.first() {
            loop {
                match self.kind {
                    K::TokChan => chan_seen = true,
                    K::TokArrow => dir = if chan_seen { ChanDir::Send } else { ChanDir::Recv },
                    kind if kind.is_expr() => elem = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let elem = elem.unwrap_or_else(|| self.bad_expr(span.end));
        if dir == ChanDir::Both && self.arrow_leftmost(elem) {
            dir = ChanDir::Send;
        }
        self.type_to(ExprKind::ChanType { dir, elem }, span.start, elem)
    }

    /// `chan <-chan T` is `chan<- (chan T)`: takes the arrow from `elem`, if it begins with one.
    fn arrow_leftmost(&mut self, elem: ExprId) -> bool {
        let ExprKind::ChanType { dir: ChanDir::Recv, elem: inner } = self.ast.exprs[elem] else { return false };
        let dir = if self.arrow_leftmost(inner) { ChanDir::Send } else { ChanDir::Both };
        let start = self.after_arrow(self.ast.expr_spans[elem].start);
        self.ast.expr_spans[elem].start = start;
        self.ast.exprs[elem] = ExprKind::ChanType { dir, elem: inner };
        true
    }

    /// `A | B | C`; one alone is itself.
    fn union(&mut self, span: Span) -> ExprId {
        let mut sum = None;
        if self.first() {
            loop {
                if self.kind.is_expr() {
                    let y = self.expr();
                    sum = Some(match sum {
                        None => y,
                        Some(x) => {
                            let span = Span::new(self.ast.expr_spans[x].start, self.ast.expr_spans[y].end);
                            self.add_expr(ExprKind::Binary { op: BinaryOp::Or, x, y }, span)
                        }
                    });
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        sum.unwrap_or_else(|| self.bad_expr(span.start))
    }

    fn composite_lit(&mut self, span: Span) -> ExprId {
        let mut ty = None;
        let mut elements = List::EMPTY;
        if self.first() {
            loop {
                match self.kind {
                    K::LiteralValue => {
                        elements = self.exprs_within();
                        break;
                    }
                    kind if kind.is_expr() => ty = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.rest();
            self.up();
        }
        let start = ty.map_or(span.start, |ty| self.ast.expr_spans[ty].start);
        self.add_expr(ExprKind::CompositeLit { ty, elements }, Span::new(start, span.end.max(start)))
    }

    fn func_lit(&mut self, span: Span) -> ExprId {
        let outer_broken = std::mem::replace(&mut self.broken, self.errors && self.node.has_error());
        let func = self.new_func(span.start);
        let mut parts = super::field::SigParts::default();
        let mut body = None;
        if self.first() {
            while self.next() {
                if self.kind == K::Block {
                    body = Some(self.block());
                } else {
                    self.sig_part(&mut parts);
                }
            }
            self.up();
        }
        let sig = self.signature(span.start, parts, span.end);
        let body = body.unwrap_or_else(|| self.bad_stmt(span.end));
        let span = Span::new(span.start, self.ast.stmt_spans[body].end);
        let lit = self.add_expr(ExprKind::FuncLit(func), span);
        let broken = self.broken;
        self.ast.funcs[func] =
            Func { span, name: None, recv: None, sig, body: Some(body), lit: Some(lit), decl: None, broken };
        self.broken |= outer_broken;
        lit
    }

    /// Reserves the place of a function, so that an outer one comes before those within.
    pub(super) fn new_func(&mut self, start: u32) -> FuncId {
        self.ast.funcs.push(Func {
            span: Span::at(start),
            name: None,
            recv: None,
            sig: crate::syntax::ast::SigId::from_usize(0),
            body: None,
            lit: None,
            decl: None,
            broken: false,
        })
    }

    // Children

    /// The one expression among the children.
    fn only_child(&mut self, span: Span) -> ExprId {
        let mut x = None;
        if self.first() {
            loop {
                if self.kind.is_expr() {
                    if x.is_none() {
                        x = Some(self.expr());
                        if !self.errors {
                            break;
                        }
                    } else {
                        self.orphan();
                    }
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        x.unwrap_or_else(|| self.bad_expr(span.end))
    }

    /// The first two expressions among the children.
    fn two_children(&mut self, _span: Span) -> smallvec::SmallVec<[ExprId; 2]> {
        let mut parts = smallvec::SmallVec::new();
        if self.first() {
            loop {
                if self.kind.is_expr() {
                    if parts.len() < 2 {
                        parts.push(self.expr());
                        if parts.len() == 2 && !self.errors {
                            break;
                        }
                    } else {
                        self.orphan();
                    }
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        parts
    }

    /// Pushes the expressions among the siblings that follow.
    fn siblings(&mut self) {
        while self.next() {
            if self.kind.is_expr() {
                let x = self.expr();
                self.push(x);
            }
        }
    }

    /// Pushes the expressions among the children.
    fn children_exprs(&mut self) {
        if self.first() {
            loop {
                if self.kind.is_expr() {
                    let x = self.expr();
                    self.push(x);
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
    }

    /// The expressions among the children, as a list.
    pub(super) fn exprs_within(&mut self) -> List<ExprId> {
        let mark = self.mark();
        self.children_exprs();
        self.list(mark)
    }

    pub(super) fn arguments(&mut self) -> (List<ExprId>, bool) {
        let mark = self.mark();
        let mut ellipsis = false;
        if self.first() {
            loop {
                if self.kind.is_expr() {
                    ellipsis |= self.kind == K::VariadicArg;
                    let x = self.expr();
                    self.push(x);
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        (self.list(mark), ellipsis)
    }
}
