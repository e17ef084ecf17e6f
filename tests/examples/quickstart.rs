//! The example `quickstart`, run to its end.

use std::process::Command;

#[test]
fn it_runs_and_prints() {
    let output = Command::new(crate::build("quickstart")).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", output.status);
    assert!(!output.stdout.is_empty());
}
