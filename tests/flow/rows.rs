//! Each row of the protocol table: `testdata/_flow/rows.go` loses it in one function and releases it in the next.

use std::collections::BTreeSet;
use std::sync::Arc;

use gotcha::flow::resource::{leak, unread};
use gotcha::flow::table::TABLE;
use gotcha::flow::{Compiled, Program, Source};
use gotcha::package::{Options, Request, Workspace};
use gotcha::syntax::ast::ExprKind;
use gotcha::types::Store;
use gotcha::types::infer::check_file;

use crate::support::{go_mod, root, scratch, write};

#[test]
fn every_row_is_lost_and_released() {
    let folder = scratch("protocol-rows");
    let text = std::fs::read_to_string(root().join("testdata/_flow/rows.go")).unwrap();
    write(&folder.join("rows.go"), &text);
    // Below 1.23 timers and tickers are not collected.
    write(&folder.join("go.mod"), &go_mod("rows", "1.22"));
    let request = Request { cwd: folder.clone(), paths: vec![".".to_owned()], ..Request::default() };
    let store = Store::new(Arc::new(Workspace::load(request, Options::default()).unwrap()));
    let workspace = store.workspace.clone();
    let unit = workspace.targets()[0];
    let info = check_file(&store, unit, 0);
    let file = &workspace.files_of(unit)[0];
    assert!(file.ast.problems.is_empty(), "{:?}", file.ast.problems);
    let src = Source { store: &store, file: file.file, ast: &file.ast, info: &info, language: file.language };
    let program = Program::new(&store, [src]);
    let mut wanted: BTreeSet<(usize, String)> = BTreeSet::new();
    for (number, line) in text.lines().enumerate() {
        for duty in ["leak", "unread"] {
            if let Some((_, row)) = line.split_once(&format!("// {duty} ")) {
                wanted.insert((number + 1, format!("{duty} {row}")));
            }
        }
    }
    for row in TABLE {
        assert!(wanted.iter().any(|(_, want)| *want == format!("leak {}", row.name)), "no example of {}", row.name);
    }
    let mut found: BTreeSet<(usize, String)> = BTreeSet::new();
    for call in src.ast.exprs.ids().filter(|&id| matches!(src.ast.expr(id), ExprKind::Call { .. })) {
        let Some(func) = src.func_of_node(call) else { continue };
        let line = text[..src.ast.span(call).start as usize].matches('\n').count() + 1;
        let flow = program.flow(src, func);
        for row in TABLE {
            let protocol = Compiled::of(row.name).unwrap();
            if leak(&flow, &program, protocol, call).is_some() {
                found.insert((line, format!("leak {}", row.name)));
            }
            if unread(&flow, &program, protocol, call).is_some() {
                found.insert((line, format!("unread {}", row.name)));
            }
        }
    }
    // What is also a constructor of something with `Close` is known twice.
    found.retain(|(line, what)| {
        what != "leak any.Closer" || !wanted.iter().any(|(other, want)| other == line && want != what)
    });
    let missing: Vec<_> = wanted.difference(&found).collect();
    let extra: Vec<_> = found.difference(&wanted).collect();
    assert!(missing.is_empty() && extra.is_empty(), "missing: {missing:#?}\nunexpected: {extra:#?}");
}
