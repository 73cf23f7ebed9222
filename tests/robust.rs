//! Nothing panics: all fixtures, cut off at their lines, with all rules.

use gotcha::check::catalog;
use gotcha::lint::NoticeKind;

use crate::support::{check_folder, files_below, go_mod, root, scratch, write};

/// The most starts of one fixture: what is analysed grows with the square of a file's lines otherwise.
const CUTS: usize = 24;

/// The starts of every fixture, each a package of its own: after every line, or spread evenly over a long file.
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
        let step = text.lines().count().div_ceil(CUTS);
        let mut until = 0;
        for line in text.split_inclusive('\n') {
            end += line.len();
            // Lines that only close or are empty cut alike.
            until = usize::saturating_sub(until, 1);
            if line.trim().len() > 1 && until == 0 {
                until = step;
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
