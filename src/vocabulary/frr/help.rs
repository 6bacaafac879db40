//! What FRR's commands do, in a sentence or two. Knows no lines: the caller says which words of a
//! command a line has.

use super::node::Node;
use crate::vocabulary::packed::Packed;

/// Key (the nodes, a tab and the words of the command) and help.
static TABLE: Packed = Packed::new(include_bytes!(concat!(env!("OUT_DIR"), "/frr-help.bin")), 2);

/// What the table calls all address families of BGP.
const FAMILIES: &str = "bgp family";

/// What the table calls every node.
const ANY_NODE: &str = "*";

/// What the table writes for any one word.
const ANY_WORD: &str = "*";

/// What a command of `node` does, if the table says it (`grammars/tables/frr/help.tsv`).
///
/// `keywords` are the words of the line: each keyword in full, "" for each value. A `no` in front
/// makes no difference. Of several rows the one with the most words counts.
///
/// `router bgp` also takes the commands of IPv4 unicast, so it has their help too.
#[must_use]
pub fn help(node: Node, keywords: &[&str]) -> Option<&'static str> {
    let words = match keywords {
        ["no", rest @ ..] => rest,
        all => all,
    };
    let has_families = node.is_bgp_family() || node == Node::Bgp;
    let families = has_families.then_some(FAMILIES);
    let nodes = [Some(node.name()), families, Some(ANY_NODE)];
    let mut best: Option<(Likeness, usize)> = None;
    for found in nodes
        .into_iter()
        .flatten()
        .filter_map(|nodes| nearest(nodes, words))
    {
        if best.is_none_or(|best| found.0 > best.0) {
            best = Some(found);
        }
    }
    best.map(|(_, row)| TABLE.cell(row, 1))
}

/// How much of a line a row's command says: how many words, and how many of them as they are.
type Likeness = (usize, usize);

/// The row of `nodes` that says most of a line with these words.
fn nearest(nodes: &str, words: &[&str]) -> Option<(Likeness, usize)> {
    let from = TABLE.first_from(&format!("{nodes}\t"));
    let rows = (from..TABLE.len()).map_while(|row| {
        let command = TABLE.cell(row, 0).strip_prefix(nodes)?.strip_prefix('\t')?;
        Some((row, command))
    });
    rows.filter_map(|(row, command)| Some((likeness(command, words)?, row)))
        .max()
}

/// How much of the words a command says, if they begin with it.
fn likeness(command: &str, words: &[&str]) -> Option<Likeness> {
    let mut given = words.iter();
    let mut found = (0, 0);
    for wanted in command.split(' ') {
        let given = given.next()?;
        let is_same = *given == wanted;
        if !is_same && wanted != ANY_WORD {
            return None;
        }
        found.0 += 1;
        found.1 += usize::from(is_same);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(node: Node, words: &[&str], start: &str) {
        let found = help(node, words).unwrap_or("");
        assert!(found.starts_with(start), "{words:?}: {found}");
    }

    #[test]
    fn the_most_words_count() {
        let timers = ["neighbor", "", "timers", "", ""];
        begins(Node::Bgp, &timers, "Seconds between keepalives");
        let connect = ["neighbor", "", "timers", "connect", ""];
        begins(Node::Bgp, &connect, "Seconds between two attempts");
    }

    #[test]
    fn no_in_front_makes_no_difference() {
        let line = ["no", "bgp", "network", "import-check"];
        assert!(help(Node::Bgp, &line).is_some());
        assert_eq!(help(Node::Bgp, &line), help(Node::Bgp, &line[1..]));
    }

    #[test]
    fn families_have_what_they_share_and_the_block_above_has_it_too() {
        let line = ["neighbor", "", "prefix-list", "", "in"];
        for node in [Node::BgpIpv6, Node::BgpVpnv4, Node::Bgp] {
            begins(node, &line, "Filters the prefixes");
        }
        // Each block has its own redistribution.
        let line = ["redistribute", "connected"];
        begins(Node::Bgp, &line, "Announces every network");
        begins(
            Node::Ospf,
            &line,
            "Announces routes of another source as external",
        );
    }

    #[test]
    fn any_node_has_what_stands_everywhere() {
        begins(Node::Routemap, &["exit"], "Leaves this block");
        begins(
            Node::Config,
            &["debug", "bgp", "updates", "in"],
            "Logs every route",
        );
    }

    #[test]
    fn what_is_not_told() {
        for words in [
            &[][..],
            &[""],
            &["no"],
            &["neighbor"],
            &["neighbor", ""],
            &["\t"],
        ] {
            assert_eq!(help(Node::Bgp, words), None, "{words:?}");
        }
    }
}
