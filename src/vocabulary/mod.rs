//! What the words mean: releases, settings, jail parameters. The tables of `grammars/tables`,
//! packed by `build.rs`; nothing is parsed at start-up.
//!
//! Knows no files and no syntax.

mod as_numbers;
mod communities;
pub mod frr;
mod guesses;
mod ifconfig_words;
mod interface_names;
mod jail_names;
mod jail_parameter_life;
mod jail_parameters;
mod loader_variables;
mod local_commands;
mod network_programs;
mod numbers;
mod packed;
mod rc_family;
mod rc_variables;
mod release;
mod removed_settings;
mod setting_names;
mod settings;
mod slips;

pub use as_numbers::is_private_as;
pub use communities::{
    LOCAL_AS, NO_ADVERTISE, NO_EXPORT, begins_community, community_in_other_case, community_value,
    community_word,
};
pub use guesses::Guesses;
pub use ifconfig_words::{
    IfconfigArgument, ifconfig_argument, ifconfig_word, ifconfig_words, nearest_ifconfig_word,
    rc_keyword,
};
pub use interface_names::{InterfaceForm, cloned_drivers, interface_form};
pub use jail_names::{
    Spelling, misspelled_file_system, nearest_jail_parameter, nearest_negation, spelled,
};
pub use jail_parameters::{
    Change, JailParameter, Limit, Need, ValueType, jail_parameter, jail_parameter_or_family,
    jail_parameters,
};
pub use loader_variables::{
    LoaderVariable, VariableReader, loader_variable, loader_variables, nearest_loader_variable,
};
pub use local_commands::is_local_command;
pub use network_programs::{brings_routes, uses_network};
pub use numbers::{Number, kernel_number, sysctl_number};
pub use rc_family::RcPart;
pub use rc_variables::{RcKind, RcName, nearest_rc_variable, rc_variable, rc_variables};
pub use release::{Candidates, FreebsdRelease, FrrVersion, Version, When, releases};
pub use removed_settings::{RemovedSetting, removed_setting};
pub use setting_names::{MeantSetting, UnknownName, unknown_name};
pub use settings::{Placement, Setting, SettingFile, Why, setting, settings_from};
pub use slips::is_one_slip;
