//! What has no name in a declared type, and needs one inside the bound that the parameter becomes?
//!
//! Rust takes neither `impl Trait` nor an elided lifetime there, though it takes both in the type of a parameter.

use syn::{
    GenericArgument, Ident, Lifetime, LifetimeParam, PathArguments, Token, Type, TypeParam,
    parse_quote,
};

use crate::components::components;
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
    naming.visit(ty);
    naming.named
}

struct Naming<'a> {
    argument: &'a Ident,
    names: &'a mut Names,
    named: Named,
}

impl Naming<'_> {
    fn visit(&mut self, ty: &mut Type) {
        // Lifetimes elided in there belong to the function type or to the trait object itself.
        let is_scope = matches!(ty, Type::FnPtr(_) | Type::TraitObject(_));
        if is_scope {
            return;
        }
        for component in components(ty) {
            self.visit(component);
        }
        match ty {
            Type::ImplTrait(impl_trait) => {
                let role = format!("Type{}", self.named.types.len());
                let name = self.names.generic(self.argument, &role);
                self.named.types.push(TypeParam {
                    colon_token: Some(Token![:](impl_trait.impl_token.span)),
                    bounds: impl_trait.bounds.clone(),
                    ..name.clone().into()
                });
                *ty = parse_quote!(#name);
            }
            Type::Reference(reference) => {
                let lifetime = reference.lifetime.take();
                reference.lifetime = Some(self.named(lifetime));
            }
            Type::Path(path) => {
                for segment in &mut path.path.segments {
                    self.visit_lifetimes(&mut segment.arguments);
                }
            }
            _ => {}
        }
    }

    fn visit_lifetimes(&mut self, arguments: &mut PathArguments) {
        if let PathArguments::AngleBracketed(arguments) = arguments {
            for argument in &mut arguments.args {
                if let GenericArgument::Lifetime(lifetime) = argument {
                    *lifetime = self.named(Some(lifetime.clone()));
                }
            }
        }
    }

    fn named(&mut self, lifetime: Option<Lifetime>) -> Lifetime {
        if let Some(lifetime) = lifetime.filter(|lifetime| lifetime.ident != "_") {
            return lifetime;
        }
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
