//! Packs `grammars/tables` for the vocabulary: nothing is parsed when the program starts.

use std::path::Path;
use std::{env, fs, process};

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
    println!("cargo::rerun-if-changed=src/vocabulary/packed.rs");
    for (name, columns) in TABLES {
        if let Err(message) = pack(name, columns) {
            println!("cargo::error={message}");
            process::exit(1);
        }
    }
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
    let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
    let target = Path::new(&folder).join(format!("{name}.bin"));
    fs::write(&target, packed::pack(&rows, columns)).map_err(|error| error.to_string())
}
