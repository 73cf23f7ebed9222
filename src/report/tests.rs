//! Every format on one small run that has all that can go wrong: quotes, brackets, markup, other files, UTF-16.

use std::collections::BTreeMap;

use super::view::{RuleInfo, View};
use super::*;
use crate::lint::{
    Class, Confidence, Edit, FileCounts, Finding, Fix, Hidden, Label, Notice, NoticeKind, Place, Role, Safety, Severity,
};
use crate::source::{File, FileId, Files};
use crate::text::Span;

const TEXT: &str =
    "package p\n\n// 😀 wide\nvar x = \"😀\"; var y = f(x)\n\nfunc f(a string) string {\n\treturn a + \"|<&>\"\n}\n";

fn span(part: &str) -> Span {
    let start = TEXT.find(part).unwrap() as u32;
    Span::new(start, start + part.len() as u32)
}

fn finding(file: FileId, rule: &'static str, part: &str, severity: Severity) -> Finding {
    Finding {
        rule,
        tier: Class::Default,
        severity,
        confidence: Confidence::High,
        at: Place { file, span: span(part) },
        message: "`f` is [not] 100 % | <b>safe</b>, it's \u{1}so: see".into(),
        label: "called here".into(),
        labels: Vec::new(),
        trace: Vec::new(),
        why: None,
        help: Some("call g instead".into()),
        fixes: Vec::new(),
        fingerprint: "v1:00".into(),
        symbol: "f".into(),
        hidden: None,
    }
}

fn with_view(check: impl Fn(&View)) {
    let files = Files::default();
    let file = files.add(File::new("a b/x,1.go".into(), None, TEXT.into(), 0));
    let other = files.add(File::new("other.go".into(), None, TEXT.into(), 0));
    let mut first = finding(file, "bad-call", "f(x)", Severity::Warning);
    first.labels.push(Label {
        place: Place { file, span: span("func f(a string)") },
        role: Role::Declared,
        message: "declared here".into(),
    });
    first.labels.push(Label {
        place: Place { file: other, span: span("a +") },
        role: Role::Note,
        message: "see [here]".into(),
    });
    let edit = |part: &str, text: &str| Edit { place: Place { file, span: span(part) }, text: text.into() };
    first.fixes.push(Fix {
        title: "call g".into(),
        safety: Safety::Unsafe,
        edits: vec![edit("f(x)", "g(x, 1)"), edit("var y", "var z")],
        imports: Vec::new(),
    });
    first.fixes.push(Fix {
        title: "think".into(),
        safety: Safety::Sketch,
        edits: vec![edit("f(x)", "…")],
        imports: Vec::new(),
    });
    let second = finding(file, "bad-call", "a +", Severity::Error);
    let mut third = finding(other, "unused-suppression", "package p\n\n//", Severity::Info);
    third.fingerprint = "v1:01".into();
    let mut hidden = finding(other, "bad-call", "f(x)", Severity::Error);
    hidden.hidden = Some(Hidden::Suppressed { reason: "because".into() });
    let notices = [
        Notice {
            kind: NoticeKind::Syntax,
            path: "other.go".into(),
            place: Some(Place { file: other, span: Span::at(3) }),
            message: "expected a name".into(),
        },
        Notice { kind: NoticeKind::Unreadable, path: "no.go".into(), place: None, message: "permission denied".into() },
        Notice {
            kind: NoticeKind::MissingModule,
            path: String::new(),
            place: None,
            message: "example.org/x is not here".into(),
        },
    ];
    let rules = vec![RuleInfo {
        name: "bad-call",
        title: "bad call".into(),
        summary: "A call that is <bad>.".into(),
        page: "# bad call\n\nA call that is <bad>.\n\n## Why it is a problem\n\nIt is *bad*.\n".into(),
        group: "security".into(),
        class: Class::Default,
        severity: Severity::Warning,
        level: "mid".into(),
        link: Some("https://go.dev/ref/spec#Calls".into()),
        links: vec!["https://go.dev/ref/spec#Calls".into()],
    }];
    let findings = [first, second, third, hidden];
    check(&View {
        files: &files,
        findings: findings.iter().collect(),
        notices: &notices,
        rules,
        go: (crate::text::GoVersion::NEWEST, crate::text::GoVersion::NEWEST),
        coverage: FileCounts { analysed: 2, partial: 1, failed: 1, skipped: 0 },
        hidden: BTreeMap::from([("suppressed", 1)]),
        missing_modules: vec!["example.org/x".into()],
        rule_set: "0".into(),
        path: Box::new(str::to_owned),
        category: String::new(),
        trusted: false,
        why: Box::new(|_| Some("It is bad.".into())),
    });
}

type Writer = fn(&View, &mut dyn std::io::Write) -> std::io::Result<()>;

fn text(write: Writer, view: &View) -> String {
    let mut out = Vec::new();
    write(view, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn json(write: Writer, view: &View) -> serde_json::Value {
    serde_json::from_str(&text(write, view)).unwrap()
}

/// The official schema of SARIF 2.1.0, and what GitHub asks besides.
pub(crate) fn check_sarif(log: &serde_json::Value) {
    let schema = include_str!("../../testdata/_schemas/sarif-2.1.0.json");
    let mut schema: serde_json::Value = serde_json::from_str(schema).unwrap();
    // Its pattern for languages has a bracket that opens nowhere, which not every reader of patterns takes.
    for holder in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{holder}/properties/language"));
        language.unwrap().as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(log).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new());
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        assert_ne!(rule["id"], rule["name"]);
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024);
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 10);
        assert!(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string());
    }
    for result in run["results"].as_array().unwrap() {
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.contains([' ', '\\', ':']) && !uri.starts_with('/'), "{uri}");
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(place["region"][key].as_u64().unwrap() >= 1);
        }
        if let Some(index) = result["ruleIndex"].as_u64() {
            assert_eq!(rules[index as usize]["id"], result["ruleId"]);
        }
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    }
}

#[test]
fn sarif_fits_the_schema_and_github() {
    with_view(|view| {
        let log = json(sarif::write, view);
        check_sarif(&log);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(
            result["message"]["text"],
            "`f` is \\[not\\] 100 % | <b>safe</b>, it's \u{1}so: see: [declared here](1), [see \\[here\\]](2)"
        );
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20b/x%2C1.go");
        // `var x = "😀"; var y = ` has 22 code units in UTF-16.
        assert_eq!(place["region"]["startColumn"], 23);
        assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 2);
        assert_eq!(result["fixes"].as_array().unwrap().len(), 1);
        assert_eq!(result["fixes"][0]["artifactChanges"][0]["replacements"].as_array().unwrap().len(), 2);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results[1]["partialFingerprints"]["gotcha/v1"], "v1:00:2");
        assert_eq!(results[3]["suppressions"][0]["justification"], "because");
        assert!(results[2].get("ruleIndex").is_none());
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], false);
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][0]["properties"]["security-severity"], "5.5");
        let clean = View { findings: Vec::new(), ..empty(view) };
        assert_eq!(json(sarif::write, &clean)["runs"][0]["results"], serde_json::json!([]));
    });
}

/// The same run without findings.
fn empty<'a>(view: &View<'a>) -> View<'a> {
    View {
        files: view.files,
        findings: Vec::new(),
        notices: &[],
        rules: view.rules.clone(),
        go: view.go,
        coverage: view.coverage,
        hidden: BTreeMap::new(),
        missing_modules: Vec::new(),
        path: Box::new(str::to_owned),
        category: "linux".into(),
        rule_set: "0".into(),
        trusted: true,
        why: Box::new(|_| None),
    }
}

#[test]
fn github_annotates_the_worst_first() {
    with_view(|view| {
        let text = text(github::write, view);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        assert!(lines[0].starts_with(
            "::error file=a b/x%2C1.go,line=7,endLine=7,col=9,endColumn=11,title=bad-call::`f` is [not] 100 %25 |"
        ));
        assert!(
            lines[1].starts_with("::warning file=a b/x%2C1.go,line=4,endLine=4,col=25,endColumn=28,title=bad-call::")
        );
        assert!(
            lines[1].ends_with(": see%0Aa b/x,1.go:6: declared here%0Aother.go:7: see [here]%0Ahelp: call g instead"),
            "{}",
            lines[1]
        );
        // Columns only make sense on one line.
        assert!(lines[2].starts_with("::notice file=other.go,line=1,endLine=3,title=unused-suppression::"));
        assert_eq!(lines[3], "::warning file=other.go,line=1,title=gotcha syntax::expected a name");
        assert_eq!(lines[4], "::error file=no.go,title=gotcha unreadable::permission denied");
    });
}

#[test]
fn gitlab_has_unique_fingerprints() {
    with_view(|view| {
        let issues = json(gitlab::write, view);
        let of = |key: &str| {
            issues.as_array().unwrap().iter().map(|issue| issue[key].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of("fingerprint"), ["v1:00", "v1:00:2", "v1:01"]);
        assert_eq!(of("severity"), ["minor", "major", "info"]);
        assert_eq!(issues[0]["location"], serde_json::json!({"path": "a b/x,1.go", "lines": {"begin": 4, "end": 4}}));
        assert!(issues[0]["description"].as_str().unwrap().starts_with("bad-call: `f`"));
        assert_eq!(text(gitlab::write, &empty(view)), "[]\n");
    });
}

/// The elements of a well-formed document, each with its attributes.
pub(crate) fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut elements = Vec::new();
    let mut depth = 0;
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = quick_xml::escape::unescape(&attribute.value).unwrap().into_owned();
                    (attribute.key.as_ref().to_owned(), value)
                });
                elements.push((start.name().as_ref().to_owned(), attributes.collect()));
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    elements
}

#[test]
fn checkstyle_and_junit_are_well_formed() {
    with_view(|view| {
        let xml = elements(&text(checkstyle::write, view));
        let names: Vec<&str> = xml.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["checkstyle", "file", "error", "error", "file", "error"]);
        assert_eq!(xml[0].1["version"], "5.0");
        assert_eq!(
            (&*xml[2].1["column"], &*xml[2].1["severity"], &*xml[2].1["source"]),
            ("25", "warning", "gotcha.bad-call")
        );
        assert_eq!(xml[2].1["message"], "`f` is [not] 100 % | <b>safe</b>, it's \u{fffd}so: see");
        assert_eq!(elements(&text(checkstyle::write, &empty(view))).len(), 1);

        let xml = elements(&text(junit::write, view));
        let cases: Vec<&BTreeMap<String, String>> =
            xml.iter().filter(|(name, _)| name == "testcase").map(|(_, a)| a).collect();
        assert_eq!(cases.len(), 3);
        let names: Vec<&str> = cases.iter().map(|case| &*case["name"]).collect();
        assert_eq!(names, ["gotcha.bad-call", "gotcha.bad-call (2)", "gotcha.unused-suppression"]);
        assert_eq!((&*cases[0]["file"], &*cases[0]["line"]), ("a b/x,1.go", "4"));
        assert_eq!(xml[0].1["failures"], "3");
        let clean = elements(&text(junit::write, &empty(view)));
        assert_eq!(
            clean.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["testsuites", "testsuite", "testcase"]
        );
    });
}

#[test]
fn teamcity_tells_each_rule_once() {
    with_view(|view| {
        let text = text(teamcity::write, view);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        assert_eq!(
            lines[0],
            "##teamcity[inspectionType id='bad-call' name='bad-call' description='A call that is <bad>.' category='gotcha security']"
        );
        assert!(lines[1].contains("`f` is |[not|] 100 % || <b>safe</b>, it|'s |0x0001so"));
        assert!(lines[1].ends_with("file='a b/x,1.go' line='4' SEVERITY='WARNING']"));
        assert!(lines.iter().all(|line| line.starts_with("##teamcity[") && line.ends_with("']")));
    });
}

#[test]
fn rdjson_suggests_whole_fixes() {
    with_view(|view| {
        let document = json(rdjson::write, view);
        let first = &document["diagnostics"][0];
        assert_eq!(
            first["location"]["range"],
            serde_json::json!({"start": {"line": 4, "column": 25}, "end": {"line": 4, "column": 29}})
        );
        assert_eq!(first["suggestions"].as_array().unwrap().len(), 1);
        assert_eq!(first["suggestions"][0]["text"], "var z = g(x, 1)");
        assert_eq!(first["suggestions"][0]["range"]["start"]["column"], 17);
        assert_eq!(first["code"]["url"], "https://go.dev/ref/spec#Calls");
        assert_eq!(first["related_locations"][1]["location"]["path"], "other.go");
        let lines = text(rdjson::write_lines, view);
        let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[2]["source"]["name"], "gotcha");
    });
}

#[test]
fn azure_logs_issues() {
    with_view(|view| {
        let text = text(azure::write, view);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("##vso[task.logissue type=warning;sourcepath=a b/x,1.go;linenumber=4;columnnumber=25;code=bad-call;]`f` is [not] 100 %AZP25 |"));
        assert!(lines[1].starts_with("##vso[task.logissue type=error;"));
        assert_eq!(lines[3], "##vso[task.logissue type=error;sourcepath=no.go;]permission denied");
    });
}

#[test]
fn people_can_read_it() {
    with_view(|view| {
        let prose = text(narrated::write, view);
        assert!(prose.starts_with("warning: `f` is [not] 100 %"), "{prose}");
        assert!(prose.contains("see [here], in other.go line 7. It is bad. call g instead Fix: call g."), "{prose}");
        assert!(prose.ends_with("1 error, 1 warning, 1 info; 2 files analysed, 1 partly, 1 not.\n"), "{prose}");

        let page = text(markdown::write, view);
        assert!(page.starts_with(
            "## gotcha: 1 error, 1 warning, 1 info\n\n2 files analysed, 1 partly, 1 not. Hidden: 1 suppressed.\n"
        ));
        assert!(page.contains("&lt;b&gt;safe&lt;/b&gt;") && !page.contains("<b>"));
        assert!(page.contains("- **unreadable** `no.go`: permission denied"));
        let summary = markdown::summary(view);
        assert!(summary.contains("| `a b/x,1.go:4:25` | warning | [bad-call](https://go.dev/ref/spec#Calls) | `f` is \\[not\\] 100 % \\| &lt;b&gt;"), "{summary}");
    });
}

#[test]
fn html_is_one_safe_page() {
    with_view(|view| {
        let page = text(html::write, view);
        assert!(page.starts_with("<!doctype html>"));
        assert!(page.contains("&lt;b&gt;safe") && !page.contains("<b>safe"), "the reader's text is no markup");
        assert!(page.contains("<em>bad</em>"), "the lesson is rendered");
        for outside in ["<script", "<link", "<img", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("<span class=\"plus\">+ var x = &quot;😀&quot;; var z = g(x, 1)</span>"), "{page}");
        assert!(page.contains("<mark>f(x)</mark>") && page.contains("declared here"));
    });
}
