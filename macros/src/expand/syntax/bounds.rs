//! The bounds of a type: those of an `impl Trait`, or those of a generic parameter, including those in the `where`
//! clause.

use syn::{
    BoundLifetimes, GenericParam, Generics, Ident, PredicateType, Type, TypeParam, TypeParamBound,
    WherePredicate,
};

use super::types::{as_name, ungrouped, ungrouped_mut};

/// A bound of a type.
pub(crate) struct Bound<'a> {
    pub(crate) declared: &'a TypeParamBound,
    /// The `for<'a>` of its `where` predicate.
    of_predicate: Option<&'a BoundLifetimes>,
}

impl<'a> Bound<'a> {
    /// Whether its predicate has a `for<'a>`.
    pub(crate) fn is_higher_ranked(&self) -> bool {
        self.of_predicate.is_some()
    }

    /// The `for<'a>`s around it.
    pub(crate) fn lifetimes(&self) -> [Option<&'a BoundLifetimes>; 2] {
        let own = match self.declared {
            TypeParamBound::Trait(bound) => bound.lifetimes.as_ref(),
            _ => None,
        };
        [self.of_predicate, own]
    }
}

/// The type of this name among generic parameters.
pub(crate) fn parameter<'a>(name: &Ident, generics: &'a Generics) -> Option<&'a TypeParam> {
    let mut parameters = generics.type_params();
    parameters.find(|parameter| parameter.ident == *name)
}

/// All bounds of a type. A generic parameter that is declared elsewhere has none.
pub(crate) fn of<'a>(ty: &'a Type, generics: &'a Generics) -> Vec<Bound<'a>> {
    let bound = |declared| Bound {
        declared,
        of_predicate: None,
    };
    if let Type::ImplTrait(ty) = ungrouped(ty) {
        return ty.bounds.iter().map(bound).collect();
    }
    let Some(parameter) = as_name(ty).and_then(|name| parameter(name, generics)) else {
        return Vec::new();
    };
    let mut all: Vec<Bound<'_>> = parameter.bounds.iter().map(bound).collect();
    for predicate in predicates_of(&parameter.ident, generics) {
        all.extend(predicate.bounds.iter().map(|declared| Bound {
            declared,
            of_predicate: predicate.lifetimes.as_ref(),
        }));
    }
    all
}

/// The bound with this index among [all bounds](of) of a type.
pub(crate) fn at<'a>(
    index: usize,
    ty: &'a mut Type,
    generics: &'a mut Generics,
) -> Option<&'a mut TypeParamBound> {
    let Some(name) = as_name(ty).cloned() else {
        return match ungrouped_mut(ty) {
            Type::ImplTrait(ty) => ty.bounds.get_mut(index),
            _ => None,
        };
    };
    let of_parameter = generics.params.iter_mut().filter_map(|own| match own {
        GenericParam::Type(ty) if ty.ident == name => Some(&mut ty.bounds),
        _ => None,
    });
    let predicates = generics.where_clause.iter_mut();
    let predicates = predicates.flat_map(|clause| &mut clause.predicates);
    let of_predicates = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(own) if as_name(&own.bounded_ty) == Some(&name) => {
            Some(&mut own.bounds)
        }
        _ => None,
    });
    of_parameter.chain(of_predicates).flatten().nth(index)
}

/// Removes and returns the bounds of a generic parameter, except those in predicates with a `for<'a>`.
pub(crate) fn take(generic: &Ident, generics: &mut Generics) -> Vec<TypeParamBound> {
    let mut all = Vec::new();
    for parameter in generics.type_params_mut() {
        if parameter.ident == *generic {
            all.extend(std::mem::take(&mut parameter.bounds));
        }
    }
    if let Some(clause) = &mut generics.where_clause {
        for predicate in std::mem::take(&mut clause.predicates) {
            match about(&predicate, generic) {
                Some(own) if own.lifetimes.is_none() => all.extend(own.bounds.iter().cloned()),
                _ => clause.predicates.push(predicate),
            }
        }
    }
    all
}

/// The `where` predicates about the type of this name.
pub(crate) fn predicates_of<'a>(
    name: &Ident,
    generics: &'a Generics,
) -> impl Iterator<Item = &'a PredicateType> {
    let predicates = generics.where_clause.iter();
    let predicates = predicates.flat_map(|clause| &clause.predicates);
    predicates.filter_map(move |predicate| about(predicate, name))
}

/// The predicate, if it is about the type of this name.
pub(crate) fn about<'a>(predicate: &'a WherePredicate, name: &Ident) -> Option<&'a PredicateType> {
    match predicate {
        WherePredicate::Type(own) if as_name(&own.bounded_ty) == Some(name) => Some(own),
        _ => None,
    }
}
