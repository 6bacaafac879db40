//! What lines of one shape are: a file has few shapes, and thousands of lines of each.
//!
//! Two lines have one shape if no command of FRR's tells their words apart: the same keywords in
//! the same places, and between them values that the same kinds of words take. What one of them
//! is, the other is too. Knows no line.

use rustc_hash::FxHashMap;

use super::values;
use super::verdict::Verdict;
use super::words::Words;
use crate::vocabulary::frr::{Daemons, Node, PerListing, is_front_of_keyword, number_class};

/// So many words and shapes are remembered; a file with more of them is odd, and only slower.
const MOST: usize = 1 << 16;

/// What is known of the shapes that were seen.
#[derive(Default)]
pub(super) struct Shapes {
    words: FxHashMap<Box<str>, u64>,
    by_shape: FxHashMap<Box<[u64]>, usize>,
    known: Vec<Known>,
    /// The shape of the line that was asked for last.
    asked: Vec<u64>,
    /// The shape that was found last, and where what is known of it stands: lines of one shape
    /// often follow each other.
    found: (Vec<u64>, usize),
}

/// What a line of a shape is, in the node where it stands.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub verdicts: PerListing<Verdict>,
    pub after: PerListing<Node>,
    pub daemons: PerListing<Daemons>,
    /// What the line says; nothing where no version understands it.
    pub read: Option<Read>,
}

/// How a line is read by the newest version that takes it.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// The node whose command it is.
    pub node: Node,
    /// Whether it leads to another node.
    pub moved: bool,
    /// For each word the keyword that it is or is short for; empty for a value.
    pub keywords: Box<[&'static str]>,
}

impl Shapes {
    /// What a line of this shape was found to be in `node`.
    pub fn of(&mut self, words: Words<'_>, node: Node) -> Option<&Known> {
        self.asked.clear();
        if self.words.len() >= MOST {
            return None;
        }
        self.asked.push(node as u64);
        for word in words.iter() {
            let class = self.class(word);
            self.asked.push(class);
        }
        if self.found.0 != self.asked {
            let at = *self.by_shape.get(&*self.asked)?;
            self.found.0.clone_from(&self.asked);
            self.found.1 = at;
        }
        self.known.get(self.found.1)
    }

    /// Keeps what the line asked for last is.
    pub fn keep(&mut self, known: Known) {
        if !self.asked.is_empty() && self.known.len() < MOST {
            let shape = self.asked.as_slice().into();
            self.by_shape.insert(shape, self.known.len());
            self.known.push(known);
        }
    }

    /// What tells a word from others: which kinds of values it is, between which bounds of ranges
    /// it lies, and itself if it may be a keyword.
    fn class(&mut self, word: &str) -> u64 {
        let marks = Marks::of(word);
        // No keyword has these characters, and few such words come twice.
        if marks != Marks::default() {
            return kinds(word, marks);
        }
        if let Some(class) = self.words.get(word) {
            return *class;
        }
        let mut class = kinds(word, marks) | u64::from(number_class(values::number(word))) << 8;
        if is_front_of_keyword(word) {
            // The first number is 1: 0 stands for words that are no keywords.
            class |= (self.words.len() as u64 + 1) << 32;
        }
        self.words.insert(word.into(), class);
        class
    }
}

/// The characters that addresses and prefixes have.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Marks {
    dot: bool,
    colon: bool,
    slash: bool,
}

impl Marks {
    fn of(word: &str) -> Self {
        word.bytes().fold(Self::default(), |marks, byte| Self {
            dot: marks.dot | (byte == b'.'),
            colon: marks.colon | (byte == b':'),
            slash: marks.slash | (byte == b'/'),
        })
    }
}

/// A bit for each kind of value that a word is. Kinds that its marks rule out are not asked for.
fn kinds(word: &str, marks: Marks) -> u64 {
    let Marks { dot, colon, slash } = marks;
    let bit =
        |number: u32, may_be: bool, is: fn(&str) -> bool| u64::from(may_be && is(word)) << number;
    bit(0, dot && !colon && !slash, values::is_ipv4)
        | bit(1, slash && !colon, values::is_ipv4_prefix)
        | bit(2, colon, values::is_ipv6)
        | bit(3, slash && (colon || !dot), values::is_ipv6_prefix)
        | bit(4, colon, values::is_mac)
        | bit(5, colon, values::is_mac_prefix)
        | bit(6, true, values::is_as_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_rule_out_only_what_a_word_is_not(word in "[0-9a-f.:/]{0,20}") {
            let all = Marks { dot: true, colon: false, slash: false };
            let asked = [
                all,
                Marks { slash: true, ..Marks::default() },
                Marks { colon: true, slash: true, dot: true },
            ];
            let every = asked.iter().fold(0, |bits, marks| bits | kinds(&word, *marks));
            prop_assert_eq!(kinds(&word, Marks::of(&word)), every);
        }
    }
}
