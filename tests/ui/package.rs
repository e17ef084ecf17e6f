//! Packages of their own, for what the tests' package can't be.

use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.0.0"
edition = "EDITION"

[dependencies]
tasks = { package = "ensure-future", path = 'RUNTIME' }

# As in the workspace, so that its built dependencies are used.
[profile.dev]
debug = "line-tables-only"

[workspace]
"#;

/// The lines that `cargo check` reports for a package of this edition with this source, in which `ensure-future` is called
/// `tasks`. The packages share a target folder, so each needs
/// its own name: cargo would take the second of the same name for built.
pub(super) fn check(name: &str, edition: &str, source: &str) -> Vec<String> {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = temporary.join(name);
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = tests.parent().expect("it is a folder in the workspace");
    fs::create_dir_all(package.join("src")).unwrap();
    // The manifest quotes the path with single quotes, so a backslash in it is no escape.
    let runtime = workspace.join("runtime");
    let manifest = MANIFEST
        .replace("NAME", name)
        .replace("EDITION", edition)
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
