//! Edits that fit and edits that do not; columns.

use serde_json::json;

use crate::session::{Session, able, arkham, check};

const FILE: &str = "arkham/etc/rc.conf";

#[test]
fn an_edit_that_does_not_fit_silences_the_file_until_it_is_sent_whole() {
    let mut session = Session::on(arkham(), able());
    let text = session.open(FILE);
    let before = session.all();
    assert!(before.contains_key(FILE));
    session.send_change(FILE, Some((9_000, 0, 9_001, 0)), "x");
    let said = session.rest();
    assert!(
        said.iter()
            .any(|(method, _)| method == "window/showMessage")
    );
    assert!(!session.shown.contains_key(FILE));
    // What follows is dropped, and nothing more is said of it.
    session.send_change(FILE, Some((0, 0, 0, 0)), "x");
    assert!(session.rest().is_empty());
    assert!(!session.shown.contains_key(FILE));
    session.change(FILE, None, &text);
    assert_eq!(session.all(), before);
}

#[test]
fn an_edit_of_no_newer_version_does_not_fit() {
    let mut session = Session::on(arkham(), able());
    session.open(FILE);
    session.send_change_as(FILE, 1, Some((0, 0, 0, 0)), "#");
    session.rest();
    assert!(!session.shown.contains_key(FILE));
    session.close(FILE);
    assert_eq!(session.all_rules(), check(session.folder.path()));
}

#[test]
fn unknown_documents_are_passed_over() {
    let mut session = Session::on(arkham(), able());
    let before = session.all();
    session.send_change_as(FILE, 7, Some((0, 0, 9, 0)), "x");
    session.close("arkham/etc/jail.conf");
    session.close("nowhere");
    session.rest();
    assert_eq!(session.all(), before);
}

/// Where the finding on `frr_fib` begins and ends, behind a comment that counts differently in
/// each encoding.
#[test]
fn columns_are_counted_as_agreed() {
    let address = "jail { path = \"/x\"; /* é e\u{301} 😀 👩\u{200d}🚒 */ exec.fib = ; }\n";
    let column = |capabilities: serde_json::Value| {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session::start(folder, capabilities, json!(null));
        session.send_open("untitled:jail.conf", "jail", address);
        session.rest();
        let shown = &session.shown["untitled:jail.conf"];
        shown
            .iter()
            .map(|d| d["range"]["start"]["character"].as_u64().unwrap())
            .max()
            .unwrap()
    };
    let with = |kinds: &[&str]| {
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!(kinds);
        capabilities
    };
    let mut silent = able();
    silent["general"] = json!({});
    let at = |count: fn(&str) -> usize, column: u64| {
        let lengths: Vec<_> = address
            .char_indices()
            .map(|(i, _)| count(&address[..i]))
            .collect();
        lengths.iter().position(|n| *n as u64 == column)
    };
    let utf8 = column(with(&["utf-16", "utf-8"]));
    let utf16 = column(silent);
    let utf32 = column(with(&["utf-32", "utf-16"]));
    assert_eq!(utf16, column(with(&["utf-16"])));
    let place = at(str::len, utf8).expect("a character");
    assert_eq!(at(|s| s.encode_utf16().count(), utf16), Some(place));
    assert_eq!(at(|s| s.chars().count(), utf32), Some(place));
    assert!(utf8 > utf16 && utf16 > utf32);
}
