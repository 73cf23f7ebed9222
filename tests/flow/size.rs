//! Functions as large and as deeply nested as the parser lets through.

use super::{build, parse_text};

fn on_large_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn deep_nesting_is_walked() {
    on_large_stack(|| {
        for (open, close) in [("for a {", "}"), ("switch { case a:", "}"), ("if a {", "}"), ("{", "}")] {
            let text = format!("package p\nfunc f(a bool) {{ {} g() {} }}\n", open.repeat(450), close.repeat(450));
            let ast = parse_text(&text);
            let cfg = build(&ast, 0);
            assert!(cfg.returns(), "{open}");
        }
    });
}

#[test]
fn long_chains_are_walked() {
    on_large_stack(|| {
        let elses = "if a { f() } else ".repeat(3000);
        let ands = vec!["a"; 3000].join(" && ");
        let ast = parse_text(&format!("package p\nfunc f(a bool) {{ {elses} {{ }}; if {ands} {{ f() }} }}\n"));
        let cfg = build(&ast, 0);
        assert!(cfg.returns());
        if ast.problems.is_empty() {
            assert!(cfg.blocks.len() > 6000);
        }
        let last = cfg.points().last().unwrap().0;
        assert!(cfg.dominates(cfg.entry, last.block));
    });
}

#[test]
fn many_statements_are_one_block() {
    let ast = parse_text(&format!("package p\nfunc f() {{\n{}}}\n", "f()\n".repeat(20_000)));
    let cfg = build(&ast, 0);
    assert_eq!(cfg.steps(cfg.entry).len(), 20_001);
}
