//! A binary trie of prefixes that knows for which lengths every prefix below one is taken.
//!
//! Knows no action.

use ipnet::IpNet;

use super::super::Family;

/// As many of the entries that take something are given.
const MOST_TOLD: usize = 64;

/// A prefix: its bits from the highest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The bits; those behind the length are 0.
    pub bits: u128,
    /// How many.
    pub len: u8,
}

impl Key {
    pub fn of(prefix: IpNet) -> Self {
        let bits = match prefix {
            IpNet::V4(net) => u128::from(net.network().to_bits()) << 96,
            IpNet::V6(net) => net.network().to_bits(),
        };
        Self {
            bits,
            len: prefix.prefix_len(),
        }
    }

    /// The bit after the first `at` bits.
    fn bit(self, at: u8) -> usize {
        let shifted = self.bits.checked_shr(127_u32.saturating_sub(at.into()));
        usize::from(shifted.unwrap_or(0) & 1 == 1)
    }

    /// The first `len` bits.
    pub fn cut(self, len: u8) -> Self {
        let hidden = u128::MAX.checked_shr(len.into()).unwrap_or(0);
        Self {
            bits: self.bits & !hidden,
            len,
        }
    }

    /// How many bits the two have in common.
    fn common(self, other: Self) -> u8 {
        let differing = (self.bits ^ other.bits).leading_zeros();
        let differing = u8::try_from(differing).unwrap_or(u8::MAX);
        differing.min(self.len).min(other.len)
    }
}

/// A set of prefix lengths, 0 to 128.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    /// 1 to 128, from the lowest bit on.
    some: u128,
    none: bool,
}

impl Lengths {
    /// All that there are in a family.
    pub fn all(family: Family) -> Self {
        Self::range(match family {
            Family::Ipv4Unicast => 0..=32,
            Family::Ipv6Unicast => 0..=128,
        })
    }

    /// Those of a range.
    pub fn range(range: std::ops::RangeInclusive<u8>) -> Self {
        let up_to = |most: u8| match most {
            0 => 0,
            most => u128::MAX >> (128 - u32::from(most.min(128))),
        };
        let below = up_to(range.start().saturating_sub(1));
        Self {
            some: up_to(*range.end()) & !below,
            none: *range.start() == 0,
        }
    }

    fn is_empty(self) -> bool {
        self.some == 0 && !self.none
    }

    fn and(self, other: Self) -> Self {
        Self {
            some: self.some & other.some,
            none: self.none && other.none,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            some: self.some | other.some,
            none: self.none || other.none,
        }
    }

    fn without(self, other: Self) -> Self {
        Self {
            some: self.some & !other.some,
            none: self.none && !other.none,
        }
    }
}

/// No node.
const NONE: u32 = u32::MAX;

/// A trie of prefixes; nodes without an entry and with one child are left out.
#[derive(Default)]
pub(super) struct Trie {
    nodes: Vec<Node>,
    /// What entries brought to their nodes; each node's is a chain, the latest first.
    brought: Vec<Brought>,
    path: Vec<u32>,
}

struct Node {
    key: Key,
    children: [u32; 2],
    /// Lengths that entries of this very prefix take.
    own: Lengths,
    /// Lengths at which the entries here and below take every prefix.
    full: Lengths,
    last: u32,
}

/// What an entry takes that no entry before it took whole.
#[derive(Clone, Copy)]
struct Brought {
    entry: u32,
    lengths: Lengths,
    before: u32,
}

impl Trie {
    /// The entries that take all of `lengths` below a prefix, in order; `None` if something is
    /// left.
    pub fn takers(&mut self, key: Key, lengths: Lengths) -> Option<Vec<u32>> {
        let at = self.node(key);
        let left = lengths.without(self.taken(at));
        left.is_empty().then(|| self.takers_of(at, lengths))
    }

    /// Adds the entry at position `entry`, which comes after all those that are there.
    pub fn insert(&mut self, key: Key, lengths: Lengths, entry: u32) {
        let at = self.node(key);
        let new = lengths.without(self.taken(at));
        let Some(node) = self.nodes.get_mut(at as usize) else {
            return;
        };
        if new.is_empty() {
            return;
        }
        let brought = u32::try_from(self.brought.len()).unwrap_or(NONE);
        self.brought.push(Brought {
            entry,
            lengths: new,
            before: node.last,
        });
        node.last = brought;
        node.own = node.own.or(new);
        self.update();
    }

    /// What is taken whole at the end of the path.
    fn taken(&self, at: u32) -> Lengths {
        let nodes = self.path.iter();
        let nodes = nodes.filter_map(|at| self.nodes.get(*at as usize));
        let above = nodes.fold(Lengths::default(), |above, node| above.or(node.own));
        let here = self.nodes.get(at as usize);
        here.map_or(above, |node| above.or(node.full))
    }

    /// Carries what the nodes of the path take up to the root.
    fn update(&mut self) {
        for at in self.path.iter().rev() {
            let Some(node) = self.nodes.get(*at as usize) else {
                return;
            };
            let [left, right] = node.children.map(|child| self.covers(node.key.len, child));
            let full = node.own.or(left.and(right));
            if full == node.full {
                return;
            }
            if let Some(node) = self.nodes.get_mut(*at as usize) {
                node.full = full;
            }
        }
    }

    /// Lengths at which a child takes its whole half of a node of length `len`.
    fn covers(&self, len: u8, child: u32) -> Lengths {
        match self.nodes.get(child as usize) {
            Some(node) if node.key.len == len.saturating_add(1) => node.full,
            _ => Lengths::default(),
        }
    }

    /// The node of a prefix, made if need be; the path is that from the root to it.
    fn node(&mut self, key: Key) -> u32 {
        let end = self.path.last().copied();
        if let Some(end) = end
            && self
                .nodes
                .get(end as usize)
                .is_some_and(|node| node.key == key)
        {
            return end;
        }
        self.path.clear();
        if self.nodes.is_empty() {
            self.push(Key { bits: 0, len: 0 }, [NONE; 2]);
        }
        let mut at = 0;
        loop {
            self.path.push(at);
            let Some(node) = self.nodes.get(at as usize) else {
                return at;
            };
            if node.key.len >= key.len {
                return at;
            }
            let side = key.bit(node.key.len);
            let child = node.children.get(side).copied().unwrap_or(NONE);
            let Some(below) = self.nodes.get(child as usize).map(|node| node.key) else {
                let made = self.push(key, [NONE; 2]);
                self.set_child(at, side, made);
                self.path.push(made);
                return made;
            };
            let common = below.common(key);
            if common < below.len {
                let mut children = [NONE; 2];
                if let Some(slot) = children.get_mut(below.bit(common)) {
                    *slot = child;
                }
                let made = self.push(key.cut(common), children);
                self.set_child(at, side, made);
                at = made;
            } else {
                at = child;
            }
        }
    }

    fn push(&mut self, key: Key, children: [u32; 2]) -> u32 {
        self.nodes.push(Node {
            key,
            children,
            own: Lengths::default(),
            full: Lengths::default(),
            last: NONE,
        });
        u32::try_from(self.nodes.len() - 1).unwrap_or(NONE)
    }

    fn set_child(&mut self, at: u32, side: usize, child: u32) {
        let node = self.nodes.get_mut(at as usize);
        if let Some(slot) = node.and_then(|node| node.children.get_mut(side)) {
            *slot = child;
        }
    }

    /// The entries that take `lengths` at the end of the path, in order: those below and there
    /// where they do so alone, else those above for what they take, the earlier ones first.
    fn takers_of(&self, end: u32, lengths: Lengths) -> Vec<u32> {
        let node = self.nodes.get(end as usize);
        let alone = node.is_some_and(|node| lengths.without(node.full).is_empty());
        let path = if alone { &[end] } else { &*self.path };
        let mut above: Vec<Brought> = path.iter().flat_map(|at| self.brought_to(*at)).collect();
        above.sort_unstable_by_key(|brought| brought.entry);
        let mut found = Vec::new();
        let left = take(above.into_iter(), lengths, &mut found);
        let children = |at: u32| (self.nodes.get(at as usize)).map_or([NONE; 2], |n| n.children);
        let mut open: Vec<(u32, Lengths)> = children(end).map(|child| (child, left)).into();
        while let Some((at, left)) = open.pop() {
            if left.is_empty() || at == NONE || found.len() >= MOST_TOLD {
                continue;
            }
            let left = take(self.brought_to(at), left, &mut found);
            open.extend(children(at).map(|child| (child, left)));
        }
        found.sort_unstable();
        found
    }

    /// What entries brought to a node, the latest first.
    fn brought_to(&self, at: u32) -> impl Iterator<Item = Brought> {
        let first = self.nodes.get(at as usize).map_or(NONE, |node| node.last);
        let at = move |at: u32| self.brought.get(at as usize).copied();
        std::iter::successors(at(first), move |brought| at(brought.before))
    }
}

/// Takes from `lengths` what the entries brought; gives what they leave.
fn take(brought: impl Iterator<Item = Brought>, lengths: Lengths, found: &mut Vec<u32>) -> Lengths {
    let mut left = lengths;
    for brought in brought {
        if !brought.lengths.and(left).is_empty() {
            found.push(brought.entry);
            left = left.without(brought.lengths);
        }
    }
    left
}
