//! The `match` clauses of a route-map asked about a route, as bgpd takes them.

use ipnet::IpNet;

use super::lists::{access_list, as_path_list, host, prefix_list};
use super::{Attribute, Outcome, Route, RouteSource, community};
use crate::host::routing::{CommunityGroup, Family, Lists};
use crate::syntax::frr::{Arg, IpVersion, ListWord, Match, NextHopWord, PeerWord, Protocol};
use crate::vocabulary::FrrVersion;

/// What a route-map is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A `network` statement.
    Network,
    /// A `redistribute` statement.
    Redistribution,
    /// An `aggregate-address` statement.
    Aggregate,
    /// A neighbor's `out`.
    Outbound,
    /// A neighbor's `in`.
    Inbound,
}

/// What a clause is asked with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lists: &'a Lists,
    pub purpose: Purpose,
    /// The speaker's default local preference, where a speaker is known.
    pub local_preference: Option<u32>,
}

impl Context<'_> {
    /// Whether the FRR that runs is of the 8 series or older; `None` where that is not known or
    /// nobody has measured the version.
    fn old(&self) -> Option<bool> {
        let version = self.lists.version.known()?;
        if version < FrrVersion::new(8, 5) {
            Some(true)
        } else {
            (version >= FrrVersion::new(10, 3)).then_some(false)
        }
    }

    /// `new` or `old`, by the FRR that runs; if that is not known, what they have in common.
    fn by_version(&self, new: Outcome, old: Outcome) -> Outcome {
        match self.old() {
            Some(true) => old,
            Some(false) => new,
            None => new.either(old),
        }
    }
}

/// Whether `clause` holds for `route`.
pub(super) fn holds(context: Context<'_>, clause: &Match<String>, route: &Route) -> Outcome {
    let lists = context.lists;
    match clause {
        // Accepted by every daemon, and then not looked at by bgpd.
        Match::Address(_, ListWord::Length(_))
        | Match::NextHop(_, NextHopWord::List(ListWord::Length(_))) => Outcome::Yes,
        Match::Address(version, list) => {
            let family = Family::from(*version);
            if Family::of_prefix(route.prefix) == family {
                list_matches(lists, list, route.prefix)
            } else {
                Outcome::No
            }
        }
        Match::NextHop(version, hop) => next_hop(context, *version, hop, route),
        Match::RouteSource(list) => match (context.purpose, route.source) {
            (Purpose::Inbound, RouteSource::Received(Some(sender))) => {
                list_matches(lists, list, host(sender))
            }
            (Purpose::Inbound, _) => Outcome::Perhaps,
            _ => Outcome::No,
        },
        Match::AsPath(name) => match lists.as_path_lists.get(name) {
            Some(list) => as_path_list(name, list, &route.as_path).outcome,
            None => Outcome::No,
        },
        Match::Community(name, mode) => {
            match lists
                .community_lists
                .get(&(CommunityGroup::Plain, name.clone()))
            {
                Some(list) => community::matches(list, *mode, &route.communities, context.old()),
                None => Outcome::No,
            }
        }
        Match::LargeCommunity(name) => defined(lists, CommunityGroup::Large, name),
        Match::ExtendedCommunity(name) => defined(lists, CommunityGroup::Extended, name),
        Match::Interface(name) => interface(context.purpose, name, route),
        Match::LocalPreference(value) => local_preference(context, *value, route),
        Match::Metric(value) => metric(context, *value, route),
        Match::Origin(origin) => compare(Some(origin), &route.origin),
        Match::Peer(peer) => match_peer(context.purpose, peer, route),
        Match::Probability(percent) => match percent.value {
            Some(0) => Outcome::No,
            Some(100) => Outcome::Yes,
            _ => Outcome::Perhaps,
        },
        Match::SourceProtocol(protocol) => context.by_version(
            source_protocol(context.purpose, *protocol, route),
            Outcome::Yes,
        ),
        Match::Tag(value) => tag(context, *value, route),
        Match::Other(_) | Match::No(_) => Outcome::Perhaps,
    }
}

fn compare<T: PartialEq>(wanted: Option<&T>, had: &Attribute<T>) -> Outcome {
    match (wanted, had.known()) {
        (Some(wanted), Some(had)) => Outcome::of(wanted == had),
        _ => Outcome::Perhaps,
    }
}

/// A list that is not defined matches nothing here, and neither does one without entries.
fn list_matches(lists: &Lists, list: &ListWord<String>, prefix: IpNet) -> Outcome {
    let family = Family::of_prefix(prefix);
    match list {
        ListWord::Access(name) => lists
            .access_list(family, name)
            .map_or(Outcome::No, |list| access_list(name, list, prefix).outcome),
        ListWord::Prefix(name) => match lists.prefix_list(family, name) {
            Some(list) if !list.entries.is_empty() => prefix_list(name, list, prefix).outcome,
            _ => Outcome::No,
        },
        ListWord::Length(_) => Outcome::Yes,
    }
}

/// No list, no match; what a list of these kinds says is not followed.
fn defined(lists: &Lists, group: CommunityGroup, name: &str) -> Outcome {
    if lists
        .community_lists
        .contains_key(&(group, name.to_owned()))
    {
        Outcome::Perhaps
    } else {
        Outcome::No
    }
}

fn next_hop(
    context: Context<'_>,
    version: IpVersion,
    hop: &NextHopWord<String>,
    route: &Route,
) -> Outcome {
    if let NextHopWord::Blackhole = hop {
        return blackhole(context.purpose, route);
    }
    let both_v4 = version == IpVersion::V4 && matches!(route.prefix, IpNet::V4(_));
    let Some(own) = route.next_hop.known().filter(|_| both_v4) else {
        return Outcome::Perhaps;
    };
    let own = own.unwrap_or(std::net::Ipv4Addr::UNSPECIFIED.into());
    match hop {
        NextHopWord::List(list) => list_matches(context.lists, list, host(own)),
        NextHopWord::Address(wanted) => match wanted.value {
            Some(wanted) if wanted.is_unspecified() => {
                context.by_version(Outcome::of(wanted == own), Outcome::Yes)
            }
            Some(wanted) => Outcome::of(wanted == own),
            None => Outcome::Perhaps,
        },
        NextHopWord::Blackhole => Outcome::Perhaps,
    }
}

/// A route that leads nowhere has neither next hop nor interface, and every `network` route is
/// like that.
fn blackhole(purpose: Purpose, route: &Route) -> Outcome {
    if purpose == Purpose::Inbound || matches!(route.source, RouteSource::Received(_)) {
        return Outcome::No;
    }
    match (route.next_hop.known(), route.interface.known()) {
        (Some(Some(_)), _) | (_, Some(Some(_))) => Outcome::No,
        (Some(None), Some(None)) => Outcome::Yes,
        _ => Outcome::Perhaps,
    }
}

fn interface(purpose: Purpose, name: &String, route: &Route) -> Outcome {
    match purpose {
        Purpose::Network | Purpose::Inbound => Outcome::No,
        _ => match route.interface.known() {
            Some(own) => Outcome::of(own.as_ref() == Some(name)),
            None => Outcome::Perhaps,
        },
    }
}

fn local_preference(context: Context<'_>, wanted: Arg<u32>, route: &Route) -> Outcome {
    let received = matches!(route.source, RouteSource::Received(_));
    let had = match route.local_preference.known() {
        Some(Some(value)) => Some(*value),
        Some(None) if received => return Outcome::No,
        Some(None) => context.local_preference,
        None => None,
    };
    compare(wanted.value.as_ref(), &had.into())
}

fn metric(context: Context<'_>, wanted: Arg<u32>, route: &Route) -> Outcome {
    let received = matches!(route.source, RouteSource::Received(_));
    match (wanted.value, route.med.known()) {
        // Refused before 10.7, and the entry stays without the clause.
        (Some(0), med) => {
            let new = match med {
                Some(Some(value)) => Outcome::of(*value == 0),
                Some(None) if !received => Outcome::Yes,
                _ => Outcome::Perhaps,
            };
            match context.lists.version.known() {
                Some(version) if version >= FrrVersion::new(10, 7) => new,
                Some(version) if version < FrrVersion::new(10, 4) => Outcome::Yes,
                _ => new.either(Outcome::Yes),
            }
        }
        (Some(wanted), Some(had)) => Outcome::of(*had == Some(wanted)),
        _ => Outcome::Perhaps,
    }
}

fn match_peer(purpose: Purpose, peer: &PeerWord<String>, route: &Route) -> Outcome {
    match (purpose, peer) {
        (Purpose::Outbound, _) => Outcome::No,
        (Purpose::Network | Purpose::Redistribution, peer) => {
            Outcome::of(matches!(peer, PeerWord::Local))
        }
        (Purpose::Inbound, PeerWord::Address(wanted)) => match (wanted.value, route.source) {
            (Some(wanted), RouteSource::Received(Some(sender))) => Outcome::of(wanted == sender),
            _ => Outcome::Perhaps,
        },
        (Purpose::Inbound, PeerWord::Local) => Outcome::No,
        (Purpose::Inbound, PeerWord::Named(_)) | (Purpose::Aggregate, _) => Outcome::Perhaps,
    }
}

/// As FRR 10 does it.
fn source_protocol(purpose: Purpose, wanted: Protocol, route: &Route) -> Outcome {
    let own = match (purpose, route.source) {
        (Purpose::Network | Purpose::Inbound, _) => return Outcome::No,
        (Purpose::Aggregate, _) => return Outcome::Perhaps,
        (_, RouteSource::Redistributed(protocol)) => protocol,
        _ => Protocol::Bgp,
    };
    match (wanted, own) {
        (Protocol::Other, Protocol::Other) => Outcome::Perhaps,
        (wanted, own) => Outcome::of(wanted == own),
    }
}

fn tag(context: Context<'_>, wanted: Arg<u32>, route: &Route) -> Outcome {
    match (context.purpose, wanted.value) {
        // Unknown to old versions: the entry is left without the clause.
        (Purpose::Inbound, Some(0)) => Outcome::Perhaps,
        (_, Some(0)) => context.by_version(compare(Some(&0), &route.tag), Outcome::Yes),
        (Purpose::Inbound, _) => Outcome::No,
        (_, wanted) => compare(wanted.as_ref(), &route.tag),
    }
}
