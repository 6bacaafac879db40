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
    known: FxHashMap<Box<[u64]>, Known>,
    /// The shape of the line that was asked for last.
    asked: Vec<u64>,
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
        self.known.get(&*self.asked)
    }

    /// Keeps what the line asked for last is.
    pub fn keep(&mut self, known: Known) {
        if !self.asked.is_empty() && self.known.len() < MOST {
            self.known.insert(self.asked.as_slice().into(), known);
        }
    }

    /// What tells a word from others: which kinds of values it is, between which bounds of ranges
    /// it lies, and itself if it may be a keyword.
    fn class(&mut self, word: &str) -> u64 {
        // No keyword has these characters, and few such words come twice.
        if word.bytes().any(|byte| matches!(byte, b'.' | b':' | b'/')) {
            return kinds(word);
        }
        if let Some(class) = self.words.get(word) {
            return *class;
        }
        let mut class = kinds(word) | u64::from(number_class(values::number(word))) << 8;
        if is_front_of_keyword(word) {
            // The first number is 1: 0 stands for words that are no keywords.
            class |= (self.words.len() as u64 + 1) << 32;
        }
        self.words.insert(word.into(), class);
        class
    }
}

/// A bit for each kind of value that a word is.
fn kinds(word: &str) -> u64 {
    let tests: [fn(&str) -> bool; 7] = [
        values::is_ipv4,
        values::is_ipv4_prefix,
        values::is_ipv6,
        values::is_ipv6_prefix,
        values::is_mac,
        values::is_mac_prefix,
        values::is_as_number,
    ];
    let bits = tests.iter().enumerate();
    bits.fold(0, |bits, (number, is)| bits | u64::from(is(word)) << number)
}
