//! What the program prints.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::{FLEET, Program, fleet};
use crate::server::Server;

/// Writes files with difficult names, in several directories.
fn write_tree(root: &Path) {
    let file = |name: &[u8]| {
        let path = root.join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    };
    for name in [
        "a",
        "a b",
        "-c",
        "new\nline",
        "carriage\rreturn",
        "back\\slash",
        "sub/a",
        "worker",
    ] {
        file(format!("names/{name}").as_bytes());
    }
    file(b"names/no text \xff\xfe");
    file(b"no text \xff/\\\n/\xff\n");
    file(["deep"; 20].join("/").as_bytes());
    (0..200).for_each(|number| file(format!("wide/{number}").as_bytes()));
    fs::create_dir_all(root.join("empty/still empty")).unwrap();
    for length in [0, 65_536, 65_537, 3_000_000] {
        fs::write(root.join(format!("of {length} bytes")), vec![b'x'; length]).unwrap();
    }
    symlink("names", root.join("link to a folder")).unwrap();
    symlink("of 0 bytes", root.join("link to a file")).unwrap();
}

/// Fails unless `sha256sum` finds the same checksums.
fn check(folder: &Path, lines: &[u8]) {
    let mut check = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(lines).unwrap();
    assert!(check.wait().unwrap().success());
}

/// The output of `sha256sum` for every file below a folder, in no order.
fn reference(folder: &Path) -> BTreeSet<Vec<u8>> {
    let find = "find . -type f -exec sha256sum {} +";
    let output = Command::new("sh")
        .args(["-c", find])
        .current_dir(folder)
        .output()
        .unwrap();
    lines(&output.stdout)
}

fn lines(output: &[u8]) -> BTreeSet<Vec<u8>> {
    output
        .split_inclusive(|byte| *byte == b'\n')
        .map(Vec::from)
        .collect()
}

#[test]
fn every_file_of_a_tree_has_the_checksum_of_sha256sum() {
    let root = tempfile::tempdir().unwrap();
    write_tree(root.path());
    let mut program = Program::start(fleet(root.path(), &["."]));
    assert_eq!(program.end(), Some(0));
    assert_eq!(program.stderr.of_the_client(), "");
    check(root.path(), &program.stdout.seen);
    assert_eq!(lines(&program.stdout.seen), reference(root.path()));
}

#[test]
fn lines_come_in_the_order_of_the_arguments_and_a_link_is_followed_as_one() {
    let root = tempfile::tempdir().unwrap();
    write_tree(root.path());
    let arguments = [
        "names/sub",
        "link to a folder/sub",
        "link to a file",
        "names/sub/",
    ];
    let mut program = Program::start(fleet(root.path(), &arguments));
    assert_eq!(program.end(), Some(0));
    let text = program.stdout.text();
    let names: Vec<_> = text
        .lines()
        .filter_map(|line| line.split("  ").nth(1))
        .collect();
    assert_eq!(
        names,
        [
            "names/sub/a",
            "link to a folder/sub/a",
            "link to a file",
            "names/sub/a"
        ]
    );
    check(root.path(), &program.stdout.seen);
}

#[test]
fn what_a_worker_cannot_read_is_named_and_the_rest_is_printed() {
    let root = tempfile::tempdir().unwrap();
    for folder in ["below", "below/shut", "below/to the end"] {
        fs::create_dir(root.path().join(folder)).unwrap();
    }
    for file in [
        "below/1",
        "below/2",
        "below/3",
        "below/shut/4",
        "below/to the end/5",
    ] {
        fs::write(root.path().join(file), file).unwrap();
    }
    for (path, mode) in [(".", 0o755), ("below/2", 0o000), ("below/shut", 0o000)] {
        fs::set_permissions(root.path().join(path), Permissions::from_mode(mode)).unwrap();
    }
    let server = Server::start();
    let arguments = [
        &server.options()[..],
        &["below", "missing", "", "new\nline"],
    ]
    .concat();
    let mut program = Program::start(fleet(root.path(), &arguments));
    assert_eq!(program.end(), Some(1));
    let stderr = program.stderr.text();
    assert_eq!(
        stderr.lines().collect::<Vec<_>>(),
        [
            "fleet: below/2: Permission denied (os error 13)",
            "fleet: below/shut: Permission denied (os error 13)",
            "fleet: missing: No such file or directory (os error 2)",
            "fleet: : cannot make an empty path absolute",
            r"fleet: new\nline: No such file or directory (os error 2)",
        ]
    );
    let stdout = program.stdout.text();
    let names: Vec<_> = stdout
        .lines()
        .filter_map(|line| line.split("  ").nth(1))
        .collect();
    assert_eq!(names, ["below/1", "below/3", "below/to the end/5"]);
    check(root.path(), &program.stdout.seen);
    fs::set_permissions(
        root.path().join("below/shut"),
        Permissions::from_mode(0o700),
    )
    .unwrap();
}

/// `script` of util-linux gives the program a terminal of its own. It starts the program with a shell.
#[test]
fn a_terminal_shows_progress_on_stderr() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("wide")).unwrap();
    for number in 100..200 {
        let file = root.path().join(format!("wide/{number}"));
        fs::write(file, number.to_string()).unwrap();
    }
    let mut mkfifo = Command::new("mkfifo");
    assert!(
        mkfifo
            .arg(root.path().join("pipe"))
            .status()
            .unwrap()
            .success()
    );
    let mut child = Command::new("script")
        .args(["--quiet", "--flush", "--return", "--command"])
        .args([r#"exec "$FLEET" wide pipe >lines"#, "/dev/null"])
        .env("FLEET", &*FLEET)
        .env("TERM", "xterm")
        .current_dir(root.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut terminal = BufReader::new(child.stdout.take().unwrap());
    let mut shown = String::new();
    // The pipe is not read yet, so the progress stays at this.
    while !shown.contains("files: 100, read: 300 B") {
        let bytes = terminal.fill_buf().unwrap();
        assert_ne!(bytes, b"", "no progress in {shown:?}");
        shown.push_str(&String::from_utf8_lossy(bytes));
        let count = bytes.len();
        terminal.consume(count);
    }
    fs::write(root.path().join("pipe"), "pipe").unwrap();
    terminal.read_to_string(&mut shown).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let printed = fs::read(root.path().join("lines")).unwrap();
    assert_eq!(lines(&printed).len(), 101);
}

#[test]
fn help_is_printed_on_stdout() {
    for arguments in [&["--help"][..], &["-h"], &["worker", "--help"]] {
        let mut command = Command::new(&*FLEET);
        command.args(arguments);
        let mut program = Program::start(command);
        assert_eq!(program.end(), Some(0), "{arguments:?}");
        assert!(program.stdout.text().starts_with("usage: fleet"));
        assert_eq!(program.stderr.text(), "");
    }
}

#[test]
fn wrong_arguments_are_explained() {
    for arguments in [
        &[][..],
        &["--ingress", "http://a", "."],
        &["--unknown"],
        &["--workers", "0", "."],
    ] {
        let mut program = Program::start(fleet(Path::new("."), arguments));
        assert_eq!(program.end(), Some(2), "{arguments:?}");
        assert!(program.stderr.text().contains("usage: fleet"));
    }
}
