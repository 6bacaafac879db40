//! Why nothing could be checked at all.

use crate::config::ConfigError;

/// A reason to end with status 2. What is wrong inside a host is a finding instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// A path on the command line that does not exist.
    #[error("{0}: no such file or folder")]
    Missing(String),
    /// A path on the command line that cannot be read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// The path, as shown.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// A file that was to be written and cannot be.
    #[error("{path}: cannot be written: {reason}")]
    Unwritable {
        /// The path, as shown.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// A path on the command line that is neither a file nor a folder.
    #[error("{path}: this is a {kind}, not a file; pipe its text in with `-`")]
    NotRegular {
        /// The path, as shown.
        path: String,
        /// What it is.
        kind: &'static str,
    },
    /// A single file whose name does not say what it is.
    #[error("{0}: the name does not say which language this is; say it with --language")]
    UnknownLanguage(String),
    /// A `cellblock.toml` that is not as it should be.
    #[error("{}:{}:{}: {}", path, error.line, error.column, error.message)]
    Config {
        /// The file, as shown.
        path: String,
        /// What is wrong with it.
        error: Box<ConfigError>,
    },
    /// No host below any of the paths.
    #[error(
        "nothing to check in {0}: no folder there holds the files of a FreeBSD host, such as \
         etc/rc.conf or etc/jail.conf below it, or jail.conf in it"
    )]
    NothingFound(String),
    /// The working folder is not known.
    #[error("the working folder cannot be told: {0}")]
    NoWorkingFolder(String),
}
