//! Fixes of one file: what fits together, and what becomes of the imports.

use std::sync::Arc;

use super::*;
use crate::lint::{Class, Confidence, Edit, Place, Severity};
use crate::source::File;

fn finding(file: FileId, fixes: Vec<Fix>) -> Finding {
    Finding {
        rule: "r",
        tier: Class::Default,
        severity: Severity::Warning,
        confidence: Confidence::High,
        at: Place { file, span: Span::at(0) },
        message: String::new(),
        label: String::new(),
        labels: Vec::new(),
        trace: Vec::new(),
        why: None,
        help: None,
        fixes,
        fingerprint: String::new(),
        symbol: String::new(),
        hidden: None,
    }
}

/// A fix that replaces the only occurrence of each text.
fn fix(file: FileId, text: &str, safety: Safety, edits: &[(&str, &str)], imports: &[&str]) -> Fix {
    let edit = |(old, new): &(&str, &str)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        let start = text.find(old).unwrap() as u32;
        Edit { place: Place { file, span: Span::new(start, start + old.len() as u32) }, text: (*new).to_owned() }
    };
    let imports = imports.iter().map(|&path| path.to_owned()).collect();
    Fix { title: "t".into(), safety, edits: edits.iter().map(edit).collect(), imports }
}

/// The text after one pass with one fix.
fn fixed(text: &str, edits: &[(&str, &str)], imports: &[&str]) -> String {
    let files = Files::default();
    let file = files.add(File::new("a.go".into(), None, text.into(), 0));
    let findings = [finding(file, vec![fix(file, text, Safety::Safe, edits, imports)])];
    let pass = pass(&files, &findings, |finding| applicable(finding, false));
    assert_eq!(pass.refused, []);
    assert_eq!(pass.rewrites.len(), 1);
    assert!(read(pass.rewrites[0].text.clone()).problems.is_empty());
    pass.rewrites[0].text.to_string()
}

#[test]
fn imports_follow_the_text() {
    // One import becomes a group, sorted; a comment stays.
    assert_eq!(
        fixed(
            "package p\n\nimport \"fmt\" // why\n\nvar _ = fmt.X\nvar y = 1\n",
            &[("1", "errors.New(0)")],
            &["errors"]
        ),
        "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\" // why\n)\n\nvar _ = fmt.X\nvar y = errors.New(0)\n"
    );
    // None before, and a licence above.
    assert_eq!(
        fixed("// c\npackage p // x\n\nvar y = 1\n", &[("1", "errors.New(0)")], &["errors"]),
        "// c\npackage p // x\n\nimport \"errors\"\n\nvar y = errors.New(0)\n"
    );
    // The standard library's section is the right one, and the order holds.
    let text = "package p\n\nimport (\n\t\"context\"\n\t\"os\"\n\n\t\"example.org/a\"\n)\n\nvar _, _, _ = context.X, os.X, a.X\nvar y = 1\n";
    assert_eq!(
        fixed(text, &[("1", "errors.New(0)")], &["errors"]),
        text.replace("\t\"os\"", "\t\"errors\"\n\t\"os\"").replace("= 1", "= errors.New(0)")
    );
    assert_eq!(
        fixed(text, &[("1", "b.X")], &["example.org/b"]),
        text.replace("example.org/a\"\n", "example.org/a\"\n\t\"example.org/b\"\n").replace("= 1", "= b.X")
    );
    // Sections that are not there yet.
    let text = "package p\n\nimport (\n\t\"example.org/a\"\n)\n\nvar _ = a.X\nvar y = 1\n";
    assert_eq!(
        fixed(text, &[("1", "os.X")], &["os"]),
        text.replace("\t\"example", "\t\"os\"\n\n\t\"example").replace("= 1", "= os.X")
    );
    // What is there is not added again.
    let text = "package p\n\nimport \"os\"\n\nvar _ = os.X\nvar y = 1\n";
    assert_eq!(fixed(text, &[("1", "os.Y")], &["os"]), text.replace("= 1", "= os.Y"));
}

#[test]
fn imports_that_became_unused_go() {
    let text = "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\n\t\"gopkg.in/yaml.v3\"\n)\n\nvar _, _ = fmt.X, errors.X\nvar y = yaml.Y\n";
    // With its section and one of two blank lines.
    assert_eq!(
        fixed(text, &[("yaml.Y", "1")], &[]),
        "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n)\n\nvar _, _ = fmt.X, errors.X\nvar y = 1\n"
    );
    // One goes, another comes in its place.
    assert_eq!(
        fixed(text, &[("yaml.Y", "os.Y")], &["os"]),
        "package p\n\nimport (\n\t\"errors\"\n\t\"fmt\"\n\t\"os\"\n)\n\nvar _, _ = fmt.X, errors.X\nvar y = os.Y\n"
    );
    // The declaration goes with its last import.
    assert_eq!(
        fixed("package p\n\nimport \"os\"\n\nvar y = os.Y\n", &[("os.Y", "1")], &[]),
        "package p\n\nvar y = 1\n"
    );
    assert_eq!(
        fixed("package p\n\nimport (\n\tx \"os\"\n)\n\nvar y = x.Y\n", &[("x.Y", "fmt.Y")], &["fmt"]),
        "package p\n\nimport \"fmt\"\n\nvar y = fmt.Y\n"
    );
    // Imports that were unused before, or have no name to be used by, are not ours.
    let text = "package p\n\nimport (\n\t_ \"embed\"\n\t. \"math\"\n\t\"os\"\n)\n\nvar y = 1\n";
    assert_eq!(fixed(text, &[("= 1", "= 2")], &[]), text.replace("= 1", "= 2"));
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    let text = "\u{feff}package p\r\n\r\nimport \"fmt\"\r\n\r\nvar y = fmt.X\r\n";
    assert_eq!(
        fixed(text, &[("fmt.X", "fmt.X(\n\t1,\n\terrors.X)")], &["errors"]),
        "\u{feff}package p\r\n\r\nimport (\r\n\t\"errors\"\r\n\t\"fmt\"\r\n)\r\n\r\nvar y = fmt.X(\r\n\t1,\r\n\terrors.X)\r\n"
    );
}

#[test]
fn fixes_that_touch_wait_and_bad_ones_are_refused() {
    let text = "package p\n\nvar a, b, c = 1, 2, 3\n";
    let files = Files::default();
    let file = files.add(File::new("a.go".into(), None, text.into(), 0));
    let one = |safety, edits: &[(&str, &str)]| finding(file, vec![fix(file, text, safety, edits, &[])]);
    let findings = [
        one(Safety::Safe, &[("1, 2", "4, 5")]),
        one(Safety::Safe, &[("2", "6"), ("3", "7")]),
        one(Safety::Unsafe, &[("3", "8")]),
        one(Safety::Sketch, &[("b", "9")]),
        one(Safety::Safe, &[("1, 2", "4, 5")]),
    ];
    let safe = pass(&files, &findings, |finding| applicable(finding, false));
    assert_eq!(&*safe.rewrites[0].text, "package p\n\nvar a, b, c = 4, 5, 3\n");
    // The second overlaps the first and is not done half; equal fixes are one.
    assert_eq!((&safe.rewrites[0].fixed[..], safe.waiting), (&[0, 4][..], 1));
    let all = pass(&files, &findings, |finding| applicable(finding, true));
    assert_eq!(&*all.rewrites[0].text, "package p\n\nvar a, b, c = 4, 5, 8\n");

    let findings = [one(Safety::Safe, &[("= 1", "= (1")])];
    let broken = pass(&files, &findings, |finding| applicable(finding, false));
    assert_eq!(broken.refused, [Refused { file, reason: "the fixed text would not parse".into() }]);
    assert!(broken.rewrites.is_empty());

    let bad: Arc<str> = "package p\n\nvar a = (1\n".into();
    let file = files.add(File::new("b.go".into(), None, bad.clone(), 0));
    let findings = [finding(file, vec![fix(file, &bad, Safety::Safe, &[("1", "2")], &[])])];
    let broken = pass(&files, &findings, |finding| applicable(finding, false));
    assert_eq!(broken.refused[0].reason, "it has syntax errors");
}
