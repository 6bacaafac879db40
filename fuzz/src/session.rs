//! A client in miniature, on a folder that is empty on the disk: all files are open documents.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use cellblock::server::lsp_types::Url;
use cellblock::server::message::{Heard, Message, Outside, Owner, Reply};
use cellblock::server::state::State;
use cellblock::text::{Encoding, Position};
use serde_json::{Value, json};

/// A server and what it has shown.
pub struct Session {
    state: State,
    heard: Heard,
    /// The diagnostics that are shown, by document.
    pub shown: BTreeMap<String, Value>,
    version: i32,
}

/// The folder that all sessions of this process serve.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let name = format!("cellblock-fuzz-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder.canonicalize().expect("a folder")
    })
}

fn uri(file: &str) -> Url {
    Url::from_file_path(folder().join(file)).expect("an absolute path")
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("well-formed parameters")
}

impl Session {
    /// A session with these documents open.
    pub fn start<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        encoding: Encoding,
    ) -> Self {
        let encoding = match encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        };
        let (outside, heard) = Outside::for_test();
        let mut session = Self {
            state: State::new(outside),
            heard,
            shown: BTreeMap::new(),
            version: 1,
        };
        let root = Url::from_file_path(folder()).expect("an absolute path");
        let params = json!({
            "processId": null,
            "capabilities": {
                "general": {"positionEncodings": [encoding]},
                "textDocument": {"publishDiagnostics": {"relatedInformation": true}},
            },
            "workspaceFolders": [{"uri": root, "name": "site"}],
        });
        let (reply, mut answer) = Reply::for_test();
        let initialize = Message::Initialize(Box::new(parse(params)), reply);
        session.state.handle(initialize);
        assert!(matches!(answer.now(), Some(Ok(_))));
        session.state.handle(Message::Initialized);
        for (file, text) in files {
            let document = json!({
                "uri": uri(file), "languageId": "plaintext", "version": 1, "text": text,
            });
            let params = parse(json!({"textDocument": document}));
            session.state.handle(Message::DidOpen(params));
        }
        session.rest();
        session
    }

    /// Sends an edit.
    pub fn change(&mut self, file: &str, start: Position, end: Position, text: &str) {
        self.version += 1;
        let place = |p: Position| json!({"line": p.line, "character": p.column});
        let change = json!({"range": {"start": place(start), "end": place(end)}, "text": text});
        let params = parse(json!({
            "textDocument": {"uri": uri(file), "version": self.version},
            "contentChanges": [change],
        }));
        self.state.handle(Message::DidChange(params));
    }

    /// The queue has run empty.
    pub fn rest(&mut self) {
        self.state.idle();
        while let Some(said) = self.heard.now() {
            if said.method != "textDocument/publishDiagnostics" {
                continue;
            }
            let uri = said.params["uri"].as_str().expect("a document").to_owned();
            let diagnostics = said.params["diagnostics"].clone();
            match diagnostics.as_array().is_some_and(Vec::is_empty) {
                true => self.shown.remove(&uri),
                false => self.shown.insert(uri, diagnostics),
            };
        }
    }
}
