//! The owner of the server's state, driven without any transport.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod asking;
mod disk;
mod documents;
mod navigating;
mod random;
mod session;
mod sites;
mod words;
