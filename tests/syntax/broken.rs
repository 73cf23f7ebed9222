//! Texts that are not Go, or not as people write it: nothing panics, everything that can be read is.

use std::fmt::Write;

use gotcha::syntax::ast::{Ast, DeclKind, ExprKind, Reading, StmtKind};
use gotcha::syntax::{MAX_DEPTH, Mode, parse, parse_bytes};

/// Walks the whole tree and asserts what must hold for any text.
fn sound(ast: &Ast) -> usize {
    let mut nodes = 0;
    let limit = ast.text.len() as u32;
    for &decl in &ast.top {
        ast.walk(decl, &mut |node| {
            let span = ast.span(node);
            assert!(span.start <= span.end && span.end <= limit, "{node:?} at {span:?} of {limit}");
            assert!(ast.text.is_char_boundary(span.start as usize) && ast.text.is_char_boundary(span.end as usize));
            nodes += 1;
            true
        });
        assert_eq!(ast.parent(decl), None);
    }
    for problem in &ast.problems {
        assert!(problem.span.start <= problem.span.end && problem.span.end <= limit);
        assert!(!problem.message.is_empty() && !problem.message.contains('\n'));
    }
    assert!(ast.comments.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    nodes
}

/// The names of the functions at top level.
fn functions(ast: &Ast) -> Vec<&str> {
    let func = |&decl: &_| match ast.decls[decl] {
        DeclKind::Func(func) => ast.funcs[func].name.map(|name| ast.text(name)),
        _ => None,
    };
    ast.top.iter().filter_map(func).collect()
}

/// xorshift64*: the same bytes in every run.
fn random_bytes(count: usize, seed: u64) -> Vec<u8> {
    let mut state = seed;
    (0..count)
        .map(|_| {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 56) as u8
        })
        .collect()
}

#[test]
fn random_bytes_are_one_problem_and_no_panic() {
    for mode in [Mode::Full, Mode::Declarations] {
        let ast = parse_bytes(&random_bytes(300_000, 88172645463325252), mode);
        assert_eq!(ast.text.len(), 300_000, "offsets stay true");
        assert_eq!(ast.reading, Reading::Partial);
        assert!(!ast.problems.is_empty() && ast.problems.len() <= 10);
        sound(&ast);
    }
}

#[test]
fn random_tokens_do_no_harm() {
    let tokens = [
        "func ",
        "type ",
        "var ",
        "\nfunc ",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "if ",
        "for ",
        "switch ",
        "case ",
        ":",
        ":=",
        "=",
        ";",
        "\n",
        "x",
        "T",
        "new(",
        "make(",
        "*",
        "<-",
        "chan ",
        "struct",
        "interface",
        "map[",
        "1",
        "\"s\"",
        "`",
        "/*",
        "*/",
        "//",
        ",",
        ".",
        "...",
        "range ",
        "else ",
        "go ",
        "return ",
        "default",
        "L: ",
        "'",
        "+",
        "const (",
        "package p\n",
    ];
    for seed in 1..60u64 {
        let mut text = String::from(if seed % 2 == 0 { "package p\n" } else { "" });
        for byte in random_bytes(60 * (seed as usize % 10 + 1), seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)) {
            text.push_str(tokens[usize::from(byte) % tokens.len()]);
        }
        for mode in [Mode::Full, Mode::Declarations] {
            sound(&parse(text.as_str().into(), mode));
        }
    }
}

#[test]
fn a_table_of_five_megabytes() {
    let mut text = String::from("package p\n\nvar Before = 1\n\nvar Table = []int{\n");
    let mut number = 0;
    while text.len() < 5 << 20 {
        writeln!(text, "\t{number}, {}, {}, {},", number + 1, number * 7, number * 13 % 1000).expect("it fits");
        number += 4;
    }
    text.push_str("}\n\nfunc After() {}\n");
    let less = parse(text.as_str().into(), Mode::Declarations);
    assert_eq!((less.reading, less.top.len()), (Reading::Declarations, 3));
    assert_eq!(functions(&less), ["After"]);
    assert!(sound(&less) < 50, "the table itself is not read");
    let full = parse(text.as_str().into(), Mode::Full);
    assert_eq!((full.reading, full.top.len()), (Reading::Whole, 3));
    assert!(full.exprs.len() > 400_000);
}

#[test]
fn a_sum_of_two_hundred_thousand_operands() {
    let operands = vec!["x"; 200_000].join(" + ");
    let ast = parse(format!("package p\n\nvar sum = {operands}\n").into(), Mode::Full);
    assert_eq!(ast.reading, Reading::Whole, "{:?}", ast.problems);
    assert_eq!(ast.exprs.iter().filter(|expr| matches!(expr, ExprKind::Binary { .. })).count(), 199_999);
    assert!(sound(&ast) > 400_000);
}

#[test]
fn long_chains_of_calls_and_of_else() {
    let calls = ".f(1)[2]".repeat(20_000);
    let ast = parse(format!("package p\n\nvar x = a{calls}\n").into(), Mode::Full);
    assert_eq!(ast.reading, Reading::Whole, "{:?}", ast.problems);
    assert_eq!(ast.exprs.iter().filter(|expr| matches!(expr, ExprKind::Call { .. })).count(), 20_000);
    let chain = "if x {\n} else ".repeat(5_000);
    let ast = parse(format!("package p\n\nfunc f() {{\n{chain}{{\n}}\n}}\n").into(), Mode::Full);
    assert_eq!(ast.reading, Reading::Whole, "{:?}", ast.problems);
    assert_eq!(ast.stmts.iter().filter(|stmt| matches!(stmt, StmtKind::If { .. })).count(), 5_000);
    sound(&ast);
}

#[test]
fn a_hundred_thousand_nested_parentheses() {
    let text = format!("package p\n\nvar x = {}1{}\n\nfunc After() {{}}\n", "(".repeat(100_000), ")".repeat(100_000));
    let ast = parse(text.into(), Mode::Full);
    too_deep(&ast);
    assert_eq!(functions(&ast), ["After"]);
}

#[test]
fn twenty_thousand_nested_blocks() {
    let text = format!(
        "package p\n\nfunc f() {{\n{}{}\n}}\n\nfunc After() {{}}\n",
        "{\n".repeat(20_000),
        "}\n".repeat(20_000)
    );
    let ast = parse(text.into(), Mode::Full);
    too_deep(&ast);
    assert_eq!(functions(&ast), ["f", "After"]);
    assert!(ast.funcs.iter().next().is_some_and(|func| func.broken), "nothing is claimed of what was not read");
}

fn too_deep(ast: &Ast) {
    assert_eq!(ast.reading, Reading::Partial);
    assert_eq!(ast.problems.len(), 1, "{:?}", ast.problems);
    assert!(ast.problems[0].message.contains("nested"));
    let nodes = sound(ast);
    assert!(nodes > MAX_DEPTH as usize && nodes < 10 * MAX_DEPTH as usize, "{nodes}");
}

#[test]
fn nul_bytes_are_said_and_passed_over() {
    let ast = parse("package p\n\nfunc a() {\x00}\n\nvar b = \"\x00\"\n\nfunc c() {}\n".into(), Mode::Full);
    assert_eq!((ast.reading, ast.top.len()), (Reading::Partial, 3));
    assert!(ast.problems[0].message.contains("NUL"));
    sound(&ast);
}

#[test]
fn bytes_that_are_no_text_become_question_marks() {
    let ast = parse_bytes(b"package p\n\n// caf\xe9\nvar a = \"\xff\xfe\"\n\nvar b = 2\n", Mode::Full);
    assert_eq!((ast.reading, ast.top.len()), (Reading::Partial, 2));
    assert_eq!(ast.problems.len(), 1);
    assert_eq!((ast.problems[0].span.start, ast.problems[0].message.as_str()), (17, "the text is not valid UTF-8"));
    assert!(ast.text.contains("\"??\"") && ast.text.contains("caf?"));
    assert_eq!(ast.text(ast.top[1]), "var b = 2", "offsets stay true");
}

#[test]
fn a_byte_order_mark_counts_in_offsets_only() {
    let ast = parse("\u{feff}package p\n\nvar a = 1\n".into(), Mode::Full);
    assert_eq!((ast.reading, ast.top.len()), (Reading::Whole, 1));
    assert_eq!(ast.package.map(|name| ast.span(name).start), Some(11));
    assert_eq!(ast.text(ast.top[0]), "var a = 1");
}

#[test]
fn carriage_returns_belong_to_no_node() {
    let text = "package p\r\n\r\n// doc\r\nfunc a() {\r\n\tif x {\r\n\t\tf() // c\r\n\t}\r\n}\r\nvar s = `a\r\nb`\r\n";
    let ast = parse(text.into(), Mode::Full);
    assert_eq!((ast.reading, ast.top.len()), (Reading::Whole, 2));
    assert_eq!(ast.text(ast.top[1]), "var s = `a\r\nb`");
    assert_eq!(ast.comments.iter().map(|comment| ast.comment_text(comment)).collect::<Vec<_>>(), ["// doc", "// c"]);
    assert_eq!(ast.doc_text(ast.top[0]), "doc\n");
}

#[test]
fn a_text_without_a_last_newline() {
    for text in
        ["package p", "package p\n\nvar x = 1", "package p\n\nfunc f() {}", "package p // c", "package p /* c */"]
    {
        let ast = parse(text.into(), Mode::Full);
        assert_eq!(ast.reading, Reading::Whole, "{text}: {:?}", ast.problems);
        sound(&ast);
    }
}

/// A file of functions with a loop, a literal and a raw string that looks like code.
fn file_of(count: usize) -> String {
    let mut text = String::from("package p\n\nimport \"fmt\"\n");
    for number in 0..count {
        write!(
            text,
            "\n// F{number} does it.\nfunc F{number}(x []int) int {{\n\tfor _, y := range x {{\n\t\tif y > {number} {{\n\t\t\tfmt.Println(y)\n\t\t}}\n\t}}\n\
             \tf := func() T {{ return T{{a: 1}} }}\n\t_ = `\nfunc NotOne() {{\n`\n\treturn f().a\n}}\n"
        )
        .expect("it fits");
    }
    text
}

#[test]
fn a_deleted_brace_costs_one_function() {
    let whole = file_of(30);
    let all = parse(whole.as_str().into(), Mode::Full);
    assert_eq!((all.reading, functions(&all).len()), (Reading::Whole, 30));
    let mut places: Vec<usize> = whole.match_indices('}').map(|(at, _)| at).collect();
    places.retain(|at| at % 3 == 0);
    assert!(places.len() > 20);
    for at in places {
        let mut text = whole.clone();
        text.remove(at);
        let ast = parse(text.into(), Mode::Full);
        assert_eq!(ast.reading, Reading::Partial);
        assert!(!ast.problems.is_empty());
        let found = functions(&ast);
        assert!(found.len() >= 29, "without the brace at {at} only {found:?}");
        let broken = ast.funcs.iter().filter(|func| func.decl.is_some() && func.broken).count();
        assert!((1..=2).contains(&broken), "without the brace at {at} {broken} functions are broken");
        sound(&ast);
    }
}

#[test]
fn names_in_broken_text_are_kept() {
    let text = "package p\n\nimport \"fmt\"\n\nfunc f(used int) {\n\tx := used +\n\tfmt.Println(other other2)\n}\n\nfunc g() {}\n";
    let ast = parse(text.into(), Mode::Full);
    assert_eq!(functions(&ast), ["f", "g"]);
    let mut reached = Vec::new();
    for &decl in &ast.top {
        ast.walk(decl, &mut |node| {
            if let gotcha::syntax::ast::Node::Expr(id) = node
                && let Some(name) = ast.ident(id)
            {
                reached.push(name.as_str());
            }
            true
        });
    }
    for name in ["used", "x", "fmt", "Println", "other", "other2"] {
        assert!(reached.contains(&name), "{name} is not among {reached:?}");
    }
}

#[test]
fn every_cut_of_a_file_is_read_somehow() {
    let shapes = concat!(
        include_str!("../../testdata/_syntax/shapes.go"),
        include_str!("../../testdata/_syntax/header.go"),
        include_str!("../../testdata/_syntax/generic_method.go")
    );
    for (at, _) in shapes.char_indices().filter(|(at, _)| at % 17 == 0) {
        for mode in [Mode::Full, Mode::Declarations] {
            sound(&parse(shapes[..at].into(), mode));
        }
    }
}

/// Where the parser makes one error of the whole file, it is read in pieces; nothing of the first attempt may stay.
#[test]
fn a_missing_token_declares_nothing_twice() {
    let whole = include_str!("../oracle/cases/infer.go");
    let mut mistakes = 0;
    for at in (0..whole.len()).filter(|&at| b"(){}[]".contains(&whole.as_bytes()[at])).step_by(5) {
        let text = format!("{}{}", &whole[..at], &whole[at + 1..]);
        let ast = parse(text.into(), Mode::Full);
        let names = functions(&ast);
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len(), "without byte {at}: {names:?}");
        mistakes += usize::from(!ast.problems.is_empty());
    }
    assert!(mistakes > 100, "only {mistakes} were mistakes");
}
