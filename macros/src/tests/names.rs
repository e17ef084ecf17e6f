//! Names in every script, and names that are keywords.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Ident};

use super::tokens;
use crate::expand::accepts_awaitable;

/// The name of a generic parameter begins with that of its input, in capitals.
#[test]
fn every_letter_may_begin_a_name() {
    let letters = (char::MIN..=char::MAX).filter(|letter| !letter.to_uppercase().eq([*letter]));
    let names = letters.filter_map(|letter| syn::parse_str::<Ident>(&format!("{letter}o")).ok());
    let names: Vec<Ident> = names.collect();
    assert!(names.len() > 1000);
    for names in names.chunks(100) {
        let expanded = accepts_awaitable(
            TokenStream::new(),
            quote!(fn found(#(#names: Task<u8>),*) {}),
        );
        let text = expanded.to_string();
        assert!(!text.contains("compile_error"), "{text}");
        assert!(syn::parse2::<File>(expanded).is_ok(), "{text}");
    }
}

#[test]
fn names_in_every_script_are_kept() {
    for name in [
        "αρχή",
        "задача",
        "مهمة",
        "任务",
        "タスク",
        "작업",
        "कार्य",
        "ǆ",
        "ŉ",
        "ß",
        "_",
        "__",
        "a̐",
    ] {
        let item = format!(
            "pub fn {name}found<'{name}o>({name}o: Task<&'{name}o {name}Type>, (_, {name}a): (u8, u8)) {{ {name}o }}"
        );
        let expanded = accepts_awaitable(TokenStream::new(), tokens(&item));
        let text = expanded.to_string();
        assert!(
            text.contains(&format!("pub fn {name}found < '{name}o , ")),
            "{text}"
        );
        assert!(!text.contains("compile_error"), "{text}");
        assert!(syn::parse2::<File>(expanded).is_ok(), "{text}");
    }
}

/// Authors in edition 2015 have to write today's keywords, such as `async`, as raw names.
#[test]
fn keywords_of_other_editions_are_names() {
    for name in [
        "gen",
        "auto",
        "default",
        "safe",
        "union",
        "raw",
        "macro_rules",
        "r#gen",
        "r#async",
        "r#try",
        "r#dyn",
        "r#fn",
    ] {
        for item in [
            format!("fn {name}({name}: Task<{name}>) {{ {name} }}"),
            format!("fn {name}(&self, {name}: Task<{name}>) {{ {name} }}"),
            format!("impl {name} {{ fn {name}(&self, {name}: Task<{name}>) {{ {name} }} }}"),
        ] {
            let expanded = accepts_awaitable(TokenStream::new(), tokens(&item));
            let text = expanded.to_string();
            assert!(text.contains("Form >"), "{text}");
            assert!(
                text.contains(&format!("{{ {name} }}")) || text.contains(&format!("; {name} }}")),
                "{text}"
            );
            assert!(
                syn::parse2::<File>(quote!(impl Around { #expanded })).is_ok()
                    || syn::parse2::<File>(expanded).is_ok(),
                "{text}"
            );
        }
    }
}
