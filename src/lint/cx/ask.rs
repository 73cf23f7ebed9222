//! The questions about names, calls, types and values.

use super::{Cx, Object, Ty};
use crate::lint::view::{Call, Expr, Field, Func, Node, Spec, SpecKind, Stmt, View};
use crate::syntax::ast;
use crate::text::Idx;
use crate::types::{Mode, ObjectId, Selection, SelectionKind};

impl<'a> Cx<'a> {
    /// What an identifier defines or uses. For `pkg.Name` and `x.f` ask for the name, or use [`Cx::denotes`].
    pub fn object(&self, ident: Expr<'a>) -> Option<Object<'a>> {
        self.wrap(self.info().object(ident.id)?)
    }

    fn wrap(&self, id: ObjectId) -> Option<Object<'a>> {
        Some(Object { store: self.store(), id })
    }

    /// What `x`, `pkg.Name`, `x.f`, `F[T]` denotes, through parentheses.
    pub fn denotes(&self, expr: Expr<'a>) -> Option<Object<'a>> {
        self.object(expr.name()?)
    }

    /// Whether an expression denotes the thing with this full name: `cx.is(e, "net/http.DefaultClient")`.
    pub fn is(&self, expr: Expr<'a>, full_name: &str) -> Option<bool> {
        Some(self.denotes(expr)?.is(full_name))
    }

    /// The function, method or builtin that is called; `None` for a conversion, a call of a function value, and unknown.
    pub fn callee(&self, call: Call<'a>) -> Option<Object<'a>> {
        let object = self.object(call.name()?)?;
        (object.is_func() || object.builtin().is_some()).then_some(object)
    }

    /// Whether the callee has this full name; `None`: unknown.
    pub fn calls(&self, call: Call<'a>, full_name: &str) -> Option<bool> {
        match self.callee(call) {
            Some(callee) => Some(callee.is(full_name)),
            None => match self.info().mode(call.fun().unparen().id) {
                Mode::None | Mode::Unknown => None,
                _ => Some(false),
            },
        }
    }

    /// Whether the callee has one of these full names; `None`: unknown.
    pub fn calls_any(&self, call: Call<'a>, full_names: &[&str]) -> Option<bool> {
        let callee = self.callee(call)?;
        Some(callee.is_any(full_names))
    }

    /// Whether the call is a conversion `T(x)`; `None`: unknown.
    pub fn is_conversion(&self, call: Call<'a>) -> Option<bool> {
        match self.info().mode(call.fun().unparen().id) {
            Mode::None | Mode::Unknown => None,
            mode => Some(mode == Mode::Type),
        }
    }

    /// What `x.f` selects; `None` for `pkg.Name` and unknown.
    pub fn selection(&self, selector: Expr<'a>) -> Option<&'a Selection> {
        self.info().selections.get(&selector.unparen().id)
    }

    /// The type of `x` in a call of a method `x.m(…)`.
    pub fn receiver(&self, call: Call<'a>) -> Option<Ty<'a>> {
        let selection = self.selection(call.fun())?;
        (selection.kind == SelectionKind::Method).then(|| Ty::known(self.store(), selection.receiver)).flatten()
    }

    /// The call of a method of what an expression names: `x.m(…)` for `x`.
    pub fn method_call(&self, x: Expr<'a>) -> Option<Call<'a>> {
        let selector = x.parent()?.as_expr()?;
        let call = selector.parent()?.as_call()?;
        (call.fun() == selector && selector.as_selector()?.0 == x).then_some(call)
    }

    /// Whether the expression is a method call of this name on any type; `None`: not a selector.
    pub fn calls_method_named(&self, call: Call<'a>, name: &str) -> Option<bool> {
        Some(call.fun().as_selector()?.1.text() == name && self.receiver(call).is_some())
    }

    /// The type of an expression; `None` where unknown, and for what has no type.
    pub fn type_of(&self, expr: Expr<'a>) -> Option<Ty<'a>> {
        Ty::known(self.store(), self.info().type_of(expr.id)?)
    }

    /// How an expression may be used.
    pub fn mode(&self, expr: Expr<'a>) -> Mode {
        self.info().mode(expr.id)
    }

    /// Whether the expression denotes a type; `None`: unknown.
    pub fn is_type(&self, expr: Expr<'a>) -> Option<bool> {
        match self.mode(expr) {
            Mode::None | Mode::Unknown => None,
            mode => Some(mode == Mode::Type),
        }
    }

    /// Whether the expression is the predeclared nil.
    pub fn is_nil(&self, expr: Expr<'a>) -> bool {
        self.mode(expr.unparen()) == Mode::Nil
    }

    /// Whether the expression is a variable's plain name; which one.
    pub fn variable(&self, expr: Expr<'a>) -> Option<Object<'a>> {
        let expr = expr.unparen();
        expr.ident()?;
        self.object(expr).filter(|object| object.is_var())
    }

    /// Whether `expr` is the plain name of this object.
    pub fn is_use_of(&self, expr: Expr<'a>, object: Object<'a>) -> bool {
        self.object(expr.unparen()) == Some(object)
    }

    /// The variable that a clause of a type switch binds.
    pub fn bound_by(&self, clause: Stmt<'a>) -> Option<Object<'a>> {
        let id = *self.info().implicits.get(&clause.node().id)?;
        Some(Object { store: self.store(), id })
    }

    /// The identifiers in this file that use or define the object, in the order of the source.
    /// (Of an embedded field and of implicit objects only the spelled uses.)
    pub fn uses(&self, object: Object<'a>) -> impl Iterator<Item = Expr<'a>> {
        let tree = self.tree();
        let all = self.uses.get_or_init(|| {
            let named = self.info().objects.iter_enumerated().filter_map(|(id, found)| Some(((*found)?, id)));
            let mut all: Vec<_> = named.collect();
            all.sort_unstable();
            all
        });
        let from = all.partition_point(|(other, _)| *other < object.id);
        all[from..].iter().take_while(move |(other, _)| *other == object.id).map(move |(_, id)| tree.view(*id))
    }

    /// The identifiers within a node that use or define the object, in the order of the source.
    pub fn uses_within(&self, object: Object<'a>, node: impl View<'a>) -> Vec<Expr<'a>> {
        let span = node.span();
        let mut uses: Vec<Expr<'a>> = self.uses(object).filter(|ident| span.contains(ident.span())).collect();
        uses.sort_by_key(|ident| ident.span().start);
        uses
    }

    /// Whether the object is mentioned within a node.
    pub fn mentions(&self, node: impl View<'a>, object: Object<'a>) -> bool {
        let span = node.span();
        self.uses(object).any(|ident| span.contains(ident.span()))
    }

    /// The identifier that declares the object, if that is in this file.
    pub fn declared_at(&self, object: Object<'a>) -> Option<Expr<'a>> {
        let place = object.place()?;
        (place.file == self.tree().file).then(|| self.tree().view(place.ident))
    }

    /// The declaration of a function of this file with a body.
    pub fn func_of(&self, object: Object<'a>) -> Option<Func<'a>> {
        let ident = self.declared_at(object)?;
        match ident.parent()?.id {
            ast::Node::Func(id) => Some(self.tree().view(id)).filter(|func| func.body().is_some()),
            _ => None,
        }
    }

    /// The specification that declares a variable, constant or type of this file with `var`, `const` or `type`.
    pub fn spec_of(&self, object: Object<'a>) -> Option<Spec<'a>> {
        self.declared_at(object)?.parent()?.as_spec()
    }

    /// The field or parameter that declares the object.
    pub fn field_of(&self, object: Object<'a>) -> Option<Field<'a>> {
        self.declared_at(object)?.parent()?.as_field()
    }

    /// The function in which a local variable, parameter or result is declared.
    pub fn owner(&self, object: Object<'a>) -> Option<Func<'a>> {
        self.declared_at(object)?.enclosing_func()
    }

    /// Whether the variable is declared outside of the function: captured, or at package level.
    pub fn is_outer(&self, object: Object<'a>, func: Func<'a>) -> bool {
        object.is_package_var() || self.declared_at(object).is_some_and(|ident| !func.contains(ident))
    }

    /// The object that the name of a function, variable or type defines.
    pub fn func_object(&self, func: Func<'a>) -> Option<Object<'a>> {
        self.object(func.name()?)
    }

    /// All functions of the file with a body, literals too.
    pub fn funcs(&self) -> impl Iterator<Item = Func<'a>> {
        let tree = self.tree();
        tree.ast.funcs.ids().map(move |id| tree.view(id)).filter(|func: &Func<'a>| func.body().is_some())
    }

    /// Whether nothing in the function is broken or unknown: ask before any claim of absence.
    pub fn complete(&self, func: Func<'a>) -> bool {
        self.info().is_complete(func.id)
    }

    /// The import specifications of the file.
    pub fn imports(&self) -> impl Iterator<Item = Spec<'a>> {
        let tree = self.tree();
        tree.ast
            .specs
            .ids()
            .map(move |id| tree.view(id))
            .filter(|spec: &Spec<'a>| matches!(spec.kind(), SpecKind::Import { .. }))
    }

    /// The import paths of the file, unquoted.
    pub fn import_paths(&self) -> impl Iterator<Item = &'a str> {
        self.imports().filter_map(|spec| match spec.kind() {
            SpecKind::Import { path, .. } => Some(path.text().trim_matches(['"', '`'])),
            _ => None,
        })
    }

    /// Whether the file imports a package with this path.
    pub fn imports_package(&self, path: &str) -> bool {
        self.import_paths().any(|imported| imported == path)
    }

    /// The name by which the file can mention a package: that of its import, or the one an added import will have.
    /// `None` where the import is blank or a dot, and where another import has the name that an added one would have.
    pub fn package_qualifier(&self, path: &str) -> Option<String> {
        let own_name = crate::package::guess_name(path);
        let mut taken = false;
        for spec in self.imports() {
            let SpecKind::Import { name, path: literal } = spec.kind() else { continue };
            let imported = literal.text().trim_matches(['"', '`']);
            if imported == path {
                return match name {
                    Some(name) if matches!(name.text(), "." | "_") => None,
                    Some(name) => Some(name.text().to_owned()),
                    None => Some(own_name.to_owned()),
                };
            }
            taken |= name.map_or(crate::package::guess_name(imported), |name| name.text()) == own_name;
        }
        (!taken).then(|| own_name.to_owned())
    }

    /// How a call of a package's function can be written at a place: `errors.Is`; `None` where the package cannot be
    /// mentioned there. Say [`crate::lint::Fix::import`] as well.
    pub fn qualified(&self, path: &str, name: &str, at: impl View<'a>) -> Option<String> {
        let qualifier = self.package_qualifier(path)?;
        (!self.is_shadowed(&qualifier, at)).then(|| format!("{qualifier}.{name}"))
    }

    /// Whether a name of the innermost scopes around `at` shadows `name`: a fix that writes `errors.Is` must not stand where
    /// `errors` is a variable. Looks for any local or package-level declaration of that name in the file's package.
    pub fn is_shadowed(&self, name: &str, at: impl View<'a>) -> bool {
        let span = at.span();
        self.info().objects.iter_enumerated().any(|(id, object)| {
            let Some(object) = object else { return false };
            let raw = self.store().object(*object);
            raw.name == name
                && !matches!(raw.kind, crate::types::ObjectKind::Package(_))
                && !raw.is_field()
                && raw.receiver().is_none()
                && raw.place.is_some_and(|place| place.file == self.tree().file && place.ident == id)
                && {
                    let ident: Expr<'a> = self.tree().view(id);
                    ident.enclosing_func().is_none_or(|func| func.span().contains(span))
                }
        })
    }

    /// The blanks before the first thing on the line where the node begins.
    pub fn indent_of(&self, at: impl View<'a>) -> &'a str {
        let before = self.text().get(..at.span().start as usize).unwrap_or_default();
        let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
        &line[..line.len() - line.trim_start().len()]
    }
}

impl<'a> Node<'a> {
    /// A number that orders nodes of one file by kind and storage; for tables of a rule's own.
    pub fn index(self) -> usize {
        match self.id {
            ast::Node::Expr(id) => id.index(),
            ast::Node::Stmt(id) => id.index(),
            ast::Node::Decl(id) => id.index(),
            ast::Node::Spec(id) => id.index(),
            ast::Node::Field(id) => id.index(),
            ast::Node::FieldList(id) => id.index(),
            ast::Node::Func(id) => id.index(),
            ast::Node::Sig(id) => id.index(),
        }
    }
}
