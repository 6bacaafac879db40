//! Which files diagnostics are shown of.

use std::fs;

use cellblock::server::lsp_types::Url;
use cellblock::server::message::{Message, Owner};
use serde_json::json;

use crate::common;
use crate::session::{Session, able, arkham, check};

#[test]
fn a_folder_shows_what_check_finds_before_anything_is_open() {
    let session = Session::on(arkham(), able());
    assert_eq!(session.all_rules(), check(session.folder.path()));
    assert!(session.shown.len() > 5);
}

#[test]
fn opening_one_file_shows_the_whole_site() {
    let mut session = Session::rootless(arkham());
    assert!(session.shown.is_empty());
    session.open("arkham/etc/jail.conf");
    assert_eq!(session.all_rules(), check(session.folder.path()));
    session.close("arkham/etc/jail.conf");
    assert!(session.shown.is_empty());
}

#[test]
fn without_a_cellblock_toml_the_host_around_a_file_is_shown() {
    let mut session = Session::rootless(arkham());
    fs::remove_file(session.path("cellblock.toml")).unwrap();
    session.open("arkham/etc/jail.conf");
    let files: Vec<_> = session.shown.keys().map(String::as_str).collect();
    assert!(files.contains(&"arkham/etc/rc.conf"), "{files:?}");
    assert!(files.iter().all(|file| file.starts_with("arkham/")));
    session.open("arkham/etc/rc.conf");
    session.close("arkham/etc/jail.conf");
    assert!(!session.shown.is_empty());
    session.close("arkham/etc/rc.conf");
    assert!(session.shown.is_empty());
}

#[test]
fn an_edit_in_one_file_changes_another_in_one_round() {
    let mut session = Session::on(arkham(), able());
    session.open("arkham/etc/rc.conf");
    let mismatch = (33, "jail-fib-mismatch".to_owned());
    assert!(session.rules("arkham/etc/jail.conf").contains(&mismatch));
    let before = session.all();
    session.published = 0;
    // `... fib 1"` is what follows column 43 of line 11.
    let line = r#"ifconfig_lagg0_50="inet 192.168.50.2/24"#;
    let column = u32::try_from(line.len()).unwrap();
    session.change("arkham/etc/rc.conf", Some((10, column, 10, column + 6)), "");
    assert!(!session.rules("arkham/etc/jail.conf").contains(&mismatch));
    assert!(session.published < session.shown.len(), "only what changed");
    session.change(
        "arkham/etc/rc.conf",
        Some((10, column, 10, column)),
        " fib 1",
    );
    assert_eq!(session.all(), before);
}

#[test]
fn many_edits_are_analysed_once() {
    let mut session = Session::on(arkham(), able());
    let text = session.open("arkham/etc/rc.conf");
    session.published = 0;
    for _ in 0..500 {
        session.send_change("arkham/etc/rc.conf", Some((0, 0, 0, 0)), "#\n");
    }
    session.rest();
    assert!(session.published < 5, "{}", session.published);
    session.change("arkham/etc/rc.conf", None, &text);
    assert_eq!(session.all_rules(), check(session.folder.path()));
}

#[test]
fn folders_that_share_a_site_are_one_site() {
    let folder = arkham();
    let root = |name: &str| Url::from_file_path(folder.path().join(name)).unwrap();
    let (arkham, gateway) = (root("arkham"), root("gateway"));
    let named = |uri: &Url| json!({"uri": uri, "name": "x"});
    let folders = json!([named(&arkham)]);
    let mut session = Session::start(folder, able(), folders);
    let alone = session.all_rules();
    assert!(alone.iter().all(|(file, ..)| file.starts_with("arkham/")));
    let event = |added, removed| {
        let params = json!({"event": {"added": added, "removed": removed}});
        Message::DidChangeWorkspaceFolders(serde_json::from_value(params).unwrap())
    };
    session
        .state
        .handle(event(json!([named(&gateway)]), json!([])));
    session.rest();
    assert_eq!(session.all_rules(), check(session.folder.path()));
    session
        .state
        .handle(event(json!([]), json!([named(&gateway)])));
    session.rest();
    assert_eq!(session.all_rules(), alone);
    session
        .state
        .handle(event(json!([]), json!([named(&arkham)])));
    session.rest();
    assert!(session.shown.is_empty());
}

#[test]
fn two_checkouts_of_one_site_are_two_sites() {
    let folder = arkham();
    let site = common::project().join("tests/sites/arkham");
    for file in common::files_below(&site) {
        let text = fs::read(site.join(&file)).unwrap();
        common::write(&folder.path().join("a"), &file, &text);
        common::write(&folder.path().join("b"), &file, &text);
    }
    let root = |name: &str| Url::from_file_path(folder.path().join(name)).unwrap();
    let folders = json!([{"uri": root("a"), "name": "a"}, {"uri": root("b"), "name": "b"}]);
    let session = Session::start(folder, able(), folders);
    let of = |name: &str| {
        let all = session.all_rules().into_iter();
        all.filter_map(|(file, line, rule)| Some((file.strip_prefix(name)?.to_owned(), line, rule)))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("a/"), of("b/"));
    assert_eq!(of("a/"), check(&session.path("a")));
}

#[test]
fn documents_that_are_no_files_stand_alone() {
    let mut session = Session::rootless(tempfile::tempdir().unwrap());
    let broken = "web { path = \"/x\"; exec.fib = ; \n";
    session.send_open("untitled:Untitled-1", "jail", broken);
    session.send_open("git:/x/rc.conf?ref=1", "plaintext", "a=1\nb = 2\n");
    session.send_open("untitled:Untitled-2", "plaintext", broken);
    session.send_open("output:tasks", "Log", "jail.conf {{{");
    session.rest();
    assert!(session.shown.contains_key("untitled:Untitled-1"));
    assert!(!session.shown.contains_key("untitled:Untitled-2"));
    assert!(!session.shown.contains_key("output:tasks"));
    session.change(
        "untitled:Untitled-1",
        None,
        "web { path = \"/x\"; persist; }\n",
    );
    assert!(!session.shown.contains_key("untitled:Untitled-1"));
    session.change("untitled:Untitled-1", None, broken);
    session.close("untitled:Untitled-1");
    assert!(!session.shown.contains_key("untitled:Untitled-1"));
}
