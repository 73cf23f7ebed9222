//! The control flow graph of one function: blocks of steps, edges with the condition that takes them.
//!
//! A [`Step`] is what runs at a point: a simple statement, the leaf of a condition, the operand of a `range` or `switch`.
//! Conditions are split at `&&`, `||`, `!` and parentheses, so that an [`Edge`] knows the one plain condition that takes it.
//! Four blocks are special: `entry`, `exit` (a return), `panic` (unwinding: a panic or `runtime.Goexit`, deferred calls run)
//! and `dead` (the process ends or waits for ever: `os.Exit`, `select {}`; deferred calls do not run).
//! Function literals are values here; each has a graph of its own.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::dominate::{self, Components, Graph, Tree};
use crate::syntax::ast::{Ast, ExprId, FuncId, Node, StmtId, StmtKind};
use crate::text::{Idx, IndexVec, Span};

crate::ids! {
    /// A basic block of one function.
    pub struct BlockId;
}

/// What happens at one point of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A simple statement: expression, send, `x++`, assignment, declaration, `go`, `defer`, `return`, broken syntax.
    Stmt(StmtId),
    /// An expression evaluated for its statement: the leaf of a condition, the tag or a value of a `switch`, a range's operand.
    Expr(ExprId),
    /// A `range` statement takes its next key and value (its body begins).
    Next(StmtId),
    /// A clause of a type switch begins, with the variable that it may bind.
    Bind(StmtId),
    /// A `select` waits, or looks whether it would have to.
    Select(StmtId),
    /// The end of the body is reached: an implicit `return`.
    End,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Point {
    pub block: BlockId,
    /// Position in the block's steps; it may be one past the last (the point before the block is left).
    pub step: u32,
}

/// What decides between the edges of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// A plain condition: neither `&&`, `||`, `!` nor parentheses at its top.
    Cond(ExprId),
    /// `tag == value` in a `switch` with a tag.
    Equals { tag: ExprId, value: ExprId },
    /// The value of a type switch has the type (or is the `nil`) of this case.
    Type { switch: StmtId, case: ExprId },
    /// The range statement has one more element.
    More(StmtId),
    /// The `select` goes on with this clause.
    Comm(StmtId),
}

/// A way from one block to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    pub to: BlockId,
    /// The test and its outcome; `None` for an unconditional edge.
    pub test: Option<(Test, bool)>,
}

/// Steps that run one after the other.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Range in `Cfg::steps`.
    pub(crate) steps: std::ops::Range<u32>,
    pub succs: SmallVec<[Edge; 2]>,
    pub preds: SmallVec<[BlockId; 2]>,
}

/// The control flow graph of one function.
#[derive(Debug)]
pub struct Cfg {
    pub func: FuncId,
    pub blocks: IndexVec<BlockId, Block>,
    pub entry: BlockId,
    /// Normal returns.
    pub exit: BlockId,
    /// Panics and `runtime.Goexit`: deferred calls run.
    pub panic: BlockId,
    /// The end of the process, or a wait for ever: deferred calls do not run.
    pub dead: BlockId,
    /// The `defer` statements in the order of their text, reachable or not.
    pub defers: Vec<StmtId>,
    /// The graph may lack edges: broken syntax or a jump to a label that is not there.
    pub incomplete: bool,
    pub(crate) steps: Vec<Step>,
    /// Where each statement begins (compound ones too), and each expression that is a step.
    pub(crate) begins: Vec<(Node, Point)>,
    pub(crate) places: OnceLock<FxHashMap<Node, Point>>,
    pub(crate) reach: OnceLock<Vec<bool>>,
    pub(crate) components: OnceLock<Components>,
    pub(crate) dominators: OnceLock<Tree>,
    pub(crate) post_dominators: OnceLock<Tree>,
}

/// A path to an exit, found by [`Cfg::exit_avoiding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The blocks in order, from the start to the last before the exit.
    pub blocks: Vec<BlockId>,
    /// The step that leaves: a `return` statement or [`Step::End`].
    pub exit: Step,
}

impl Graph for Cfg {
    fn nodes(&self) -> usize {
        self.blocks.len()
    }

    fn succ(&self, node: usize, at: usize) -> Option<usize> {
        self.blocks[BlockId::from_usize(node)].succs.get(at).map(|edge| edge.to.index())
    }

    fn pred(&self, node: usize, at: usize) -> Option<usize> {
        self.blocks[BlockId::from_usize(node)].preds.get(at).map(|before| before.index())
    }
}

impl Cfg {
    /// The steps of a block in order.
    pub fn steps(&self, block: BlockId) -> &[Step] {
        let range = &self.blocks[block].steps;
        &self.steps[range.start as usize..range.end as usize]
    }

    /// The step at a point; `None` past the end of its block.
    pub fn step(&self, point: Point) -> Option<Step> {
        self.steps(point.block).get(point.step as usize).copied()
    }

    /// All steps with their points, in the order of the blocks.
    pub fn points(&self) -> impl Iterator<Item = (Point, Step)> + '_ {
        self.blocks.ids().flat_map(move |block| {
            self.steps(block).iter().enumerate().map(move |(step, &what)| (Point { block, step: step as u32 }, what))
        })
    }

    /// The point of a node: its own step, else that of the nearest statement or condition around it. A node within a
    /// function literal has the point of the statement that holds the literal; `None` outside of the function.
    pub fn point_of(&self, ast: &Ast, node: impl Into<Node>) -> Option<Point> {
        let places = self.places.get_or_init(|| {
            let mut places = FxHashMap::default();
            for &(node, point) in &self.begins {
                places.entry(node).or_insert(point);
            }
            for (point, step) in self.points() {
                match step {
                    Step::Stmt(id) => places.insert(Node::Stmt(id), point),
                    Step::Expr(id) => places.insert(Node::Expr(id), point),
                    _ => None,
                };
            }
            places
        });
        let mut node = node.into();
        loop {
            if let Some(&point) = places.get(&node) {
                return Some(point);
            }
            if node == Node::Func(self.func) {
                return None;
            }
            node = ast.parent(node)?;
        }
    }

    /// Whether a block can be reached from the entry.
    pub fn reachable(&self, block: BlockId) -> bool {
        self.reach.get_or_init(|| dominate::reachable(self, self.entry.index()))[block.index()]
    }

    /// Whether some call of the function can return normally.
    pub fn returns(&self) -> bool {
        self.reachable(self.exit)
    }

    /// Whether a block can run twice in one call of the function: it lies on a cycle.
    pub fn in_cycle(&self, block: BlockId) -> bool {
        self.components.get_or_init(|| Components::new(self)).in_cycle(block.index())
    }

    /// Whether two blocks lie on one cycle.
    pub fn same_cycle(&self, a: BlockId, b: BlockId) -> bool {
        let components = self.components.get_or_init(|| Components::new(self));
        components.in_cycle(a.index()) && components.component(a.index()) == components.component(b.index())
    }

    /// Whether every way from the entry to `b` leads through `a` (a block dominates itself). Unreachable blocks: false.
    pub fn dominates(&self, a: BlockId, b: BlockId) -> bool {
        let tree = self.dominators.get_or_init(|| Tree::dominators(self, &[self.entry.index()]));
        tree.covers(a.index(), b.index())
    }

    /// Whether every way from `b` to any exit leads through `a`. Blocks that reach no exit: false.
    pub fn post_dominates(&self, a: BlockId, b: BlockId) -> bool {
        let exits = [self.exit, self.panic, self.dead].map(BlockId::index);
        self.post_dominators.get_or_init(|| Tree::post_dominators(self, &exits)).covers(a.index(), b.index())
    }

    /// Whether the step at `a` always runs before the one at `b`.
    pub fn point_dominates(&self, a: Point, b: Point) -> bool {
        if a.block == b.block {
            return a.step <= b.step && self.reachable(a.block);
        }
        self.dominates(a.block, b.block)
    }

    /// Whether the step at `to` can run after the one at `from` (strictly after: by a cycle if they are equal).
    pub fn reaches(&self, from: Point, to: Point) -> bool {
        if from.block == to.block && from.step < to.step {
            return true;
        }
        let mut seen = vec![false; self.blocks.len()];
        let mut work: Vec<BlockId> = self.blocks[from.block].succs.iter().map(|edge| edge.to).collect();
        while let Some(block) = work.pop() {
            if std::mem::replace(&mut seen[block.index()], true) {
                continue;
            }
            if block == to.block {
                return true;
            }
            work.extend(self.blocks[block].succs.iter().map(|edge| edge.to));
        }
        false
    }

    /// The shortest way from just after `from` to a normal exit on which no step is one of `uses`; `None` if there is none.
    pub fn exit_avoiding(&self, from: Point, uses: impl FnMut(Step) -> bool) -> Option<Way> {
        self.exit_avoiding_from(Point { step: from.step + 1, ..from }, uses)
    }

    /// As [`Cfg::exit_avoiding`], the step at `from` included.
    pub fn exit_avoiding_from(&self, from: Point, mut uses: impl FnMut(Step) -> bool) -> Option<Way> {
        let rest = self.steps(from.block).get(from.step as usize..).unwrap_or_default();
        if rest.iter().any(|&step| uses(step)) {
            return None;
        }
        let mut came: Vec<Option<BlockId>> = vec![None; self.blocks.len()];
        let mut queue = std::collections::VecDeque::from([from.block]);
        let mut first = true;
        while let Some(block) = queue.pop_front() {
            // The start block is entered in its middle; coming back to it, its whole is looked at.
            let start = std::mem::replace(&mut first, false);
            if !start && self.steps(block).iter().any(|&step| uses(step)) {
                continue;
            }
            for edge in &self.blocks[block].succs {
                if edge.to == self.exit {
                    return Some(self.way(&came, from.block, block));
                }
                if came[edge.to.index()].is_none() {
                    came[edge.to.index()] = Some(block);
                    queue.push_back(edge.to);
                }
            }
        }
        None
    }

    fn way(&self, came: &[Option<BlockId>], from: BlockId, last: BlockId) -> Way {
        let exit = self.steps(last).last().copied().unwrap_or(Step::End);
        let mut blocks = vec![last];
        let mut block = last;
        while block != from {
            let Some(before) = came[block.index()] else { break };
            blocks.push(before);
            block = before;
        }
        blocks.reverse();
        Way { blocks, exit }
    }

    /// Where a test is shown.
    pub fn test_span(&self, ast: &Ast, test: Test) -> Span {
        match test {
            Test::Cond(id) | Test::Equals { value: id, .. } | Test::Type { case: id, .. } => ast.span(id),
            Test::More(id) | Test::Comm(id) => header(ast, id),
        }
    }

    /// Where a step is shown: a statement without its body, a condition, the closing brace of the function.
    pub fn span(&self, ast: &Ast, step: Step) -> Span {
        match step {
            Step::Stmt(id) => ast.span(id),
            Step::Expr(id) => ast.span(id),
            Step::Next(id) | Step::Select(id) | Step::Bind(id) => header(ast, id),
            Step::End => {
                let end = ast.funcs[self.func].body.map_or(ast.funcs[self.func].span, |body| ast.span(body)).end;
                Span::new(end.saturating_sub(1), end)
            }
        }
    }
}

/// A compound statement up to its body.
fn header(ast: &Ast, id: StmtId) -> Span {
    let span = ast.span(id);
    let end = match ast.stmt(id) {
        StmtKind::Range { body, .. } | StmtKind::Select { body } => ast.span(body).start,
        StmtKind::Case { body, .. } | StmtKind::Comm { body, .. } => {
            ast.list(body).next().map_or(span.end, |first| ast.span(first).start)
        }
        _ => span.end,
    };
    let text = ast.text.get(span.start as usize..end as usize).unwrap_or_default();
    Span::new(span.start, span.start + text.trim_end().len() as u32)
}
