//! Which statements can be reached: our graphs against those of golang.org/x/tools/go/cfg.
//!
//! `CFG_PATHS` names other files and folders than a few of Go's own packages, separated by colons.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::parse_text;
use gotcha::flow::{Cfg, Ending, Step};
use gotcha::syntax::ast::{Ast, ExprId, ExprKind, Node, StmtKind};

/// By function (offset of its body), then by statement: whether it is reachable.
type Reached = BTreeMap<u32, BTreeMap<(u32, u32), bool>>;

#[test]
fn the_same_statements_can_be_reached() {
    let go = std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_owned());
    let Some(files) = files(&go) else {
        eprintln!("skipped: there is no Go here (GOTCHA_GO names it)");
        return;
    };
    let Some(theirs) = theirs(&go, &files) else {
        eprintln!("skipped: golang.org/x/tools could not be built");
        return;
    };
    let (mut functions, mut statements) = (0, 0);
    let mut differ = Vec::new();
    for (path, theirs) in &theirs {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let ours = ours(&text);
        functions += theirs.len();
        for (func, theirs) in theirs {
            statements += theirs.len();
            let ours = ours.get(func);
            for (&(start, end), &live) in theirs {
                let our = ours.and_then(|ours| ours.get(&(start, end)));
                if our != Some(&live) {
                    let line = text[..start as usize].matches('\n').count() + 1;
                    differ.push(format!("{}:{line}: theirs {live}, ours {our:?}", path.display()));
                }
            }
            let extra = ours.into_iter().flatten().filter(|(at, _)| !theirs.contains_key(at));
            differ.extend(extra.map(|((start, _), live)| {
                let line = text[..*start as usize].matches('\n').count() + 1;
                format!("{}:{line}: not in theirs, ours {live}", path.display())
            }));
        }
    }
    println!(
        "{{\"files\":{},\"functions\":{functions},\"statements\":{statements},\"differ\":{}}}",
        theirs.len(),
        differ.len()
    );
    assert!(functions > 0, "no function was compared");
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ[..differ.len().min(40)].join("\n"));
}

fn files(go: &str) -> Option<Vec<PathBuf>> {
    let root = Command::new(go).args(["env", "GOROOT"]).output().ok().filter(|output| output.status.success())?;
    let src = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim()).join("src");
    let roots: Vec<PathBuf> = match std::env::var("CFG_PATHS") {
        Ok(paths) => paths.split(':').map(PathBuf::from).collect(),
        Err(_) => ["net/http", "go/types", "text/template", "encoding/json", "reflect", "database/sql"]
            .iter()
            .map(|package| src.join(package))
            .collect(),
    };
    let mut files = Vec::new();
    for root in roots {
        collect(&root, &mut files);
    }
    Some(files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        if path.extension().is_some_and(|ext| ext == "go") {
            files.push(path.to_owned());
        }
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.file_name().is_some_and(|name| name != "testdata" && name != ".git") {
            collect(&entry, files);
        }
    }
}

fn theirs(go: &str, files: &[PathBuf]) -> Option<BTreeMap<PathBuf, Reached>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/cfg");
    let mut child = Command::new(go)
        .args(["run", "."])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take()?;
    let list: String = files.iter().map(|file| format!("{}\n", file.display())).collect();
    let writer = std::thread::spawn(move || stdin.write_all(list.as_bytes()));
    let output = child.wait_with_output().ok()?;
    let _ = writer.join();
    if !output.status.success() {
        return None;
    }
    let mut all = BTreeMap::new();
    let mut reached: &mut Reached = all.entry(PathBuf::new()).or_default();
    let mut func = 0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some(path) = line.strip_prefix("file ") {
            reached = all.entry(PathBuf::from(path)).or_default();
        } else if let Some(offset) = line.strip_prefix("func ") {
            func = offset.parse().unwrap();
            reached.entry(func).or_default();
        } else {
            let numbers: Vec<u32> = line.split(' ').map(|number| number.parse().unwrap()).collect();
            reached.entry(func).or_default().insert((numbers[0], numbers[1]), numbers[2] == 1);
        }
    }
    all.remove(Path::new(""));
    Some(all)
}

fn ours(text: &str) -> Reached {
    let ast = parse_text(text);
    let mut all = Reached::new();
    for func in ast.funcs.ids() {
        let Some(body) = ast.funcs[func].body else { continue };
        let cfg = Cfg::build(&ast, func, &|call| statement_ending(&ast, call));
        let reached = all.entry(ast.span(body).start).or_default();
        for (point, step) in cfg.points() {
            let Step::Stmt(stmt) = step else { continue };
            // Their graphs hold the specifications of a declaration.
            if !matches!(ast.stmt(stmt), StmtKind::Decl(_)) {
                let span = ast.span(stmt);
                reached.insert((span.start, span.end), cfg.reachable(point.block));
            }
        }
    }
    all
}

fn statement_ending(ast: &Ast, call: ExprId) -> Ending {
    let ExprKind::Call { fun, .. } = ast.expr(call) else { return Ending::Returns };
    let alone = matches!(ast.parent(call), Some(Node::Stmt(stmt)) if matches!(ast.stmt(stmt), StmtKind::Expr(_)));
    match ast.text(fun) {
        "panic" | "runtime.Goexit" if alone => Ending::Unwinds,
        "os.Exit" | "log.Fatal" if alone => Ending::Dies,
        _ => Ending::Returns,
    }
}
