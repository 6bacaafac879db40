//! A language client for tests, at the other end of pipes in memory.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use cellblock::server::lsp_types::{Hover, HoverContents, InitializeResult, MarkedString};
use cellblock::server::message::{Message, Outside, Owner};
use cellblock::server::transport::{self, End};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream};

/// How much a pipe holds before a writer has to wait, in bytes: what a system's pipe holds.
const PIPE: usize = 64 << 10;

/// How long a whole session may take. Only one that hangs comes near.
const PATIENCE: Duration = Duration::from_secs(60);

/// The client's ends of the two pipes.
pub struct Client {
    input: DuplexStream,
    output: BufReader<DuplexStream>,
}

/// Runs a server with this owner against a client that does this.
pub fn session<W: Owner, T>(
    make_owner: impl FnOnce(Outside) -> W + Send + 'static,
    script: impl AsyncFnOnce(&mut Client) -> T,
) -> (End, T) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (near_input, input) = tokio::io::duplex(PIPE);
    let (output, near_output) = tokio::io::duplex(PIPE);
    let mut client = Client {
        input: near_input,
        output: BufReader::new(near_output),
    };
    let both = async {
        tokio::join!(
            transport::serve_on(input, output, make_owner),
            script(&mut client)
        )
    };
    let (end, given) = runtime
        .block_on(async { tokio::time::timeout(PATIENCE, both).await })
        .expect("the session hangs");
    (end.unwrap(), given)
}

impl Client {
    pub async fn write(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).await.unwrap();
    }

    pub async fn send(&mut self, message: &Value) {
        self.write(&framed(message)).await;
    }

    /// The next message from the server.
    pub async fn read(&mut self) -> Value {
        self.message().await.expect("the server ended")
    }

    /// The next message from the server, unless it has ended.
    async fn message(&mut self) -> Option<Value> {
        let (mut header, mut length) = (String::new(), 0);
        loop {
            header.clear();
            if self.output.read_line(&mut header).await.unwrap() == 0 {
                return None;
            }
            match header.trim_end().split_once(": ") {
                Some(("Content-Length", value)) => length = value.parse().unwrap(),
                Some(other) => panic!("{other:?}"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).await.unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    /// Begins the session.
    pub async fn initialize(&mut self) {
        let initialize = request(0, "initialize", &json!({"capabilities": {}}));
        self.send(&initialize).await;
        assert!(self.read().await["result"].is_object());
    }

    /// Asks for the end, and leaves. The pipes stay open.
    pub async fn leave(&mut self) {
        let shutdown = json!({"jsonrpc": "2.0", "id": "end", "method": "shutdown"});
        self.send(&shutdown).await;
        while self.read().await["id"] != "end" {}
        self.send(&json!({"jsonrpc": "2.0", "method": "exit"}))
            .await;
    }
}

pub fn request(id: i64, method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
}

pub fn notification(method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// A message's bytes on the wire.
pub fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// An owner made of a function.
pub struct Does<F>(Outside, F);

impl<F: FnMut(&Outside, Message) + 'static> Owner for Does<F> {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize(_, reply) => reply.send(Ok(InitializeResult::default())),
            Message::Shutdown(reply) => reply.send(Ok(())),
            message => (self.1)(&self.0, message),
        }
    }

    fn idle(&mut self) {}
}

pub fn does<F>(handle: F) -> impl FnOnce(Outside) -> Does<F> + Send + 'static
where
    F: FnMut(&Outside, Message) + Send + 'static,
{
    move |outside| Does(outside, handle)
}

pub fn hover(text: impl ToString) -> Option<Hover> {
    let contents = HoverContents::Scalar(MarkedString::String(text.to_string()));
    let range = None;
    Some(Hover { contents, range })
}

pub fn change(version: i64) -> Value {
    let document = json!({"uri": "file:///jail.conf", "version": version});
    let params = json!({"textDocument": document, "contentChanges": [{"text": "x"}]});
    notification("textDocument/didChange", &params)
}

pub fn ask_hover(id: i64) -> Value {
    let params = json!({
        "textDocument": {"uri": "file:///jail.conf"},
        "position": {"line": 0, "character": 0},
    });
    request(id, "textDocument/hover", &params)
}

pub fn cancel(id: i64) -> Value {
    notification("$/cancelRequest", &json!({"id": id}))
}
