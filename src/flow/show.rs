//! A control flow graph as Mermaid text, for tests and `debug`.

use std::fmt::Write;

use super::cfg::{BlockId, Cfg, Step, Test};
use crate::syntax::ast::{Ast, StmtKind};
use crate::text::Idx;

/// The longest text shown of one step, in characters.
const WIDTH: usize = 48;

/// Draws the graph: one node for each block that runs or holds steps, in the order of the text; unreachable ones are dashed.
pub fn mermaid(ast: &Ast, cfg: &Cfg) -> String {
    let special = [(cfg.exit, "exit"), (cfg.panic, "panic"), (cfg.dead, "dead")];
    let shown = |block: BlockId| block == cfg.entry || cfg.reachable(block) || !cfg.steps(block).is_empty();
    // Blocks are numbered when they are made; readers want them in the order of their text.
    let mut order: Vec<BlockId> = cfg.blocks.ids().filter(|&block| shown(block)).collect();
    order.retain(|block| special.iter().all(|(other, _)| other != block));
    let start = |block: &BlockId| cfg.steps(*block).first().map_or(u32::MAX, |&step| cfg.span(ast, step).start);
    order[1..].sort_by_key(|block| (start(block), block.index()));
    let name = |block: BlockId| match special.iter().find(|(other, _)| *other == block) {
        Some((_, name)) => (*name).to_owned(),
        None => format!("b{}", order.iter().position(|&other| other == block).unwrap_or(usize::MAX)),
    };
    let mut out = String::from("flowchart TD\n");
    for &block in &order {
        let steps: Vec<String> = cfg.steps(block).iter().map(|&step| escape(&text(ast, step))).collect();
        let body = if steps.is_empty() { " ".to_owned() } else { steps.join("<br>") };
        let _ = writeln!(out, "  {}[\"{body}\"]", name(block));
    }
    for (block, name) in special {
        if cfg.reachable(block) {
            let _ = writeln!(out, "  {name}(({name}))");
        }
    }
    for &block in &order {
        for edge in &cfg.blocks[block].succs {
            let to = name(edge.to);
            let _ = match edge.test {
                None => writeln!(out, "  {} --> {to}", name(block)),
                Some((test, taken)) => {
                    writeln!(out, "  {} -->|\"{}\"| {to}", name(block), escape(&test_text(ast, test, taken)))
                }
            };
        }
    }
    for &block in order.iter().filter(|&&block| !cfg.reachable(block)) {
        let _ = writeln!(out, "  style {} stroke-dasharray: 4", name(block));
    }
    out
}

fn test_text(ast: &Ast, test: Test, taken: bool) -> String {
    let text = match test {
        Test::Cond(id) => line(ast.text(id)),
        Test::Equals { value, .. } => format!("== {}", line(ast.text(value))),
        Test::Type { case, .. } => format!("is {}", line(ast.text(case))),
        Test::More(_) => "more".to_owned(),
        Test::Comm(clause) => match ast.stmt(clause) {
            StmtKind::Comm { comm: Some(comm), .. } => line(ast.text(comm)),
            _ => "default".to_owned(),
        },
    };
    if taken { text } else { format!("not: {text}") }
}

fn text(ast: &Ast, step: Step) -> String {
    match step {
        Step::Stmt(id) => line(ast.text(id)),
        Step::Expr(id) => line(ast.text(id)),
        Step::Next(id) => match ast.stmt(id) {
            StmtKind::Range { key, value, .. } => {
                let names: Vec<&str> = [key, value].into_iter().flatten().map(|name| ast.text(name)).collect();
                format!("next {}", names.join(", ")).trim_end().to_owned()
            }
            _ => "next".to_owned(),
        },
        Step::Bind(_) => "bind".to_owned(),
        Step::Select(_) => "select".to_owned(),
        Step::End => "end".to_owned(),
    }
}

fn line(text: &str) -> String {
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > WIDTH {
        words = words.chars().take(WIDTH - 1).collect::<String>() + "…";
    }
    words
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '<' => out.push_str("#lt;"),
            '>' => out.push_str("#gt;"),
            '#' => out.push_str("#35;"),
            c => out.push(c),
        }
    }
    out
}
