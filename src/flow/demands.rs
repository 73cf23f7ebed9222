//! What a function demands of what it is given, whatever happens in it: a pointer that points somewhere, a map that was made.

use super::ask::{Answer, Ask, Param};
use super::source::Source;
use super::stdfacts;
use super::summary::{Parameter, Program, parameter};
use super::values::Mention;
use crate::syntax::ast::{ExprId, ExprKind, FuncId, Node, StmtKind};
use crate::types::{ObjectId, Type};

impl<'a> Program<'a> {
    /// Whether every call of a function dereferences the pointer (or calls a method of the interface) that it is given without
    /// having tested it.
    pub fn dereferences(&self, callee: ObjectId, param: Param) -> bool {
        match self.ask(callee, Ask::Dereferences(param), |src, func| Answer::Is(self.dereferences_in(src, func, param)))
        {
            Some(answer) => answer.is_yes(),
            None => match param {
                Param::Receiver => false,
                Param::At(at) | Param::WithError(at) => {
                    stdfacts::of(self.store, callee).is_some_and(|line| line.derefs.contains(&at))
                }
            },
        }
    }

    fn dereferences_in(&self, src: Source<'a>, func: FuncId, param: Param) -> bool {
        let Some(var) = named(&src, func, param) else { return false };
        let flow = self.flow(src, func);
        let first = flow.mentions(var).iter().filter(|mention| mention.literal.is_none()).min_by_key(|m| m.point);
        let Some(first) = first else { return false };
        !flow.cfg.incomplete
            && flow.cfg.post_dominates(first.point.block, flow.cfg.entry)
            && is_dereference(&src, first.ident)
    }

    /// Whether every call of a function writes to the map that it is given, which it has not replaced.
    pub fn writes_map(&self, callee: ObjectId, param: Param) -> bool {
        let answer =
            self.ask(callee, Ask::WritesMap(param), |src, func| Answer::Is(self.writes_map_in(src, func, param)));
        answer.is_some_and(Answer::is_yes)
    }

    fn writes_map_in(&self, src: Source<'a>, func: FuncId, param: Param) -> bool {
        let Some(var) = named(&src, func, param) else { return false };
        let flow = self.flow(src, func);
        let writes = |mention: &Mention| {
            mention.literal.is_none()
                && is_written(&src, mention.ident)
                && flow.cfg.post_dominates(mention.point.block, flow.cfg.entry)
        };
        let mentions = flow.mentions(var);
        !flow.cfg.incomplete
            && mentions.iter().any(writes)
            && !mentions.iter().any(|mention| mention.assigned || mention.addressed)
    }
}

/// The variable in which a function finds what it is given.
fn named(src: &Source<'_>, func: FuncId, param: Param) -> Option<ObjectId> {
    let ast = src.ast;
    let name = match param {
        Param::At(at) | Param::WithError(at) => match parameter(src, func, at) {
            Parameter::Named(name) => name,
            Parameter::Unnamed | Parameter::Variadic => return None,
        },
        Param::Receiver => {
            let receiver = ast.funcs[func].recv.and_then(|list| ast.list(ast.field_lists[list].fields).next())?;
            ast.list(ast.fields[receiver].names).next()?
        }
    };
    src.info.object(name)
}

/// Whether an element of the map that an identifier names is assigned: `m[k] = v`, `m[k]++`.
fn is_written(src: &Source<'_>, ident: ExprId) -> bool {
    let ast = src.ast;
    let Some(Node::Expr(element)) = ast.parent(ident) else { return false };
    let is_map =
        src.info.type_of(ident).is_some_and(|ty| matches!(src.store.ty(src.store.underlying(ty)), Type::Map { .. }));
    if !is_map || !matches!(ast.expr(element), ExprKind::Index { x, .. } if x == ident) {
        return false;
    }
    match ast.parent(element) {
        Some(Node::Stmt(stmt)) => match ast.stmt(stmt) {
            StmtKind::Assign { lhs, .. } => ast.list(lhs).any(|target| target == element),
            StmtKind::IncDec { .. } => true,
            _ => false,
        },
        _ => false,
    }
}

/// Whether the value that an identifier names is dereferenced where it stands: `*p`, `p.f` of a pointer, a method of an
/// interface.
pub fn is_dereference(src: &Source<'_>, ident: ExprId) -> bool {
    let ast = src.ast;
    let mut expr = ident;
    loop {
        let Some(Node::Expr(parent)) = ast.parent(expr) else { return false };
        match ast.expr(parent) {
            ExprKind::Paren(_) => expr = parent,
            ExprKind::Star(_) => return true,
            ExprKind::Selector { x, .. } if x == expr => {
                let Some(ty) = src.info.type_of(expr) else { return false };
                return match src.store.ty(src.store.underlying(ty)) {
                    // A method with a pointer receiver may be called on nil; a field may not be read.
                    Type::Pointer(_) => src
                        .info
                        .selections
                        .get(&parent)
                        .is_some_and(|selection| selection.kind == crate::types::SelectionKind::Field),
                    Type::Interface(_) => true,
                    _ => false,
                };
            }
            _ => return false,
        }
    }
}
