//! Who awaits the values of some children?

use std::task::Waker;

/// Most groups have one at a time, who awaits one child after the other: it takes no allocation.
#[derive(Default)]
pub(super) struct Awaiters {
    first: Option<(usize, Waker)>,
    others: Vec<(usize, Waker)>,
}

impl Awaiters {
    /// Notes who awaits the child that has this place. The one who did before is given.
    pub(super) fn note(&mut self, place: usize, waker: Waker) -> Option<Waker> {
        let old = self.take(place);
        let awaiter = (place, waker);
        match self.first {
            None => self.first = Some(awaiter),
            Some(_) => self.others.push(awaiter),
        }
        old
    }

    #[inline]
    pub(super) fn take(&mut self, place: usize) -> Option<Waker> {
        let is_there = |awaiter: &mut (usize, Waker)| awaiter.0 == place;
        let (_, waker) = match self.first.take_if(is_there) {
            None => {
                let index = self.others.iter().position(|awaiter| awaiter.0 == place)?;
                self.others.swap_remove(index)
            }
            Some(awaiter) => awaiter,
        };
        Some(waker)
    }
}
