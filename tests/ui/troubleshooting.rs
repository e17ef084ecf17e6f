//! The guide's page "Troubleshooting": it has each error that the cases get, and nothing that nobody gets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const PAGE: &str = "../runtime/src/guide/troubleshooting.md";

/// The sections with errors of the compiler, and the folders of the cases that get them.
const COMPILER: [(&str, &[&str]); 2] = [
    ("You call such a function", &["ui/caller", "ui/cpython"]),
    ("You write such a function", &["ui/author"]),
];

/// The section with messages of the running program.
const PROGRAM: &str = "When the program runs";

#[test]
fn the_guide_has_every_error_of_the_compiler() {
    for (section, folders) in COMPILER {
        let patterns = patterns(section);
        let errors: BTreeSet<String> = folders.iter().copied().flat_map(errors).collect();
        let missing: Vec<_> = errors
            .iter()
            .filter(|error| !patterns.iter().any(|pattern| fits(pattern, error)))
            .collect();
        assert!(missing.is_empty(), "{section:?} lacks {missing:#?}");
        let unknown: Vec<_> = patterns
            .iter()
            .filter(|pattern| !errors.iter().any(|error| fits(pattern, error)))
            .collect();
        assert!(unknown.is_empty(), "no case gets {unknown:#?}");
    }
}

#[test]
fn the_guide_has_messages_of_the_running_program() {
    let sources = sources(Path::new("../runtime/src"));
    for pattern in patterns(PROGRAM) {
        let is_known = pattern.split("..").all(|part| sources.contains(part));
        assert!(is_known, "the runtime does not say {pattern:?}");
    }
}

/// The lines of a section's `text` blocks. In these, `..` stands for any text.
fn patterns(section: &str) -> Vec<String> {
    let page = fs::read_to_string(PAGE).unwrap();
    let is_section = |part: &&str| part.lines().next() == Some(section);
    let section = page.split("\n# ").find(is_section).expect(section);
    let blocks = section.split("```text\n").skip(1);
    let patterns: Vec<String> = blocks
        .filter_map(|block| block.split_once("```"))
        .flat_map(|(block, _)| block.lines())
        .map(str::to_owned)
        .collect();
    assert!(!patterns.is_empty(), "there are messages in {section:?}");
    patterns
}

/// The first lines of the errors in a folder.
fn errors(folder: &str) -> Vec<String> {
    let paths = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let stderrs = paths.filter(|path| path.extension().is_some_and(|name| name == "stderr"));
    let texts: Vec<String> = stderrs
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    let errors = lines.filter(|line| line.starts_with("error"));
    errors.map(str::to_owned).collect()
}

/// The code below a folder. A string that continues on the next line is on one line.
fn sources(folder: &Path) -> String {
    let mut sources = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources += &self::sources(&path);
        } else if path.extension().is_some_and(|name| name == "rs") {
            for line in fs::read_to_string(&path).unwrap().lines().map(str::trim) {
                if !line.starts_with("//") {
                    sources += line.trim_end_matches('\\');
                }
            }
        }
    }
    sources
}

/// Whether a message fits a pattern.
fn fits(pattern: &str, message: &str) -> bool {
    let Some((start, rest)) = pattern.split_once("..") else {
        return pattern == message;
    };
    message.strip_prefix(start).is_some_and(|left| {
        let mut ends = (0..=left.len()).filter(|&end| left.is_char_boundary(end));
        ends.any(|end| fits(rest, &left[end..]))
    })
}
