//! What the two halves of the server say to each other.
//!
//! `transport` turns what the client sent into [`Message`]s, in the order in which it came;
//! `state` is the one [`Owner`] that takes them, answers by [`Reply`] and speaks to the client by
//! [`Outside`]. Both halves are kept from knowing more of each other than stands here: no channel
//! type shows, so the owner needs no runtime.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::mpsc;

use super::lsp_types::notification::Notification;
use super::lsp_types::request::Request;
use super::lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, CompletionResponse,
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult, Hover,
    HoverParams, InitializeParams, InitializeResult, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReportResult,
};
use super::navigation::Navigation;
pub use super::reply::{Answer, Refusal, Reply};

/// What the client sent, in the order in which it came.
#[derive(Debug)]
pub enum Message {
    /// The session begins; comes first, and again only where the first was refused.
    Initialize(Box<InitializeParams>, Reply<InitializeResult>),
    /// The client took the answer to `Initialize`.
    Initialized,
    /// A document is open in the editor from now on: its text counts, not the disk's.
    DidOpen(DidOpenTextDocumentParams),
    /// An open document was edited.
    DidChange(DidChangeTextDocumentParams),
    /// An open document was written to the disk.
    DidSave(DidSaveTextDocumentParams),
    /// A document is no longer open: the disk counts again.
    DidClose(DidCloseTextDocumentParams),
    /// Files changed on the disk.
    DidChangeWatchedFiles(DidChangeWatchedFilesParams),
    /// Folders were added to the workspace or taken from it.
    DidChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams),
    /// The user's settings changed.
    DidChangeConfiguration(DidChangeConfigurationParams),
    /// The client asks for one document's diagnostics.
    DocumentDiagnostic(
        DocumentDiagnosticParams,
        Reply<DocumentDiagnosticReportResult>,
    ),
    /// The client asks for the diagnostics of all documents.
    WorkspaceDiagnostic(
        WorkspaceDiagnosticParams,
        Reply<WorkspaceDiagnosticReportResult>,
    ),
    /// The client asks what can be done at a place.
    CodeAction(CodeActionParams, Reply<Option<CodeActionResponse>>),
    /// The client asks what stands at a place.
    Hover(HoverParams, Reply<Option<Hover>>),
    /// The client asks what may stand at a place.
    Completion(CompletionParams, Reply<Option<CompletionResponse>>),
    /// The client asks what more there is to be said of something that may stand there.
    ResolveCompletion(Box<CompletionItem>, Reply<CompletionItem>),
    /// The client finds its way.
    Navigation(Navigation),
    /// What a request of ours to the client came back with, told by its token: the result, or
    /// the client's words why not. Comes once for a request, late, or never.
    Answered(u64, Result<Value, String>),
    /// The session ends; nothing but the end of the process follows.
    Shutdown(Reply<()>),
}

/// Something said to the client.
#[derive(Clone, Debug)]
pub struct Said {
    /// The method's name in the protocol, such as `textDocument/publishDiagnostics`.
    pub method: &'static str,
    /// Its parameters, as they are written: many diagnostics are long.
    pub params: Box<RawValue>,
    /// For a request, the token that its answer will bear; none for a notification.
    pub token: Option<u64>,
}

/// What the owner can tell the client. Cheap to clone; never blocks; never waits for the client.
///
/// What is said arrives in the order in which it was said, and not before the client has the
/// answer to `initialize`.
#[derive(Clone, Debug)]
pub struct Outside(mpsc::UnboundedSender<Said>);

/// The other end of an [`Outside`].
#[derive(Debug)]
pub struct Heard(mpsc::UnboundedReceiver<Said>);

impl Outside {
    /// The two ends.
    pub(super) fn new() -> (Self, Heard) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), Heard(receiver))
    }

    /// The two ends, for tests of an owner.
    #[must_use]
    pub fn for_test() -> (Self, Heard) {
        Self::new()
    }

    /// Tells the client something.
    pub fn notify<N: Notification>(&self, params: N::Params) {
        self.notify_as::<N>(&params);
    }

    /// Tells the client something, of which `params` are written as the method's parameters are.
    pub fn notify_as<N: Notification>(&self, params: &impl Serialize) {
        self.say(N::METHOD, to_raw_value(params), None);
    }

    /// Asks the client something. The answer comes back later as [`Message::Answered`] with this
    /// token; tokens are the owner's own, and the same one may be under way more than once.
    pub fn request<R: Request>(&self, token: u64, params: R::Params) {
        self.say(R::METHOD, to_raw_value(&params), Some(token));
    }

    fn say(
        &self,
        method: &'static str,
        params: serde_json::Result<Box<RawValue>>,
        token: Option<u64>,
    ) {
        // Only a map with keys that are no strings cannot become JSON; the protocol has none.
        let Ok(params) = params else { return };
        // An error here says that the session is over: nobody listens any more.
        let _ = self.0.send(Said {
            method,
            params,
            token,
        });
    }
}

impl Heard {
    /// Waits for the next thing said; nothing when all that could speak are gone.
    pub(super) async fn arrival(&mut self) -> Option<Said> {
        self.0.recv().await
    }

    /// The next thing said, if there is one by now; never waits.
    pub fn now(&mut self) -> Option<Said> {
        self.0.try_recv().ok()
    }
}

/// The one owner of the server's state. It lives on a thread of its own, so it may compute; it
/// must not wait for the client.
pub trait Owner: 'static {
    /// Takes one message.
    fn handle(&mut self, message: Message);

    /// The queue has run empty after one or more messages: the moment for work that is worth
    /// doing once for many messages, such as analysing and publishing.
    fn idle(&mut self);
}

#[cfg(test)]
mod tests {
    use super::super::lsp_types::notification::LogMessage;
    use super::super::lsp_types::request::WorkspaceFoldersRequest;
    use super::super::lsp_types::{LogMessageParams, MessageType};
    use super::*;

    #[test]
    fn a_reply_arrives_once_and_knows_when_it_is_not_wanted() {
        let (reply, mut answer) = Reply::for_test();
        assert!(!reply.is_cancelled());
        assert_eq!(answer.now(), None);
        reply.send(Ok(7));
        assert_eq!(answer.now(), Some(Ok(7)));

        let (reply, answer) = Reply::<()>::for_test();
        drop(answer);
        assert!(reply.is_cancelled());
        reply.send(Err(Refusal::ContentModified));
    }

    #[test]
    fn what_is_said_is_heard_in_order() {
        let (outside, mut heard) = Outside::for_test();
        let message = "so it is".to_owned();
        let typ = MessageType::INFO;
        outside.notify::<LogMessage>(LogMessageParams { typ, message });
        outside.clone().request::<WorkspaceFoldersRequest>(3, ());
        let first = heard.now().unwrap();
        assert_eq!(first.method, "window/logMessage");
        assert_eq!(first.params.get(), r#"{"type":3,"message":"so it is"}"#);
        assert_eq!(first.token, None);
        let second = heard.now().unwrap();
        assert_eq!(
            (second.method, second.token),
            ("workspace/workspaceFolders", Some(3))
        );
        assert!(heard.now().is_none());
    }
}
