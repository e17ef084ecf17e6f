//! What does the compiler say of the same mistakes without the attribute?
//!
//! This compares rustc with rustc, so it does not run by default. In `by_hand/fine/`, it is no mistake.

#[test]
#[ignore = "it changes with the compiler, and not with this crate"]
fn mistakes_by_hand() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/by_hand/*.rs");
    cases.pass("ui/by_hand/fine/*.rs");
}
