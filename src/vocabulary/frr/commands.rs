//! The commands of a node: which word may follow which.

use std::sync::OnceLock;

use super::format::{Edge, Graph, Kind, List, MOST_VERSIONS, Reader, Template, Vertex};
use super::listing::{Daemons, Listing, ListingSet};
use super::node::Node;

pub use super::format::Kind as WordKind;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/frr-commands.bin"));

/// The commands of one node.
#[derive(Debug)]
pub struct Commands {
    words: Vec<Word>,
    lists: Vec<List>,
    edges: Vec<Edge>,
    commands: Vec<Command>,
}

/// A word of a command's syntax.
#[derive(Debug)]
pub struct Word {
    /// What it takes.
    pub kind: WordKind,
    /// The keyword, or how the syntax writes what is wanted: `A.B.C.D`, `(1-65535)`, `WORD`.
    pub text: &'static str,
    /// The least number of a range.
    pub low: i64,
    /// The greatest number of a range.
    pub high: i64,
    /// Whether a line may have it once only.
    pub once: bool,
    /// Whether it takes one word or more.
    pub repeats: bool,
    versions: u8,
    visible: u8,
    next: u32,
}

/// One command: its syntax and who knows it.
#[derive(Debug)]
pub struct Command {
    /// Its syntax, as vtysh lists it.
    pub syntax: &'static str,
    enters: [Option<Node>; MOST_VERSIONS],
    versions: u8,
    hidden: u8,
    daemons: [u32; MOST_VERSIONS],
}

impl Command {
    /// The versions whose vtysh knows it.
    #[must_use]
    pub const fn listings(&self) -> ListingSet {
        ListingSet::of_bits(self.versions)
    }

    /// The versions of which only a daemon that reads a file of its own knows it.
    #[must_use]
    pub const fn own_file(&self) -> ListingSet {
        ListingSet::of_own_bits(self.versions)
    }

    /// The versions of which one of `daemons` takes it from a file of its own.
    #[must_use]
    pub fn listings_of_file(&self, daemons: Daemons) -> ListingSet {
        let taken = self.listings().with(self.own_file());
        let known = taken
            .iter()
            .filter(|one| !self.daemons(*one).and(daemons).is_empty());
        known
            .map(ListingSet::only)
            .fold(ListingSet::NONE, ListingSet::with)
    }

    /// The versions that take it, but do not show it.
    #[must_use]
    pub const fn hidden(&self) -> ListingSet {
        ListingSet::of_bits(self.hidden)
    }

    /// The words that it begins with but for a `no`, up to the first value or choice: `neighbor`,
    /// `router bgp`.
    #[must_use]
    pub fn first_words(&self) -> String {
        let is_plain = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
        // A choice of one is none.
        let words = self
            .syntax
            .split(' ')
            .map(|word| word.trim_matches(['<', '>']));
        let plain: Vec<&str> = words
            .take_while(is_plain)
            .filter(|word| !word.contains('|'))
            .collect();
        plain.join(" ")
    }

    /// The node that it leads to in a version, if it leads to one.
    #[must_use]
    pub fn enters(&self, listing: Listing) -> Option<Node> {
        self.enters.get(listing.number()).copied().flatten()
    }

    /// The daemons of a version that know it; none where vtysh alone does.
    #[must_use]
    pub fn daemons(&self, listing: Listing) -> Daemons {
        Daemons(self.daemons.get(listing.number()).copied().unwrap_or(0))
    }
}

impl Word {
    /// The versions of which a command has this word here.
    #[must_use]
    pub const fn listings(&self) -> ListingSet {
        ListingSet::of_bits(self.versions)
    }

    /// The versions of which a command has this word here, be it only from a daemon's own file.
    #[must_use]
    pub const fn listings_of_files(&self) -> ListingSet {
        ListingSet::of_bits(self.versions).with(ListingSet::of_own_bits(self.versions))
    }

    /// The versions that show such a command; others may take it all the same.
    #[must_use]
    pub const fn visible(&self) -> ListingSet {
        ListingSet::of_bits(self.visible)
    }

    /// What may follow it.
    #[must_use]
    pub const fn next(&self) -> Follow {
        Follow(self.next)
    }
}

/// What may stand at one place of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Follow(u32);

/// One possibility at a place of a line.
#[derive(Clone, Copy, Debug)]
pub struct Possible<T> {
    /// The word or the command, and its number.
    pub found: (u32, T),
    /// Whether it is possible only in a line that begins with `no`.
    pub after_no: bool,
}

impl Commands {
    /// What a line may begin with.
    pub const START: Follow = Follow(0);

    /// The keywords that begin with `word` and may stand at a place, in alphabetical order.
    pub fn keywords<'a>(
        &'a self,
        at: Follow,
        word: &'a str,
    ) -> impl Iterator<Item = Possible<&'a Word>> {
        let edges = self.list(at, |list| (list.start, list.keywords_end));
        let text = |edge: &Edge| self.words.get(edge.target()).map_or("", |word| word.text);
        let first = edges.partition_point(|edge| text(edge) < word);
        let from = edges.get(first..).unwrap_or_default();
        self.words_of(from)
            .take_while(move |one| one.found.1.text.as_bytes().starts_with(word.as_bytes()))
    }

    /// The words that may stand at a place and are no keywords.
    pub fn values(&self, at: Follow) -> impl Iterator<Item = Possible<&Word>> {
        self.words_of(self.list(at, |list| (list.keywords_end, list.others_end)))
    }

    /// The commands that are complete at a place.
    pub fn complete(&self, at: Follow) -> impl Iterator<Item = Possible<&Command>> {
        let edges = self.list(at, |list| (list.others_end, list.end));
        edges.iter().filter_map(|edge| {
            let command = self.commands.get(edge.target())?;
            Some(Possible {
                found: (u32::try_from(edge.target()).ok()?, command),
                after_no: edge.is_after_no(),
            })
        })
    }

    /// The word of a number.
    #[must_use]
    pub fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(usize::try_from(number).ok()?)
    }

    /// The command of a number.
    #[must_use]
    pub fn command(&self, number: u32) -> Option<&Command> {
        self.commands.get(usize::try_from(number).ok()?)
    }

    /// Every command.
    pub fn iter(&self) -> impl Iterator<Item = &Command> {
        self.commands.iter()
    }

    fn words_of<'a>(&'a self, edges: &'a [Edge]) -> impl Iterator<Item = Possible<&'a Word>> {
        edges.iter().filter_map(|edge| {
            let word = self.words.get(edge.target())?;
            Some(Possible {
                found: (u32::try_from(edge.target()).ok()?, word),
                after_no: edge.is_after_no(),
            })
        })
    }

    fn list(&self, at: Follow, ends: impl Fn(&List) -> (u32, u32)) -> &[Edge] {
        let list = self.lists.get(at.0 as usize);
        let (start, end) = list.map_or((0, 0), ends);
        self.edges
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    fn unpack(graph: Graph, pool: &'static str) -> Self {
        let text = |(offset, length): (u32, u32)| {
            let start = offset as usize;
            pool.get(start..start + length as usize).unwrap_or("")
        };
        let word = |vertex: Vertex| Word {
            kind: vertex.kind,
            text: text(vertex.text),
            low: vertex.low,
            high: vertex.high,
            once: vertex.once,
            repeats: vertex.repeats,
            versions: vertex.versions,
            visible: vertex.visible,
            next: vertex.next,
        };
        let command = |template: Template| Command {
            syntax: text(template.text),
            enters: template.enters.map(|node| node.and_then(Node::numbered)),
            versions: template.versions,
            hidden: template.hidden,
            daemons: template.daemons,
        };
        Self {
            words: graph.vertices.into_iter().map(word).collect(),
            lists: graph.lists,
            edges: graph.edges,
            commands: graph.templates.into_iter().map(command).collect(),
        }
    }
}

/// Whether a word of this kind stands for a value: it then counts less or more than a keyword.
impl Kind {
    /// How sure FRR is of a word of this kind: of two ways to read a line it takes the one whose
    /// first different word has the lower number.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Keyword | Self::AsNumber => 3,
            Self::Variable => 4,
            _ => 2,
        }
    }
}

/// The commands of `node`. A node's are unpacked when they are first asked for.
#[must_use]
pub fn commands(node: Node) -> &'static Commands {
    static UNPACKED: [OnceLock<Commands>; NODES] = [const { OnceLock::new() }; NODES];
    let Some(slot) = UNPACKED.get(node as usize) else {
        return &NOTHING;
    };
    slot.get_or_init(|| unpack(node as usize))
}

/// How a configuration comes to `node`: `router bgp`, `address-family ipv6`.
#[must_use]
pub fn way_in(node: Node) -> Option<String> {
    let parents = commands(node.parent()?);
    let enters = |command: &&Command| Listing::all().any(|one| command.enters(one) == Some(node));
    parents.iter().find(enters).map(Command::first_words)
}

/// The last node is the one in which nothing is read any more.
const NODES: usize = Node::Unread as usize;

static NOTHING: Commands = Commands {
    words: Vec::new(),
    lists: Vec::new(),
    edges: Vec::new(),
    commands: Vec::new(),
};

fn unpack(number: usize) -> Commands {
    let mut reader = Reader(PACKED);
    let count = reader.number() as usize;
    let heads = 4 + count * 8 + 4;
    let mut head = Reader(PACKED.get(4 + number * 8..).unwrap_or_default());
    let (start, length) = (head.number() as usize, head.number() as usize);
    let mut tail = Reader(PACKED.get(4 + count * 8..).unwrap_or_default());
    let pool = PACKED.get(heads + tail.number() as usize..);
    let graph = PACKED.get(heads + start..heads + start + length);
    Commands::unpack(
        Reader(graph.unwrap_or_default()).graph(),
        std::str::from_utf8(pool.unwrap_or_default()).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_commands_and_every_command_a_version() {
        for node in Node::all() {
            let is_top = matches!(node, Node::Config | Node::Enable);
            assert!(is_top || way_in(node).is_some_and(|way| !way.is_empty()));
            assert!(commands(node).iter().next().is_some(), "{}", node.name());
            for command in commands(node).iter() {
                let known = command.listings().with(command.own_file());
                assert!(!known.is_empty(), "{}", command.syntax);
            }
        }
        assert!(commands(Node::Unread).iter().next().is_none());
    }
}
