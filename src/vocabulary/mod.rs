//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod ifconfig_words;
mod interface_names;
mod jail_parameters;
mod local_commands;
mod packed;
mod rc_variables;
mod release;
mod settings;

pub use ifconfig_words::{ifconfig_word, nearest_ifconfig_word, rc_keyword};
pub use interface_names::{InterfaceForm, interface_form};
pub use jail_parameters::{JailParameter, jail_parameter};
pub use local_commands::is_local_command;
pub use rc_variables::{RcKind, RcName, nearest_rc_variable, rc_variable};
pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
pub use settings::{Placement, Setting, SettingFile, Why, setting};
