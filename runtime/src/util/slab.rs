//! A vector whose free slots are reused.

use std::mem;

/// Maximum number of slots that an empty slab keeps allocated.
const KEPT: usize = 64;

/// No key: the end of the free list. Unlike an `Option`, it lets a slot be as small as its value.
const NONE: usize = usize::MAX;

#[derive(Debug)]
pub(crate) struct Slab<T> {
    slots: Vec<Slot<T>>,
    /// The key of the first free slot, or `NONE`.
    free: usize,
    /// Number of values.
    len: usize,
}

#[derive(Debug)]
enum Slot<T> {
    Used(T),
    /// The key of the next free slot, or `NONE`.
    Free(usize),
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<T> Slab<T> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            slots: Vec::with_capacity(capacity),
            free: NONE,
            len: 0,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Inserts a value, and returns its key.
    #[inline]
    pub(crate) fn insert(&mut self, value: T) -> usize {
        self.len += 1;
        let key = self.free;
        if key == NONE {
            self.slots.push(Slot::Used(value));
            return self.slots.len() - 1;
        }
        let slot = mem::replace(&mut self.slots[key], Slot::Used(value));
        self.free = match slot {
            Slot::Free(next) => next,
            Slot::Used(_) => unreachable!("every slot in the free list is free"),
        };
        key
    }

    pub(crate) fn get(&self, key: usize) -> Option<&T> {
        self.slots.get(key)?.value()
    }

    pub(crate) fn get_mut(&mut self, key: usize) -> Option<&mut T> {
        self.slots.get_mut(key)?.value_mut()
    }

    /// Removes the value under a key. The key may be used again from now on.
    #[inline]
    pub(crate) fn remove(&mut self, key: usize) -> Option<T> {
        let slot = self.slots.get_mut(key)?;
        if let Slot::Free(_) = slot {
            return None;
        }
        let removed = mem::replace(slot, Slot::Free(self.free));
        self.free = key;
        self.len -= 1;
        if self.len == 0 && self.slots.len() > KEPT {
            *self = Self::default(); // drops no value
        }
        match removed {
            Slot::Used(value) => Some(value),
            Slot::Free(_) => None,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().filter_map(Slot::value)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(Slot::value_mut)
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = T> {
        self.slots.into_iter().filter_map(Slot::into_value)
    }
}

impl<T> Slot<T> {
    fn value(&self) -> Option<&T> {
        match self {
            Self::Used(value) => Some(value),
            Self::Free(_) => None,
        }
    }

    fn value_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Used(value) => Some(value),
            Self::Free(_) => None,
        }
    }

    fn into_value(self) -> Option<T> {
        match self {
            Self::Used(value) => Some(value),
            Self::Free(_) => None,
        }
    }
}
