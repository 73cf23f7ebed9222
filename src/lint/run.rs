//! Calling the rules: one shared pass over each file's tree serves them all.
//!
//! Names are found once: an identifier or a callee is looked at only if some rule asked for a thing of that name, then its
//! object is asked once for all rules. Debug builds call the rules a second time the naive way, rule by rule down the
//! tree, and the findings must be the same.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustc_hash::FxHashMap;

use super::cx::{Cx, Object};
use super::finding::{Finding, Notice, NoticeKind, Place};
use super::kind::Kind;
use super::module::{Facts, ModuleCx, PackageCx};
use super::program::{Program, Target};
use super::rule::{CallFn, FileFn, FuncFn, Hook, NodeFn, Rule, UseFn};
use super::select::{Active, Catalog};
use super::view::{Call, Expr, ExprKind, Func, Node, Tree, View};
use crate::package::{Module, Unit};
use crate::syntax::ast::{self, ExprId};
use crate::text::{Idx, Span, Symbol};

/// A set of rules, by position in the catalog.
#[derive(Clone, Debug)]
pub struct RuleSet(Vec<u64>);

impl RuleSet {
    /// No rule of so many.
    pub fn new(rules: usize) -> RuleSet {
        RuleSet(vec![0; rules.div_ceil(64)])
    }

    /// Adds a rule.
    pub fn insert(&mut self, index: usize) {
        self.0[index / 64] |= 1 << (index % 64);
    }

    /// Takes a rule away.
    pub fn remove(&mut self, index: usize) {
        self.0[index / 64] &= !(1 << (index % 64));
    }

    /// Whether the rule is in it.
    pub fn contains(&self, index: usize) -> bool {
        self.0[index / 64] & (1 << (index % 64)) != 0
    }

    /// Whether no rule is.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

/// A hook with the position of its rule.
#[derive(Clone, Copy)]
struct Asked<F> {
    rule: u32,
    call: F,
}

/// What was asked for under one last name: the full name, whose it is, what kind of mention is meant.
struct Named {
    full_name: &'static str,
    rule: u32,
    hook: NamedHook,
}

#[derive(Clone, Copy)]
enum NamedHook {
    Call(CallFn),
    Use(UseFn),
    Type(UseFn),
}

/// The hooks of all rules, sorted for dispatch; made once for a run.
pub struct Dispatch {
    catalog: Catalog,
    nodes: Vec<Vec<Asked<NodeFn>>>,
    named: FxHashMap<Symbol, Vec<Named>>,
    funcs: Vec<Asked<FuncFn>>,
    files: Vec<Asked<FileFn>>,
}

/// The part of a dispatch that the rules wanted for one file need.
struct Wanted<'d> {
    dispatch: &'d Dispatch,
    rules: &'d RuleSet,
    /// For each kind the hooks of wanted rules.
    nodes: Vec<Vec<Asked<NodeFn>>>,
}

/// What came of a file, package or module.
#[derive(Default)]
pub struct Linted {
    pub findings: Vec<Finding>,
    pub notices: Vec<Notice>,
}

impl Dispatch {
    /// Sorts the hooks of these rules.
    pub fn new(rules: &'static [&'static Rule]) -> Dispatch {
        let mut dispatch = Dispatch {
            catalog: Catalog::new(rules),
            nodes: vec![Vec::new(); Kind::ALL.len()],
            named: FxHashMap::default(),
            funcs: Vec::new(),
            files: Vec::new(),
        };
        for (index, rule) in rules.iter().enumerate() {
            let rule_index = index as u32;
            for hook in rule.hooks() {
                match *hook {
                    Hook::Nodes(kinds, call) => {
                        for kind in kinds {
                            dispatch.nodes[*kind as usize].push(Asked { rule: rule_index, call });
                        }
                    }
                    Hook::Calls(names, call) => dispatch.name(names, rule_index, NamedHook::Call(call)),
                    Hook::Uses(names, call) => dispatch.name(names, rule_index, NamedHook::Use(call)),
                    Hook::Types(names, call) => dispatch.name(names, rule_index, NamedHook::Type(call)),
                    Hook::Funcs(call) => dispatch.funcs.push(Asked { rule: rule_index, call }),
                    Hook::File(call) => dispatch.files.push(Asked { rule: rule_index, call }),
                    Hook::None | Hook::Package(_) | Hook::Collect(_) | Hook::Module(_) => {}
                }
            }
        }
        dispatch
    }

    fn name(&mut self, names: &'static [&'static str], rule: u32, hook: NamedHook) {
        for full_name in names {
            let last = Symbol::intern(full_name.rsplit('.').next().unwrap_or(full_name));
            self.named.entry(last).or_default().push(Named { full_name, rule, hook });
        }
    }

    /// The rules, found by name.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn rule(&self, index: usize) -> &'static Rule {
        self.catalog.rules()[index]
    }

    /// The rules that look at a file: those that are on or named in `also` (by a directive), whose Go versions and tests fit.
    /// What a file imports decides nothing: a field or a method's result has types of packages that it never names.
    pub fn wanted(&self, target: Target<'_>, active: &Active, also: &[usize]) -> RuleSet {
        let mut wanted = RuleSet::new(self.catalog.rules().len());
        for (index, rule) in self.catalog.rules().iter().enumerate() {
            let meta = rule.meta();
            if (active.is_on(index) || also.contains(&index))
                && meta.go.contains(target.source.language.minor)
                && (meta.tests || !target.source.is_test)
            {
                wanted.insert(index);
            }
        }
        wanted
    }

    /// Calls the wanted rules for one file. A rule that panics is left out, which a notice says, and the rest goes on.
    pub fn lint_file(&self, program: Program<'_>, target: Target<'_>, active: &Active, wanted: &RuleSet) -> Linted {
        let mut wanted = wanted.clone();
        let mut notices = Vec::new();
        loop {
            let Some(first) = self.catalog.rules().first() else { return Linted::default() };
            let cx = Cx::new(program, target, active, first);
            let run = catch_unwind(AssertUnwindSafe(|| {
                Wanted::new(self, &wanted).dispatch(&cx);
            }));
            match run {
                Ok(()) => {
                    let findings = in_order(cx.found.into_inner());
                    #[cfg(debug_assertions)]
                    {
                        let cx = Cx::new(program, target, active, first);
                        self.lint_naively(&cx, &wanted);
                        assert_eq!(findings, in_order(cx.found.into_inner()), "dispatch agrees with the naive way");
                    }
                    let broken = &target.source.ast.problems;
                    let keep = |finding: &Finding| {
                        finding.at.file != target.source.file
                            || !broken.iter().any(|problem| touches(problem.span, finding.at.span))
                    };
                    return Linted { findings: findings.into_iter().filter(keep).collect(), notices };
                }
                Err(panic) => {
                    let rule = cx.rule.get();
                    notices.push(internal(program, target.source.file, rule, &*panic));
                    match self.catalog.index(rule.name()) {
                        Some(index) if wanted.contains(index) => wanted.remove(index),
                        _ => return Linted { findings: Vec::new(), notices },
                    }
                }
            }
        }
    }

    /// Calls the hooks for whole packages.
    pub fn lint_package<'a>(
        &self,
        program: Program<'a>,
        unit: &'a Unit,
        files: &[(Target<'a>, &'a Active)],
        on: &dyn Fn(usize) -> bool,
    ) -> Linted {
        let mut linted = Linted::default();
        for (index, rule) in self.catalog.rules().iter().enumerate().filter(|(index, _)| on(*index)) {
            let _ = index;
            for hook in rule.hooks() {
                let Hook::Package(check) = *hook else { continue };
                let cx = package_cx(program, unit, files, rule);
                self.guard(&mut linted, &cx, rule, || {
                    let _ = check(&cx);
                });
            }
        }
        linted
    }

    fn guard(&self, linted: &mut Linted, cx: &PackageCx<'_>, rule: &'static Rule, run: impl FnOnce()) {
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(()) => linted.findings.extend(cx.files.iter().flat_map(|file| file.found.take())),
            Err(panic) => {
                if let Some(first) = cx.files.first() {
                    linted.notices.push(internal(cx.program, first.tree().file, rule, &*panic));
                }
            }
        }
    }

    /// Whether any wanted rule looks at whole modules.
    pub fn has_module_rules(&self, on: &dyn Fn(usize) -> bool) -> bool {
        let module = |rule: &Rule| rule.hooks().iter().any(|hook| matches!(hook, Hook::Module(_)));
        self.catalog.rules().iter().enumerate().any(|(index, rule)| on(index) && module(rule))
    }

    /// Calls the hooks for one module: first `collect` for each package, then the check.
    pub fn lint_module<'a>(
        &self,
        program: Program<'a>,
        module: Option<&'a Module>,
        packages: &[(&'a Unit, Vec<(Target<'a>, &'a Active)>)],
        on: &dyn Fn(usize) -> bool,
    ) -> Linted {
        let mut linted = Linted::default();
        for (index, rule) in self.catalog.rules().iter().enumerate() {
            let hooks = rule.hooks();
            if !on(index) || !hooks.iter().any(|hook| matches!(hook, Hook::Module(_))) {
                continue;
            }
            let found = RefCell::new(Vec::new());
            let run = catch_unwind(AssertUnwindSafe(|| {
                let with_facts: Vec<(PackageCx<'a>, Option<Facts>)> = packages
                    .iter()
                    .map(|(unit, files)| {
                        let cx = package_cx(program, unit, files, rule);
                        let collect = hooks.iter().find_map(|hook| match hook {
                            Hook::Collect(collect) => Some(*collect),
                            _ => None,
                        });
                        let facts = collect.and_then(|collect| collect(&cx));
                        (cx, facts)
                    })
                    .collect();
                check_module(module, &with_facts, hooks);
                for (cx, _) in &with_facts {
                    found.borrow_mut().extend(cx.files.iter().flat_map(|file| file.found.take()));
                }
            }));
            match run {
                Ok(()) => linted.findings.extend(found.into_inner()),
                Err(panic) => {
                    let file = packages.iter().find_map(|(_, files)| Some(files.first()?.0.source.file));
                    if let Some(file) = file {
                        linted.notices.push(internal(program, file, rule, &*panic));
                    }
                }
            }
        }
        linted
    }
}

/// The packages live as long as this call; the hooks are generic over that.
fn check_module<'p>(module: Option<&'p Module>, packages: &'p [(PackageCx<'p>, Option<Facts>)], hooks: &[Hook]) {
    let cx = ModuleCx { module, packages };
    for hook in hooks {
        if let Hook::Module(check) = *hook {
            let _ = check(&cx);
        }
    }
}

fn package_cx<'a>(
    program: Program<'a>,
    unit: &'a Unit,
    files: &[(Target<'a>, &'a Active)],
    rule: &'static Rule,
) -> PackageCx<'a> {
    let files = files.iter().map(|(target, active)| Cx::new(program, *target, active, rule)).collect();
    PackageCx { program, unit, files }
}

impl<'d> Wanted<'d> {
    fn new(dispatch: &'d Dispatch, rules: &'d RuleSet) -> Wanted<'d> {
        let wanted = |hooks: &Vec<Asked<NodeFn>>| {
            hooks.iter().copied().filter(|hook| rules.contains(hook.rule as usize)).collect::<Vec<_>>()
        };
        Wanted { dispatch, rules, nodes: dispatch.nodes.iter().map(wanted).collect() }
    }

    fn dispatch(&self, cx: &Cx<'_>) {
        let tree = cx.tree();
        let ast = tree.ast;
        for hook in self.dispatch.files.iter().filter(|hook| self.rules.contains(hook.rule as usize)) {
            self.asking(cx, hook.rule);
            let _ = (hook.call)(cx);
        }
        for id in ast.exprs.ids() {
            let expr = &ast.exprs[id];
            self.node(cx, Kind::of_expr(expr), ast::Node::Expr(id));
            if let ast::ExprKind::Ident(name) = expr
                && let Some(asked) = self.dispatch.named.get(name)
            {
                self.named(cx, id, asked);
            }
        }
        ast.stmts.iter_enumerated().for_each(|(id, stmt)| self.node(cx, Kind::of_stmt(stmt), ast::Node::Stmt(id)));
        ast.decls.iter_enumerated().for_each(|(id, decl)| self.node(cx, Kind::of_decl(decl), ast::Node::Decl(id)));
        ast.specs.iter_enumerated().for_each(|(id, spec)| self.node(cx, Kind::of_spec(spec), ast::Node::Spec(id)));
        ast.fields.ids().for_each(|id| self.node(cx, Kind::Field, ast::Node::Field(id)));
        ast.field_lists.ids().for_each(|id| self.node(cx, Kind::FieldList, ast::Node::FieldList(id)));
        ast.sigs.ids().for_each(|id| self.node(cx, Kind::Sig, ast::Node::Sig(id)));
        for id in ast.funcs.ids() {
            self.node(cx, Kind::Func, ast::Node::Func(id));
            let func: Func<'_> = tree.view(id);
            if func.body().is_none() {
                continue;
            }
            for hook in self.dispatch.funcs.iter().filter(|hook| self.rules.contains(hook.rule as usize)) {
                self.asking(cx, hook.rule);
                let _ = (hook.call)(cx, func);
            }
        }
    }

    fn asking(&self, cx: &Cx<'_>, rule: u32) {
        cx.rule.set(self.dispatch.rule(rule as usize));
    }

    fn node(&self, cx: &Cx<'_>, kind: Kind, id: ast::Node) {
        for hook in &self.nodes[kind as usize] {
            self.asking(cx, hook.rule);
            let _ = (hook.call)(cx, Node { tree: cx.tree(), id });
        }
    }

    /// An identifier whose name some rule asked for.
    fn named(&self, cx: &Cx<'_>, id: ExprId, asked: &[Named]) {
        if !asked.iter().any(|named| self.rules.contains(named.rule as usize)) {
            return;
        }
        let ident: Expr<'_> = cx.tree().view(id);
        let Some(mention) = mention(cx, ident) else { return };
        for named in asked.iter().filter(|named| self.rules.contains(named.rule as usize)) {
            if mention.fits(named.hook, named.full_name) {
                self.asking(cx, named.rule);
                mention.ask(cx, named.hook);
            }
        }
    }
}

/// What an identifier mentions, and how.
struct Mention<'a> {
    object: Object<'a>,
    /// The identifier, or the selector that it ends.
    whole: Expr<'a>,
    /// The call whose callee it is.
    call: Option<Call<'a>>,
}

fn mention<'a>(cx: &Cx<'a>, ident: Expr<'a>) -> Option<Mention<'a>> {
    let object = cx.object(ident)?;
    if object.place().is_some_and(|place| place.file == cx.tree().file && place.ident == ident.id) {
        return None; // its declaration
    }
    let tree = cx.tree();
    let parent = |expr: Expr<'a>| expr.parent().and_then(Node::as_expr);
    let mut whole = ident;
    if let Some(outer) = parent(ident)
        && matches!(outer.kind(), ExprKind::Selector { name, .. } if name == ident)
    {
        whole = outer;
    }
    let mut head = whole;
    let call = loop {
        let Some(outer) = parent(head) else { break None };
        match outer.kind() {
            ExprKind::Paren(_) => head = outer,
            ExprKind::Index { x, .. } if x == head => head = outer,
            ExprKind::Call(call) if call.fun() == head => break Some(Call { tree, id: call.id }),
            _ => break None,
        }
    };
    Some(Mention { object, whole, call })
}

impl<'a> Mention<'a> {
    fn fits(&self, hook: NamedHook, full_name: &str) -> bool {
        let sort = match hook {
            NamedHook::Call(_) => self.call.is_some() && (self.object.is_func() || self.object.builtin().is_some()),
            NamedHook::Use(_) => {
                let called = self.call.is_some() && self.object.is_func();
                !(self.object.is_type() || self.object.is_field() || called)
            }
            NamedHook::Type(_) => self.object.is_type(),
        };
        sort && self.object.is(full_name)
    }

    fn ask(&self, cx: &Cx<'a>, hook: NamedHook) {
        let _ = match (hook, self.call) {
            (NamedHook::Call(check), Some(call)) => check(cx, call),
            (NamedHook::Call(_), None) => None,
            (NamedHook::Use(check) | NamedHook::Type(check), _) => check(cx, self.whole),
        };
    }
}

#[cfg(debug_assertions)]
impl Dispatch {
    /// Each rule alone, down the tree: slow and plain.
    fn lint_naively(&self, cx: &Cx<'_>, wanted: &RuleSet) {
        let tree = cx.tree();
        for (index, rule) in self.catalog.rules().iter().enumerate().filter(|(index, _)| wanted.contains(*index)) {
            cx.rule.set(rule);
            let _ = index;
            for hook in rule.hooks() {
                if let Hook::File(check) = *hook {
                    let _ = check(cx);
                }
                let roots = tree.ast.top.iter().map(|decl| ast::Node::Decl(*decl));
                for root in roots.chain(tree.ast.package.map(ast::Node::Expr)) {
                    Node { tree, id: root }.walk(|node| {
                        self.naive_node(cx, *hook, node);
                        true
                    });
                }
            }
        }
    }

    fn naive_node<'a>(&self, cx: &Cx<'a>, hook: Hook, node: Node<'a>) {
        let _ = match hook {
            Hook::Nodes(kinds, check) if kinds.contains(&node.node_kind()) => check(cx, node),
            Hook::Funcs(check) => match node.id {
                ast::Node::Func(id) if cx.tree().ast.funcs[id].body.is_some() => check(cx, cx.tree().view(id)),
                _ => None,
            },
            Hook::Calls(names, _) | Hook::Uses(names, _) | Hook::Types(names, _) => {
                let named = match hook {
                    Hook::Calls(_, check) => NamedHook::Call(check),
                    Hook::Uses(_, check) => NamedHook::Use(check),
                    Hook::Types(_, check) => NamedHook::Type(check),
                    _ => return,
                };
                let Some(ident) = node.as_expr().filter(|expr| expr.ident().is_some()) else { return };
                let Some(mention) = mention(cx, ident) else { return };
                names.iter().filter(|name| mention.fits(named, name)).for_each(|_| mention.ask(cx, named));
                None
            }
            _ => None,
        };
    }
}

/// The import paths of a file, unquoted.
pub fn import_paths(ast: &ast::Ast) -> impl Iterator<Item = &str> {
    let path = move |spec: &ast::SpecKind| match spec {
        ast::SpecKind::Import { path, .. } => Some(ast.text(*path).trim_matches(['"', '`'])),
        _ => None,
    };
    ast.specs.iter().filter_map(path)
}

/// Whether broken text lies within a place or around it.
fn touches(problem: Span, place: Span) -> bool {
    problem.start <= place.end && place.start <= problem.end && (problem.overlaps(place) || problem.is_empty())
}

/// Sorts findings by place, rule and message, and drops repeated ones.
pub fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    findings.dedup_by(|a, b| key(a) == key(b));
    findings
}

fn key(finding: &Finding) -> (usize, Span, &'static str, &str) {
    (finding.at.file.index(), finding.at.span, finding.rule, &finding.message)
}

fn internal(
    program: Program<'_>,
    file: crate::source::FileId,
    rule: &Rule,
    panic: &(dyn std::any::Any + Send),
) -> Notice {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Notice {
        kind: NoticeKind::Internal,
        path: program.path(file).to_owned(),
        place: Some(Place { file, span: Span::at(0) }),
        message: format!("the rule `{}` failed here: {}", rule.name(), text.unwrap_or("panic")),
    }
}

/// A tree with its file, for whoever has only the two.
pub fn tree_of<'a>(target: Target<'a>) -> Tree<'a> {
    Tree { ast: &target.source.ast, file: target.source.file }
}
