//! cellblock reads the files of FreeBSD hosts whose jails are announced over BGP by FRR,
//! builds one picture of each machine, and says what will not work and why.
//!
//! The modules form layers: each may use those declared above it here, never those below.

pub mod text;
pub mod vocabulary;

pub mod syntax;

pub mod host;

pub mod finding;
