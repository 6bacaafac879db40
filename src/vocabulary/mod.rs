//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod jail_parameters;
mod local_commands;
mod network_programs;
mod packed;
mod release;
mod settings;

pub use jail_parameters::{JailParameter, jail_parameter};
pub use local_commands::is_local_command;
pub use network_programs::uses_network;
pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
pub use settings::{Placement, Setting, SettingFile, Why, setting};
