//! Process exits outside of main.

use crate::lint::prelude::*;

pub static RULE: Rule = Rule::new(page!("fatal-outside-main")).on_call(EXITS, check);

const EXITS: &[&str] = &["os.Exit", "log.Fatal", "log.Fatalf", "log.Fatalln"];

fn check<'a>(cx: &Cx<'a>, exit: Call<'a>) -> Option<()> {
    if cx.is_test() {
        return None;
    }
    exit.enclosing_func_decl()?;
    let started = std::iter::successors(exit.enclosing_func(), |func| func.enclosing_func()).find_map(|func| {
        let call = func.literal()?.parent()?.as_call()?;
        (call.fun().as_func_lit() == Some(func)).then(|| call.as_started())?
    });
    if cx.is_main() && started.is_none() {
        // Small commands exit where they like; libraries, handlers and goroutines do not.
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
