//! From a node to its children and to its parent.

use super::ast::{Ast, DeclKind, ExprId, ExprKind, List, Node, Parents, SpecKind, StmtId, StmtKind};
use crate::text::Idx;

impl Ast {
    /// Calls `visit` with each child of a node, in the order of the source.
    pub fn for_each_child(&self, node: Node, visit: &mut impl FnMut(Node)) {
        match node {
            Node::Expr(id) => self.children_of_expr(self.exprs[id], visit),
            Node::Stmt(id) => self.children_of_stmt(self.stmts[id], visit),
            Node::Decl(id) => match self.decls[id] {
                DeclKind::Bad { stmts, exprs } => self.bad(stmts, exprs, visit),
                DeclKind::Func(func) => visit(Node::Func(func)),
                DeclKind::Gen { specs, .. } => self.list(specs).for_each(|spec| visit(Node::Spec(spec))),
            },
            Node::Spec(id) => match self.specs[id] {
                SpecKind::Import { name, path } => {
                    self.optional(name, visit);
                    visit(Node::Expr(path));
                }
                SpecKind::Value { names, ty, values, .. } => {
                    self.exprs_of(names, visit);
                    self.optional(ty, visit);
                    self.exprs_of(values, visit);
                }
                SpecKind::Type { name, type_params, ty, .. } => {
                    visit(Node::Expr(name));
                    if let Some(params) = type_params {
                        visit(Node::FieldList(params));
                    }
                    visit(Node::Expr(ty));
                }
            },
            Node::Field(id) => {
                let field = self.fields[id];
                self.exprs_of(field.names, visit);
                visit(Node::Expr(field.ty));
                self.optional(field.tag, visit);
            }
            Node::FieldList(id) => self.list(self.field_lists[id].fields).for_each(|field| visit(Node::Field(field))),
            Node::Func(id) => {
                let func = self.funcs[id];
                if let Some(recv) = func.recv {
                    visit(Node::FieldList(recv));
                }
                self.optional(func.name, visit);
                visit(Node::Sig(func.sig));
                if let Some(body) = func.body {
                    visit(Node::Stmt(body));
                }
            }
            Node::Sig(id) => {
                let sig = self.sigs[id];
                if let Some(params) = sig.type_params {
                    visit(Node::FieldList(params));
                }
                visit(Node::FieldList(sig.params));
                if let Some(results) = sig.results {
                    visit(Node::FieldList(results));
                }
            }
        }
    }

    fn optional(&self, expr: Option<ExprId>, visit: &mut impl FnMut(Node)) {
        if let Some(expr) = expr {
            visit(Node::Expr(expr));
        }
    }

    fn exprs_of(&self, exprs: List<ExprId>, visit: &mut impl FnMut(Node)) {
        self.list(exprs).for_each(|expr| visit(Node::Expr(expr)));
    }

    fn stmts_of(&self, stmts: List<StmtId>, visit: &mut impl FnMut(Node)) {
        self.list(stmts).for_each(|stmt| visit(Node::Stmt(stmt)));
    }

    fn bad(&self, stmts: List<StmtId>, exprs: List<ExprId>, visit: &mut impl FnMut(Node)) {
        self.stmts_of(stmts, visit);
        self.exprs_of(exprs, visit);
    }

    fn children_of_expr(&self, expr: ExprKind, visit: &mut impl FnMut(Node)) {
        match expr {
            ExprKind::Ident(_) | ExprKind::Lit(_) => {}
            ExprKind::Bad(exprs) => self.exprs_of(exprs, visit),
            ExprKind::CompositeLit { ty, elements } => {
                self.optional(ty, visit);
                self.exprs_of(elements, visit);
            }
            ExprKind::FuncLit(func) => visit(Node::Func(func)),
            ExprKind::Paren(x) | ExprKind::Star(x) | ExprKind::Unary { x, .. } => visit(Node::Expr(x)),
            ExprKind::Selector { x, name: y } | ExprKind::Binary { x, y, .. } => {
                visit(Node::Expr(x));
                visit(Node::Expr(y));
            }
            ExprKind::Index { x, args } | ExprKind::Call { fun: x, args, .. } => {
                visit(Node::Expr(x));
                self.exprs_of(args, visit);
            }
            ExprKind::Slice { x, bounds } => {
                visit(Node::Expr(x));
                self.list(bounds).for_each(|bound| self.optional(bound, visit));
            }
            ExprKind::TypeAssert { x, ty } => {
                visit(Node::Expr(x));
                self.optional(ty, visit);
            }
            ExprKind::KeyValue { key, value } | ExprKind::MapType { key, value } => {
                visit(Node::Expr(key));
                visit(Node::Expr(value));
            }
            ExprKind::ArrayType { len, elem } => {
                self.optional(len, visit);
                visit(Node::Expr(elem));
            }
            ExprKind::StructType(fields) | ExprKind::InterfaceType(fields) => visit(Node::FieldList(fields)),
            ExprKind::FuncType(sig) => visit(Node::Sig(sig)),
            ExprKind::ChanType { elem, .. } => visit(Node::Expr(elem)),
            ExprKind::Ellipsis(elem) => self.optional(elem, visit),
        }
    }

    fn children_of_stmt(&self, stmt: StmtKind, visit: &mut impl FnMut(Node)) {
        let maybe = |stmt: Option<StmtId>, visit: &mut dyn FnMut(Node)| {
            if let Some(stmt) = stmt {
                visit(Node::Stmt(stmt));
            }
        };
        match stmt {
            StmtKind::Bad { stmts, exprs } => self.bad(stmts, exprs, visit),
            StmtKind::Decl(decl) => visit(Node::Decl(decl)),
            StmtKind::Empty { .. } => {}
            StmtKind::Labeled { label, stmt } => {
                visit(Node::Expr(label));
                visit(Node::Stmt(stmt));
            }
            StmtKind::Expr(x) | StmtKind::IncDec { x, .. } | StmtKind::Go(x) | StmtKind::Defer(x) => {
                visit(Node::Expr(x))
            }
            StmtKind::Send { chan, value } => {
                visit(Node::Expr(chan));
                visit(Node::Expr(value));
            }
            StmtKind::Assign { lhs, rhs, .. } => {
                self.exprs_of(lhs, visit);
                self.exprs_of(rhs, visit);
            }
            StmtKind::Return(values) => self.exprs_of(values, visit),
            StmtKind::Branch { label, .. } => self.optional(label, visit),
            StmtKind::Block(stmts) => self.stmts_of(stmts, visit),
            StmtKind::If { init, cond, then, els } => {
                maybe(init, visit);
                visit(Node::Expr(cond));
                visit(Node::Stmt(then));
                maybe(els, visit);
            }
            StmtKind::Switch { init, tag, body } => {
                maybe(init, visit);
                self.optional(tag, visit);
                visit(Node::Stmt(body));
            }
            StmtKind::TypeSwitch { init, assign, body } => {
                maybe(init, visit);
                visit(Node::Stmt(assign));
                visit(Node::Stmt(body));
            }
            StmtKind::Case { values, body, .. } => {
                self.exprs_of(values, visit);
                self.stmts_of(body, visit);
            }
            StmtKind::Select { body } => visit(Node::Stmt(body)),
            StmtKind::Comm { comm, body } => {
                maybe(comm, visit);
                self.stmts_of(body, visit);
            }
            StmtKind::For { init, cond, post, body } => {
                maybe(init, visit);
                self.optional(cond, visit);
                maybe(post, visit);
                visit(Node::Stmt(body));
            }
            StmtKind::Range { key, value, x, body, .. } => {
                self.optional(key, visit);
                self.optional(value, visit);
                visit(Node::Expr(x));
                visit(Node::Stmt(body));
            }
        }
    }

    /// Walks a node and all below it in the order of the source; `visit` says whether to go below the node it is given.
    /// Works with a stack of its own, so that no nesting is too deep.
    pub fn walk(&self, root: impl Into<Node>, visit: &mut impl FnMut(Node) -> bool) {
        let mut stack = vec![root.into()];
        while let Some(node) = stack.pop() {
            if !visit(node) {
                continue;
            }
            let from = stack.len();
            self.for_each_child(node, &mut |child| stack.push(child));
            stack[from..].reverse();
        }
    }

    /// The node that holds this one; `None` for a top-level declaration and the package's name.
    pub fn parent(&self, node: impl Into<Node>) -> Option<Node> {
        let parents = self.parents.get_or_init(|| Parents::build(self));
        *parents.slot(node.into())?
    }
}

impl Parents {
    fn build(ast: &Ast) -> Parents {
        let mut parents = Parents {
            exprs: vec![None; ast.exprs.len()],
            stmts: vec![None; ast.stmts.len()],
            decls: vec![None; ast.decls.len()],
            specs: vec![None; ast.specs.len()],
            fields: vec![None; ast.fields.len()],
            field_lists: vec![None; ast.field_lists.len()],
            funcs: vec![None; ast.funcs.len()],
            sigs: vec![None; ast.sigs.len()],
        };
        // Every node is looked at once, in the order of storage: no need to walk from the top.
        let mut all = |node: Node| {
            ast.for_each_child(node, &mut |child| {
                if let Some(slot) = parents.slot_mut(child) {
                    *slot = Some(node);
                }
            });
        };
        ast.exprs.ids().for_each(|id| all(Node::Expr(id)));
        ast.stmts.ids().for_each(|id| all(Node::Stmt(id)));
        ast.decls.ids().for_each(|id| all(Node::Decl(id)));
        ast.specs.ids().for_each(|id| all(Node::Spec(id)));
        ast.fields.ids().for_each(|id| all(Node::Field(id)));
        ast.field_lists.ids().for_each(|id| all(Node::FieldList(id)));
        ast.funcs.ids().for_each(|id| all(Node::Func(id)));
        ast.sigs.ids().for_each(|id| all(Node::Sig(id)));
        parents
    }

    fn slot(&self, node: Node) -> Option<&Option<Node>> {
        match node {
            Node::Expr(id) => self.exprs.get(id.index()),
            Node::Stmt(id) => self.stmts.get(id.index()),
            Node::Decl(id) => self.decls.get(id.index()),
            Node::Spec(id) => self.specs.get(id.index()),
            Node::Field(id) => self.fields.get(id.index()),
            Node::FieldList(id) => self.field_lists.get(id.index()),
            Node::Func(id) => self.funcs.get(id.index()),
            Node::Sig(id) => self.sigs.get(id.index()),
        }
    }

    fn slot_mut(&mut self, node: Node) -> Option<&mut Option<Node>> {
        match node {
            Node::Expr(id) => self.exprs.get_mut(id.index()),
            Node::Stmt(id) => self.stmts.get_mut(id.index()),
            Node::Decl(id) => self.decls.get_mut(id.index()),
            Node::Spec(id) => self.specs.get_mut(id.index()),
            Node::Field(id) => self.fields.get_mut(id.index()),
            Node::FieldList(id) => self.field_lists.get_mut(id.index()),
            Node::Func(id) => self.funcs.get_mut(id.index()),
            Node::Sig(id) => self.sigs.get_mut(id.index()),
        }
    }
}
