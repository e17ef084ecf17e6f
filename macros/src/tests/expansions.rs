//! The files in `expansions/`: each shows a function and its expansion. `UPDATE=1 cargo test` writes the expansion.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::tokens;
use crate::expand::accepts_awaitable;

/// The line between a function and its expansion.
const BECOMES: &str = "\n// becomes\n\n";

#[test]
fn every_expansion_is_as_shown() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("expansions");
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let shown = fs::read_to_string(&path).unwrap();
        let (author, _) = shown.split_once(BECOMES).unwrap();
        let expanded = format!("{author}{BECOMES}{}", expand(author));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &expanded).unwrap();
        } else {
            assert_eq!(expanded, shown, "{}", path.display());
        }
    }
}

#[test]
fn the_guide_shows_one_of_them() {
    let page = include_str!("../../../runtime/src/guide/how_it_works.md");
    let shown = include_str!("../../expansions/methods_of_an_impl.rs");
    let (author, expanded) = shown.split_once(BECOMES).unwrap();
    let start = expanded.find("    #[cfg_attr(\n        clippy").unwrap();
    let end = expanded[start..].find("    )]\n").unwrap() + "    )]\n".len();
    let without_lints = [&expanded[..start], &expanded[start + end..]].concat();
    assert!(page.contains(author), "the page has another example");
    assert!(
        page.contains(&without_lints),
        "the page shows another expansion"
    );
}

/// Removes the attribute from the item, expands the item, and formats the result.
fn expand(author: &str) -> String {
    let start = author.find("#[accepts_awaitable").unwrap();
    let end = start + author[start..].find("]\n").unwrap();
    let attribute = &author[start..end];
    let options = attribute.split_once('(').map_or("", |(_, options)| options);
    let item = author.replacen(&format!("{attribute}]\n"), "", 1);
    let expanded = accepts_awaitable(tokens(options.trim_end_matches(')')), tokens(&item));
    let file = syn::parse2(expanded).expect("an expansion parses");
    let pretty = prettyplease::unparse(&file);
    // rustfmt would remove an empty `for<>`.
    let kept = "for<'kept>";
    rustfmt(&pretty.replace("for<>", kept)).replace(kept, "for<>")
}

fn rustfmt(code: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is there");
    let mut input = rustfmt.stdin.take().unwrap();
    input.write_all(code.as_bytes()).unwrap();
    drop(input);
    let output = rustfmt.wait_with_output().unwrap();
    assert!(output.status.success(), "rustfmt can't read {code}");
    String::from_utf8(output.stdout).unwrap()
}
