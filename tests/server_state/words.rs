//! Words that are offered and explained, as the protocol has them.

use cellblock::server::lsp_types::CompletionItem;
use cellblock::server::message::{Message, Refusal, Reply};
use serde_json::{Value, json};

use crate::session::{Session, able, arkham};

const JAIL: &str = "arkham/etc/jail.conf";

/// A client that can do everything with completions.
fn completing(encoding: &str) -> Value {
    let mut capabilities = able();
    capabilities["general"]["positionEncodings"] = json!([encoding]);
    capabilities["textDocument"]["completion"] = json!({"completionItem": {
        "snippetSupport": true,
        "documentationFormat": ["markdown"],
        "resolveSupport": {"properties": ["documentation"]},
    }});
    capabilities
}

fn resolve(item: CompletionItem, reply: Reply<CompletionItem>) -> Message {
    Message::ResolveCompletion(Box::new(item), reply)
}

fn at(session: &Session, file: &str, line: u32, column: u32) -> Value {
    json!({
        "textDocument": {"uri": session.uri(file)},
        "position": {"line": line, "character": column},
    })
}

fn offered(session: &mut Session, file: &str, line: u32, column: u32) -> Value {
    let params = at(session, file, line, column);
    session.ask(Message::Completion, params).unwrap()
}

fn item(list: &Value, label: &str) -> Value {
    let items = list["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["label"] == label);
    item.unwrap_or_else(|| panic!("{label}: {list}")).clone()
}

#[test]
fn columns_are_counted_as_agreed() {
    let before = "å { a = '😀'; exec.fi";
    let columns = [
        ("utf-8", before.len()),
        ("utf-16", before.encode_utf16().count()),
        ("utf-32", before.chars().count()),
    ];
    for (encoding, column) in columns {
        let column = u32::try_from(column).unwrap();
        let mut session = Session::on(arkham(), completing(encoding));
        session.send_open(JAIL, "x", &format!("x {{}}\n{before} = 1; }}\n"));
        session.rest();
        let list = offered(&mut session, JAIL, 1, column);
        assert_eq!(list["isIncomplete"], false);
        let edit = &item(&list, "exec.fib")["textEdit"];
        let range = json!({
            "start": {"line": 1, "character": column - 7},
            "end": {"line": 1, "character": column},
        });
        assert_eq!(edit["range"], range, "{encoding}");
        assert_eq!(edit["newText"], "exec.fib");
    }
}

#[test]
fn what_more_there_is_to_say_is_said_when_asked_for() {
    let mut session = Session::on(arkham(), completing("utf-16"));
    session.send_open("arkham/etc/sysctl.conf", "x", "net.add_a\n");
    session.rest();
    let list = offered(&mut session, "arkham/etc/sysctl.conf", 0, 9);
    let own = item(&list, "net.add_addr_allfibs");
    assert_eq!(own["documentation"], Value::Null);
    assert_eq!(own["insertTextFormat"], 2);
    assert_eq!(own["textEdit"]["newText"], "net.add_addr_allfibs=$1");
    assert_eq!(own["sortText"], "0000");
    let resolved = session.ask(resolve, own.clone()).unwrap();
    let told = resolved["documentation"]["value"].as_str().unwrap();
    assert!(told.contains("Default on FreeBSD 12.1: 1"), "{told}");
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    assert_eq!(resolved["label"], own["label"]);
    // Something that never came from here.
    let foreign = json!({"label": "x", "data": {"about": "y"}});
    let resolved = session.ask(resolve, foreign).unwrap();
    assert_eq!(resolved["label"], "x");
}

#[test]
fn a_client_that_can_do_little_gets_all_at_once_and_plain() {
    let mut session = Session::on(arkham(), json!({}));
    session.send_open(JAIL, "x", "exec.fi\n");
    session.rest();
    let list = offered(&mut session, JAIL, 0, 7);
    let own = item(&list, "exec.fib");
    assert_eq!(own["textEdit"]["newText"], "exec.fib");
    assert_eq!(own["insertTextFormat"], Value::Null);
    assert_eq!(own["documentation"]["kind"], "plaintext");
    assert_eq!(own["data"], Value::Null);
}

#[test]
fn a_brace_alone_is_not_answered() {
    let mut session = Session::on(arkham(), completing("utf-16"));
    session.send_open(JAIL, "x", "www {\n$a = b;\npath = ${");
    session.rest();
    let mut params = at(&session, JAIL, 0, 5);
    params["context"] = json!({"triggerKind": 2, "triggerCharacter": "{"});
    let answer = session.ask(Message::Completion, params.clone()).unwrap();
    assert_eq!(answer, Value::Null);
    params["position"] = json!({"line": 2, "character": 9});
    let answer = session.ask(Message::Completion, params).unwrap();
    assert_eq!(item(&answer, "a")["textEdit"]["newText"], "a}");
}

#[test]
fn questions_about_an_older_text_and_of_unknown_files() {
    let mut session = Session::on(arkham(), completing("utf-16"));
    session.open(JAIL);
    let params = at(&session, JAIL, 0, 0);
    let mut answer = session.send_ask(Message::Completion, params);
    session.send_change(JAIL, Some((0, 0, 0, 0)), "x");
    session.rest();
    assert_eq!(answer.now(), Some(Err(Refusal::ContentModified)));
    assert_eq!(offered(&mut session, "nowhere", 0, 0), Value::Null);
}

#[test]
fn words_are_explained_beside_what_is_found() {
    let mut session = Session::on(arkham(), completing("utf-16"));
    let text = session.open("arkham/boot/loader.conf");
    let line = text.lines().position(|line| line.starts_with("net.add"));
    let line = u32::try_from(line.unwrap()).unwrap();
    let params = at(&session, "arkham/boot/loader.conf", line, 5);
    let hover = session.ask(Message::Hover, params).unwrap();
    let told = hover["contents"]["value"].as_str().unwrap();
    for part in [
        "**net.add_addr_allfibs**",
        "sysctl.conf on FreeBSD 12.1: sets it",
        "### misplaced-setting",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let text = session.open(JAIL);
    let line = text.lines().position(|line| line.starts_with("path"));
    let line = u32::try_from(line.unwrap()).unwrap();
    let params = at(&session, JAIL, line, 24);
    let hover = session.ask(Message::Hover, params).unwrap();
    let told = hover["contents"]["value"].as_str().unwrap();
    assert!(told.contains("`riddler` in jail riddler"), "{told}");
    assert_eq!(
        hover["range"]["start"],
        json!({"line": line, "character": 21})
    );
}
