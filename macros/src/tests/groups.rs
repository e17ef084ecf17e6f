//! Invisible groups, which hold the fragments of a `macro_rules!`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::tokens;
use crate::expand::accepts_awaitable;

/// Items with fragments between `⟦` and `⟧`.
const ITEMS: &[&str] = &[
    "⟦pub(crate)⟧ fn found(task: ⟦Task<u8>⟧) -> ⟦u8⟧ ⟦{ body }⟧",
    "⟦pub fn found(task: Task<u8>) -> u8 { body }⟧",
    "⟦⟦#[inline]⟧ ⟦fn found(task: Task<u8>) { body }⟧⟧",
    "#[⟦inline⟧] fn found(#[⟦cfg(unix)⟧] task: Task<u8>, #[⟦awaitable⟧] job: Job) { body }",
    "fn found(⟦mut task⟧: ⟦ensure_future::Task⟧<⟦u8⟧>, ⟦(one, _)⟧: (⟦Task<u8>⟧, Task<⟦u8⟧>)) { body }",
    "fn found(tasks: ⟦Vec<⟦Task<u8>⟧>⟧, map: ⟦HashMap<u8, ⟦⟦Task<u8>⟧⟧>⟧, option: Option<⟦Task<u8>⟧>) { body }",
    "fn found(tasks: [⟦Task<u8>⟧; ⟦2 + 1⟧], other: [u8; ⟦{ 1 }⟧]) { body }",
    "fn found<T: ⟦Send⟧ + ⟦'static⟧, const N: ⟦usize⟧>(task: ⟦Task<T>⟧) where ⟦T⟧: ⟦Clone⟧ { body }",
    "fn found<F: ⟦Fn⟧() -> ⟦Task<u8>⟧>(make: ⟦F⟧, other: ⟦impl Fn() -> ⟦Vec<Task<u8>>⟧⟧) { body }",
    "fn found(#[awaitable] future: ⟦impl Future<Output = ⟦()⟧>⟧, #[awaitable] all: ⟦Vec<⟦impl Future<Output = ()>⟧>⟧) { body }",
    "fn found<F: ⟦Future⟧<Output = ⟦Result<u8, E>⟧>>(#[awaitable] future: ⟦F⟧) { body }",
    "fn found(self: ⟦Arc<Self>⟧, task: ⟦Task<Self>⟧) -> ⟦impl Iterator<Item = u8>⟧ { body }",
    "impl ⟦Tr<u8>⟧ for ⟦S⟧ { const C: u8 = ⟦1⟧; ⟦type T = u8;⟧ fn found(task: ⟦Task<u8>⟧) ⟦{ body }⟧ ⟦fn last() {}⟧ }",
    "⟦impl S { ⟦⟦fn found(task: Task<u8>) ⟦{ body }⟧⟧⟧ }⟧",
    "trait Tr: ⟦Send⟧ { ⟦#[accepts_awaitable(as = call)]⟧ ⟦fn found(&self, task: ⟦Task<u8>⟧) ⟦{ body }⟧⟧ }",
    "fn found(task: ⟦&Task<u8>⟧) {}",
    "⟦⟧ fn found(task: Task<u8>) { body }",
];

/// The tokens of a text, in which `⟦` and `⟧` are the ends of an invisible group.
fn grouped(text: &str) -> TokenStream {
    hide(tokens(&text.replace('⟦', "HIDE {").replace('⟧', "}")))
}

fn hide(tokens: TokenStream) -> TokenStream {
    let mut hidden = Vec::new();
    for mut token in tokens {
        if let TokenTree::Group(group) = &mut token {
            let is_hidden = hidden.last().is_some_and(is_hide);
            let delimiter = if is_hidden {
                hidden.pop();
                Delimiter::None
            } else {
                group.delimiter()
            };
            *group = Group::new(delimiter, hide(group.stream()));
        }
        hidden.push(token);
    }
    hidden.into_iter().collect()
}

fn is_hide(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if word == "HIDE")
}

#[test]
fn an_invisible_group_makes_no_difference() {
    for item in ITEMS {
        let plain = item.replace(['⟦', '⟧'], " ");
        for options in [
            "",
            "boxed",
            "as = Ext, boxed",
            "on = ⟦handle⟧",
            "on = ⟦a + b⟧, crate = ⟦path::to⟧",
        ] {
            let expand = |item| accepts_awaitable(grouped(options), item).to_string();
            assert_eq!(expand(grouped(item)), expand(tokens(&plain)), "{item}");
        }
    }
}
