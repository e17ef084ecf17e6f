//! What callers pass for a declared type: anything that becomes it, or the same kind of collection of such awaitables.

use proc_macro2::{Ident, Span};
use quote::{ToTokens, format_ident};
use syn::{PathSegment, Signature, Type};

use super::model::{Awaitable, Shape, Source};
use super::task_types;
use crate::expand::syntax::types::{type_argument, ungrouped};
use crate::expand::syntax::{mentions, spans};

/// Finds the shape of declared types, and names the generic parameters that each one needs.
pub(crate) struct Shapes {
    /// The beginning of the names of the new generic parameters.
    prefix: String,
    /// Whether awaitables need names, because a `use<..>` in the result has to list them.
    are_captured: bool,
    /// Whether forms count as the author's; see [`Shapes::form`].
    is_form_visible: bool,
    count: usize,
}

impl Shapes {
    /// Shapes of inputs of this function.
    pub(crate) fn new(prefix: String, signature: &Signature) -> Self {
        let has_lifetime = signature.generics.lifetimes().next().is_some();
        Self {
            prefix,
            are_captured: mentions::contain(signature.output.to_token_stream(), "use"),
            is_form_visible: signature.receiver().is_some() && !has_lifetime,
            count: 0,
        }
    }

    /// The shape of a type. Callers pass an `Option`, an array, a tuple or a map where the author declares one, since
    /// rustc explains mistakes in it well; anything else is passed as whatever becomes it.
    pub(crate) fn of(&mut self, ty: &Type) -> Shape {
        match ungrouped(ty) {
            Type::Tuple(tuple) => self.parts(tuple.elems.iter().enumerate()),
            Type::Array(array) => self.parts([(0, &*array.elem)]),
            Type::Path(path) => match path.path.segments.last().and_then(inside) {
                Some(inside) => self.parts([inside]),
                None => self.whole(ty),
            },
            _ => self.whole(ty),
        }
    }

    fn parts<'a>(&mut self, parts: impl IntoIterator<Item = (usize, &'a Type)>) -> Shape {
        let parts = parts.into_iter();
        Shape::Parts(parts.map(|(index, part)| (index, self.of(part))).collect())
    }

    /// The shape of a type that is passed as whatever becomes it.
    pub(crate) fn whole(&mut self, ty: &Type) -> Shape {
        let are_captured = self.are_captured;
        let name = are_captured.then(|| self.new_name("Awaitable", Span::mixed_site()));
        Shape::Awaitable(Box::new(self.awaitable(ty, name)))
    }

    /// What a source gives. What a factory gives needs a name, since Rust has no `impl Fn() -> impl Trait`.
    pub(crate) fn given(&mut self, ty: &Type, source: &Source) -> Awaitable {
        let is_factory = matches!(source, Source::Factory { .. });
        let name = is_factory.then(|| self.new_name("Item", Span::mixed_site()));
        self.awaitable(ty, name)
    }

    /// What becomes a future with this output.
    pub(crate) fn of_output(&mut self, output: &Type) -> Awaitable {
        self.awaitable(output, None)
    }

    fn awaitable(&mut self, ty: &Type, name: Option<Ident>) -> Awaitable {
        let form = self.form(ty);
        self.count += 1;
        Awaitable {
            becomes: ty.clone(),
            form,
            name,
        }
    }

    /// The generic parameter for the form in which this type is passed.
    ///
    /// Forms count as generated code. The exception is a method without lifetimes, where a form counts as the author's:
    /// if the method's trait does not have the attribute, E0049 points at the author's `impl`. Beside a lifetime, lints
    /// would then propose to remove the form as well.
    fn form(&self, ty: &Type) -> Ident {
        let [start, _] = spans::ends(ty);
        let start = spans::before(start);
        let span = if self.is_form_visible {
            start
        } else {
            Span::mixed_site().located_at(start)
        };
        self.new_name("Form", span)
    }

    fn new_name(&self, role: &str, span: Span) -> Ident {
        let prefix = &self.prefix;
        match self.count {
            0 => format_ident!("{prefix}{role}", span = span),
            count => format_ident!("{prefix}{role}{count}", span = span),
        }
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
