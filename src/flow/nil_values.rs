//! The values that the steps of a function give to a variable or to a field of one, as far as nil goes.
//!
//! A variable changes where it is assigned. A field changes also where its struct does, and through other pointers to it: in
//! any call, unless the struct was made here and nobody else has seen it yet.

use super::cfg::{Point, Step};
use super::source::{Place, Source};
use super::values::{FuncFlow, Mention};
use crate::syntax::ast::{AssignOp, DeclKind, ExprId, ExprKind, Node, SpecKind, StmtKind, UnaryOp};
use crate::text::{Span, Symbol};
use crate::types::{Builtin, ObjectKind, SelectionKind, Type, TypeId, VarKind};

/// Why a variable is nil on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Declared without a value: its zero value.
    Zero,
    /// A field that the literal (or `new`) which makes the struct leaves out.
    LeftOut,
    /// `nil` was assigned.
    Assigned,
    /// A test on this path found it nil.
    Tested,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Unknown,
    Nil(Reason, Span),
    NotNil,
}

/// A value that a step gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    pub point: Point,
    /// What stands before this offset in the step still sees the value before. An assignment comes last.
    pub from: u32,
    pub value: Value,
}

/// What a place holds when the function begins, and what the steps give to it, in their order; `None` where that cannot be
/// followed.
pub(super) fn values(flow: &FuncFlow<'_>, place: &Place) -> Option<(Value, Vec<Given>)> {
    let root = flow.src.store.object(place.root);
    let is_part = place.fields.is_empty() || !is_pointer(&flow.src, flow.src.store.type_of(place.root));
    let entry = match root.kind {
        ObjectKind::Var(VarKind::Result) if is_part => {
            let start = root.place?.offset;
            Value::Nil(Reason::Zero, Span::new(start, start + root.name.as_str().len() as u32))
        }
        _ => Value::Unknown,
    };
    let mut given = if place.fields.is_empty() {
        if !flow.is_plain(place.root) {
            return None;
        }
        let mentions = flow.mentions(place.root).iter().filter(|mention| mention.literal.is_none());
        mentions.filter_map(|mention| of_variable(flow, mention)).collect()
    } else {
        of_field(flow, place)?
    };
    given.sort_by_key(|given| (given.point, given.from));
    Some((entry, given))
}

fn of_variable(flow: &FuncFlow<'_>, mention: &Mention) -> Option<Given> {
    if mention.assigned {
        let value = flow.cfg.step(mention.point).and_then(|step| assigned(flow, step, mention.ident, &[]));
        return Some(Given { point: mention.point, from: u32::MAX, value: value.unwrap_or(Value::Unknown) });
    }
    // A method with a pointer receiver may set it.
    let call = taken_by_method(&flow.src, mention.ident)?;
    Some(Given { point: mention.point, from: flow.src.ast.span(call).end, value: Value::Unknown })
}

/// The selector by which the address of a variable or field, no pointer itself, becomes the receiver of a method.
fn taken_by_method(src: &Source<'_>, expr: ExprId) -> Option<ExprId> {
    let Some(Node::Expr(parent)) = src.ast.parent(expr) else { return None };
    let selection = src.info.selections.get(&parent)?;
    let by_address = selection.kind == SelectionKind::Method
        && src.store.object(selection.object).receiver().is_some_and(|receiver| receiver.pointer)
        && src.info.type_of(expr).is_some_and(|ty| !is_pointer(src, ty));
    by_address.then_some(parent)
}

/// What happens to the field at `place.fields`.
fn of_field(flow: &FuncFlow<'_>, place: &Place) -> Option<Vec<Given>> {
    let src = &flow.src;
    let ast = src.ast;
    let root_type = src.store.type_of(place.root);
    // What lies between must be part of the variable's own struct, or of the one it points to.
    let mut ty = root_type;
    for (at, field) in place.fields.iter().enumerate() {
        let Type::Struct(fields) = src.store.ty(src.store.underlying(if at == 0 { behind(src, ty) } else { ty }))
        else {
            return None;
        };
        ty = fields.iter().find(|other| other.name == *field)?.ty;
    }
    let mut given = Vec::new();
    // Whether the struct is this function's own, and where others get to see it.
    let pointer = is_pointer(src, root_type);
    let mut owned = src.is_local(flow.func, place.root);
    let mut seen_by_others: Vec<Point> = Vec::new();
    if pointer && !flow.mentions(place.root).iter().any(|mention| mention.assigned) {
        owned = false;
    }
    for mention in flow.mentions(place.root) {
        let point = mention.point;
        let mut give = |from: u32, value: Value| given.push(Given { point, from, value });
        if mention.literal.is_some() {
            if mention.assigned || !is_read(src, mention.ident) {
                seen_by_others.push(point);
                give(0, Value::Unknown);
            }
            continue;
        }
        let step = flow.cfg.step(point)?;
        if mention.assigned {
            let value = assigned(flow, step, mention.ident, &place.fields).unwrap_or(Value::Unknown);
            // Of a struct that was not made on the spot nothing is known.
            owned &= !pointer || value != Value::Unknown;
            give(u32::MAX, value);
            continue;
        }
        let (expr, fields) = climbed(src, mention.ident);
        let shares = if fields.len() >= place.fields.len() {
            // The field itself, or something in it.
            if fields != place.fields[..] { continue } else { true }
        } else {
            place.fields.starts_with(&fields)
        };
        let target = is_target(src, expr);
        if target && shares {
            give(u32::MAX, assigned(flow, step, expr, &place.fields[fields.len()..]).unwrap_or(Value::Unknown));
        } else if target {
            // Perhaps the same field under another name: promoted.
            if fields.last() == place.fields.last() {
                give(u32::MAX, Value::Unknown);
            }
        } else if shares && may_be_kept(src, expr, fields.len() == place.fields.len()) {
            seen_by_others.push(point);
            give(0, Value::Unknown);
        }
    }
    for &(point, end) in flow.calls() {
        let shared = |seen: &Point| *seen == point || flow.cfg.reaches(*seen, point);
        if !owned || seen_by_others.iter().any(shared) {
            given.push(Given { point, from: end, value: Value::Unknown });
        }
    }
    // The same field through another pointer.
    let last = *place.fields.last()?;
    for (point, step) in flow.cfg.points() {
        let Step::Stmt(stmt) = step else { continue };
        let StmtKind::Assign { lhs, .. } = ast.stmt(stmt) else { continue };
        let other = |target: ExprId| match ast.expr(ast.unparen(target)) {
            ExprKind::Selector { x, name } => {
                ast.ident(name) == Some(last) && src.place(x).is_none_or(|other| other.root != place.root)
            }
            ExprKind::Star(_) => true,
            _ => false,
        };
        if !owned && ast.list(lhs).any(other) {
            given.push(Given { point, from: u32::MAX, value: Value::Unknown });
        }
    }
    Some(given)
}

/// The longest chain of fields that begins with a variable's mention.
fn climbed(src: &Source<'_>, ident: ExprId) -> (ExprId, Vec<Symbol>) {
    let ast = src.ast;
    let (mut expr, mut fields) = (ident, Vec::new());
    while let Some(Node::Expr(parent)) = ast.parent(expr) {
        match ast.expr(parent) {
            ExprKind::Paren(_) | ExprKind::Star(_) => {}
            ExprKind::Selector { x, name } if x == expr => {
                let field = src.info.selections.get(&parent).is_some_and(|found| found.kind == SelectionKind::Field);
                let (true, Some(name)) = (field, ast.ident(name)) else { break };
                fields.push(name);
            }
            _ => break,
        }
        expr = parent;
    }
    (expr, fields)
}

fn is_target(src: &Source<'_>, expr: ExprId) -> bool {
    match src.ast.parent(expr) {
        Some(Node::Stmt(stmt)) => match src.ast.stmt(stmt) {
            StmtKind::Assign { lhs, .. } => src.ast.list(lhs).any(|target| target == expr),
            StmtKind::Range { key, value, .. } => key == Some(expr) || value == Some(expr),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a mention is no more than the reading of a field.
fn is_read(src: &Source<'_>, ident: ExprId) -> bool {
    let (expr, fields) = climbed(src, ident);
    !fields.is_empty() && !is_target(src, expr) && !may_be_kept(src, expr, true)
}

/// Whether the struct (or the field itself) may be seen or changed by others from here on: its address goes elsewhere.
fn may_be_kept(src: &Source<'_>, expr: ExprId, is_field: bool) -> bool {
    if taken_by_method(src, expr).is_some() {
        return true;
    }
    if let Some(Node::Expr(parent)) = src.ast.parent(expr) {
        match src.ast.expr(parent) {
            ExprKind::Unary { op: UnaryOp::And, .. } => return true,
            ExprKind::Binary { .. } => return false,
            _ => {}
        }
    }
    // A copy of the field's value, or of a struct, changes nothing.
    !is_field
        && src.info.type_of(expr).is_none_or(|ty| !matches!(src.store.ty(src.store.underlying(ty)), Type::Struct(_)))
}

fn is_pointer(src: &Source<'_>, ty: TypeId) -> bool {
    matches!(src.store.ty(src.store.underlying(ty)), Type::Pointer(_))
}

/// What a pointer points to; any other type itself.
fn behind(src: &Source<'_>, ty: TypeId) -> TypeId {
    match src.store.ty(src.store.underlying(ty)) {
        Type::Pointer(inner) => *inner,
        _ => ty,
    }
}

/// The steps in which foreign code may run, each with the offset from which on what it did is seen: calls (not of what is known
/// to mind its own business), and waits for other goroutines.
pub(super) fn calls(flow: &FuncFlow<'_>) -> Vec<(Point, u32)> {
    let src = &flow.src;
    let ast = src.ast;
    let mut found = Vec::new();
    for (point, step) in flow.cfg.points() {
        let mut add = |root: Node| {
            ast.walk(root, &mut |node| {
                let end = match node {
                    Node::Func(_) => return false,
                    Node::Expr(expr) => match ast.expr(expr) {
                        ExprKind::Call { fun, .. } => {
                            // What is deferred runs later.
                            let later = matches!(ast.parent(expr), Some(Node::Stmt(stmt)) if matches!(ast.stmt(stmt), StmtKind::Defer(_)));
                            let runs = !later && !src.is_conversion(fun) && !is_harmless(src, expr);
                            runs.then(|| ast.span(expr).end)
                        }
                        ExprKind::Unary { op: UnaryOp::Recv, .. } => Some(ast.span(expr).end),
                        _ => None,
                    },
                    Node::Stmt(stmt) => matches!(ast.stmt(stmt), StmtKind::Send { .. }).then(|| ast.span(stmt).end),
                    _ => None,
                };
                found.extend(end.map(|end| (point, end)));
                true
            });
        };
        match step {
            Step::Stmt(stmt) => add(Node::Stmt(stmt)),
            Step::Expr(expr) => add(Node::Expr(expr)),
            Step::Select(_) => found.push((point, 0)),
            Step::Next(stmt) => {
                if let StmtKind::Range { x, .. } = ast.stmt(stmt)
                    && src.info.type_of(x).is_some_and(|ty| {
                        matches!(src.store.ty(src.store.underlying(ty)), Type::Chan { .. } | Type::Signature(_))
                    })
                {
                    found.push((point, 0));
                }
            }
            Step::Bind(_) | Step::End => {}
        }
    }
    found
}

/// Whether a call is one of a builtin, or of a function of the standard library that changes nothing of its caller's.
fn is_harmless(src: &Source<'_>, call: ExprId) -> bool {
    let Some(callee) = src.callee(call) else { return false };
    let object = src.store.object(callee);
    if object.builtin().is_some() {
        return true;
    }
    object.package.is_some_and(|package| {
        let path = src.store.package(package).path.as_str();
        matches!(path, "errors" | "fmt" | "log" | "log/slog" | "math" | "strconv" | "strings" | "time" | "unicode")
    })
}

/// The value that a step gives to what is at `fields` of the target `target`, an expression or a declared name.
fn assigned(flow: &FuncFlow<'_>, step: Step, target: ExprId, fields: &[Symbol]) -> Option<Value> {
    let ast = flow.src.ast;
    let Step::Stmt(stmt) = step else { return None };
    match ast.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } => {
            let position = ast.list(lhs).position(|other| ast.unparen(other) == ast.unparen(target))?;
            if ast.list(rhs).len() != ast.list(lhs).len() {
                return None;
            }
            Some(part_of(flow, ast.list(rhs).nth(position)?, fields, ast.span(stmt)))
        }
        StmtKind::Decl(decl) => {
            let DeclKind::Gen { specs, .. } = ast.decls[decl] else { return None };
            ast.list(specs).find_map(|spec| {
                let SpecKind::Value { names, values, .. } = ast.specs[spec] else { return None };
                let position = ast.list(names).position(|name| name == target)?;
                if values.is_empty() {
                    let pointer = flow.src.variable(target).map(|var| flow.src.store.type_of(var));
                    let behind = !fields.is_empty() && pointer.is_none_or(|ty| is_pointer(&flow.src, ty));
                    return Some(if behind { Value::Unknown } else { Value::Nil(Reason::Zero, ast.span(spec)) });
                }
                Some(match ast.list(values).nth(position) {
                    Some(value) if ast.list(values).len() == ast.list(names).len() => {
                        part_of(flow, value, fields, ast.span(spec))
                    }
                    _ => Value::Unknown,
                })
            })
        }
        _ => None,
    }
}

/// What is at these fields of the value of an expression: nil, not nil, or either.
fn part_of(flow: &FuncFlow<'_>, expr: ExprId, fields: &[Symbol], origin: Span) -> Value {
    let src = &flow.src;
    let ast = src.ast;
    let expr = ast.unparen(expr);
    let Some((field, rest)) = fields.split_first() else { return value_of(flow, expr, origin) };
    match ast.expr(expr) {
        ExprKind::Unary { op: UnaryOp::And, x } => part_of(flow, x, fields, origin),
        ExprKind::CompositeLit { elements, .. } => {
            let is_struct = src
                .info
                .type_of(expr)
                .is_some_and(|ty| matches!(src.store.ty(src.store.underlying(ty)), Type::Struct(_)));
            let mut unkeyed = false;
            let value = ast.list(elements).find_map(|element| match ast.expr(element) {
                ExprKind::KeyValue { key, value } => (ast.ident(key) == Some(*field)).then_some(value),
                _ => {
                    unkeyed = true;
                    None
                }
            });
            match value {
                Some(value) => part_of(flow, value, rest, origin),
                None if is_struct && !unkeyed => Value::Nil(Reason::LeftOut, ast.span(expr)),
                None => Value::Unknown,
            }
        }
        ExprKind::Call { .. } if src.builtin(expr) == Some(Builtin::New) => Value::Nil(Reason::LeftOut, ast.span(expr)),
        _ => Value::Unknown,
    }
}

/// Whether an expression is nil, cannot be nil, or may be either.
fn value_of(flow: &FuncFlow<'_>, expr: ExprId, origin: Span) -> Value {
    let ast = flow.src.ast;
    let expr = ast.unparen(expr);
    if flow.src.is_nil(expr) {
        return Value::Nil(Reason::Assigned, origin);
    }
    match ast.expr(expr) {
        ExprKind::CompositeLit { .. } | ExprKind::FuncLit(_) => Value::NotNil,
        ExprKind::Unary { op: UnaryOp::And, .. } => Value::NotNil,
        ExprKind::Call { fun, args, .. } => {
            if flow.src.is_conversion(fun) {
                return match ast.only(args) {
                    Some(arg) => value_of(flow, arg, origin),
                    None => Value::Unknown,
                };
            }
            match flow.src.builtin(expr) {
                Some(Builtin::New | Builtin::Make) => Value::NotNil,
                _ => Value::Unknown,
            }
        }
        _ => Value::Unknown,
    }
}
