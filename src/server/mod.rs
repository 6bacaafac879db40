//! The language server.

pub mod message;
pub mod state;
