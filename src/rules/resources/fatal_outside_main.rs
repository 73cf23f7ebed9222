//! Process exits outside of main.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("fatal-outside-main")).on_call(ENDS_PROCESS, check);

fn check<'a>(cx: &Cx<'a>, exit: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    let around = || std::iter::successors(exit.enclosing_func(), |func| func.enclosing_func());
    let started = around().find_map(Func::started);
    if let Some(decl) = exit.enclosing_func_decl() {
        let name = decl.name_text();
        // A logger's own Fatal promises to exit.
        if ["Fatal", "fatal", "Exit", "exit", "Die", "die"].iter().any(|start| name.starts_with(start)) {
            return None;
        }
        // Small commands exit where they like; their goroutines, handlers and init functions do not.
        let serves = around().any(|func| is_handler(cx, func));
        let init = name == "init" && !decl.is_method();
        if cx.is_main() && started.is_none() && !serves && !init {
            return None;
        }
    } else if cx.is_main() && started.is_none() && !around().any(|func| is_handler(cx, func)) {
        return None;
    }
    let name = exit.fun().text();
    let draft = Finding::at(exit.head(), format!("`{name}` takes the decision to exit from every caller"))
        .here("ends the whole process")
        .help("return an error, and let main decide");
    cx.report(match started {
        Some(start) => draft.mark(Role::Goroutine, (start, start.head())),
        None => draft,
    })
}

/// Whether requests run it: it has a response writer or a request among its parameters.
fn is_handler<'a>(cx: &Cx<'a>, func: Func<'a>) -> bool {
    func.params().entries().iter().any(|(_, field)| {
        cx.type_of(field.ty()).is_some_and(|ty| ty.is_any_of(&["net/http.ResponseWriter", "*net/http.Request"]))
    })
}
