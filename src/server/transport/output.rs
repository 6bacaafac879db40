//! What goes to the client, in the order in which it is given.
//!
//! Nothing here makes a caller wait. A client that reads late, or only after it has written all
//! it has to say, holds up the task that writes and nobody else: the server goes on reading, so
//! the two cannot wait for each other.

use std::io;
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How many bytes are written at once where there are many small messages.
const CHUNK: usize = 64 << 10;

/// The way to the client.
pub(super) struct Output {
    waiting: mpsc::UnboundedSender<Vec<u8>>,
    writer: JoinHandle<io::Result<()>>,
}

impl Output {
    /// Starts a task that writes to `output`.
    pub(super) fn start(output: impl AsyncWrite + Unpin + Send + 'static) -> Self {
        let (waiting, queue) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write(output, queue));
        Self { waiting, writer }
    }

    /// Gives a message on its way.
    pub(super) fn send(&self, message: &impl Serialize) {
        // The messages are JSON values by now, which always can be written.
        let Ok(body) = serde_json::to_vec(message) else {
            return;
        };
        let mut bytes = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        bytes.extend(body);
        // An error here says that the client is gone, which `gone` tells.
        let _ = self.waiting.send(bytes);
    }

    /// Waits until nothing can be written any more.
    pub(super) async fn gone(&self) {
        self.waiting.closed().await;
    }

    /// Waits until all that was given is written, but not for ever.
    pub(super) async fn finish(self, patience: Duration) {
        drop(self.waiting);
        // Late or failed, there is nobody left to tell.
        let _ = tokio::time::timeout(patience, self.writer).await;
    }
}

async fn write(
    mut output: impl AsyncWrite + Unpin,
    mut queue: mpsc::UnboundedReceiver<Vec<u8>>,
) -> io::Result<()> {
    while let Some(mut bytes) = queue.recv().await {
        while bytes.len() < CHUNK
            && let Ok(more) = queue.try_recv()
        {
            bytes.extend(more);
        }
        output.write_all(&bytes).await?;
        output.flush().await?;
    }
    Ok(())
}
