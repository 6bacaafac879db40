//! jail.conf's variables: `$x` on the left of `=`, `$x` and `${x}` in values.
//!
//! Files that are read together share a name space. A reference may also be to a parameter
//! (jail.conf(5)); then the parameter's settings are what it refers to.

use rustc_hash::{FxHashMap, FxHashSet};

use super::table::{Builder, Form, Occurrence, Role, SymbolKind, Symbols};
use crate::host::Host;
use crate::host::jails::{Written, WrittenBlock, WrittenSetting};
use crate::syntax::jail::Piece;
use crate::text::{FileId, Place, Span};

pub(super) fn collect(builder: &mut Builder<'_>, written: &[Written<'_>]) {
    for (root, scope) in written.iter().zip(scopes(written)) {
        let settings: Vec<_> = root.blocks().flat_map(|block| block.settings()).collect();
        let referred: FxHashSet<&str> = (settings.iter().flat_map(references))
            .map(|(name, _)| name)
            .collect();
        for setting in &settings {
            if setting.is_variable || referred.contains(setting.name) {
                let (place, form) = match setting.is_variable {
                    true => inside(builder.host, setting.place),
                    false => (setting.place, Form::Fixed),
                };
                let symbol = builder.symbol(SymbolKind::JailVariable, scope, setting.name);
                builder.add(symbol, Role::Definition, place, form);
            }
            for (name, span) in references(setting) {
                let (place, form) = inside(builder.host, Place::new(setting.place.file, span));
                let symbol = builder.symbol(SymbolKind::JailVariable, scope, name);
                builder.add(symbol, Role::Use, place, form);
            }
        }
    }
}

/// The variables in a setting's values.
fn references<'a>(setting: &WrittenSetting<'a>) -> impl Iterator<Item = (&'a str, Span)> + use<'a> {
    let pieces = setting.values.iter().flat_map(|value| &value.pieces);
    pieces.filter_map(|piece| match piece {
        Piece::Variable { name, span } => Some((name.as_str(), *span)),
        Piece::Text { .. } => None,
    })
}

/// The name in `$name` or `${name}`.
fn inside(host: &Host, place: Place) -> (Place, Form) {
    let source = host.file(place.file);
    let source = source.map_or("", |file| file.source.text.slice(place.span));
    let braced = source
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'));
    let (name, before) = match (braced, source.strip_prefix('$')) {
        (Some(name), _) => (name, 2),
        (None, Some(name)) => (name, 1),
        (None, None) => (source, 0),
    };
    let form = match name.contains('\\') {
        true => Form::Fixed,
        false => Form::Name,
    };
    let span = Span::new(before, before + name.len()).shifted(place.span.start);
    (Place::new(place.file, span), form)
}

/// The name space of each configuration: that of the first one that it shares a file with.
fn scopes(written: &[Written<'_>]) -> Vec<u32> {
    let mut scope_of: FxHashMap<FileId, u32> = FxHashMap::default();
    let mut scopes: Vec<u32> = Vec::new();
    for root in written {
        let new = u32::try_from(scopes.len()).unwrap_or(u32::MAX);
        let files: FxHashSet<FileId> = (root.blocks())
            .flat_map(|block| block.settings())
            .map(|setting| setting.place.file)
            .collect();
        let shared = files.iter().filter_map(|file| scope_of.get(file).copied());
        let joined: FxHashSet<u32> = shared.collect();
        let scope = joined.iter().copied().min().unwrap_or(new);
        if joined.len() > 1 {
            let others = scopes.iter_mut().chain(scope_of.values_mut());
            others
                .filter(|s| joined.contains(s))
                .for_each(|s| *s = scope);
        }
        scope_of.extend(files.into_iter().map(|file| (file, scope)));
        scopes.push(scope);
    }
    scopes
}

/// Where the variable gets the value that it has at `occurrence`, in the order that jail(8)
/// takes: for each jail that the place is for.
pub(super) fn definitions(host: &Host, symbols: &Symbols, occurrence: &Occurrence) -> Vec<Place> {
    let Some(symbol) = symbols.symbol(occurrence.symbol) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    for root in host.written_jails() {
        for block in root.blocks().filter(|block| holds(block, occurrence.place)) {
            places.extend(block.where_set(&symbol.key));
        }
    }
    places.sort();
    places.dedup();
    // As the table has them: the name without its dollar sign.
    let is_there = |own: &Place| {
        let holds = |place: &Place| place.file == own.file && place.span.to(own.span) == place.span;
        places.iter().any(holds)
    };
    symbols
        .of(occurrence.symbol)
        .filter(|other| other.role == Role::Definition && is_there(&other.place))
        .map(|other| other.place)
        .collect()
}

/// Whether one of the block's own settings has something at `place`.
fn holds(block: &WrittenBlock<'_, '_>, place: Place) -> bool {
    block.settings().any(|setting| {
        let spans = setting.values.iter().map(|value| value.span);
        let all = spans.fold(setting.place.span, Span::to);
        setting.place.file == place.file && all.to(place.span) == all
    })
}
