//! A crate that depends on `ensure-future` under another name.

use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

[dependencies]
tasks = { package = "ensure-future", path = 'RUNTIME' }

# As in the workspace, so that its built dependencies are used.
[profile.dev]
debug = "line-tables-only"

[workspace]
"#;

const SOURCE: &str = r"
use tasks::{Task, accepts_awaitable};

#[accepts_awaitable]
pub fn cancel(task: Task<u8>) -> bool {
    task.cancel()
}

pub struct Pool;

#[accepts_awaitable]
impl Pool {
    pub async fn value(&self, task: Task<u8>) -> Option<u8> {
        task.await.ok()
    }

    pub fn factory(&self, make: impl Fn() -> Task<u8>) -> Task<u8> {
        make()
    }
}

#[accepts_awaitable(as = SchedulerExt)]
pub trait Scheduler {
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>);
}
";

#[test]
fn each_attribute_is_told_once_that_the_crate_is_not_found() {
    let reported = check("renamed", SOURCE);
    let lines = SOURCE.lines().zip(1..);
    let annotated = lines.filter(|(line, _)| line.starts_with("#[accepts_awaitable"));
    let message = "error[E0433]: cannot find `ensure_future` in the crate root";
    let expected = annotated.map(|(_, line)| format!("src/lib.rs:{line}:1: {message}"));
    let expected: Vec<_> = expected.collect();
    assert_eq!(expected.len(), 3);

    let (last, errors) = reported.split_last().expect("it does not compile");
    let summary = "error: could not compile `renamed`";
    assert!(last.starts_with(summary), "{reported:#?}");
    assert_eq!(errors.len(), expected.len(), "{reported:#?}");
    for (error, expected) in errors.iter().zip(expected) {
        assert!(error.starts_with(&expected), "{reported:#?}");
    }
}

#[test]
fn the_option_crate_is_the_fix() {
    let fixed = SOURCE
        .replace(
            "\n#[accepts_awaitable]",
            "\n#[accepts_awaitable(crate = tasks)]",
        )
        .replace("SchedulerExt)", "SchedulerExt, crate = tasks)");
    assert_eq!(check("renamed-fixed", &fixed), [] as [String; 0]);
}

/// The lines that `cargo check` reports for a package with this source. The packages share a target folder, so each needs
/// its own name: cargo would take the second of the same name for built.
fn check(name: &str, source: &str) -> Vec<String> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = temporary.join(name);
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = tests.parent().expect("it is a folder in the workspace");
    fs::create_dir_all(package.join("src")).unwrap();
    // The manifest quotes the path with single quotes, so a backslash in it is no escape.
    let runtime = workspace.join("runtime");
    let manifest = MANIFEST
        .replace("NAME", name)
        .replace("RUNTIME", runtime.to_str().unwrap());
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    fs::write(package.join("src/lib.rs"), source).unwrap();

    let output = Command::new(env!("CARGO"))
        .current_dir(&package)
        .args(["check", "--quiet", "--offline", "--message-format=short"])
        .arg("--target-dir")
        .arg(temporary.parent().expect("it is in the target folder"))
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    stderr.lines().map(str::to_owned).collect()
}
