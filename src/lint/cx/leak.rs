//! A leak with the words that rules about resources share: where it is shown, its labels, and the deferred release.

use super::{Cx, Ty};
use crate::flow::{Leak, Loss};
use crate::lint::draft::Draft;
use crate::lint::finding::{Finding, Fix};
use crate::lint::view::{BinaryOp, Call, Expr, Node, Spec, SpecKind, Stmt, StmtKind, View};

/// A resource that some path does not release.
pub struct Leaking<'a> {
    pub call: Call<'a>,
    pub leak: Leak,
}

impl<'a> Cx<'a> {
    /// The leak of what a call acquires, by the first of these rows of the protocol table that it concerns.
    pub fn leaking(&self, call: Call<'a>, protocols: &[&str]) -> Option<Leaking<'a>> {
        let leak = protocols.iter().find_map(|protocol| self.leak(call, protocol))?;
        Some(Leaking { call, leak })
    }

    /// Adds to a fix the insertion of `text` after a call and the check of its error. `None` where the call can run again before
    /// the function returns, or stands where no statement can follow.
    pub fn defer_after(&self, call: Call<'a>, text: &str, fix: Fix) -> Option<Fix> {
        let cx = self;
        let (cfg, point) = cx.cfg_at(call)?;
        if cfg.in_cycle(point.block) {
            return None;
        }
        let stmt = call.enclosing_stmt()?;
        // An init statement of `if` or `for` is followed by nothing.
        let holder = stmt.parent()?.as_stmt()?;
        let siblings = holder.stmts()?;
        siblings.iter().find(|sibling| *sibling == stmt)?;
        let after = match stmt.next() {
            Some(next) if checks_error(cx, call, stmt, next) => next,
            _ if has_error(cx, call, stmt) => return None,
            _ => stmt,
        };
        Some(fix.line_after(after, text))
    }
}

impl<'a> Leaking<'a> {
    /// The variable that held the resource first; `None` where the result is discarded.
    pub fn variable(&self) -> Option<Expr<'a>> {
        Some(Expr { tree: self.call.tree, id: self.leak.ident? })
    }

    /// The variable's name, or the call's text where there is none.
    pub fn name(&self) -> &'a str {
        self.variable().map_or(self.call.fun().text(), View::text)
    }

    /// The resource as it is spelled there: `resp.Body`; the call's text where there is no variable.
    pub fn resource(&self) -> String {
        let fields = self.leak.fields.iter().map(|field| field.as_str());
        std::iter::once(self.name()).chain(fields).collect::<Vec<_>>().join(".")
    }

    /// The type of what must be released: that of the variable, of the call's first result, of the receiver of a method that
    /// gives nothing but an error.
    pub fn ty(&self, cx: &Cx<'a>) -> Option<Ty<'a>> {
        if let Some(variable) = self.variable() {
            return cx.denotes(variable)?.ty();
        }
        let result = cx.type_of(self.call.expr())?;
        let first = result.parts().into_iter().next()??;
        if first.is_error() { cx.receiver(self.call) } else { Some(first) }
    }

    /// Begins a finding at the variable (else at the call), with the path as labels and trace.
    pub fn draft(&self, cx: &Cx<'a>, message: impl Into<String>) -> Draft {
        let at = self.variable().unwrap_or(self.call.head());
        self.draft_at(cx, at, message)
    }

    /// Begins a finding at `at`, with the path as labels and trace.
    pub fn draft_at(&self, cx: &Cx<'a>, at: Expr<'a>, message: impl Into<String>) -> Draft {
        let draft = Finding::at(at, message);
        let draft = cx
            .path_labels(&self.leak)
            .into_iter()
            .fold(draft, |draft, label| draft.label(label.role, label.place, label.message));
        draft.trace(cx.trace(&self.leak))
    }

    /// What to do about it: `usual` where a deferred release would do, else the place where to `verb` it by hand.
    pub fn advice(&self, cx: &Cx<'a>, verb: &str, usual: &str) -> String {
        let Some(variable) = self.variable() else { return format!("keep the result and {verb} it") };
        let name = variable.text();
        match self.leak.loss {
            Loss::Discarded => format!("keep the result and {verb} it"),
            Loss::Overwritten(_) => format!("{verb} it before `{name}` is assigned again"),
            _ if cx.cfg_at(self.call).is_some_and(|(cfg, point)| cfg.in_cycle(point.block)) => {
                format!("{verb} it before the next turn, or move the body of the loop into a function")
            }
            Loss::Exit(exit) if self.leak.lent => {
                let given = cx
                    .step_node(exit)
                    .zip(cx.object(variable))
                    .is_some_and(|(node, object)| !cx.uses_within(object, node).is_empty());
                match given {
                    true => format!("return it as well, so that the caller can {verb} it"),
                    false => format!("{verb} it before this return: another path gives it away open"),
                }
            }
            _ => usual.to_owned(),
        }
    }

    /// Inserts `text` (such as `defer rows.Close()`) after the call and the check of its error. Safe where nothing releases
    /// the resource yet; `None` where the call can run again before the function returns, or stands where no statement can
    /// follow, and where some other path gives the resource away open.
    pub fn defer_fix(&self, cx: &Cx<'a>, title: &str, text: &str) -> Option<Fix> {
        if !matches!(self.leak.loss, Loss::Exit(_)) || self.leak.lent {
            return None;
        }
        let fix = if self.leak.released_elsewhere { Fix::risky(title) } else { Fix::safe(title) };
        cx.defer_after(self.call, text, fix)
    }
}

/// The targets of an assignment, or the names that the specification of a `var` statement declares.
fn targets<'a>(call: Call<'a>, stmt: Stmt<'a>) -> Vec<Expr<'a>> {
    if let Some((_, targets, _)) = stmt.as_assign() {
        return targets.iter().collect();
    }
    match call.parent().and_then(Node::as_spec).map(Spec::kind) {
        Some(SpecKind::Value { names, .. }) => names.iter().collect(),
        _ => Vec::new(),
    }
}

/// Whether the statement takes an error besides the resource.
fn has_error<'a>(cx: &Cx<'a>, call: Call<'a>, stmt: Stmt<'a>) -> bool {
    error_target(cx, call, stmt).is_some()
}

fn error_target<'a>(cx: &Cx<'a>, call: Call<'a>, stmt: Stmt<'a>) -> Option<Expr<'a>> {
    let last = targets(call, stmt).into_iter().next_back()?;
    cx.denotes(last)?.ty()?.is_error().then_some(last)
}

/// Whether `next` is `if err != nil { … }` for the error that `stmt` has just taken, with a body that leaves.
fn checks_error<'a>(cx: &Cx<'a>, call: Call<'a>, stmt: Stmt<'a>, next: Stmt<'a>) -> bool {
    let check = || -> Option<bool> {
        let error = cx.denotes(error_target(cx, call, stmt)?)?;
        let StmtKind::If { init: None, cond, then, els: None } = next.kind() else { return None };
        let (op, x, y) = cond.as_binary()?;
        let leaves =
            matches!(then.stmts()?.last()?.kind(), StmtKind::Return(_) | StmtKind::Branch { .. } | StmtKind::Expr(_));
        Some(op == BinaryOp::Ne && cx.denotes(x)? == error && cx.is_nil(y) && leaves)
    };
    check().unwrap_or(false)
}
