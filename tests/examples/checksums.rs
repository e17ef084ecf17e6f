//! The output of the example `checksums`, compared with that of `sha256sum`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// The path of the program, which is built once for all tests.
pub(crate) static CHECKSUMS: LazyLock<PathBuf> = LazyLock::new(|| crate::build("checksums"));

/// The output of `sha256sum` for every file below the arguments, in the order of their bytes.
const REFERENCE: &str = r#"
for path; do
    if [ -d "$path" ]; then
        find -H "$path" -type f -print0 | LC_ALL=C sort -z
    else
        printf '%s\0' "$path"
    fi
done | xargs -0 -r sha256sum
"#;

/// The command that runs the program in a folder.
pub(crate) fn checksums(folder: &Path) -> Command {
    let mut command = Command::new(&*CHECKSUMS);
    command.current_dir(folder);
    command
}

pub(crate) fn reference(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Vec<u8> {
    let output = Command::new("sh")
        .args(["-c", REFERENCE, "sh"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

/// Fails unless the program succeeded and printed nothing to stderr. Here, stderr is not a terminal, so there is no
/// progress bar.
#[track_caller]
pub(crate) fn assert_quiet_success(output: &Output) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", output.status);
    assert_eq!(stderr, "");
}

#[track_caller]
fn assert_like_sha256sum(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Vec<u8> {
    let output = checksums(folder).args(arguments).output().unwrap();
    assert_quiet_success(&output);
    let expected = reference(folder, arguments);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&expected)
    );
    assert_eq!(
        output.stdout, expected,
        "only bytes that are no text differ"
    );
    output.stdout
}

/// A file of 200 MB that is created quickly, because most of it is a hole.
pub(crate) fn write_large(path: &Path) {
    let file = File::create(path).unwrap();
    file.set_len(200_000_000).unwrap();
    for offset in [1, 99_999_999, 199_999_000] {
        file.write_all_at(b"no hole", offset).unwrap();
    }
}

pub(crate) fn write_many(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    for number in 0..count {
        fs::write(folder.join(format!("{number:05}")), number.to_string()).unwrap();
    }
}

/// A folder with all difficult cases.
fn tree() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let file = |name: &[u8]| {
        let path = root.path().join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    };
    for name in [
        "a",
        "a.b",
        "a b",
        "-c",
        "new\nline",
        "carriage\rreturn",
        "back\\slash",
    ] {
        file(format!("names/{name}").as_bytes());
    }
    file(b"names/no text \xff\xfe");
    file(b"names/\\\n\r/\xff\n");
    // Paths sort differently from names here.
    for name in [
        "order/a/x",
        "order/a.b/x",
        "order/a-",
        "order/a0",
        "order/ab/x",
    ] {
        file(name.as_bytes());
    }
    file(["deep"; 100].join("/").as_bytes());
    fs::create_dir_all(root.path().join("empty/still empty")).unwrap();
    fs::write(root.path().join("empty.file"), "").unwrap();
    write_many(&root.path().join("wide"), 3000);
    for length in [65_535, 65_536, 65_537, 2_097_151, 2_097_152, 2_097_153] {
        let name = root.path().join(format!("of {length} bytes"));
        fs::write(name, vec![b'x'; length]).unwrap();
    }
    write_large(&root.path().join("large"));
    symlink("nowhere", root.path().join("dangling")).unwrap();
    symlink(".", root.path().join("loop")).unwrap();
    symlink(
        "../of 65537 bytes",
        root.path().join("order/link to a file"),
    )
    .unwrap();
    symlink("../names", root.path().join("order/link to a folder")).unwrap();
    root
}

#[test]
fn a_tree_gives_the_lines_of_sha256sum_in_the_order_of_the_paths() {
    let root = tree();
    assert_like_sha256sum(root.path(), &["."]);
    assert_like_sha256sum(root.path(), &["./order/"]);
    assert_like_sha256sum(root.path(), &["order//a", "names"]);
    assert_like_sha256sum(Path::new("/"), &[root.path().join("names")]);
}

#[test]
fn sha256sum_can_check_the_output() {
    let root = tree();
    let output = checksums(root.path()).arg(".").output().unwrap();
    assert_quiet_success(&output);
    let mut check = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet"])
        .current_dir(root.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    check
        .stdin
        .take()
        .unwrap()
        .write_all(&output.stdout)
        .unwrap();
    assert!(check.wait().unwrap().success());
}

#[test]
fn arguments_are_hashed_in_the_order_given_even_twice() {
    let root = tree();
    assert_like_sha256sum(root.path(), &["wide", "names", "empty.file", "names"]);
}

#[test]
fn an_argument_need_not_be_a_regular_file() {
    let root = tree();
    let arguments = ["order/link to a file", "/dev/null", "loop/order"];
    assert_like_sha256sum(root.path(), &arguments);
}

#[test]
fn a_link_to_a_folder_is_followed_as_an_argument_but_not_below_one() {
    let root = tree();
    let folder = "order/link to a folder";
    assert_ne!(assert_like_sha256sum(root.path(), &[folder]), b"");
    let lines = assert_like_sha256sum(root.path(), &["order"]);
    let lines = String::from_utf8(lines).unwrap();
    assert!(!lines.contains(folder), "{lines}");
}

#[test]
fn an_empty_folder_gives_nothing() {
    let root = tree();
    assert_eq!(assert_like_sha256sum(root.path(), &["empty"]), b"");
}

#[test]
fn this_repository_gives_the_lines_of_sha256sum() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    assert_like_sha256sum(
        root,
        &["macros", "runtime", "tests", "Cargo.toml", "README.md"],
    );
}
