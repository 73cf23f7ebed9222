//! What is found, what is merged, what is refused.

use std::fs;
use std::path::Path;

use miette::Diagnostic;

use super::*;

fn known() -> Known {
    let options = serde_json::json!({"type": "object", "additionalProperties": false,
        "properties": {"max": {"type": "integer", "minimum": 1}}});
    Known {
        rules: ["defer-in-loop", "lost-cancel", "deep-nesting"].map(str::to_owned).into(),
        renamed: [("cancel-lost".to_owned(), "lost-cancel".to_owned())].into(),
        groups: vec!["resources".into(), "context".into()],
        classes: ["default", "strict", "hint", "preview", "all"].map(str::to_owned).to_vec(),
        formats: vec!["full".into(), "json".into()],
        options: [("deep-nesting".to_owned(), options)].into(),
    }
}

/// The fault of a text: the text it points at, message and help.
fn fault(text: &str) -> (String, String, String) {
    let error = ConfigFile::parse(Path::new("/r/gotcha.toml"), text, &known()).expect_err("it is wrong");
    let at = error.span().map(|span| text[span].to_owned()).unwrap_or_default();
    (at, error.to_string(), Diagnostic::help(&error).map(|help| help.to_string()).unwrap_or_default())
}

#[test]
fn each_fault_has_its_place_and_a_suggestion() {
    let cases = [
        ("vers = 1", "vers", "unknown key `vers`", "did you mean `version`?"),
        ("version = 2", "2", "`version` is out of range", "it can only be 1"),
        ("[rules]\nselct = []", "selct", "unknown key `selct` in `[rules]`", "did you mean `select`?"),
        (
            "[rules]\nselect = [\"defualt\"]",
            "\"defualt\"",
            "unknown rule, group or class `defualt`",
            "did you mean `default`?",
        ),
        ("[rules]\nselect = \"all\"", "\"all\"", "`select` needs a list, such as [\"…\"]", ""),
        (
            "rules.min-confidence = \"hihg\"",
            "\"hihg\"",
            "unknown value `hihg` of `min-confidence`",
            "did you mean `high`?",
        ),
        (
            "rules.severity.lost-cancl = \"error\"",
            "lost-cancl",
            "unknown rule `lost-cancl`",
            "did you mean `lost-cancel`?",
        ),
        (
            "rules.severity.lost-cancel = \"err\"",
            "\"err\"",
            "unknown value `err` of `lost-cancel`",
            "possible here: error, warning, info",
        ),
        ("rules.options.deep-nesting.max = 0", "0", "`max` is out of range", "it can be 1 or more"),
        (
            "rules.options.deep-nesting.mx = 3",
            "mx",
            "unknown key `mx` in `[rules.options.deep-nesting]`",
            "did you mean `max`?",
        ),
        (
            "rules.options.lost-cancel.max = 3",
            "max",
            "the rule `lost-cancel` has no such setting",
            "possible here: tier",
        ),
        (
            "rules.options.lost-cancel.tier = \"strikt\"",
            "\"strikt\"",
            "unknown value `strikt` of `tier`",
            "did you mean `strict`?",
        ),
        ("go = \"go1.22\"", "\"go1.22\"", "`go1.22` is no Go version", "for example: go = \"1.24\""),
        ("files.exclude = [\"a\", \"[\"]", "\"[\"", "the glob `[` is malformed", ""),
        (
            "[[overrides]]\nignore = [\"context\"]",
            "[[overrides]]",
            "an override needs `paths`",
            "for example: paths = [\"**/*_test.go\"]",
        ),
        (
            "[[overrides]]\npaths=[\"a\"]\nignore = [\"contxt\"]",
            "\"contxt\"",
            "unknown rule, group or class `contxt`",
            "did you mean `context`?",
        ),
        ("output.formats = [\"jsn=x\"]", "\"jsn=x\"", "unknown output format `jsn`", "did you mean `json`?"),
        (
            "output.links = \"official!\"",
            "\"official!\"",
            "unknown value `official!` of `links`",
            "possible here: official, none, or an address that begins with https://",
        ),
        (
            "suppressions.honour = [\"nolnt\"]",
            "\"nolnt\"",
            "unknown value `nolnt` of `honour`",
            "did you mean `nolint`?",
        ),
        ("suppressions.require-reason = \"yes\"", "\"yes\"", "`require-reason` needs true or false", ""),
        ("review.topics = [\"contexts\"]", "\"contexts\"", "unknown topic `contexts`", "did you mean `context`?"),
    ];
    for (text, at, message, help) in cases {
        assert_eq!(fault(text), (at.to_owned(), message.to_owned(), help.to_owned()), "{text}");
    }
    let (_, message, _) = fault("[rules\nselect");
    assert!(message.starts_with("cannot read the configuration: "), "{message}");
}

fn configs(folder: &Path, inline: &[&str]) -> Configs {
    let inline = inline.iter().map(|&one| one.to_owned()).collect();
    let sources = Sources { cwd: folder.to_owned(), inline, ..Sources::default() };
    Configs::new(sources, known()).expect("the command line is right")
}

#[test]
fn the_nearest_file_decides_alone() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap();
    let write = |path: &str, text: &str| {
        let path = top.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("gotcha.toml", "[rules]\nselect = [\"strict\"]\nmin-confidence = \"low\"\n");
    write("repo/.git/HEAD", "");
    write(
        "repo/a/gotcha.toml",
        "extends = [\"../base.toml\"]\n[rules]\nignore = [\"context\"]\n[rules.options.deep-nesting]\nmax = 3\n[baseline]\nfile = \"b.json\"\n",
    );
    write(
        "repo/base.toml",
        "[rules]\nselect = [\"all\"]\nignore = [\"resources\"]\n[rules.options.deep-nesting]\nmax = 9\ntier = \"strict\"\n[files]\nexclude = [\"gen/**\"]\n[[overrides]]\npaths = [\"**/*_test.go\"]\nignore = [\"Cancel-Lost\"]\nseverity = { cancel-lost = \"info\" }\n",
    );
    let configs = configs(&top, &["rules.preview=true", "go=1.21"]);

    // Above the repository nothing counts, within it the nearest file does.
    let plain = configs.for_path(&top.join("repo/x.go")).unwrap();
    assert_eq!(plain.selection[0].select, ["default"]);
    assert!(plain.preview && plain.go.as_deref() == Some("1.21") && plain.files.is_empty());
    assert_eq!(configs.for_path(&top.join("x.go")).unwrap().min_confidence, Confidence::Low);

    let deep = configs.for_path(&top.join("repo/a/b/c/x.go")).unwrap();
    assert_eq!(configs.for_folder(&top.join("repo/a")).unwrap().id, deep.id);
    assert_eq!(deep.selection, [Selection { select: vec!["all".into()], ignore: vec!["context".into()] }]);
    assert_eq!(
        serde_json::to_value(&deep.options["deep-nesting"]).unwrap(),
        serde_json::json!({"max": 3, "tier": "strict"})
    );
    assert_eq!(deep.baseline.as_deref(), Some(&*top.join("repo/a/b.json")));
    assert!(deep.exclude.matches(&top.join("repo/gen/x.go")) && !deep.exclude.matches(&top.join("repo/a/gen/x.go")));
    assert!(deep.origins["rules.select"].ends_with("base.toml") && deep.origins["rules.preview"] == "--config");

    // Equal settings are one; an override makes another.
    let other = configs.for_path(&top.join("repo/a/y.go")).unwrap();
    let test = configs.for_path(&top.join("repo/a/y_test.go")).unwrap();
    assert_eq!(deep.id, other.id);
    assert_ne!(deep.id, test.id);
    assert_eq!(test.selection[1].ignore, ["cancel-lost"]);
    assert_eq!(test.severity["lost-cancel"], Severity::Info);
    assert_eq!(configs.read().len(), 3);
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap();
    fs::create_dir(top.join("two")).unwrap();
    for name in FILE_NAMES {
        fs::write(top.join("two").join(name), "").unwrap();
    }
    fs::write(top.join("gotcha.toml"), "extends = [\"other.toml\"]").unwrap();
    let configs = configs(&top, &[]);
    let message = |path: &str| configs.for_path(&top.join(path)).unwrap_err().to_string();
    assert!(message("two/x.go").starts_with("two configuration files in one folder"));
    assert!(message("x.go").contains("is no file"));
    fs::write(top.join("other.toml"), "extends = [\"gotcha.toml\"]").unwrap();
    assert!(message("x.go").ends_with("extends itself"));
    let sources = Sources { cwd: top.clone(), file: Some("none.toml".into()), ..Sources::default() };
    let named = Configs::new(sources, known()).unwrap().for_path(&top.join("x.go"));
    assert!(named.unwrap_err().to_string().starts_with("cannot read the configuration"));
    let sources = Sources { cwd: top.clone(), isolated: true, ..Sources::default() };
    assert!(Configs::new(sources, known()).unwrap().for_path(&top.join("two/x.go")).is_ok());
    let sources = Sources { cwd: top, inline: vec!["rules.selct=[]".into()], ..Sources::default() };
    assert!(Configs::new(sources, known()).is_err());
}

#[test]
fn the_schema_knows_the_rules() {
    let schema = schema(&known());
    let validator = jsonschema::draft7::new(&schema).expect("it is a schema");
    let valid = |text: &str| {
        let value: serde_json::Value = serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap();
        validator.is_valid(&value)
    };
    assert!(valid(starter()));
    assert!(valid("[rules.options.deep-nesting]\nmax = 4"));
    assert!(!valid("[rules.options.deep-nesting]\nmx = 4"));
    assert!(!valid("[rules]\nselect = [\"nothing\"]"));
    assert!(!valid("[rules]\nmin-confidence = 3"));
    assert!(!schema.to_string().contains("\"null\""));
}
