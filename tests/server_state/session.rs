//! A client in miniature: drives the owner of the state directly and keeps what it is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cellblock::server::lsp_types::{Url, request};
use cellblock::server::message::{Answer, Heard, Message, Outside, Owner, Refusal, Reply};
use cellblock::server::state::State;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common;

pub struct Session {
    pub folder: TempDir,
    pub state: State,
    heard: Heard,
    /// What is shown, by file below the folder; `(line, rule, message)`.
    pub shown: BTreeMap<String, Vec<Value>>,
    /// How many times something was published since this was last set to 0.
    pub published: usize,
    versions: BTreeMap<String, i32>,
}

/// A copy of the arkham site.
pub fn arkham() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = common::project().join("tests/sites/arkham");
    for file in common::files_below(&site) {
        common::write(folder.path(), &file, fs::read(site.join(&file)).unwrap());
    }
    folder
}

/// What a client that can do everything says of itself, without pulling.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16", "utf-8"]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}},
            "hover": {"contentFormat": ["markdown"]},
        },
        "workspace": {
            "workspaceEdit": {
                "documentChanges": true,
                "resourceOperations": ["create"],
                "changeAnnotationSupport": {},
            },
            "didChangeWatchedFiles": {"dynamicRegistration": true},
        },
    })
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

impl Session {
    /// A session on `folder` as the one open folder.
    pub fn on(folder: TempDir, capabilities: Value) -> Self {
        let root = Url::from_file_path(folder.path()).unwrap();
        Self::start(folder, capabilities, json!([{"uri": root, "name": "site"}]))
    }

    /// A session without an open folder.
    pub fn rootless(folder: TempDir) -> Self {
        Self::start(folder, able(), Value::Null)
    }

    pub fn start(folder: TempDir, capabilities: Value, folders: Value) -> Self {
        let (outside, heard) = Outside::for_test();
        let mut session = Self {
            folder,
            state: State::new(outside),
            heard,
            shown: BTreeMap::new(),
            published: 0,
            versions: BTreeMap::new(),
        };
        let (reply, mut answer) = Reply::for_test();
        let params = json!({
            "processId": null, "capabilities": capabilities, "workspaceFolders": folders,
        });
        let params = Box::new(parse(params));
        session.state.handle(Message::Initialize(params, reply));
        assert!(matches!(answer.now(), Some(Ok(_))));
        session.state.handle(Message::Initialized);
        session.rest();
        session
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub fn uri(&self, file: &str) -> Url {
        match file.contains(':') {
            true => Url::parse(file).unwrap(),
            false => Url::from_file_path(self.path(file)).unwrap(),
        }
    }

    /// The queue has run empty.
    pub fn rest(&mut self) -> Vec<(String, Value)> {
        self.state.idle();
        let mut others = Vec::new();
        while let Some(said) = self.heard.now() {
            let params: Value = serde_json::from_str(said.params.get()).unwrap();
            if said.method != "textDocument/publishDiagnostics" {
                others.push((said.method.to_owned(), params));
                continue;
            }
            self.published += 1;
            let name = self.name(params["uri"].as_str().unwrap());
            let diagnostics = params["diagnostics"].as_array().unwrap().clone();
            assert!(
                !diagnostics.is_empty() || self.shown.contains_key(&name),
                "{name} is cleared without need"
            );
            if let Some(version) = params["version"].as_i64() {
                assert_eq!(version, i64::from(self.versions[&name]));
            }
            match diagnostics.is_empty() {
                true => self.shown.remove(&name),
                false => self.shown.insert(name, diagnostics),
            };
        }
        others
    }

    fn name(&self, uri: &str) -> String {
        let root = Url::from_file_path(self.folder.path()).unwrap();
        let below = uri.strip_prefix(root.as_str());
        below.map_or(uri, |below| &below[1..]).to_owned()
    }

    pub fn send_open(&mut self, file: &str, language: &str, text: &str) {
        let uri = self.uri(file);
        self.versions.insert(file.to_owned(), 1);
        self.state
            .handle(Message::DidOpen(parse(json!({"textDocument": {
                "uri": uri, "languageId": language, "version": 1, "text": text,
            }}))));
    }

    /// Opens a file with the text that it has on disk.
    pub fn open(&mut self, file: &str) -> String {
        let text = fs::read_to_string(self.path(file)).unwrap();
        self.send_open(file, "plaintext", &text);
        self.rest();
        text
    }

    /// Sends an edit: `(start line, start column, end line, end column)`, or the whole text.
    pub fn send_change(&mut self, file: &str, range: Option<(u32, u32, u32, u32)>, text: &str) {
        let version = self.versions.get_mut(file).unwrap();
        *version += 1;
        let version = *version;
        self.send_change_as(file, version, range, text);
    }

    pub fn send_change_as(
        &mut self,
        file: &str,
        version: i32,
        range: Option<(u32, u32, u32, u32)>,
        text: &str,
    ) {
        let mut change = json!({"text": text});
        if let Some((l1, c1, l2, c2)) = range {
            change["range"] = json!({
                "start": {"line": l1, "character": c1}, "end": {"line": l2, "character": c2},
            });
        }
        let uri = self.uri(file);
        self.state.handle(Message::DidChange(parse(json!({
            "textDocument": {"uri": uri, "version": version}, "contentChanges": [change],
        }))));
    }

    pub fn change(&mut self, file: &str, range: Option<(u32, u32, u32, u32)>, text: &str) {
        self.send_change(file, range, text);
        self.rest();
    }

    pub fn close(&mut self, file: &str) {
        let uri = self.uri(file);
        self.state.handle(Message::DidClose(parse(
            json!({"textDocument": {"uri": uri}}),
        )));
        self.rest();
    }

    /// Something changed on the disk, and the client says so.
    pub fn disk_changed(&mut self, file: &str) {
        let change = json!({"uri": self.uri(file), "type": 2});
        self.state.handle(Message::DidChangeWatchedFiles(parse(
            json!({"changes": [change]}),
        )));
        self.rest();
    }

    pub fn ask<P: serde::de::DeserializeOwned, T: serde::Serialize>(
        &mut self,
        message: impl FnOnce(P, Reply<T>) -> Message,
        params: Value,
    ) -> Result<Value, Refusal> {
        let mut answer = self.send_ask(message, params);
        self.rest();
        let answer = answer.now().expect("an answer");
        answer.map(|answer| serde_json::to_value(answer).unwrap())
    }

    pub fn send_ask<P: serde::de::DeserializeOwned, T>(
        &mut self,
        message: impl FnOnce(P, Reply<T>) -> Message,
        params: Value,
    ) -> Answer<T> {
        let (reply, answer) = Reply::for_test();
        self.state.handle(message(parse(params), reply));
        answer
    }

    pub fn actions(&mut self, file: &str, line: u32, column: u32) -> Vec<Value> {
        let at = json!({"line": line, "character": column});
        let params = json!({
            "textDocument": {"uri": self.uri(file)}, "range": {"start": at, "end": at},
            "context": {"diagnostics": []},
        });
        let actions = self.ask(Message::CodeAction, params).unwrap();
        actions.as_array().cloned().unwrap_or_default()
    }

    /// Line (from 1) and rule of what is shown of a file.
    pub fn rules(&self, file: &str) -> Vec<(u64, String)> {
        let shown = self.shown.get(file).into_iter().flatten();
        shown
            .map(|d| {
                let line = d["range"]["start"]["line"].as_u64().unwrap() + 1;
                (line, d["code"].as_str().unwrap_or("").to_owned())
            })
            .collect()
    }

    /// All that is shown, comparable.
    pub fn all(&self) -> BTreeMap<String, Vec<Value>> {
        self.shown.clone()
    }
}

/// What `cellblock check` says of a folder, as [`Session::all_rules`] does.
pub fn check(folder: &Path) -> Vec<(String, u64, String)> {
    let (_, json) = common::check_json(folder, &["."]);
    let findings = json["findings"].as_array().unwrap().iter();
    let mut all: Vec<_> = findings
        .map(|f| {
            (
                f["file"].as_str().unwrap().to_owned(),
                f["range"]["start"]["line"].as_u64().unwrap(),
                f["rule"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    all.sort();
    all
}

impl Session {
    /// File, line and rule of all that is shown.
    pub fn all_rules(&self) -> Vec<(String, u64, String)> {
        let mut all: Vec<_> = self
            .shown
            .keys()
            .flat_map(|file| {
                let rules = self.rules(file).into_iter();
                rules.map(|(line, rule)| (file.clone(), line, rule))
            })
            .collect();
        all.sort();
        all
    }
}

/// The method's name, so that tests need not spell it.
pub fn method<R: request::Request>() -> &'static str {
    R::METHOD
}
