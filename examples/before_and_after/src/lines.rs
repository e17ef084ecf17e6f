//! The length of each version in lines of code.

/// The source of the version by hand.
pub const BY_HAND: &str = include_str!("by_hand.rs");

/// The source of the version with the attribute.
pub const WITH_ATTRIBUTE: &str = include_str!("with_attribute.rs");

/// Counts the lines of code, without blank lines and comments.
pub fn count(source: &str) -> usize {
    let lines = source.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}
