//! Actions of findings that are made up here: rules with fixes come and go.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::State;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::server::lsp_types::Url;
use crate::server::message::{Heard, Message, Outside, Owner, Reply};
use crate::text::{FileId, Place, Span};

struct Bench {
    folder: TempDir,
    state: State,
    _heard: Heard,
}

fn uri(folder: &Path, file: &str) -> Url {
    Url::from_file_path(folder.join(file)).expect("an absolute path")
}

fn parse<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("as the protocol has it")
}

const LOADER: &str = "# é😀\nnet.add_addr_allfibs=\"0\"\n";

/// What a client that can do everything says of its edits.
fn all_edits() -> Value {
    json!({
        "documentChanges": true, "resourceOperations": ["create"], "changeAnnotationSupport": {},
    })
}

impl Bench {
    fn new(edits: Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in [("loader.conf", LOADER), ("sysctl.conf", "a.b=1\n")] {
            fs::write(folder.path().join(file), text).expect("writable");
        }
        let (outside, heard) = Outside::for_test();
        let mut state = State::new(outside);
        let literals = json!({"codeActionKind": {"valueSet": []}});
        let params = json!({
            "capabilities": {
                "textDocument": {"codeAction": {"codeActionLiteralSupport": literals}},
                "workspace": {"workspaceEdit": edits},
            },
            "workspaceFolders": [{"uri": uri(folder.path(), ""), "name": "x"}],
        });
        let (reply, _answer) = Reply::for_test();
        state.handle(Message::Initialize(Box::new(parse(params)), reply));
        let opened = json!({"textDocument": {
            "uri": uri(folder.path(), "loader.conf"), "languageId": "x", "version": 7,
            "text": LOADER,
        }});
        state.handle(Message::DidOpen(parse(opened)));
        state.idle();
        let _heard = heard;
        Self {
            folder,
            state,
            _heard,
        }
    }

    fn file(&self, name: &str) -> FileId {
        let path = self.folder.path().join(name);
        let mut views = self.state.views.iter();
        let id = views.find_map(|view| view.file_at(&path));
        id.expect("a file of the host")
    }

    /// A finding on the second line of loader.conf.
    fn find(&mut self, fixes: Vec<Fix>) {
        let start = LOADER.find("net").expect("it is there");
        let place = Place::new(self.file("loader.conf"), Span::new(start, LOADER.len() - 1));
        let mut finding = Finding::new("misplaced-setting", Severity::Warning, place, "so");
        finding.fixes = fixes;
        let analysis = self.state.views.analysis_mut().expect("a view");
        analysis.findings = vec![finding];
    }

    /// Takes the line from loader.conf to sysctl.conf.
    fn moving(&self, safe: bool) -> Fix {
        let to = Edit::insert(self.file("sysctl.conf"), 0, "net.add_addr_allfibs=0\n");
        self.moving_by(to.beside_others(), safe)
    }

    /// Takes the line from loader.conf to a file that does not exist.
    fn moving_to(&self, name: &str) -> Fix {
        let path = self.folder.path().join(name);
        self.moving_by(Edit::create(path.into(), "net.add_addr_allfibs=0\n"), true)
    }

    fn moving_by(&self, added: Edit, safe: bool) -> Fix {
        let start = LOADER.find("net").expect("it is there");
        let line = Place::new(self.file("loader.conf"), Span::new(start, LOADER.len()));
        Fix {
            title: "move the line to sysctl.conf".to_owned(),
            safe,
            edits: vec![Edit::remove(line), added],
        }
    }

    fn actions(&mut self, only: &[&str]) -> Vec<Value> {
        let at = json!({"line": 1, "character": 3});
        let params = json!({
            "textDocument": {"uri": uri(self.folder.path(), "loader.conf")},
            "range": {"start": at, "end": at}, "context": {"diagnostics": [], "only": only},
        });
        let (reply, mut answer) = Reply::for_test();
        self.state.handle(Message::CodeAction(parse(params), reply));
        self.state.idle();
        let actions = answer.now().expect("an answer").expect("no refusal");
        let actions = json!(actions);
        let actions = actions.as_array().cloned().unwrap_or_default();
        let is_fix = |a: &Value| !a["title"].as_str().is_some_and(|t| t.starts_with("Allow"));
        actions.into_iter().filter(is_fix).collect()
    }
}

fn range(l1: u32, c1: u32, l2: u32, c2: u32) -> Value {
    json!({"start": {"line": l1, "character": c1}, "end": {"line": l2, "character": c2}})
}

#[test]
fn a_fix_over_two_files_is_one_edit() {
    let mut bench = Bench::new(all_edits());
    bench.find(vec![bench.moving(true)]);
    let actions = bench.actions(&["quickfix"]);
    let [action] = &actions[..] else {
        panic!("{actions:?}");
    };
    assert_eq!(action["title"], "Move the line to sysctl.conf");
    assert_eq!(action["isPreferred"], true);
    assert_eq!(action["diagnostics"][0]["code"], "misplaced-setting");
    let folder = bench.folder.path();
    let expected = json!([
        {
            "textDocument": {"uri": uri(folder, "loader.conf"), "version": 7},
            "edits": [{"range": range(1, 0, 2, 0), "newText": "", "annotationId": "fix"}],
        },
        {
            "textDocument": {"uri": uri(folder, "sysctl.conf"), "version": null},
            "edits": [{
                "range": range(0, 0, 0, 0), "newText": "net.add_addr_allfibs=0\n",
                "annotationId": "fix",
            }],
        },
    ]);
    assert_eq!(action["edit"]["documentChanges"], expected);
    assert_eq!(
        action["edit"]["changeAnnotations"]["fix"],
        json!({"label": "move the line to sysctl.conf", "needsConfirmation": false})
    );
}

#[test]
fn an_unsafe_fix_asks_and_is_not_preferred() {
    let mut bench = Bench::new(all_edits());
    bench.find(vec![bench.moving(false)]);
    let actions = bench.actions(&["quickfix"]);
    let edit = &actions[0]["edit"];
    assert_eq!(actions[0]["isPreferred"], false);
    assert_eq!(edit["changeAnnotations"]["fix"]["needsConfirmation"], true);
    assert_eq!(bench.actions(&["source.fixAll"]), Vec::<Value>::new());
}

#[test]
fn a_file_that_is_missing_is_made_first() {
    let mut bench = Bench::new(all_edits());
    bench.find(vec![bench.moving_to("new.conf")]);
    let actions = bench.actions(&["quickfix"]);
    let operations = &actions[0]["edit"]["documentChanges"];
    let made = uri(bench.folder.path(), "new.conf");
    assert_eq!(operations[0]["kind"], "create");
    assert_eq!(operations[0]["uri"], json!(made));
    assert_eq!(operations[1]["textDocument"]["uri"], json!(made));
    assert_eq!(operations[2]["edits"][0]["newText"], "");

    let mut unable = all_edits();
    unable["resourceOperations"] = json!([]);
    for edits in [unable, json!({})] {
        let mut bench = Bench::new(edits);
        bench.find(vec![bench.moving_to("new.conf")]);
        assert_eq!(bench.actions(&["quickfix"]), Vec::<Value>::new());
    }
    // Somebody has made it meanwhile: what is in it is not known yet.
    fs::write(bench.folder.path().join("new.conf"), "a.b=1\n").expect("writable");
    assert_eq!(bench.actions(&["quickfix"]), Vec::<Value>::new());
}

#[test]
fn older_clients_get_the_older_form() {
    let mut bench = Bench::new(json!({}));
    bench.find(vec![bench.moving(false)]);
    let actions = bench.actions(&["quickfix"]);
    let edit = actions[0]["edit"].as_object().expect("an edit");
    assert_eq!(edit.keys().collect::<Vec<_>>(), ["changes"]);
    let sysctl = uri(bench.folder.path(), "sysctl.conf");
    let changed = &edit["changes"][sysctl.as_str()][0];
    assert_eq!(changed["newText"], "net.add_addr_allfibs=0\n");
}

#[test]
fn all_that_is_safe_is_fixed_at_once() {
    let mut bench = Bench::new(all_edits());
    bench.find(vec![bench.moving(true)]);
    // The same fix of another finding is done once; what touches it is left for the next time.
    let analysis = bench.state.views.analysis_mut().expect("a view");
    let mut same = analysis.findings[0].clone();
    let mut other = same.clone();
    same.message = "the same".to_owned();
    other.fixes[0].edits[0].text = "#".to_owned();
    analysis.findings.extend([same, other]);
    let actions = bench.actions(&["source.fixAll"]);
    let [action] = &actions[..] else {
        panic!("{actions:?}");
    };
    assert_eq!(action["kind"], "source.fixAll.cellblock");
    let changes = action["edit"]["documentChanges"].as_array().expect("edits");
    let edits: Vec<_> = changes
        .iter()
        .map(|c| c["edits"].as_array().map(Vec::len))
        .collect();
    assert_eq!(edits, [Some(1), Some(1)]);
    // Of two safe fixes of one finding, neither is taken.
    bench.find(vec![bench.moving(true), bench.moving(true)]);
    assert_eq!(bench.actions(&["source.fixAll"]), Vec::<Value>::new());
    let two = bench.actions(&["quickfix"]);
    assert!(two.iter().all(|action| action["isPreferred"] == false) && two.len() == 2);
}
