//! Tests: an edit of a long FRR file leaves the lines that it did not reach as they were.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::State;
use crate::server::lsp_types::Url;
use crate::server::message::{Heard, Message, Outside, Owner, Reply};
use crate::syntax::{Tree, frr};

const LINES: usize = 2000;

struct Session {
    _folder: TempDir,
    _heard: Heard,
    state: State,
    uri: Url,
    version: i32,
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("as the protocol has it")
}

fn at(line: usize, column: usize, text: &str) -> Value {
    let place = json!({"line": line, "character": column});
    json!({"range": {"start": place, "end": place}, "text": text})
}

impl Session {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("frr.conf");
        let text = "ip prefix-list A permit 10.0.0.0/8\n".repeat(LINES);
        fs::write(&path, "").expect("writable");
        let uri = Url::from_file_path(&path).expect("an absolute path");
        let (outside, heard) = Outside::for_test();
        let mut state = State::new(outside);
        let root = Url::from_file_path(folder.path()).expect("an absolute path");
        let params = json!({
            "capabilities": {}, "workspaceFolders": [{"uri": root, "name": "x"}],
        });
        let (reply, _answer) = Reply::for_test();
        state.handle(Message::Initialize(Box::new(parse(params)), reply));
        let document = json!({"uri": uri, "languageId": "frr", "version": 0, "text": text});
        let opened = parse(json!({"textDocument": document}));
        state.handle(Message::DidOpen(opened));
        state.idle();
        Self {
            _folder: folder,
            _heard: heard,
            state,
            uri,
            version: 0,
        }
    }

    fn change(&mut self, changes: &[Value]) {
        self.version += 1;
        let document = json!({"uri": self.uri, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": changes});
        self.state.handle(Message::DidChange(parse(params)));
    }

    /// The text and the tree as they were analysed.
    fn read(&mut self) -> (String, frr::Tree) {
        self.state.idle();
        let view = self.state.views.iter().next().expect("a site");
        let file = view.snapshot.files().next().expect("a file");
        match file.tree() {
            Tree::Frr(tree) => (file.text.as_str().to_owned(), tree.clone()),
            other => panic!("{other:?}"),
        }
    }
}

/// Whether the first and the last line are the same in memory.
fn kept(before: &frr::Tree, after: &frr::Tree) -> (bool, bool) {
    let same = |a: Option<&_>, b: Option<&_>| a.zip(b).is_some_and(|(a, b)| std::ptr::eq(a, b));
    let (a, b) = (&before.lines, &after.lines);
    (
        same(a.iter().next(), b.iter().next()),
        same(a.last(), b.last()),
    )
}

#[test]
fn only_lines_near_an_edit_are_read_again() {
    let mut session = Session::new();
    let (_, mut before) = session.read();
    let (top, middle, end) = (at(0, 0, "!"), at(LINES / 2, 3, "x"), at(LINES, 0, "!"));
    let cases = [
        (vec![end.clone()], (true, false)),
        (vec![top.clone()], (false, true)),
        (vec![middle.clone()], (true, true)),
        (vec![middle.clone(), middle], (true, true)),
    ];
    for (changes, expected) in cases {
        session.change(&changes);
        let (text, after) = session.read();
        assert_eq!(kept(&before, &after), expected, "{changes:?}");
        assert!(after.lines.iter().eq(frr::parse(&text).lines.iter()));
        before = after;
    }
    // Two messages, one look.
    session.change(&[at(LINES / 2, 0, "exit\n")]);
    session.change(&[at(LINES / 2, 0, "! "), at(LINES / 2 + 1, 0, "end\n")]);
    let (text, after) = session.read();
    assert_eq!(kept(&before, &after), (true, true));
    assert!(after.lines.iter().eq(frr::parse(&text).lines.iter()));
    // The whole text, of which little is new.
    session.change(&[json!({"text": text.replacen("exit", "exit-vrf", 1)})]);
    let (text, last) = session.read();
    assert_eq!(kept(&after, &last), (true, true));
    assert!(last.lines.iter().eq(frr::parse(&text).lines.iter()));
}
