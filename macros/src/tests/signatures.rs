//! Every combination of the parts of a signature: its expansion matches a simple model, and compiles.

mod model;
mod parts;

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use proc_macro2::TokenStream;

use self::parts::{Signature, all};
use super::tokens;
use crate::expand::accepts_awaitable;

/// Tokens as a text without spaces, and without the lints of clippy that generated code allows.
fn dense(tokens: &TokenStream) -> String {
    let mut text: String = tokens.to_string().split_whitespace().collect();
    while let Some(start) = text.find("#[cfg_attr(clippy,") {
        let length = text[start..].find("))]").unwrap() + "))]".len();
        text.replace_range(start..start + length, "");
    }
    text
}

#[test]
fn every_signature_becomes_what_the_model_says() {
    let all = all();
    let mut seen = HashSet::new();
    for signature in &all {
        let author = signature.author();
        let expanded = accepts_awaitable(tokens(signature.options()), tokens(&author));
        let expected = tokens(&signature.expected());
        assert_eq!(dense(&expanded), dense(&expected), "{author}");
        assert!(signature.parses(expanded), "{author}");
        assert!(seen.insert(author));
    }
    println!("{} signatures", seen.len());
    assert!(seen.len() >= 20_000);
}

/// A `SEED` in the environment repeats a choice.
#[test]
fn a_few_hundred_of_them_compile() {
    let seed = std::env::var("SEED").map_or_else(|_| now(), |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    let mut modules = String::new();
    for (index, signature) in chosen(all(), 400, seed).iter().enumerate() {
        let item = signature.item();
        writeln!(modules, "mod signature{index} {{ use super::*; {item} }}").unwrap();
    }
    let code = format!(
        "#![allow(warnings)]
        use std::{{borrow::Cow, collections::BTreeMap, fmt::Display, sync::Arc}};
        use ensure_future::{{LocalTask, Task, accepts_awaitable}};
        use futures_core::Stream;
        use tokio::task::JoinHandle;
        {modules}
        fn main() {{}}"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("signatures.rs");
    fs::write(&path, code).unwrap();
    let cases = trybuild::TestCases::new();
    cases.pass(path);
    drop(cases); // compiles them, before the folder goes
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::from(since.subsec_nanos())
}

/// Chooses by steps of a linear congruential generator.
fn chosen(mut all: Vec<Signature>, count: usize, mut seed: u64) -> Vec<Signature> {
    let mut choose = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = (seed >> 33) % all.len() as u64;
        all.swap_remove(usize::try_from(index).unwrap())
    };
    (0..count).map(|_| choose()).collect()
}
