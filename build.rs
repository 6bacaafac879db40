//! Packs `grammars/tables` for the vocabulary: nothing is parsed when the program starts.

use std::path::Path;
use std::{env, fs, process};

#[path = "build/commands.rs"]
mod commands;
#[path = "src/vocabulary/frr/format.rs"]
mod format;
#[path = "build/graph.rs"]
mod graph;
#[path = "build/notation.rs"]
mod notation;
#[path = "src/vocabulary/packed.rs"]
mod packed;

/// The tables, how many columns each has and how many of those are the key. A key of several
/// columns is packed as one cell, with tabs.
const TABLES: [(&str, usize, usize); 9] = [
    ("ifconfig-words", 4, 1),
    ("rc-variables", 7, 1),
    ("settings", 6, 1),
    ("removed-settings", 4, 1),
    ("loader-variables", 3, 1),
    ("jail-parameters", 11, 1),
    ("local-commands", 1, 1),
    ("frr/help", 3, 2),
    ("frr/freebsd", 3, 1),
];

fn main() {
    println!("cargo::rerun-if-changed=grammars/tables");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/vocabulary/packed.rs");
    println!("cargo::rerun-if-changed=src/vocabulary/frr/format.rs");
    if let Err(message) = make_all() {
        println!("cargo::error={message}");
        process::exit(1);
    }
}

fn make_all() -> Result<(), String> {
    for (name, columns, keys) in TABLES {
        pack(name, columns, keys)?;
    }
    let frr = commands::make()?;
    write("frr-commands.bin", &frr.packed)?;
    let keywords: Vec<Vec<&str>> = frr
        .keywords
        .iter()
        .map(|word| vec![word.as_str()])
        .collect();
    write("frr-keywords.bin", &packed::pack(&keywords, 1))?;
    write("frr.rs", frr.source.as_bytes())
}

fn write(name: &str, content: &[u8]) -> Result<(), String> {
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&folder).join(name), content).map_err(|error| error.to_string())
}

fn pack(name: &str, columns: usize, keys: usize) -> Result<(), String> {
    let path = format!("grammars/tables/{name}.tsv");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let at = format!("{path}:{}", index + 1);
        let row = cells(line, keys);
        if row.len() != columns - keys + 1 || line.split('\t').take(keys).any(str::is_empty) {
            return Err(format!(
                "{at}: a row has {columns} columns, of which the first {keys} are not empty"
            ));
        }
        // No cell has a character below the tab: joined keys are in the order of their parts.
        if rows.last().is_some_and(|before| before[0] >= row[0]) {
            return Err(format!(
                "{at}: rows are sorted by their first {keys} columns, each once"
            ));
        }
        rows.push(row);
    }
    let packed = packed::pack(&rows, columns - keys + 1);
    write(&format!("{}.bin", name.replace('/', "-")), &packed)
}

/// The cells of a row, the first `keys` of them as one.
fn cells(line: &str, keys: usize) -> Vec<&str> {
    let end = line.match_indices('\t').nth(keys - 1);
    let Some((end, _)) = end else {
        return vec![line];
    };
    let (key, rest) = (&line[..end], &line[end + 1..]);
    std::iter::once(key).chain(rest.split('\t')).collect()
}
