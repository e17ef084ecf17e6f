//! The example's `README.md`: the run in it is a real run, and the code in it is the real code.

use rustix::process::Signal;

use crate::run::Run;

const README: &str = include_str!("../../README.md");

const SOURCES: [&str; 4] = [
    include_str!("../../src/supervisor.rs"),
    include_str!("../../src/service.rs"),
    include_str!("../../src/bin/supervisor/main.rs"),
    include_str!("../../src/bin/supervisor/process.rs"),
];

/// The blocks of the README in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let blocks = README.split(&*begin).skip(1);
    blocks
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

/// The lines with this prefix, without process ids.
fn lines_of<'a>(prefix: &str, lines: &[&'a str]) -> Vec<&'a str> {
    let lines = lines.iter().filter(|line| line.starts_with(prefix));
    lines
        .map(|line| line.trim_end_matches(|c: char| c.is_ascii_digit() && line.contains("process")))
        .collect()
}

#[test]
fn the_run_is_what_its_procfile_does() {
    let [procfile] = blocks("text")[..] else {
        panic!()
    };
    let [shown] = blocks("console")[..] else {
        panic!()
    };
    let shown: Vec<_> = shown.lines().collect();
    let arguments: Vec<_> = shown[0].split(' ').skip(2).collect();

    let mut run = Run::start(&arguments, procfile);
    run.wait_for("stuck  | never ends");
    run.wait_for("starts again in 2s");
    run.send(Signal::INT);
    let ended = run.ended();
    assert_eq!(ended.status, Some(0));
    let lines: Vec<_> = ended.lines.iter().map(String::as_str).collect();

    // The system decides which of two services prints first.
    for service in ["db ", "web ", "mailer ", "stuck "] {
        assert_eq!(lines_of(service, &lines), lines_of(service, &shown));
    }
    let stop = |lines: &[&str]| {
        let first = lines.iter().position(|line| line.ends_with("SIGTERM"));
        lines[first.unwrap()..].join("\n")
    };
    assert_eq!(stop(&lines), stop(&shown));
    assert_eq!(lines.len(), shown.len() - 1);
}

#[test]
fn the_code_is_the_code() {
    let unindented = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let sources = SOURCES.map(unindented);
    let blocks = blocks("rust");
    assert_eq!(blocks.len(), SOURCES.len());
    for (block, source) in blocks.iter().zip(sources) {
        assert!(source.contains(&unindented(block)), "{block}");
    }
}
