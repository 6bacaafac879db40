//! How a user finds their way: names across files, and the structure of each.

use std::collections::BTreeMap;
use std::fs;

use cellblock::server::message::{Message, Refusal, Reply};
use cellblock::server::navigation::Navigation;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::common;
use crate::session::{Session, able, arkham};

const JAIL_CONF: &str = "arkham/etc/jail.conf";
const RC_CONF: &str = "arkham/etc/rc.conf";
const ZEBRA: &str = "arkham/usr/local/etc/frr/zebra.conf";

impl Session {
    fn find<P: DeserializeOwned, T: Serialize>(
        &mut self,
        way: fn(P, Reply<T>) -> Navigation,
        params: Value,
    ) -> Result<Value, Refusal> {
        self.ask(
            |params, reply| Message::Navigation(way(params, reply)),
            params,
        )
    }

    /// Asks about a place; `more` goes beside it.
    fn find_at<P: DeserializeOwned, T: Serialize>(
        &mut self,
        way: fn(P, Reply<T>) -> Navigation,
        (file, line, column): (&str, u32, u32),
        more: Value,
    ) -> Result<Value, Refusal> {
        let mut params = json!({
            "textDocument": {"uri": self.uri(file)},
            "position": {"line": line, "character": column},
        });
        let all = params.as_object_mut().unwrap();
        all.extend(more.as_object().cloned().unwrap_or_default());
        self.find(way, params)
    }

    pub fn about<P: DeserializeOwned, T: Serialize>(
        &mut self,
        way: fn(P, Reply<T>) -> Navigation,
        file: &str,
    ) -> Value {
        let params = json!({"textDocument": {"uri": self.uri(file)}});
        self.find(way, params).unwrap()
    }

    /// Locations as `(file, line from 1)`.
    fn places(&self, locations: &Value) -> Vec<(String, u64)> {
        let root = self.uri("");
        let place = |location: &Value| {
            let uri = location["uri"].as_str().unwrap();
            let file = uri.strip_prefix(root.as_str()).unwrap();
            let file = file.trim_start_matches('/');
            let line = location["range"]["start"]["line"].as_u64().unwrap();
            (file.to_owned(), line + 1)
        };
        locations.as_array().unwrap().iter().map(place).collect()
    }
}

fn place(file: &str, line: u64) -> (String, u64) {
    (file.to_owned(), line)
}

/// A site of one host with what its files say.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        common::write(folder.path(), file, text);
    }
    folder
}

#[test]
fn a_name_leads_from_file_to_file() {
    let mut session = Session::on(arkham(), able());
    // lagg0.50 in FRR's file, which is not open.
    let found = session.find_at(Navigation::Definition, (ZEBRA, 4, 12), json!({}));
    let defined = vec![place(RC_CONF, 10), place(RC_CONF, 11)];
    assert_eq!(session.places(&found.unwrap()), defined);
    for with in [true, false] {
        let more = json!({"context": {"includeDeclaration": with}});
        let found = session.find_at(Navigation::References, (ZEBRA, 4, 12), more);
        let places = session.places(&found.unwrap());
        assert_eq!(places.len(), 5 + 2 + if with { 2 } else { 0 }, "{places:?}");
        assert!(places.contains(&place("arkham/etc/rc.local", 3)));
        assert!(places.contains(&place(JAIL_CONF, 33)));
        assert_eq!(places.contains(&defined[0]), with);
    }
}

#[test]
fn what_is_typed_counts_before_it_is_saved() {
    let mut session = Session::on(arkham(), able());
    session.open(RC_CONF);
    session.change(RC_CONF, Some((0, 0, 0, 0)), "# one\n# two\n");
    let found = session.find_at(Navigation::Definition, (ZEBRA, 4, 12), json!({}));
    let defined = vec![place(RC_CONF, 12), place(RC_CONF, 13)];
    assert_eq!(session.places(&found.unwrap()), defined);
}

#[test]
fn uses_in_one_text_are_highlighted() {
    let mut session = Session::on(arkham(), able());
    let found = session
        .find_at(Navigation::Highlights, (RC_CONF, 7, 21), json!({}))
        .unwrap();
    let told: Vec<_> = (found.as_array().unwrap().iter())
        .map(|h| {
            (
                h["range"]["start"]["line"].as_u64().unwrap(),
                h["kind"].as_u64().unwrap(),
            )
        })
        .collect();
    // DocumentHighlightKind: 2 reads, 3 writes.
    assert_eq!(told, [(7, 3), (8, 3), (9, 3)]);
}

/// The site's texts after a workspace edit.
fn applied(session: &Session, edit: &Value) -> BTreeMap<String, String> {
    let root = session.uri("");
    let mut texts = BTreeMap::new();
    for change in edit["documentChanges"].as_array().unwrap() {
        let uri = change["textDocument"]["uri"].as_str().unwrap();
        let file = uri.strip_prefix(root.as_str()).unwrap();
        let file = file.trim_start_matches('/');
        let text = fs::read_to_string(session.path(file)).unwrap();
        let mut lines: Vec<_> = text.split('\n').map(str::to_owned).collect();
        for edit in change["edits"].as_array().unwrap().iter().rev() {
            let number = |end: &str, key: &str| {
                usize::try_from(edit["range"][end][key].as_u64().unwrap()).unwrap()
            };
            let line = &mut lines[number("start", "line")];
            let columns = number("start", "character")..number("end", "character");
            line.replace_range(columns, edit["newText"].as_str().unwrap());
        }
        texts.insert(file.to_owned(), lines.join("\n"));
    }
    texts
}

#[test]
fn an_interface_is_renamed_in_all_files_at_once() {
    let mut session = Session::on(arkham(), able());
    let at = (RC_CONF, 7, 21);
    let prepared = session.find_at(Navigation::PrepareRename, at, json!({}));
    assert_eq!(
        prepared.unwrap(),
        json!({
            "range": {"start": {"line": 7, "character": 19}, "end": {"line": 7, "character": 24}},
            "placeholder": "lagg0",
        })
    );
    let edit = session.find_at(Navigation::Rename, at, json!({"newName": "lagg7"}));
    let edit = edit.unwrap();
    let texts = applied(&session, &edit);
    let before = session.all_rules();
    for (file, text) in &texts {
        assert!(text.contains("lagg7") && !text.contains("lagg0"), "{file}");
        session.open(file);
        session.change(file, None, text);
    }
    assert_eq!(texts.len(), 4);
    assert_eq!(session.all_rules(), before);
}

#[test]
fn a_rename_that_cannot_be_is_refused_in_words() {
    let mut session = Session::on(arkham(), able());
    let refused = |answer: Result<Value, Refusal>, why: &str| match answer {
        Err(Refusal::Refused(said)) => assert!(said.contains(why), "{said}"),
        other => panic!("{other:?}"),
    };
    let riddler = (JAIL_CONF, 9, 2);
    for (new, why) in [("joker", "already"), ("7", "id"), ("a.b", "dot")] {
        let answer = session.find_at(Navigation::Rename, riddler, json!({"newName": new}));
        refused(answer, why);
    }
    let fibs = ("arkham/boot/loader.conf", 3, 3);
    let answer = session.find_at(Navigation::PrepareRename, fibs, json!({}));
    refused(answer, "kernel");
    // The same name again changes nothing.
    let answer = session.find_at(Navigation::Rename, riddler, json!({"newName": "riddler"}));
    assert_eq!(answer.unwrap(), Value::Null);
}

/// A rename of a text that another client's edit made older is never computed.
#[test]
fn questions_about_an_older_text_are_refused() {
    let mut session = Session::on(arkham(), able());
    session.open(JAIL_CONF);
    let params = json!({
        "textDocument": {"uri": session.uri(JAIL_CONF)},
        "position": {"line": 9, "character": 2}, "newName": "x",
    });
    let rename = |params, reply| Message::Navigation(Navigation::Rename(params, reply));
    let mut answer = session.send_ask(rename, params);
    session.send_change(JAIL_CONF, Some((0, 0, 0, 0)), "\n");
    session.rest();
    assert!(matches!(answer.now(), Some(Err(Refusal::ContentModified))));
}

#[test]
fn names_are_found_anywhere() {
    let mut session = Session::on(arkham(), able());
    let mut ask = |query: &str| {
        let found = session.find(Navigation::Symbols, json!({"query": query}));
        let found = found.unwrap();
        let all = found.as_array().unwrap().iter();
        let told = |s: &Value| {
            let text = |key: &str| s[key].as_str().unwrap().to_owned();
            (
                text("name"),
                text("containerName"),
                s["kind"].as_u64().unwrap(),
            )
        };
        all.map(told).collect::<Vec<_>>()
    };
    let named = |name: &str, host: &str, kind| (name.to_owned(), host.to_owned(), kind);
    // SymbolKind: 2 module, 7 property, 11 interface.
    assert_eq!(ask("RIDdl"), [named("riddler", "arkham", 2)]);
    assert!(ask("lagg050").contains(&named("lagg0.50", "arkham", 11)));
    assert!(ask("ix1").contains(&named("ix1", "gateway", 11)));
    assert!(ask("fibs").contains(&named("net.fibs", "arkham", 7)));
    assert_eq!(ask("no such thing"), []);
    assert!(ask("").len() > 15);
}

#[test]
fn structure_of_one_text() {
    let mut capabilities = able();
    let flat = Session::on(arkham(), capabilities.clone()).about(Navigation::Outline, JAIL_CONF);
    assert_eq!(flat[0]["location"]["range"]["start"]["line"], 1);
    let of_riddler = |s: &&Value| s["containerName"] == "riddler";
    assert_eq!(
        flat.as_array().unwrap().iter().filter(of_riddler).count(),
        3
    );
    capabilities["textDocument"]["documentSymbol"] =
        json!({"hierarchicalDocumentSymbolSupport": true});
    let mut session = Session::on(arkham(), capabilities);
    let nested = session.about(Navigation::Outline, JAIL_CONF);
    let riddler = nested.as_array().unwrap().iter();
    let riddler = riddler.clone().find(|s| s["name"] == "riddler").unwrap();
    assert_eq!(riddler["children"].as_array().unwrap().len(), 3);
    assert_eq!(riddler["range"]["end"], json!({"line": 13, "character": 1}));
    let folds = session.about(Navigation::Folds, JAIL_CONF);
    let fold = json!({"startLine": 9, "endLine": 13});
    assert!(folds.as_array().unwrap().contains(&fold), "{folds}");
    let params = json!({
        "textDocument": {"uri": session.uri(JAIL_CONF)},
        "positions": [{"line": 9, "character": 2}, {"line": 999_999, "character": 7}],
    });
    let grown = session.find(Navigation::Selections, params).unwrap();
    assert_eq!(grown.as_array().unwrap().len(), 2);
    assert_eq!(grown[0]["range"]["end"], json!({"line": 9, "character": 7}));
    assert_eq!(
        grown[0]["parent"]["range"]["end"],
        json!({"line": 9, "character": 9})
    );
}

#[test]
fn file_names_are_links_if_the_files_are_there() {
    let folder = site(&[
        (
            "h/etc/jail.conf",
            ".include \"/etc/jail.conf.d/*.conf\";\n.include \"/etc/gone.conf\";\n",
        ),
        ("h/etc/jail.conf.d/a.conf", "a { }\n"),
        ("h/etc/jail.conf.d/b.conf", "b { }\n"),
        ("h/etc/rc.conf", ". /etc/rc.conf.mine\n. /etc/gone\n"),
        ("h/etc/rc.conf.mine", "x=1\n"),
    ]);
    let mut session = Session::on(folder, able());
    let links = session.about(Navigation::Links, "h/etc/jail.conf");
    let target = session.uri("h/etc/jail.conf.d/a.conf");
    assert_eq!(
        links,
        json!([{
            "range": {"start": {"line": 0, "character": 9}, "end": {"line": 0, "character": 34}},
            "target": target, "tooltip": "the first of 2 files",
        }])
    );
    let links = session.about(Navigation::Links, "h/etc/rc.conf");
    assert_eq!(links.as_array().unwrap().len(), 1, "{links}");
    assert_eq!(links[0]["target"], json!(session.uri("h/etc/rc.conf.mine")));
}

/// How wide a character is for the client.
type Width = fn(char) -> usize;

/// The words that tokens stand for, by undoing what the protocol does to their places.
fn words(text: &str, data: &Value, width: Width) -> Vec<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let numbers: Vec<usize> = (data.as_array().unwrap().iter())
        .map(|n| usize::try_from(n.as_u64().unwrap()).unwrap())
        .collect();
    let (mut line, mut start) = (0, 0);
    let each = |token: &[usize]| {
        start = if token[0] == 0 { start } else { 0 } + token[1];
        line += token[0];
        let mut column = 0;
        let mut word = String::new();
        for c in lines[line].chars() {
            if column >= start && column < start + token[2] {
                word.push(c);
            }
            column += width(c);
        }
        assert_eq!(word.chars().map(width).sum::<usize>(), token[2]);
        assert!(token[3] < 8 && token[4] < 2);
        word
    };
    numbers.chunks(5).map(each).collect()
}

#[test]
fn places_are_counted_as_the_client_does() {
    let text = "# é😀 x\n\"é😀\" { path = \"/😀\"; } b { depend = \"é😀\"; }\n";
    let encodings: [(&str, Width); 3] = [
        ("utf-8", char::len_utf8),
        ("utf-16", char::len_utf16),
        ("utf-32", |_| 1),
    ];
    for (encoding, width) in encodings {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut session = Session::on(site(&[("h/etc/jail.conf", text)]), capabilities);
        let file = "h/etc/jail.conf";
        let tokens = session.about(Navigation::Tokens, file);
        assert_eq!(
            words(text, &tokens["data"], width),
            [
                "# é😀 x",
                "\"é😀\"",
                "path",
                "\"/😀\"",
                "b",
                "depend",
                "\"é😀\""
            ]
        );
        let line = text.lines().nth(1).unwrap();
        let column = |part: &str, skip: usize| {
            let at = line.rfind(part).unwrap() + skip;
            let columns: usize = line[..at].chars().map(width).sum();
            u32::try_from(columns).unwrap()
        };
        let at = (file, 1, column("\"é😀\"", 1));
        let range = |from: u32, to: u32| json!({"start": {"line": 1, "character": from}, "end": {"line": 1, "character": to}});
        let name = u32::try_from("é😀".chars().map(width).sum::<usize>()).unwrap();
        let found = session
            .find_at(Navigation::Definition, at, json!({}))
            .unwrap();
        assert_eq!(found[0]["range"], range(1, 1 + name));
        let edit = session.find_at(Navigation::Rename, at, json!({"newName": "ö"}));
        let edits = edit.unwrap()["documentChanges"][0]["edits"].clone();
        assert_eq!(
            edits[0],
            json!({"range": range(1, 1 + name), "newText": "ö"})
        );
        assert_eq!(
            edits[1],
            json!({"range": range(at.2, at.2 + name), "newText": "ö"})
        );
        // Some lines only.
        let params = json!({
            "textDocument": {"uri": session.uri(file)},
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 99}},
        });
        let some = session.find(Navigation::TokensOfRange, params).unwrap();
        assert_eq!(words(text, &some["data"], width), ["# é😀 x"]);
    }
}

#[test]
fn tokens_of_every_file_are_where_its_words_are() {
    let mut session = Session::on(arkham(), able());
    for file in common::files_below(session.folder.path()) {
        let name = file.to_str().unwrap();
        if name.ends_with(".md") || name.ends_with(".toml") {
            continue;
        }
        let text = fs::read_to_string(session.path(name)).unwrap();
        let tokens = session.about(Navigation::Tokens, name);
        let told = words(&text, &tokens["data"], char::len_utf8);
        assert!(told.iter().all(|word| !word.trim().is_empty()), "{name}");
        assert!(told.len() >= 2, "{name}: {told:?}");
    }
}

/// Unknown documents and places outside a text have no answer, and do no harm.
#[test]
fn there_may_be_nothing_to_answer() {
    let mut session = Session::on(arkham(), able());
    for at in [
        ("nowhere", 0, 0),
        ("untitled:Untitled-1", 0, 0),
        ("cellblock.toml", 0, 0),
        (JAIL_CONF, u32::MAX, u32::MAX),
        (JAIL_CONF, 0, u32::MAX),
        (JAIL_CONF, 8, 0),
    ] {
        let none = Ok(Value::Null);
        let more = json!({"context": {"includeDeclaration": true}, "newName": "x"});
        assert_eq!(session.find_at(Navigation::Definition, at, json!({})), none);
        assert_eq!(
            session.find_at(Navigation::References, at, more.clone()),
            none
        );
        assert_eq!(session.find_at(Navigation::Highlights, at, json!({})), none);
        assert_eq!(
            session.find_at(Navigation::PrepareRename, at, json!({})),
            none
        );
        assert_eq!(session.find_at(Navigation::Rename, at, more), none);
    }
    for file in ["nowhere", "cellblock.toml"] {
        assert_eq!(session.about(Navigation::Links, file), Value::Null);
        assert_eq!(session.about(Navigation::Outline, file), Value::Null);
        assert_eq!(session.about(Navigation::Folds, file), Value::Null);
        assert_eq!(session.about(Navigation::Tokens, file), Value::Null);
    }
}

/// A text without a file has an outline too.
#[test]
fn an_untitled_text_is_answered() {
    let mut session = Session::on(arkham(), able());
    session.send_open(
        "untitled:Untitled-1",
        "jail-conf",
        "a { depend = b; }\nb { }\n",
    );
    session.rest();
    let name = "untitled:Untitled-1";
    let tokens = session.about(Navigation::Tokens, name);
    assert_eq!(tokens["data"].as_array().map(Vec::len), Some(5 * 4));
    let found = session.find_at(Navigation::Definition, (name, 0, 13), json!({}));
    assert_eq!(
        found.unwrap()[0]["range"]["start"],
        json!({"line": 1, "character": 0})
    );
}
