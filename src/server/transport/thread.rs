//! The owner's thread: all computing happens here, one message after the other.

use std::any::Any;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::super::lsp_types::notification::{LogMessage, ShowMessage};
use super::super::lsp_types::{LogMessageParams, MessageType, ShowMessageParams};
use super::super::message::{Message, Outside, Owner};

/// The thread's stack, in bytes: what a program's first thread has, on which `cellblock check`
/// does the same work.
const STACK: usize = 8 << 20;

/// Starts the owner on a thread of its own and gives the way into its queue. The thread ends when
/// nobody can send any more; nobody waits for it.
pub(super) fn start<O: Owner>(
    outside: Outside,
    make: impl FnOnce(Outside) -> O + Send + 'static,
) -> io::Result<Sender<Message>> {
    let (sender, queue) = channel();
    let builder = thread::Builder::new().name("owner".to_owned());
    builder.stack_size(STACK).spawn(move || {
        let mut guard = Guard {
            outside: outside.clone(),
            shown: false,
        };
        if let Some(mut owner) = guard.run("starting", || make(outside)) {
            work(&mut owner, &queue, &mut guard);
        }
    })?;
    Ok(sender)
}

fn work(owner: &mut impl Owner, queue: &Receiver<Message>, guard: &mut Guard) {
    while let Ok(first) = queue.recv() {
        let mut next = Some(first);
        while let Some(message) = next {
            let name = message.name();
            guard.run(name, || owner.handle(message));
            next = queue.try_recv().ok();
        }
        guard.run("analysing", || owner.idle());
    }
}

/// Keeps a panic from ending the server, and tells the client.
struct Guard {
    outside: Outside,
    /// Whether the user has been told once. The log is told every time.
    shown: bool,
}

impl Guard {
    /// What `work` gives; nothing if it panicked. What `work` changed until then stays changed:
    /// an owner that goes on somewhat wrong serves better than none.
    fn run<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> Option<T> {
        match panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(value) => Some(value),
            Err(payload) => {
                self.tell(name, words(payload.as_ref()));
                None
            }
        }
    }

    fn tell(&mut self, name: &str, why: &str) {
        let typ = MessageType::ERROR;
        let message = format!("cellblock failed while {name}: {why}");
        self.outside
            .notify::<LogMessage>(LogMessageParams { typ, message });
        if !self.shown {
            self.shown = true;
            let message = format!(
                "cellblock made a mistake of its own while {name} and goes on; what it shows may \
                 be out of date until the server is started again ({why})"
            );
            self.outside
                .notify::<ShowMessage>(ShowMessageParams { typ, message });
        }
    }
}

/// What a panic said.
fn words(payload: &(dyn Any + Send)) -> &str {
    if let Some(words) = payload.downcast_ref::<&str>() {
        words
    } else if let Some(words) = payload.downcast_ref::<String>() {
        words
    } else {
        "no reason given"
    }
}

impl Message {
    /// What is done with the message, for a sentence that begins with "while".
    fn name(&self) -> &'static str {
        match self {
            Self::Initialize(..) => "starting a session",
            Self::Initialized => "beginning a session",
            Self::DidOpen(_) => "opening a document",
            Self::DidChange(_) => "taking an edit",
            Self::DidSave(_) => "taking a saved document",
            Self::DidClose(_) => "closing a document",
            Self::DidChangeWatchedFiles(_) => "taking changed files",
            Self::DidChangeWorkspaceFolders(_) => "taking changed folders",
            Self::DidChangeConfiguration(_) => "taking changed settings",
            Self::DocumentDiagnostic(..) => "finding a document's diagnostics",
            Self::WorkspaceDiagnostic(..) => "finding all diagnostics",
            Self::CodeAction(..) => "looking for code actions",
            Self::Hover(..) => "explaining what stands at a place",
            Self::Completion(..) => "looking for words that fit",
            Self::ResolveCompletion(..) => "explaining a word that fits",
            Self::Navigation(_) => "finding the way in a document",
            Self::Answered(..) => "taking an answer from the editor",
            Self::Shutdown(_) => "ending the session",
        }
    }
}
