//! A check that every case in `structured.md` has a test or a reason.

use std::fs;
use std::path::Path;

use support::cases::{carried, check, listed};

#[test]
fn every_case_has_a_test_or_a_reason() {
    let table = fs::read_to_string("structured.md").unwrap();
    let folder = Path::new("groups");
    let mut carried_cases = carried(folder, "AnyIO's ");
    carried_cases.extend(carried(folder, "Trio's "));
    check(&listed(&table), &carried_cases, |_| false);
}
