//! The attribute on every kind of function.

mod attributes;
mod boxed;
mod companions;
mod conditions;
mod extension;
mod factories;
mod first_poll;
mod functions;
mod generics;
mod impls;
mod lazily;
mod macros;
mod methods;
mod outlined;
mod parameters;
mod patterns;
mod peers;
mod reexport;
mod traits;
