//! The examples, run as a user runs them.

use std::path::{Path, PathBuf};

use escargot::CargoBuild;

// These tests use GNU tools and `/proc`.
#[cfg(target_os = "linux")]
mod checksums;
#[cfg(target_os = "linux")]
mod checksums_ends;
mod checksums_framework;
mod quickstart;
mod timeline;

/// Builds an example into the target folder of these tests.
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
