//! Blocks to jails: the wildcards' settings and a jail's own, applied in file order.

use rustc_hash::FxHashMap;

use super::collect::{Collected, Entry, Setting};
use super::defect::{DefectKind, Defects};
use super::expand;
use super::jail::Jail;
use super::known::is_known;
use super::slot::Slot;
use super::symbol::{Symbol, Symbols};
use super::{MAX_PARAMETERS, Rules, name};

/// Settings applied and wildcards compared, over all jails. Beyond, jails are left without
/// parameters: only a file made to exhaust a reader gets there.
const MAX_STEPS: usize = 20 * MAX_PARAMETERS;

/// The jail being made. Its table is kept from jail to jail.
struct Workshop<'a> {
    slots: Vec<Slot<'a>>,
    /// Per name, the slot that is spelled so, and of which jail.
    by_symbol: Vec<(usize, usize)>,
    jail: usize,
    rules: Rules,
    clashes: bool,
}

/// The wildcards, so that a jail meets only those that may be for it.
pub(super) struct Wildcards<'e> {
    /// Those that begin with `*`, by number of block, ascending like all of these.
    any: Vec<usize>,
    /// The others, by their first component.
    by_first: FxHashMap<&'e str, Vec<usize>>,
}

impl<'e> Wildcards<'e> {
    pub(super) fn new(entries: &'e [Entry<'_>]) -> Self {
        let mut all = Self {
            any: Vec::new(),
            by_first: FxHashMap::default(),
        };
        for (index, entry) in entries.iter().enumerate().filter(|(_, e)| e.wildcard) {
            match name::first_component(&entry.name) {
                "*" => all.any.push(index),
                first => all.by_first.entry(first).or_default().push(index),
            }
        }
        all
    }

    /// Those that may match `name`, in file order.
    pub(super) fn candidates(&self, name: &str) -> Vec<usize> {
        let first = self.by_first.get(name::first_component(name));
        let mut both = self.any.clone();
        if let Some(first) = first {
            both.extend(first);
            both.sort_unstable();
        }
        both
    }
}

/// Merges all jails and expands their variables.
pub(super) fn merge(collected: &Collected<'_>, rules: Rules, defects: &mut Defects) -> Vec<Jail> {
    let wildcards = Wildcards::new(&collected.entries);
    let mut workshop = Workshop {
        slots: Vec::new(),
        by_symbol: vec![(usize::MAX, 0); collected.symbols.len()],
        jail: 0,
        rules,
        clashes: clashes(collected),
    };
    let mut budget = expand::Budget::default();
    let mut jails = Vec::new();
    let (mut steps, mut made) = (0_usize, 0_usize);
    let mut left_out = None;
    for (index, entry) in collected.entries.iter().enumerate() {
        let Some((place, block)) = entry.places.filter(|_| !entry.wildcard) else {
            continue;
        };
        workshop.begin(jails.len());
        if steps > MAX_STEPS || made > MAX_PARAMETERS {
            let first = *left_out.get_or_insert(place);
            defects.add(DefectKind::TooManyParameters, first, Some(jails.len()));
        } else {
            let for_it = wildcards.candidates(&entry.name);
            steps += workshop.fill(collected, &for_it, index, entry, defects);
        }
        let (parameters, variables) = expand::expand(
            &workshop.slots,
            &collected.symbols,
            |symbol| workshop.find(symbol),
            &entry.name,
            jails.len(),
            &mut budget,
            defects,
        );
        made += parameters.len() + variables.len();
        jails.push(Jail {
            name: entry.name.clone(),
            place,
            block,
            parameters,
            variables,
        });
    }
    jails
}

/// Whether any variable is called like one of jail(8)'s own parameters.
fn clashes(collected: &Collected<'_>) -> bool {
    collected
        .entries
        .iter()
        .flat_map(|entry| &entry.settings)
        .any(|setting| setting.variable && is_known(collected.symbols.name(setting.symbol)))
}

impl<'a> Workshop<'a> {
    fn begin(&mut self, jail: usize) {
        self.slots.clear();
        self.jail = jail;
    }

    /// The slot that is spelled `symbol`.
    fn find(&self, symbol: Symbol) -> Option<usize> {
        let (jail, slot) = *self.by_symbol.get(symbol)?;
        (jail == self.jail).then_some(slot)
    }

    /// Applies all that is for a jail; gives the number of steps that it took.
    fn fill(
        &mut self,
        collected: &Collected<'a>,
        wildcards: &[usize],
        index: usize,
        entry: &Entry<'a>,
        defects: &mut Defects,
    ) -> usize {
        let mut steps = wildcards.len() + entry.settings.len();
        let symbols = &collected.symbols;
        let mut own = Some(&entry.settings);
        for position in wildcards {
            let Some(wildcard) = collected.entries.get(*position) else {
                continue;
            };
            if index < *position
                && let Some(settings) = own.take()
            {
                self.apply_all(settings, symbols, entry, defects);
            }
            if name::matches(&wildcard.name, &entry.name) {
                steps += wildcard.settings.len();
                self.apply_all(&wildcard.settings, symbols, entry, defects);
            }
        }
        if let Some(settings) = own {
            self.apply_all(settings, symbols, entry, defects);
        }
        steps
    }

    fn apply_all(
        &mut self,
        settings: &[Setting<'a>],
        symbols: &Symbols<'a>,
        entry: &Entry<'_>,
        defects: &mut Defects,
    ) {
        for setting in settings {
            if !self.is_refused(setting, symbols, entry, defects) {
                self.apply(setting, symbols, defects);
            }
        }
    }

    /// What jail(8) keeps for itself: the name, the jid, and variables called like its own.
    fn is_refused(
        &mut self,
        setting: &Setting<'a>,
        symbols: &Symbols<'a>,
        entry: &Entry<'_>,
        defects: &mut Defects,
    ) -> bool {
        let name = symbols.name(setting.symbol);
        if self.clashes && setting.variable && self.rules.variables_clash && is_known(name) {
            let kind = DefectKind::VariableNamedAsParameter {
                name: name.to_owned(),
                other: None,
            };
            defects.add(kind, setting.place, Some(self.jail));
            return false;
        }
        let immutable = match name {
            "name" => !name::is_jail_id(&entry.name) || self.find(setting.symbol).is_some(),
            "jid" => name::is_jail_id(&entry.name) || self.find(setting.symbol).is_some(),
            _ => false,
        };
        if immutable {
            let kind = DefectKind::Redefined {
                parameter: name.to_owned(),
            };
            defects.add(kind, setting.place, Some(self.jail));
        }
        immutable
    }

    fn apply(&mut self, setting: &Setting<'a>, symbols: &Symbols<'a>, defects: &mut Defects) {
        let spellings = std::iter::once(&setting.symbol).chain(symbols.others(setting.symbol));
        let found = spellings
            .filter_map(|symbol| self.find(*symbol))
            .min()
            .and_then(|index| Some((index, self.slots.get_mut(index)?)));
        let file = setting.place.file;
        let values = setting.values.iter().map(|value| (file, value));
        let Some((index, slot)) = found else {
            self.know(setting.symbol, self.slots.len());
            self.slots.push(Slot {
                symbol: setting.symbol,
                place: setting.place,
                variable: setting.variable,
                values: values.collect(),
            });
            return;
        };
        if slot.variable != setting.variable && self.rules.variables_clash {
            let name = symbols.name(setting.symbol).to_owned();
            // A variable called like one of jail(8)'s own has been reported where it is set.
            if !is_known(&name) {
                let other = Some(slot.place);
                let kind = DefectKind::VariableNamedAsParameter { name, other };
                defects.add(kind, setting.place, Some(self.jail));
            }
            return;
        }
        slot.variable |= setting.variable;
        if !setting.append || setting.values.is_empty() || slot.values.is_empty() {
            slot.values.clear();
            slot.place = setting.place;
        }
        slot.values.extend(values);
        if slot.symbol != setting.symbol {
            let before = std::mem::replace(&mut slot.symbol, setting.symbol);
            self.forget(before);
            self.know(setting.symbol, index);
        }
    }

    fn know(&mut self, symbol: Symbol, slot: usize) {
        if let Some(entry) = self.by_symbol.get_mut(symbol) {
            *entry = (self.jail, slot);
        }
    }

    fn forget(&mut self, symbol: Symbol) {
        if let Some(entry) = self.by_symbol.get_mut(symbol) {
            *entry = (usize::MAX, 0);
        }
    }
}
