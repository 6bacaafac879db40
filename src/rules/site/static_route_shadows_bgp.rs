//! `static-route-shadows-bgp`.

use std::net::IpAddr;

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::rc::RcVariable;
use crate::host::static_routes::{StaticRoute, StaticSource};
use crate::rules::edits::{remove_assignments, remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::site::{Learner, Site};
use crate::text::{Place, Span};

declare_rule! {
    /// A static route to an address that is also learned over BGP.
    ///
    /// A route that rc.conf, a script or FRR puts in by hand wins over the one that BGP learns.
    /// It does not go away when the jail stops or moves: packets still go to the old place, and
    /// nothing in BGP shows why. Routers that learn the address from another router of the site,
    /// a reflector for one, are looked at as well. Silent for an `ip route` of a higher administrative distance
    /// than BGP's (20, or 200 for routes of the own AS): it only waits for BGP's to go.
    ///
    /// ## Bad
    ///
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// static_routes="web"
    /// route_web="-host 203.0.113.194 -iface ix1"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    "static-route-shadows-bgp", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    // Most sites have no such route, and who learns what takes time to follow.
    let routes = routes_to_jails(site);
    if routes.is_empty() {
        return;
    }
    let mut seen = std::collections::BTreeSet::new();
    for (index, host) in site.indexed() {
        for address in site.announced_addresses(index) {
            let element = address.element;
            if !routes.iter().any(|route| route.is_as_specific(element)) {
                continue;
            }
            let journeys = site.journeys(address);
            for learner in site.learners(index, &journeys) {
                for route in learner.shadowing(element) {
                    if seen.insert((route.place, element.address)) {
                        report.add(render(host, &learner, route, element, report));
                    }
                }
            }
        }
    }
}

/// The static routes of all hosts to networks in which a jail has an announced address.
fn routes_to_jails(site: &Site) -> Vec<&StaticRoute> {
    let indices = site.indexed().map(|(index, _)| index);
    let addresses = indices.flat_map(|index| site.announced_addresses(index));
    let mut addresses: Vec<IpAddr> = addresses.map(|own| own.element.address).collect();
    addresses.sort_unstable();
    let holds_one = |route: &&StaticRoute| {
        let net = route.destination;
        let next = addresses.partition_point(|address| *address < net.network());
        let next = addresses.get(next);
        next.is_some_and(|address| net.contains(address))
    };
    let routes = site.hosts.iter().flat_map(|host| &host.static_routes);
    routes.filter(holds_one).collect()
}

fn render(
    host: &Host,
    learner: &Learner<'_>,
    route: &StaticRoute,
    element: &JailAddress,
    report: &Report,
) -> Finding {
    let router = learner.router;
    let message = format!(
        "the static route to {} via {} wins over the one that {} learns from {} by BGP, and \
         outlives the jail",
        route.destination, route.via, router.name, host.name
    );
    let way_out = match &route.source {
        StaticSource::RcConf(name) => {
            format!("remove this line and the name {name} from static_routes")
        }
        StaticSource::Frr | StaticSource::Script => "remove this line".to_owned(),
    };
    let by_hand = match &route.source {
        StaticSource::Frr => "vtysh -c 'configure terminal', with `no` before this line".to_owned(),
        StaticSource::RcConf(_) | StaticSource::Script => {
            let fib = router.frr.intended_fib("zebra");
            let setfib = if fib == 0 {
                String::new()
            } else {
                format!("setfib {fib} ")
            };
            let family = if route.destination.addr().is_ipv6() {
                "-6 "
            } else {
                ""
            };
            format!("{setfib}route delete {family}{}", route.destination)
        }
    };
    let finding = report
        .finding(route.place, message)
        .note(way_out)
        .note(format!("on the running machine: {by_hand}"))
        .related(
            element.place,
            format!("{} is a jail of {}", element.address, host.name),
        )
        .related(
            learner.from.place,
            format!("{} learns it here", router.name),
        );
    finding.fix(mend(router, route))
}

/// The route out of its file, and its name out of the list that has it set up.
fn mend(router: &Host, route: &StaticRoute) -> Option<Fix> {
    match &route.source {
        StaticSource::Frr => {
            let text = text_at(router, route.place)?;
            let route_out = remove_statement(text, route.place);
            Some(Fix::not_safe("remove the route", vec![route_out]))
        }
        StaticSource::RcConf(name) => {
            let title = format!("remove the route and the name {name} in static_routes");
            let variables = router.rc.assignments();
            let variable = variables.iter().find(|v| v.place == route.place)?;
            let edits = match name_out(router, name)? {
                NameOut::Part(place) => {
                    let mut edits = remove_assignments(&[variable])?;
                    edits.push(Edit::remove(place));
                    edits
                }
                NameOut::Whole(list) => list_out(router, list, variable)?,
            };
            Some(Fix::not_safe(title, edits))
        }
        // What else the command's line does, or the loop around it, is not known.
        StaticSource::Script => None,
    }
}

/// What has to go from a list for a name to be gone.
enum NameOut<'a> {
    /// The name, with the blanks beside it.
    Part(Place),
    /// All of it: it holds no other name.
    Whole(&'a RcVariable),
}

/// The name in the list that has the route set up.
fn name_out<'a>(router: &'a Host, name: &str) -> Option<NameOut<'a>> {
    let lists = ["static_routes", "ipv6_static_routes"];
    let mut lists = lists.iter().filter_map(|list| router.rc.get(list));
    let (list, words, at) = lists.find_map(|list| {
        let words = list.words();
        let is_it = |(word, _): &(String, Place)| word.split(':').next() == Some(name);
        let at = words.iter().position(is_it)?;
        (list.literal && list.known).then_some((list, words, at))
    })?;
    let own = words.get(at)?.1;
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let span = match (before, words.get(at + 1)) {
        (_, Some((_, next))) => Span {
            start: own.span.start,
            end: next.span.start,
        },
        (Some((_, before)), None) => Span {
            start: before.span.end,
            end: own.span.end,
        },
        (None, None) => return Some(NameOut::Whole(list)),
    };
    Some(NameOut::Part(Place::new(own.file, span)))
}

/// The list and its route out: the list is only emptied where an earlier one would come into
/// force without it, or where it cannot go.
fn list_out(router: &Host, list: &RcVariable, route: &RcVariable) -> Option<Vec<Edit>> {
    let is_first = router.rc.all_of(&list.name).next() == Some(list);
    let both = remove_assignments(&[list, route]).filter(|_| is_first);
    both.or_else(|| {
        let mut edits = remove_assignments(&[route])?;
        edits.push(Edit::remove(list.value_place));
        Some(edits)
    })
}
