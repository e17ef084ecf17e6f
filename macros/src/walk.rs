//! How does one look through a type? syn's visitors would go through expressions too, and all that these may hold.

use syn::punctuated::Punctuated;
use syn::{
    AngleBracketedGenericArguments, CapturedParam, Expr, GenericArgument, GenericParam, Generics,
    Ident, Lifetime, ParenthesizedGenericArguments, Path, PathArguments, PreciseCapture,
    ReturnType, Token, Type, TypeParamBound, WherePredicate,
};

/// What a walk comes to.
pub(crate) enum Part<'a> {
    Type(&'a mut Type),
    /// Of `Fn(A) -> B`, all that is in and behind the parentheses.
    Parenthesized,
    Lifetime(&'a mut Lifetime),
    /// One that is given its name here, as in `for<'a>`.
    Declared(&'a Lifetime),
    /// The generic arguments of what has this name.
    Arguments(&'a Ident, &'a mut AngleBracketedGenericArguments),
    /// `use<..>`
    Capture(&'a mut PreciseCapture),
    /// The length of an array, for example. What it is computed with is no part of the type, and isn't walked through.
    Constant(&'a mut Expr),
}

/// Where a walk goes from there.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    Inside,
    Past,
}

/// Shows each part to the function, the outer ones before those inside. Those who change nothing share this walk with
/// those who do.
pub(crate) struct Walk<'a>(pub(crate) &'a mut dyn FnMut(Part<'_>) -> Then);

impl Walk<'_> {
    fn goes_inside(&mut self, part: Part<'_>) -> bool {
        (self.0)(part) == Then::Inside
    }

    pub(crate) fn ty(&mut self, ty: &mut Type) {
        if self.goes_inside(Part::Type(ty)) {
            self.inside(ty);
        }
    }

    /// Goes through all of the type but itself.
    pub(crate) fn inside(&mut self, ty: &mut Type) {
        match ty {
            Type::Array(array) => {
                self.ty(&mut array.elem);
                self.goes_inside(Part::Constant(&mut array.len));
            }
            Type::FnPtr(pointer) => {
                if let Some(declared) = &mut pointer.lifetimes {
                    self.parameters(&mut declared.lifetimes);
                }
                for input in pointer.inputs.pairs_mut() {
                    self.ty(&mut input.into_value().ty);
                }
                self.result(&mut pointer.output);
            }
            Type::Group(group) => self.ty(&mut group.elem),
            Type::ImplTrait(impl_trait) => self.bounds(&mut impl_trait.bounds),
            Type::Paren(paren) => self.ty(&mut paren.elem),
            Type::Path(ty) => {
                if let Some(qself) = &mut ty.qself {
                    self.ty(&mut qself.ty);
                }
                self.path(&mut ty.path);
            }
            Type::Ptr(pointer) => self.ty(&mut pointer.elem),
            Type::Reference(reference) => {
                if let Some(lifetime) = &mut reference.lifetime {
                    self.lifetime(lifetime);
                }
                self.ty(&mut reference.elem);
            }
            Type::Slice(slice) => self.ty(&mut slice.elem),
            Type::TraitObject(object) => self.bounds(&mut object.bounds),
            Type::Tuple(tuple) => {
                for ty in tuple.elems.pairs_mut() {
                    self.ty(ty.into_value());
                }
            }
            _ => {} // a type without parts
        }
    }

    pub(crate) fn result(&mut self, result: &mut ReturnType) {
        if let ReturnType::Type(_, ty) = result {
            self.ty(ty);
        }
    }

    pub(crate) fn generics(&mut self, generics: &mut Generics) {
        self.parameters(&mut generics.params);
        let Some(clause) = &mut generics.where_clause else {
            return;
        };
        for predicate in clause.predicates.pairs_mut() {
            match predicate.into_value() {
                WherePredicate::Type(predicate) => {
                    if let Some(declared) = &mut predicate.lifetimes {
                        self.parameters(&mut declared.lifetimes);
                    }
                    self.ty(&mut predicate.bounded_ty);
                    self.bounds(&mut predicate.bounds);
                }
                WherePredicate::Lifetime(predicate) => {
                    self.lifetime(&mut predicate.lifetime);
                    self.lifetimes(&mut predicate.bounds);
                }
                _ => {}
            }
        }
    }

    /// Those of an item, or of a `for<'a>`.
    fn parameters(&mut self, parameters: &mut Punctuated<GenericParam, Token![,]>) {
        for parameter in parameters.pairs_mut() {
            match parameter.into_value() {
                GenericParam::Lifetime(parameter) => {
                    self.goes_inside(Part::Declared(&parameter.lifetime));
                    self.lifetimes(&mut parameter.bounds);
                }
                GenericParam::Type(parameter) => self.bounds(&mut parameter.bounds),
                GenericParam::Const(parameter) => self.ty(&mut parameter.ty),
            }
        }
    }

    fn bounds(&mut self, bounds: &mut Punctuated<TypeParamBound, Token![+]>) {
        for bound in bounds.pairs_mut() {
            match bound.into_value() {
                TypeParamBound::Trait(bound) => {
                    if let Some(declared) = &mut bound.lifetimes {
                        self.parameters(&mut declared.lifetimes);
                    }
                    self.path(&mut bound.path);
                }
                TypeParamBound::Lifetime(lifetime) => self.lifetime(lifetime),
                TypeParamBound::PreciseCapture(capture) => self.capture(capture),
                _ => {}
            }
        }
    }

    fn path(&mut self, path: &mut Path) {
        for segment in path.segments.pairs_mut() {
            let segment = segment.into_value();
            match &mut segment.arguments {
                PathArguments::None => {}
                PathArguments::AngleBracketed(arguments) => {
                    self.arguments_of(&segment.ident, arguments);
                }
                PathArguments::Parenthesized(signature) => self.parenthesized(signature),
            }
        }
    }

    fn arguments_of(&mut self, name: &Ident, arguments: &mut AngleBracketedGenericArguments) {
        if self.goes_inside(Part::Arguments(name, arguments)) {
            self.arguments(arguments);
        }
    }

    fn arguments(&mut self, arguments: &mut AngleBracketedGenericArguments) {
        for argument in arguments.args.pairs_mut() {
            self.argument(argument.into_value());
        }
    }

    pub(crate) fn argument(&mut self, argument: &mut GenericArgument) {
        match argument {
            GenericArgument::Lifetime(lifetime) => self.lifetime(lifetime),
            GenericArgument::Type(ty) => self.ty(ty),
            GenericArgument::Const(constant) => {
                self.goes_inside(Part::Constant(constant));
            }
            GenericArgument::AssocType(item) => {
                if let Some(arguments) = &mut item.generics {
                    self.arguments(arguments);
                }
                self.ty(&mut item.ty);
            }
            GenericArgument::AssocConst(item) => {
                self.goes_inside(Part::Constant(&mut item.value));
            }
            GenericArgument::Constraint(item) => {
                if let Some(arguments) = &mut item.generics {
                    self.arguments(arguments);
                }
                self.bounds(&mut item.bounds);
            }
            _ => {}
        }
    }

    fn parenthesized(&mut self, signature: &mut ParenthesizedGenericArguments) {
        if self.goes_inside(Part::Parenthesized) {
            for input in signature.inputs.pairs_mut() {
                self.ty(&mut input.into_value().ty);
            }
            self.result(&mut signature.output);
        }
    }

    fn capture(&mut self, capture: &mut PreciseCapture) {
        if self.goes_inside(Part::Capture(capture)) {
            for captured in capture.params.pairs_mut() {
                if let CapturedParam::Lifetime(lifetime) = captured.into_value() {
                    self.lifetime(lifetime);
                }
            }
        }
    }

    fn lifetimes(&mut self, lifetimes: &mut Punctuated<Lifetime, Token![+]>) {
        for lifetime in lifetimes.pairs_mut() {
            self.lifetime(lifetime.into_value());
        }
    }

    fn lifetime(&mut self, lifetime: &mut Lifetime) {
        self.goes_inside(Part::Lifetime(lifetime));
    }
}
