//! Which lifetimes does a signature use, name and leave out?

use std::collections::HashSet;

use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, Generics, Ident, Lifetime, LifetimeParam, ParenthesizedGenericArguments, ReceiverKind,
    Signature, Type, TypeFnPtr, TypePath, TypeReference,
};

/// Types that are known to hide no lifetime.
const WITHOUT_LIFETIME: [&str; 26] = [
    "Task",
    "LocalTask",
    "JoinHandle",
    "Vec",
    "Option",
    "HashMap",
    "BTreeMap",
    "String",
    "Box",
    "Arc",
    "Rc",
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "isize",
    "f32",
    "f64",
];

/// The lifetimes that a signature uses and does not declare.
pub(crate) fn undeclared(signature: &Signature) -> HashSet<String> {
    let mut lifetimes = Named::default();
    lifetimes.visit_signature_mut(&mut signature.clone());
    let Named { mut used, declared } = lifetimes;
    used.retain(|name| name != "static" && name != "_" && !declared.contains(name));
    used
}

/// The lifetimes that generic parameters declare.
pub(crate) fn declared(generics: &Generics) -> HashSet<String> {
    generics
        .lifetimes()
        .map(|parameter| parameter.lifetime.ident.to_string())
        .collect()
}

/// Leaves the lifetimes of a `for<'a>` in the signature without a name, since there is none for them in a closure.
pub(crate) fn elide_higher_ranked(signature: &Signature, types: &mut [Type]) {
    let mut lifetimes = Named::default();
    lifetimes.visit_signature_mut(&mut signature.clone());
    let own = declared(&signature.generics);
    let higher_ranked = lifetimes.declared.difference(&own).cloned().collect();
    for ty in types {
        Elide(&higher_ranked).visit_type_mut(ty);
    }
}

struct Elide<'a>(&'a HashSet<String>);

impl VisitMut for Elide<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if self.0.contains(&lifetime.ident.to_string()) {
            lifetime.ident = Ident::new("_", lifetime.ident.span());
        }
    }
}

#[derive(Default)]
struct Named {
    used: HashSet<String>,
    declared: HashSet<String>,
}

impl VisitMut for Named {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        self.used.insert(lifetime.ident.to_string());
    }

    fn visit_lifetime_param_mut(&mut self, parameter: &mut LifetimeParam) {
        self.declared.insert(parameter.lifetime.ident.to_string());
        visit_mut::visit_lifetime_param_mut(self, parameter);
    }
}

/// Whose lifetime a result takes that does not name it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Elided {
    /// None at all, or that of `self`.
    Other,
    /// The only one that all parameters have.
    TheOnlyOne,
    /// There is none, or there are several, so that rustc asks for a name.
    Missing,
}

pub(crate) fn elided_in_result(signature: &Signature) -> Elided {
    let mut signature = signature.clone();
    let mut result = Count::default();
    result.visit_return_type_mut(&mut signature.output);
    if result.elided == 0 {
        return Elided::Other;
    }
    let mut parameters = Count::default();
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) if !matches!(receiver.kind, ReceiverKind::Value) => {
                return Elided::Other;
            }
            FnArg::Receiver(_) => {}
            FnArg::Typed(parameter) => parameters.visit_type_mut(&mut parameter.ty),
        }
    }
    match parameters.elided + parameters.named {
        1 => Elided::TheOnlyOne,
        0 if parameters.may_hide => Elided::Other,
        _ => Elided::Missing,
    }
}

/// Counts the lifetimes in types.
#[derive(Default)]
struct Count {
    elided: usize,
    named: usize,
    /// Whether there are types that may have others.
    may_hide: bool,
}

impl VisitMut for Count {
    fn visit_type_path_mut(&mut self, ty: &mut TypePath) {
        self.may_hide |= ty.path.segments.last().is_none_or(|last| {
            let is_known = WITHOUT_LIFETIME.iter().any(|known| last.ident == known);
            !is_known
        });
        visit_mut::visit_type_path_mut(self, ty);
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        self.elided += usize::from(reference.lifetime.is_none());
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            self.elided += 1;
        } else {
            self.named += usize::from(lifetime.ident != "static");
        }
    }

    // Those in `fn(&u8)` and `Fn(&u8)` are chosen at each call.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
}

/// Puts a name where the result elides it.
pub(crate) fn name_in_result(signature: &mut Signature, name: &Lifetime) {
    Name(name).visit_return_type_mut(&mut signature.output);
}

struct Name<'a>(&'a Lifetime);

impl VisitMut for Name<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        reference.lifetime.get_or_insert_with(|| self.0.clone());
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.0.clone();
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }
}
