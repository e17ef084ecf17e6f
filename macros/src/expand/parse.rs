//! Parses items, functions and options. Signatures are parsed; bodies stay tokens.

mod function;
mod item;
pub(crate) mod mark;
mod nesting;
mod options;

pub(crate) use self::function::{Body, Function, in_braces};
pub(crate) use self::item::{Block, Item, ItemKind, Member};
pub(crate) use self::options::Options;
