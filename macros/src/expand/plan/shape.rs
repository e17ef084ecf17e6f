//! What callers pass for a declared type: anything that becomes it, or the same kind of collection of such awaitables.

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{PathSegment, Signature, Type};

use super::model::{Awaitable, Shape, Source};
use super::task_types;
use super::unused_names::UnusedNames;
use crate::expand::syntax::types::{segment_of_type, type_argument, ungrouped};
use crate::expand::syntax::{mentions, spans};

/// Finds the shape of declared types, and names the generic parameters that each one needs.
pub(crate) struct Shapes<'a> {
    names: &'a mut UnusedNames,
    argument: &'a Ident,
    /// Whether awaitables need names, because a `use<..>` in the result has to list them.
    are_captured: bool,
    /// Whether forms count as the author's; see [`Shapes::form`].
    is_form_visible: bool,
}

impl<'a> Shapes<'a> {
    /// Shapes of an argument of this function.
    pub(crate) fn new(
        names: &'a mut UnusedNames,
        argument: &'a Ident,
        signature: &Signature,
    ) -> Self {
        let has_lifetime = signature.generics.lifetimes().next().is_some();
        Self {
            names,
            argument,
            are_captured: mentions::contain(signature.output.to_token_stream(), "use"),
            is_form_visible: signature.receiver().is_some() && !has_lifetime,
        }
    }

    /// The shape of a type. Callers pass an `Option`, an array, a tuple or a map where the author declares one, since
    /// rustc explains mistakes in these well. For any other type, they pass whatever becomes the type.
    pub(crate) fn of(&mut self, ty: &Type) -> Shape {
        match ungrouped(ty) {
            Type::Tuple(tuple) => self.parts(tuple.elems.iter().enumerate()),
            Type::Array(array) => self.parts([(0, &*array.elem)]),
            ty => match segment_of_type(ty).and_then(inside) {
                Some(inside) => self.parts([inside]),
                None => self.whole(ty),
            },
        }
    }

    fn parts<'t>(&mut self, parts: impl IntoIterator<Item = (usize, &'t Type)>) -> Shape {
        let parts = parts.into_iter();
        Shape::Parts(parts.map(|(index, part)| (index, self.of(part))).collect())
    }

    /// The shape for which callers pass whatever becomes the type.
    pub(crate) fn whole(&mut self, ty: &Type) -> Shape {
        Shape::Awaitable(Box::new(self.awaitable(ty, self.are_captured)))
    }

    /// The awaitable that a source gives. For a factory, the awaitable needs a name, since Rust has no `impl Fn() ->
    /// impl Trait`.
    pub(crate) fn given(&mut self, ty: &Type, source: &Source) -> Awaitable {
        self.awaitable(ty, matches!(source, Source::Factory { .. }))
    }

    /// The awaitable that becomes a future with this output.
    pub(crate) fn of_output(&mut self, output: &Type) -> Awaitable {
        self.awaitable(output, false)
    }

    fn awaitable(&mut self, ty: &Type, is_named: bool) -> Awaitable {
        let span = Span::mixed_site();
        let name = is_named.then(|| self.names.generic(self.argument, "Awaitable", span));
        Awaitable {
            becomes: ty.clone(),
            name,
            form: self.form(ty),
        }
    }

    /// The generic parameter for the form in which this type is passed.
    ///
    /// Forms count as generated code. The exception is a method without lifetimes, where a form counts as the author's:
    /// if the method's trait does not have the attribute, E0049 points at the author's `impl`. Beside a lifetime, lints
    /// would then propose to remove the form as well.
    fn form(&mut self, ty: &Type) -> Ident {
        let [start, _] = spans::ends(ty);
        let start = spans::before(start);
        let span = if self.is_form_visible {
            start
        } else {
            Span::mixed_site().located_at(start)
        };
        self.names.generic(self.argument, "Form", span)
    }
}

/// The generic argument that holds the tasks of a collection of which callers pass the same kind, and its index.
fn inside(segment: &PathSegment) -> Option<(usize, &Type)> {
    let (_, index) = task_types::collection(&segment.ident)?;
    let index = index?;
    let inside =
        type_argument(segment, index).filter(|inside| task_types::mentions_task(inside))?;
    Some((index, inside))
}
