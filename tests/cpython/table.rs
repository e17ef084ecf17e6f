//! A check that every case in `cpython.md` has a test or a reason.

use std::fs;
use std::path::Path;

use support::cases::{Case, carried, check, listed};

#[test]
fn every_case_has_a_test_or_a_reason() {
    let table = fs::read_to_string("cpython.md").unwrap();
    let carried = carried(Path::new("cpython"), "CPython's ");
    check(&listed(&table), &carried, is_refused);
}

/// Whether the test target `ui` has a compile-fail case of this name.
fn is_refused(case: &Case<'_>) -> bool {
    let (_, test) = case.name.split_once("::").unwrap();
    Path::new("ui/cpython")
        .join(test)
        .with_extension("rs")
        .exists()
}
