//! The resource engine and the facts about functions, held to comments in `testdata/_flow/*.go`: `// leak ROW LOSS` (or
//! `unread`) at the end of a line, `// want …` above a function.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use gotcha::flow::acquire::candidates;
use gotcha::flow::resource::{leak, unread};
use gotcha::flow::table::TABLE;
use gotcha::flow::{ChannelUse, Compiled, ContextUse, Ending, Leak, Loss, Param, ParamEffect, Program, Source, Wait};
use gotcha::package::{Options, Request, Workspace};
use gotcha::syntax::ast::ExprKind;
use gotcha::types::infer::check_file;
use gotcha::types::{ObjectId, Store};

/// Loads one fixture as a package of its own and lends it.
fn with_fixture(name: &str, run: impl for<'a> FnOnce(&'a Program<'a>, Source<'a>) + Send) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/_flow").join(name);
    let request =
        Request { cwd: path.parent().unwrap().to_owned(), paths: vec![name.to_owned()], ..Request::default() };
    let store = Store::new(Arc::new(Workspace::load(request, Options::default()).unwrap()));
    let workspace = store.workspace.clone();
    let mut infos = Vec::new();
    for &unit in workspace.targets() {
        store.scope(store.package_of_unit(unit));
        for number in 0..workspace.files_of(unit).len() {
            infos.push(check_file(&store, unit, number as u32));
        }
    }
    let files = workspace.targets().iter().flat_map(|&unit| workspace.files_of(unit));
    let sources: Vec<Source<'_>> = files
        .zip(&infos)
        .map(|(file, info)| Source { store: &store, file: file.file, ast: &file.ast, info, language: file.language })
        .collect();
    let program = Program::new(&store, sources.iter().copied());
    let wanted = sources.iter().find(|src| workspace.files.get(src.file).path.ends_with(name)).expect("it is loaded");
    assert!(wanted.ast.problems.is_empty(), "{:?}", wanted.ast.problems);
    run(&program, *wanted);
}

#[test]
fn leaks_are_where_the_comments_say() {
    with_fixture("leaks.go", |program, src| {
        let mut found: Vec<String> = Vec::new();
        let mut types = FxHashMap::default();
        for call in src.ast.exprs.ids().filter(|&id| matches!(src.ast.expr(id), ExprKind::Call { .. })) {
            let bits = candidates(&src, call, &mut types);
            for row in TABLE {
                let protocol = Compiled::of(row.name).unwrap();
                let Some(func) = src.func_of_node(call).filter(|_| bits & protocol.bit != 0) else { continue };
                let flow = program.flow(src, func);
                for (duty, leak) in
                    [("leak", leak(&flow, program, protocol, call)), ("unread", unread(&flow, program, protocol, call))]
                {
                    if let Some(leak) = leak {
                        found.push(format!("{}: {duty} {} {}", line(&src, &leak), row.name, loss(&leak)));
                    }
                }
            }
        }
        let mut wanted: Vec<String> = Vec::new();
        for (number, text) in src.ast.text.lines().enumerate() {
            for duty in ["leak", "unread"] {
                if let Some((_, comment)) = text.split_once(&format!("// {duty} ")) {
                    wanted.push(format!("{}: {duty} {}", number + 1, comment.trim()));
                }
            }
        }
        found.sort();
        wanted.sort();
        let missing: Vec<_> = wanted.iter().filter(|want| !found.contains(want)).collect();
        let extra: Vec<_> = found.iter().filter(|found| !wanted.contains(found)).collect();
        assert!(wanted.len() > 15);
        assert!(missing.is_empty() && extra.is_empty(), "missing: {missing:#?}\nunexpected: {extra:#?}");
    });
}

fn line(src: &Source<'_>, leak: &Leak) -> usize {
    src.ast.text[..src.ast.span(leak.call).start as usize].matches('\n').count() + 1
}

fn loss(leak: &Leak) -> &'static str {
    match leak.loss {
        Loss::Discarded => "discarded",
        Loss::Exit(_) => "exit",
        Loss::Overwritten(_) => "overwritten",
        Loss::Again => "again",
    }
}

#[test]
fn functions_do_what_the_comments_say() {
    with_fixture("summaries.go", |program, src| {
        let lines: Vec<&str> = src.ast.text.lines().collect();
        let mut wrong = Vec::new();
        let mut count = 0;
        for func in src.ast.funcs.ids() {
            let Some(name) = src.ast.funcs[func].name else { continue };
            let object = src.info.object(name).expect("a declared function has an object");
            let at = src.ast.text[..src.ast.span(func).start as usize].matches('\n').count();
            for want in lines[..at].iter().rev().map_while(|line| line.strip_prefix("// want ")) {
                count += 1;
                let said = answer(program, src, object, want);
                if said != want {
                    wrong.push(format!("{}: want {want}, is {said}", src.ast.text(name)));
                }
            }
        }
        assert!(count > 40, "only {count}");
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

/// The same words with what the program says in place of the last ones.
fn answer<'a>(program: &Program<'a>, src: Source<'a>, object: ObjectId, want: &str) -> String {
    let words: Vec<&str> = want.split(' ').collect();
    let position = |at: usize| words[at].parse::<usize>().unwrap();
    let protocol = |name: &str| Compiled::of(name).unwrap();
    let yes = |is: bool| if is { "yes" } else { "no" };
    match words[0] {
        "ending" => {
            let (src, func) = program.body(object).unwrap();
            let ending = match program.ending_of(src, func) {
                Ending::Returns => "returns",
                Ending::Unwinds => "unwinds",
                Ending::Dies => "dies",
            };
            format!("ending {ending}")
        }
        "param" | "checked" => {
            let row = protocol(words[2]);
            let param = if words[0] == "param" { Param::At(position(1)) } else { Param::WithError(position(1)) };
            let effect = match program.param(object, param, row, &row.path) {
                ParamEffect::Unknown => "unknown".to_owned(),
                ParamEffect::Borrows => "borrows".to_owned(),
                ParamEffect::Sometimes => "sometimes".to_owned(),
                ParamEffect::Releases => "releases".to_owned(),
                ParamEffect::Returns { at, taken } => format!("returns {at} {taken}"),
            };
            format!("{} {} {} {effect}", words[0], words[1], words[2])
        }
        "hands" | "shares" => {
            let row = words[if words[0] == "hands" { 2 } else { 1 }];
            match program.hands_out(object, protocol(row)) {
                Some(given) => format!("hands out {row} {} {}", given.at, given.taken),
                None => format!("shares {row}"),
            }
        }
        "channel" => {
            let channel = program.channel_param(object, position(1));
            let all = [
                (ChannelUse::SENDS, "sends"),
                (ChannelUse::CLOSES, "closes"),
                (ChannelUse::RECEIVES, "receives"),
                (ChannelUse::DRAINS, "drains"),
                (ChannelUse::ESCAPES, "escapes"),
            ];
            let said: Vec<&str> = all.iter().filter(|(one, _)| channel.any(*one)).map(|(_, word)| *word).collect();
            format!("channel {} {}", words[1], said.join(" "))
        }
        "context" => {
            let word = match program.context_param(object, position(1)) {
                None => "unknown",
                Some(ContextUse::Ignored) => "ignored",
                Some(ContextUse::Values) => "values",
                Some(ContextUse::Heeded) => "heeded",
            };
            format!("context {} {word}", words[1])
        }
        "waits" => {
            let word = match program.waits(object) {
                None => "nothing",
                Some(Wait::Channel) => "channel",
                Some(Wait::Sleep) => "sleep",
                Some(Wait::Join) => "join",
                Some(Wait::Network) => "network",
                Some(Wait::Database) => "database",
                Some(Wait::Process) => "process",
                Some(Wait::File) => "file",
                Some(Wait::Condition) => "condition",
            };
            format!("waits {word}")
        }
        "starts" => format!("starts {}", yes(program.starts_goroutine(object))),
        "failing" => format!("failing {} {}", words[1], yes(program.nil_with_error(object, position(1)))),
        "dereferences" => {
            let argument = if words[1] == "receiver" { Param::Receiver } else { Param::At(position(1)) };
            format!("dereferences {} {}", words[1], yes(program.dereferences(object, argument)))
        }
        "fills" => format!("fills {} {}", words[1], yes(program.writes_map(object, Param::At(position(1))))),
        other => panic!("{other}: no such question ({})", src.ast.text.len()),
    }
}
