//! `proxy-arp-mismatch`.

use std::collections::BTreeSet;
use std::net::IpAddr;

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Fix, Severity};
use crate::host::Host;
use crate::host::jails::JailAddress;
use crate::host::scripts::Another;
use crate::host::static_routes::PublishedArp;
use crate::rules::edits::{is_alone, lines_after, text_at};
use crate::rules::{Report, declare_rule};
use crate::site::{HostIndex, Site};
use crate::text::{Place, Span};

declare_rule! {
    /// The published ARP entries of a router and the jails behind it have drifted apart.
    ///
    /// Where the provider believes that the public block lies on its own segment, the router
    /// answers ARP requests for the jails (`arp -s ADDRESS MAC pub`). A public jail without such
    /// an entry is unreachable from the provider's side, however well BGP works behind the
    /// router. An entry for an address that no jail has is told at info: it may belong to a
    /// machine outside the site.
    ///
    /// Looked at are routers that publish an entry for at least one jail of a neighbor, and jail
    /// addresses within a network that is connected to the router. A router that answers for
    /// every address it has a route to (`arpproxy_all`) needs no entries.
    ///
    /// ## Bad
    ///
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///   network 203.0.113.195/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// mail { path = "/jails/mail"; ip4.addr = "ix0|203.0.113.195"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ifconfig_ix3="inet 203.0.113.193/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    /// ```sh router:etc/rc.local
    /// arp -s 203.0.113.194 00:00:5e:00:53:01 pub
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf server:etc/rc.conf
    /// ifconfig_ix0="inet 192.168.50.2/24"
    /// ```
    /// ```conf server:usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   network 203.0.113.194/32
    ///   network 203.0.113.195/32
    ///  exit-address-family
    /// ```
    /// ```conf server:etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "ix0|203.0.113.194"; }
    /// mail { path = "/jails/mail"; ip4.addr = "ix0|203.0.113.195"; }
    /// ```
    /// ```conf router:etc/rc.conf
    /// ifconfig_ix1="inet 192.168.50.1/24"
    /// ifconfig_ix3="inet 203.0.113.193/24"
    /// ```
    /// ```conf router:usr/local/etc/frr/frr.conf
    /// router bgp 65000
    ///  no bgp ebgp-requires-policy
    ///  neighbor 192.168.50.2 remote-as 65100
    /// ```
    /// ```sh router:etc/rc.local
    /// for ip in 203.0.113.194 203.0.113.195
    /// do
    ///     arp -s $ip 00:00:5e:00:53:01 pub
    /// done
    /// ```
    "proxy-arp-mismatch", Warning, Site(check)
}

fn check(site: &Site, report: &mut Report) {
    let mut known: Option<FxHashSet<IpAddr>> = None;
    for (index, router) in site.indexed() {
        let Some(first) = router.published_arp.first() else {
            continue;
        };
        let behind = addresses_behind(site, index, router);
        let published: BTreeSet<IpAddr> = router
            .published_arp
            .iter()
            .filter_map(|entry| entry.address)
            .collect();
        if !behind
            .iter()
            .any(|(_, element)| published.contains(&element.address))
        {
            continue;
        }
        // Entries that are filled in at run time may be the missing ones, and a router that
        // answers for whatever it has a route to needs none.
        let all_needed = !router.answers_arp_for_all();
        let all_known = router
            .published_arp
            .iter()
            .all(|entry| entry.address.is_some());
        for (host, element) in &behind {
            if all_needed && all_known && !published.contains(&element.address) {
                missing(router, host, element, first, report);
            }
        }
        let known = known.get_or_insert_with(|| addresses_of_all(site));
        strangers(known, router, report);
    }
}

/// The public jail addresses of the router's BGP neighbors that lie in a network of its own.
fn addresses_behind<'a>(
    site: &'a Site,
    index: HostIndex,
    router: &'a Host,
) -> Vec<(&'a Host, &'a JailAddress)> {
    let peers: BTreeSet<HostIndex> = site
        .sessions_of(index)
        .filter_map(|session| Some(session.peer?.host))
        .collect();
    peers
        .into_iter()
        .flat_map(|peer| site.announced_addresses(peer))
        .map(|address| (address.host, address.element))
        .filter(|(_, element)| element.address.is_ipv4())
        .filter(|(_, element)| router.interfaces.on_link(element.address).is_some())
        .collect()
}

/// Every address that a jail or a host of the site has.
fn addresses_of_all(site: &Site) -> FxHashSet<IpAddr> {
    let of_host = |(_, host): (HostIndex, &Host)| -> Vec<IpAddr> {
        let of_jails = host.jail_addresses().map(|(_, element)| element.address);
        of_jails.chain(host.own_addresses()).collect()
    };
    site.indexed().flat_map(of_host).collect()
}

fn missing(
    router: &Host,
    host: &Host,
    element: &JailAddress,
    entries: &PublishedArp,
    report: &mut Report,
) {
    let address = element.address;
    let message = format!(
        "{address} has no published ARP entry: the provider's side cannot reach this public jail \
         of {}",
        host.name
    );
    let finding = report
        .finding(entries.list, message)
        .note(format!("publish {address} here as well"))
        .note(format!(
            "on the running machine: arp -s {address} and the hardware address that the others \
             have, with pub"
        ))
        .related(element.place, format!("the jail that has {address}"));
    report.add(finding.fix(add(router, address)));
}

/// One more element of a list that entries come from, or one more command like one that
/// publishes a single address.
fn add(router: &Host, address: IpAddr) -> Option<Fix> {
    let title = format!("publish {address} too");
    let entries = router.published_arp.iter();
    let mut edits = entries.filter_map(|entry| match entry.another? {
        Another::Element(end) => Some(Edit::replace(end, format!(" {address}"))),
        Another::Command(command) => one_more(router, command, entry.place, address),
    });
    Some(Fix::not_safe(title, vec![edits.next()?.beside_others()]))
}

/// The command again on a line of its own, with `address` for what is at `own`.
fn one_more(router: &Host, command: Place, own: Place, address: IpAddr) -> Option<Edit> {
    let text = text_at(router, command)?;
    let before = Span {
        start: command.span.start,
        end: own.span.start,
    };
    let after = Span {
        start: own.span.end,
        end: command.span.end,
    };
    let line = [text.slice(before), &address.to_string(), text.slice(after)].concat();
    is_alone(text, command).then(|| lines_after(text, command, &[line]))
}

/// Entries for addresses that nothing of the site has.
fn strangers(known: &FxHashSet<IpAddr>, router: &Host, report: &mut Report) {
    for entry in &router.published_arp {
        let Some(address) = entry.address.filter(|address| !known.contains(address)) else {
            continue;
        };
        let message = format!("{address} is published, and no jail of this site has it");
        let finding = report
            .finding_at(Severity::Info, entry.place, message)
            .note("remove it unless it belongs to a machine outside the site");
        report.add(finding);
    }
}
