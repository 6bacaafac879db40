//! `match-of-other-family`.

use super::with_places;
use crate::finding::{Edit, Fix};
use crate::host::Host;
use crate::host::routing::{Family, OfPrefixes};
use crate::rules::edits::{text_at, word_once};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::Action;

declare_rule! {
    /// A route-map asks routes of one address family for a prefix of the other.
    ///
    /// `match ip address` never matches an IPv6 route, and `match ipv6 address` no IPv4 route. A
    /// route-map for an IPv6 neighbor with `match ip address prefix-list X` therefore lets
    /// nothing pass, or refuses nothing, whatever X says. It often is a copy of IPv4's.
    ///
    /// Silent where the map is used for both families, or where that is not known, where some
    /// other entry of it is about prefixes of the right family, and where the list is not
    /// defined (`undefined-prefix-list` tells that).
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ip prefix-list OWN seq 5 permit 203.0.113.0/24
    /// route-map OUT6 permit 10
    ///  match ip address prefix-list OWN
    /// router bgp 65100
    ///  neighbor 2001:db8::1 remote-as 65100
    ///  address-family ipv6 unicast
    ///   neighbor 2001:db8::1 activate
    ///   neighbor 2001:db8::1 route-map OUT6 out
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// ipv6 prefix-list OWN seq 5 permit 2001:db8:1::/48
    /// route-map OUT6 permit 10
    ///  match ipv6 address prefix-list OWN
    /// router bgp 65100
    ///  neighbor 2001:db8::1 remote-as 65100
    ///  address-family ipv6 unicast
    ///   neighbor 2001:db8::1 activate
    ///   neighbor 2001:db8::1 route-map OUT6 out
    ///  exit-address-family
    /// ```
    "match-of-other-family", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let lists = &host.routing.lists;
    for misfit in host.routing.misfits() {
        let is_defined = |one: &&OfPrefixes| one.has_list(lists, one.family);
        let clauses: Vec<_> = misfit.clauses.iter().filter(is_defined).collect();
        render(host, misfit.map, misfit.family, &clauses, report);
    }
}

fn words_of(family: Family) -> (&'static str, &'static str) {
    match family {
        Family::Ipv4Unicast => ("IPv4", "ip"),
        Family::Ipv6Unicast => ("IPv6", "ipv6"),
    }
}

fn render(host: &Host, map: &str, family: Family, clauses: &[&OfPrefixes], report: &mut Report) {
    let Some((first, others)) = clauses.split_first() else {
        return;
    };
    let ((routes, right), (_, wrong)) = (words_of(family), words_of(first.family));
    let seq = first.entry.seq;
    let does = match first.entry.action {
        Action::Permit => format!("{map} permit {seq} takes no route"),
        Action::Deny => format!("{map} deny {seq} refuses no route"),
    };
    let message = format!(
        "`match {wrong} address` never matches here: {map} is used for {routes} routes only, and \
         {does}"
    );
    let finding = report.finding(first.clause.place, message);
    let places = others.iter().map(|other| other.clause.place);
    let finding = with_places(finding, places, "nor does this");
    report.add(match turned(host, family, clauses) {
        Some(edits) => {
            let title = format!("write `match {right} address`");
            finding.fix(Fix::not_safe(title, edits))
        }
        None => finding.note(format!(
            "write `match {right} address`, with a list of {routes} prefixes"
        )),
    });
}

/// The clauses with the other family's word, if all their lists are there for it too.
fn turned(host: &Host, family: Family, clauses: &[&OfPrefixes]) -> Option<Vec<Edit>> {
    let turn = |one: &&OfPrefixes| {
        let text = text_at(host, one.clause.place)?;
        let (_, right) = words_of(family);
        let (_, wrong) = words_of(one.family);
        let word = word_once(text, one.clause.place, wrong)?;
        one.has_list(&host.routing.lists, family)
            .then(|| Edit::replace(word, right))
    };
    clauses.iter().map(turn).collect()
}
