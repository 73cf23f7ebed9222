//! Packages: what belongs to which unit, and what imports mean, held against `go list` and by small trees.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use gotcha::package::{Context, GoEnv, Import, Options, ProblemKind, Request, Stdin, UnitId, UnitKind, Workspace};
use gotcha::source::Text;
use gotcha::text::{GoVersion, Symbol};

/// Writes a tree: `name`, then the text up to the next name.
fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let base = dir.path().canonicalize().expect("it is there");
    for (name, text) in files {
        let path = base.join(name);
        std::fs::create_dir_all(path.parent().expect("below the folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    (dir, base)
}

fn load(cwd: &Path, paths: &[&str], options: Options) -> Workspace {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    Workspace::load(Request { cwd: cwd.to_owned(), paths, ..Request::default() }, options).expect("the paths exist")
}

fn modcache(dir: &Path) -> Options {
    Options { env: GoEnv { modcache: Some(dir.to_owned()), ..GoEnv::default() }, ..Options::default() }
}

/// A unit in one line: path, kind, files (those left out by constraints in parentheses, those not reported with a `-`).
fn describe(workspace: &Workspace, id: UnitId) -> String {
    let unit = workspace.unit(id);
    let files: Vec<String> = workspace
        .files_of(id)
        .iter()
        .map(|file| {
            let name = workspace.files[file.file].path.rsplit('/').next().unwrap_or_default();
            let name = if file.reported { name.to_owned() } else { format!("-{name}") };
            if file.built { name } else { format!("({name})") }
        })
        .collect();
    let kind = match unit.kind {
        UnitKind::Plain => "plain",
        UnitKind::Test => "test",
        UnitKind::ExternalTest => "external",
    };
    format!("{} {kind}: {}", unit.path, files.join(" "))
}

fn units(workspace: &Workspace) -> Vec<String> {
    workspace.targets().iter().map(|&id| describe(workspace, id)).collect()
}

fn target(workspace: &Workspace, path: &str, kind: UnitKind) -> UnitId {
    let is = |id: &&UnitId| workspace.unit(**id).path == path && workspace.unit(**id).kind == kind;
    *workspace.targets().iter().find(is).expect("such a unit")
}

fn import(workspace: &Workspace, from: UnitId, path: &str) -> Import {
    workspace.resolve_import(from, Symbol::intern(path))
}

/// The folder that an import leads to.
fn folder(workspace: &Workspace, from: UnitId, path: &str) -> Option<PathBuf> {
    match import(workspace, from, path) {
        Import::Unit(id) => Some(workspace.unit(id).dir.clone()),
        _ => None,
    }
}

#[test]
fn each_file_belongs_to_one_unit() {
    let (_dir, base) = tree(&[
        ("go.mod", "module example.com/m\n\ngo 1.21\n"),
        ("a.go", "package m\nimport \"example.com/m/sub\"\n"),
        ("a_test.go", "package m\n"),
        ("export_test.go", "package m_test\nimport \"example.com/m\"\n"),
        ("a_windows.go", "package m\n"),
        ("gen.go", "//go:build ignore\n\npackage main\n"),
        ("new.go", "//go:build go1.22\n\npackage m\n"),
        ("bad.go", "//go:build a &&\n\npackage m\n"),
        ("later.go", "//go:build go1.99\n\npackage m\n"),
        ("c.go", "package m\nimport \"C\"\n"),
        ("doc.go", "package documentation\n"),
        ("sub/s.go", "package sub\n"),
        ("sub/nested/go.mod", "module example.com/other\n"),
        ("sub/nested/n.go", "package other\nimport \"example.com/m/sub\"\n"),
        ("only/o_test.go", "package only\n"),
        ("only/x_test.go", "package only_test\nimport \"example.com/m/only\"\n"),
    ]);
    let workspace = load(&base, &["./..."], modcache(&base.join("none")));
    assert_eq!(
        units(&workspace),
        [
            "example.com/m plain: a.go (a_windows.go) (bad.go) (c.go) (later.go) new.go",
            "example.com/m test: a_test.go",
            "example.com/m_test external: export_test.go",
            "example.com/m plain: (doc.go)",
            "example.com/m plain: (gen.go)",
            "example.com/m/only test: o_test.go",
            "example.com/m/only_test external: x_test.go",
            "example.com/m/sub plain: s.go",
            "example.com/other plain: n.go",
        ]
    );
    let m = target(&workspace, "example.com/m", UnitKind::Plain);
    let test = target(&workspace, "example.com/m", UnitKind::Test);
    let external = target(&workspace, "example.com/m_test", UnitKind::ExternalTest);
    let sub = target(&workspace, "example.com/m/sub", UnitKind::Plain);
    assert_eq!(workspace.unit(test).extends, Some(m));
    assert_eq!(import(&workspace, external, "example.com/m"), Import::Unit(test));
    assert_eq!(import(&workspace, sub, "example.com/m"), Import::Unit(m));
    assert_eq!(import(&workspace, m, "example.com/m/sub"), Import::Unit(sub));
    assert_eq!(import(&workspace, m, "fmt"), Import::Std(Symbol::intern("fmt")));
    assert_eq!(import(&workspace, m, "C"), Import::C);
    assert_eq!(import(&workspace, m, "unsafe"), Import::Unsafe);
    let only = target(&workspace, "example.com/m/only_test", UnitKind::ExternalTest);
    let tested = target(&workspace, "example.com/m/only", UnitKind::Test);
    assert_eq!(import(&workspace, only, "example.com/m/only"), Import::Unit(tested));
    let other = target(&workspace, "example.com/other", UnitKind::Plain);
    assert_eq!(import(&workspace, other, "example.com/m/sub"), Import::Unknown { name: Symbol::intern("sub") });
    let languages: BTreeMap<&str, u16> = workspace
        .files_of(m)
        .iter()
        .map(|file| (workspace.files[file.file].path.as_str(), file.language.minor))
        .collect();
    assert_eq!((languages["a.go"], languages["new.go"]), (21, 22));
    assert_eq!(workspace.files_of(other)[0].language, GoVersion::new(16), "its go.mod has no go line");
    assert_eq!(workspace.missing_modules().iter().collect::<Vec<_>>(), ["example.com/m/sub"]);
}

#[test]
fn modules_may_ignore_folders() {
    let (_dir, base) = tree(&[
        ("go.mod", "module m\n\ngo 1.25\n\nignore (\n\t./static\n\tbuild/out\n)\n"),
        ("static/s.go", "package s\n"),
        ("a/static/s.go", "package s\n"),
        ("a/build/out/b/o.go", "package o\n"),
        ("a/build/o.go", "package o\n"),
    ]);
    let workspace = load(&base, &["./..."], Options::default());
    assert_eq!(units(&workspace), ["m/a/build plain: o.go", "m/a/static plain: s.go"]);
    let workspace = load(&base, &["static/s.go"], Options::default());
    assert_eq!(units(&workspace), ["m/static plain: s.go"]);
}

#[test]
fn a_file_named_alone_comes_with_its_package() {
    let (_dir, base) = tree(&[
        ("go.mod", "module m\n\ngo 1.22\n"),
        ("p/a.go", "package p\n"),
        ("p/b.go", "package p\n"),
        ("p/b_test.go", "package p\n"),
        ("q/q.go", "package q\nimport \"m/p\"\n"),
    ]);
    let workspace = load(&base, &["p/b.go"], Options::default());
    assert_eq!(units(&workspace), ["m/p plain: -a.go b.go", "m/p test: -b_test.go"]);
    assert!(!workspace.unit(target(&workspace, "m/p", UnitKind::Test)).is_target);
    let workspace = load(&base.join("q"), &["."], Options::default());
    let q = target(&workspace, "m/q", UnitKind::Plain);
    let Import::Unit(p) = import(&workspace, q, "m/p") else { panic!("m/p is found") };
    assert_eq!(describe(&workspace, p), "m/p plain: -a.go -b.go");
    assert!(workspace.unit(p).decls_only && !workspace.unit(p).is_target);
    assert_eq!(workspace.files[workspace.files_of(p)[0].file].path, "../p/a.go");
}

#[test]
fn dependencies_come_from_vendor_replace_and_cache() {
    let (_dir, base) = tree(&[
        (
            "m/go.mod",
            "module m\n\ngo 1.20\n\nrequire (\n\tgithub.com/Big/lib v1.2.0\n\texample.com/local v0.0.0\n\texample.com/fork v1.0.0\n\texample.com/absent v1.0.0\n\tgopkg.in/x.v3 v3.0.1\n)\nreplace example.com/local => ../local\nreplace example.com/fork v1.0.0 => example.com/forked v1.1.0\n",
        ),
        (
            "m/m.go",
            "package m\nimport (\n_ \"github.com/Big/lib/sub\"\n_ \"example.com/local\"\n_ \"example.com/fork\"\n_ \"example.com/absent/x\"\n_ \"other.org/y\"\n)\n",
        ),
        ("local/go.mod", "module example.com/local\n"),
        ("local/l.go", "package local\n"),
        ("local/nested/go.mod", "module example.com/local/nested\n"),
        ("local/nested/n.go", "package nested\n"),
        ("cache/github.com/!big/lib@v1.2.0/go.mod", "module github.com/Big/lib\n\ngo 1.19\n"),
        ("cache/github.com/!big/lib@v1.2.0/sub/s.go", "package sub\nfunc F() { broken( }\n"),
        ("cache/github.com/!big/lib@v1.2.0/sub/s_windows.go", "package sub\n"),
        ("cache/github.com/!big/lib@v1.2.0/sub/s_test.go", "package sub\n"),
        ("cache/github.com/!big/lib@v1.2.0/sub/z.go", "package zother\n"),
        ("cache/example.com/forked@v1.1.0/f.go", "package fork\n"),
        ("cache/gopkg.in/x.v3@v3.0.1/x.go", "package x\n"),
    ]);
    let workspace = load(&base.join("m"), &["."], modcache(&base.join("cache")));
    let m = target(&workspace, "m", UnitKind::Plain);
    let find = |path: &str| folder(&workspace, m, path).map(|dir| dir.strip_prefix(&base).expect("below").to_owned());
    let below = |path: &str| Some(PathBuf::from(path));
    assert_eq!(find("github.com/Big/lib/sub"), below("cache/github.com/!big/lib@v1.2.0/sub"));
    assert_eq!(find("example.com/local"), below("local"));
    assert_eq!(find("example.com/local/nested"), None);
    assert_eq!(find("example.com/fork"), below("cache/example.com/forked@v1.1.0"));
    assert_eq!(find("gopkg.in/x.v3"), below("cache/gopkg.in/x.v3@v3.0.1"));
    assert_eq!(find("github.com/Big/lib/../lib/sub"), None);
    let missing: Vec<&String> = workspace.missing_modules().iter().collect();
    assert_eq!(missing, ["example.com/absent@v1.0.0", "other.org/y"]);
    let Import::Unit(fork) = import(&workspace, m, "example.com/fork") else { panic!("found") };
    assert_eq!(workspace.module(workspace.unit(fork).module.expect("it has one")).path, "example.com/fork");
    let Import::Unit(sub) = import(&workspace, m, "github.com/Big/lib/sub") else { panic!("found") };
    assert_ne!(workspace.content_key(fork), workspace.content_key(sub));
    assert_eq!(describe(&workspace, sub), "github.com/Big/lib/sub plain: -s.go");
    assert_eq!(workspace.name_of(sub).as_str(), "sub");
    let file = &workspace.files_of(sub)[0];
    assert_eq!(workspace.files[file.file].path, "github.com/Big/lib@v1.2.0/sub/s.go");
    assert_eq!(file.language, GoVersion::new(19));

    let (_dir, base) = tree(&[
        ("go.mod", "module m\n\ngo 1.20\n\nrequire a.b/c v1.0.0\n"),
        ("m.go", "package m\n"),
        ("vendor/modules.txt", "# a.b/c v1.0.0\n## explicit; go 1.18\na.b/c/d\n"),
        ("vendor/a.b/c/d/d.go", "package d\n"),
        ("vendor/a.b/c/e/e.go", "package e\n"),
        ("cache/a.b/c@v1.0.0/e/e.go", "package e\n"),
    ]);
    let workspace = load(&base, &["."], modcache(&base.join("cache")));
    let m = target(&workspace, "m", UnitKind::Plain);
    assert_eq!(folder(&workspace, m, "a.b/c/d"), Some(base.join("vendor/a.b/c/d")));
    assert_eq!(folder(&workspace, m, "a.b/c/e"), Some(base.join("cache/a.b/c@v1.0.0/e")), "not in modules.txt");
    let Import::Unit(d) = import(&workspace, m, "a.b/c/d") else { panic!("found") };
    assert_eq!(workspace.files_of(d)[0].language, GoVersion::new(18));
}

#[test]
fn workspaces_join_their_modules() {
    let (_dir, base) = tree(&[
        ("go.work", "go 1.22\nuse (\n\t./a\n\t./b\n\t./gone\n)\n"),
        ("a/go.mod", "module w/a\n\ngo 1.22\n\nrequire w/b v0.1.0\n"),
        ("a/a.go", "package a\nimport \"w/b/x\"\n"),
        ("b/go.mod", "module w/b\n\ngo 1.20\n"),
        ("b/x/x.go", "package x\n"),
        ("c/go.mod", "module w/c\n\ngo 1.22\n"),
        ("c/c.go", "package c\nimport \"w/b/x\"\n"),
    ]);
    let workspace = load(&base, &["."], Options::default());
    let a = target(&workspace, "w/a", UnitKind::Plain);
    let x = target(&workspace, "w/b/x", UnitKind::Plain);
    let c = target(&workspace, "w/c", UnitKind::Plain);
    assert_eq!(import(&workspace, a, "w/b/x"), Import::Unit(x));
    assert_eq!(import(&workspace, c, "w/b/x"), Import::Unknown { name: Symbol::intern("x") }, "c is not used");
    let problems: Vec<String> = workspace.problems().iter().map(|p| format!("{}: {}", p.path, p.message)).collect();
    assert_eq!(problems, ["go.work: no go.mod in gone, which go.work uses"]);
    let mut options = Options::default();
    options.env.gowork = "off".to_owned();
    let workspace = load(&base, &["a"], options);
    let a = target(&workspace, "w/a", UnitKind::Plain);
    assert_eq!(folder(&workspace, a, "w/b/x"), None);
}

#[test]
fn gopath_and_loose_folders() {
    let (_dir, base) = tree(&[
        ("go/src/a.b/c/c.go", "package c\nimport (\n_ \"a.b/d\"\n_ \"v/w\"\n)\n"),
        ("go/src/a.b/d/d.go", "package d\n"),
        ("go/src/a.b/vendor/v/w/w.go", "package w\n"),
        ("go/src/v/w/w.go", "package w\n"),
        ("loose/x.go", "package x\nimport \"./y\"\n"),
        ("loose/main.go", "package main\n"),
        ("loose/x_test.go", "package x_test\n"),
        ("loose/y/y.go", "package y\n"),
        ("loose/snippet.go", "x := 1\n"),
    ]);
    let env = GoEnv { gopath: vec![base.join("go")], gopath_mode: true, ..GoEnv::default() };
    let workspace = load(&base, &["go"], Options { env, ..Options::default() });
    let c = target(&workspace, "a.b/c", UnitKind::Plain);
    assert_eq!(folder(&workspace, c, "a.b/d"), Some(base.join("go/src/a.b/d")));
    assert_eq!(folder(&workspace, c, "v/w"), Some(base.join("go/src/a.b/vendor/v/w")));
    let workspace = load(&base, &["loose"], Options::default());
    assert_eq!(
        units(&workspace),
        [
            "_/loose plain: snippet.go",
            "_/loose plain: main.go",
            "_/loose plain: x.go",
            "_/loose_test external: x_test.go",
            "_/y plain: y.go",
        ]
    );
    let guessed: Vec<bool> = workspace.targets().iter().map(|&id| workspace.unit(id).guessed_imports).collect();
    assert_eq!(guessed, [true, false, false, false, false]);
    let x = workspace.targets()[2];
    assert_eq!(import(&workspace, x, "./y"), Import::Unit(workspace.targets()[4]));
    assert_eq!(workspace.files_of(x)[0].language, Context::default().toolchain);
}

#[test]
fn folders_laid_out_as_gopath() {
    let (_dir, base) = tree(&[
        ("old/src/a.b/c/c.go", "package c\nimport (\n_ \"a.b/c/src/d\"\n_ \"e\"\n)\n"),
        ("old/src/a.b/c/src/d/d.go", "package d\nimport _ \"e\"\n"),
        ("old/src/e/e.go", "package e\n"),
        ("new/go.mod", "module new\ngo 1.20\n"),
        ("new/f/f.go", "package f\n"),
        ("new/f/testdata/src/a/a.go", "package a\nimport (\n_ \"b.c/d\"\n_ \"new/f\"\n_ \"fmt\"\n_ \"gone\"\n)\n"),
        ("new/f/testdata/src/b.c/d/d.go", "package d\n"),
        ("new/src/g/g.go", "package g\nimport _ \"h\"\n"),
        ("new/src/h/h.go", "package h\n"),
    ]);
    let workspace = load(&base, &["old/src/a.b/c", "old/src/a.b/c/src/d"], Options::default());
    let c = target(&workspace, "a.b/c", UnitKind::Plain);
    assert_eq!(folder(&workspace, c, "a.b/c/src/d"), Some(base.join("old/src/a.b/c/src/d")));
    assert_eq!(folder(&workspace, c, "e"), Some(base.join("old/src/e")));
    let d = target(&workspace, "d", UnitKind::Plain);
    assert_eq!(folder(&workspace, d, "e"), Some(base.join("old/src/e")));
    let workspace = load(&base, &["new/f/testdata/src/a", "new/src/g"], Options::default());
    let a = target(&workspace, "a", UnitKind::Plain);
    assert_eq!(folder(&workspace, a, "b.c/d"), Some(base.join("new/f/testdata/src/b.c/d")));
    assert_eq!(folder(&workspace, a, "new/f"), Some(base.join("new/f")));
    assert!(matches!(import(&workspace, a, "fmt"), Import::Std(_)));
    assert!(matches!(import(&workspace, a, "gone"), Import::Unknown { .. }));
    assert_eq!(workspace.files_of(a)[0].language, GoVersion::new(20));
    let g = target(&workspace, "new/src/g", UnitKind::Plain);
    assert!(matches!(import(&workspace, g, "h"), Import::Unknown { .. }), "Go would not find it");
}

#[test]
fn standard_input_stands_for_a_file_or_for_itself() {
    let (_dir, base) = tree(&[("go.mod", "module m\n\ngo 1.22\n"), ("p/a.go", "package p\nvar Old int\n")]);
    let stdin = |name: Option<&str>, text: &str| {
        let stdin = Stdin { name: name.map(str::to_owned), text: Text::from_bytes(text.as_bytes().to_vec()) };
        let request = Request { cwd: base.clone(), stdin: Some(stdin), ..Request::default() };
        Workspace::load(request, Options::default()).expect("no path is missing")
    };
    let workspace = stdin(Some("p/a.go"), "package p\nvar New int\n");
    assert_eq!(units(&workspace), ["m/p plain: a.go"]);
    let file = &workspace.files[workspace.files_of(workspace.targets()[0])[0].file];
    assert_eq!((file.path.as_str(), &*file.text), ("p/a.go", "package p\nvar New int\n"));
    let workspace = stdin(Some("p/new.go"), "package p\n");
    assert_eq!(units(&workspace), ["m/p plain: -a.go new.go"]);
    let workspace = stdin(None, "r, err := http.Get(u)\n");
    assert_eq!(units(&workspace), ["_/stdin plain: <stdin>"]);
    let unit = workspace.unit(workspace.targets()[0]);
    assert!(unit.guessed_imports && unit.module.is_some());
}

#[test]
fn broken_module_files_cost_only_themselves() {
    let (_dir, base) = tree(&[
        ("a/go.mod", "modul a\nrequire (\n"),
        ("a/a.go", "package a\n"),
        ("b/go.mod", "module b\ngo 1.22\nbogus\n"),
        ("b/b.go", "package b\nimport \"fmt\"\n"),
        ("c/go.mod/x.go", "package x\n"),
    ]);
    let workspace = load(&base, &["."], Options::default());
    assert_eq!(units(&workspace), ["a plain: a.go", "b plain: b.go", "_/go.mod plain: x.go"]);
    let problems: Vec<_> = workspace.problems().iter().map(|p| (p.path.as_str(), p.kind, p.at)).collect();
    assert_eq!(
        problems,
        [
            ("a/go.mod", ProblemKind::Module, None),
            ("a/go.mod", ProblemKind::Module, Some((1, 1))),
            ("a/go.mod", ProblemKind::Module, Some((2, 1))),
            ("b/go.mod", ProblemKind::Module, Some((3, 1))),
        ]
    );
}

#[test]
fn large_files_are_linted_only_when_named() {
    let large = format!("package p\n{}func F() {{ g() }}\n", "// a line\n".repeat(450_000));
    let (_dir, base) = tree(&[("a.go", "package p\n"), ("large.go", &large)]);
    let workspace = load(&base, &["."], Options::default());
    assert_eq!(units(&workspace)[0].split_once(": ").expect("files").1, "a.go -large.go");
    let kinds: Vec<_> = workspace.problems().iter().map(|p| (p.path.as_str(), p.kind)).collect();
    assert_eq!(kinds, [("large.go", ProblemKind::Skipped)]);
    let workspace = load(&base, &["large.go"], Options::default());
    assert_eq!(units(&workspace)[0].split_once(": ").expect("files").1, "-a.go large.go");
    assert_eq!(workspace.problems(), []);
}

#[test]
fn many_threads_agree_on_one_unit() {
    let mut files = vec![("m/go.mod".to_owned(), "module m\n\ngo 1.22\n".to_owned())];
    files.push(("m/m.go".to_owned(), "package m\n".to_owned()));
    files.extend((0..40).map(|n| (format!("m/p{n}/p.go"), format!("package p{n}\n"))));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_dir, base) = tree(&files);
    let workspace = load(&base, &["m/m.go"], Options::default());
    let m = workspace.targets()[0];
    let ask = || -> Vec<(Import, Symbol)> {
        (0..40)
            .map(|n| match import(&workspace, m, &format!("m/p{n}")) {
                Import::Unit(id) => (
                    Import::Unit(id),
                    workspace.files_of(id)[0]
                        .ast
                        .ident(workspace.files_of(id)[0].ast.package.expect("has one"))
                        .expect("a name"),
                ),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn loading_does_not_depend_on_threads() {
    let files: Vec<(String, String)> = (0..60)
        .map(|n| (format!("p{}/f{n}.go", n % 7), format!("package p{}\nimport _ \"x.org/y{n}\"\n", n % 5)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_dir, base) = tree(&files);
    let seen = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let workspace = pool.install(|| load(&base, &["."], Options::default()));
        let paths: Vec<String> = workspace.files.iter().map(|(_, file)| file.path.clone()).collect();
        (units(&workspace), paths, workspace.missing_modules().clone())
    };
    let one = seen(1);
    assert_eq!((one.1.len(), one.2.len()), (60, 60));
    assert_eq!(seen(8), one);
}

/// A package as `go list` and as we see it: file names by sort, import paths with the folders that they lead to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Listed {
    /// Named on the command line, not only a dependency.
    is_target: bool,
    name: String,
    files: BTreeMap<&'static str, BTreeSet<String>>,
    imports: BTreeMap<String, PathBuf>,
}

fn go_list(dir: &Path, module: bool) -> Option<serde_json::Value> {
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let mut command = Command::new(go);
    command.current_dir(dir).args(["list", "-e", "-deps", "-test", "-json"]);
    if is_workspace(dir) {
        // `./...` does not cross the roots of modules; here it does.
        let modules = std::fs::read_dir(dir).ok()?.flatten().filter(|entry| entry.path().join("go.mod").is_file());
        command.args(modules.map(|entry| format!("./{}/...", entry.file_name().to_string_lossy())));
    } else {
        command.arg("./...");
    }
    command.env("CGO_ENABLED", "0").env("GOOS", goos()).env("GOARCH", "amd64").env("GOPROXY", "off");
    if is_workspace(dir) {
        command.env("GOFLAGS", "");
    } else if is_vendored(dir) {
        command.env("GOFLAGS", "-mod=vendor").env("GOWORK", "off");
    } else if module {
        command.env("GOFLAGS", "-mod=mod").env("GOWORK", "off");
    }
    let output = command.output().ok()?;
    let mut packages = Vec::new();
    for package in serde_json::Deserializer::from_slice(&output.stdout).into_iter::<serde_json::Value>() {
        packages.push(package.ok()?);
    }
    Some(serde_json::Value::Array(packages))
}

fn is_workspace(dir: &Path) -> bool {
    dir.join("go.work").is_file()
}

fn is_vendored(dir: &Path) -> bool {
    dir.join("vendor/modules.txt").is_file()
}

/// The platform to compare for; `GOTCHA_GOOS` names another than the default.
fn goos() -> String {
    std::env::var("GOTCHA_GOOS").unwrap_or_else(|_| "linux".to_owned())
}

fn strings(value: &serde_json::Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned))
}

/// What `go list` says of the packages in and below a folder, and of their dependencies.
fn expected(dir: &Path, module: bool) -> Option<BTreeMap<PathBuf, Listed>> {
    let packages = go_list(dir, module)?;
    let packages = packages.as_array()?;
    let mut folders: BTreeMap<&str, &str> = BTreeMap::new();
    for package in packages {
        if let (Some(path), Some(dir)) = (package["ImportPath"].as_str(), package["Dir"].as_str()) {
            // Those that are compiled anew for a test are called `path [test]`.
            folders.insert(path.split(' ').next().unwrap_or(path), dir);
        }
    }
    let mut listed = BTreeMap::new();
    for package in packages {
        let Some(dir) = package["Dir"].as_str() else { continue };
        // Variants that are recompiled for a test, and the test's main package.
        if package["ForTest"].is_string() || package["ImportPath"].as_str().is_some_and(|path| path.ends_with(".test"))
        {
            continue;
        }
        let entry: &mut Listed = listed.entry(PathBuf::from(dir)).or_default();
        entry.name = package["Name"].as_str().unwrap_or_default().to_owned();
        entry.is_target = package["DepOnly"].as_bool() != Some(true);
        if package["ImportPath"] == "unsafe" {
            continue;
        }
        // Tests of dependencies are not loaded.
        let sorts = if entry.is_target { 3 } else { 1 };
        for key in &["GoFiles", "TestGoFiles", "XTestGoFiles"][..sorts] {
            let names: BTreeSet<String> = strings(&package[*key]).collect();
            entry.files.insert(key, names);
        }
        let renamed = &package["ImportMap"];
        let imports =
            ["Imports", "TestImports", "XTestImports"].into_iter().take(sorts).flat_map(|key| strings(&package[key]));
        for path in imports {
            let source = renamed.as_object().and_then(|map| map.iter().find(|(_, to)| to.as_str() == Some(&path)));
            let written = source.map_or(path.clone(), |(from, _)| from.clone());
            // The map of a package leaves out what only its external tests import.
            let vendored = written.strip_prefix("cmd/").unwrap_or(&written).strip_prefix("vendor/");
            let written = vendored.map_or(written.clone(), str::to_owned);
            // Packages that are compiled anew for a profile import `unsafe [cmd/compile]`.
            if written == "unsafe" {
                continue;
            }
            if let Some(dir) = folders.get(path.split(' ').next().unwrap_or(&path)).filter(|dir| !dir.is_empty()) {
                entry.imports.insert(written, PathBuf::from(dir));
            }
        }
    }
    Some(listed)
}

/// What we say of the same packages; of dependencies as far as they are reached.
fn actual(workspace: &Workspace) -> BTreeMap<PathBuf, Listed> {
    let mut listed: BTreeMap<PathBuf, Listed> = BTreeMap::new();
    let mut queue: Vec<UnitId> = workspace.targets().to_vec();
    let mut seen: BTreeSet<UnitId> = queue.iter().copied().collect();
    while let Some(id) = queue.pop() {
        let unit = workspace.unit(id);
        let built: Vec<String> = workspace
            .files_of(id)
            .iter()
            .filter(|file| file.built)
            .map(|file| {
                workspace.files[file.file]
                    .absolute()
                    .and_then(|path| path.file_name())
                    .expect("a file")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        let entry = listed.entry(unit.dir.clone()).or_default();
        if built.is_empty() {
            continue;
        }
        let name = workspace.name_of(id);
        entry.name = name.as_str().trim_end_matches("_test").to_owned();
        let key = match unit.kind {
            UnitKind::Plain => "GoFiles",
            UnitKind::Test => "TestGoFiles",
            UnitKind::ExternalTest => "XTestGoFiles",
        };
        entry.files.entry(key).or_default().extend(built);
        for &path in workspace.imports_of(id) {
            if let Import::Unit(to) = workspace.resolve_import(id, path) {
                entry.imports.insert(path.as_str().to_owned(), workspace.unit(to).dir.clone());
                if seen.insert(to) {
                    queue.push(to);
                }
            }
        }
    }
    listed
}

/// The differences between `go list` and us on a module, one a line.
fn differences(dir: &Path) -> Option<(usize, Vec<String>)> {
    let is_std = dir.join("builtin").is_dir() || dir.join("compile").is_dir();
    let expected = expected(dir, !is_std)?;
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let output = Command::new(go).args(["env", "GOROOT", "GOVERSION"]).output().ok()?;
    let output = String::from_utf8(output.stdout).ok()?;
    let mut stated = output.lines();
    let root = PathBuf::from(stated.next()?);
    // Its tags and experiments, and not those of the newest release.
    let toolchain = GoVersion::parse(stated.next()?)?;
    let mut env = GoEnv::read(&|name| std::env::var(name).ok());
    use gotcha::package::env::ModFlag;
    env.gowork = if is_workspace(dir) { String::new() } else { "off".to_owned() };
    env.mod_flag = if is_std || is_workspace(dir) || is_vendored(dir) { ModFlag::Auto } else { ModFlag::Mod };
    let context = Context { goos: goos(), toolchain, ..Context::default() };
    let options = Options { env, context, std_source: Some(root.join("src")), ..Options::default() };
    let workspace = load(dir, &["."], options);
    let actual = actual(&workspace);
    let mut lines = Vec::new();
    for (dir, theirs) in &expected {
        if theirs.files.values().all(BTreeSet::is_empty) {
            continue;
        }
        let Some(ours) = actual.get(dir) else {
            // Packages that only the main package of a test needs are reached by nobody here.
            if theirs.is_target {
                lines.push(format!("{}: not found here", dir.display()));
            }
            continue;
        };
        if ours.name != theirs.name {
            lines.push(format!("{}: name {} here, {} there", dir.display(), ours.name, theirs.name));
        }
        for (key, theirs) in &theirs.files {
            let ours = ours.files.get(key).cloned().unwrap_or_default();
            if ours != *theirs {
                let (more, less): (Vec<_>, Vec<_>) =
                    (ours.difference(theirs).collect(), theirs.difference(&ours).collect());
                lines.push(format!("{}: {key}: only here {more:?}, only there {less:?}", dir.display()));
            }
        }
        for path in ours.imports.keys().filter(|path| !theirs.imports.contains_key(*path)) {
            lines.push(format!("{}: import {path}: only found here", dir.display()));
        }
        for (path, to) in &theirs.imports {
            match ours.imports.get(path) {
                Some(found) if found == to => {}
                found => lines.push(format!("{}: import {path}: {found:?} here, {to:?} there", dir.display())),
            }
        }
    }
    Some((expected.len(), lines))
}

#[test]
fn agrees_with_go_list_on_a_small_module() {
    let (_dir, base) = tree(&[
        ("go.mod", "module example.com/m\n\ngo 1.22\n\nrequire example.com/r v0.0.0\n\nreplace example.com/r => ./r\n"),
        ("a.go", "package m\nimport (\n\t\"fmt\"\n\t\"example.com/r/s\"\n)\nvar _ = fmt.Sprint(s.X)\n"),
        ("a_test.go", "package m\nimport _ \"testing\"\n"),
        ("b_test.go", "package m_test\nimport _ \"example.com/m\"\n"),
        ("a_windows.go", "package m\n"),
        ("a_linux_amd64.go", "package m\n"),
        ("a_unix.go", "package m\n"),
        ("old.go", "// +build linux,!cgo darwin\n\npackage m\n"),
        ("older.go", "// +build plan9\n\n// Package m is m.\npackage m\n"),
        ("cgo.go", "package m\n\n// int x;\nimport \"C\"\n"),
        ("tag.go", "//go:build (linux || windows) && !custom && go1.18\n\npackage m\n"),
        ("ignored.go", "//go:build ignore\n\npackage main\n"),
        ("_x.go", "package x\n"),
        ("cmd/main.go", "package main\nimport _ \"example.com/m\"\nfunc main() {}\n"),
        ("testdata/t.go", "package t\n"),
        ("nested/go.mod", "module example.com/nested\n"),
        ("nested/n.go", "package n\n"),
        ("r/go.mod", "module example.com/r\n\ngo 1.21\n"),
        ("r/s/s.go", "package s\nimport _ \"net/http\"\nvar X = 1\n"),
        ("r/s/s_darwin.go", "package s\n"),
    ]);
    match differences(&base) {
        Some((packages, lines)) => {
            assert!(packages > 50, "net/http alone has more dependencies than that: {packages}");
            assert_eq!(lines, [] as [String; 0]);
        }
        None => eprintln!("skipped: there is no Go here"),
    }
}

/// For development: `GOTCHA_MODULES` names module folders, separated by `:`, that are compared with `go list`.
#[test]
fn agrees_with_go_list_on_named_modules() {
    let Some(modules) = std::env::var_os("GOTCHA_MODULES") else { return };
    let mut wrong = 0;
    for dir in std::env::split_paths(&modules) {
        let Some((packages, lines)) = differences(&dir) else {
            eprintln!("skipped: there is no Go here");
            return;
        };
        println!("{}: {packages} packages, {} differences", dir.display(), lines.len());
        for line in &lines {
            println!("  {line}");
        }
        wrong += lines.len();
    }
    assert_eq!(wrong, 0);
}
