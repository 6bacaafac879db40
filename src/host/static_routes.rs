//! Static routes and published ARP entries, from rc.conf, FRR and scripts.

use std::net::IpAddr;

use ipnet::IpNet;

use super::jails::JailAddress;
use super::rc::{RcConf, RcVariable, variable_suffix};
use super::scripts::{Another, RouteFibs};
use crate::text::Place;

/// A route that the files put into a FIB by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaticRoute {
    /// Where to.
    pub destination: IpNet,
    /// Through which gateway or interface, as written.
    pub via: String,
    /// In which FIBs.
    pub fibs: RouteFibs,
    /// Its administrative distance for zebra: 0 for a route that the kernel got from elsewhere.
    pub distance: u8,
    /// Who sets it.
    pub source: StaticSource,
    /// Where.
    pub place: Place,
}

impl StaticRoute {
    /// Whether it leads to the address by a prefix at least as long as the jail's own.
    #[must_use]
    pub fn is_as_specific(&self, element: &JailAddress) -> bool {
        self.destination.contains(&element.address)
            && self.destination.prefix_len() >= element.prefix_length
    }
}

/// Who sets a static route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaticSource {
    /// `static_routes` and `route_NAME` of rc.conf: the name.
    RcConf(String),
    /// FRR's `ip route`.
    Frr,
    /// A `route add` in a script.
    Script,
}

/// An address for which the host answers ARP requests in another's place (arp(8), `pub`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedArp {
    /// The address; `None` where it depends on run time.
    pub address: Option<IpAddr>,
    /// Where the address stands.
    pub place: Place,
    /// The list of addresses that it is part of, else the command.
    pub list: Place,
    /// How to publish another address too, where that is plain.
    pub another: Option<Another>,
}

/// A name in `static_routes` or its kin (rc.d/routing).
#[derive(Clone, Debug)]
pub struct NamedRoute<'c> {
    /// The name, without the interface that may follow it.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The variable that holds its arguments, such as `route_NAME`.
    pub variable: String,
    /// That variable as it is set.
    pub arguments: Option<&'c RcVariable>,
    /// Whether it is an IPv6 route by the list that it stands in.
    pub ipv6: bool,
}

/// The lists of routes' names, and what their variables begin with.
const LISTS: [(&str, &str, bool); 2] = [
    ("static_routes", "route_", false),
    ("ipv6_static_routes", "ipv6_route_", true),
];

/// The routes that rc.conf names: those of all interfaces, then those of one each
/// (`static_routes_IF`). A name in several lists is told once.
#[must_use]
pub fn named_routes(rc: &RcConf) -> Vec<NamedRoute<'_>> {
    let mut found: Vec<NamedRoute<'_>> = Vec::new();
    for (list, prefix, ipv6) in LISTS {
        let of_interfaces = format!("{list}_");
        let lists = rc.get(list).into_iter();
        for list in lists.chain(rc.with_prefix(&of_interfaces)) {
            // What is left of a value with holes may be half a name.
            for (entry, place) in list.words() {
                let name = entry.split(':').next().unwrap_or(&entry).to_owned();
                let variable = format!("{prefix}{}", variable_suffix(&name));
                if found.iter().any(|known| known.variable == variable) {
                    continue;
                }
                found.push(NamedRoute {
                    arguments: rc.get(&variable),
                    name,
                    place,
                    variable,
                    ipv6,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::rc::{RcSource, collect};
    use crate::syntax::rc;
    use crate::text::FileId;

    #[test]
    fn routes_are_named_in_several_lists() {
        let text = "static_routes=\"a b:em0\"\nroute_a=\"-net 10.0.0.0/8 192.0.2.1\"\n\
                    static_routes_em1=\"c-d a\"\nroute_c_d=\"default 192.0.2.1\"\n\
                    ipv6_static_routes=a\n";
        let tree = rc::parse(text);
        let file = FileId(0);
        let conf = collect(&[RcSource { file, tree: &tree }]);
        let routes = named_routes(&conf);
        let told: Vec<_> = routes
            .iter()
            .map(|route| (route.variable.as_str(), route.arguments.is_some()))
            .collect();
        let expected = [
            ("route_a", true),
            ("route_b", false),
            ("route_c_d", true),
            ("ipv6_route_a", false),
        ];
        assert_eq!(told, expected);
    }
}
