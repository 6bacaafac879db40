//! The nodes of FRR's command line. Their names and parents are those of the listings.

use crate::vocabulary::FrrVersion;

include!(concat!(env!("OUT_DIR"), "/frr.rs"));

impl Node {
    /// The node's name in the command listings.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Where a line is tried next when this node does not know it.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        self.row().2
    }

    /// What vtysh shows in front of a line: `(config-router)`.
    #[must_use]
    pub fn prompt(self) -> &'static str {
        self.row().3
    }

    /// Whether this is an address family inside `router bgp`.
    #[must_use]
    pub fn is_bgp_family(self) -> bool {
        self.prompt() == Self::BgpIpv4Unicast.prompt()
    }

    /// The node with a number of the packed tables.
    pub(super) fn numbered(number: u8) -> Option<Self> {
        NODES.get(usize::from(number)).map(|row| row.0)
    }

    /// Every node of the listings.
    pub fn all() -> impl Iterator<Item = Self> {
        let listed = NODES.split_last().map_or(NODES, |(_, listed)| listed);
        listed.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (Self, &'static str, Option<Self>, &'static str) {
        // The rows stand in the order of the variants.
        &NODES[self as usize]
    }
}

/// The listed versions, oldest first, and how many bytes of a line each reads at once.
pub(super) const fn versions() -> &'static [(FrrVersion, usize); LISTINGS] {
    &VERSIONS
}

/// The names of all daemons, in the order of their bits.
pub(super) const fn daemons() -> &'static [&'static str] {
    DAEMONS
}

/// The numbers with which a range begins, or which are the first behind one, in order.
pub(super) const fn bounds() -> &'static [i64] {
    BOUNDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_nodes() {
        for (number, row) in NODES.iter().enumerate() {
            assert_eq!(row.0 as usize, number);
        }
    }

    #[test]
    fn every_node_but_two_has_the_top_above_it() {
        for node in Node::all().filter(|node| !matches!(node, Node::Config | Node::Enable)) {
            let above = std::iter::successors(Some(node), |node| node.parent());
            assert_eq!(above.last(), Some(Node::Config), "{}", node.name());
        }
    }
}
