//! Parses items, functions and options. Signatures are parsed; bodies stay tokens.

pub(crate) mod awaitable;
mod function;
mod item;
mod options;

pub(crate) use self::function::{Body, Function, in_braces};
pub(crate) use self::item::{Block, Item, ItemKind, Member};
pub(crate) use self::options::Options;
