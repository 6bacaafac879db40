//! All of tower-lsp and tokio: bytes to messages for the owner, and back. Knows nothing of hosts.
//!
//! tower-lsp (0.20) gives the protocol's types, the routing and typing of messages, the states of
//! a session and the cancelling of requests. Its own loop over the bytes is not used: handlers run
//! out of order there, a handler that waits for the client can hold up everything or panic, it
//! stays after `exit` until its input ends, and the first malformed message ends it. In its place:
//!
//! - `frame` and `incoming` read, and tell the client what cannot be read;
//! - `connection` hands every message to tower-lsp in turn and polls it once, right there;
//! - `front`'s handlers enqueue at that first poll and wait for nothing but the owner's answer;
//! - `thread` is the owner's, where all computing happens and panics are caught;
//! - `output` writes, and never makes anybody wait for the client to read.

mod connection;
mod frame;
mod front;
mod incoming;
mod output;
mod thread;

use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;

use super::message::{Outside, Owner};
use connection::Connection;
use front::Front;
use output::Output;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client had asked for it by `shutdown`.
    Orderly,
    /// The client left, or sent `exit`, without having asked.
    Abrupt,
}

/// Serves one client on a pair of byte streams until it leaves. `make_owner` runs on the owner's
/// own thread.
///
/// To be awaited on a tokio runtime that has time.
///
/// # Errors
///
/// If the input cannot be read, or no thread can be started.
pub async fn serve_on<I, O, W>(
    input: I,
    output: O,
    make_owner: impl FnOnce(Outside) -> W + Send + 'static,
) -> io::Result<End>
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin + Send + 'static,
    W: Owner,
{
    let (outside, heard) = Outside::new();
    let queue = thread::start(outside, make_owner)?;
    // tower-lsp's own way of speaking to the client is not used: its handle panics when the one
    // who asked has given up before the answer comes.
    let (service, _) = LspService::new(|_| Front::new(queue));
    Connection::new(service, Output::start(output), heard)
        .serve(input)
        .await
}
