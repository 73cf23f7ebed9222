//! Comments that silence findings: ours by what the configuration asks of them, and those of other tools.

use super::Folder;

/// A file with one finding of `default-http-client` and `defer-in-loop` for each comment, at the end of its line.
fn file(comments: &[&str]) -> String {
    let mut text = String::from("package p\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc f(m int) {\n");
    for comment in comments {
        let code = "for n := 0; n < m; n++ { f, _ := os.Open(\"x\"); defer f.Close(); http.Head(\"x\") }";
        text.push_str(&format!("\t{code} {comment}\n"));
    }
    text + "}\n"
}

/// What is left of `d`efer-in-loop and `h`ttp, by line of the comments.
fn left(folder: &Folder, words: &[&str], lines: usize) -> Vec<String> {
    let words = [&["--concise", "--only", "default-http-client,defer-in-loop"], words].concat();
    let said = folder.gotcha(&words);
    let mut left = vec![String::new(); lines];
    for finding in said.findings() {
        let (line, rule) = finding.split_once(' ').expect("a rule follows");
        let line: usize = line.rsplit(':').next().and_then(|line| line.parse().ok()).expect("a line");
        if rule == "default-http-client" || rule == "defer-in-loop" {
            left[line - 9].push(if rule == "defer-in-loop" { 'd' } else { 'h' });
        }
    }
    left
}

#[test]
fn those_of_other_tools_count_through_aliases() {
    let comments = [
        ("", "dh"),
        ("//nolint", ""),
        ("//nolint:all", ""),
        ("//nolint:gotcha // it is so", ""),
        ("//nolint:errcheck,gotcha", ""),
        ("//nolint:errcheck", "dh"),
        ("//nolint:noctx,errcheck // why", "d"),
        ("//nolint:default-http-client", "d"),
        ("//nolint:gocritic", "h"),
        ("// #nosec", "d"),
        ("// #nosec G107 -- fine", "d"),
        ("// #nosec G999", "dh"),
        ("//lint:ignore SA9001 why", "h"),
        ("//lint:ignore SA1234,SA9* why", "h"),
        ("//lint:ignore SA1234 why", "dh"),
        ("//revive:disable-line:defer", "h"),
        ("//revive:disable-line:exported", "dh"),
    ];
    let text: Vec<&str> = comments.iter().map(|(comment, _)| *comment).collect();
    let wanted: Vec<&str> = comments.iter().map(|(_, left)| *left).collect();
    let folder = Folder::new(&[("a.go", &file(&text))]);
    // None of them is called unused, unknown or without a reason.
    assert_eq!(left(&folder, &[], text.len()), wanted);
    let all = folder.gotcha(&["--concise", "--select", "suppressions"]).expect(0);
    assert_eq!(all.out, "");
    // Whose comments count can be chosen.
    let none = vec!["dh".to_owned(); text.len()];
    assert_eq!(left(&folder, &["--config", "suppressions.honour=[\"gotcha\"]"], text.len()), none);
    let chosen = left(&folder, &["--config", "suppressions.honour=[\"lint\"]"], text.len());
    assert_eq!((&*chosen[1], &*chosen[12]), ("dh", "h"));
}

#[test]
fn ranges_and_nodes_of_other_tools() {
    let text = "package p\n\nimport \"net/http\"\n\n//nolint:noctx\nfunc f() {\n\thttp.Head(\"1\")\n\thttp.Head(\"2\")\n}\n\nfunc g() {\n\t//revive:disable\n\thttp.Head(\"3\")\n\t//revive:enable\n\t//nolint:noctx\n\thttp.Head(\"4\")\n\thttp.Head(\"5\")\n\t// #nosec G107\n\thttp.Head(\"6\")\n}\n";
    let folder = Folder::new(&[("a.go", text)]);
    let said = folder.gotcha(&["--concise", "--only", "default-http-client"]).expect(1);
    assert_eq!(said.findings(), ["a.go:13 default-http-client", "a.go:17 default-http-client"]);
    folder.write("a.go", &text.replace("package p", "//lint:file-ignore SA1234 no alias\n\npackage p"));
    assert_eq!(folder.gotcha(&["--concise", "--only", "default-http-client"]).findings().len(), 2);
}

#[test]
fn ours_as_the_configuration_asks() {
    let text = file(&[
        "//gotcha:ignore default-http-client,defer-in-loop -- see https://example.org/[x]?a,b -- and more",
        "//gotcha:ignore Defer-In-Loop -- in any case",
        "//gotcha:ignore default-http-client",
        "//gotcha:ignore default-http-client, defer-in-loop -- a space after the comma",
        "//gotcha:ignore default-http-client it is so",
    ]);
    let folder = Folder::new(&[("a.go", &text)]);
    assert_eq!(left(&folder, &[], 5), ["", "h", "dh", "", "dh"]);
    let about =
        |words: &[&str]| folder.gotcha(&[&["--concise", "--select", "suppressions"], words].concat()).findings();
    assert_eq!(about(&[]), ["a.go:11 suppression-without-reason", "a.go:13 malformed-suppression"]);
    assert_eq!(left(&folder, &["--config", "suppressions.require-reason=false"], 5), ["", "h", "d", "", "dh"]);
    // A finding that is silenced is counted, and shown with its reason on request.
    let json = folder.gotcha(&["-o", "json", "--only", "defer-in-loop,default-http-client", "--show-suppressed"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["summary"]["hidden"]["suppressed"], 5);
    assert_eq!(json["findings"][0]["suppressed"]["reason"], "see https://example.org/[x]?a,b -- and more");
    // The words after a rule become the reason.
    folder.gotcha(&["--fix", "--select", "suppressions", "-qq"]);
    assert!(folder.read("a.go").contains("//gotcha:ignore default-http-client -- it is so\n"));
    // What silences nothing: an error, a warning, or nothing at all.
    folder.write("a.go", "package p\n\nvar x = 1 //gotcha:ignore lost-cancel -- no more\n");
    assert_eq!(about(&[]), ["a.go:3 unused-suppression"]);
    folder.gotcha(&["--fail-on", "error"]).expect(0);
    folder.gotcha(&["--fail-on", "error", "--config", "suppressions.unused=error"]).expect(1);
    folder.gotcha(&["--config", "suppressions.unused=off"]).expect(0);
    // A rule that is off is run where a comment names it, so that this can be told; it reports nothing.
    folder.write("a.go", "package p\n\nfunc f() { panic(1) } //gotcha:ignore fatal-outside-main -- no more\n");
    assert_eq!(about(&[]), ["a.go:3 unused-suppression"]);
}
