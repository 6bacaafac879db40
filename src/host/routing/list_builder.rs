//! Makes lists of the lines about them: numbers that are not said, entries that are replaced.

use std::collections::BTreeMap;

use ipnet::IpNet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::line::Line;
use super::lists::{
    AccessEntry, AccessList, Clause, CommunityGroup, CommunityList, Flow, Lists, PatternEntry,
    PatternList, PrefixEntry, PrefixList, RouteMapEntry,
};
use super::{Family, PerFamily, Shared};
use crate::syntax::frr::{
    AccessListLine, AccessListRule, Action, Arg, Command, CommunityKind, Match, OnMatch,
    PatternListLine, PrefixListLine, PrefixListRule, RouteMapLine, Set,
};
use crate::text::Place;

/// The distance between the numbers that FRR gives to entries without one.
const STEP: u32 = 5;

/// The lists read so far, and the route-map's entry that lines go to.
pub(super) struct ListBuilder {
    lists: Lists,
    /// Files hold many thousands of these, and each line looks its list up.
    prefix_lists: PerFamily<FxHashMap<String, PrefixList>>,
    route_maps: BTreeMap<String, BTreeMap<u32, RouteMapEntry>>,
    open: Option<(String, u32)>,
    /// What prefix-lists say, for versions that pass over repeated entries.
    said: PerFamily<FxHashMap<String, FxHashSet<Said>>>,
}

/// An entry of a prefix-list without its number.
type Said = (Action, Option<IpNet>, Option<u8>, Option<u8>);

impl ListBuilder {
    pub fn new(lists: Lists) -> Self {
        Self {
            lists,
            route_maps: BTreeMap::new(),
            open: None,
            prefix_lists: PerFamily::default(),
            said: PerFamily::default(),
        }
    }

    pub fn finish(mut self) -> Lists {
        let in_order = |(name, entries): (String, BTreeMap<u32, RouteMapEntry>)| {
            (name, entries.into_values().collect())
        };
        let route_maps: BTreeMap<_, _> = self.route_maps.into_iter().map(in_order).collect();
        self.lists.route_maps = route_maps.into();
        for family in Family::ALL {
            let lists = std::mem::take(self.prefix_lists.get_mut(family)).into_iter();
            (self.lists.prefix_lists).extend(lists.map(|(name, list)| ((family, name), list)));
        }
        self.lists
    }

    pub fn command(&mut self, line: Line<'_>, no: bool, command: &Command) {
        match command {
            Command::PrefixList(list) => self.prefix_list(line, no, list),
            Command::AccessList(list) => self.access_list(line, no, list),
            Command::AsPathList(list) => {
                let lists = &mut self.lists.as_path_lists;
                let name = line.text(list.name);
                if no && list.entry.is_none() {
                    lists.remove(&name);
                } else {
                    let known = lists.entry(name).or_insert_with(|| PatternList::new(line));
                    known.take(line, no, list);
                }
            }
            Command::CommunityList(kind, list) => self.community_list(line, no, *kind, list),
            Command::RouteMap(map) => self.route_map(line, no, map),
            command => {
                let place = line.place();
                if let Some(entry) = self.open_entry() {
                    entry.take(line, place, no, command);
                }
            }
        }
    }

    fn open_entry(&mut self) -> Option<&mut RouteMapEntry> {
        let (name, seq) = self.open.as_ref()?;
        self.route_maps.get_mut(name)?.get_mut(seq)
    }

    fn prefix_list(&mut self, line: Line<'_>, no: bool, list: &PrefixListLine) {
        let family = list.version.into();
        let name = line.slice(list.name);
        let seq = value_of(list.seq);
        let lists = self.prefix_lists.get_mut(family);
        let (action, prefix, ge, le) = match list.rule {
            PrefixListRule::Entry {
                action,
                prefix,
                ge,
                le,
            } => (action, prefix, ge, le),
            PrefixListRule::Description if no => return,
            PrefixListRule::Description => {
                known_or_new(lists, name, line);
                return;
            }
            PrefixListRule::Whole => {
                match (seq, lists.get_mut(name)) {
                    (Some(seq), Some(known)) => known.entries.retain(|one| one.seq != seq),
                    (None, _) => drop(lists.remove(name)),
                    _ => {}
                }
                return;
            }
        };
        let prefix = match prefix.map(|arg| arg.value) {
            Some(None) => return,
            Some(Some(prefix)) => Some(prefix.trunc()),
            None => None,
        };
        let entry = PrefixEntry {
            seq: seq.unwrap_or(0),
            action,
            prefix,
            ge: small(ge),
            le: small(le),
            place: line.place(),
        };
        if no {
            if let Some(known) = lists.get_mut(name) {
                known.entries.retain(|one| !one.says_the_same(&entry));
            }
            return;
        }
        if self.is_repeated(family, name, &entry) {
            return;
        }
        let Some(known) = known_or_new(self.prefix_lists.get_mut(family), name, line) else {
            return;
        };
        let seq = seq.or_else(|| next_seq(known.entries.last().map(|one| one.seq)));
        if let Some(seq) = seq {
            insert(&mut known.entries, PrefixEntry { seq, ..entry }, |one| {
                one.seq
            });
        }
    }

    /// Whether the list says the same already and FRR, being of the 8 series or older, passes
    /// over it.
    fn is_repeated(&mut self, family: Family, name: &str, entry: &PrefixEntry) -> bool {
        if self
            .lists
            .version
            .known()
            .is_none_or(|version| version.major > 8)
        {
            return false;
        }
        let said = self.said.get_mut(family);
        let said = said.entry(name.to_owned()).or_default();
        let is_new = said.insert((entry.action, entry.prefix, entry.ge, entry.le));
        let list = self.prefix_lists.get(family).get(name);
        !is_new && list.is_some_and(|list| list.entries.iter().any(|one| one.says_the_same(entry)))
    }

    fn access_list(&mut self, line: Line<'_>, no: bool, list: &AccessListLine) {
        let key = (list.version.into(), line.text(list.name));
        let lists = &mut self.lists.access_lists;
        match list.rule {
            AccessListRule::Whole => drop(lists.remove(&key)),
            AccessListRule::Remark if no => {}
            AccessListRule::Remark => {
                lists.entry(key).or_insert_with(|| AccessList::new(line));
            }
            AccessListRule::Entry(action, pattern) if no => {
                if let Some(known) = lists.get_mut(&key) {
                    let same = |one: &AccessEntry| one.action == action && one.pattern == pattern;
                    known.entries.retain(|one| !same(one));
                }
            }
            AccessListRule::Entry(action, pattern) => {
                let known = lists.entry(key).or_insert_with(|| AccessList::new(line));
                let last = known.entries.last().map(|one| one.seq);
                let Some(seq) = value_of(list.seq).or_else(|| next_seq(last)) else {
                    return;
                };
                let entry = AccessEntry {
                    seq,
                    action,
                    pattern,
                    place: line.place(),
                };
                insert(&mut known.entries, entry, |one| one.seq);
            }
        }
    }

    fn community_list(
        &mut self,
        line: Line<'_>,
        no: bool,
        kind: CommunityKind,
        list: &PatternListLine,
    ) {
        let group = match kind {
            CommunityKind::Standard | CommunityKind::Expanded => CommunityGroup::Plain,
            CommunityKind::Large => CommunityGroup::Large,
            CommunityKind::Extended => CommunityGroup::Extended,
        };
        let key = (group, line.text(list.name));
        if no && list.entry.is_none() {
            self.lists.community_lists.remove(&key);
            return;
        }
        let known = self
            .lists
            .community_lists
            .entry(key)
            .or_insert_with(|| CommunityList {
                kind,
                patterns: PatternList::new(line),
            });
        known.patterns.take(line, no, list);
    }

    fn route_map(&mut self, line: Line<'_>, no: bool, map: &RouteMapLine) {
        let name = line.text(map.name);
        let entry = map
            .entry
            .and_then(|(action, seq)| Some((action, seq.value?)));
        match entry {
            None if no => drop(self.route_maps.remove(&name)),
            Some((_, seq)) if no => {
                if let Some(entries) = self.route_maps.get_mut(&name) {
                    entries.remove(&seq);
                    if entries.is_empty() {
                        self.route_maps.remove(&name);
                    }
                }
            }
            Some((action, seq)) => {
                let entries = self.route_maps.entry(name.clone()).or_default();
                let place = line.place();
                let entry = entries
                    .entry(seq)
                    .or_insert_with(|| RouteMapEntry::new(seq, action, place));
                entry.action = action;
                entry.place = place;
                self.open = Some((name, seq));
            }
            None => self.open = None,
        }
    }
}

/// The list of this name, made if need be. Its name is copied only then.
fn known_or_new<'l>(
    lists: &'l mut FxHashMap<String, PrefixList>,
    name: &str,
    line: Line<'_>,
) -> Option<&'l mut PrefixList> {
    if !lists.contains_key(name) {
        lists.insert(name.to_owned(), PrefixList::new(line));
    }
    lists.get_mut(name)
}

impl PrefixList {
    fn new(line: Line<'_>) -> Self {
        Self {
            place: line.place(),
            entries: Shared::default(),
        }
    }
}

impl PrefixEntry {
    fn says_the_same(&self, other: &Self) -> bool {
        (self.action, self.prefix, self.ge, self.le)
            == (other.action, other.prefix, other.ge, other.le)
    }
}

impl AccessList {
    fn new(line: Line<'_>) -> Self {
        Self {
            place: line.place(),
            entries: Vec::new(),
        }
    }
}

impl PatternList {
    fn new(line: Line<'_>) -> Self {
        Self {
            place: line.place(),
            entries: Vec::new(),
        }
    }

    fn take(&mut self, line: Line<'_>, no: bool, list: &PatternListLine) {
        let Some((action, pattern)) = list.entry else {
            return;
        };
        let pattern = line.text(pattern);
        if no {
            self.entries
                .retain(|one| one.action != action || one.pattern != pattern);
            return;
        }
        let last = self.entries.last().map(|one| one.seq);
        if let Some(seq) = value_of(list.seq).or_else(|| next_seq(last)) {
            let entry = PatternEntry {
                seq,
                action,
                pattern,
                place: line.place(),
            };
            insert(&mut self.entries, entry, |one| one.seq);
        }
    }
}

impl RouteMapEntry {
    fn new(seq: u32, action: Action, place: Place) -> Self {
        Self {
            seq,
            action,
            place,
            matches: Vec::new(),
            sets: Vec::new(),
            call: None,
            flow: Flow::Exit,
        }
    }

    fn take(&mut self, line: Line<'_>, place: Place, no: bool, command: &Command) {
        match command {
            Command::Match(Match::No(words)) => {
                undo(&mut self.matches, &line.text(*words), Match::kind);
            }
            Command::Match(clause) => {
                let clause = clause.map(|span| line.text(span));
                replace(&mut self.matches, Clause { clause, place }, Match::kind);
            }
            Command::Set(Set::No(words)) => undo(&mut self.sets, &line.text(*words), Set::kind),
            Command::Set(clause) => {
                let clause = clause.map(|span| line.text(span));
                replace(&mut self.sets, Clause { clause, place }, Set::kind);
            }
            Command::Call(name) => {
                self.call = name.filter(|_| !no).map(|name| Clause {
                    clause: line.text(name),
                    place,
                });
            }
            Command::OnMatch(_) if no => self.flow = Flow::Exit,
            Command::OnMatch(OnMatch::Next) => self.flow = Flow::Next,
            Command::OnMatch(OnMatch::Goto(to)) => {
                if let Some(to) = value_of(*to).filter(|to| *to > self.seq) {
                    self.flow = Flow::Goto(to);
                }
            }
            _ => {}
        }
    }
}

/// A second clause of one kind takes the first one's place.
fn replace<C>(clauses: &mut Vec<Clause<C>>, new: Clause<C>, kind: fn(&C) -> &'static str) {
    let name = kind(&new.clause);
    match clauses
        .iter_mut()
        .find(|one| !name.is_empty() && kind(&one.clause) == name)
    {
        Some(known) => *known = new,
        None => clauses.push(new),
    }
}

/// Takes out the clauses of the kind that `words` begin with; the longest kind is meant.
fn undo<C>(clauses: &mut Vec<Clause<C>>, words: &str, kind: fn(&C) -> &'static str) {
    let meant = clauses
        .iter()
        .map(|one| kind(&one.clause))
        .filter(|kind| !kind.is_empty() && words.starts_with(kind))
        .max_by_key(|kind| kind.len());
    if let Some(meant) = meant {
        clauses.retain(|one| kind(&one.clause) != meant);
    }
}

fn value_of(arg: Option<Arg<u32>>) -> Option<u32> {
    arg.and_then(|arg| arg.value)
}

fn small(arg: Option<Arg<u32>>) -> Option<u8> {
    value_of(arg).and_then(|value| u8::try_from(value).ok())
}

/// The number of an entry that has none: FRR refuses it when the numbers are used up.
fn next_seq(last: Option<u32>) -> Option<u32> {
    last.unwrap_or(0).checked_add(STEP)
}

/// Puts an entry in its place; one of the same number goes.
fn insert<E>(entries: &mut Vec<E>, entry: E, seq: fn(&E) -> u32) {
    // Nearly always entries come in order.
    if entries.last().is_none_or(|last| seq(last) < seq(&entry)) {
        entries.push(entry);
        return;
    }
    match entries.binary_search_by_key(&seq(&entry), seq) {
        Ok(at) => {
            if let Some(known) = entries.get_mut(at) {
                *known = entry;
            }
        }
        Err(at) => entries.insert(at, entry),
    }
}
