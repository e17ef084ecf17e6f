//! What does a function's text show? rustc writes it in less time than a macro takes to walk through a body.

use proc_macro2::TokenStream;

/// The text of a function, but for the documentation and the attributes in front.
///
/// Macros are seldom optimised, and then every call takes long, so that what looks at all of it calls nothing for each
/// byte.
pub(crate) struct Code(String);

impl Code {
    pub(crate) fn of(item: &TokenStream) -> Self {
        let mut text = item.to_string();
        let start = find(&text, b"fn ").unwrap_or_default();
        Self(text.split_off(start))
    }

    /// Whether there may be lifetimes.
    pub(crate) fn may_mention_lifetime(&self) -> bool {
        self.0.contains('\'')
    }

    /// Whether there may be attributes inside the body.
    pub(crate) fn may_have_inner_attributes(&self) -> bool {
        self.0.contains('#') && find(&self.0, b"#!").is_some() // a single character is found much faster
    }

    /// Whether there is a `Self`, or a capital that stands alone and is not among those declared.
    pub(crate) fn may_mention_generic(&self, declared: &[u8]) -> bool {
        let is_in_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let text = self.0.as_bytes();
        let length = text.len();
        let mut index = 0;
        while index < length {
            let letter = text[index];
            #[expect(clippy::manual_is_ascii_check)]
            if matches!(letter, b'A'..=b'Z') {
                let begins = !text[..index].last().is_some_and(|last| is_in_word(*last));
                let behind = &text[index + 1..];
                let ends = !behind.first().is_some_and(|first| is_in_word(*first));
                if begins && (behind.starts_with(b"elf") || (ends && !declared.contains(&letter))) {
                    return true;
                }
            }
            index += 1;
        }
        false
    }
}

/// As `str::find`, which would be compiled for this alone.
fn find(text: &str, wanted: &[u8]) -> Option<usize> {
    let text = text.as_bytes();
    let length = text.len();
    let first = wanted[0];
    let mut index = 0;
    while index < length {
        if text[index] == first && text[index..].starts_with(wanted) {
            return Some(index);
        }
        index += 1;
    }
    None
}
