//! A check that every case in `cpython.md` has a test or a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A row of `cpython.md`.
struct Case<'a> {
    /// As in `test_tasks::test_cancel`.
    name: String,
    here: &'a str,
    how: &'a str,
}

#[test]
fn every_case_has_a_test_or_a_reason() {
    let table = fs::read_to_string("cpython.md").unwrap();
    let cases = cases(&table);
    let carried = carried();
    let mut counts = BTreeMap::new();
    for case in &cases {
        *counts.entry(case.here).or_insert(0) += 1;
        let has_test = carried.contains(&case.name);
        let is_answered = match case.here {
            "test" => has_test,
            "differs" => has_test && !case.how.is_empty(),
            "compiler" => has_test || is_refused(&case.name),
            "not carried" => !has_test && !case.how.is_empty(),
            other => panic!("{}: what is `{other}`?", case.name),
        };
        assert!(is_answered, "{} is not {} in fact", case.name, case.here);
    }
    let listed: BTreeSet<_> = cases.iter().map(|case| case.name.clone()).collect();
    let unknown: Vec<_> = carried.difference(&listed).collect();
    assert!(unknown.is_empty(), "not in the table: {unknown:?}");
    assert_eq!(listed.len(), cases.len(), "no case is listed twice");
    println!("{} cases: {counts:?}", cases.len());
}

fn cases(table: &str) -> Vec<Case<'_>> {
    let mut file = "";
    let mut cases = Vec::new();
    for line in table.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            file = heading;
        }
        let columns: Vec<_> = line.split('|').map(str::trim).collect();
        if let [_, number, test, _, _, here, how, _] = columns[..] {
            if number.parse::<usize>().is_ok() {
                let name = format!("{file}::{}", test.trim_matches('`'));
                cases.push(Case { name, here, how });
            }
        }
    }
    cases
}

/// The names of the cases that tests carry.
fn carried() -> BTreeSet<String> {
    let sources = fs::read_dir("cpython").unwrap();
    let sources = sources.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let mut names = BTreeSet::new();
    for source in sources {
        let lines = source.lines().map(str::trim);
        let carrying = lines.filter_map(|line| line.strip_prefix("/// CPython's `"));
        names.extend(carrying.map(|rest| rest.split('`').next().unwrap().to_owned()));
    }
    names
}

/// Whether a compile-fail case for the test target `ui` has this name.
fn is_refused(name: &str) -> bool {
    let (_, test) = name.split_once("::").unwrap();
    Path::new("ui/cpython")
        .join(test)
        .with_extension("rs")
        .exists()
}
