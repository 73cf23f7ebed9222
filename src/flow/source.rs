//! A file as flow analyses see it, and the questions all of them ask.

use smallvec::SmallVec;

use crate::source::FileId;
use crate::syntax::ast::{Ast, ExprId, ExprKind, FuncId, List, Node, SpecKind, StmtKind};
use crate::text::{GoVersion, Symbol};
use crate::types::{Builtin, Info, ObjectId, ObjectKind, Store, Type, VarKind};

/// A file with its syntax tree and what was found out about it.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub store: &'a Store,
    pub file: FileId,
    pub ast: &'a Ast,
    pub info: &'a Info,
    /// The language version of the file.
    pub language: GoVersion,
}

/// A variable, or a field of one reached by names: `err`, `s.mu`, `r.resp.Body`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub root: ObjectId,
    pub fields: SmallVec<[Symbol; 2]>,
}

impl Place {
    /// A plain variable.
    pub fn var(root: ObjectId) -> Place {
        Place { root, fields: SmallVec::new() }
    }
}

impl<'a> Source<'a> {
    /// The function, method or builtin that a call calls; `None` for conversions, function values and unknown ones.
    pub fn callee(&self, call: ExprId) -> Option<ObjectId> {
        let ExprKind::Call { fun, .. } = self.ast.expr(call) else { return None };
        let object = self.function(fun)?;
        matches!(self.store.object(object).kind, ObjectKind::Func(_) | ObjectKind::Builtin(_)).then_some(object)
    }

    /// The object that an expression in the place of a function names.
    pub fn function(&self, fun: ExprId) -> Option<ObjectId> {
        let fun = self.ast.unparen(fun);
        match self.ast.expr(fun) {
            ExprKind::Ident(_) => self.info.object(fun),
            ExprKind::Selector { name, .. } => match self.info.selections.get(&fun) {
                Some(selection) => Some(selection.object),
                None => self.info.object(name),
            },
            ExprKind::Index { x, .. } => self.function(x),
            _ => None,
        }
    }

    /// Whether a call is a conversion.
    pub fn is_conversion(&self, fun: ExprId) -> bool {
        let fun = self.ast.unparen(fun);
        if self.info.mode(fun) == crate::types::Mode::Type {
            return true;
        }
        match self.ast.expr(fun) {
            ExprKind::ArrayType { .. }
            | ExprKind::MapType { .. }
            | ExprKind::ChanType { .. }
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::StructType(_) => true,
            _ => self.function(fun).is_some_and(|id| matches!(self.store.object(id).kind, ObjectKind::Type(_))),
        }
    }

    /// The builtin that a call calls.
    pub fn builtin(&self, call: ExprId) -> Option<Builtin> {
        self.store.object(self.callee(call)?).builtin()
    }

    /// Whether the expression is the predeclared nil.
    pub fn is_nil(&self, expr: ExprId) -> bool {
        let expr = self.ast.unparen(expr);
        matches!(self.ast.expr(expr), ExprKind::Ident(_))
            && self.info.object(expr).is_some_and(|id| matches!(self.store.object(id).kind, ObjectKind::Nil))
    }

    /// The value of the predeclared `true` and `false`.
    pub fn bool_literal(&self, expr: ExprId) -> Option<bool> {
        let expr = self.ast.unparen(expr);
        let name = self.ast.ident(expr)?;
        let value = match name.as_str() {
            "true" => true,
            "false" => false,
            _ => return None,
        };
        let object = self.store.object(self.info.object(expr)?);
        (object.package.is_none() && matches!(object.kind, ObjectKind::Const(_))).then_some(value)
    }

    /// The variable that an identifier names (fields are no variables here).
    pub fn variable(&self, expr: ExprId) -> Option<ObjectId> {
        let id = self.info.object(self.ast.unparen(expr))?;
        match self.store.object(id).kind {
            ObjectKind::Var(VarKind::Field { .. }) => None,
            ObjectKind::Var(_) => Some(id),
            _ => None,
        }
    }

    /// The variable and fields that an expression of names spells (`s.mu`, `(*s).mu` alike).
    pub fn place(&self, expr: ExprId) -> Option<Place> {
        let mut fields = SmallVec::new();
        let mut expr = self.ast.unparen(expr);
        loop {
            match self.ast.expr(expr) {
                ExprKind::Ident(_) => {
                    fields.reverse();
                    return Some(Place { root: self.variable(expr)?, fields });
                }
                ExprKind::Selector { x, name } => {
                    // A package's variable: `pkg.Var`.
                    if !self.info.selections.contains_key(&expr)
                        && let Some(root) = self.variable(name)
                    {
                        fields.reverse();
                        return Some(Place { root, fields });
                    }
                    fields.push(self.ast.ident(name)?);
                    expr = self.ast.unparen(x);
                }
                ExprKind::Star(x) => expr = self.ast.unparen(x),
                _ => return None,
            }
        }
    }

    /// Whether a variable was declared within this function (parameters and results are).
    pub fn is_local(&self, func: FuncId, id: ObjectId) -> bool {
        let object = self.store.object(id);
        let ObjectKind::Var(kind) = object.kind else { return false };
        !matches!(kind, VarKind::Package | VarKind::Field { .. })
            && object
                .place
                .is_some_and(|place| place.file == self.file && self.ast.funcs[func].span.contains_offset(place.offset))
    }

    /// The innermost function around a node.
    pub fn func_of_node(&self, node: impl Into<Node>) -> Option<FuncId> {
        let mut node = node.into();
        loop {
            node = self.ast.parent(node)?;
            if let Node::Func(id) = node {
                return Some(id);
            }
        }
    }

    /// The embedded fields that a selection goes through: `File` of `x.Close` where x embeds a file.
    pub fn promoted_through(&self, selector: ExprId) -> SmallVec<[Symbol; 2]> {
        let mut names = SmallVec::new();
        let Some(selection) = self.info.selections.get(&selector) else { return names };
        let mut ty = selection.receiver;
        for &at in selection.path.split_last().map_or(&[][..], |(_, way)| way) {
            let whole = match self.store.ty(self.store.underlying(ty)) {
                Type::Pointer(elem) => self.store.underlying(*elem),
                _ => self.store.underlying(ty),
            };
            let Type::Struct(fields) = self.store.ty(whole) else { break };
            let Some(field) = fields.get(at as usize) else { break };
            names.push(field.name);
            ty = field.ty;
        }
        names
    }

    /// Whether an expression has several values.
    pub fn is_tuple(&self, expr: ExprId) -> bool {
        self.info.type_of(expr).is_some_and(|ty| matches!(self.store.ty(ty), Type::Tuple(_)))
    }

    /// The target that an assignment gives a value to; `at`: which of the value's results, where it has several.
    pub fn target_of(
        &self,
        targets: List<ExprId>,
        values: List<ExprId>,
        value: ExprId,
        at: Option<usize>,
    ) -> Option<ExprId> {
        let ast = self.ast;
        let position = match at {
            Some(_) if ast.only(values) != Some(value) => return None,
            Some(at) => at,
            None if ast.list(targets).len() != ast.list(values).len() => return None,
            None => ast.list(values).position(|other| other == value)?,
        };
        ast.list(targets).nth(position).map(|target| ast.unparen(target))
    }

    /// The value that an assignment or declaration gives a target, where each has its own.
    pub fn assigned_value(&self, target: ExprId) -> Option<ExprId> {
        let ast = self.ast;
        let (targets, values) = match ast.parent(target)? {
            Node::Stmt(stmt) => match ast.stmt(stmt) {
                StmtKind::Assign { lhs, rhs, .. } => (lhs, rhs),
                _ => return None,
            },
            Node::Spec(spec) => match ast.specs[spec] {
                SpecKind::Value { names, values, .. } => (names, values),
                _ => return None,
            },
            _ => return None,
        };
        let at = ast.list(targets).position(|other| other == target)?;
        (ast.list(targets).len() == ast.list(values).len()).then(|| ast.list(values).nth(at))?
    }

    /// The call whose function an expression is, through parentheses.
    pub fn call_of(&self, fun: ExprId) -> Option<ExprId> {
        let mut expr = fun;
        loop {
            let Some(Node::Expr(parent)) = self.ast.parent(expr) else { return None };
            match self.ast.expr(parent) {
                ExprKind::Paren(_) => expr = parent,
                ExprKind::Call { fun, .. } if fun == expr => return Some(parent),
                _ => return None,
            }
        }
    }
}
