//! The questions about control flow and resources. All of them are about bodies that were looked at; elsewhere: `None`.

use super::Cx;
use crate::flow::acquire::candidates;
use crate::flow::resource::{leak, unread, unread_param};
use crate::flow::{Cfg, Compiled, ContextUse, Ending, FuncFlow, Leak, PathEvent, PathStep, Point, Step, Wait};
use crate::lint::finding::{Label, Place, Role};
use crate::lint::view::{Call, Expr, Func, View};
use std::rc::Rc;

impl<'a> Cx<'a> {
    /// A function ready for flow analysis: its graph and the mentions of its variables. Built on first use and kept.
    pub fn flow(&self, func: Func<'a>) -> Option<FuncFlow<'a>> {
        let program = self.program.flow?;
        let src = self.target.flow_source(self.program.store);
        if let Some(kept) = self.kept.borrow().get(&func.id) {
            return Some(FuncFlow::again(src, kept));
        }
        func.body()?;
        let flow = program.flow(src, func.id);
        self.kept.borrow_mut().insert(func.id, flow.keep());
        Some(flow)
    }

    /// The control flow graph of a function.
    pub fn cfg(&self, func: Func<'a>) -> Option<Rc<Cfg>> {
        Some(self.flow(func)?.cfg)
    }

    /// The graph of the function around a node, and the step that holds the node.
    pub fn cfg_at(&self, node: impl View<'a>) -> Option<(Rc<Cfg>, Point)> {
        let func = node.enclosing_func()?;
        let cfg = self.cfg(func)?;
        let point = cfg.point_of(self.tree().ast, node.node().id)?;
        Some((cfg, point))
    }

    /// Whether a glance at the call says that it may concern this row; the same glance serves all rules.
    fn may_acquire(&self, call: Call<'a>, protocol: &str) -> Option<()> {
        let protocol = Compiled::of(protocol)?;
        let mut glance = self.glance.borrow_mut();
        if glance.0 != Some(call.id) {
            let src = self.target.flow_source(self.program.store);
            let bits = candidates(&src, call.id, &mut glance.2);
            (glance.0, glance.1) = (Some(call.id), bits);
        }
        (glance.1 & protocol.bit != 0).then_some(())
    }

    /// A path on which nobody releases the resource that this call acquires; `protocol` names a row of
    /// `flow::protocol::TABLE`. `None`: the call acquires no such resource, or every path releases it or hands it on.
    pub fn leak(&self, call: Call<'a>, protocol: &str) -> Option<Leak> {
        self.may_acquire(call, protocol)?;
        let flow = self.flow(call.enclosing_func()?)?;
        leak(&flow, self.program.flow?, Compiled::of(protocol)?, call.id)
    }

    /// A path on which the loop over the resource ends and the method that tells why (`Err`) is not called.
    pub fn unread(&self, call: Call<'a>, protocol: &str) -> Option<Leak> {
        self.may_acquire(call, protocol)?;
        let flow = self.flow(call.enclosing_func()?)?;
        unread(&flow, self.program.flow?, Compiled::of(protocol)?, call.id)
    }

    /// As [`Cx::unread`], of a parameter of a function that releases it.
    pub fn unread_param(&self, func: Func<'a>, param: Expr<'a>, protocol: &str) -> Option<Leak> {
        let protocol = Compiled::of(protocol)?;
        let ty = self.type_of(param).or_else(|| self.object(param)?.ty())?;
        if !protocol.row.types.iter().any(|known| ty.is(known)) {
            return None;
        }
        unread_param(&self.flow(func)?, self.program.flow?, protocol, param.id)
    }

    /// Whether a call ends the process: `os.Exit`, `log.Fatal`, a logger's fatal method, a function that always does so.
    pub fn ends_process(&self, call: Call<'a>) -> bool {
        let src = self.target.flow_source(self.program.store);
        self.program.flow.is_some_and(|program| program.ending(&src, call.id) == Ending::Dies)
    }

    /// Whether a step is a call that ends its goroutine and nothing else: `runtime.Goexit()`, `t.Fatal(…)`.
    pub fn ends_goroutine(&self, step: Step) -> bool {
        let Step::Stmt(stmt) = step else { return false };
        let call = self.tree().view(stmt).as_expr_stmt().and_then(Expr::as_call);
        let callee = call.and_then(|call| self.callee(call));
        callee.is_some_and(|callee| crate::flow::facts::ends_goroutine(self.store(), callee.id))
    }

    /// The function that is called, where its body is at hand, with the questions that can be asked of its file.
    pub fn callee_body(&self, call: Call<'a>) -> Option<(Cx<'a>, Func<'a>)> {
        self.body_of(self.callee(call)?)
    }

    /// Whether the callee is known not to look at the end of the context that it is given at this position: it reads no more than
    /// values.
    pub fn reads_only_values(&self, call: Call<'a>, position: usize) -> bool {
        let used = || self.program.flow?.context_param(self.callee(call)?.id, position);
        matches!(used(), Some(ContextUse::Ignored | ContextUse::Values))
    }

    /// Why a statement or expression of this file, by itself, may make its function wait.
    pub fn waits_here(&self, node: impl View<'a>) -> Option<Wait> {
        self.program.flow?.wait_at(&self.target.flow_source(self.program.store), node.node().id)
    }

    /// The places of a leak worth showing: the last branch taken, and where the resource is lost.
    pub fn path_labels(&self, leak: &Leak) -> Vec<Label> {
        let branch =
            leak.path.iter().rev().find(|step| matches!(step.event, PathEvent::Branch(..) | PathEvent::Exhausted));
        let lost = leak.path.iter().rev().find(|step| matches!(step.event, PathEvent::Lost(_)));
        self.steps(branch.into_iter().chain(lost))
    }

    /// The path of a leak as the steps of a trace.
    pub fn trace(&self, leak: &Leak) -> Vec<Label> {
        self.steps(leak.path.iter())
    }

    fn steps<'s>(&self, steps: impl Iterator<Item = &'s PathStep>) -> Vec<Label> {
        let tree = self.tree();
        steps
            .map(|step| Label {
                place: Place { file: tree.file, span: step.span },
                role: match step.event {
                    PathEvent::Acquired => Role::Acquired,
                    PathEvent::Exhausted => Role::Loop,
                    PathEvent::Branch(..) => Role::Branch,
                    PathEvent::Lost(crate::flow::Loss::Exit(_)) => Role::Returns,
                    PathEvent::Lost(crate::flow::Loss::Again) => Role::Loop,
                    PathEvent::Lost(_) => Role::Assigned,
                },
                message: step.describe(tree.ast),
            })
            .collect()
    }
}
