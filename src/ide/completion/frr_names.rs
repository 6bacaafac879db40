//! Names that the host's FRR files have made, or wait for.

use std::collections::BTreeMap;

use super::{Completion, Cursor, Kind, known};
use crate::host::Host;
use crate::host::routing::{NameKind, Peer};
use crate::ide::frr::{Thing, names};
use crate::text::FileId;

/// Names of things of this kind.
pub(super) fn of(cursor: &Cursor<'_>, host: &Host, thing: Thing) -> Vec<Completion> {
    let file = file_of(cursor, host);
    match thing {
        Thing::Listed(kind) => listed(host, kind, file),
        Thing::Peer => {
            let mut items = listed(host, NameKind::PeerGroup, file);
            let speakers = host.routing.speakers.iter();
            for neighbor in speakers.flat_map(|speaker| &speaker.neighbors) {
                if let Peer::Interface(name) = &neighbor.peer {
                    items.push(Completion::new(
                        Kind::Interface,
                        name,
                        "neighbor on this link",
                    ));
                }
            }
            items
        }
        Thing::Interface => known::interfaces(cursor),
        Thing::Vrf | Thing::KeyChain | Thing::BfdProfile => written(host, thing),
    }
}

/// The file that the cursor is in, where it is one of the host's.
fn file_of(cursor: &Cursor<'_>, host: &Host) -> Option<FileId> {
    let mut files = host.files.iter();
    let file = files.find(|file| std::ptr::eq(file.source.text.as_str(), cursor.text))?;
    Some(file.id())
}

/// Each daemon's file has names of its own.
fn listed(host: &Host, kind: NameKind, file: Option<FileId>) -> Vec<Completion> {
    let all = host.routing.names.iter();
    let own = all.filter(|name| name.kind == kind && file.is_none_or(|file| file == name.file));
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for name in own {
        let (lines, uses) = found.entry(name.name.as_str()).or_default();
        *lines += name.definitions.len();
        *uses += name.uses.len();
    }
    let what = Thing::Listed(kind).words();
    let detail = |lines: usize| match lines {
        0 => format!("{what} that is used, and not defined"),
        1 => format!("{what}, 1 line"),
        _ => format!("{what}, {lines} lines"),
    };
    (found.into_iter())
        .map(|(name, (lines, _))| Completion::new(Kind::Value, name, detail(lines)))
        .collect()
}

fn written(host: &Host, thing: Thing) -> Vec<Completion> {
    let own = names(host).filter(|name| name.word.thing == thing);
    let found: BTreeMap<&str, ()> = own.map(|name| (name.text, ())).collect();
    let items = found.into_keys();
    items
        .map(|name| Completion::new(Kind::Value, name, thing.words()))
        .collect()
}
