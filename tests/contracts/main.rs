//! The contracts in `runtime/src/contracts.md`, and the tests that cite them by their numbers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the numbers of the contracts. Each number is in front of its text: `- **1.1** A task ..`.
fn promised() -> BTreeSet<String> {
    let contracts = include_str!("../../runtime/src/contracts.md");
    let numbers = contracts.lines().filter_map(|line| {
        let (number, _) = line.strip_prefix("- **")?.split_once("** ")?;
        Some(number.to_owned())
    });
    numbers.collect()
}

/// Returns the numbers that the sources below a folder cite in comments above the tests.
fn cited(folder: &Path) -> BTreeSet<String> {
    let mut numbers = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            numbers.append(&mut cited(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            let citations = source.lines().filter_map(|line| {
                let list = line.trim_start().strip_prefix("// Contract ")?;
                list.strip_suffix('.')
            });
            numbers.extend(
                citations
                    .flat_map(|list| list.split(", "))
                    .map(str::to_owned),
            );
        }
    }
    numbers
}

#[test]
fn a_test_cites_each_contract_and_no_other() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut cited = cited(tests);
    cited.append(&mut self::cited(&tests.join("../benches/compare")));
    let promised = promised();
    assert!(
        promised.len() > 30,
        "only {} contracts were found",
        promised.len()
    );
    assert_eq!(cited, promised, "cited on the left, promised on the right");
}
