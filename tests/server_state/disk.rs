//! What happens to the files on the disk is followed, whether the client watches or not.

use std::fs;

use cellblock::server::message::{Message, Owner};
use serde_json::json;

use crate::common;
use crate::session::{Session, able, arkham, check};

fn agrees(session: &Session) {
    assert_eq!(session.all_rules(), check(session.folder.path()));
}

#[test]
fn files_deleted_created_renamed_and_changed_are_followed() {
    let mut session = Session::on(arkham(), able());
    session.open("arkham/etc/jail.conf");
    let root = session.folder.path().to_owned();
    let bgpd = "gateway/usr/local/etc/frr/bgpd.conf";
    let text = fs::read(root.join(bgpd)).unwrap();

    fs::remove_file(root.join(bgpd)).unwrap();
    session.disk_changed(bgpd);
    agrees(&session);

    fs::write(root.join(bgpd), text).unwrap();
    session.disk_changed(bgpd);
    agrees(&session);

    fs::rename(root.join("gateway"), root.join("router")).unwrap();
    let config = fs::read_to_string(root.join("cellblock.toml")).unwrap();
    common::write(&root, "cellblock.toml", config.replace("gateway", "router"));
    session.disk_changed("cellblock.toml");
    agrees(&session);
    assert!(session.shown.keys().any(|file| file.starts_with("router/")));
    assert!(
        !session
            .shown
            .keys()
            .any(|file| file.starts_with("gateway/"))
    );

    common::write(&root, "third/etc/sysctl.conf", "net.fibs=1 =\nx\n");
    session.disk_changed("third/etc/sysctl.conf");
    agrees(&session);

    fs::remove_dir_all(root.join("router")).unwrap();
    common::write(
        &root,
        "cellblock.toml",
        "[hosts.arkham]\nfreebsd = \"12.1\"\n",
    );
    session.disk_changed("cellblock.toml");
    agrees(&session);
}

/// No message says that the file changed; the next edit of another one shows it.
#[test]
fn files_are_compared_before_each_analysis() {
    let mut session = Session::on(arkham(), json!({}));
    session.open("arkham/etc/jail.conf");
    let rc = session.path("arkham/etc/rc.conf");
    let text = fs::read_to_string(&rc).unwrap();
    fs::write(&rc, text.replace(" fib 1", "")).unwrap();
    session.change("arkham/etc/jail.conf", Some((0, 0, 0, 0)), "#\n");
    session.change("arkham/etc/jail.conf", Some((0, 0, 1, 0)), "");
    agrees(&session);
    fs::write(&rc, text).unwrap();
    let saved = json!({"textDocument": {"uri": session.uri("arkham/etc/jail.conf")}});
    let saved = Message::DidSave(serde_json::from_value(saved).unwrap());
    session.state.handle(saved);
    session.rest();
    agrees(&session);
}

#[test]
fn the_client_is_asked_to_watch_if_it_can() {
    for (capabilities, asked) in [(able(), true), (json!({}), false)] {
        let mut session = Session::on(arkham(), capabilities);
        session.state.handle(Message::Initialized);
        let said = session.rest();
        let registration = said
            .iter()
            .find(|(method, _)| method == "client/registerCapability");
        assert_eq!(registration.is_some(), asked);
        if let Some((_, params)) = registration {
            let one = &params["registrations"][0];
            assert_eq!(one["method"], "workspace/didChangeWatchedFiles");
            assert!(one["registerOptions"]["watchers"].as_array().unwrap().len() > 10);
        }
    }
}

#[test]
fn a_broken_cellblock_toml_is_said_and_what_it_said_before_counts() {
    let mut session = Session::on(arkham(), able());
    let before = session.all_rules();
    let text = session.open("cellblock.toml");
    session.change("cellblock.toml", Some((1, 0, 1, 0)), "freebsd = 12.1\n");
    let (fault, others): (Vec<_>, Vec<_>) = session
        .all_rules()
        .into_iter()
        .partition(|(file, ..)| file == "cellblock.toml");
    assert_eq!(fault.len(), 1);
    assert_eq!(others, before);
    let message = &session.shown["cellblock.toml"][0]["message"];
    assert!(
        message
            .as_str()
            .unwrap()
            .contains("what it said before counts")
    );
    // Another release, live: the loader's value is heeded there.
    session.change("cellblock.toml", None, &text.replace("12.1", "14.3"));
    assert!(!session.shown.contains_key("cellblock.toml"));
    assert_eq!(session.rules("arkham/boot/loader.conf"), []);
    session.close("cellblock.toml");
    assert_eq!(session.all_rules(), before);
}

#[test]
fn a_cellblock_toml_that_was_never_good_is_left_out() {
    let folder = arkham();
    common::write(folder.path(), "cellblock.toml", "[hosts\n");
    let session = Session::on(folder, able());
    assert_eq!(session.rules("cellblock.toml").len(), 1);
    fs::remove_file(session.path("cellblock.toml")).unwrap();
    let others: Vec<_> = session
        .all_rules()
        .into_iter()
        .filter(|(file, ..)| file != "cellblock.toml")
        .collect();
    assert_eq!(others, check(session.folder.path()));
}

#[test]
fn a_rule_that_cellblock_toml_misspells_is_said() {
    let folder = arkham();
    common::write(
        folder.path(),
        "cellblock.toml",
        "[rules]\nboot-ordr = \"off\"\n",
    );
    let session = Session::on(folder, able());
    let message = session.shown["cellblock.toml"][0]["message"]
        .as_str()
        .unwrap();
    assert!(message.contains("boot-order may be meant"), "{message}");
}
