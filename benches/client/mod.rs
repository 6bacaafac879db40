//! A client in miniature for the program itself, over its standard input and output.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::process;

/// A language server that runs, and is initialized.
pub struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i32,
}

impl Server {
    /// Starts the server. Also how long it took from there to the answer of `initialize`.
    pub fn start(folder: &Path) -> (Self, Duration) {
        let root = uri(folder);
        let initialize = framed(&json!({
            "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
                "processId": null, "rootUri": root,
                "workspaceFolders": [{"uri": root, "name": "site"}],
                "capabilities": {"textDocument": {"publishDiagnostics": {
                    "relatedInformation": true, "versionSupport": true,
                }}},
            },
        }));
        let begin = Instant::now();
        let mut child = Command::new(process::PROGRAM)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut server = Self {
            input: child.stdin.take().expect("a pipe"),
            output: BufReader::new(child.stdout.take().expect("a pipe")),
            child,
            version: 1,
        };
        server.write(&initialize);
        let answer = server.read();
        let taken = begin.elapsed();
        assert!(answer["result"].is_object(), "{answer}");
        server.notify("initialized", &json!({}));
        (server, taken)
    }

    /// Opens a file, which has findings, and waits for its diagnostics: how long that took.
    pub fn open(&mut self, file: &Path) -> Duration {
        self.version = 1;
        let begin = Instant::now();
        self.show(file);
        self.wait_for(&uri(file));
        begin.elapsed()
    }

    /// Opens a file and waits for nothing.
    pub fn show(&mut self, file: &Path) {
        let text = std::fs::read_to_string(file).expect("a file that was written");
        self.notify(
            "textDocument/didOpen",
            &json!({"textDocument": {
                "uri": uri(file), "languageId": "plaintext", "version": 1, "text": text,
            }}),
        );
    }

    /// Puts a line at the top of an open file, and takes it out again the next time: how long it
    /// took until the diagnostics of that version were published.
    pub fn edit(&mut self, file: &Path) -> Duration {
        self.version += 1;
        let (end, text) = match self.version % 2 {
            0 => (0, "\n"),
            _ => (1, ""),
        };
        let change = json!({
            "textDocument": {"uri": uri(file), "version": self.version},
            "contentChanges": [{
                "range": {
                    "start": {"line": 0, "character": 0}, "end": {"line": end, "character": 0},
                },
                "text": text,
            }],
        });
        let begin = Instant::now();
        self.notify("textDocument/didChange", &change);
        self.wait_for(&uri(file));
        begin.elapsed()
    }

    /// Sends one edit of an open file and waits for nothing.
    pub fn type_into(&mut self, file: &Path, version: i32, at: (usize, usize), text: &str) {
        let (start, end) = (at.0.min(at.1), at.0.max(at.1));
        self.notify(
            "textDocument/didChange",
            &json!({
                "textDocument": {"uri": uri(file), "version": version},
                "contentChanges": [{
                    "range": {
                        "start": {"line": start / 80, "character": start % 80},
                        "end": {"line": end / 80, "character": end % 80},
                    },
                    "text": text,
                }],
            }),
        );
    }

    /// Waits until the server has done everything that was sent so far.
    pub fn settle(&mut self, file: &Path) {
        let params = json!({
            "textDocument": {"uri": uri(file)}, "position": {"line": 0, "character": 0},
        });
        let message = json!({
            "jsonrpc": "2.0", "id": "settle", "method": "textDocument/hover", "params": params,
        });
        self.write(&framed(&message));
        while self.read()["id"] != "settle" {}
    }

    /// Starts over with the text of the disk.
    pub fn start_over(&mut self, file: &Path, version: i32) {
        let text = std::fs::read_to_string(file).expect("a file that was written");
        self.notify(
            "textDocument/didChange",
            &json!({
                "textDocument": {"uri": uri(file), "version": version},
                "contentChanges": [{"text": text}],
            }),
        );
    }

    /// Resident memory now and at its highest, in KiB.
    pub fn memory(&self) -> Option<(u64, u64)> {
        process::memory(self.child.id())
    }

    /// Ends the session in the protocol's way.
    pub fn leave(mut self) {
        self.write(&framed(
            &json!({"jsonrpc": "2.0", "id": "end", "method": "shutdown"}),
        ));
        while self.read()["id"] != "end" {}
        self.notify("exit", &Value::Null);
        self.child.wait().expect("the program ends");
    }

    /// Waits for the diagnostics of the current version of a file.
    fn wait_for(&mut self, uri: &str) {
        loop {
            let said = self.read();
            let params = &said["params"];
            if said["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == self.version
            {
                return;
            }
        }
    }

    fn notify(&mut self, method: &str, params: &Value) {
        let message = json!({"jsonrpc": "2.0", "method": method, "params": params});
        self.write(&framed(&message));
    }

    fn write(&mut self, bytes: &[u8]) {
        self.input.write_all(bytes).expect("the server reads");
        self.input.flush().expect("the server reads");
    }

    fn read(&mut self) -> Value {
        let (mut header, mut length) = (String::new(), 0);
        loop {
            header.clear();
            let read = self
                .output
                .read_line(&mut header)
                .expect("the server writes");
            assert!(read > 0, "the server ended");
            match header.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.output.read_exact(&mut body).expect("a whole message");
        serde_json::from_slice(&body).expect("JSON")
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn uri(path: &Path) -> String {
    let uri = cellblock::server::lsp_types::Url::from_file_path(path);
    uri.expect("an absolute path").into()
}
