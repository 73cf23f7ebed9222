//! Control flow graphs: drawings in `testdata/_flow`, deep and huge functions.

mod bodies;
mod drawings;
mod engine;
mod oracle;
mod rows;
mod size;

use gotcha::flow::{Cfg, Ending};
use gotcha::syntax::ast::{Ast, ExprId, ExprKind};
use gotcha::syntax::{Mode, parse};

/// Says by their text which calls never return; names are not resolved here.
fn by_text(ast: &Ast, call: ExprId) -> Ending {
    let ExprKind::Call { fun, .. } = ast.expr(call) else { return Ending::Returns };
    match ast.text(fun) {
        "panic" | "runtime.Goexit" => Ending::Unwinds,
        "os.Exit" | "log.Fatal" => Ending::Dies,
        _ => Ending::Returns,
    }
}

fn parse_text(text: &str) -> Ast {
    parse(text.into(), Mode::Full)
}

fn build(ast: &Ast, at: usize) -> Cfg {
    let func = ast.funcs.ids().nth(at).expect("the text declares a function");
    Cfg::build(ast, func, &|call| by_text(ast, call))
}
