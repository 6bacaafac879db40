//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod jail_parameter_life;
mod jail_parameters;
mod local_commands;
mod packed;
mod release;
mod settings;

pub use jail_parameter_life::Change;
pub use jail_parameters::{JailParameter, jail_parameter, jail_parameters};
pub use local_commands::is_local_command;
pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
pub use settings::{Placement, Setting, SettingFile, Why, setting, settings_from};
