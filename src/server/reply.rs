//! Answers to requests: where they go, and why there may be none.

use tokio::sync::oneshot;

/// Why a request gets no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The request makes no sense: an unknown document, a position that cannot be.
    InvalidParams(String),
    /// It is our fault.
    Internal(String),
    /// It cannot be done, in words for the user.
    Refused(String),
    /// What was asked about changed meanwhile; the client will ask again.
    ContentModified,
}

/// Answers one request, at most once; dropped unanswered it tells the client an internal error.
#[derive(Debug)]
pub struct Reply<T>(oneshot::Sender<Result<T, Refusal>>);

/// The other end of a [`Reply`].
#[derive(Debug)]
pub struct Answer<T>(oneshot::Receiver<Result<T, Refusal>>);

impl<T> Reply<T> {
    /// A reply and where its answer arrives.
    pub(super) fn new() -> (Self, Answer<T>) {
        let (sender, receiver) = oneshot::channel();
        (Self(sender), Answer(receiver))
    }

    /// A reply and where its answer arrives, for tests of an owner.
    #[must_use]
    pub fn for_test() -> (Self, Answer<T>) {
        Self::new()
    }

    /// Answers. Where the client no longer waits, nothing happens.
    pub fn send(self, result: Result<T, Refusal>) {
        // An error here says that the request was cancelled: nobody misses the answer.
        let _ = self.0.send(result);
    }

    /// Whether the client no longer wants the answer, so that the work may be skipped.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.is_closed()
    }
}

impl<T> Answer<T> {
    /// Waits for the answer; nothing if the reply was dropped unanswered.
    pub(super) async fn arrival(self) -> Option<Result<T, Refusal>> {
        self.0.await.ok()
    }

    /// The answer, if it was given by now; never waits.
    pub fn now(&mut self) -> Option<Result<T, Refusal>> {
        self.0.try_recv().ok()
    }
}
