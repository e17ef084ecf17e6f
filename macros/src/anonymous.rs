//! What has no name in a declared type, and needs one inside the bound that the parameter becomes?
//!
//! Rust takes neither `impl Trait` nor an elided lifetime there, though it takes both in the type of a parameter.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Ident, Lifetime, LifetimeParam, ParenthesizedGenericArguments, Token, Type, TypeFnPtr,
    TypeParam, TypeReference, parse_quote,
};

use crate::names::Names;

/// The generic parameters that stand for what had no name.
#[derive(Default)]
pub(crate) struct Named {
    pub(crate) lifetimes: Vec<LifetimeParam>,
    pub(crate) types: Vec<TypeParam>,
}

/// Gives each `impl Trait` and each elided lifetime in the type a name.
pub(crate) fn name_anonymous(ty: &mut Type, argument: &Ident, names: &mut Names) -> Named {
    let mut naming = Naming {
        argument,
        names,
        named: Named::default(),
    };
    naming.visit_type_mut(ty);
    naming.named
}

struct Naming<'a> {
    argument: &'a Ident,
    names: &'a mut Names,
    named: Named,
}

impl Naming<'_> {
    fn new_lifetime(&mut self) -> Lifetime {
        let role = self.named.lifetimes.len().to_string();
        let ident = self.names.lifetime(self.argument, &role);
        let lifetime = Lifetime {
            apostrophe: ident.span(),
            ident,
        };
        let parameter = LifetimeParam::new(lifetime.clone());
        self.named.lifetimes.push(parameter);
        lifetime
    }
}

impl VisitMut for Naming<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::ImplTrait(impl_trait) = ty {
            let role = format!("Type{}", self.named.types.len());
            let name = self.names.generic(self.argument, &role);
            self.named.types.push(TypeParam {
                colon_token: Some(Token![:](impl_trait.impl_token.span)),
                bounds: impl_trait.bounds.clone(),
                ..name.clone().into()
            });
            *ty = parse_quote!(#name);
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.new_lifetime());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.new_lifetime();
        }
    }

    // Lifetimes that are elided in `fn(&u8)` and `Fn(&u8)` are those of the call.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
}
