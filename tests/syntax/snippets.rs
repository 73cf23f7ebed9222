//! Texts without a package clause.

use gotcha::syntax::ast::{AssignOp, Ast, DeclKind, ExprKind, FuncId, StmtKind};
use gotcha::syntax::{Mode, parse};

fn read(text: &str) -> Ast {
    let ast = parse(text.into(), Mode::Full);
    assert!(ast.problems.is_empty(), "{text}: {:?}", ast.problems);
    ast
}

/// The function that a snippet's statements stand in.
fn body_of(ast: &Ast) -> FuncId {
    let last = *ast.top.last().expect("a declaration");
    let DeclKind::Func(func) = ast.decls[last] else { panic!("not a function: {:?}", ast.decls[last]) };
    assert_eq!(ast.funcs[func].name, None);
    func
}

fn statements(ast: &Ast) -> Vec<StmtKind> {
    let body = ast.funcs[body_of(ast)].body.expect("a body");
    let StmtKind::Block(stmts) = ast.stmts[body] else { panic!("no block") };
    ast.list(stmts).map(|stmt| ast.stmts[stmt]).collect()
}

#[test]
fn statements_stand_in_a_function() {
    let text = "r, err := http.Get(u)\nif err != nil {\n\treturn\n}\ndefer r.Body.Close()";
    let ast = read(text);
    assert!(ast.snippet);
    assert_eq!(ast.top.len(), 1);
    let stmts = statements(&ast);
    assert!(matches!(stmts[0], StmtKind::Assign { op: AssignOp::Define, .. }));
    assert!(matches!(stmts[1], StmtKind::If { .. }));
    let StmtKind::Defer(call) = stmts[2] else { panic!("{:?}", stmts[2]) };
    assert_eq!(ast.text(call), "r.Body.Close()", "offsets are those of the text");
    assert_eq!(ast.span(call).start as usize, text.find("r.Body").expect("it is there"));
}

#[test]
fn declarations_are_those_of_a_file() {
    let ast = read("import \"fmt\"\n\nvar x = 1\n\nfunc f() { fmt.Println(x) }\n");
    assert!(ast.snippet);
    assert_eq!(ast.top.len(), 3);
    let mixed = read("type T struct{}\n\nvar x T\nx.f()\n");
    assert!(matches!(mixed.decls[mixed.top[0]], DeclKind::Gen { .. }));
    assert!(matches!(statements(&mixed)[..], [StmtKind::Decl(_), StmtKind::Expr(_)]));
    let with_functions = read("var x T\nfunc f() { x.g() }\nf()\n");
    assert_eq!(with_functions.top.len(), 3, "a variable that a function may use stays outside");
    assert!(!read("package p\n").snippet);
}

#[test]
fn a_lone_expression_is_assigned_to_nothing() {
    for text in ["a + b", "&http.Client{}", "func() { f() }", "x"] {
        let ast = read(text);
        let stmts = statements(&ast);
        let [StmtKind::Assign { op: AssignOp::Assign, lhs, rhs }] = stmts[..] else { panic!("{text}: {stmts:?}") };
        let blank = ast.only(lhs).expect("one name");
        assert!(matches!(ast.exprs[blank], ExprKind::Ident(name) if name.is_blank()));
        assert!(ast.span(blank).is_empty());
        assert_eq!(ast.only(rhs).map(|value| ast.text(value)), Some(text));
    }
    assert!(matches!(statements(&read("f(x)"))[..], [StmtKind::Expr(_)]), "a call stays a statement");
    assert!(matches!(statements(&read("<-ch"))[..], [StmtKind::Expr(_)]));
}

#[test]
fn nothing_is_a_snippet_of_nothing() {
    for text in ["", "\n", "// only a comment", " \t"] {
        let ast = read(text);
        assert!(ast.snippet && ast.top.is_empty(), "{text:?}");
    }
}
