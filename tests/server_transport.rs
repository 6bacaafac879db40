//! The language server's transport: what it guarantees whatever a client does.
//!
//! The first five tests hold what tower-lsp alone does not: the order of messages, cancelling,
//! leaving, no deadlock, and an owner that panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lsp;

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use cellblock::server::lsp_types::notification::{LogMessage, ShowMessage};
use cellblock::server::lsp_types::request::WorkspaceFoldersRequest;
use cellblock::server::lsp_types::{
    Hover, HoverContents, InitializeResult, LogMessageParams, MarkedString, MessageType,
    ShowMessageParams,
};
use cellblock::server::message::{Message, Outside, Owner, Reply};
use cellblock::server::transport::End;
use lsp::{Client, framed, notification, request, session};
use serde_json::{Value, json};

/// How many messages make a flood.
const FLOOD: i64 = 5_000;

/// An owner made of a function.
struct Does<F>(Outside, F);

impl<F: FnMut(&Outside, Message) + 'static> Owner for Does<F> {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize(_, reply) => reply.send(Ok(InitializeResult::default())),
            Message::Shutdown(reply) => reply.send(Ok(())),
            message => (self.1)(&self.0, message),
        }
    }

    fn idle(&mut self) {}
}

fn does<F>(handle: F) -> impl FnOnce(Outside) -> Does<F> + Send + 'static
where
    F: FnMut(&Outside, Message) + Send + 'static,
{
    move |outside| Does(outside, handle)
}

fn hover(text: impl ToString) -> Option<Hover> {
    let contents = HoverContents::Scalar(MarkedString::String(text.to_string()));
    let range = None;
    Some(Hover { contents, range })
}

fn change(version: i64) -> Value {
    let document = json!({"uri": "file:///jail.conf", "version": version});
    let params = json!({"textDocument": document, "contentChanges": [{"text": "x"}]});
    notification("textDocument/didChange", &params)
}

fn ask_hover(id: i64) -> Value {
    let params = json!({
        "textDocument": {"uri": "file:///jail.conf"},
        "position": {"line": 0, "character": 0},
    });
    request(id, "textDocument/hover", &params)
}

fn cancel(id: i64) -> Value {
    notification("$/cancelRequest", &json!({"id": id}))
}

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

#[test]
fn an_owner_that_cannot_be_made_refuses() {
    struct Never;
    impl Owner for Never {
        fn handle(&mut self, _: Message) {}
        fn idle(&mut self) {}
    }
    let make = |_| -> Never { panic!("no owner") };
    let (end, ()) = session(make, async |client: &mut Client| {
        let initialize = request(1, "initialize", &json!({"capabilities": {}}));
        client.send(&initialize).await;
        assert_eq!(client.read().await["error"]["code"], -32603);
        client.send(&initialize).await;
        assert_eq!(client.read().await["error"]["code"], -32603);
        client
            .send(&json!({"jsonrpc": "2.0", "method": "exit"}))
            .await;
    });
    assert_eq!(end, End::Abrupt);
}

/// The owner says at every idle how many edits it has taken, and panics at the second.
#[test]
fn idle_comes_once_for_many_messages_and_may_panic() {
    struct Idles {
        outside: Outside,
        edits: i32,
        idled: i32,
    }
    impl Owner for Idles {
        fn handle(&mut self, message: Message) {
            match message {
                Message::Initialize(_, reply) => reply.send(Ok(InitializeResult::default())),
                Message::Shutdown(reply) => reply.send(Ok(())),
                Message::DidChange(_) => {
                    self.edits += 1;
                    std::thread::sleep(Duration::from_millis(10));
                }
                _ => {}
            }
        }
        fn idle(&mut self) {
            self.idled += 1;
            let typ = MessageType::INFO;
            let message = self.edits.to_string();
            self.outside
                .notify::<ShowMessage>(ShowMessageParams { typ, message });
            assert_ne!(self.idled, 2);
        }
    }
    let make = |outside| Idles {
        outside,
        edits: 0,
        idled: 0,
    };
    let (end, ()) = session(make, async |client: &mut Client| {
        client.initialize().await;
        assert_eq!(client.read().await["params"]["message"], "0");
        let flood: Vec<u8> = (1..=40)
            .flat_map(|number| framed(&change(number)))
            .collect();
        client.write(&flood).await;
        let mut idled = 1;
        loop {
            let said = client.read().await;
            idled += i32::from(said["params"]["type"] == 3);
            if said["params"]["message"] == "40" {
                break;
            }
        }
        assert!(idled < 20, "idle {idled} times for 40 messages");
        client.send(&change(41)).await;
        while client.read().await["params"]["message"] != "41" {}
        client.leave().await;
    });
    assert_eq!(end, End::Orderly);
}

#[test]
fn the_states_of_a_session_are_kept() {
    let owner = does(|outside: &Outside, message| match message {
        Message::Hover(_, reply) => reply.send(Ok(hover("yes"))),
        Message::DidChange(_) => outside.request::<WorkspaceFoldersRequest>(1, ()),
        Message::Initialized | Message::Answered(..) => {}
        // Dropped unanswered.
        Message::CodeAction(..) => {}
        other => panic!("{other:?}"),
    });
    let (end, ()) = session(owner, async |client: &mut Client| {
        let code = |answer: &Value| answer["error"]["code"].as_i64();
        // Nothing but an error before `initialize`.
        client.send(&ask_hover(1)).await;
        assert_eq!(code(&client.read().await), Some(-32002));
        client.send(&change(1)).await;
        let capabilities = json!({"capabilities": {}});
        client
            .send(&notification("initialize", &capabilities))
            .await;
        // Refused, and the next one is taken.
        client.send(&request(1, "initialize", &json!([]))).await;
        assert_eq!(code(&client.read().await), Some(-32602));
        // All at once, without waiting for answers: nothing is lost or refused.
        let mut bytes = framed(&request(2, "initialize", &capabilities));
        bytes.extend(framed(&notification("initialized", &json!({}))));
        bytes.extend(framed(&ask_hover(3)));
        client.write(&bytes).await;
        assert_eq!(client.read().await["id"], 2);
        assert_eq!(client.read().await["result"]["contents"], "yes");
        // Twice is once too often.
        client
            .send(&request(4, "initialize", &json!({"capabilities": {}})))
            .await;
        assert_eq!(code(&client.read().await), Some(-32600));
        // Wrong parameters, unknown methods, a request that the owner forgets.
        client
            .send(&request(5, "textDocument/hover", &json!({"x": 1})))
            .await;
        assert_eq!(code(&client.read().await), Some(-32602));
        for method in ["cellblock/none", "$/none"] {
            client.send(&request(6, method, &json!({}))).await;
            assert_eq!(code(&client.read().await), Some(-32601), "{method}");
            client.send(&notification(method, &json!({}))).await;
        }
        let place = json!({"line": 0, "character": 0});
        let params = json!({
            "textDocument": {"uri": "file:///x"},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": []},
        });
        client
            .send(&request(7, "textDocument/codeAction", &params))
            .await;
        assert_eq!(code(&client.read().await), Some(-32603));
        // After `shutdown` requests are refused.
        client
            .send(&json!({"jsonrpc": "2.0", "id": 8, "method": "shutdown", "params": null}))
            .await;
        assert_eq!(client.read().await["result"], Value::Null);
        client.send(&ask_hover(9)).await;
        assert_eq!(code(&client.read().await), Some(-32600));
        client
            .send(&json!({"jsonrpc": "2.0", "method": "exit"}))
            .await;
    });
    assert_eq!(end, End::Orderly);
}

#[test]
fn what_cannot_be_read_is_told_and_passed_over() {
    let owner = does(|_, message| match message {
        Message::Hover(_, reply) => reply.send(Ok(hover("still here"))),
        other => panic!("{other:?}"),
    });
    let (end, ()) = session(owner, async |client: &mut Client| {
        client.initialize().await;
        let broken: [(&[u8], i64); 6] = [
            (b"Content-Length: 1\r\n\r\n{", -32700),
            (b"Content-Length: 2\r\n\r\n\xff\xfe", -32700),
            (b"Content-Length: 2\r\n\r\n[]", -32600),
            (b"Content-Length: x\r\n\r\n", -32700),
            (b"What: is\r\nthis: ?\r\n\r\n", -32700),
            (b"Content-Length: 29\r\nContent-Type: text/plain\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":[]}", -32600),
        ];
        for (number, (bytes, code)) in broken.into_iter().enumerate() {
            client.write(bytes).await;
            assert_eq!(
                client.read().await["error"]["code"],
                code,
                "number {number}"
            );
            client.send(&ask_hover(1)).await;
            assert_eq!(client.read().await["result"]["contents"], "still here");
        }
        client.leave().await;
    });
    assert_eq!(end, End::Orderly);
}

/// What the owner says while it still works on `initialize` waits for the answer to it.
#[test]
fn the_client_hears_nothing_before_the_answer_to_initialize() {
    struct Hasty(Outside);
    impl Owner for Hasty {
        fn handle(&mut self, message: Message) {
            self.0.request::<WorkspaceFoldersRequest>(1, ());
            std::thread::sleep(Duration::from_millis(20));
            match message {
                Message::Initialize(_, reply) => reply.send(Ok(InitializeResult::default())),
                Message::Shutdown(reply) => reply.send(Ok(())),
                _ => {}
            }
        }
        fn idle(&mut self) {}
    }
    let (end, ()) = session(Hasty, async |client: &mut Client| {
        client
            .send(&request(1, "initialize", &json!({"capabilities": {}})))
            .await;
        assert!(client.read().await.get("result").is_some());
        assert_eq!(client.read().await["method"], "workspace/workspaceFolders");
        client
            .send(&json!({"jsonrpc": "2.0", "method": "exit"}))
            .await;
    });
    assert_eq!(end, End::Abrupt);
}
