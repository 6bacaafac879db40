//! The language server: `transport` is all that is asynchronous, `state` all that knows hosts and
//! findings; they meet in `message`.

pub mod message;
pub mod navigation;
pub mod reply;
pub mod state;
pub mod transport;

/// The protocol's types, in the version that both halves use.
pub use tower_lsp::lsp_types;

use std::io;

use state::State;
use transport::End;

/// Serves the client at standard input and output until it leaves.
///
/// # Errors
///
/// If standard input cannot be read, or the system gives no thread.
pub fn serve() -> io::Result<End> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let (input, output) = (tokio::io::stdin(), tokio::io::stdout());
    let end = runtime.block_on(transport::serve_on(input, output, State::new));
    // A thread may still be reading standard input, which the client need not ever close.
    runtime.shutdown_background();
    end
}
