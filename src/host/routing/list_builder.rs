//! Makes lists of the lines about them: numbers that are not said, entries that are replaced.

use std::collections::BTreeMap;

use ipnet::IpNet;
use rustc_hash::FxHashMap;

use super::defects::{ListDefect, ListDefectKind, Slot};
use super::line::Line;
use super::lists::{
    AccessEntry, AccessList, CommunityList, Lists, PatternEntry, PatternList, PrefixEntry,
    PrefixList, RouteMapEntry,
};
use super::name_builder::group_of;
use super::{Family, PerFamily, Shared};
use crate::syntax::frr::{
    AccessListLine, AccessListRule, AccessPattern, Action, Arg, Command, CommunityKind,
    PatternListLine, PrefixListLine, PrefixListRule, RouteMapLine,
};
use crate::text::{Place, Span};

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
    said: PerFamily<FxHashMap<String, FxHashMap<Said, Place>>>,
    defects: Vec<ListDefect>,
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
            defects: Vec::new(),
        }
    }

    /// The lists, and what is wrong with the lines that made them.
    pub fn finish(mut self) -> (Lists, Vec<ListDefect>) {
        let in_order = |(name, entries): (String, BTreeMap<u32, RouteMapEntry>)| {
            (name, entries.into_values().collect())
        };
        let route_maps: BTreeMap<_, _> = self.route_maps.into_iter().map(in_order).collect();
        self.lists.route_maps = route_maps.into();
        for family in Family::ALL {
            let lists = std::mem::take(self.prefix_lists.get_mut(family)).into_iter();
            (self.lists.prefix_lists).extend(lists.map(|(name, list)| ((family, name), list)));
        }
        (self.lists, self.defects)
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
                    known.take(line, no, list, &mut self.defects);
                }
            }
            Command::CommunityList(kind, list) => self.community_list(line, no, *kind, list),
            Command::RouteMap(map) => self.route_map(line, no, map),
            command => {
                let open = self.open.as_ref();
                let entry = open.and_then(|(name, seq)| {
                    let entries = self.route_maps.get_mut(name)?;
                    entries.get_mut(seq)
                });
                if let Some(entry) = entry {
                    entry.take(line, no, command, &mut self.defects);
                }
            }
        }
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
        if self.is_repeated(line, family, name, &entry) {
            return;
        }
        let Some(known) = known_or_new(self.prefix_lists.get_mut(family), name, line) else {
            return;
        };
        let seq = seq.or_else(|| next_seq(known.entries.last().map(|one| one.seq)));
        let Some(seq) = seq else { return };
        let entry = PrefixEntry { seq, ..entry };
        let place = entry.place;
        if let Some((before, after)) = insert(&mut known.entries, entry, |one| one.seq) {
            let slot = slot(line, list.name, seq);
            let same = before.says_the_same(after);
            (self.defects).push(second(same, slot, before.place, place));
        }
    }

    /// Whether the list says the same already and FRR, being of the 8 series or older, passes
    /// over it.
    fn is_repeated(
        &mut self,
        line: Line<'_>,
        family: Family,
        name: &str,
        new: &PrefixEntry,
    ) -> bool {
        let version = self.lists.version.known();
        if version.is_none_or(|version| version.major > 8) {
            return false;
        }
        let said = self.said.get_mut(family);
        let said = said.entry(name.to_owned()).or_default();
        let key = (new.action, new.prefix, new.ge, new.le);
        let Some(earlier) = said.insert(key, new.place) else {
            return false;
        };
        let list = self.prefix_lists.get(family).get(name);
        let known = list.and_then(|list| {
            let mut entries = list.entries.iter();
            entries.find(|one| one.says_the_same(new))
        });
        let Some(known) = known else { return false };
        said.insert(key, earlier);
        let slot = Slot::Entry {
            list: name.to_owned(),
            seq: known.seq,
        };
        let defect = second(true, slot, known.place, line.place());
        self.defects.push(defect);
        true
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
                if let Some((before, after)) = insert(&mut known.entries, entry, |one| one.seq) {
                    let same =
                        before.action == after.action && alike(&before.pattern, &after.pattern);
                    let slot = slot(line, list.name, seq);
                    let defect = second(same, slot, before.place, line.place());
                    self.defects.push(defect);
                }
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
        let group = group_of(kind);
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
        known.patterns.take(line, no, list, &mut self.defects);
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
                if entry.action != action {
                    let what = Slot::Action {
                        map: name.clone(),
                        seq,
                    };
                    self.defects.push(second(false, what, entry.place, place));
                }
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

    fn take(
        &mut self,
        line: Line<'_>,
        no: bool,
        list: &PatternListLine,
        defects: &mut Vec<ListDefect>,
    ) {
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
            if let Some((before, after)) = insert(&mut self.entries, entry, |one| one.seq) {
                let same = (before.action, &before.pattern) == (after.action, &after.pattern);
                let slot = slot(line, list.name, seq);
                defects.push(second(same, slot, before.place, line.place()));
            }
        }
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

/// Puts an entry in its place; one of the same number goes, and is given back with the new one.
fn insert<E>(entries: &mut Vec<E>, entry: E, seq: fn(&E) -> u32) -> Option<(E, &E)> {
    // Nearly always entries come in order.
    if entries.last().is_none_or(|last| seq(last) < seq(&entry)) {
        entries.push(entry);
        return None;
    }
    match entries.binary_search_by_key(&seq(&entry), seq) {
        Ok(at) => {
            let known = entries.get_mut(at)?;
            let before = std::mem::replace(known, entry);
            Some((before, known))
        }
        Err(at) => {
            entries.insert(at, entry);
            None
        }
    }
}

fn slot(line: Line<'_>, list: Span, seq: u32) -> Slot {
    Slot::Entry {
        list: line.text(list),
        seq,
    }
}

/// The defect of a second line about the same thing.
pub(super) fn second(same: bool, what: Slot, earlier: Place, place: Place) -> ListDefect {
    let kind = if same {
        ListDefectKind::Repeated { what, earlier }
    } else {
        ListDefectKind::Replaced { what, earlier }
    };
    ListDefect { kind, place }
}

/// Whether two patterns say the same, wherever they stand.
fn alike(one: &AccessPattern, other: &AccessPattern) -> bool {
    match (one, other) {
        (AccessPattern::Prefix(one, exact), AccessPattern::Prefix(other, other_exact)) => {
            one.value == other.value && exact == other_exact
        }
        // What the form says is not known.
        (AccessPattern::Other, AccessPattern::Other) => false,
        (one, other) => one == other,
    }
}
