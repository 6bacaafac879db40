//! What an editor is told of names and of the structure of files, without an editor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod frr_names;
mod marked;
mod names;
mod renamed_sites;
mod renames;
mod structure;
mod words;
