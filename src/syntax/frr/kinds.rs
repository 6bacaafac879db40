//! Words that commands and clauses have in common.

/// An IP version: `ip` or `ipv6` in front of a list or a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpVersion {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

/// Where routes come from that BGP is to take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Routes that somebody else put into the kernel.
    Kernel,
    /// The prefixes of the interfaces' addresses.
    Connected,
    /// The addresses of the interfaces as host routes.
    Local,
    /// Static routes of FRR's own.
    Static,
    /// BGP itself, in `match source-protocol`.
    Bgp,
    /// Any other protocol.
    Other,
}
