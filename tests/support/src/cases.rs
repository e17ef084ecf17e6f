//! Tables of test cases of other projects, and the tests that port them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A row of a table.
pub struct Case<'a> {
    /// The heading above the table and the case, for example `test_tasks::test_cancel`.
    pub name: String,
    /// The kind of answer, for example `test`.
    pub here: &'a str,
    pub how: &'a str,
}

/// The rows of the tables in a text. The first column in backticks is the case; the last two are `here` and `how`.
pub fn listed(text: &str) -> Vec<Case<'_>> {
    let mut file = "";
    let mut cases = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            file = heading;
        }
        let columns: Vec<_> = line.split('|').map(str::trim).collect();
        let case = columns.iter().find_map(|column| in_backticks(column));
        if let (Some(case), [.., here, how, _]) = (case, &columns[..]) {
            let name = format!("{file}::{case}");
            cases.push(Case { name, here, how });
        }
    }
    cases
}

fn in_backticks(column: &str) -> Option<&str> {
    column.strip_prefix('`')?.strip_suffix('`')
}

/// The names of the cases that the tests in a folder port: those in a doc comment that begins with this text.
pub fn carried(folder: &Path, begins: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            names.extend(carried(&path, begins));
            continue;
        }
        let source = fs::read_to_string(path).unwrap();
        let lines = source.lines().map(str::trim);
        let carrying = lines.filter_map(|line| line.strip_prefix("/// ")?.strip_prefix(begins));
        let quoted = carrying.map(|rest| rest.strip_prefix('`').expect("a name follows"));
        names.extend(quoted.map(|name| name.split('`').next().unwrap().to_owned()));
    }
    names
}

/// Checks that every case has a test or a reason, and that every case which a test names has a row.
///
/// A case that the compiler answers has a test, or is refused.
pub fn check(
    cases: &[Case<'_>],
    carried: &BTreeSet<String>,
    is_refused: impl Fn(&Case<'_>) -> bool,
) {
    let mut counts = BTreeMap::new();
    for case in cases {
        *counts.entry(case.here).or_insert(0) += 1;
        let has_test = carried.contains(&case.name);
        let is_answered = match case.here {
            "test" => has_test,
            "differs" => has_test && !case.how.is_empty(),
            "compiler" => has_test || is_refused(case),
            "not carried" => !has_test && !case.how.is_empty(),
            other => panic!("{}: what is `{other}`?", case.name),
        };
        assert!(is_answered, "{} is not {} in fact", case.name, case.here);
    }
    let listed: BTreeSet<_> = cases.iter().map(|case| case.name.clone()).collect();
    let unknown: Vec<_> = carried.difference(&listed).collect();
    assert!(unknown.is_empty(), "not in the table: {unknown:?}");
    assert_eq!(listed.len(), cases.len(), "a case is listed twice");
    println!("{} cases: {counts:?}", cases.len());
}
