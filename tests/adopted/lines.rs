//! The table in `README.md`: it counts the lines of each framework. `UPDATE=1 cargo test --test adopted` writes the numbers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The frameworks, as the table calls them, with the files of both versions.
const FRAMEWORKS: [(&str, &str, &str); 7] = [
    ("server", "server/before.rs", "server/after.rs"),
    ("retry", "retry/before.rs", "retry/after.rs"),
    ("group", "group/before.rs", "group/after.rs"),
    ("scheduler", "scheduler/before.rs", "scheduler/after.rs"),
    ("terminator", "terminator/before.rs", "terminator/after.rs"),
    ("pipe", "pipe/before.rs", "pipe/after.rs"),
    ("queue", "queue/before.rs", "queue/after.rs"),
];

#[test]
fn the_table_has_the_lines_of_each_framework() {
    let path = folder().join("README.md");
    let shown = fs::read_to_string(&path).unwrap();
    if std::env::var_os("UPDATE").is_some() {
        let counted: String = shown.lines().map(|line| counted(line) + "\n").collect();
        fs::write(&path, counted).unwrap();
        return;
    }
    for line in shown.lines() {
        assert_eq!(line, counted(line));
    }
}

#[test]
fn every_framework_is_in_the_table() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    for (framework, _, _) in FRAMEWORKS {
        let start = format!("\n| {framework} |");
        assert_eq!(readme.matches(&start).count(), 1, "{framework}");
    }
}

#[test]
fn every_version_is_counted() {
    let mut versions = BTreeSet::new();
    for framework in subfolders() {
        for version in fs::read_dir(folder().join(&framework)).unwrap() {
            let version = version.unwrap().file_name().into_string().unwrap();
            versions.insert(format!("{framework}/{version}"));
        }
    }
    let counted = FRAMEWORKS.iter().flat_map(|row| [row.1, row.2]);
    assert_eq!(versions, counted.map(str::to_owned).collect());
}

/// The line of the table with the right numbers, or another line as it is.
fn counted(line: &str) -> String {
    let cells: Vec<&str> = line.split(" | ").collect();
    let [first, _, _, _, accepted] = cells[..] else {
        return line.to_owned();
    };
    let framework = FRAMEWORKS
        .iter()
        .find(|row| first == format!("| {}", row.0));
    let Some((_, before, after)) = framework else {
        return line.to_owned();
    };
    let (before, after) = (code(before), code(after));
    let [all_before, all_after] = [before.len(), after.len()];
    let differ = added(&before, after);
    format!("{first} | {all_before} | {all_after} | {differ} | {accepted}")
}

/// The lines of code, without blank lines and comments.
fn code(file: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(str::to_owned)
        .collect()
}

/// The number of lines that `before` does not have.
fn added(before: &[String], mut after: Vec<String>) -> usize {
    for line in before {
        if let Some(same) = after.iter().position(|other| other == line) {
            after.swap_remove(same);
        }
    }
    after.len()
}

fn subfolders() -> Vec<String> {
    fs::read_dir(folder())
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/adopted"))
}
