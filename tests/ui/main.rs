//! Do mistakes explain themselves?
//!
//! `author/` holds what a framework author can get wrong, `caller/` what its users can, one mistake a file, which its
//! first line names. `by_hand/` holds what comes of the same mistake without the attribute, where it can be made; its
//! first line judges our message by that one. `by_hand.rs` runs those, and not by default.
//!
//! `cpython/` holds those of CPython's own cases that the type system answers, by their names there.
//!
//! The `.stderr` beside each is what the compiler of `rust-toolchain.toml` says. The README lists the verdicts.

mod readme;
mod renamed;

#[test]
fn mistakes_explain_themselves() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/author/*.rs");
    cases.compile_fail("ui/caller/*.rs");
    cases.compile_fail("ui/cpython/*.rs");
    cases.pass("ui/pass/*.rs");
    drop(cases); // which runs them
    readme::shows_the_cases();
}
