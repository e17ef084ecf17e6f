//! Does the attribute fit every kind of function?

mod async_traits;
mod attributes;
mod boxed;
mod companions;
mod conditions;
mod extension;
mod factories;
mod functions;
mod generics;
mod impls;
mod lazily;
mod macros;
mod methods;
mod other_attributes;
mod outlined;
#[path = "../support/panics.rs"]
mod panics;
mod parameters;
mod patterns;
mod peers;
mod reexport;
mod traits;
