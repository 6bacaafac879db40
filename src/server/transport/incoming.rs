//! What a message's bytes say: a call, an answer to one of ours, or nothing sensible.

use serde_json::{Map, Value};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// What the client sent.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request or a notification.
    Call(Request),
    /// An answer to a request of ours, by its number: the result, or why there is none.
    Answer(i64, Result<Value, String>),
    /// Not a message of the protocol, and what to answer.
    Nonsense(Response),
    /// An answer to something that we cannot have asked: answering it would make it worse.
    Stray,
}

/// Reads a message's bytes.
pub(super) fn read(body: &[u8]) -> Incoming {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => message(object),
        // Batches, too: the protocol has none.
        Ok(_) => nonsense(Id::Null, Error::invalid_request()),
        Err(_) => nonsense(Id::Null, Error::parse_error()),
    }
}

pub(super) fn nonsense(id: Id, error: Error) -> Incoming {
    Incoming::Nonsense(Response::from_error(id, error))
}

fn message(mut object: Map<String, Value>) -> Incoming {
    if object.contains_key("method") {
        call(object)
    } else if object.contains_key("result") || object.contains_key("error") {
        match object.get("id").and_then(Value::as_i64) {
            Some(id) => Incoming::Answer(id, outcome(&mut object)),
            None => Incoming::Stray,
        }
    } else {
        nonsense(id(&object), Error::invalid_request())
    }
}

fn call(mut object: Map<String, Value>) -> Incoming {
    // Some clients send `null` for "no parameters", which tower-lsp refuses, in `shutdown` also.
    if object.get("params").is_some_and(Value::is_null) {
        object.remove("params");
    }
    let id = id(&object);
    match serde_json::from_value(Value::Object(object)) {
        Ok(request) => Incoming::Call(request),
        Err(_) => nonsense(id, Error::invalid_request()),
    }
}

fn outcome(object: &mut Map<String, Value>) -> Result<Value, String> {
    match object.remove("error") {
        None | Some(Value::Null) => Ok(object.remove("result").unwrap_or_default()),
        Some(error) => Err(match error.get("message") {
            Some(Value::String(message)) => message.clone(),
            _ => error.to_string(),
        }),
    }
}

fn id(object: &Map<String, Value>) -> Id {
    let id = object.get("id").cloned().unwrap_or_default();
    serde_json::from_value(id).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is answered to something that makes no sense.
    fn refused(body: &str) -> Value {
        match read(body.as_bytes()) {
            Incoming::Nonsense(response) => serde_json::to_value(response).unwrap(),
            other => panic!("{body} is taken for {other:?}"),
        }
    }

    #[test]
    fn nonsense_gets_the_protocols_error() {
        for body in ["", "{", "\u{0}", &"[".repeat(100_000)] {
            assert_eq!(refused(body)["error"]["code"], json!(-32700), "{body}");
        }
        let invalid = [
            "[]",
            "1",
            "{}",
            r#"{"method":"x","id":7}"#,
            r#"{"jsonrpc":"1.0","method":"x","id":7}"#,
            r#"{"jsonrpc":"2.0","method":1,"id":7}"#,
            r#"{"jsonrpc":"2.0","id":7}"#,
        ];
        for body in invalid {
            let answer = refused(body);
            assert_eq!(answer["error"]["code"], json!(-32600), "{body}");
            let id = if body.contains('7') {
                json!(7)
            } else {
                Value::Null
            };
            assert_eq!(answer["id"], id, "{body}");
        }
        assert!(matches!(read(b"\xff{}"), Incoming::Nonsense(_)));
    }

    #[test]
    fn answers_are_told_from_calls() {
        let answer = |body: &str| match read(body.as_bytes()) {
            Incoming::Answer(id, outcome) => (id, outcome),
            other => panic!("{body} is taken for {other:?}"),
        };
        let ok = answer(r#"{"jsonrpc":"2.0","id":3,"result":null}"#);
        assert_eq!(ok, (3, Ok(Value::Null)));
        let refused = answer(r#"{"id":3,"error":{"code":1,"message":"no"}}"#);
        assert_eq!(refused, (3, Err("no".to_owned())));
        let both = answer(r#"{"id":3,"result":[1],"error":null}"#);
        assert_eq!(both, (3, Ok(json!([1]))));
        for stray in [r#"{"id":"x","result":1}"#, r#"{"id":null,"error":{}}"#] {
            assert!(matches!(read(stray.as_bytes()), Incoming::Stray), "{stray}");
        }
    }

    #[test]
    fn parameters_that_are_null_are_none() {
        let body = br#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":null}"#;
        match read(body) {
            Incoming::Call(request) => assert_eq!(request.params(), None),
            other => panic!("taken for {other:?}"),
        }
    }
}
