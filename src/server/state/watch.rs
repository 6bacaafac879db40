//! Asking the client to say when files change on the disk.

use serde_json::json;

use crate::server::lsp_types::notification::{DidChangeWatchedFiles, Notification};
use crate::server::lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
    RegistrationParams,
};

/// Names and folders of the files that hosts are made of. A change that none of these tells,
/// such as a script of another name, is seen at the next look at the files all the same.
const GLOBS: [&str; 20] = [
    "**/cellblock.toml",
    "**/.gitignore",
    "**/jail.conf",
    "**/jail.*.conf",
    "**/jail.conf.d/**",
    "**/rc.conf*",
    "**/rc.conf.d/**",
    "**/rc.local",
    "**/rc.d/*",
    "**/loader.conf*",
    "**/loader.conf.d/**",
    "**/sysctl.conf*",
    "**/sysctl.kld.d/**",
    "**/frr.conf",
    "**/vtysh.conf",
    "**/*d.conf",
    "**/zebra.conf",
    "**/usr/local/{bin,sbin}/*",
    "**/bin/freebsd-version",
    "**/etc/os-release",
];

/// What is asked of the client.
pub(super) fn registration() -> RegistrationParams {
    let watchers = GLOBS.iter().map(|glob| FileSystemWatcher {
        glob_pattern: GlobPattern::String((*glob).to_owned()),
        kind: None,
    });
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watchers.collect(),
    };
    RegistrationParams {
        registrations: vec![Registration {
            id: "files".to_owned(),
            method: DidChangeWatchedFiles::METHOD.to_owned(),
            register_options: Some(json!(options)),
        }],
    }
}
