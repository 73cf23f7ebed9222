//! Each format as it comes out of a run; what is in them is tested beside their code.

use super::run::FORMATS;
use super::{Folder, LOOP};

#[test]
fn several_formats_at_once() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    let mut words = vec!["-o".to_owned(), "concise".to_owned()];
    for format in FORMATS {
        words.extend(["-o".to_owned(), format!("{format}=out/{format}")]);
    }
    std::fs::create_dir(folder.path.join("out")).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = folder.gotcha(&words).expect(1);
    assert_eq!(said.findings().len(), 1);
    for format in FORMATS {
        let text = folder.read(&format!("out/{format}"));
        assert!(text.contains("loop-variable-capture"), "{format}: {text}");
        match format {
            "json" | "sarif" | "gitlab" | "rdjson" => {
                serde_json::from_str::<serde_json::Value>(&text).unwrap();
            }
            "jsonl" | "rdjsonl" => {
                assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
            }
            "checkstyle" | "junit" => {
                let mut reader = quick_xml::Reader::from_str(&text);
                while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
            }
            _ => {}
        }
        assert!(!text.contains(folder.path.to_str().unwrap()), "{format} names this machine's folders");
    }
}

#[test]
fn sarif_of_a_run_is_valid() {
    let folder = Folder::new(&[("a b.go", LOOP), ("x.go", "package p\n\nfunc g( {\n")]);
    let said = folder.gotcha(&["-o", "sarif"]).expect(1);
    let log: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let schema = std::fs::read_to_string("testdata/_schemas/sarif-2.1.0.json").unwrap();
    let mut schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    for holder in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{holder}/properties/language"));
        language.unwrap().as_object_mut().unwrap().remove("pattern");
    }
    let faults: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&log).map(|e| e.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.len() >= 12 && rules.iter().all(|rule| rule["helpUri"].is_string()));
    assert_eq!(log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "a%20b.go");
    let notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes[0]["descriptor"]["id"], "syntax");
}

#[test]
fn hidden_findings_on_request() {
    let text = LOOP.replace("\t\tgo", "\t\t//gotcha:ignore loop-variable-capture -- on purpose\n\t\tgo");
    let folder = Folder::new(&[("a.go", &text)]);
    let log: serde_json::Value = serde_json::from_str(&folder.gotcha(&["-o", "sarif"]).expect(0).out).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
    let said = folder.gotcha(&["-o", "sarif", "--show-suppressed"]).expect(0);
    let log: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(log["runs"][0]["results"][0]["suppressions"][0]["justification"], "on purpose");
}

#[test]
fn under_github_actions_annotations_and_a_summary_come_by_themselves() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    let run = |words: &[&str]| {
        let mut command = folder.command(words);
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", folder.path.join("summary.md"));
        super::said(command)
    };
    let said = run(&[]).expect(1);
    assert!(said.out.contains("warning[loop-variable-capture]"), "{}", said.out);
    assert!(said.out.contains("::warning file=a.go,line=5,"), "{}", said.out);
    let summary = folder.read("summary.md");
    assert!(summary.contains("| `a.go:5:"), "{summary}");
    // A form that is asked for comes alone; summaries add up.
    let said = run(&["-o", "json"]).expect(1);
    assert!(serde_json::from_str::<serde_json::Value>(&said.out).is_ok());
    assert!(folder.read("summary.md").len() > summary.len());
}
