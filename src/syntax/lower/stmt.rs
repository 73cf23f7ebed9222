//! Statements.

use super::Lower;
use crate::syntax::ast::{AssignOp, BranchKind, ExprId, ExprKind, List, RangeOp, StmtId, StmtKind};
use crate::syntax::kind::K;
use crate::syntax::lex;
use crate::text::Span;

/// One link of an `else if` chain.
pub(super) struct IfLink {
    pub start: u32,
    pub init: Option<StmtId>,
    pub cond: ExprId,
    pub then: StmtId,
}

impl Lower<'_, '_> {
    /// The statement under the cursor.
    pub(super) fn stmt(&mut self) -> StmtId {
        if !self.deeper() {
            let span = self.span();
            return self.add_stmt(StmtKind::Bad { stmts: List::EMPTY, exprs: List::EMPTY }, span);
        }
        let id = if self.errors { self.nested_stmt() } else { self.stmt_at(self.node, self.kind) };
        self.depth -= 1;
        id
    }

    pub(super) fn nested_stmt(&mut self) -> StmtId {
        match self.kind {
            K::Block => return self.block(),
            K::IfStmt => return self.if_stmt(),
            K::Labeled => return self.labeled(),
            K::ForStmt => return self.for_stmt(),
            K::ExprSwitch => return self.switch(),
            K::TypeSwitch => return self.type_switch(),
            K::SelectStmt => return self.select(),
            _ => {}
        }
        let mut span = self.span();
        let kind = match self.kind {
            K::ExprStmt => {
                let exprs = self.exprs_within();
                match self.ast.only(exprs) {
                    Some(x) => {
                        span.end = self.ast.expr_spans[x].end.max(span.start);
                        StmtKind::Expr(x)
                    }
                    None => StmtKind::Bad { stmts: List::EMPTY, exprs },
                }
            }
            K::SendStmt => {
                let (chan, value) = self.pair(span);
                span.end = self.ast.expr_spans[value].end.max(span.start);
                StmtKind::Send { chan, value }
            }
            K::RecvStmt => return self.receive(span),
            K::IncStmt | K::DecStmt => {
                let dec = self.kind == K::DecStmt;
                let exprs = self.exprs_within();
                let x = self.ast.list(exprs).next();
                let x = x.unwrap_or_else(|| self.bad_expr(span.start));
                StmtKind::IncDec { x, dec }
            }
            K::AssignStmt | K::ShortVar => {
                let (op, lhs, rhs) = self.assignment();
                if let Some(last) = self.ast.list(rhs).next_back() {
                    span.end = self.ast.expr_spans[last].end.max(span.start);
                }
                StmtKind::Assign { op, lhs, rhs }
            }
            K::GoStmt | K::DeferStmt => {
                let defer = self.kind == K::DeferStmt;
                let exprs = self.exprs_within();
                let call = self.ast.list(exprs).next();
                let call = call.unwrap_or_else(|| self.bad_expr(span.end));
                if defer { StmtKind::Defer(call) } else { StmtKind::Go(call) }
            }
            K::ReturnStmt => StmtKind::Return(self.lists_within()),
            K::BreakStmt => self.branch(BranchKind::Break),
            K::ContinueStmt => self.branch(BranchKind::Continue),
            K::GotoStmt => self.branch(BranchKind::Goto),
            K::FallthroughStmt => StmtKind::Branch { kind: BranchKind::Fallthrough, label: None },
            K::EmptyStmt if self.text.as_bytes().get(span.start as usize) != Some(&b';') => {
                // A mask (see `repair`): nothing follows a label but the end of the block.
                let at = lex::next_token(self.text, span.start);
                return self.add_stmt(StmtKind::Empty { implicit: true }, Span::at(at));
            }
            K::EmptyStmt => StmtKind::Empty { implicit: false },
            kind if kind.is_general_decl() => {
                let decl = self.general_decl();
                StmtKind::Decl(decl)
            }
            _ => {
                self.orphan();
                return self.take_orphans(span.end).unwrap_or_else(|| self.bad_stmt(span.start));
            }
        };
        self.add_stmt(kind, span)
    }

    /// Pushes the statements of the list under the cursor.
    pub(super) fn push_stmts(&mut self) {
        let mut after_empty = false;
        if self.first() {
            loop {
                if self.kind.is_stmt() {
                    after_empty = self.kind == K::EmptyStmt;
                    let end = self.end();
                    let stmt = self.stmt();
                    self.push(stmt);
                    if self.errors {
                        self.push_orphans(end);
                    }
                } else if self.kind == K::TokSemi && after_empty {
                    // An empty statement has no semicolon but itself: the next one is another, unless it is a mask.
                    let span = self.span();
                    if self.text.as_bytes().get(span.start as usize) == Some(&b';') {
                        let stmt = self.add_stmt(StmtKind::Empty { implicit: false }, span);
                        self.push(stmt);
                    }
                } else if self.errors {
                    self.orphan();
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        if self.errors {
            self.push_orphans(0);
        }
    }

    fn push_orphans(&mut self, end: u32) {
        if let Some(bad) = self.take_orphans(end) {
            self.push(bad);
        }
    }

    /// The block under the cursor.
    pub(super) fn block(&mut self) -> StmtId {
        let span = self.span();
        let mark = self.mark();
        if self.first() {
            while self.next() {
                match self.kind {
                    K::StmtList if !self.errors => self.push_stmts_at(self.node),
                    K::StmtList => self.push_stmts(),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        if self.errors {
            self.push_orphans(0);
        }
        let stmts = self.list(mark);
        self.add_stmt(StmtKind::Block(stmts), span)
    }

    /// The expressions of the children and of the lists among them.
    fn lists_within(&mut self) -> List<ExprId> {
        let mut list = List::EMPTY;
        if self.first() {
            loop {
                if self.kind == K::ExprList {
                    list = self.exprs_within();
                    if !self.errors {
                        break;
                    }
                } else if self.kind.is_expr() {
                    let x = self.expr();
                    list = self.ast.add_list([x]);
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        list
    }

    fn pair(&mut self, span: Span) -> (ExprId, ExprId) {
        let exprs = self.exprs_within();
        let (x, y) = {
            let mut both = self.ast.list(exprs);
            (both.next(), both.next())
        };
        (x.unwrap_or_else(|| self.bad_expr(span.start)), y.unwrap_or_else(|| self.bad_expr(span.end)))
    }

    fn assignment(&mut self) -> (AssignOp, List<ExprId>, List<ExprId>) {
        let mut op = AssignOp::Assign;
        let mut sides = [List::EMPTY; 2];
        let mut side = 0;
        if self.first() {
            loop {
                match self.kind {
                    K::ExprList if side < 2 => {
                        sides[side] = self.exprs_within();
                        side += 1;
                    }
                    K::TokDefine => op = AssignOp::Define,
                    kind => match kind.assign_op() {
                        Some(found) => op = AssignOp::Op(found),
                        None if kind.is_expr() => self.orphan(),
                        None => {}
                    },
                }
                if side == 2 && !self.errors || !self.next() {
                    break;
                }
            }
            self.up();
        }
        (op, sides[0], sides[1])
    }

    /// `v := <-ch`, `v, ok = <-ch`, `<-ch` in a `case` of `select`.
    fn receive(&mut self, span: Span) -> StmtId {
        let mut op = None;
        let mut lhs = List::EMPTY;
        let mut right = None;
        if self.first() {
            loop {
                match self.kind {
                    K::ExprList => lhs = self.exprs_within(),
                    K::TokDefine => op = Some(AssignOp::Define),
                    K::TokAssign => op = Some(AssignOp::Assign),
                    kind if kind.is_expr() => right = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let right = right.unwrap_or_else(|| self.bad_expr(span.end));
        let kind = match op {
            Some(op) => StmtKind::Assign { op, lhs, rhs: self.ast.add_list([right]) },
            None => StmtKind::Expr(right),
        };
        self.add_stmt(kind, span)
    }

    fn branch(&mut self, kind: BranchKind) -> StmtKind {
        let exprs = self.exprs_within();
        StmtKind::Branch { kind, label: self.ast.list(exprs).next() }
    }

    fn labeled(&mut self) -> StmtId {
        let span = self.span();
        let mut label = None;
        let mut colon = span.end;
        let mut stmt = None;
        if self.first() {
            loop {
                match self.kind {
                    K::Ident if label.is_none() => label = Some(self.ident()),
                    K::TokColon => colon = self.end(),
                    kind if kind.is_stmt() => stmt = Some(self.stmt()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let label = label.unwrap_or_else(|| self.bad_expr(span.start));
        let stmt = stmt.unwrap_or_else(|| {
            // Nothing follows but the end of the block: go/ast puts an empty statement there.
            let at = lex::next_token(self.text, colon);
            self.add_stmt(StmtKind::Empty { implicit: true }, Span::at(at))
        });
        let end = self.ast.stmt_spans[stmt].end;
        self.add_stmt(StmtKind::Labeled { label, stmt }, Span::new(span.start, end.max(span.start)))
    }

    fn if_stmt(&mut self) -> StmtId {
        let base = self.scratch.links.len();
        let mut els = None;
        loop {
            let span = self.span();
            let (mut init, mut cond, mut then) = (None, None, None);
            let mut chained = false;
            if self.first() {
                while self.next() {
                    match self.kind {
                        K::IfStmt if then.is_some() => {
                            chained = true;
                            break;
                        }
                        K::Block if then.is_none() => then = Some(self.block()),
                        K::Block => els = Some(self.block()),
                        kind if kind.is_stmt() && init.is_none() => init = Some(self.stmt()),
                        kind if kind.is_expr() && cond.is_none() => cond = Some(self.expr()),
                        _ if self.errors => self.orphan(),
                        _ => {}
                    }
                }
                if !chained {
                    self.up();
                }
            }
            let cond = cond.unwrap_or_else(|| self.bad_expr(span.start));
            self.check_header(cond);
            let then = then.unwrap_or_else(|| self.bad_stmt(span.end));
            self.scratch.links.push(IfLink { start: span.start, init, cond, then });
            if !chained {
                break;
            }
        }
        let mut made = None;
        while self.scratch.links.len() > base {
            let Some(IfLink { start, init, cond, then }) = self.scratch.links.pop() else { break };
            if let Some(inner) = made {
                self.up();
                els = Some(inner);
            }
            let end = self.ast.stmt_spans[els.unwrap_or(then)].end;
            made = Some(self.add_stmt(StmtKind::If { init, cond, then, els }, Span::new(start, end.max(start))));
        }
        made.unwrap_or_else(|| self.bad_stmt(0))
    }

    /// In Go no literal of a named type stands at the end of a header: its brace would open the block (specification,
    /// Composite literals). The grammar allows it where a block follows, and then has to be told.
    pub(super) fn check_header(&mut self, header: ExprId) {
        let mut last = header;
        loop {
            match self.ast.exprs[last] {
                ExprKind::Binary { y: inner, .. } | ExprKind::Unary { x: inner, .. } | ExprKind::Star(inner) => {
                    last = inner
                }
                ExprKind::CompositeLit { ty: Some(ty), .. }
                    if matches!(
                        self.ast.exprs[ty],
                        ExprKind::Ident(_) | ExprKind::Selector { .. } | ExprKind::Index { .. }
                    ) =>
                {
                    let from = self.ast.expr_spans[header].start;
                    let brace = lex::next_token(self.text, self.ast.expr_spans[ty].end);
                    self.misread.push(crate::syntax::repair::Header { from, brace });
                    return;
                }
                _ => return,
            }
        }
    }

    fn for_stmt(&mut self) -> StmtId {
        let span = self.span();
        let mut kind = StmtKind::For { init: None, cond: None, post: None, body: self.no_body(span) };
        let mut body = None;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::Block => body = Some(self.block()),
                    K::ForClause => kind = self.for_clause(kind),
                    K::RangeClause => kind = self.range_clause(kind),
                    kind_here if kind_here.is_expr() => {
                        let x = self.expr();
                        if let StmtKind::For { cond, .. } = &mut kind {
                            *cond = Some(x);
                        }
                    }
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        match kind {
            StmtKind::For { post: Some(post), .. } => match self.ast.stmts[post] {
                StmtKind::Assign { rhs, .. } => {
                    let last = self.ast.list(rhs).next_back();
                    last.into_iter().for_each(|last| self.check_header(last));
                }
                StmtKind::Expr(last) => self.check_header(last),
                _ => {}
            },
            StmtKind::For { cond: Some(last), post: None, .. } | StmtKind::Range { x: last, .. } => {
                self.check_header(last);
            }
            _ => {}
        }
        let made = body.unwrap_or_else(|| self.bad_stmt(span.end));
        match &mut kind {
            StmtKind::For { body, .. } | StmtKind::Range { body, .. } => *body = made,
            _ => {}
        }
        let end = self.ast.stmt_spans[made].end;
        self.add_stmt(kind, Span::new(span.start, end.max(span.start)))
    }

    /// A place for a body that is yet to be read (never seen: it is replaced).
    fn no_body(&self, _span: Span) -> StmtId {
        <StmtId as crate::text::Idx>::from_usize(0)
    }

    fn for_clause(&mut self, kind: StmtKind) -> StmtKind {
        let StmtKind::For { body, .. } = kind else { return kind };
        let (mut init, mut cond, mut post) = (None, None, None);
        let mut semicolons = 0;
        if self.first() {
            loop {
                match self.kind {
                    K::TokSemi => semicolons += 1,
                    kind if kind.is_stmt() => {
                        let stmt = self.stmt();
                        if semicolons == 0 {
                            init = Some(stmt);
                        } else {
                            post = Some(stmt);
                        }
                    }
                    kind if kind.is_expr() => cond = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        StmtKind::For { init, cond, post, body }
    }

    fn range_clause(&mut self, kind: StmtKind) -> StmtKind {
        let (StmtKind::For { body, .. } | StmtKind::Range { body, .. }) = kind else { return kind };
        let span = self.span();
        let mut op = RangeOp::None;
        let mut left = List::EMPTY;
        let mut x = None;
        if self.first() {
            loop {
                match self.kind {
                    K::ExprList => left = self.exprs_within(),
                    K::TokDefine => op = RangeOp::Define,
                    K::TokAssign => op = RangeOp::Assign,
                    kind if kind.is_expr() => x = Some(self.expr()),
                    _ => {}
                }
                if !self.next() {
                    break;
                }
            }
            self.up();
        }
        let (key, value, more) = {
            let mut names = self.ast.list(left);
            (names.next(), names.next(), names.len() > 0)
        };
        self.broken |= more;
        let x = x.unwrap_or_else(|| self.bad_expr(span.end));
        StmtKind::Range { op, key, value, x, body }
    }

    fn switch(&mut self) -> StmtId {
        let span = self.span();
        let mark = self.mark();
        let (mut init, mut tag) = (None, None);
        let mut open = span.end;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokLBrace => open = self.start(),
                    K::ExprCase | K::DefaultCase | K::TypeCase => self.push_case(),
                    kind if kind.is_stmt() && init.is_none() => init = Some(self.stmt()),
                    kind if kind.is_expr() && tag.is_none() => tag = Some(self.expr()),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        if let Some(tag) = tag {
            self.check_header(tag);
        }
        let body = self.case_block(mark, open, span);
        self.add_stmt(StmtKind::Switch { init, tag, body }, span)
    }

    fn case_block(&mut self, mark: usize, open: u32, span: Span) -> StmtId {
        if self.errors {
            self.push_orphans(0);
        }
        let cases = self.list(mark);
        self.add_stmt(StmtKind::Block(cases), Span::new(open.min(span.end), span.end))
    }

    fn type_switch(&mut self) -> StmtId {
        let span = self.span();
        let mark = self.mark();
        let (mut init, mut names, mut x) = (None, None, None);
        let mut open = span.end;
        let mut close = span.end;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokLBrace => open = self.start(),
                    K::TokRParen => close = self.end(),
                    K::ExprCase | K::DefaultCase | K::TypeCase => self.push_case(),
                    K::ExprList => names = Some(self.exprs_within()),
                    kind if kind.is_stmt() && init.is_none() => init = Some(self.stmt()),
                    kind if kind.is_expr() && x.is_none() => x = Some(self.expr()),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        let body = self.case_block(mark, open, span);
        let x = x.unwrap_or_else(|| self.bad_expr(span.start));
        let start = self.ast.expr_spans[x].start;
        let guard = self.add_expr(ExprKind::TypeAssert { x, ty: None }, Span::new(start, close.max(start)));
        let assign = match names {
            Some(lhs) => {
                let start = self.ast.list(lhs).next().map_or(start, |name| self.ast.expr_spans[name].start);
                let rhs = self.ast.add_list([guard]);
                let span = Span::new(start, close.max(start));
                self.add_stmt(StmtKind::Assign { op: AssignOp::Define, lhs, rhs }, span)
            }
            None => self.add_stmt(StmtKind::Expr(guard), Span::new(start, close.max(start))),
        };
        self.add_stmt(StmtKind::TypeSwitch { init, assign, body }, span)
    }

    fn select(&mut self) -> StmtId {
        let span = self.span();
        let mark = self.mark();
        let mut open = span.end;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokLBrace => open = self.start(),
                    K::CommCase | K::DefaultCase => self.push_comm(),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        let body = self.case_block(mark, open, span);
        self.add_stmt(StmtKind::Select { body }, span)
    }

    /// Pushes the clause of a `switch` under the cursor.
    fn push_case(&mut self) {
        if !self.errors && self.push_case_at(self.node, self.kind) {
            return;
        }
        let span = self.span();
        let default = self.kind == K::DefaultCase;
        let values_mark = self.mark();
        let mut colon = None;
        let mut values = List::EMPTY;
        let mut body = List::EMPTY;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokColon if colon.is_none() => {
                        colon = Some(self.end());
                        values = self.list(values_mark);
                    }
                    K::ExprList if colon.is_none() => self.push_exprs(),
                    K::StmtList => {
                        let mark = self.mark();
                        if self.errors {
                            self.push_stmts()
                        } else {
                            self.push_stmts_at(self.node)
                        }
                        body = self.list(mark);
                    }
                    kind if kind.is_expr() && colon.is_none() => {
                        let x = self.expr();
                        self.push(x);
                    }
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        if colon.is_none() {
            values = self.list(values_mark);
        }
        let end = self.clause_end(body, colon.unwrap_or(span.end));
        let id = self.add_stmt(StmtKind::Case { default, values, body }, Span::new(span.start, end.max(span.start)));
        self.push(id);
    }

    fn push_exprs(&mut self) {
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

    /// Pushes the clause of a `select` under the cursor.
    fn push_comm(&mut self) {
        let span = self.span();
        let mut colon = None;
        let mut comm = None;
        let mut body = List::EMPTY;
        if self.first() {
            while self.next() {
                match self.kind {
                    K::TokColon if colon.is_none() => colon = Some(self.end()),
                    K::StmtList => {
                        let mark = self.mark();
                        if self.errors {
                            self.push_stmts()
                        } else {
                            self.push_stmts_at(self.node)
                        }
                        body = self.list(mark);
                    }
                    kind if kind.is_stmt() && comm.is_none() => comm = Some(self.stmt()),
                    _ if self.errors => self.orphan(),
                    _ => {}
                }
            }
            self.up();
        }
        let end = self.clause_end(body, colon.unwrap_or(span.end));
        let id = self.add_stmt(StmtKind::Comm { comm, body }, Span::new(span.start, end.max(span.start)));
        self.push(id);
    }

    fn clause_end(&self, body: List<StmtId>, colon: u32) -> u32 {
        self.ast.list(body).next_back().map_or(colon, |last| self.ast.stmt_spans[last].end)
    }
}
