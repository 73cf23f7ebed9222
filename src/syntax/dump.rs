//! The tree in the words of `go/ast`, one node a line, to be compared with what Go's own parser makes of the same text.
//!
//! A line is `depth kind start end detail…`: the nodes in the order of `ast.Inspect`, offsets in bytes.

use std::fmt::Write;

use super::ast::*;

/// All nodes of the file but the file itself and its comments.
pub fn dump(ast: &Ast) -> String {
    let mut out = String::with_capacity(ast.exprs.len() * 24);
    let mut stack: Vec<(Node, u32, bool)> = Vec::new();
    stack.extend(ast.top.iter().rev().map(|&decl| (Node::Decl(decl), 0, false)));
    stack.extend(ast.package.map(|name| (Node::Expr(name), 0, false)));
    while let Some((node, depth, hidden)) = stack.pop() {
        // A function's parts hang directly on its declaration or literal, a method's type is its signature.
        let silent = matches!(node, Node::Func(_)) || hidden;
        if !silent {
            line(&mut out, ast, node, depth);
        }
        let below = if silent { depth } else { depth + 1 };
        let is_expr = matches!(node, Node::Expr(_));
        let from = stack.len();
        ast.for_each_child(node, &mut |child| {
            stack.push((child, below, is_expr && matches!(child, Node::Sig(_))));
        });
        stack[from..].reverse();
    }
    out
}

fn line(out: &mut String, ast: &Ast, node: Node, depth: u32) {
    let span = ast.span(node);
    let (kind, detail) = describe(ast, node);
    number(out, depth);
    out.push(' ');
    out.push_str(kind);
    out.push(' ');
    number(out, span.start);
    out.push(' ');
    number(out, span.end);
    if !detail.is_empty() {
        out.push(' ');
        out.push_str(detail);
    }
    out.push('\n');
}

fn number(out: &mut String, number: u32) {
    write!(out, "{number}").expect("writing to a string cannot fail");
}

/// The node's name in `go/ast` and what tells it from others of its kind.
fn describe(ast: &Ast, node: Node) -> (&'static str, &'static str) {
    match node {
        Node::Expr(id) => describe_expr(ast, id),
        Node::Stmt(id) => describe_stmt(ast, id),
        Node::Decl(id) => match ast.decls[id] {
            DeclKind::Bad { .. } => ("BadDecl", ""),
            DeclKind::Func(_) => ("FuncDecl", ""),
            DeclKind::Gen { tok, grouped, .. } => (
                "GenDecl",
                match (tok, grouped) {
                    (GenTok::Import, false) => "import",
                    (GenTok::Import, true) => "import(",
                    (GenTok::Const, false) => "const",
                    (GenTok::Const, true) => "const(",
                    (GenTok::Var, false) => "var",
                    (GenTok::Var, true) => "var(",
                    (GenTok::Type, false) => "type",
                    (GenTok::Type, true) => "type(",
                },
            ),
        },
        Node::Spec(id) => match ast.specs[id] {
            SpecKind::Import { .. } => ("ImportSpec", ""),
            SpecKind::Value { .. } => ("ValueSpec", ""),
            SpecKind::Type { alias, .. } => ("TypeSpec", if alias { "=" } else { "" }),
        },
        Node::Field(_) => ("Field", ""),
        Node::FieldList(_) => ("FieldList", ""),
        Node::Func(_) => ("Func", ""),
        Node::Sig(_) => ("FuncType", ""),
    }
}

fn describe_expr(ast: &Ast, id: ExprId) -> (&'static str, &'static str) {
    match ast.exprs[id] {
        ExprKind::Bad(_) => ("BadExpr", ""),
        ExprKind::Ident(name) => ("Ident", name.as_str()),
        ExprKind::Lit(kind) => (
            "BasicLit",
            match kind {
                LitKind::Int => "INT",
                LitKind::Float => "FLOAT",
                LitKind::Imag => "IMAG",
                LitKind::Char => "CHAR",
                LitKind::String => "STRING",
            },
        ),
        ExprKind::CompositeLit { .. } => ("CompositeLit", ""),
        ExprKind::FuncLit(_) => ("FuncLit", ""),
        ExprKind::Paren(_) => ("ParenExpr", ""),
        ExprKind::Selector { .. } => ("SelectorExpr", ""),
        ExprKind::Index { .. } => ("IndexExpr", ""),
        ExprKind::Slice { bounds, .. } => {
            let bounds = ast.list(bounds);
            ("SliceExpr", slice_detail(bounds.len(), bounds))
        }
        ExprKind::TypeAssert { ty, .. } => ("TypeAssertExpr", if ty.is_none() { "type" } else { "" }),
        ExprKind::Call { ellipsis, .. } => ("CallExpr", if ellipsis { "..." } else { "" }),
        ExprKind::Star(_) => ("StarExpr", ""),
        ExprKind::Unary { op, .. } => ("UnaryExpr", op.text()),
        ExprKind::Binary { op, .. } => ("BinaryExpr", op.text()),
        ExprKind::KeyValue { .. } => ("KeyValueExpr", ""),
        ExprKind::ArrayType { len, .. } => ("ArrayType", if len.is_some() { "len" } else { "" }),
        ExprKind::StructType(_) => ("StructType", ""),
        ExprKind::FuncType(_) => ("FuncType", ""),
        ExprKind::InterfaceType(_) => ("InterfaceType", ""),
        ExprKind::MapType { .. } => ("MapType", ""),
        ExprKind::ChanType { dir, .. } => (
            "ChanType",
            match dir {
                ChanDir::Both => "",
                ChanDir::Send => "send",
                ChanDir::Recv => "recv",
            },
        ),
        ExprKind::Ellipsis(_) => ("Ellipsis", ""),
    }
}

/// Which bounds there are, and `3` for the form with two colons.
fn slice_detail(len: usize, bounds: impl Iterator<Item = Option<ExprId>>) -> &'static str {
    let mut bits = 0;
    for (position, bound) in bounds.enumerate() {
        bits |= usize::from(bound.is_some()) << position;
    }
    const TWO: [&str; 4] = ["-", "l", "h", "lh"];
    const THREE: [&str; 8] = ["3-", "3l", "3h", "3lh", "3m", "3lm", "3hm", "3lhm"];
    if len == 3 { THREE[bits & 7] } else { TWO[bits & 3] }
}

fn describe_stmt(ast: &Ast, id: StmtId) -> (&'static str, &'static str) {
    match ast.stmts[id] {
        StmtKind::Bad { .. } => ("BadStmt", ""),
        StmtKind::Decl(_) => ("DeclStmt", ""),
        StmtKind::Empty { implicit } => ("EmptyStmt", if implicit { "implicit" } else { "" }),
        StmtKind::Labeled { .. } => ("LabeledStmt", ""),
        StmtKind::Expr(_) => ("ExprStmt", ""),
        StmtKind::Send { .. } => ("SendStmt", ""),
        StmtKind::IncDec { dec, .. } => ("IncDecStmt", if dec { "--" } else { "++" }),
        StmtKind::Assign { op, .. } => (
            "AssignStmt",
            match op {
                AssignOp::Assign => "=",
                AssignOp::Define => ":=",
                AssignOp::Op(op) => op.assign_text(),
            },
        ),
        StmtKind::Go(_) => ("GoStmt", ""),
        StmtKind::Defer(_) => ("DeferStmt", ""),
        StmtKind::Return(_) => ("ReturnStmt", ""),
        StmtKind::Branch { kind, .. } => (
            "BranchStmt",
            match kind {
                BranchKind::Break => "break",
                BranchKind::Continue => "continue",
                BranchKind::Goto => "goto",
                BranchKind::Fallthrough => "fallthrough",
            },
        ),
        StmtKind::Block(_) => ("BlockStmt", ""),
        StmtKind::If { init, els, .. } => ("IfStmt", parts(init.is_some(), els.is_some())),
        StmtKind::Switch { init, tag, .. } => ("SwitchStmt", parts(init.is_some(), tag.is_some())),
        StmtKind::TypeSwitch { init, .. } => ("TypeSwitchStmt", parts(init.is_some(), false)),
        StmtKind::Case { default, .. } => ("CaseClause", if default { "default" } else { "" }),
        StmtKind::Select { .. } => ("SelectStmt", ""),
        StmtKind::Comm { comm, .. } => ("CommClause", if comm.is_none() { "default" } else { "" }),
        StmtKind::For { init, cond, post, .. } => ("ForStmt", {
            const CLAUSES: [&str; 8] = ["", "i", "c", "ic", "p", "ip", "cp", "icp"];
            CLAUSES[usize::from(init.is_some()) | usize::from(cond.is_some()) << 1 | usize::from(post.is_some()) << 2]
        }),
        StmtKind::Range { op, key, value, .. } => (
            "RangeStmt",
            match (op, key.is_some(), value.is_some()) {
                (RangeOp::None, ..) => "",
                (RangeOp::Assign, true, false) => "= k",
                (RangeOp::Assign, ..) => "= kv",
                (RangeOp::Define, true, false) => ":= k",
                (RangeOp::Define, ..) => ":= kv",
            },
        ),
    }
}

fn parts(init: bool, second: bool) -> &'static str {
    match (init, second) {
        (false, false) => "",
        (true, false) => "i",
        (false, true) => "x",
        (true, true) => "ix",
    }
}
