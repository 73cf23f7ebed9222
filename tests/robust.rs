//! Nothing panics: all fixtures, cut off at every line, with all rules.

use gotcha::check::catalog;
use gotcha::lint::NoticeKind;

use crate::support::{check_folder, files_below, go_mod, root, scratch, write};

/// Every start of every fixture as a package of its own.
fn cut(go: &str) -> String {
    let folder = scratch(&format!("robust-{go}"));
    write(&folder.join("go.mod"), &go_mod("robust", go));
    let fixtures = files_below(&root().join("testdata"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"));
    let mut number = 0;
    for path in fixtures {
        let text = std::fs::read_to_string(&path).expect("fixtures are UTF-8");
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            end += line.len();
            // Lines that only close or are empty cut alike.
            if line.trim().len() > 1 {
                number += 1;
                write(&folder.join(format!("p{number}/cut.go")), &text[..end]);
            }
        }
    }
    let outcome = check_folder(&folder, &["all"]);
    assert!(outcome.counts.analysed + outcome.counts.partial >= number, "all were read");
    let failed = outcome.notices.iter().filter(|notice| notice.kind == NoticeKind::Internal);
    failed
        .map(|notice| {
            let text = std::fs::read_to_string(folder.join(&notice.path)).unwrap_or_default();
            format!("{}\n{text}\n", notice.message)
        })
        .collect()
}

#[test]
fn no_start_of_a_fixture_makes_a_rule_panic() {
    let failed = cut("1.21");
    assert!(failed.is_empty(), "{failed}");
    assert!(!catalog().rules().is_empty());
}
