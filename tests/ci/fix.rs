//! `--fix`, `--diff` and what must not be touched.

use super::{Folder, LOOP};

const FIXED: &str =
    "package p\n\nfunc f() {\n\tfor i := 0; i < 3; i++ {\n\t\ti := i\n\t\tgo func() { println(i) }()\n\t}\n}\n";

#[test]
fn fixes_are_written_once_and_settle() {
    let folder = Folder::new(&[("a.go", LOOP), ("b/b.go", &LOOP.replace('\n', "\r\n"))]);
    let said = folder.gotcha(&["--fix", "--show-fixes", "--concise"]).expect(0);
    assert_eq!(folder.read("a.go"), FIXED);
    assert_eq!(folder.read("b/b.go"), FIXED.replace('\n', "\r\n"));
    assert!(said.err.contains("a.go:5: loop-variable-capture: "), "{}", said.err);
    assert!(said.err.contains("2 findings fixed in 2 files"), "{}", said.err);
    assert_eq!(said.out, "");
    let again = folder.gotcha(&["--fix", "--concise"]).expect(0);
    assert!(again.err.contains("0 findings fixed"), "{}", again.err);
    assert_eq!(folder.read("a.go"), FIXED);
}

#[test]
fn a_patch_is_printed_and_nothing_written() {
    let folder = Folder::new(&[("a.go", LOOP), ("clean/c.go", "package c\n")]);
    let patch = folder.gotcha(&["--diff"]).expect(1).out;
    assert_eq!(folder.read("a.go"), LOOP);
    assert!(patch.starts_with("--- a/a.go\n+++ b/a.go\n@@ -2,6 +2,7 @@\n"), "{patch}");
    folder.gotcha(&["--diff", "clean"]).expect(0);
    // It is a patch that others can apply.
    folder.git("init -q");
    folder.write("p.patch", &patch);
    folder.git("apply p.patch");
    assert_eq!(folder.read("a.go"), FIXED);
}

#[test]
fn fix_only_is_silent_about_the_rest() {
    let rest = "package p\n\ntype e struct{}\n\nfunc (*e) Error() string { return \"\" }\n\nfunc g(ok bool) error {\n\tvar x *e\n\tif ok {\n\t\tx = &e{}\n\t}\n\treturn x\n}\n";
    let folder = Folder::new(&[("a.go", LOOP), ("b.go", rest)]);
    let said = folder.gotcha(&["--fix-only"]).expect(0);
    assert_eq!(said.out, "");
    assert_eq!(folder.read("a.go"), FIXED);
    assert_eq!(folder.gotcha(&["--concise", "--fix"]).expect(1).findings(), ["b.go:12 typed-nil-error"]);
}

#[test]
fn what_the_configuration_keeps_is_kept() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    for never in ["loop-variable-capture", "concurrency", "default", "all"] {
        folder.write("gotcha.toml", &format!("fix.never = [\"{never}\"]\n"));
        folder.gotcha(&["--fix"]).expect(1);
        assert_eq!(folder.read("a.go"), LOOP, "{never}");
    }
    // Suppressed findings stay as they are.
    folder.write("gotcha.toml", "");
    let text = LOOP.replace("\t\tgo", "\t\t//gotcha:ignore loop-variable-capture -- on purpose\n\t\tgo");
    folder.write("a.go", &text);
    folder.gotcha(&["--fix"]).expect(0);
    assert_eq!(folder.read("a.go"), text);
}

#[test]
fn files_with_syntax_errors_are_left_alone() {
    let broken = format!("{LOOP}\nfunc g( {{\n");
    let folder = Folder::new(&[("a.go", &broken)]);
    let said = folder.gotcha(&["--fix", "--concise"]);
    assert_eq!(folder.read("a.go"), broken);
    assert!(
        said.findings().is_empty() || said.err.contains("a.go was not fixed: it has syntax errors"),
        "{}",
        said.err
    );
}

#[test]
fn unused_suppressions_go() {
    let folder = Folder::new(&[(
        "a.go",
        "package p\n\n//gotcha:file-ignore lost-cancel -- no more\n\nfunc f() {\n\tg() //gotcha:ignore typed-nil-error,defer-in-loop -- no more\n\t//gotcha:ignore nothing-known -- no more\n\tg()\n}\n\nfunc g() {}\n",
    )]);
    let said = folder.gotcha(&["--concise"]).expect(1);
    assert!(said.findings().iter().any(|finding| finding.ends_with("unused-suppression")), "{}", said.out);
    assert!(said.findings().iter().any(|finding| finding.ends_with("unknown-rule-in-suppression")), "{}", said.out);
    folder.gotcha(&["--fix"]);
    let text = folder.read("a.go");
    assert!(!text.contains("lost-cancel") && !text.contains("typed-nil-error"), "{text}");
    assert!(text.contains("\tg()\n"), "{text}");
}

#[cfg(unix)]
#[test]
fn killing_it_leaves_each_file_old_or_new() {
    let texts: Vec<(String, String)> = (0..200).map(|n| (format!("p{n}/a.go"), LOOP.to_owned())).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    for wait in [0, 5, 10, 20, 30, 40, 60, 80, 120, 160] {
        let mut child =
            folder.command(&["--fix", "-qq", "-o", "concise"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, _) in &texts {
            let text = folder.read(path);
            assert!(text == LOOP || text == FIXED, "{path} after {wait} ms: {text}");
        }
    }
    folder.gotcha(&["--fix"]).expect(0);
    assert!(texts.iter().all(|(path, _)| folder.read(path) == FIXED));
}
