//! The output of the program, and the claims of the `README.md` about it.

use std::process::Command;

use before_and_after::lines::{BY_HAND, WITH_ATTRIBUTE, count};

const README: &str = include_str!("../README.md");

/// The blocks of the README in this language.
fn blocks(language: &str) -> Vec<&'static str> {
    let begin = format!("```{language}\n");
    let blocks = README.split(&*begin).skip(1);
    blocks
        .map(|rest| rest.split_once("```").unwrap().0)
        .collect()
}

#[test]
fn the_program_prints_what_the_readme_shows() {
    let program = env!("CARGO_BIN_EXE_before-and-after");
    let output = Command::new(program).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert_eq!(printed, blocks("text").concat());
}

#[test]
fn the_table_has_the_lines_of_each_version() {
    let (by_hand, with_attribute) = (count(BY_HAND), count(WITH_ATTRIBUTE));
    let row = format!("\n| **all** | **{by_hand}** | **{with_attribute}** |\n");
    assert!(README.contains(&row), "{row}");
}

/// The parts have the numbers of lines in the table, and together they are the whole.
#[test]
fn the_parts_of_the_table_add_up() {
    let rows = README.lines().filter_map(|line| {
        let cells: Vec<_> = line.split(" | ").collect();
        let [_, by_hand, with_attribute] = cells[..] else {
            return None;
        };
        let with_attribute = with_attribute.trim_end_matches(" |");
        Some((
            by_hand.parse::<usize>().ok()?,
            with_attribute.parse::<usize>().ok()?,
        ))
    });
    let (by_hand, with_attribute): (Vec<_>, Vec<_>) = rows.unzip();
    assert_eq!(by_hand.iter().sum::<usize>(), count(BY_HAND));
    assert_eq!(with_attribute.iter().sum::<usize>(), count(WITH_ATTRIBUTE));
}

#[test]
fn the_code_is_the_code() {
    let unindented = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let blocks = blocks("rust");
    assert_eq!(blocks.len(), 4);
    for (block, source) in blocks.iter().zip([BY_HAND, WITH_ATTRIBUTE].iter().cycle()) {
        assert!(unindented(source).contains(&unindented(block)), "{block}");
    }
}

#[test]
fn blank_lines_and_comments_do_not_count() {
    let source = "//! A\n\n/// B\nfn c() {\n    // d\n    e(); // f\n\n}\n";
    assert_eq!(count(source), 3);
}
