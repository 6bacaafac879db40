//! What the client asks: diagnostics, actions, hovers.

use cellblock::server::lsp_types::request::WorkspaceDiagnosticRefresh;
use cellblock::server::message::{Message, Owner, Refusal};
use serde_json::{Value, json};

use crate::session::{Session, able, arkham, method};

fn pulling() -> Value {
    let mut capabilities = able();
    capabilities["textDocument"]["diagnostic"] = json!({"relatedDocumentSupport": true});
    capabilities
}

#[test]
fn a_client_that_pulls_is_not_pushed_to() {
    let mut session = Session::on(arkham(), pulling());
    session.open("arkham/etc/rc.conf");
    assert_eq!(session.published, 0);
    let uri = session.uri("arkham/etc/rc.conf");
    let ask = json!({"textDocument": {"uri": uri}});
    let report = session.ask(Message::DocumentDiagnostic, ask).unwrap();
    assert_eq!(report["kind"], "full");
    assert_eq!(report["items"].as_array().unwrap().len(), 1);
    let related = report["relatedDocuments"].as_object().unwrap();
    assert!(related.len() > 5);
    let ask = json!({"textDocument": {"uri": uri}, "previousResultId": report["resultId"]});
    let again = session.ask(Message::DocumentDiagnostic, ask).unwrap();
    assert_eq!(
        again,
        json!({"kind": "unchanged", "resultId": report["resultId"]})
    );
}

#[test]
fn the_whole_workspace_can_be_pulled() {
    let mut session = Session::on(arkham(), pulling());
    let ask = json!({"previousResultIds": []});
    let report = session.ask(Message::WorkspaceDiagnostic, ask).unwrap();
    let items = report["items"].as_array().unwrap().clone();
    assert!(items.len() > 5);
    let mut previous: Vec<_> = (items.iter())
        .map(|item| json!({"uri": item["uri"], "value": item["resultId"]}))
        .collect();
    let gone = session.uri("gone");
    previous.push(json!({"uri": gone, "value": "x"}));
    let ask = json!({"previousResultIds": previous});
    let report = session.ask(Message::WorkspaceDiagnostic, ask).unwrap();
    let (last, others) = report["items"].as_array().unwrap().split_last().unwrap();
    assert!(others.iter().all(|item| item["kind"] == "unchanged"));
    assert_eq!((&last["uri"], &last["items"]), (&json!(gone), &json!([])));
}

#[test]
fn a_client_that_pulls_is_told_when_another_file_changes() {
    let mut session = Session::on(arkham(), pulling());
    let refresh = method::<WorkspaceDiagnosticRefresh>();
    let told = |said: Vec<(String, Value)>| said.iter().filter(|(m, _)| m == refresh).count();
    session.open("arkham/etc/rc.conf");
    session.state.handle(Message::Answered(2, Ok(Value::Null)));
    session.rest();
    session.send_change("arkham/etc/rc.conf", None, "");
    assert_eq!(told(session.rest()), 1);
    // One at a time, however late the client answers.
    session.send_change("arkham/etc/rc.conf", None, "hostname=x\n");
    session.send_change(
        "arkham/etc/rc.conf",
        None,
        "ifconfig_lagg0_50=\"inet 1.2.3.4/24\"\n",
    );
    assert_eq!(told(session.rest()), 0);
    session.state.handle(Message::Answered(2, Ok(Value::Null)));
    assert!(told(session.rest()) <= 1);
    session
        .state
        .handle(Message::Answered(2, Err("no".to_owned())));
    session.send_change("arkham/etc/rc.conf", None, "");
    assert_eq!(told(session.rest()), 0);
}

#[test]
fn questions_about_an_older_text_are_refused() {
    let mut session = Session::on(arkham(), able());
    session.open("arkham/etc/jail.conf");
    let at = json!({"line": 32, "character": 15});
    let uri = session.uri("arkham/etc/jail.conf");
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    let mut answer = session.send_ask(Message::Hover, params);
    session.send_change("arkham/etc/jail.conf", Some((0, 0, 0, 0)), "#\n");
    session.rest();
    assert_eq!(answer.now(), Some(Err(Refusal::ContentModified)));
}

#[test]
fn a_question_nobody_waits_for_is_not_answered() {
    let mut session = Session::on(arkham(), able());
    let uri = session.uri("arkham/etc/jail.conf");
    let at = json!({"line": 32, "character": 15});
    let params = json!({"textDocument": {"uri": uri}, "position": at});
    drop(session.send_ask(Message::Hover, params));
    session.rest();
}

fn hover(session: &mut Session, file: &str, line: u32, column: u32) -> Option<String> {
    let params = json!({
        "textDocument": {"uri": session.uri(file)},
        "position": {"line": line, "character": column},
    });
    let hover = session.ask(Message::Hover, params).unwrap();
    Some(hover["contents"]["value"].as_str()?.to_owned())
}

#[test]
fn hover_tells_of_rules_and_of_what_becomes_of_an_address() {
    let mut session = Session::on(arkham(), able());
    let told = hover(&mut session, "arkham/etc/jail.conf", 32, 20).unwrap();
    for part in [
        "**203.0.113.201** of jail joker, on lagg0.50 in FIB 1; the jail runs in FIB 0",
        "It does not get to 192.168.50.1:",
        "- arkham puts it into BGP",
        "- gateway throws it away: arkham_in denies it at seq 10",
        "### jail-fib-mismatch (warning)",
        "### jail-address-rejected-by-peer (warning)",
    ] {
        assert!(told.contains(part), "{part}\n\n{told}");
    }
    assert_eq!(hover(&mut session, "arkham/etc/jail.conf", 0, 0), None);
    assert_eq!(hover(&mut session, "nowhere", 0, 0), None);
    let fine = hover(&mut session, "arkham/etc/jail.conf", 11, 20).unwrap();
    assert!(fine.contains("It arrives at 192.168.50.1:"), "{fine}");
    let private = "nas";
    let text = session.open("arkham/etc/jail.conf");
    let line = text
        .lines()
        .position(|line| line.contains("192.168.200.20\""))
        .unwrap();
    let told = hover(
        &mut session,
        "arkham/etc/jail.conf",
        u32::try_from(line).unwrap(),
        20,
    );
    let told = told.unwrap();
    assert!(
        told.contains(private) && told.contains("It is private"),
        "{told}"
    );
}

/// Accepting a finding where it stands: the comment goes above the line, and the finding goes.
#[test]
fn a_finding_is_accepted_by_the_comment_that_is_offered() {
    let mut session = Session::on(arkham(), able());
    let mut accepted = 0;
    for file in session.shown.keys().cloned().collect::<Vec<_>>() {
        let text = session.open(&file);
        for diagnostic in session.shown[&file].clone() {
            let start = &diagnostic["range"]["start"];
            let number = |key: &str| u32::try_from(start[key].as_u64().unwrap()).unwrap();
            let (line, column) = (number("line"), number("character"));
            let title = format!("Allow {} here", diagnostic["code"].as_str().unwrap());
            let actions = session.actions(&file, line, column);
            let action = actions
                .iter()
                .find(|action| action["title"] == title.as_str());
            let action = action.unwrap_or_else(|| panic!("{file}: {title}"));
            assert_eq!(action["kind"], "quickfix");
            let change = &action["edit"]["documentChanges"][0];
            assert_eq!(change["textDocument"]["uri"], json!(session.uri(&file)));
            assert!(change["textDocument"]["version"].is_i64());
            let edit = &change["edits"][0];
            assert_eq!(
                edit["range"]["start"],
                json!({"line": line, "character": 0})
            );
            let comment = edit["newText"].as_str().unwrap();
            session.change(&file, Some((line, 0, line, 0)), comment);
            let rule = diagnostic["code"].as_str().unwrap().to_owned();
            let rules = session.rules(&file);
            assert!(
                !rules.contains(&(u64::from(line) + 2, rule)),
                "{file}: {rules:?}"
            );
            assert!(!rules.iter().any(|(_, rule)| rule == "unused-suppression"));
            session.change(&file, None, &text);
            accepted += 1;
        }
        session.close(&file);
    }
    assert!(accepted > 15);
}

#[test]
fn actions_are_of_the_kinds_and_diagnostics_asked_for() {
    let mut session = Session::on(arkham(), able());
    let file = "arkham/etc/jail.conf";
    assert_eq!(session.actions(file, 0, 0), Vec::<Value>::new());
    assert!(session.actions(file, 32, 20).len() >= 2);
    let one = session.shown[file]
        .iter()
        .find(|d| d["code"] == "jail-fib-mismatch");
    let one = one.unwrap().clone();
    let mut params = json!({
        "textDocument": {"uri": session.uri(file)}, "range": one["range"],
        "context": {"diagnostics": [one]},
    });
    let actions = session.ask(Message::CodeAction, params.clone()).unwrap();
    for action in actions.as_array().unwrap() {
        assert_eq!(action["diagnostics"][0]["code"], "jail-fib-mismatch");
    }
    params["context"]["only"] = json!(["refactor"]);
    assert_eq!(
        session.ask(Message::CodeAction, params.clone()).unwrap(),
        json!([])
    );
    let mut unable = Session::on(arkham(), json!({}));
    params["textDocument"]["uri"] = json!(unable.uri(file));
    assert_eq!(
        unable.ask(Message::CodeAction, params).unwrap(),
        Value::Null
    );
}
