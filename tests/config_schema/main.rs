//! The schema of cellblock.toml for editors: it is checked in as it is made from the types in
//! `file`, and it accepts what the program accepts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod agreement;
mod file;
mod generate;

use std::{env, fs};

use common::project;
use serde_json::Value;

/// `UPDATE_SCHEMA=1 cargo test --test config_schema` writes the file.
#[test]
fn the_schema_is_checked_in_as_it_is_generated() {
    let path = project().join("editors/cellblock.schema.json");
    let generated = generate::text();
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let checked_in = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == generated,
        "editors/cellblock.schema.json is not what is generated: \
         run UPDATE_SCHEMA=1 cargo test --test config_schema"
    );
}

#[test]
fn every_key_has_a_title_and_a_description() {
    let schema = generate::schema();
    let definitions = schema["definitions"].as_object().unwrap();
    for (name, part) in definitions.iter().chain([(&"file".to_owned(), &schema)]) {
        let keys = part["properties"].as_object().into_iter().flatten();
        for (key, described) in keys {
            let is_said =
                |what: &str| matches!(&described[what], Value::String(text) if text.len() > 3);
            assert!(is_said("description"), "{name} {key}");
            // A rule has its name for a title.
            assert!(is_said("title") || name == "Levels", "{name} {key}");
        }
    }
}
