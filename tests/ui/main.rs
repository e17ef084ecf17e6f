//! Mistakes, and the messages that the compiler gives for them.
//!
//! `author/` holds the mistakes of a framework's author, `caller/` those of its users. A file holds one mistake, or
//! several with the same message and the same fix, and begins with a comment for each. `by_hand/` holds the same
//! mistakes without the attribute, where they can be made; the first line there judges our message by that one.
//! `by_hand.rs` runs those, but not by default.
//!
//! `cpython/` holds those of CPython's own cases that the type system answers, by their names there.
//!
//! The `.stderr` beside each is the message of the compiler of `rust-toolchain.toml`. The README lists the verdicts.
//! The guide's page "Troubleshooting" has each of these messages.

mod editions;
mod package;
mod readme;
mod renamed;
mod troubleshooting;

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
