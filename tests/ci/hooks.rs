//! What other systems read: hooks of pre-commit, the action's script, the container's recipe. Each is tried as far as it
//! goes without those systems.

use super::{Folder, LOOP, Said, said};

fn file(name: &str) -> String {
    std::fs::read_to_string(name).expect("it lies in the repository")
}

/// The commands of the hooks, without the program's name.
fn entries() -> Vec<(String, Vec<String>)> {
    let text = file(".pre-commit-hooks.yaml");
    let hooks = text.split("\n- id: ").skip(1);
    hooks
        .map(|hook| {
            let entry =
                hook.lines().find_map(|line| line.trim().strip_prefix("entry: gotcha ")).expect("it has an entry");
            (hook.lines().next().unwrap_or_default().to_owned(), entry.split(' ').map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn hooks_take_files_of_many_packages() {
    let folder = Folder::new(&[("a.go", LOOP), ("legacy/l.go", LOOP)]);
    folder.write("b/c/c.go", &LOOP.replace("package p", "package c"));
    folder.write("gotcha.toml", "[files]\nexclude = [\"legacy/**\"]\n");
    let hook = |name: &str, files: &[&str]| {
        let (_, words) = entries().into_iter().find(|(id, _)| id == name).expect("there is a hook of this name");
        let words: Vec<&str> = words.iter().map(String::as_str).chain(files.iter().copied()).collect();
        folder.gotcha(&words)
    };
    assert_eq!(
        entries().iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
        ["gotcha", "gotcha-fix", "gotcha-config"]
    );
    let files = ["a.go", "b/c/c.go", "legacy/l.go"];
    let found = hook("gotcha", &[&files[..], &["--concise"]].concat()).expect(1);
    assert_eq!(found.findings(), ["a.go:5 loop-variable-capture", "b/c/c.go:5 loop-variable-capture"]);
    hook("gotcha-fix", &files).expect(0);
    assert!(folder.read("a.go").contains("i := i") && folder.read("b/c/c.go").contains("i := i"));
    assert_eq!(folder.read("legacy/l.go"), LOOP);
    hook("gotcha", &files).expect(0);
    hook("gotcha-config", &["gotcha.toml"]).expect(0);
    folder.write("gotcha.toml", "[files]\nexclud = []\n");
    assert!(hook("gotcha-config", &["gotcha.toml"]).expect(2).err.contains("did you mean `exclude`?"));
}

/// The action's last step, run by bash with these inputs.
#[cfg(unix)]
fn step(folder: &Folder, inputs: &[(&str, &str)]) -> Said {
    let text = file("action.yml");
    let (_, step) = text.split_once("      id: run\n").expect("the step is there");
    let (_, script) = step.split_once("      run: |\n").expect("it has a script");
    let script: Vec<&str> = script.lines().map(|line| line.strip_prefix("        ").unwrap_or(line)).collect();
    let mut command = std::process::Command::new("bash");
    command.args(["-c", &script.join("\n")]).current_dir(&folder.path).env("NO_COLOR", "1");
    for (name, _) in std::env::vars() {
        if name.starts_with("GOTCHA_") {
            command.env_remove(name);
        }
    }
    let defaults = [
        ("GOTCHA", env!("CARGO_BIN_EXE_gotcha")),
        ("ARGS", "./..."),
        ("ONLY_NEW", "false"),
        ("BASE", ""),
        ("ANNOTATIONS", "true"),
        ("SARIF", ""),
        ("SUMMARY", "true"),
        ("FAIL_ON", "warning"),
        ("GITHUB_ACTIONS", "true"),
    ];
    command.envs(defaults).envs(inputs.iter().copied());
    let temp = folder.path.join("temp");
    std::fs::create_dir_all(&temp).expect("folders can be made");
    command.env("RUNNER_TEMP", &temp).env("GITHUB_OUTPUT", temp.join("output"));
    command.env("GITHUB_STEP_SUMMARY", temp.join("summary.md"));
    said(command)
}

#[cfg(unix)]
#[test]
fn the_action_runs_as_its_inputs_say() {
    let folder = Folder::new(&[("a.go", LOOP)]);
    let annotation = "::warning file=a.go,line=5,";
    let run = step(&folder, &[]).expect(1);
    assert!(run.out.contains("warning[loop-variable-capture]") && run.out.contains(annotation), "{}", run.out);
    assert_eq!(folder.read("temp/output"), "exit-code=1\n");
    assert!(folder.read("temp/summary.md").contains("a.go:5:"));
    step(&folder, &[("FAIL_ON", "error")]).expect(0);
    let run = step(&folder, &[("ANNOTATIONS", "false")]).expect(1);
    assert!(!run.out.contains("::warning"), "{}", run.out);
    let run = step(&folder, &[("SARIF", "gotcha.sarif")]).expect(1);
    assert!(
        run.out.contains(annotation) && folder.read("gotcha.sarif").contains("loop-variable-capture"),
        "{}",
        run.out
    );
    let run = step(&folder, &[("SARIF", "gotcha.sarif"), ("ANNOTATIONS", "false")]).expect(1);
    assert!(!run.out.contains(annotation), "{}", run.out);
    assert!(run.out.contains("warning[loop-variable-capture]"));
    std::fs::remove_file(folder.path.join("temp/summary.md")).expect("it was written");
    step(&folder, &[("SUMMARY", "false"), ("ARGS", "--only lost-cancel ./...")]).expect(0);
    assert!(!super::exists(&folder.path.join("temp/summary.md")));
    // Only what a pull request brings.
    folder.git("init -q");
    folder.git("add a.go go.mod");
    folder.git("commit -qm one");
    folder.git("update-ref refs/remotes/origin/main HEAD");
    step(&folder, &[("ONLY_NEW", "true"), ("BASE", "main")]).expect(0);
    folder.write("b.go", &LOOP.replace("func f", "func g"));
    assert!(step(&folder, &[("ONLY_NEW", "true"), ("BASE", "main")]).expect(1).out.contains("b.go:5:23"));
    step(&folder, &[("ONLY_NEW", "true"), ("BASE", "nowhere")]).expect(2);
}

#[test]
fn the_container_runs_as_nobody() {
    let text = file("Dockerfile");
    let last = text.split("\nFROM ").last().expect("it has a stage");
    assert!(last.starts_with("scratch\n"), "{last}");
    let user = last.lines().find_map(|line| line.strip_prefix("USER ")).expect("it names a user");
    assert!(user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id > 0)), "{user}");
    assert!(last.contains("ENTRYPOINT [\"/usr/bin/gotcha\"]") && last.contains("COPY --from=build"));
    let ignored = file(".dockerignore");
    assert!(ignored.lines().any(|line| line == "target"));
}
