//! Which context a place has at hand.

use super::{Cx, Object};
use crate::lint::view::{Expr, Func, Node, View};

/// A context that a place could pass on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The parameter: a context, or a request that carries one.
    pub name: Expr<'a>,
    pub is_request: bool,
    /// A `go` statement or a stored literal lies between: what runs there may outlive the call.
    pub may_outlive: bool,
    /// The function whose parameter it is.
    pub func: Func<'a>,
}

impl Context<'_> {
    /// How the context is written: `ctx`, `r.Context()`.
    pub fn text(&self) -> String {
        let name = self.name.text();
        if self.is_request { format!("{name}.Context()") } else { name.to_owned() }
    }
}

impl<'a> Cx<'a> {
    /// The context parameter (or `*http.Request`) of the functions around a place, the nearest first, unless its name means
    /// something else there.
    pub fn context_in_scope(&self, at: impl View<'a>) -> Option<Context<'a>> {
        let mut may_outlive = false;
        for func in std::iter::successors(at.enclosing_func(), |func| func.enclosing_func()) {
            if let Some((name, is_request)) = self.context_param(func) {
                return Some(Context { name, is_request, may_outlive, func });
            }
            may_outlive |= !self.runs_at_once(func);
        }
        None
    }

    /// The parameter of a function that is a context or a request.
    pub fn context_param(&self, func: Func<'a>) -> Option<(Expr<'a>, bool)> {
        let entries = func.params().entries();
        let find = |wanted: &str| {
            entries.iter().find_map(|(name, field)| {
                let name = (*name).filter(|name| !name.is_blank())?;
                self.type_of(field.ty())?.is(wanted).then_some(name)
            })
        };
        match find("context.Context") {
            Some(name) => Some((name, false)),
            None => find("*net/http.Request").map(|name| (name, true)),
        }
    }

    /// Whether a literal is called (or deferred) where it stands, so that it ends before its function does.
    fn runs_at_once(&self, func: Func<'a>) -> bool {
        let Some(literal) = func.literal() else { return true };
        let Some(call) = literal.parent().and_then(Node::as_call) else { return false };
        call.fun() == literal && call.as_started().is_none()
    }

    /// Whether anything in the function mentions the object before `at`, such as a wait for it.
    pub fn mentioned_before(&self, object: Object<'a>, func: Func<'a>, at: impl View<'a>) -> Vec<Expr<'a>> {
        let end = at.span().start;
        self.uses_within(object, func).into_iter().filter(|mention| mention.span().end <= end).collect()
    }
}
