//! The language server's transport: what tower-lsp alone does not hold. The order of messages,
//! cancelling, leaving, no deadlock, and an owner that panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lsp;

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use cellblock::server::lsp_types::notification::LogMessage;
use cellblock::server::lsp_types::request::WorkspaceFoldersRequest;
use cellblock::server::lsp_types::{Hover, InitializeResult, LogMessageParams, MessageType};
use cellblock::server::message::{Message, Outside, Owner, Reply};
use cellblock::server::transport::End;
use lsp::{Client, ask_hover, cancel, change, does, framed, hover, notification, request, session};
use serde_json::{Value, json};

/// How many messages make a flood.
const FLOOD: i64 = 5_000;

/// How many edits stand between two answers of the client in the flood.
const STEP: i64 = 50;

/// Every hover tells how many edits came before it; the owner sees whether they come in order,
/// and the client's answers to its questions among them.
#[test]
fn a_flood_of_edits_and_requests_keeps_its_order() {
    let mut edits = 0;
    let owner = does(move |outside: &Outside, message| match message {
        Message::Initialized => {
            for _ in 0..FLOOD / STEP {
                outside.request::<WorkspaceFoldersRequest>(1, ());
            }
        }
        Message::DidChange(params) => {
            edits += 1;
            assert_eq!(params.text_document.version, edits);
        }
        Message::Answered(1, outcome) => assert_eq!(outcome, Ok(json!(edits))),
        Message::Hover(_, reply) => reply.send(Ok(hover(edits))),
        other => panic!("{other:?}"),
    });
    let (end, ()) = session(owner, async |client: &mut Client| {
        client.initialize().await;
        client.send(&notification("initialized", &json!({}))).await;
        let mut questions = Vec::new();
        for _ in 0..FLOOD / STEP {
            questions.push(client.read().await["id"].clone());
        }
        let mut flood = Vec::new();
        for number in 1..=FLOOD {
            flood.extend(framed(&change(number)));
            if number % STEP == 0 {
                let id = questions.pop();
                let answer = json!({"jsonrpc": "2.0", "id": id, "result": number});
                flood.extend(framed(&answer));
            }
            flood.extend(framed(&ask_hover(number)));
            if number % 3 == 0 {
                flood.extend(framed(&cancel(number + 1_000_000)));
            }
        }
        client.write(&flood).await;
        for _ in 1..=FLOOD {
            // A panic of the owner would be told here.
            let answer = client.read().await;
            assert_eq!(answer["result"]["contents"], answer["id"].to_string());
        }
        client.leave().await;
    });
    assert_eq!(end, End::Orderly);
}

/// The owner keeps every hover's reply until the client has answered a request of ours.
#[test]
fn a_cancelled_request_is_refused_once_and_harms_nothing() {
    let (tell, told) = mpsc::channel();
    let mut kept: Vec<Reply<Option<Hover>>> = Vec::new();
    let owner = does(move |outside, message| match message {
        Message::Hover(_, reply) => {
            outside.request::<WorkspaceFoldersRequest>(40, ());
            kept.push(reply);
        }
        Message::Answered(40, outcome) => {
            assert_eq!(outcome, Ok(Value::Null));
            let reply = kept.remove(0);
            tell.send(reply.is_cancelled()).unwrap();
            reply.send(Ok(hover("late")));
        }
        other => panic!("{other:?}"),
    });
    let (end, ()) = session(owner, async |client: &mut Client| {
        client.initialize().await;
        client.send(&ask_hover(7)).await;
        let question = client.read().await;
        assert_eq!(question["method"], "workspace/workspaceFolders");
        client.send(&cancel(7)).await;
        client.send(&cancel(7)).await;
        client.send(&cancel(99)).await;
        let refused = client.read().await;
        assert_eq!(
            (&refused["id"], &refused["error"]["code"]),
            (&json!(7), &json!(-32800))
        );
        // The answer that the cancelled request was waiting for, and again.
        let answer = json!({"jsonrpc": "2.0", "id": question["id"], "result": null});
        client.send(&answer).await;
        client.send(&answer).await;
        // Another one, not cancelled; and cancelling it when it is over.
        client.send(&ask_hover(8)).await;
        let question = client.read().await;
        let answer = json!({"jsonrpc": "2.0", "id": question["id"], "result": null});
        client.send(&answer).await;
        let answered = client.read().await;
        assert_eq!(
            (&answered["id"], &answered["result"]["contents"]),
            (&json!(8), &json!("late"))
        );
        client.send(&cancel(8)).await;
        client.leave().await;
    });
    assert_eq!(end, End::Orderly);
    assert_eq!(told.iter().collect::<Vec<_>>(), [true, false]);
}

/// The program, its input held open.
fn program() -> Child {
    Command::new(env!("CARGO_BIN_EXE_cellblock"))
        .args(["lsp", "--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The exit status; an end that does not come fails the test.
fn status(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if begun.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("the server stays");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn exit_ends_the_program_though_its_input_stays_open() {
    let initialize = request(1, "initialize", &json!({"capabilities": {}}));
    let shutdown = json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"});
    let exit = json!({"jsonrpc": "2.0", "method": "exit"});
    let sessions = [
        (vec![&initialize, &shutdown, &exit], 0),
        (vec![&initialize, &exit], 1),
        (vec![&exit], 1),
        (vec![&initialize, &shutdown, &exit, &initialize], 0),
    ];
    for (messages, expected) in sessions {
        let mut child = program();
        let mut input = child.stdin.take().unwrap();
        let bytes: Vec<u8> = messages
            .iter()
            .flat_map(|message| framed(message))
            .collect();
        input.write_all(&bytes).unwrap();
        assert_eq!(status(&mut child), Some(expected), "{messages:?}");
        // What was asked before the end is answered.
        let mut output = String::new();
        let mut pipe = child.stdout.take().unwrap();
        pipe.read_to_string(&mut output).unwrap();
        let asked = messages.contains(&&shutdown);
        assert_eq!(output.contains(r#""id":2"#), asked, "{output}");
        drop(input);
    }
}

#[test]
fn the_end_of_input_ends_the_program() {
    let initialize = request(1, "initialize", &json!({"capabilities": {}}));
    let shutdown = json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown", "params": null});
    for (messages, expected) in [
        (vec![], 1),
        (vec![&initialize], 1),
        (vec![&initialize, &shutdown], 0),
    ] {
        let mut child = program();
        let bytes: Vec<u8> = messages
            .iter()
            .flat_map(|message| framed(message))
            .collect();
        child.stdin.take().unwrap().write_all(&bytes).unwrap();
        assert_eq!(status(&mut child), Some(expected), "{messages:?}");
    }
}

#[test]
fn a_client_that_takes_no_output_any_more_ends_the_program() {
    let mut child = program();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    let initialize = request(1, "initialize", &json!({"capabilities": {}}));
    input.write_all(&framed(&initialize)).unwrap();
    assert_eq!(status(&mut child), Some(1));
}

/// The owner is lost in its work for as long as the session lasts.
#[test]
fn exit_ends_the_session_though_the_owner_answers_nothing() {
    for lost_in in ["initialize", "textDocument/hover"] {
        let (release, held) = mpsc::channel::<()>();
        let make = move |_| Lost(held, lost_in);
        let (end, ()) = session(make, async |client: &mut Client| {
            let exit = json!({"jsonrpc": "2.0", "method": "exit"});
            let shutdown = json!({"jsonrpc": "2.0", "id": 3, "method": "shutdown"});
            let initialize = request(1, "initialize", &json!({"capabilities": {}}));
            for message in [initialize, ask_hover(2), shutdown, exit] {
                client.send(&message).await;
            }
        });
        assert_eq!(end, End::Orderly);
        drop(release);
    }
}

/// An owner that stays for ever with one kind of message.
struct Lost(mpsc::Receiver<()>, &'static str);

impl Owner for Lost {
    fn handle(&mut self, message: Message) {
        let name = match &message {
            Message::Initialize(..) => "initialize",
            Message::Hover(..) => "textDocument/hover",
            _ => "",
        };
        if name == self.1 {
            let _ = self.0.recv();
        }
        if let Message::Initialize(_, reply) = message {
            reply.send(Ok(InitializeResult::default()));
        }
    }

    fn idle(&mut self) {}
}

/// The owner asks and tells the client something at every message. The client answers nothing
/// until it has written everything, and does not read until then either.
#[test]
fn a_client_that_answers_late_or_never_holds_up_nothing() {
    for answers in [true, false] {
        let mut answered = 0;
        let owner = does(move |outside, message| match message {
            Message::DidChange(_) => {
                let message = "x".repeat(200);
                let typ = MessageType::LOG;
                outside.notify::<LogMessage>(LogMessageParams { typ, message });
                outside.request::<WorkspaceFoldersRequest>(1, ());
            }
            Message::Hover(_, reply) => {
                outside.request::<WorkspaceFoldersRequest>(2, ());
                reply.send(Ok(hover(answered)));
            }
            Message::Answered(..) => answered += 1,
            other => panic!("{other:?}"),
        });
        let (end, ()) = session(owner, async |client: &mut Client| {
            client.initialize().await;
            for number in 1..=FLOOD {
                client.send(&change(number)).await;
                client.send(&ask_hover(number)).await;
            }
            let (mut questions, mut hovers, mut logs) = (Vec::new(), 0, 0);
            while hovers < FLOOD || logs < FLOOD || questions.len() < 2 * FLOOD as usize {
                let message = client.read().await;
                match message["method"].as_str() {
                    Some("workspace/workspaceFolders") => questions.push(message["id"].clone()),
                    Some("window/logMessage") => logs += 1,
                    _ => hovers += 1,
                }
            }
            if answers {
                for id in questions {
                    let answer = json!({"jsonrpc": "2.0", "id": id, "result": null});
                    client.send(&answer).await;
                }
                client.send(&ask_hover(FLOOD + 1)).await;
                let last = loop {
                    let message = client.read().await;
                    if message["id"] == FLOOD + 1 && message.get("method").is_none() {
                        break message;
                    }
                };
                assert_eq!(last["result"]["contents"], (2 * FLOOD).to_string());
            }
            client.leave().await;
        });
        assert_eq!(end, End::Orderly);
    }
}

#[test]
fn an_owner_that_panics_goes_on_and_says_so() {
    let mut edits = 0;
    let owner = does(move |_, message| match message {
        Message::DidChange(_) => {
            edits += 1;
            assert_ne!(edits, 2, "the second edit");
        }
        Message::Hover(_, reply) => {
            assert_ne!(edits, 2, "no hover after two edits");
            reply.send(Ok(hover(edits)));
        }
        other => panic!("{other:?}"),
    });
    let (end, ()) = session(owner, async |client: &mut Client| {
        client.initialize().await;
        client.send(&change(1)).await;
        client.send(&change(2)).await;
        let log = client.read().await;
        assert_eq!(log["method"], "window/logMessage");
        let said = log["params"]["message"].as_str().unwrap();
        assert!(said.contains("the second edit"), "{said}");
        assert_eq!(client.read().await["method"], "window/showMessage");

        client.send(&ask_hover(5)).await;
        let (mut refused, mut log) = (client.read().await, client.read().await);
        if refused.get("method").is_some() {
            std::mem::swap(&mut refused, &mut log);
        }
        assert_eq!(
            (&refused["id"], &refused["error"]["code"]),
            (&json!(5), &json!(-32603))
        );
        // The user is told once only.
        assert_eq!(log["method"], "window/logMessage");

        client.send(&change(3)).await;
        client.send(&ask_hover(6)).await;
        assert_eq!(client.read().await["result"]["contents"], "3");
        client.leave().await;
    });
    assert_eq!(end, End::Orderly);
}
