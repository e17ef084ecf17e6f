//! The children of the works: coroutines that only end.

use std::fmt;

use tokio::task::yield_now;

/// When the children of a work end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Children {
    AtOnce,
    AfterOneYield,
    InRandomOrder,
}

impl Children {
    pub(crate) const ALL: [Self; 3] = [Self::AtOnce, Self::AfterOneYield, Self::InRandomOrder];

    /// The coroutines, each of which returns its number.
    pub(crate) fn coroutines(
        self,
        count: usize,
    ) -> impl Iterator<Item = impl Future<Output = usize> + Send + 'static> {
        (0..count).map(move |number| child(number, self.yields(number)))
    }

    /// How often a child yields before it ends.
    fn yields(self, number: usize) -> usize {
        match self {
            Self::AtOnce => 0,
            Self::AfterOneYield => 1,
            // The same order in each run, which no runtime can predict.
            Self::InRandomOrder => number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61,
        }
    }
}

async fn child(number: usize, yields: usize) -> usize {
    for _ in 0..yields {
        yield_now().await;
    }
    number
}

impl fmt::Display for Children {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AtOnce => "at once",
            Self::AfterOneYield => "after one yield",
            Self::InRandomOrder => "in random order",
        })
    }
}
