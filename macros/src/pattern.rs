//! Which variables does a parameter bind?

use syn::punctuated::Punctuated;
use syn::{Ident, Pat, PatIdent, Token};

/// The pattern that binds all to one name.
pub(crate) fn variable(ident: Ident, mutable: bool) -> Pat {
    Pat::Ident(PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: mutable.then(|| Token![mut](ident.span())),
        ident,
        subpat: None,
    })
}

/// The variables in a pattern, and what may be a constant.
pub(crate) fn variables(pattern: &Pat) -> Vec<&Ident> {
    let mut found = Vec::new();
    collect(pattern, &mut found);
    found
}

fn collect<'a>(pattern: &'a Pat, found: &mut Vec<&'a Ident>) {
    match pattern {
        Pat::Guard(guard) => collect(&guard.pat, found),
        Pat::Ident(variable) => {
            found.push(&variable.ident);
            if let Some((_, inside)) = &variable.subpat {
                collect(inside, found);
            }
        }
        // All alternatives bind the same ones.
        Pat::Or(alternatives) => {
            if let Some(first) = alternatives.cases.first() {
                collect(first, found);
            }
        }
        Pat::Paren(paren) => collect(&paren.pat, found),
        Pat::Reference(reference) => collect(&reference.pat, found),
        Pat::Slice(slice) => collect_all(&slice.elems, found),
        Pat::Struct(pattern) => {
            for field in pattern.fields.pairs() {
                collect(&field.into_value().pat, found);
            }
        }
        Pat::Tuple(tuple) => collect_all(&tuple.elems, found),
        Pat::TupleStruct(pattern) => collect_all(&pattern.elems, found),
        Pat::Type(pattern) => collect(&pattern.pat, found),
        _ => {} // a pattern without parts
    }
}

fn collect_all<'a>(patterns: &'a Punctuated<Pat, Token![,]>, found: &mut Vec<&'a Ident>) {
    for pattern in patterns.pairs() {
        collect(pattern.into_value(), found);
    }
}
