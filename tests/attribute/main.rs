//! The attribute on every kind of function.
//!
//! Each file here covers a rule of the attribute: which parameters it takes, its options, its places, and its
//! expansion. The files in `language/` cover the language features that an item may use.

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
