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

/// The tables and how many columns each has.
const TABLES: [(&str, usize); 7] = [
    ("ifconfig-words", 4),
    ("rc-variables", 7),
    ("settings", 6),
    ("removed-settings", 4),
    ("loader-variables", 3),
    ("jail-parameters", 11),
    ("local-commands", 1),
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
    for (name, columns) in TABLES {
        pack(name, columns)?;
    }
    let frr = commands::make()?;
    write("frr-commands.bin", &frr.packed)?;
    write("frr.rs", frr.source.as_bytes())
}

fn write(name: &str, content: &[u8]) -> Result<(), String> {
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    fs::write(Path::new(&folder).join(name), content).map_err(|error| error.to_string())
}

fn pack(name: &str, columns: usize) -> Result<(), String> {
    let path = format!("grammars/tables/{name}.tsv");
    let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let row: Vec<&str> = line.split('\t').collect();
        let at = format!("{path}:{}", index + 1);
        if row.len() != columns || row.first().is_none_or(|name| name.is_empty()) {
            return Err(format!(
                "{at}: a row has {columns} columns, the first not empty"
            ));
        }
        if rows.last().is_some_and(|before| before[0] >= row[0]) {
            return Err(format!(
                "{at}: rows are sorted by their first column, each once"
            ));
        }
        rows.push(row);
    }
    write(&format!("{name}.bin"), &packed::pack(&rows, columns))
}
