//! The conversion of collections: each item becomes a task, in order.
//!
//! - The loops are `for` loops, not closures, because the panic without a runtime would show a closure's line instead
//!   of the caller's.
//! - `do_not_recommend` hides all implementations but the one for `Vec` from rustc's list of implementations, which
//!   would bury the message. For `Vec`, the most common collection, rustc explains what is wrong with the item.
//! - If there is only one implementation for a type, rustc lists it even with `do_not_recommend`: for an `Option` that
//!   is passed as a task, rustc would propose another `Option`. So each implementation is for any type that [`Is`] the
//!   collection, instead of for the collection itself.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::Awaitable;
use super::form::Each;
use crate::Spawner;
use crate::spawn::Current;

impl<I, P, F> Awaitable<Vec<P>, Each<F>> for I
where
    I: IntoIterator<Item: Awaitable<P, F>>,
{
    const SPAWNS: bool = I::Item::SPAWNS;

    fn ensure(self) -> Vec<P> {
        I::Item::ensure_all(self.into_iter())
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Vec<P> {
        let items = self.into_iter();
        let mut tasks = Vec::with_capacity(items.size_hint().0);
        for item in items {
            tasks.push(item.ensure_on(spawner));
        }
        tasks
    }
}

/// Implemented by `T` alone.
pub trait Is<T> {
    fn itself(self) -> T;
}

impl<T> Is<T> for T {
    fn itself(self) -> T {
        self
    }
}

/// An `Option` of an awaitable.
#[diagnostic::do_not_recommend]
impl<O, A, P, F> Awaitable<Option<P>, Each<F>> for O
where
    O: Is<Option<A>> + IntoIterator<Item = A>,
    A: Awaitable<P, F>,
{
    const SPAWNS: bool = A::SPAWNS;

    fn ensure(self) -> Option<P> {
        self.ensure_on(&Current)
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Option<P> {
        let item = self.itself()?;
        Some(item.ensure_on(spawner))
    }
}

/// An array of awaitables.
#[diagnostic::do_not_recommend]
impl<I, A, P, F, const N: usize> Awaitable<[P; N], Each<F>> for I
where
    I: Is<[A; N]> + IntoIterator<Item = A>,
    A: Awaitable<P, F>,
{
    const SPAWNS: bool = A::SPAWNS;

    fn ensure(self) -> [P; N] {
        self.ensure_on(&Current)
    }

    fn ensure_on(self, spawner: &impl Spawner) -> [P; N] {
        let mut tasks = [const { None }; N];
        for (task, item) in tasks.iter_mut().zip(self.itself()) {
            *task = Some(item.ensure_on(spawner));
        }
        tasks.map(|task| task.expect("there are as many items as tasks"))
    }
}

/// A `HashMap` whose values are awaitables.
#[diagnostic::do_not_recommend]
impl<M, K, V, P, F, S> Awaitable<HashMap<K, P, S>, Each<F>> for M
where
    M: Is<HashMap<K, V, S>> + IntoIterator<Item = (K, V)>,
    K: Eq + Hash,
    V: Awaitable<P, F>,
    S: BuildHasher + Clone,
{
    const SPAWNS: bool = V::SPAWNS;

    fn ensure(self) -> HashMap<K, P, S> {
        self.ensure_on(&Current)
    }

    fn ensure_on(self, spawner: &impl Spawner) -> HashMap<K, P, S> {
        let items = self.itself();
        let mut tasks = HashMap::with_capacity_and_hasher(items.len(), items.hasher().clone());
        for (key, item) in items {
            tasks.insert(key, item.ensure_on(spawner));
        }
        tasks
    }
}

/// A `BTreeMap` whose values are awaitables.
#[diagnostic::do_not_recommend]
impl<M, K, V, P, F> Awaitable<BTreeMap<K, P>, Each<F>> for M
where
    M: Is<BTreeMap<K, V>> + IntoIterator<Item = (K, V)>,
    K: Ord,
    V: Awaitable<P, F>,
{
    const SPAWNS: bool = V::SPAWNS;

    fn ensure(self) -> BTreeMap<K, P> {
        self.ensure_on(&Current)
    }

    fn ensure_on(self, spawner: &impl Spawner) -> BTreeMap<K, P> {
        let mut tasks = BTreeMap::new();
        for (key, item) in self.itself() {
            tasks.insert(key, item.ensure_on(spawner));
        }
        tasks
    }
}

macro_rules! tuples {
    ($(($($A:ident $P:ident $F:ident $index:tt),+))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($A, $P, $F),+> Awaitable<($($P,)+), ($($F,)+)> for ($($A,)+)
        where
            $($A: Awaitable<$P, $F>,)+
        {
            const SPAWNS: bool = $($A::SPAWNS)||+;

            fn ensure(self) -> ($($P,)+) {
                self.ensure_on(&Current)
            }

            fn ensure_on(self, spawner: &impl Spawner) -> ($($P,)+) {
                ($(self.$index.ensure_on(spawner),)+)
            }
        }
    )*};
}

tuples! {
    (A0 P0 F0 0)
    (A0 P0 F0 0, A1 P1 F1 1)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6, A7 P7 F7 7)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6, A7 P7 F7 7, A8 P8 F8 8)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6, A7 P7 F7 7, A8 P8 F8 8, A9 P9 F9 9)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6, A7 P7 F7 7, A8 P8 F8 8, A9 P9 F9 9, A10 P10 F10 10)
    (A0 P0 F0 0, A1 P1 F1 1, A2 P2 F2 2, A3 P3 F3 3, A4 P4 F4 4, A5 P5 F5 5, A6 P6 F6 6, A7 P7 F7 7, A8 P8 F8 8, A9 P9 F9 9, A10 P10 F10 10, A11 P11 F11 11)
}
