//! Which siblings does a group have, and who gets the next child?

use std::sync::Arc;

use super::members::Members;
use super::siblings::{AnySiblings, Siblings, TOGETHER};

/// All siblings of a group, of whatever types.
#[derive(Clone, Default)]
pub(super) struct Families {
    /// Those of the type that was the last to get a child. Most groups need no more: it takes no allocation.
    last: Option<Open>,
    /// Of each other type those who get the next child.
    others: Vec<Open>,
    /// Those who get no other one, and have not all ended, by number.
    full: Vec<Option<Arc<dyn AnySiblings>>>,
    /// The numbers that are free.
    free: Vec<usize>,
}

/// Siblings who may get another one, and how many they are.
#[derive(Clone)]
struct Open(Arc<dyn AnySiblings>, usize);

impl Families {
    pub(super) fn iter(&self) -> impl Iterator<Item = &dyn AnySiblings> {
        let full = self.full.iter().flatten();
        let open = self.others.iter().chain(&self.last);
        let open = open.map(|Open(siblings, _)| siblings);
        full.chain(open).map(|siblings| &**siblings)
    }

    /// Makes place for another child.
    pub(super) fn reserve<T: Send + 'static, E: Send + 'static>(
        &mut self,
        group: &Arc<Members<E>>,
    ) -> (Arc<Siblings<T, E>>, usize) {
        let of_last_type = self.last.as_ref().and_then(Open::downcast);
        let siblings = of_last_type.unwrap_or_else(|| self.turn_to(group));
        let Some(Open(_, many)) = &mut self.last else {
            unreachable!("these are the last ones")
        };
        let place = *many;
        *many += 1;
        if *many == TOGETHER {
            siblings.be_full(self.keep_last());
        }
        (siblings, place)
    }

    /// Makes those of this type the last.
    #[cold]
    fn turn_to<T: Send + 'static, E: Send + 'static>(
        &mut self,
        group: &Arc<Members<E>>,
    ) -> Arc<Siblings<T, E>> {
        self.others.extend(self.last.take());
        let mut others = self.others.iter().enumerate();
        let found = others.find_map(|(index, open)| Some((index, open.downcast()?)));
        let (open, siblings) = if let Some((index, siblings)) = found {
            (self.others.swap_remove(index), siblings)
        } else {
            let siblings = Arc::new(Siblings::new(group));
            (Open(siblings.clone(), 0), siblings)
        };
        self.last = Some(open);
        siblings
    }

    /// Keeps those who get no other one, and returns the number for which they are known from now on.
    fn keep_last(&mut self) -> usize {
        let number = self.free.pop().unwrap_or(self.full.len());
        if number == self.full.len() {
            self.full.push(None);
        }
        self.full[number] = self.last.take().map(|Open(siblings, _)| siblings);
        number
    }

    /// Gives those back who have all ended.
    pub(super) fn remove(&mut self, number: usize) -> Option<Arc<dyn AnySiblings>> {
        let siblings = self.full.get_mut(number)?.take();
        self.free.push(number);
        siblings
    }
}

impl Open {
    fn downcast<T: Send + 'static, E: Send + 'static>(&self) -> Option<Arc<Siblings<T, E>>> {
        self.0.clone().as_any().downcast().ok()
    }
}
