//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod jail_names;
mod jail_parameters;
mod local_commands;
mod packed;
mod release;
mod settings;

pub use jail_names::{Spelling, misspelled_file_system, nearest_jail_parameter, spelled};
pub use jail_parameters::{
    JailParameter, Limit, Need, ValueType, jail_parameter, jail_parameter_or_family,
    jail_parameters,
};
pub use local_commands::is_local_command;
pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
pub use settings::{Placement, Setting, SettingFile, Why, setting};
