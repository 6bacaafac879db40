//! cellblock reads the files of FreeBSD hosts whose jails are announced over BGP by FRR,
//! builds one picture of each machine, and says what will not work and why.
//!
//! The modules form layers: each may use those declared above it here, never those below.

mod parallel;

pub mod text;
pub mod vocabulary;

pub mod syntax;

pub mod config;

pub mod files;

pub mod host;

pub mod policy;

pub mod site;

pub mod finding;

pub mod rules;

pub mod analysis;
pub mod fix;

pub mod explain;

pub mod ide;

pub mod output;

pub mod server;

pub mod cli;
