//! A session with the language server from its first message to its last, in memory: states,
//! what cannot be read, and how the owner of the state is treated.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod lsp;

use std::time::Duration;

use cellblock::server::lsp_types::notification::ShowMessage;
use cellblock::server::lsp_types::request::WorkspaceFoldersRequest;
use cellblock::server::lsp_types::{InitializeResult, MessageType, ShowMessageParams};
use cellblock::server::message::{Message, Outside, Owner};
use cellblock::server::transport::End;
use lsp::{Client, ask_hover, change, does, framed, hover, notification, request, session};
use serde_json::{Value, json};

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
