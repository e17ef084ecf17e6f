//! The data that a plan consists of.

use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Error, FnArg, ItemImpl, ItemTrait, Type, TypeParamBound};

use crate::expand::parse::{Function, Options};

/// What becomes of an item.
pub(crate) struct Plan<'a> {
    pub(crate) item: ItemPlan<'a>,
    /// What is wrong with the item. The errors are printed beside it.
    pub(crate) errors: Vec<Error>,
}

pub(crate) enum ItemPlan<'a> {
    Function(FunctionPlan<'a>),
    Impl(BlockPlan<'a, ItemImpl>),
    Trait(BlockPlan<'a, ItemTrait>, Option<Extension>),
    /// Printed without any `#[awaitable]`.
    Unchanged(TokenStream),
    /// Printed with this attribute again, behind so many tokens.
    Again {
        tokens: &'a TokenStream,
        behind: usize,
        options: Options,
    },
}

/// An `impl` or a `trait` without its members, and these.
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

/// What becomes of a function.
pub(crate) struct FunctionPlan<'a> {
    pub(crate) function: &'a Function,
    pub(crate) options: Options,
    pub(crate) strategy: Strategy,
    pub(crate) attributes: FunctionAttributes,
    /// A plan for each input of the signature.
    pub(crate) inputs: Vec<InputPlan<'a>>,
    /// The generic arguments with which the function with the body is called: the author's generic parameters, or `_` for
    /// one that stands for two types, the caller's and the wrapper that the body gets. There are none if a generic parameter
    /// is there on a condition, since Rust has no conditional generic arguments.
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
    /// The trait's own method stays as it is, and the trait for callers gets one.
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
    /// All of the author's, for the author's function as it is.
    pub(crate) author: Vec<Attribute>,
    /// For the function that callers see.
    pub(crate) callers: Vec<Attribute>,
    /// For the function with the body.
    pub(crate) body: Vec<Attribute>,
}

/// What becomes of one input.
pub(crate) struct InputPlan<'a> {
    pub(crate) author: &'a FnArg,
    /// The name by which generated code uses it. The author's body can't see that name.
    pub(crate) argument: Ident,
    /// The variable that holds what it is coerced to, until the body begins.
    pub(crate) variable: Ident,
    /// Attributes for the function that callers see: all but documentation, lint levels and those of this crate.
    pub(crate) attributes: Vec<Attribute>,
    /// The `#[cfg]`s among these.
    pub(crate) conditions: Vec<Attribute>,
    /// Lint levels, which are meant for what the author's pattern binds.
    pub(crate) lint_levels: Vec<Attribute>,
    /// Whether the option `on` uses it, and perhaps nothing else does. Of `self`, only a `mut self` counts.
    pub(crate) is_used_by_on: bool,
    /// How it is coerced, if it is.
    pub(crate) coercion: Option<Coercion>,
}

impl InputPlan<'_> {
    /// The kind of its coercion, if it is coerced.
    pub(crate) fn kind(&self) -> Option<&CoercionKind> {
        self.coercion.as_ref().map(|coercion| &coercion.kind)
    }

    /// Whether a coroutine that is passed for it is spawned, and not awaited in place.
    pub(crate) fn is_spawned(&self) -> bool {
        let is_in_place = |kind: &CoercionKind| matches!(kind, CoercionKind::InPlace(_));
        self.kind().is_some_and(|kind| !is_in_place(kind))
    }

    /// The author's generic parameters that stand for two types: the caller's, and the one that the body gets.
    pub(crate) fn generics(&self) -> impl Iterator<Item = &Ident> {
        let of_future = match self.kind() {
            Some(CoercionKind::InPlace(in_place)) => in_place.generic.as_ref(),
            _ => None,
        };
        let of_source = self.drawn().and_then(|drawn| drawn.generic.as_ref());
        of_future.into_iter().chain(of_source)
    }

    /// How it gives one task or future after the other, if it does.
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
    /// Whether its type names a `LocalTask`, whose coroutine stays on its thread.
    pub(crate) is_local: bool,
    /// The types that are taken for tasks because of their names, which generated code asserts at the definition.
    pub(crate) tasks: Vec<Type>,
}

pub(crate) enum CoercionKind {
    /// The argument becomes what is declared, at once.
    Direct(Shape),
    /// The argument gives one task after the other, and each is coerced when the body draws it. The name of what it gives
    /// is the new generic parameter for what a caller's factory returns.
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

/// `impl Awaitable<P, Form>`, or another such trait
pub(crate) struct Awaitable {
    /// The `P`: what it becomes.
    pub(crate) becomes: Type,
    /// The new generic parameter for the form.
    pub(crate) form: Ident,
    /// The new generic parameter for the awaitable itself, where it needs a name.
    pub(crate) name: Option<Ident>,
}

/// How a parameter gives tasks or futures when the body asks for them.
pub(crate) struct Drawn {
    pub(crate) source: Source,
    /// Which of all bounds of its type says what it gives: first those where the type is declared, then those in the
    /// `where` clause.
    pub(crate) bound: usize,
    /// The author's generic parameter that is its type, if it is one.
    pub(crate) generic: Option<Ident>,
}

pub(crate) enum Source {
    /// A function that is called with arguments of these types.
    Factory {
        arguments: Vec<Type>,
        /// Whether it is an `FnMut`, which has to be mutable to be called.
        is_mutable: bool,
    },
    Iterator,
    IntoIterator,
    Stream,
}

/// A future that the body awaits in place, or several.
pub(crate) struct InPlace {
    pub(crate) futures: Futures,
    /// Which of all bounds of the future's type is `Future` or `IntoFuture`. Those in predicates with a `for<'a>` don't
    /// count.
    pub(crate) bound: usize,
    /// The author's generic parameter that is the type of the future, if it is one.
    pub(crate) generic: Option<Ident>,
    /// The output, if callers can't choose it: they pass `impl InPlace<Output, Form>` then, and any `IntoFuture` otherwise.
    pub(crate) output: Option<Awaitable>,
    /// Whether the output says how a task ended, for which callers pass `impl InPlaceJoin<Output, Form>`.
    pub(crate) is_joined: bool,
    /// The bounds of the boxed future, if futures are boxed.
    pub(crate) boxed: Option<Vec<TypeParamBound>>,
}

/// How an argument gives futures.
pub(crate) enum Futures {
    /// It is one.
    One,
    /// It is a `Vec` of them.
    Vec,
    /// It gives one after the other, when the body draws it.
    Drawn(Drawn),
}
