//! The claims to several awaitables, by index.

use super::{Claim, Token};

pub(crate) struct Claims(Vec<Option<Claim>>);

impl Claims {
    pub(crate) fn new(claims: Vec<Claim>) -> Self {
        Self(claims.into_iter().map(Some).collect())
    }

    pub(crate) fn add(&mut self, claim: Claim) {
        self.0.push(Some(claim));
    }

    /// Takes the claim that belongs to an outcome.
    ///
    /// # Panics
    ///
    /// If the outcome was given before. Like every panic that is not injected, this is a failure of the soak.
    #[track_caller]
    pub(crate) fn take(&mut self, index: usize) -> Claim {
        self.0[index].take().expect("an outcome is given once")
    }

    /// Returns the index of the claim that belongs to a value.
    pub(crate) fn index_of(&self, token: &Token) -> usize {
        let is_its = |claim: &Option<Claim>| claim.as_ref().is_some_and(|claim| claim.is_of(token));
        let index = self.0.iter().position(is_its);
        index.expect("a value is that of an awaitable that was passed")
    }

    /// Checks that each outcome was given.
    ///
    /// # Panics
    ///
    /// If an outcome is missing.
    #[track_caller]
    pub(crate) fn check_taken(&self) {
        let left = self.0.iter().flatten().count();
        assert!(left == 0, "{left} outcomes are missing");
    }

    /// Returns the claims that were not taken, with their indices.
    pub(crate) fn into_rest(self) -> impl Iterator<Item = (usize, Claim)> {
        let claims = self.0.into_iter().enumerate();
        claims.filter_map(|(index, claim)| Some((index, claim?)))
    }
}
