//! A lost resource and the path on which it is lost, as it is told.

use super::cfg::{Step, Test};
use crate::syntax::ast::{Ast, ExprId};
use crate::text::{Span, Symbol};

/// A resource that is not released on some path.
#[derive(Clone, Debug)]
pub struct Leak {
    /// The acquiring call.
    pub call: ExprId,
    /// The variable (or field of one) that the call's result was first assigned to; `None` where it was discarded.
    pub ident: Option<ExprId>,
    /// The fields from there to the resource: `Body` where the identifier is a response.
    pub fields: Vec<Symbol>,
    pub loss: Loss,
    /// Some other path releases it (or defers that).
    pub released_elsewhere: bool,
    /// On some path it or something that borrows it outlives the function: see [`super::escape::is_lent`].
    pub lent: bool,
    /// For a method that must be called after the last `Next`: that call of `Next`.
    pub next: Option<ExprId>,
    /// The whole path: where it is acquired, the branches taken, where it is lost.
    pub path: Vec<PathStep>,
}

/// How a resource is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The result is not kept at all.
    Discarded,
    /// The function returns: the `return` statement or the end of the body.
    Exit(Step),
    /// The only variable that held it is assigned again, at this step.
    Overwritten(Step),
    /// The loop comes back to the acquiring call.
    Again,
}

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStep {
    pub span: Span,
    pub event: PathEvent,
}

/// What happens at a step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathEvent {
    Acquired,
    /// The method whose result must be looked at has returned false.
    Exhausted,
    /// A test goes this way.
    Branch(Test, bool),
    Lost(Loss),
}

impl PathStep {
    /// The step in words: one line, small first letter.
    pub fn describe(&self, ast: &Ast) -> String {
        let text = |span: Span| {
            let text = ast.text.get(span.range()).unwrap_or_default();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let truth = |taken: bool| if taken { "true" } else { "false" };
        match self.event {
            PathEvent::Acquired => "acquired here".to_owned(),
            PathEvent::Exhausted => "the loop ends here".to_owned(),
            PathEvent::Branch(Test::Cond(_), taken) => format!("`{}` is {}", text(self.span), truth(taken)),
            PathEvent::Branch(Test::Equals { tag, .. }, taken) => {
                format!("`{} == {}` is {}", text(ast.span(tag)), text(self.span), truth(taken))
            }
            PathEvent::Branch(Test::Type { .. }, true) => format!("the type is `{}`", text(self.span)),
            PathEvent::Branch(Test::Type { .. }, false) => format!("the type is not `{}`", text(self.span)),
            PathEvent::Branch(Test::More(_), true) => "the loop goes round".to_owned(),
            PathEvent::Branch(Test::More(_), false) => "the loop ends".to_owned(),
            PathEvent::Branch(Test::Comm(_), _) => "this case is chosen".to_owned(),
            PathEvent::Lost(Loss::Discarded) => "its result is not kept".to_owned(),
            PathEvent::Lost(Loss::Exit(Step::End)) => "the function ends here".to_owned(),
            PathEvent::Lost(Loss::Exit(_)) => "returns here".to_owned(),
            PathEvent::Lost(Loss::Overwritten(_)) => "overwritten here".to_owned(),
            PathEvent::Lost(Loss::Again) => "acquired again here, and the one before is lost".to_owned(),
        }
    }
}
