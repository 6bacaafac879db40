//! One client's session: reads, routes by tower-lsp, writes, ends.
//!
//! One task, one loop, and nothing in it waits for the client or for the owner except for having
//! nothing to do.

use std::io;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::io::AsyncRead;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tower_lsp::LspService;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

use super::super::message::{Heard, Message, Said};
use super::End;
use super::frame::{Broken, Frame, Frames};
use super::front::Front;
use super::incoming::{self, Incoming};
use super::output::Output;

/// How long answers that are under way are waited for after `exit`, which says that nobody waits
/// for them but the one to `shutdown`.
const AFTER_EXIT: Duration = Duration::from_secs(1);

/// The same after the end of input, where a script may want all of them.
const AFTER_INPUT: Duration = Duration::from_secs(10);

/// A session.
pub(super) struct Connection {
    service: LspService<Front>,
    output: Output,
    heard: Heard,
    /// The requests that the owner has not answered yet.
    running: JoinSet<Answered>,
    /// Our requests that the client has not answered yet: the owner's tokens by our numbers.
    asked: FxHashMap<i64, u64>,
    /// The number of our next request.
    number: i64,
    stage: Stage,
    /// Whether the client has asked for the end.
    shut_down: bool,
    /// Nothing more is read, and answers under way are waited for until then.
    closing: Option<Instant>,
}

/// How far the session is.
enum Stage {
    /// Before `initialize`: the client is told nothing but answers.
    New,
    /// `initialize` is under way. What came after it is kept here: it depends on the outcome, and
    /// tower-lsp would refuse it.
    Initializing(Vec<Request>),
    /// The client has the answer to `initialize`.
    Open,
}

/// A message of ours that is no answer. Not tower-lsp's request, which takes its parameters apart.
#[derive(Serialize)]
struct Outgoing<'a> {
    jsonrpc: &'static str,
    method: &'a str,
    params: &'a RawValue,
    /// None for a notification.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
}

/// The end of a request.
struct Answered {
    call: Call,
    response: Option<Response>,
}

/// What is kept of a call while tower-lsp has it.
struct Call {
    /// None for a notification.
    id: Option<Id>,
    initialize: bool,
}

impl Connection {
    pub(super) fn new(service: LspService<Front>, output: Output, heard: Heard) -> Self {
        Self {
            service,
            output,
            heard,
            running: JoinSet::new(),
            asked: FxHashMap::default(),
            number: 0,
            stage: Stage::New,
            shut_down: false,
            closing: None,
        }
    }

    /// Serves until the client says `exit`, its input ends or nothing can be written to it.
    pub(super) async fn serve(mut self, input: impl AsyncRead + Unpin) -> io::Result<End> {
        let mut frames = Frames::new(input);
        loop {
            if self.closing.is_some() && self.running.is_empty() {
                break;
            }
            let reads = self.closing.is_none();
            let speaks = matches!(self.stage, Stage::Open);
            tokio::select! {
                frame = frames.next(), if reads => match frame? {
                    Some(frame) => self.take(frame),
                    None => self.closing = Some(Instant::now() + AFTER_INPUT),
                },
                Some(answered) = self.running.join_next() => {
                    // An error here says that the request was given up by `exit`.
                    if let Ok(answered) = answered {
                        self.answer(answered);
                    }
                }
                Some(said) = self.heard.arrival(), if speaks => self.say(said),
                () = until(self.closing) => break,
                () = self.output.gone() => break,
            }
        }
        while matches!(self.stage, Stage::Open)
            && let Some(said) = self.heard.now()
        {
            self.say(said);
        }
        self.output.finish(AFTER_EXIT).await;
        Ok(if self.shut_down {
            End::Orderly
        } else {
            End::Abrupt
        })
    }

    fn take(&mut self, frame: Frame) {
        let incoming = match frame {
            Frame::Body(body) => incoming::read(&body),
            Frame::Broken(Broken::Header) => incoming::nonsense(Id::Null, Error::parse_error()),
            Frame::Broken(Broken::TooLong) => {
                incoming::nonsense(Id::Null, Error::invalid_request())
            }
        };
        match incoming {
            Incoming::Call(request) => self.call(request),
            Incoming::Answer(number, outcome) => {
                // One that nobody waits for (any more) was never asked, or answered before.
                if let Some(token) = self.asked.remove(&number) {
                    let message = Message::Answered(token, outcome);
                    self.service.inner().tell(message);
                }
            }
            Incoming::Nonsense(response) => self.output.send(&response),
            Incoming::Stray => {}
        }
    }

    fn call(&mut self, request: Request) {
        match request.method() {
            // Never kept: it works also where the owner never answers.
            "exit" => return self.exit(),
            "shutdown" => self.shut_down = true,
            _ => {}
        }
        let id = request.id().cloned();
        // As a notification it has no answer, and begins nothing.
        let initialize = id.is_some() && request.method() == "initialize";
        match &mut self.stage {
            Stage::Initializing(kept) => return kept.push(request),
            Stage::New if initialize => self.stage = Stage::Initializing(Vec::new()),
            Stage::New | Stage::Open => {}
        }
        let call = Call { id, initialize };
        // The service is always ready until it is told `exit`, which it never is.
        let mut future = self.service.call(request);
        // This first poll is what keeps the order: it takes the message as far as the owner's
        // queue before the next one is read.
        match future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(result) => self.answer(Answered {
                call,
                response: result.ok().flatten(),
            }),
            Poll::Pending => {
                self.running.spawn(async move {
                    let response = future.await.ok().flatten();
                    Answered { call, response }
                });
            }
        }
    }

    /// The client wants us to leave, whatever it does with its end of our input.
    fn exit(&mut self) {
        if !self.shut_down {
            self.running.abort_all();
        }
        self.closing = Some(Instant::now() + AFTER_EXIT);
    }

    fn answer(&mut self, Answered { call, response }: Answered) {
        let Some(id) = call.id else { return };
        // tower-lsp leaves out the answer to an unknown request whose name begins with `$/`.
        let response =
            response.unwrap_or_else(|| Response::from_error(id, Error::method_not_found()));
        self.output.send(&response);
        if call.initialize {
            self.initialized(response.is_ok());
        }
    }

    /// The answer to `initialize` is on its way: what came after it has its turn.
    fn initialized(&mut self, accepted: bool) {
        let stage = if accepted { Stage::Open } else { Stage::New };
        match std::mem::replace(&mut self.stage, stage) {
            Stage::Initializing(kept) => {
                for request in kept {
                    self.call(request);
                }
            }
            // An `initialize` too many, which was refused.
            before @ (Stage::New | Stage::Open) => self.stage = before,
        }
    }

    fn say(&mut self, said: Said) {
        let id = said.token.map(|token| {
            self.number += 1;
            self.asked.insert(self.number, token);
            self.number
        });
        self.output.send(&Outgoing {
            jsonrpc: "2.0",
            method: said.method,
            params: &said.params,
            id,
        });
    }
}

/// Waits until then; for ever where there is no such moment.
async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
