//! The one owner of the server's state: it answers what the client asks.

use super::lsp_types::InitializeResult;
use super::message::{Message, Outside, Owner};

/// Everything the server knows.
#[derive(Debug)]
pub struct State;

impl State {
    /// A state that knows nothing yet and speaks to the client by `outside`.
    #[must_use]
    pub fn new(_outside: Outside) -> Self {
        Self
    }
}

impl Owner for State {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize(_, reply) => reply.send(Ok(InitializeResult::default())),
            Message::Shutdown(reply) => reply.send(Ok(())),
            _ => {}
        }
    }

    fn idle(&mut self) {}
}
