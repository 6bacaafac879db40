//! One line again, word by word: as which command FRR takes it, and which word of the command's
//! syntax each of its words stands for. Records of lines do not keep this; it is asked for when
//! somebody points at a word.

use super::matching::{Matcher, Outcome};
use super::words::{Words, split_words};
use crate::text::Span;
use crate::vocabulary::frr::{Command, Listing, ListingSet, Node, Word, WordKind, commands};

/// What a line was taken for.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The node that knows the command: the one in which the line was tried, or one around it.
    pub node: Node,
    /// The command.
    pub command: &'static Command,
    /// The words of the line, in order, counted from its first byte, and what they stand for.
    pub words: Vec<(Span, &'static Word)>,
}

impl Explained {
    /// The words of the command: each keyword in full, nothing for each value.
    #[must_use]
    pub fn keywords(&self) -> Vec<&'static str> {
        let words = self.words.iter();
        let keyword = |word: &'static Word| match word.kind {
            WordKind::Keyword => word.text,
            _ => "",
        };
        words.map(|(_, word)| keyword(word)).collect()
    }
}

/// What `line` is in a version, tried in `node` first. Nothing for a line that is refused, blank
/// or a comment.
#[must_use]
pub fn explain(node: Node, line: &str, listing: Listing) -> Option<Explained> {
    let mut spans = Vec::new();
    let few_enough = split_words(line, &mut spans);
    let words = Words::new(line, &spans);
    if !few_enough || words.get(0)?.starts_with(['!', '#']) {
        return None;
    }
    let mut matcher = Matcher::default();
    let mut tried = Some(node).filter(|node| *node != Node::Unread);
    while let Some(node) = tried {
        let known = commands(node);
        matcher.search(known, words, ListingSet::only(listing), false);
        match matcher.outcome(known, listing) {
            Outcome::NoMatch => tried = node.parent(),
            Outcome::Incomplete | Outcome::Ambiguous => return None,
            Outcome::Found(way) => {
                let steps = matcher.steps(way).iter();
                let read = steps.map_while(|step| known.word(step.word));
                return Some(Explained {
                    node,
                    command: known.command(way.command)?,
                    words: spans.iter().copied().zip(read).collect(),
                });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_as_what_it_stands_for() {
        let line = " n 192.0.2.1 route-m IN in";
        let explained = explain(Node::BgpIpv4Unicast, line, Listing::newest()).expect("a command");
        let read: Vec<(&str, &str)> = (explained.words.iter())
            .map(|(span, word)| (line.get(span.range()).unwrap_or_default(), word.text))
            .collect();
        let expected = [
            ("n", "neighbor"),
            ("192.0.2.1", "A.B.C.D"),
            ("route-m", "route-map"),
            ("IN", "RMAP_NAME"),
            ("in", "in"),
        ];
        assert_eq!(read, expected);
        assert_eq!(explained.node, Node::BgpIpv4Unicast);
        assert_eq!(
            explained.keywords(),
            ["neighbor", "", "route-map", "", "in"]
        );
    }

    #[test]
    fn a_line_may_be_one_of_a_node_around() {
        let explained = explain(
            Node::BgpIpv4Unicast,
            "ip prefix-list A permit any",
            Listing::newest(),
        );
        assert_eq!(explained.map(|one| one.node), Some(Node::Config));
        for nothing in ["", "! x", "neighbor", "nonsense"] {
            assert!(explain(Node::Bgp, nothing, Listing::newest()).is_none());
        }
    }
}
