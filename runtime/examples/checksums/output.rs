//! The output for the user.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::hashing::Checksum;

/// Adds the line that `sha256sum` prints.
pub(crate) fn add_line(lines: &mut Vec<u8>, path: &Path, checksum: &Checksum) {
    let name = escaped(path);
    if name.len() != path.as_os_str().len() {
        lines.push(b'\\');
    }
    for byte in checksum {
        lines.extend(format!("{byte:02x}").into_bytes());
    }
    lines.extend(b"  ");
    lines.extend(name);
    lines.push(b'\n');
}

/// A path for a line of its own. The bytes stay as they are, even if they are not text.
pub(crate) fn escaped(path: &Path) -> Vec<u8> {
    let mut name = Vec::with_capacity(path.as_os_str().len());
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' => name.extend(b"\\\\"),
            b'\n' => name.extend(b"\\n"),
            b'\r' => name.extend(b"\\r"),
            _ => name.push(*byte),
        }
    }
    name
}

/// Prints to stdout. If stdout is the terminal of the progress bar, the bar is hidden meanwhile.
pub(crate) fn print(lines: &[u8], bar: &ProgressBar) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    if stdout.is_terminal() {
        bar.suspend(|| stdout.write_all(lines))?;
    } else {
        stdout.write_all(lines)?;
    }
    stdout.flush()
}

/// Reports a file that could not be hashed, and the reason.
pub(crate) fn complain(path: &Path, reason: &io::Error) {
    say(&[
        concat!(env!("CARGO_BIN_NAME"), ": ").as_bytes(),
        &*escaped(path),
        format!(": {reason}").as_bytes(),
    ]
    .concat());
}

/// Writes a line to stderr. If that fails, the failure can't be reported.
pub(crate) fn say(line: &[u8]) {
    let _ = io::stderr().write_all(&[line, b"\n"].concat());
}

/// Shows how many bytes have been read, if stderr is a terminal.
pub(crate) fn progress_bar() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(
        "{spinner} files: {msg}, read: {binary_bytes}, {binary_bytes_per_sec}",
    )
    .expect("the template is valid");
    let bar = ProgressBar::new_spinner()
        .with_style(style)
        .with_message("0");
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}
