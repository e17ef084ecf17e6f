//! The examples, run as a user runs them.

use std::path::{Path, PathBuf};

use escargot::CargoBuild;

// They compare with the tools of a GNU system, and look into /proc.
#[cfg(target_os = "linux")]
mod checksums;
#[cfg(target_os = "linux")]
mod checksums_ends;
mod checksums_framework;
mod quickstart;
mod timeline;

/// Builds an example, into the folder that these tests were built into.
fn build(example: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    CargoBuild::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .package("ensure-future")
        .example(example)
        .release()
        .target_dir(target.expect("it is a folder in the target folder"))
        .run()
        .expect("the example builds")
        .path()
        .to_owned()
}
