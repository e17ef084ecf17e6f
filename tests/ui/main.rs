//! Do mistakes explain themselves?
//!
//! `author/` holds what a framework author can get wrong, `caller/` what its users can, one mistake a file. The `.stderr`
//! beside each is what the compiler of `rust-toolchain.toml` says.

#[test]
fn mistakes_explain_themselves() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/author/*.rs");
    cases.compile_fail("ui/caller/*.rs");
    cases.pass("ui/pass/*.rs");
}
