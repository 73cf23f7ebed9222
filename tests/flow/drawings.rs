//! Each heading of a page in `testdata/_flow` is a case: a Go block with one function first, and its graph as Mermaid.

use std::path::Path;

use super::{build, parse_text};
use gotcha::flow::show::mermaid;

#[test]
fn graphs_are_as_drawn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/_flow");
    let mut pages: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.sort();
    let update = std::env::var_os("UPDATE").is_some();
    let mut cases = 0;
    let mut wrong = Vec::new();
    for page in pages.iter().filter(|page| page.extension().is_some_and(|ext| ext == "md")) {
        let text = std::fs::read_to_string(page).unwrap();
        let mut fresh = String::new();
        for (at, section) in text.split("\n## ").enumerate() {
            if at > 0 {
                fresh.push_str("\n## ");
            }
            let Some(go) = block(section, "```go\n") else {
                fresh.push_str(section);
                continue;
            };
            cases += 1;
            let ast = parse_text(&format!("package p\n\n{go}"));
            assert!(ast.problems.is_empty(), "{}: {:?}", page.display(), ast.problems);
            let drawn = mermaid(&ast, &build(&ast, 0));
            if block(section, "```mermaid\n") != Some(drawn.as_str()) {
                wrong.push(format!("{}: {}\n{drawn}", page.display(), section.lines().next().unwrap_or_default()));
            }
            let head = section.split("```mermaid").next().unwrap_or_default().trim_end();
            fresh.push_str(&format!("{head}\n\n```mermaid\n{drawn}```\n"));
        }
        if update && fresh != text {
            std::fs::write(page, fresh).unwrap();
        }
    }
    assert!(cases > 10, "only {cases} cases found");
    assert!(update || wrong.is_empty(), "other than drawn (UPDATE=1 rewrites):\n{}", wrong.join("\n"));
}

fn block<'a>(section: &'a str, fence: &str) -> Option<&'a str> {
    let from = section.find(fence)? + fence.len();
    let len = section[from..].find("```")?;
    Some(&section[from..from + len])
}
