//! The bodies of a dependency, typed on request, are typed as they are where its files are linted.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gotcha::package::{Import, Options, Request, Workspace};
use gotcha::syntax::ast::{Ast, Node};
use gotcha::syntax::{Mode, parse};
use gotcha::text::Symbol;
use gotcha::types::infer::{check_bodies, check_file};
use gotcha::types::{Info, Store};

/// Mode and type of each expression below the functions of a file, by its place; what each name stands for, by that of its
/// declaration.
fn answers(store: &Store, ast: &Ast, info: &Info) -> BTreeMap<(u32, u32, String), String> {
    let mut found = BTreeMap::new();
    for func in ast.funcs.iter().filter(|func| func.lit.is_none()) {
        let Some(body) = func.body else { continue };
        ast.walk(body, &mut |node| {
            let Node::Expr(expr) = node else { return true };
            let span = ast.span(expr);
            let ty = info.type_of(expr).map(|ty| store.show(ty));
            let declared =
                info.object(expr).map(|id| (store.object(id).name, store.object(id).place.map(|p| p.offset)));
            let text = format!("{:?} {ty:?} {declared:?} {:?}", info.mode(expr), info.constant(expr));
            found.insert(
                (span.start, span.end, format!("{:?}", ast.expr(expr)).split(' ').next().unwrap_or("").to_owned()),
                text,
            );
            true
        });
    }
    found
}

fn store(dir: &Path, path: &str) -> Store {
    let request = Request { cwd: dir.to_owned(), paths: vec![path.to_owned()], ..Request::default() };
    Store::new(Arc::new(Workspace::load(request, Options::default()).unwrap()))
}

#[test]
fn bodies_are_typed_alike() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/_flow");
    for name in ["leaks.go", "rows.go", "summaries.go"] {
        let Ok(text) = std::fs::read_to_string(fixtures.join(name)) else { panic!("{name} is not there") };
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("go.mod", "module example.org/m\n\ngo 1.24\n"),
            ("lib/lib.go", text.as_str()),
            ("app/app.go", "package app\n\nimport _ \"example.org/m/lib\"\n"),
        ] {
            std::fs::create_dir_all(dir.path().join(path).parent().unwrap()).unwrap();
            std::fs::write(dir.path().join(path), text).unwrap();
        }

        let linted = store(dir.path(), "lib");
        let unit = linted.workspace.targets()[0];
        let whole = answers(&linted, &linted.workspace.files_of(unit)[0].ast, &check_file(&linted, unit, 0));

        let importing = store(dir.path(), "app");
        let app = importing.workspace.targets()[0];
        let Import::Unit(unit) = importing.workspace.resolve_import(app, Symbol::intern("example.org/m/lib")) else {
            panic!("the import is found");
        };
        let ast = parse(text.as_str().into(), Mode::Full);
        assert!(importing.workspace.files_of(unit)[0].ast.funcs.iter().all(|func| func.body.is_none()));
        let later = answers(&importing, &ast, &check_bodies(&importing, unit, 0, &ast));

        assert!(whole.len() > 100, "{name}: {}", whole.len());
        let different: Vec<_> = whole.iter().filter(|(place, text)| later.get(*place) != Some(text)).collect();
        assert!(different.is_empty() && whole.len() == later.len(), "{name}: {different:#?}");
    }
}
