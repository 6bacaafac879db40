//! Makes the index of names of the lines that define or use them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::line::Line;
use super::names::{MapEntry, Name, NameKind, Names, Use, UsedBy};
use super::thing::{Thing, named};
use super::{CommunityGroup, Family, Named};
use crate::syntax::frr::{
    AccessListRule, Command, CommunityKind, FilterKind, IpVersion, ListWord, Match, NeighborLine,
    NeighborSetting as Setting, NextHopWord, PeerWord, PrefixListRule, Set, explain,
};
use crate::text::{FileId, Span};
use crate::vocabulary::frr::{Listing, Node};

/// The names read so far. They are looked up by the text of the files; only the first line with
/// a name copies it.
#[derive(Default)]
pub(super) struct NameBuilder<'a> {
    names: Vec<Name>,
    by_key: FxHashMap<Key<'a>, usize>,
    /// Files have many lines about one list in a row.
    last: Option<(Key<'a>, usize)>,
    entry: Option<MapEntry>,
    interfaces: Vec<Named>,
    /// Lines that may have names of which nothing more is known.
    opaque: Vec<Line<'a>>,
}

/// Where a line is tried first, and the version that says what it is.
pub(super) type Tried = (Node, Listing);

type Key<'a> = (FileId, NameKind, &'a str);

impl<'a> NameBuilder<'a> {
    /// A line that is not understood.
    pub fn not_understood(&mut self, line: Line<'a>) {
        self.opaque.push(line);
    }

    /// A command of `node`.
    pub fn command(
        &mut self,
        line: Line<'a>,
        tried: Tried,
        node: Node,
        no: bool,
        command: &Command,
    ) {
        if no {
            self.opaque.push(line);
            return;
        }
        match command {
            Command::PrefixList(list) if list.rule != PrefixListRule::Whole => {
                self.define(line, NameKind::PrefixList(list.version.into()), list.name);
            }
            Command::AccessList(list) if list.rule != AccessListRule::Whole => {
                self.define(line, NameKind::AccessList(list.version.into()), list.name);
            }
            Command::AsPathList(list) => self.define(line, NameKind::AsPathList, list.name),
            Command::CommunityList(kind, list) => {
                self.define(line, NameKind::CommunityList(group_of(*kind)), list.name);
            }
            Command::RouteMap(map) => {
                self.define(line, NameKind::RouteMap, map.name);
                let entry = map.entry.and_then(|(action, seq)| {
                    Some(MapEntry {
                        map: line.at(map.name),
                        action,
                        seq: seq.value?,
                    })
                });
                self.entry = entry;
            }
            Command::Neighbor(neighbor) => self.neighbor(line, tried, node, neighbor),
            Command::Bgp(crate::syntax::frr::BgpLine::ListenRange(_, group)) => {
                self.take(line, NameKind::PeerGroup, *group, UsedBy::ListenRange);
            }
            Command::Network(one) => self.map(line, one.route_map, UsedBy::Network),
            Command::Redistribute(one) => self.map(line, one.route_map, UsedBy::Redistribute),
            Command::Aggregate(one) => {
                self.map(line, one.route_map, UsedBy::Aggregate);
                self.map(line, one.suppress_map, UsedBy::SuppressMap);
            }
            Command::Match(clause) => self.clause(line, tried, clause),
            Command::Call(name) => {
                if let Some(entry) = self.entry {
                    self.map(line, *name, UsedBy::Call(entry));
                }
            }
            Command::Set(Set::DeleteCommunities(list)) => {
                let kind = NameKind::CommunityList(CommunityGroup::Plain);
                self.take(line, kind, *list, UsedBy::DeleteCommunities);
            }
            Command::Block => self.block(line, tried),
            command if names_nothing(command) => {}
            _ => self.not_followed(line, tried),
        }
    }

    /// Of the blocks some are instances of a protocol.
    fn block(&mut self, line: Line<'a>, tried: Tried) {
        let mut words = line.words();
        if words.next() == Some("router") && words.nth(1).is_some() {
            self.not_followed(line, tried);
        }
    }

    /// A line that nothing else is known of than what its syntax calls its words.
    fn not_followed(&mut self, line: Line<'a>, (node, listing): Tried) {
        let may_name = line
            .words()
            .any(|word| HINTS.iter().any(|hint| word.contains(hint)));
        let explained = may_name
            .then(|| explain(node, line.text, listing))
            .flatten();
        let mut is_known = false;
        for word in explained.map_or(Vec::new(), |line| named(&line)) {
            match word.thing {
                Thing::Listed(kind) => {
                    is_known = true;
                    match (word.is_definition, kind) {
                        (true, kind) => self.define(line, kind, word.span),
                        (false, NameKind::Instance(igp)) => {
                            self.take(line, kind, word.span, UsedBy::PartOf(igp));
                        }
                        (false, kind) => self.take(line, kind, word.span, UsedBy::Elsewhere),
                    }
                }
                Thing::Interface => self.interfaces.push(line.named(word.span)),
                _ => {}
            }
        }
        if !is_known {
            self.opaque.push(line);
        }
    }

    fn neighbor(&mut self, line: Line<'a>, tried: Tried, node: Node, neighbor: &NeighborLine) {
        let peer = line.at(neighbor.peer);
        match neighbor.setting {
            Setting::DefineGroup => self.define(line, NameKind::PeerGroup, neighbor.peer),
            Setting::JoinGroup(group) | Setting::Interface(_, Some(group)) => {
                self.take(line, NameKind::PeerGroup, group, UsedBy::Member);
            }
            Setting::Filter(kind, name, direction) => {
                let by = UsedBy::Filter { peer, direction };
                match filter_kind(kind, node) {
                    Some(kind) => self.take(line, kind, name, by),
                    None => self.opaque.push(line),
                }
            }
            Setting::DefaultOriginate(map) => {
                self.map(line, map, UsedBy::DefaultOriginate { peer });
            }
            Setting::UnsuppressMap(map) => self.map(line, Some(map), UsedBy::UnsuppressMap),
            Setting::Inert | Setting::AdvertiseMap => self.not_followed(line, tried),
            _ => {}
        }
    }

    fn clause(&mut self, line: Line<'a>, tried: Tried, clause: &Match<Span>) {
        let list = |version: IpVersion, list: ListWord<Span>| match list {
            ListWord::Access(name) => Some((NameKind::AccessList(version.into()), name)),
            ListWord::Prefix(name) => Some((NameKind::PrefixList(version.into()), name)),
            ListWord::Length(_) => None,
        };
        let communities =
            |group: CommunityGroup, name: Span| Some((NameKind::CommunityList(group), name));
        let found = match *clause {
            Match::Address(version, word) | Match::NextHop(version, NextHopWord::List(word)) => {
                list(version, word)
            }
            Match::RouteSource(word) => list(IpVersion::V4, word),
            Match::AsPath(name) => Some((NameKind::AsPathList, name)),
            Match::Community(name, _) => communities(CommunityGroup::Plain, name),
            Match::LargeCommunity(name) => communities(CommunityGroup::Large, name),
            Match::ExtendedCommunity(name) => communities(CommunityGroup::Extended, name),
            Match::Peer(PeerWord::Named(name)) => {
                self.take(line, NameKind::PeerGroup, name, UsedBy::MatchPeer);
                return;
            }
            Match::Other(_) => {
                self.not_followed(line, tried);
                return;
            }
            _ => return,
        };
        if let (Some((kind, name)), Some(entry)) = (found, self.entry) {
            self.take(line, kind, name, UsedBy::Match(entry));
        }
    }

    fn map(&mut self, line: Line<'a>, name: Option<Span>, by: UsedBy) {
        if let Some(name) = name {
            self.take(line, NameKind::RouteMap, name, by);
        }
    }

    fn define(&mut self, line: Line<'a>, kind: NameKind, name: Span) {
        let place = line.at(name);
        if let Some(known) = self.known(line, kind, name) {
            known.definitions.push(place);
        }
    }

    fn take(&mut self, line: Line<'a>, kind: NameKind, name: Span, by: UsedBy) {
        let place = line.at(name);
        if let Some(known) = self.known(line, kind, name) {
            known.uses.push(Use { place, by });
        }
    }

    fn known(&mut self, line: Line<'a>, kind: NameKind, name: Span) -> Option<&mut Name> {
        let key = (line.file, kind, line.slice(name));
        let at = match self.last {
            Some((last, at)) if last == key => at,
            _ => *self.by_key.entry(key).or_insert(self.names.len()),
        };
        self.last = Some((key, at));
        if at == self.names.len() {
            self.names.push(Name {
                kind,
                name: key.2.to_owned(),
                file: line.file,
                definitions: Vec::new(),
                uses: Vec::new(),
                mentioned: false,
            });
        }
        self.names.get_mut(at)
    }

    /// The index. Only names that would be told of are looked for in lines that are not followed.
    pub fn finish(mut self) -> Names {
        let mut open: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for ((_, _, text), at) in &self.by_key {
            let told = |name: &Name| name.is_undefined() || name.is_unused();
            if self.names.get(*at).is_some_and(told) {
                open.entry(text).or_default().push(*at);
            }
        }
        if !open.is_empty() {
            let named = (self.names.iter()).map(|name| (name.file, name.name.as_str()));
            let lines = self.opaque.iter().map(|line| (line.file, line.text));
            let of_templates = named.chain(lines).filter(|(_, text)| is_of_template(text));
            let templates: FxHashSet<FileId> = of_templates.map(|(file, _)| file).collect();
            for name in &mut self.names {
                name.mentioned |= templates.contains(&name.file);
            }
            for line in &self.opaque {
                for word in line.text.split_ascii_whitespace() {
                    for at in open.get(word).into_iter().flatten() {
                        if let Some(name) = self.names.get_mut(*at) {
                            name.mentioned = true;
                        }
                    }
                }
            }
        }
        Names {
            names: self.names,
            interfaces: self.interfaces,
        }
    }
}

/// What a word has that stands before a name, or is part of a command with one.
const HINTS: [&str; 15] = [
    "-filter",
    "-list",
    "-map",
    "access-class",
    "boundary",
    "distance",
    "isis",
    "label",
    "network",
    "openfabric",
    "passive-interface",
    "prefix",
    "suppress",
    "targeted-hello",
    "interface",
];

/// Whether the text is still to be filled in by a program that makes the file.
fn is_of_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%")
}

pub(super) fn group_of(kind: CommunityKind) -> CommunityGroup {
    match kind {
        CommunityKind::Standard | CommunityKind::Expanded => CommunityGroup::Plain,
        CommunityKind::Large => CommunityGroup::Large,
        CommunityKind::Extended => CommunityGroup::Extended,
    }
}

/// What a neighbor's filter names; in families that are neither IPv4 nor IPv6 nothing is known
/// of lists of addresses.
fn filter_kind(kind: FilterKind, node: Node) -> Option<NameKind> {
    match kind {
        FilterKind::DistributeList => address_family(node).map(NameKind::AccessList),
        FilterKind::PrefixList => address_family(node).map(NameKind::PrefixList),
        FilterKind::FilterList => Some(NameKind::AsPathList),
        FilterKind::RouteMap => Some(NameKind::RouteMap),
    }
}

fn address_family(node: Node) -> Option<Family> {
    match node {
        Node::Bgp
        | Node::BgpIpv4Unicast
        | Node::BgpIpv4Multicast
        | Node::BgpIpv4LabeledUnicast
        | Node::BgpVpnv4 => Some(Family::Ipv4Unicast),
        Node::BgpIpv6 | Node::BgpIpv6Multicast | Node::BgpIpv6LabeledUnicast | Node::BgpVpnv6 => {
            Some(Family::Ipv6Unicast)
        }
        _ => None,
    }
}

/// Commands that are followed, and in which no name of the index stands.
fn names_nothing(command: &Command) -> bool {
    match command {
        Command::Set(set) => !matches!(
            set,
            Set::Other(_) | Set::LargeCommunity | Set::ChangeAsPath | Set::No(_)
        ),
        Command::End
        | Command::FrrVersion(_)
        | Command::FrrDefaults(_)
        | Command::RouterBgp(_)
        | Command::StaticRoute(_)
        | Command::Interface(_)
        | Command::Vrf(_)
        | Command::Address(_)
        | Command::Bgp(_)
        | Command::OnMatch(_) => true,
        _ => false,
    }
}
