//! How does one look through a signature? All who do share one walk: syn's is compiled again for each kind of visitor.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, Lifetime, LifetimeParam, ParenthesizedGenericArguments, Pat, PreciseCapture, Type,
};

/// What a walk comes to.
pub(crate) enum Part<'a> {
    Type(&'a mut Type),
    /// Of `Fn(A) -> B`, all that is in and behind the parentheses.
    Parenthesized,
    Lifetime(&'a mut Lifetime),
    /// Where a lifetime is declared, which is then also walked through.
    DeclaredLifetime(&'a LifetimeParam),
    /// `use<..>`
    Capture(&'a mut PreciseCapture),
    Pattern(&'a mut Pat),
    /// The length of an array, for example. What it is computed with is no part of the signature, and isn't walked through.
    Constant(&'a mut Expr),
}

/// Where a walk goes from there.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Then {
    Inside,
    Past,
}

/// Shows each part to the function, the outer ones before those inside.
pub(crate) struct Walk<'a>(pub(crate) &'a mut dyn FnMut(Part<'_>) -> Then);

impl Walk<'_> {
    fn goes_inside(&mut self, part: Part<'_>) -> bool {
        (self.0)(part) == Then::Inside
    }
}

impl VisitMut for Walk<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if self.goes_inside(Part::Type(ty)) {
            visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_parenthesized_generic_arguments_mut(
        &mut self,
        arguments: &mut ParenthesizedGenericArguments,
    ) {
        if self.goes_inside(Part::Parenthesized) {
            visit_mut::visit_parenthesized_generic_arguments_mut(self, arguments);
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        self.goes_inside(Part::Lifetime(lifetime));
    }

    fn visit_lifetime_param_mut(&mut self, parameter: &mut LifetimeParam) {
        if self.goes_inside(Part::DeclaredLifetime(parameter)) {
            visit_mut::visit_lifetime_param_mut(self, parameter);
        }
    }

    fn visit_precise_capture_mut(&mut self, capture: &mut PreciseCapture) {
        if self.goes_inside(Part::Capture(capture)) {
            visit_mut::visit_precise_capture_mut(self, capture);
        }
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if self.goes_inside(Part::Pattern(pattern)) {
            visit_mut::visit_pat_mut(self, pattern);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        self.goes_inside(Part::Constant(expression));
    }

    /// What a pattern computes is no part either.
    fn visit_block_mut(&mut self, _: &mut Block) {}
}
