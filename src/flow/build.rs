//! From a function's body to its control flow graph.
//!
//! One pass over the statements in the order of the text. Each block's steps lie together in one vector, since a block once
//! left is never continued. Conditions and else-if chains are walked in loops, for they are as long as a program likes;
//! other nesting is bounded by the lowering.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::cfg::{Block, BlockId, Cfg, Edge, Point, Step, Test};
use super::effect::Ending;
use crate::syntax::ast::{
    Ast, BinaryOp, BranchKind, DeclKind, ExprId, ExprKind, FuncId, List, Node, SpecKind, StmtId, StmtKind, UnaryOp,
};
use crate::text::{IndexVec, Symbol};

impl Cfg {
    /// Builds the graph of a function; `ending` says of a call whether it returns. A function without a body has an entry
    /// that leads to the exit.
    pub fn build(ast: &Ast, func: FuncId, ending: &dyn Fn(ExprId) -> Ending) -> Cfg {
        let mut blocks = IndexVec::new();
        let entry = blocks.push(Block::default());
        let exit = blocks.push(Block::default());
        let panic = blocks.push(Block::default());
        let dead = blocks.push(Block::default());
        let cfg = Cfg {
            func,
            blocks,
            entry,
            exit,
            panic,
            dead,
            defers: Vec::new(),
            incomplete: ast.funcs[func].broken,
            steps: Vec::new(),
            begins: Vec::new(),
            places: Default::default(),
            reach: Default::default(),
            components: Default::default(),
            dominators: Default::default(),
            post_dominators: Default::default(),
        };
        let mut builder =
            Builder { ast, ending, cfg, current: Some(entry), targets: Vec::new(), labels: FxHashMap::default() };
        if let Some(body) = ast.funcs[func].body {
            builder.stmt(body, None);
        }
        if builder.current.is_some() {
            builder.step(Step::End);
            builder.jump(exit);
        }
        if builder.labels.values().any(|label| !label.placed) {
            builder.cfg.incomplete = true;
        }
        builder.cfg
    }
}

/// What `break` and `continue` mean at some place.
struct Target {
    label: Option<Symbol>,
    breaks: BlockId,
    continues: Option<BlockId>,
}

struct Label {
    block: BlockId,
    placed: bool,
}

struct Builder<'a> {
    ast: &'a Ast,
    ending: &'a dyn Fn(ExprId) -> Ending,
    cfg: Cfg,
    /// The block being filled; `None` after a jump, where no step follows yet.
    current: Option<BlockId>,
    targets: Vec<Target>,
    labels: FxHashMap<Symbol, Label>,
}

impl Builder<'_> {
    fn new_block(&mut self) -> BlockId {
        self.cfg.blocks.push(Block::default())
    }

    /// Goes on filling at `block`, which must be new.
    fn place(&mut self, block: BlockId) {
        let at = self.cfg.steps.len() as u32;
        self.cfg.blocks[block].steps = at..at;
        self.current = Some(block);
    }

    /// As `place`, where all jumps to the block are known: nothing follows if there are none.
    fn arrive(&mut self, block: BlockId) {
        if self.cfg.blocks[block].preds.is_empty() {
            self.current = None;
        } else {
            self.place(block);
        }
    }

    /// The block being filled; after a jump an unreachable one.
    fn here(&mut self) -> BlockId {
        match self.current {
            Some(block) => block,
            None => {
                let block = self.new_block();
                self.place(block);
                block
            }
        }
    }

    fn step(&mut self, step: Step) {
        let block = self.here();
        self.cfg.steps.push(step);
        self.cfg.blocks[block].steps.end += 1;
    }

    /// Notes that a statement begins here.
    fn begin(&mut self, id: StmtId) {
        let block = self.here();
        let step = self.cfg.blocks[block].steps.len() as u32;
        self.cfg.begins.push((Node::Stmt(id), Point { block, step }));
    }

    fn edge(&mut self, from: BlockId, to: BlockId, test: Option<(Test, bool)>) {
        self.cfg.blocks[from].succs.push(Edge { to, test });
        self.cfg.blocks[to].preds.push(from);
    }

    /// Ends the current block with an unconditional edge.
    fn jump(&mut self, to: BlockId) {
        if let Some(from) = self.current.take() {
            self.edge(from, to, None);
        }
    }

    /// Ends the current block with the two outcomes of a test.
    fn branch(&mut self, test: Test, yes: BlockId, no: BlockId) {
        if let Some(from) = self.current.take() {
            self.edge(from, yes, Some((test, true)));
            self.edge(from, no, Some((test, false)));
        }
    }

    /// An expression evaluated as a step of its own.
    fn expr(&mut self, id: ExprId) {
        self.step(Step::Expr(id));
        self.calls(&[id]);
    }

    /// Ends the block if one of the expressions makes, in any case, a call that never returns.
    fn calls(&mut self, roots: &[ExprId]) {
        let mut stack: SmallVec<[ExprId; 16]> = SmallVec::from_slice(roots);
        let mut found = Ending::Returns;
        while let Some(id) = stack.pop() {
            match self.ast.expr(id) {
                ExprKind::Call { fun, args, .. } => {
                    stack.push(fun);
                    stack.extend(self.ast.list(args));
                    match (self.ending)(id) {
                        Ending::Returns => {}
                        // Two of them in one statement: the order decides, and the milder answer is never a false claim.
                        Ending::Unwinds => found = Ending::Unwinds,
                        Ending::Dies if found == Ending::Returns => found = Ending::Dies,
                        Ending::Dies => {}
                    }
                }
                ExprKind::Paren(x)
                | ExprKind::Star(x)
                | ExprKind::Unary { x, .. }
                | ExprKind::Selector { x, .. }
                | ExprKind::TypeAssert { x, .. } => stack.push(x),
                ExprKind::Binary { op: BinaryOp::LogicalAnd | BinaryOp::LogicalOr, x, .. } => stack.push(x),
                ExprKind::Binary { x, y, .. } => stack.extend([x, y]),
                ExprKind::KeyValue { key, value } => stack.extend([key, value]),
                ExprKind::Index { x, args } => {
                    stack.push(x);
                    stack.extend(self.ast.list(args));
                }
                ExprKind::Slice { x, bounds } => {
                    stack.push(x);
                    stack.extend(self.ast.list(bounds).flatten());
                }
                ExprKind::CompositeLit { elements, .. } => stack.extend(self.ast.list(elements)),
                _ => {}
            }
        }
        match found {
            Ending::Returns => {}
            Ending::Unwinds => self.jump(self.cfg.panic),
            Ending::Dies => self.jump(self.cfg.dead),
        }
    }

    fn list(&mut self, list: List<StmtId>) {
        let ast = self.ast;
        for id in ast.list(list) {
            self.stmt(id, None);
        }
    }

    /// A simple statement as a step, with the expressions it evaluates.
    fn simple(&mut self, id: StmtId, exprs: &[ExprId]) {
        self.step(Step::Stmt(id));
        self.calls(exprs);
    }

    fn stmt(&mut self, id: StmtId, label: Option<Symbol>) {
        let ast = self.ast;
        match ast.stmt(id) {
            StmtKind::Empty { .. } => {}
            StmtKind::Bad { .. } => {
                self.cfg.incomplete = true;
                self.step(Step::Stmt(id));
            }
            StmtKind::Block(list) => {
                self.begin(id);
                self.list(list);
            }
            StmtKind::Labeled { label, stmt } => self.labeled(id, label, stmt),
            StmtKind::Expr(x) | StmtKind::IncDec { x, .. } => self.simple(id, &[x]),
            StmtKind::Send { chan, value } => self.simple(id, &[chan, value]),
            StmtKind::Assign { lhs, rhs, .. } => {
                let exprs: SmallVec<[ExprId; 8]> = ast.list(lhs).chain(ast.list(rhs)).collect();
                self.simple(id, &exprs);
            }
            StmtKind::Decl(decl) => self.decl(id, decl),
            StmtKind::Go(call) => self.operands(id, call),
            StmtKind::Defer(call) => {
                self.cfg.defers.push(id);
                self.operands(id, call);
            }
            StmtKind::Return(values) => {
                let exprs: SmallVec<[ExprId; 4]> = ast.list(values).collect();
                self.simple(id, &exprs);
                self.jump(self.cfg.exit);
            }
            StmtKind::Branch { kind, label } => self.jump_statement(id, kind, label),
            StmtKind::If { .. } => self.if_chain(id),
            StmtKind::Switch { init, tag, body } => self.switch(id, label, init, tag, body),
            StmtKind::TypeSwitch { init, assign, body } => self.type_switch(id, label, init, assign, body),
            StmtKind::Select { body } => self.select(id, label, body),
            StmtKind::For { init, cond, post, body } => self.for_loop(id, label, init, cond, post, body),
            StmtKind::Range { x, body, .. } => self.range(id, label, x, body),
            // Clauses stand only in the statements above; alone they are broken code.
            StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => {
                self.cfg.incomplete = true;
                self.list(body);
            }
        }
    }

    fn decl(&mut self, id: StmtId, decl: crate::syntax::ast::DeclId) {
        let mut exprs: SmallVec<[ExprId; 8]> = SmallVec::new();
        if let DeclKind::Gen { specs, .. } = self.ast.decls[decl] {
            for spec in self.ast.list(specs) {
                if let SpecKind::Value { values, .. } = self.ast.specs[spec] {
                    exprs.extend(self.ast.list(values));
                }
            }
        }
        self.simple(id, &exprs);
    }

    /// `go` and `defer`: the function value and the arguments are evaluated now, the call is not made here.
    fn operands(&mut self, id: StmtId, call: ExprId) {
        match self.ast.expr(self.ast.unparen(call)) {
            ExprKind::Call { fun, args, .. } => {
                let exprs: SmallVec<[ExprId; 8]> = std::iter::once(fun).chain(self.ast.list(args)).collect();
                self.simple(id, &exprs);
            }
            _ => self.simple(id, &[]),
        }
    }

    fn label(&mut self, name: Symbol) -> BlockId {
        if let Some(label) = self.labels.get(&name) {
            return label.block;
        }
        let block = self.new_block();
        self.labels.insert(name, Label { block, placed: false });
        block
    }

    fn labeled(&mut self, id: StmtId, label: ExprId, stmt: StmtId) {
        let name = self.ast.ident(label);
        if let Some(name) = name {
            let mut block = self.label(name);
            let label = self.labels.get_mut(&name).expect("made by the line above");
            if std::mem::replace(&mut label.placed, true) {
                // The same label twice: not Go.
                self.cfg.incomplete = true;
                block = self.new_block();
            }
            self.jump(block);
            self.place(block);
        }
        self.begin(id);
        self.stmt(stmt, name);
    }

    fn jump_statement(&mut self, id: StmtId, kind: BranchKind, label: Option<ExprId>) {
        self.begin(id);
        let name = label.and_then(|label| self.ast.ident(label));
        let named = |target: &&Target| name.is_none() || target.label == name;
        let to = match kind {
            BranchKind::Break => self.targets.iter().rev().find(named).map(|target| target.breaks),
            BranchKind::Continue => {
                self.targets.iter().rev().filter(|t| t.continues.is_some()).find(named).and_then(|t| t.continues)
            }
            BranchKind::Goto => name.map(|name| self.label(name)),
            // The switch looks for it at the end of its clauses; elsewhere it is not Go.
            BranchKind::Fallthrough => return,
        };
        match to {
            Some(to) => self.jump(to),
            None => self.cfg.incomplete = true,
        }
    }

    /// Splits a condition over the edges that it decides.
    fn condition(&mut self, cond: ExprId, yes: BlockId, no: BlockId) {
        let start = self.here();
        let mut work: SmallVec<[(ExprId, BlockId, BlockId, BlockId); 8]> = SmallVec::new();
        work.push((cond, yes, no, start));
        while let Some((mut id, mut yes, mut no, block)) = work.pop() {
            loop {
                id = self.ast.unparen(id);
                match self.ast.expr(id) {
                    ExprKind::Unary { op: UnaryOp::Not, x } => {
                        std::mem::swap(&mut yes, &mut no);
                        id = x;
                    }
                    ExprKind::Binary { op: BinaryOp::LogicalAnd, x, y } => {
                        let second = self.new_block();
                        work.push((y, yes, no, second));
                        (id, yes) = (x, second);
                    }
                    ExprKind::Binary { op: BinaryOp::LogicalOr, x, y } => {
                        let second = self.new_block();
                        work.push((y, yes, no, second));
                        (id, no) = (x, second);
                    }
                    _ => break,
                }
            }
            if self.current != Some(block) {
                self.place(block);
            }
            self.expr(id);
            self.branch(Test::Cond(id), yes, no);
        }
    }

    fn if_chain(&mut self, mut id: StmtId) {
        let done = self.new_block();
        loop {
            self.begin(id);
            let StmtKind::If { init, cond, then, els } = self.ast.stmt(id) else {
                self.stmt(id, None);
                self.jump(done);
                break;
            };
            if let Some(init) = init {
                self.stmt(init, None);
            }
            let yes = self.new_block();
            let no = if els.is_some() { self.new_block() } else { done };
            self.condition(cond, yes, no);
            self.arrive(yes);
            self.stmt(then, None);
            self.jump(done);
            let Some(els) = els else { break };
            self.arrive(no);
            id = els;
        }
        self.arrive(done);
    }

    fn for_loop(
        &mut self,
        id: StmtId,
        label: Option<Symbol>,
        init: Option<StmtId>,
        cond: Option<ExprId>,
        post: Option<StmtId>,
        body: StmtId,
    ) {
        self.begin(id);
        if let Some(init) = init {
            self.stmt(init, None);
        }
        let head = self.new_block();
        let done = self.new_block();
        let next = if post.is_some() { self.new_block() } else { head };
        self.jump(head);
        self.place(head);
        if let Some(cond) = cond {
            let inner = self.new_block();
            self.condition(cond, inner, done);
            self.arrive(inner);
        }
        self.targets.push(Target { label, breaks: done, continues: Some(next) });
        self.stmt(body, None);
        self.targets.pop();
        self.jump(next);
        if let Some(post) = post {
            self.arrive(next);
            self.stmt(post, None);
            self.jump(head);
        }
        self.arrive(done);
    }

    fn range(&mut self, id: StmtId, label: Option<Symbol>, x: ExprId, body: StmtId) {
        self.begin(id);
        self.expr(x);
        let head = self.new_block();
        let inner = self.new_block();
        let done = self.new_block();
        self.jump(head);
        self.place(head);
        self.branch(Test::More(id), inner, done);
        self.place(inner);
        self.step(Step::Next(id));
        self.targets.push(Target { label, breaks: done, continues: Some(head) });
        self.stmt(body, None);
        self.targets.pop();
        self.jump(head);
        self.arrive(done);
    }

    /// The clauses of a `switch` or `select`.
    fn clauses(&mut self, body: StmtId) -> Vec<StmtId> {
        match self.ast.stmt(body) {
            StmtKind::Block(list) => self.ast.list(list).collect(),
            _ => {
                self.cfg.incomplete = true;
                Vec::new()
            }
        }
    }

    fn switch(&mut self, id: StmtId, label: Option<Symbol>, init: Option<StmtId>, tag: Option<ExprId>, body: StmtId) {
        self.begin(id);
        if let Some(init) = init {
            self.stmt(init, None);
        }
        if let Some(tag) = tag {
            self.expr(tag);
        }
        let clauses = self.clauses(body);
        let blocks: Vec<BlockId> = clauses.iter().map(|_| self.new_block()).collect();
        let done = self.new_block();
        let mut otherwise = done;
        self.here();
        for (&clause, &block) in clauses.iter().zip(&blocks) {
            let StmtKind::Case { default, values, .. } = self.ast.stmt(clause) else { continue };
            if default {
                otherwise = block;
            }
            let ast = self.ast;
            for value in ast.list(values) {
                let next = self.new_block();
                match tag {
                    Some(tag) => {
                        self.expr(value);
                        self.branch(Test::Equals { tag, value }, block, next);
                    }
                    None => self.condition(value, block, next),
                }
                self.place(next);
            }
        }
        self.jump(otherwise);
        self.bodies(label, &clauses, &blocks, done, false);
    }

    /// The clauses' bodies, each in its block; `binds`: those of a type switch.
    fn bodies(&mut self, label: Option<Symbol>, clauses: &[StmtId], blocks: &[BlockId], done: BlockId, binds: bool) {
        self.targets.push(Target { label, breaks: done, continues: None });
        for (at, (&clause, &block)) in clauses.iter().zip(blocks).enumerate() {
            let (StmtKind::Case { body, .. } | StmtKind::Comm { body, .. }) = self.ast.stmt(clause) else {
                self.cfg.incomplete = true;
                continue;
            };
            self.place(block);
            self.begin(clause);
            match self.ast.stmt(clause) {
                StmtKind::Case { .. } if binds => self.step(Step::Bind(clause)),
                StmtKind::Comm { comm: Some(comm), .. } => self.stmt(comm, None),
                _ => {}
            }
            self.list(body);
            let mut last = self.ast.list(body).next_back();
            while let Some(StmtKind::Labeled { stmt, .. }) = last.map(|last| self.ast.stmt(last)) {
                last = Some(stmt);
            }
            let falls = matches!(
                last.map(|last| self.ast.stmt(last)),
                Some(StmtKind::Branch { kind: BranchKind::Fallthrough, .. })
            );
            self.jump(if falls { blocks.get(at + 1).copied().unwrap_or(done) } else { done });
        }
        self.targets.pop();
        self.arrive(done);
    }

    fn type_switch(&mut self, id: StmtId, label: Option<Symbol>, init: Option<StmtId>, assign: StmtId, body: StmtId) {
        self.begin(id);
        if let Some(init) = init {
            self.stmt(init, None);
        }
        self.step(Step::Stmt(assign));
        let clauses = self.clauses(body);
        let blocks: Vec<BlockId> = clauses.iter().map(|_| self.new_block()).collect();
        let done = self.new_block();
        let mut otherwise = done;
        for (&clause, &block) in clauses.iter().zip(&blocks) {
            let StmtKind::Case { default, values, .. } = self.ast.stmt(clause) else { continue };
            if default {
                otherwise = block;
            }
            let ast = self.ast;
            for case in ast.list(values) {
                let next = self.new_block();
                self.branch(Test::Type { switch: id, case }, block, next);
                self.place(next);
            }
        }
        self.jump(otherwise);
        self.bodies(label, &clauses, &blocks, done, true);
    }

    fn select(&mut self, id: StmtId, label: Option<Symbol>, body: StmtId) {
        self.begin(id);
        self.step(Step::Select(id));
        let clauses = self.clauses(body);
        let blocks: Vec<BlockId> = clauses.iter().map(|_| self.new_block()).collect();
        let done = self.new_block();
        let head = self.here();
        self.current = None;
        if clauses.is_empty() {
            let dead = self.cfg.dead;
            self.edge(head, dead, None);
        }
        for (&clause, &block) in clauses.iter().zip(&blocks) {
            self.edge(head, block, Some((Test::Comm(clause), true)));
        }
        self.bodies(label, &clauses, &blocks, done, false);
    }
}
