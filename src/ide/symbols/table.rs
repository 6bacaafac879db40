//! The table of names, and how it is filled.

use rustc_hash::FxHashMap;

use crate::host::Host;
use crate::host::routing::NameKind;
use crate::text::{FileId, Place, Span};

/// What a name is of. Names of different kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A jail, by its full name.
    Jail,
    /// `$x` of jail.conf; or a parameter that is referred to in this way.
    JailVariable,
    /// A variable of rc.conf.
    RcVariable,
    /// A variable that a script sets.
    ScriptVariable,
    /// A network interface.
    Interface,
    /// A loader tunable or sysctl.
    Setting,
    /// A list, route-map or peer group of FRR's.
    Routing(NameKind),
    /// A VRF.
    Vrf,
    /// A key chain of FRR's.
    KeyChain,
    /// A profile of BFD's.
    BfdProfile,
}

/// Which symbol of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolId(usize);

/// One named thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name, as people write it.
    pub name: String,
    /// What tells it from others of its kind: its name in the spelling that all places share.
    pub key: String,
    /// Which name space: files that are read together share one.
    pub scope: u32,
}

/// What an occurrence does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Makes or sets the thing.
    Definition,
    /// Refers to it.
    Use,
    /// Is part of a name that is made from this one, such as `lagg0` in `lagg0.50`: of no
    /// interest but to a rename.
    Part,
}

/// How a name is written where it stands, and so how another one would have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All or part of this bare word of jail.conf.
    Bare(Span),
    /// In these quotes of jail.conf.
    Quoted(char),
    /// A variable's name.
    Name,
    /// Part of a variable's name, where a letter, a digit or `_` stands for anything.
    Mangled,
    /// A word in a command, a list or FRR's files, where nothing can be quoted.
    Word,
    /// Put together or written with escapes: it cannot be written anew here.
    Fixed,
}

/// One place where a name is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Whose name.
    pub symbol: SymbolId,
    /// What it does.
    pub role: Role,
    /// The name's bytes, without quotes.
    pub place: Place,
    /// How it is written.
    pub form: Form,
}

/// All names of a host.
#[derive(Debug, Default)]
pub struct Symbols {
    symbols: Vec<Symbol>,
    by_key: FxHashMap<(SymbolKind, u32, String), SymbolId>,
    /// By place.
    occurrences: Vec<Occurrence>,
}

impl Symbols {
    /// The symbol.
    #[must_use]
    pub fn symbol(&self, id: SymbolId) -> Option<&Symbol> {
        self.symbols.get(id.0)
    }

    /// Every symbol.
    pub fn all(&self) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        let all = self.symbols.iter().enumerate();
        all.map(|(index, symbol)| (SymbolId(index), symbol))
    }

    /// The symbol of this kind and key.
    #[must_use]
    pub fn find(&self, kind: SymbolKind, scope: u32, key: &str) -> Option<SymbolId> {
        self.by_key.get(&(kind, scope, key.to_owned())).copied()
    }

    /// What is named at byte `at` of a file, the end of a name included; the shortest name if one
    /// holds another.
    #[must_use]
    pub fn at(&self, file: FileId, at: u32) -> Option<&Occurrence> {
        let here = self.occurrences.iter().filter(|occurrence| {
            let span = occurrence.place.span;
            occurrence.place.file == file && span.start <= at && at <= span.end
        });
        let named = here.filter(|occurrence| occurrence.role != Role::Part);
        // At the border of two names, the one that begins there.
        named.min_by_key(|occurrence| {
            let span = occurrence.place.span;
            (span.len(), span.end == at)
        })
    }

    /// Every occurrence of a symbol, by place.
    pub fn of(&self, symbol: SymbolId) -> impl Iterator<Item = &Occurrence> {
        let all = self.occurrences.iter();
        all.filter(move |occurrence| occurrence.symbol == symbol)
    }

    /// The places that name what `occurrence` names, with or without those that define it.
    #[must_use]
    pub fn references(&self, occurrence: &Occurrence, with_definitions: bool) -> Vec<&Occurrence> {
        self.of(occurrence.symbol)
            .filter(|other| match other.role {
                Role::Definition => with_definitions,
                Role::Use => true,
                Role::Part => false,
            })
            .collect()
    }
}

/// A table being filled.
pub(super) struct Builder<'h> {
    pub(super) host: &'h Host,
    table: Symbols,
}

impl<'h> Builder<'h> {
    pub(super) fn new(host: &'h Host) -> Self {
        Self {
            host,
            table: Symbols::default(),
        }
    }

    /// The symbol of a name, which is new or known.
    pub(super) fn symbol(&mut self, kind: SymbolKind, scope: u32, key: &str) -> SymbolId {
        let next = SymbolId(self.table.symbols.len());
        let place = (kind, scope, key.to_owned());
        let id = *self.table.by_key.entry(place).or_insert(next);
        if id == next {
            self.table.symbols.push(Symbol {
                kind,
                name: key.to_owned(),
                key: key.to_owned(),
                scope,
            });
        }
        id
    }

    /// As [`Symbols::find`], in the host's one name space.
    pub(super) fn known(&self, kind: SymbolKind, key: &str) -> Option<SymbolId> {
        self.table.find(kind, 0, key)
    }

    /// How people write the symbol's name.
    pub(super) fn call(&mut self, id: SymbolId, name: &str) {
        if let Some(symbol) = self.table.symbols.get_mut(id.0) {
            name.clone_into(&mut symbol.name);
        }
    }

    pub(super) fn add(&mut self, symbol: SymbolId, role: Role, place: Place, form: Form) {
        self.table.occurrences.push(Occurrence {
            symbol,
            role,
            place,
            form,
        });
    }

    /// What is there by now.
    pub(super) fn table(&self) -> &Symbols {
        &self.table
    }

    pub(super) fn finish(self) -> Symbols {
        let mut table = self.table;
        let occurrences = &mut table.occurrences;
        occurrences.sort_by_key(|o| (o.place, o.symbol, o.role));
        occurrences.dedup_by_key(|o| (o.place, o.symbol));
        table
    }
}
