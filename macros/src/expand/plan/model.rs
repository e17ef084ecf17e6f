//! The data that a plan consists of.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Error, FnArg, ItemImpl, ItemTrait, Type, TypeParamBound};

use crate::expand::parse::{Function, Options};

/// The plan of an item.
pub(crate) struct Plan<'a> {
    pub(crate) item: ItemPlan<'a>,
    /// The mistakes in the item. They are printed beside it.
    pub(crate) errors: Vec<Error>,
}

pub(crate) enum ItemPlan<'a> {
    Function(FunctionPlan<'a>),
    Impl(BlockPlan<'a, ItemImpl>),
    Trait(BlockPlan<'a, ItemTrait>, Option<Extension>),
    /// Printed without any `#[awaitable]`.
    Unchanged(TokenStream),
    /// Printed with this attribute again, after the first `behind` tokens.
    Again {
        tokens: &'a TokenStream,
        behind: usize,
        options: Options,
    },
}

/// The header and the members of an `impl` or a `trait`.
pub(crate) struct BlockPlan<'a, Header> {
    pub(crate) header: &'a Header,
    pub(crate) members: Vec<MemberPlan<'a>>,
}

pub(crate) enum MemberPlan<'a> {
    Function(Box<FunctionPlan<'a>>),
    /// Printed as it is.
    Other(&'a TokenStream),
}

/// The trait for callers that extends the author's.
pub(crate) struct Extension {
    pub(crate) name: Ident,
    /// The generic parameter for the implementors of the author's trait.
    pub(crate) implementor: Ident,
    /// Conditions and lint levels, which hold for the trait and for its implementation.
    pub(crate) for_both: Vec<Attribute>,
    pub(crate) deprecated: Option<Attribute>,
}

/// The plan of a function.
pub(crate) struct FunctionPlan<'a> {
    pub(crate) function: &'a Function,
    pub(crate) options: Options,
    pub(crate) strategy: Strategy,
    pub(crate) attributes: FunctionAttributes,
    /// A plan for each input of the signature.
    pub(crate) inputs: Vec<InputPlan<'a>>,
    /// The generic arguments of the call to the function with the body: the author's generic parameters. A parameter
    /// that means two types (the caller's, and the wrapper that the body gets) is `_`. The list is empty if a generic
    /// parameter has a condition, since Rust has no conditional generic arguments.
    pub(crate) generic_arguments: Vec<Ident>,
}

/// Where the body of a function goes.
pub(crate) enum Strategy {
    /// The function stays as it is, but for the attributes of this crate.
    Unchanged,
    /// There is no body: only the signature changes.
    Declaration,
    /// The body stays where it is, below statements that coerce.
    BodyStays,
    /// The body moves to a function of this name inside the function that callers see.
    Inside { body: Ident },
    /// The body moves to a function of this name beside it, in the same `impl`.
    Beside { body: Ident },
    /// The trait's own method stays as it is, and the trait for callers gets another method.
    Extend {
        /// The name of the callers' method.
        callers: Ident,
        /// Whether the method needs `Self: Sized`, since it takes or returns `Self` by value.
        needs_sized: bool,
    },
}

/// The attributes of a function's parts.
#[derive(Default)]
pub(crate) struct FunctionAttributes {
    /// All attributes of the author, for the function as the author wrote it.
    pub(crate) author: Vec<Attribute>,
    /// For the function that callers see.
    pub(crate) callers: Vec<Attribute>,
    /// For the function with the body.
    pub(crate) body: Vec<Attribute>,
}

/// The plan of an input.
pub(crate) struct InputPlan<'a> {
    pub(crate) author: &'a FnArg,
    /// The name that generated code uses for the input. The author's body can't see that name.
    pub(crate) argument: Ident,
    /// The variable that holds the coerced value until the body begins.
    pub(crate) variable: Ident,
    /// Attributes for the function that callers see: all but documentation, lint levels and those of this crate.
    pub(crate) attributes: Vec<Attribute>,
    /// The `#[cfg]`s among `attributes`.
    pub(crate) conditions: Vec<Attribute>,
    /// Lint levels, which are meant for what the author's pattern binds.
    pub(crate) lint_levels: Vec<Attribute>,
    /// Whether the option `on` uses the input, perhaps as its only use. For `self`, only a `mut self` counts.
    pub(crate) is_used_by_on: bool,
    /// How the input is coerced, if it is.
    pub(crate) coercion: Option<Coercion>,
}

impl InputPlan<'_> {
    /// The kind of the coercion, if the input is coerced.
    pub(crate) fn kind(&self) -> Option<&CoercionKind> {
        self.coercion.as_ref().map(|coercion| &coercion.kind)
    }

    /// Whether a coroutine that callers pass for the input is spawned, and not awaited in place.
    pub(crate) fn is_spawned(&self) -> bool {
        let is_in_place = |kind: &CoercionKind| matches!(kind, CoercionKind::InPlace(_));
        self.kind().is_some_and(|kind| !is_in_place(kind))
    }

    /// The author's generic parameters that mean two types: the caller's, and the type that the body gets.
    pub(crate) fn generics(&self) -> impl Iterator<Item = &Ident> {
        let of_future = match self.kind() {
            Some(CoercionKind::InPlace(in_place)) => in_place.generic.as_ref(),
            _ => None,
        };
        let of_source = self.drawn().and_then(|drawn| drawn.generic.as_ref());
        of_future.into_iter().chain(of_source)
    }

    /// How the input gives tasks or futures one at a time, if it does.
    pub(crate) fn drawn(&self) -> Option<&Drawn> {
        match self.kind()? {
            CoercionKind::Drawn(drawn, _) => Some(drawn),
            CoercionKind::InPlace(in_place) => match &in_place.futures {
                Futures::Drawn(drawn) => Some(drawn),
                Futures::One | Futures::Vec => None,
            },
            CoercionKind::Direct(_) => None,
        }
    }
}

/// How a caller's argument becomes what the author declared.
pub(crate) struct Coercion {
    pub(crate) kind: CoercionKind,
    /// Whether the declared type names a `LocalTask`, whose coroutine stays on its thread.
    pub(crate) is_local: bool,
    /// The types that count as tasks because of their names. Generated code asserts it at the definition.
    pub(crate) tasks: Vec<Type>,
}

pub(crate) enum CoercionKind {
    /// The argument becomes the declared type at once.
    Direct(Shape),
    /// The argument gives tasks one at a time, and each is coerced when the body draws it. The name in the `Awaitable`
    /// is the new generic parameter for the return type of a caller's factory.
    Drawn(Drawn, Awaitable),
    /// The argument becomes a future, which the body awaits in place.
    InPlace(InPlace),
}

/// A declared type and what callers pass for it.
pub(crate) enum Shape {
    /// Anything that becomes this type.
    Awaitable(Box<Awaitable>),
    /// The same kind of collection, or a tuple of the same length, with these parts. A part of a collection has the index
    /// of the generic argument, if there is any.
    Parts(Vec<(usize, Shape)>),
}

impl CoercionKind {
    /// Everything in what callers pass that is an awaitable.
    pub(crate) fn awaitables(&self) -> Vec<&Awaitable> {
        match self {
            Self::Direct(shape) => shape.awaitables(),
            Self::Drawn(_, given) => vec![given],
            Self::InPlace(future) => future.output.iter().collect(),
        }
    }
}

impl Shape {
    fn awaitables(&self) -> Vec<&Awaitable> {
        match self {
            Self::Awaitable(awaitable) => vec![awaitable],
            Self::Parts(parts) => {
                let parts = parts.iter();
                parts.flat_map(|(_, part)| part.awaitables()).collect()
            }
        }
    }
}

/// `impl Awaitable<P, Form>`, or a similar bound of the runtime crate.
pub(crate) struct Awaitable {
    /// The `P`: the type that the awaitable becomes.
    pub(crate) becomes: Type,
    /// The new generic parameter for the form.
    pub(crate) form: Ident,
    /// The new generic parameter for the awaitable itself, where it needs a name.
    pub(crate) name: Option<Ident>,
}

/// How a parameter gives tasks or futures when the body asks for them.
pub(crate) struct Drawn {
    pub(crate) source: Source,
    /// The index of the bound that gives the tasks or futures, among all bounds of the type: first the bounds at the
    /// declaration of the type, then those in the `where` clause.
    pub(crate) bound: usize,
    /// The author's generic parameter, if the type is one.
    pub(crate) generic: Option<Ident>,
}

pub(crate) enum Source {
    /// A function that is called with arguments of these types.
    Factory {
        arguments: Vec<Type>,
        /// Whether the factory is an `FnMut`, which has to be mutable to be called.
        is_mutable: bool,
    },
    Iterator,
    IntoIterator,
    Stream,
}

/// A future that the body awaits in place, or several.
pub(crate) struct InPlace {
    pub(crate) futures: Futures,
    /// The index of `Future` or `IntoFuture` among the bounds of the future's type. Bounds in predicates with a
    /// `for<'a>` don't count.
    pub(crate) bound: usize,
    /// The author's generic parameter, if the type of the future is one.
    pub(crate) generic: Option<Ident>,
    /// The output, if callers can't choose it. Then they pass `impl InPlace<Output, Form>`, otherwise any `IntoFuture`.
    pub(crate) output: Option<Awaitable>,
    /// Whether the output says how a task ended. Then callers pass `impl InPlaceJoin<Output, Form>`.
    pub(crate) is_joined: bool,
    /// The bounds of the boxed future, if futures are boxed.
    pub(crate) boxed: Option<Vec<TypeParamBound>>,
}

/// How an argument gives futures.
pub(crate) enum Futures {
    /// The argument is a single future.
    One,
    /// The argument is a `Vec` of futures.
    Vec,
    /// The argument gives futures one at a time, when the body draws them.
    Drawn(Drawn),
}
