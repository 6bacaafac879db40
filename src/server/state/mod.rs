//! The one owner of the server's state: open documents, what is known of the sites, what the
//! client was told.
//!
//! Messages only change what is open or put a question aside. The work is done once for many
//! messages, in [`Owner::idle`]: the sites are read and analysed, the client is told what is new,
//! and the questions are answered.

mod actions;
mod client;
mod completion;
mod convert;
mod diagnostics;
mod documents;
mod edits;
mod hover;
mod legend;
mod navigation;
mod questions;
#[cfg(test)]
mod reuse;
mod structure;
#[cfg(test)]
mod tests;
mod told;
mod view;
mod views;
mod watch;

use std::path::PathBuf;

use serde::Serialize;

use super::lsp_types::notification::{PublishDiagnostics, ShowMessage};
use super::lsp_types::request::{RegisterCapability, WorkspaceDiagnosticRefresh};
use super::lsp_types::{
    Diagnostic, DidChangeWorkspaceFoldersParams, InitializeParams, InitializeResult, MessageType,
    ShowMessageParams, Url, WorkspaceFolder,
};
use super::message::{Message, Outside, Owner};
use client::Client;
use diagnostics::Desk;
use documents::{Documents, Edited};
use questions::{Asked, Question};
use told::Told;
use views::Views;

/// The tokens of what the client is asked.
mod token {
    pub(super) const WATCH: u64 = 1;
    pub(super) const REFRESH: u64 = 2;
}

/// Everything the server knows.
pub struct State {
    outside: Outside,
    client: Client,
    documents: Documents,
    views: Views,
    told: Told,
    asked: Vec<Asked>,
    refresh: Refresh,
}

/// The parameters of `textDocument/publishDiagnostics`, borrowed.
#[derive(Serialize)]
struct Published<'a> {
    uri: &'a Url,
    diagnostics: &'a [Diagnostic],
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
}

/// Whether a client that pulls may be told to ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refresh {
    Possible,
    /// It was told so and has not answered; whether there is more by now.
    UnderWay {
        more: bool,
    },
    /// It cannot.
    Refused,
}

impl State {
    /// A state that knows nothing yet and speaks to the client by `outside`.
    #[must_use]
    pub fn new(outside: Outside) -> Self {
        Self {
            outside,
            client: Client::default(),
            documents: Documents::default(),
            views: Views::default(),
            told: Told::default(),
            asked: Vec::new(),
            refresh: Refresh::Possible,
        }
    }

    fn initialize(&mut self, params: &InitializeParams) -> InitializeResult {
        self.client = Client::of(&params.capabilities);
        let roots = client::folders(params);
        let roots = roots.iter().filter_map(convert::path).collect();
        self.views.set_roots(roots, &[]);
        self.client.answer()
    }

    fn initialized(&mut self) {
        if self.client.watches_files {
            let registration = watch::registration();
            (self.outside).request::<RegisterCapability>(token::WATCH, registration);
        }
        self.views.search_again();
    }

    fn folders(&mut self, params: DidChangeWorkspaceFoldersParams) {
        let paths = |folders: Vec<WorkspaceFolder>| -> Vec<PathBuf> {
            (folders.iter().filter_map(|f| convert::path(&f.uri))).collect()
        };
        let removed = paths(params.event.removed);
        self.views.set_roots(paths(params.event.added), &removed);
    }

    fn lost(&self, uri: &Url) {
        let name = uri.path().rsplit('/').next().unwrap_or_default();
        let message = format!(
            "cellblock: an edit of {name} does not fit the text known here; nothing is said of \
             this file until it is closed and opened again"
        );
        self.outside.notify::<ShowMessage>(ShowMessageParams {
            typ: MessageType::WARNING,
            message,
        });
    }

    fn answered(&mut self, token: u64, is_done: bool) {
        if token != token::REFRESH {
            // Whether the client watches or not, files are compared before each analysis.
            return;
        }
        let more = self.refresh == (Refresh::UnderWay { more: true });
        self.refresh = match is_done {
            true => Refresh::Possible,
            false => Refresh::Refused,
        };
        if more {
            self.ask_to_pull();
        }
    }

    /// Whether the client can be told to pull again is not asked of its capabilities: this
    /// version of the protocol's types reads them by a wrong name. A client that cannot says so.
    fn ask_to_pull(&mut self) {
        match self.refresh {
            Refresh::Possible => {
                self.outside
                    .request::<WorkspaceDiagnosticRefresh>(token::REFRESH, ());
                self.refresh = Refresh::UnderWay { more: false };
            }
            Refresh::UnderWay { .. } => self.refresh = Refresh::UnderWay { more: true },
            Refresh::Refused => {}
        }
    }

    fn desk(&self) -> Desk<'_> {
        Desk {
            views: &self.views,
            documents: &self.documents,
            client: &self.client,
        }
    }

    /// Tells the client what is new: itself, or that it had better ask. Of a document that was
    /// only edited a client that pulls asks by itself.
    fn tell(&mut self, news: &[Url], edited: &[Url]) {
        if self.client.pulls {
            if news.iter().any(|uri| !edited.contains(uri)) {
                self.ask_to_pull();
            }
            return;
        }
        for uri in news {
            let published = Published {
                uri,
                diagnostics: self.told.diagnostics(uri),
                version: self.documents.get(uri).map(|document| document.version),
            };
            (self.outside).notify_as::<PublishDiagnostics>(&published);
        }
    }

    fn put(&mut self, question: Question) {
        let version = question.uri().and_then(|uri| self.documents.get(uri));
        let version = version.map(|document| document.version);
        self.asked.push(Asked { question, version });
    }
}

impl Owner for State {
    fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize(params, reply) => reply.send(Ok(self.initialize(&params))),
            Message::Initialized => self.initialized(),
            Message::DidOpen(params) => {
                let document = self.documents.open(params.text_document);
                self.views.opened(document);
            }
            Message::DidChange(params) => {
                let uri = params.text_document.uri.clone();
                match self.documents.change(params, self.client.encoding) {
                    Edited::Applied => self.views.edited(&uri),
                    Edited::JustLost => {
                        self.views.search_again();
                        self.lost(&uri);
                    }
                    Edited::Ignored => {}
                }
            }
            Message::DidClose(params) => {
                if let Some(document) = self.documents.close(&params.text_document.uri) {
                    self.views.closed(&document);
                }
            }
            Message::DidSave(_)
            | Message::DidChangeWatchedFiles(_)
            | Message::DidChangeConfiguration(_) => self.views.search_again(),
            Message::DidChangeWorkspaceFolders(params) => self.folders(params),
            Message::DocumentDiagnostic(params, reply) => {
                self.put(Question::Document(params, reply));
            }
            Message::WorkspaceDiagnostic(params, reply) => {
                self.put(Question::Workspace(params, reply));
            }
            Message::CodeAction(params, reply) => self.put(Question::Actions(params, reply)),
            Message::Hover(params, reply) => self.put(Question::Hover(params, reply)),
            Message::Completion(params, reply) => self.put(Question::Completion(params, reply)),
            // It depends on nothing that an edit changes.
            Message::ResolveCompletion(item, reply) => reply.send(Ok(self.desk().resolved(*item))),
            Message::Navigation(asked) => self.put(Question::Navigation(asked)),
            Message::Answered(token, answer) => self.answered(token, answer.is_ok()),
            Message::Shutdown(reply) => reply.send(Ok(())),
        }
    }

    fn idle(&mut self) {
        // If the analysis does not come to its end, these get no answer, rather than a wrong one.
        let asked = std::mem::take(&mut self.asked);
        let edited = self.views.due_documents();
        if self.views.refresh(&self.documents) {
            let sheets = self.desk().sheets();
            let news = self.told.renew(sheets);
            self.tell(&news, &edited);
        }
        for asked in asked {
            self.reply(asked);
        }
    }
}
