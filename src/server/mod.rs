//! The language server: `transport` is all that is asynchronous, `state` all that knows hosts and
//! findings; they meet in `message`.

pub mod message;
pub mod state;

/// The protocol's types, in the version that both halves use.
pub use tower_lsp::lsp_types;
