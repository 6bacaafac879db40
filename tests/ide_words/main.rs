//! Completion and hover of words, without any protocol.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod anywhere;
mod bench;
mod completion_frr;
mod completion_jail;
mod completion_rc;
mod completion_settings;
mod hover;
mod hover_frr;
