//! Reading without bodies declares the same as reading everything.

use std::path::{Path, PathBuf};
use std::process::Command;

use gotcha::syntax::ast::{Ast, DeclKind, ExprId, Node, Reading};
use gotcha::syntax::{Mode, parse};

/// What a file declares: all nodes with their spans, but for bodies and the values of variables.
fn declared(ast: &Ast) -> Vec<String> {
    let mut out = Vec::new();
    for &decl in &ast.top {
        ast.walk(decl, &mut |node| match node {
            Node::Stmt(_) => false,
            Node::Expr(id) => {
                if in_initialiser(ast, id) {
                    return false;
                }
                out.push(format!("{:?} {}", ast.span(node), ast.text(node)));
                true
            }
            // The span of a function ends with its body, which is not there.
            Node::Func(id) => {
                let func = ast.funcs[id];
                out.push(format!("func {} {:?}", func.span.start, func.recv.map(|recv| ast.span(recv))));
                true
            }
            Node::Decl(id) if matches!(ast.decls[id], DeclKind::Func(_)) => true,
            // So does the span of a variable whose literal was emptied: it must not, for the braces stay.
            _ => {
                out.push(format!("{:?}", ast.span(node)));
                true
            }
        });
    }
    out
}

/// Whether the expression is a value of a variable.
fn in_initialiser(ast: &Ast, id: ExprId) -> bool {
    let Some(Node::Spec(spec)) = ast.parent(id) else { return false };
    let gotcha::syntax::ast::SpecKind::Value { values, .. } = ast.specs[spec] else { return false };
    let var = matches!(ast.parent(spec), Some(Node::Decl(decl))
        if matches!(ast.decls[decl], DeclKind::Gen { tok: gotcha::syntax::ast::GenTok::Var, .. }));
    var && ast.list(values).any(|value| value == id)
}

fn same(name: &str, text: &str) {
    let full = parse(text.into(), Mode::Full);
    let less = parse(text.into(), Mode::Declarations);
    assert_eq!(full.reading, Reading::Whole, "{name}: {:?}", full.problems);
    assert_eq!(less.reading, Reading::Declarations, "{name}: {:?}", less.problems);
    assert_eq!(full.package.map(|id| full.text(id)), less.package.map(|id| less.text(id)), "{name}");
    assert_eq!(declared(&full), declared(&less), "{name}");
    // Short literals of functions among the values of variables may stay.
    let bodies = less.funcs.iter().filter(|func| func.decl.is_some() && func.body.is_some()).count();
    assert_eq!(bodies, 0, "{name}: a body was read");
    for comment in &less.comments {
        assert!(full.comments.contains(comment), "{name}: {comment:?}");
    }
}

#[test]
fn bodies_are_left_out_and_nothing_else() {
    same(
        "odd",
        "// Package p.\npackage p\n\nimport (\n\t\"fmt\" // for printing\n)\n\n\
         func a(x struct{ y int }) interface{ M() } { return nil }\n\
         func (r *R[K, V]) b(f func() struct{}) (_ map[string]struct{}, err error) {\n\tif x := (T{}); x.ok { `}` }\n\t'}'; \"}\\\"\" /* } */ // }\n}\n\
         func c()\nfunc d() { /* only */ }\n\n\
         /* over\n   lines */ var e = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}\n\
         var (\n\tg = [...]string{\n\t\t\"a long enough element\", \"another one of them\",\n\t}\n\th, i = func() int { return 1 }(), map[string]struct{ a int }{\"x\": {1}, \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\": {2}}\n\tj struct {\n\t\tk int `tag:\"}\"` // of k\n\t}\n)\n\
         const (\n\tl = iota + len(\"{\")\n\tm\n)\n\
         type (\n\tN[T any] struct {\n\t\tO[T] // embedded\n\t\tp func(q int) struct{}\n\t}\n\tQ = interface{ ~int | ~[]struct{ r int } }\n)\n\
         func s[T interface{ ~struct{ x int } }](t T) struct{ u T } { var v struct{}; return v }\n",
    );
}

#[test]
fn the_standard_library_declares_the_same_without_bodies() {
    let Some(root) = Command::new(std::env::var("GOTCHA_GO").unwrap_or_else(|_| "go".to_string()))
        .args(["env", "GOROOT"])
        .output()
        .ok()
        .filter(|output| output.status.success())
    else {
        eprintln!("skipped: no Go here");
        return;
    };
    let src = Path::new(String::from_utf8_lossy(&root.stdout).trim()).join("src");
    let mut files = 0;
    for part in ["go/types", "net/http", "reflect", "unicode", "text/template", "internal/abi", "encoding/json"] {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(src.join(part))
            .expect("a folder of the standard library")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
            .collect();
        paths.sort();
        for path in paths {
            files += 1;
            same(&path.display().to_string(), &std::fs::read_to_string(&path).expect("a readable file"));
        }
    }
    assert!(files > 250, "{files}");
}
