//! Values under keys that are small numbers, which are used again.

/// More room than this is given back when the slab becomes empty.
const KEPT: usize = 64;

#[derive(Debug)]
pub(crate) struct Slab<T> {
    slots: Vec<Option<T>>,
    free: Vec<usize>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T> Slab<T> {
    /// Keeps a value, and returns its key.
    pub(crate) fn insert(&mut self, value: T) -> usize {
        let Some(key) = self.free.pop() else {
            self.slots.push(Some(value));
            return self.slots.len() - 1;
        };
        self.slots[key] = Some(value);
        key
    }

    pub(crate) fn get_mut(&mut self, key: usize) -> Option<&mut T> {
        self.slots.get_mut(key)?.as_mut()
    }

    /// Returns the value under a key, which is free from now on.
    pub(crate) fn remove(&mut self, key: usize) -> Option<T> {
        let value = self.slots.get_mut(key)?.take()?;
        self.free.push(key);
        if self.slots.len() > KEPT && self.free.len() == self.slots.len() {
            *self = Self::default(); // without any values
        }
        Some(value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.slots.iter().flatten()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().flatten()
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = T> {
        self.slots.into_iter().flatten()
    }
}
