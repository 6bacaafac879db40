//! Why a file has no text.

/// Why a file of a host has no text here. A finding, not a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadProblem {
    /// It cannot be read; the reason in words.
    Unreadable(String),
    /// It is not a regular file, but a folder, a pipe, a socket or a device.
    NotRegular(&'static str),
    /// It is larger than what is read.
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
}

impl ReadProblem {
    /// The reason in words, to stand behind "cannot be read".
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Unreadable(reason) => reason.clone(),
            Self::NotRegular(kind) => format!("this is a {kind}"),
            Self::TooLarge { .. } => "it is too large".to_owned(),
        }
    }
}
