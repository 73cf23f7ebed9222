//! What to say about a tree with errors.

use tree_sitter::{Node, Tree};

/// A place where the parser found something else than it needed, in bytes of the parsed text.
pub(super) struct Trouble {
    pub start: u32,
    pub end: u32,
    pub message: String,
}

/// The first error of the tree.
pub(super) fn first(tree: &Tree, text: &[u8]) -> Option<Trouble> {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.is_missing() {
            return Some(trouble(node, format!("expected {}", named(node.kind()))));
        }
        let leaf = node.child_count() == 0;
        if node.is_error() && (leaf || !cursor.goto_first_child()) {
            return Some(trouble(node, unexpected(node, text)));
        }
        if node.is_error() {
            // The last token that the parser took before it gave up says more than the first.
            let token = first_token(cursor.node());
            return Some(trouble(token, unexpected(token, text)));
        }
        if leaf || !node.has_error() || !cursor.goto_first_child() {
            return None;
        }
        while !(cursor.node().has_error() || cursor.node().is_missing()) {
            if !cursor.goto_next_sibling() {
                return None;
            }
        }
    }
}

/// Where the first top-level node with an error begins, in bytes of the parsed text.
pub(super) fn first_broken(tree: &Tree) -> u32 {
    let root = tree.root_node();
    if root.is_error() {
        return 0;
    }
    let mut cursor = root.walk();
    if cursor.goto_first_child() {
        loop {
            let node = cursor.node();
            if node.has_error() || node.is_missing() {
                return node.start_byte() as u32;
            }
            if !cursor.goto_next_sibling() {
                break;
            }
        }
    }
    0
}

fn first_token(mut node: Node<'_>) -> Node<'_> {
    while let Some(child) = node.child(0) {
        node = child;
    }
    node
}

fn trouble(node: Node<'_>, message: String) -> Trouble {
    Trouble { start: node.start_byte() as u32, end: node.end_byte() as u32, message }
}

fn unexpected(node: Node<'_>, text: &[u8]) -> String {
    let token = text.get(node.byte_range()).unwrap_or_default();
    let token = String::from_utf8_lossy(token);
    let line = token.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return "this is not Go".to_string();
    }
    let short: String = line.chars().take(30).collect();
    format!("unexpected `{short}{}`", if short.len() < line.len() { "…" } else { "" })
}

fn named(kind: &str) -> String {
    match kind {
        "identifier" | "type_identifier" | "field_identifier" | "package_identifier" | "label_name" => "a name".into(),
        "\0" | ";" | "\n" => "the end of the statement".into(),
        _ if kind.chars().all(|c| c.is_ascii_lowercase() || c == '_') && kind.contains('_') => kind.replace('_', " "),
        _ => format!("`{kind}`"),
    }
}
