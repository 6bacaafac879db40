//! What the lines of FRR's files make, one command after the other, in order.

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use super::{FrrSource, placed_commands};
use crate::host::routing::bgp::Speakers;
use crate::host::routing::defaults::Defaults;
use crate::host::routing::defects::ListDefect;
use crate::host::routing::line::Line;
use crate::host::routing::list_builder::ListBuilder;
use crate::host::routing::ordered::Ordered;
use crate::host::routing::refusals::RefusedLine;
use crate::host::routing::shadow::{Shadowed, shadowed};
use crate::host::routing::{
    Family, FrrInterface, Lists, Named, Speaker, StaticNextHop, StaticRoute,
};
use crate::parallel;
use crate::syntax::frr::{Command, StaticRouteLine, StaticTarget};
use crate::text::{Place, Span};
use crate::vocabulary::frr::{ListingSet, Node};
use crate::vocabulary::{Candidates, FrrVersion};

/// With fewer entries of prefix-lists than this, starting threads takes longer than they save.
const MANY_ENTRIES: usize = 4_096;

/// What the files make.
pub(super) struct Made {
    pub version_line: Option<(FrrVersion, Place)>,
    pub defaults_line: Option<Named>,
    pub speakers: Vec<Speaker>,
    /// Lines about neighbors that bgpd refuses.
    pub refused: Vec<RefusedLine>,
    pub lists: Lists,
    pub list_defects: Vec<ListDefect>,
    pub shadowed: Vec<Shadowed>,
    pub static_routes: Vec<StaticRoute>,
    pub interfaces: Vec<FrrInterface>,
    pub other_routers: Vec<Place>,
}

/// Follows the commands of `sources`. Lists are taken from the files that hold a `router bgp`,
/// where there is one.
pub(super) fn follow(sources: &[FrrSource<'_>], version: &Candidates<FrrVersion>) -> Made {
    let with_bgp = sources.iter().any(|source| source.tree.opens_bgp());
    let mut state = State::new(version);
    for source in sources {
        state.defaults = Defaults::new(version.clone());
        state.speakers.leave();
        for (line, node, no, command) in placed_commands(source, state.listings) {
            state.command(line, node, no, command);
        }
        state.end_of_file(!with_bgp || source.tree.opens_bgp());
    }
    for (interface, net, place) in state.addresses.into_values() {
        if let Some(interface) = state.interfaces.get_mut(interface) {
            interface.addresses.push((net, place));
        }
    }
    let (speakers, refused) = state.speakers.finish();
    Made {
        version_line: state.version_line,
        defaults_line: state.defaults_line,
        speakers,
        refused,
        lists: state.taken_lists,
        list_defects: state.list_defects,
        shadowed: state.shadowed,
        static_routes: state.static_routes.into_values(),
        interfaces: state.interfaces,
        other_routers: state.other_routers,
    }
}

struct State {
    /// The versions that say which lines are commands.
    listings: ListingSet,
    defaults: Defaults,
    speakers: Speakers,
    /// The lists of this file; each daemon's file has its own.
    lists: ListBuilder,
    taken_lists: Lists,
    shadowed: Vec<Shadowed>,
    list_defects: Vec<ListDefect>,
    version_line: Option<(FrrVersion, Place)>,
    defaults_line: Option<Named>,
    static_routes: Ordered<(IpNet, StaticNextHop, Option<String>), StaticRoute>,
    interfaces: Vec<FrrInterface>,
    interface_by_name: FxHashMap<String, usize>,
    /// By interface and address: the interface, the address and its line.
    addresses: Ordered<(usize, IpNet), (usize, IpNet, Place)>,
    interface: Option<usize>,
    vrf: Option<String>,
    other_routers: Vec<Place>,
}

impl State {
    fn new(version: &Candidates<FrrVersion>) -> Self {
        let lists = Lists::new(version.clone());
        Self {
            listings: ListingSet::of(version),
            defaults: Defaults::new(version.clone()),
            speakers: Speakers::default(),
            lists: ListBuilder::new(lists.clone()),
            taken_lists: lists,
            shadowed: Vec::new(),
            list_defects: Vec::new(),
            version_line: None,
            defaults_line: None,
            static_routes: Ordered::default(),
            interfaces: Vec::new(),
            interface_by_name: FxHashMap::default(),
            addresses: Ordered::default(),
            interface: None,
            vrf: None,
            other_routers: Vec::new(),
        }
    }

    /// Ends the lists of a file, and keeps them if bgpd has them.
    fn end_of_file(&mut self, is_taken: bool) {
        let next = ListBuilder::new(Lists::new(self.taken_lists.version.clone()));
        let (lists, defects) = std::mem::replace(&mut self.lists, next).finish();
        self.list_defects.extend(defects);
        let by_name: Vec<_> = lists.prefix_lists.iter().collect();
        let entries: usize = by_name.iter().map(|(_, list)| list.entries.len()).sum();
        let shadowed = parallel::map(&by_name, entries >= MANY_ENTRIES, |((family, _), list)| {
            shadowed(*family, list)
        });
        self.shadowed.extend(shadowed.into_iter().flatten());
        if is_taken {
            self.taken_lists.join(lists);
        }
    }

    fn command(&mut self, line: Line<'_>, node: Node, no: bool, command: &Command) {
        match command {
            Command::Inert | Command::End => {}
            Command::Block => self.block(line),
            Command::FrrVersion(span) => self.version(line, *span),
            Command::FrrDefaults(span) => self.profile(line, *span),
            Command::Interface(name) => self.open_interface(line, *name),
            Command::Vrf(name) => self.vrf = Some(line.text(*name)),
            Command::Address(net) => self.address(line, no, net.value),
            Command::StaticRoute(route) => self.static_route(line, node, no, route),
            Command::RouterBgp(router) => self.speakers.open(line, no, router, &self.defaults),
            Command::Bgp(_)
            | Command::Neighbor(_)
            | Command::Network(_)
            | Command::Redistribute(_)
            | Command::Aggregate(_) => self.speakers.command(line, family_of(node), no, command),
            _ => self.lists.command(line, no, command),
        }
    }

    /// A block that is not followed further. `router bgp` has a command of its own.
    fn block(&mut self, line: Line<'_>) {
        if line.words().next() == Some("router") {
            self.other_routers.push(line.place());
        }
    }

    fn version(&mut self, line: Line<'_>, span: Span) {
        if let Ok(version) = line.text(span).parse() {
            self.defaults.line = Some(version);
            self.version_line = Some((version, line.at(span)));
        }
    }

    fn profile(&mut self, line: Line<'_>, span: Span) {
        let named = line.named(span);
        match named.name.as_str() {
            "datacenter" => self.defaults.datacenter = true,
            "traditional" => self.defaults.datacenter = false,
            _ => {}
        }
        self.defaults_line = Some(named);
    }

    fn open_interface(&mut self, line: Line<'_>, name: Span) {
        let named = line.named(name);
        let next = self.interfaces.len();
        let at = *self
            .interface_by_name
            .entry(named.name.clone())
            .or_insert(next);
        if at == next {
            self.interfaces.push(FrrInterface {
                name: named.name,
                place: line.place(),
                addresses: Vec::new(),
            });
        }
        self.interface = Some(at);
    }

    fn address(&mut self, line: Line<'_>, no: bool, net: Option<IpNet>) {
        let (Some(interface), Some(net)) = (self.interface, net) else {
            return;
        };
        self.addresses.remove(&(interface, net));
        if !no {
            let address = (interface, net, line.place());
            self.addresses.put((interface, net), address);
        }
    }

    fn static_route(&mut self, line: Line<'_>, node: Node, no: bool, route: &StaticRouteLine) {
        let Some(prefix) = route.prefix.value.map(|net| net.trunc()) else {
            return;
        };
        let target = match route.target {
            StaticTarget::Gateway(gateway, interface) => match gateway.value {
                Some(gateway) => {
                    StaticNextHop::Gateway(gateway, interface.map(|span| line.text(span)))
                }
                None => return,
            },
            StaticTarget::Interface(span) => StaticNextHop::Interface(line.text(span)),
            StaticTarget::Nowhere => StaticNextHop::Nowhere,
        };
        let vrf = match route.vrf {
            Some(span) => Some(line.text(span)),
            None if node == Node::Vrf => self.vrf.clone(),
            None => None,
        };
        // One path for each way: the same way again replaces it, whatever its distance.
        let key = (prefix, target.clone(), vrf.clone());
        if no {
            self.static_routes.remove(&key);
            return;
        }
        let distance = route.distance.and_then(|arg| arg.value).unwrap_or(1);
        let statement = StaticRoute {
            prefix,
            target,
            tag: route.tag.and_then(|arg| arg.value).unwrap_or(0),
            distance: u8::try_from(distance).unwrap_or(u8::MAX),
            vrf,
            table: route.table.and_then(|arg| arg.value),
            place: line.place(),
        };
        self.static_routes.put(key, statement);
    }
}

/// The family that a line of a node is about, where it is one that is followed. Lines directly
/// in `router bgp` are about IPv4.
fn family_of(node: Node) -> Option<Family> {
    match node {
        Node::Bgp | Node::BgpIpv4Unicast => Some(Family::Ipv4Unicast),
        Node::BgpIpv6 => Some(Family::Ipv6Unicast),
        _ => None,
    }
}
