//! Does the attribute fit every kind of function?

mod attributes;
mod conditions;
mod extension;
mod factories;
mod functions;
mod generics;
mod impls;
mod lazily;
mod macros;
mod methods;
mod parameters;
mod patterns;
mod reexport;
mod traits;
