//! The server's own work, without process and pipes: from `initialize` to its answer, from an edit
//! to the diagnostics, and from a place in a large file to what is known of it.

#![allow(clippy::expect_used)]

mod generate;

use cellblock::analysis::picture;
use cellblock::files::Snapshot;
use cellblock::ide::completion::{Cursor, complete};
use cellblock::ide::hover::{self, file_of};
use cellblock::server::lsp_types::Url;
use cellblock::server::message::{Heard, Message, Outside, Owner, Reply};
use cellblock::server::state::State;
use cellblock::text::{Place, Span};
use criterion::Criterion;
use serde_json::{Value, json};
use tempfile::TempDir;

const FRR: &str = "usr/local/etc/frr/frr.conf";
const JAIL: &str = "etc/jail.conf";

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    server(&mut criterion);
    words(&mut criterion);
    criterion.final_summary();
}

fn server(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("server");
    group.bench_function("initialize to answer", |bencher| {
        bencher.iter(|| {
            let (outside, _heard) = Outside::for_test();
            initialize(&mut State::new(outside), Value::Null)
        });
    });
    for (name, size) in [
        ("frr.conf of 50 KB", generate::TYPICAL),
        ("frr.conf of 100,000 lines", generate::LARGE),
    ] {
        group.sample_size(20);
        group.bench_function(format!("open to diagnostics, {name}"), |bencher| {
            let session = Session::on(size);
            bencher.iter(|| session.fresh());
        });
        for (file, edited) in [(FRR, "frr.conf"), (JAIL, "jail.conf")] {
            let mut session = Session::on(size);
            session.open(file);
            group.bench_function(
                format!("edit of {edited} to diagnostics, {name}"),
                |bencher| {
                    bencher.iter(|| session.edit(file));
                },
            );
        }
    }
    group.finish();
}

/// What is offered at the end of a large file, and what is told there.
fn words(criterion: &mut Criterion) {
    let many = |line: fn(usize) -> String| -> String { (0..1_200).map(line).collect() };
    let mut group = criterion.benchmark_group("words");
    for (path, text) in [
        (
            JAIL,
            many(|n| format!("jail{n} {{ ip4.addr = \"em0|10.0.0.{}\"; }}\n", n % 250)),
        ),
        (
            "etc/rc.conf",
            many(|n| format!("ifconfig_em{n}=\"inet 10.0.{}.1/24 up\"\n", n % 250)),
        ),
        (
            "etc/sysctl.conf",
            many(|n| format!("net.inet.ip.forwarding{n}=1\n")),
        ),
    ] {
        let at = text.len();
        let snapshot = Snapshot::from_memory([(format!("h/{path}"), text)], Some("[hosts.h]\n"))
            .expect("a host");
        let site = picture(&snapshot);
        let id = (snapshot.files().find(|file| file.relative == path)).map(|file| file.id);
        let id = id.expect("the file");
        let (host, file) = file_of(&site, id).expect("a file of the host");
        let cursor = Cursor {
            language: file.language(),
            text: file.source.text.as_str(),
            at,
            host: Some(host),
            freebsd: &file.freebsd,
            frr: &host.frr_version,
        };
        group.bench_function(format!("complete, 1,200 lines of {path}"), |bencher| {
            bencher.iter(|| complete(&cursor));
        });
        let place = Place::new(id, Span::at(2));
        group.bench_function(format!("hover, 1,200 lines of {path}"), |bencher| {
            bencher.iter(|| hover::word(&site, place));
        });
        group.bench_function(format!("picture, 1,200 lines of {path}"), |bencher| {
            bencher.iter(|| picture(&snapshot));
        });
    }
    group.finish();
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("well-formed parameters")
}

fn initialize(state: &mut State, folders: Value) {
    let (reply, mut answer) = Reply::for_test();
    let params = json!({
        "processId": null,
        "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": true}}},
        "workspaceFolders": folders,
    });
    state.handle(Message::Initialize(Box::new(parse(params)), reply));
    assert!(answer.now().is_some(), "initialize is answered at once");
}

/// A server and the folder that it serves.
struct Session {
    folder: TempDir,
    state: State,
    heard: Heard,
    version: i32,
}

impl Session {
    fn on(size: generate::Size) -> Self {
        let folder = tempfile::tempdir().expect("a folder to write to");
        generate::write(folder.path(), generate::site(size));
        let (state, heard) = started(&folder);
        Self {
            folder,
            state,
            heard,
            version: 1,
        }
    }

    /// Another server on the same folder, up to its first diagnostics.
    fn fresh(&self) -> State {
        started(&self.folder).0
    }

    fn uri(&self, file: &str) -> Url {
        let path = self.folder.path().join(generate::first(file));
        Url::from_file_path(path).expect("an absolute path")
    }

    fn open(&mut self, file: &str) {
        let uri = self.uri(file);
        let path = uri.to_file_path().expect("a path");
        let text = std::fs::read_to_string(path).expect("a file that was written");
        self.state
            .handle(Message::DidOpen(parse(json!({"textDocument": {
                "uri": uri, "languageId": "plaintext", "version": 1, "text": text,
            }}))));
        self.state.idle();
        drain(&mut self.heard);
    }

    /// A line more at the top, and away again the next time: every finding of the file moves.
    fn edit(&mut self, file: &str) {
        self.version += 1;
        let (end, text) = match self.version % 2 {
            0 => (0, "\n"),
            _ => (1, ""),
        };
        let uri = self.uri(file);
        self.state.handle(Message::DidChange(parse(json!({
            "textDocument": {"uri": uri, "version": self.version},
            "contentChanges": [{
                "range": {
                    "start": {"line": 0, "character": 0}, "end": {"line": end, "character": 0},
                },
                "text": text,
            }],
        }))));
        self.state.idle();
        assert!(drain(&mut self.heard), "the edit changes diagnostics");
    }
}

fn started(folder: &TempDir) -> (State, Heard) {
    let (outside, mut heard) = Outside::for_test();
    let mut state = State::new(outside);
    let root = Url::from_file_path(folder.path()).expect("an absolute path");
    initialize(&mut state, json!([{"uri": root, "name": "site"}]));
    state.handle(Message::Initialized);
    state.idle();
    assert!(drain(&mut heard), "there are findings");
    (state, heard)
}

/// Takes all that was said; whether diagnostics were among it.
fn drain(heard: &mut Heard) -> bool {
    let mut published = false;
    while let Some(said) = heard.now() {
        published |= said.method == "textDocument/publishDiagnostics";
    }
    published
}
