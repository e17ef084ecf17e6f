//! What has no name in a declared type, and needs one inside the bound that the parameter becomes?
//!
//! Rust takes neither `impl Trait` nor an elided lifetime there, though it takes both in the type of a parameter.

use std::mem;

use quote::quote;
use syn::{GenericParam, Ident, Lifetime, LifetimeParam, Token, Type, TypeParam};

use crate::lifetimes;
use crate::names::{self, Names};
use crate::source;
use crate::walk::{Part, Then, Walk};

/// The generic parameters that stand for what had no name.
#[derive(Default)]
pub(crate) struct Named {
    pub(crate) lifetimes: Vec<GenericParam>,
    pub(crate) types: Vec<GenericParam>,
}

/// Gives each `impl Trait` and each elided lifetime in the type a name.
pub(crate) fn name_anonymous(ty: &mut Type, argument: &Ident, names: &mut Names) -> Named {
    let mut naming = Naming {
        argument,
        names,
        named: Named::default(),
    };
    Walk(&mut |part| naming.name(part)).ty(ty);
    naming.named
}

/// Leaves each `impl Trait` in the type to inference.
pub(crate) fn infer_anonymous(ty: &mut Type) {
    let mut infer = |part: Part<'_>| {
        if let Part::Type(ty) = part {
            if let Type::ImplTrait(_) = ty {
                *ty = Type::Verbatim(quote!(_));
            }
        }
        Then::Inside
    };
    Walk(&mut infer).ty(ty);
}

struct Naming<'a> {
    argument: &'a Ident,
    names: &'a mut Names,
    named: Named,
}

impl Naming<'_> {
    fn new_lifetime(&mut self) -> Lifetime {
        let number = names::number(self.named.lifetimes.len());
        let ident = self.names.lifetime(self.argument, &number);
        let lifetime = Lifetime {
            apostrophe: ident.span(),
            ident,
        };
        let parameter = LifetimeParam::new(lifetime.clone());
        self.named.lifetimes.push(GenericParam::Lifetime(parameter));
        lifetime
    }

    fn name(&mut self, part: Part<'_>) -> Then {
        match part {
            Part::Type(ty) if matches!(ty, Type::ImplTrait(_)) => {
                self.name_type(ty);
                Then::Past
            }
            part => lifetimes::name_elided(part, &mut || self.new_lifetime()),
        }
    }

    /// What is inside it gets a name first.
    fn name_type(&mut self, ty: &mut Type) {
        Walk(&mut |part| self.name(part)).inside(ty);
        if let Type::ImplTrait(impl_trait) = ty {
            let role = format!("Type{}", self.named.types.len());
            let name = self.names.generic(self.argument, &role);
            self.named.types.push(GenericParam::Type(TypeParam {
                colon_token: Some(Token![:](impl_trait.impl_token.span)),
                bounds: mem::take(&mut impl_trait.bounds),
                ..name.clone().into()
            }));
            *ty = source::to_type(name.into());
        }
    }
}
