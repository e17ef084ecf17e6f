//! The attribute on every kind of function.
//!
//! Here is a file for each rule of the attribute itself: which parameters it takes, its options, its places, and what
//! it makes of them. A feature of the language that an item uses has its file in `language/`.

mod async_traits;
mod attributes;
mod boxed;
mod companions;
mod conditions;
mod extension;
mod factories;
mod frameworks;
mod impls;
mod language;
mod lazily;
mod options;
mod other_attributes;
mod outlined;
mod parameters;
mod reexport;
