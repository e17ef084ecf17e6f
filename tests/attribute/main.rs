//! Does the attribute fit every kind of function?

mod attributes;
mod conditions;
mod functions;
mod generics;
mod macros;
mod methods;
mod parameters;
mod patterns;
mod reexport;
mod traits;
