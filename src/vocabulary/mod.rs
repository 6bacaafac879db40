//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod release;

pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
