//! Values by key, in the order in which their keys came first: files may hold very many
//! networks, and each line may replace or undo another.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Values by key, in order.
pub(super) struct Ordered<K, V> {
    slots: Vec<Option<V>>,
    by_key: FxHashMap<K, usize>,
}

impl<K, V> Default for Ordered<K, V> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            by_key: FxHashMap::default(),
        }
    }
}

impl<K: Eq + Hash, V> Ordered<K, V> {
    /// Puts a value in, in the place of the one that the key has.
    pub fn put(&mut self, key: K, value: V) {
        let at = *self.by_key.entry(key).or_insert(self.slots.len());
        match self.slots.get_mut(at) {
            Some(slot) => *slot = Some(value),
            None => self.slots.push(Some(value)),
        }
    }

    /// Takes the key's value out.
    pub fn remove(&mut self, key: &K) {
        let at = self.by_key.remove(key);
        if let Some(slot) = at.and_then(|at| self.slots.get_mut(at)) {
            *slot = None;
        }
    }

    /// The values, in order.
    pub fn into_values(self) -> Vec<V> {
        self.slots.into_iter().flatten().collect()
    }
}
