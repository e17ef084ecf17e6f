//! The compiler's messages for the same mistakes without the attribute.
//!
//! The test compares rustc with rustc, so it does not run by default. What is in `by_hand/fine/` compiles.

#[test]
#[ignore = "it changes with the compiler, and not with this crate"]
fn mistakes_by_hand() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/by_hand/*.rs");
    cases.pass("ui/by_hand/fine/*.rs");
}
