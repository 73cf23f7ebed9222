//! A function with its graph and the mentions of its variables: where each is read, assigned, captured, addressed.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::cfg::{Cfg, Point, Step};
use super::conditions::Conditions;
use super::engine::{Effects, EffectsKey};
use super::nil::{Fate, tests_of_nil};
use super::nil_values::calls;
use super::source::{Place, Source};
use crate::syntax::ast::{ExprId, ExprKind, FuncId, Node, StmtKind, UnaryOp};
use crate::types::{ObjectId, Type};

/// One identifier that names a variable, in the steps of a function or in a literal within one.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    pub ident: ExprId,
    /// The step that holds it.
    pub point: Point,
    /// The outermost function literal around it within the function.
    pub literal: Option<FuncId>,
    /// It is the target of an assignment, definition, `++` or range clause.
    pub assigned: bool,
    /// Its address is taken (also of a part of it).
    pub addressed: bool,
}

/// A function under analysis: its graph and, when first asked for, its mentions and conditions. Cheap to clone.
#[derive(Clone)]
pub struct FuncFlow<'a> {
    pub src: Source<'a>,
    pub func: FuncId,
    pub cfg: Rc<Cfg>,
    tables: Rc<Tables>,
}

/// What is found out about a function when first asked for; borrows nothing, so that it can be kept beside what it is about.
#[derive(Debug, Default)]
struct Tables {
    mentions: OnceCell<FxHashMap<ObjectId, Vec<Mention>>>,
    conditions: OnceCell<Conditions>,
    nil_tests: OnceCell<Vec<Option<(Place, bool)>>>,
    calls: OnceCell<Vec<(Point, u32)>>,
    effects: RefCell<FxHashMap<EffectsKey, Rc<Effects>>>,
    fates: RefCell<FxHashMap<Place, Option<Rc<Fate>>>>,
}

/// A function's graph and tables without the file they are about, for keeping.
#[derive(Clone, Debug)]
pub struct Kept {
    func: FuncId,
    cfg: Rc<Cfg>,
    tables: Rc<Tables>,
}

impl<'a> FuncFlow<'a> {
    pub fn new(src: Source<'a>, func: FuncId, cfg: Cfg) -> FuncFlow<'a> {
        FuncFlow { src, func, cfg: Rc::new(cfg), tables: Rc::default() }
    }

    /// For keeping.
    pub fn keep(&self) -> Kept {
        Kept { func: self.func, cfg: self.cfg.clone(), tables: self.tables.clone() }
    }

    /// What was kept, with the same file again.
    pub fn again(src: Source<'a>, kept: &Kept) -> FuncFlow<'a> {
        FuncFlow { src, func: kept.func, cfg: kept.cfg.clone(), tables: kept.tables.clone() }
    }

    /// The mentions of a variable in the order of the steps.
    pub fn mentions(&self, var: ObjectId) -> &[Mention] {
        self.all_mentions().get(&var).map_or(&[], |mentions| mentions)
    }

    /// The conditions that are tested more than once.
    pub fn conditions(&self) -> &Conditions {
        self.tables.conditions.get_or_init(|| Conditions::new(self))
    }

    /// By block: the variable or field that its test compares with nil, and whether by `==`.
    pub(super) fn nil_tests(&self) -> &[Option<(Place, bool)>] {
        self.tables.nil_tests.get_or_init(|| tests_of_nil(self))
    }

    /// The steps in which foreign code may run.
    pub(super) fn calls(&self) -> &[(Point, u32)] {
        self.tables.calls.get_or_init(|| calls(self))
    }

    /// What is known of a variable or field and nil; found when first asked for.
    pub(super) fn fate(&self, place: &Place, find: impl FnOnce() -> Option<Fate>) -> Option<Rc<Fate>> {
        if let Some(known) = self.tables.fates.borrow().get(place) {
            return known.clone();
        }
        let found = find().map(Rc::new);
        self.tables.fates.borrow_mut().insert(place.clone(), found.clone());
        found
    }

    /// What happens to a resource in a variable; found when first asked for.
    pub(super) fn effects(&self, key: EffectsKey, find: impl FnOnce() -> Effects) -> Rc<Effects> {
        if let Some(known) = self.tables.effects.borrow().get(&key) {
            return known.clone();
        }
        let found = Rc::new(find());
        self.tables.effects.borrow_mut().insert(key, found.clone());
        found
    }

    /// Whether the variable is declared here and no literal assigns it and nothing takes its address: its value then
    /// changes only where a step of this function says so.
    pub fn is_plain(&self, var: ObjectId) -> bool {
        self.src.is_local(self.func, var)
            && self.mentions(var).iter().all(|m| !m.addressed && (m.literal.is_none() || !m.assigned))
    }

    pub(crate) fn all_mentions(&self) -> &FxHashMap<ObjectId, Vec<Mention>> {
        self.tables.mentions.get_or_init(|| {
            let mut found: FxHashMap<ObjectId, Vec<Mention>> = FxHashMap::default();
            for (point, step) in self.cfg.points() {
                match step {
                    Step::Stmt(id) => self.collect(Node::Stmt(id), point, &mut found),
                    Step::Expr(id) => self.collect(Node::Expr(id), point, &mut found),
                    Step::Next(id) => {
                        if let StmtKind::Range { key, value, .. } = self.src.ast.stmt(id) {
                            for target in [key, value].into_iter().flatten() {
                                self.collect(Node::Expr(target), point, &mut found);
                            }
                        }
                    }
                    Step::Bind(_) | Step::Select(_) | Step::End => {}
                }
            }
            found
        })
    }

    fn collect(&self, root: Node, point: Point, found: &mut FxHashMap<ObjectId, Vec<Mention>>) {
        let ast = self.src.ast;
        // The literal that the walk is in, and where its text ends: nodes come in the order of the source.
        let mut literal: Option<(FuncId, u32)> = None;
        ast.walk(root, &mut |node| {
            match node {
                Node::Func(id) => {
                    let span = ast.funcs[id].span;
                    if literal.is_none_or(|(_, end)| span.start >= end) {
                        literal = Some((id, span.end));
                    }
                }
                Node::Expr(id) if matches!(ast.expr(id), ExprKind::Ident(_)) => {
                    let Some(var) = self.src.variable(id) else { return true };
                    let inside = literal.filter(|&(_, end)| ast.span(id).start < end).map(|(func, _)| func);
                    let (assigned, addressed) = usage(&self.src, id);
                    found.entry(var).or_default().push(Mention {
                        ident: id,
                        point,
                        literal: inside,
                        assigned,
                        addressed,
                    });
                }
                _ => {}
            }
            true
        });
    }
}

/// Whether an identifier is a target of an assignment, and whether its address is taken (a selector, index or slice of it
/// counts, for it may be a part of the variable itself).
fn usage(src: &Source<'_>, ident: ExprId) -> (bool, bool) {
    let ast = src.ast;
    let mut expr = ident;
    let mut part = false;
    loop {
        match ast.parent(expr) {
            Some(Node::Expr(parent)) => match ast.expr(parent) {
                ExprKind::Paren(_) => expr = parent,
                ExprKind::Unary { op: UnaryOp::And, .. } => return (false, true),
                // What lies behind a pointer, slice or map is no part of the variable.
                ExprKind::Selector { x, .. } | ExprKind::Index { x, .. } if x == expr && !is_reference(src, x) => {
                    part = true;
                    expr = parent;
                }
                _ => return (false, false),
            },
            Some(Node::Stmt(stmt)) if !part => {
                let assigned = match ast.stmt(stmt) {
                    StmtKind::Assign { lhs, .. } => ast.list(lhs).any(|target| target == expr),
                    StmtKind::IncDec { .. } => true,
                    StmtKind::Range { key, value, .. } => key == Some(expr) || value == Some(expr),
                    _ => false,
                };
                return (assigned, false);
            }
            Some(Node::Spec(spec)) if !part => {
                let names = match ast.specs[spec] {
                    crate::syntax::ast::SpecKind::Value { names, .. } => names,
                    _ => return (false, false),
                };
                return (ast.list(names).any(|name| name == expr), false);
            }
            _ => return (false, false),
        }
    }
}

fn is_reference(src: &Source<'_>, expr: ExprId) -> bool {
    src.info.type_of(expr).is_some_and(|ty| {
        matches!(src.store.ty(src.store.underlying(ty)), Type::Pointer(_) | Type::Slice(_) | Type::Map { .. })
    })
}
