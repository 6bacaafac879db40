//! What is said from outside over what the files say themselves.

use std::path::PathBuf;

use crate::syntax::Language;
use crate::vocabulary::{FreebsdRelease, FrrVersion};

/// What the command line says over what files and `cellblock.toml` say.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The language of the files that are named one by one.
    pub language: Option<Language>,
    /// The FreeBSD release of every host.
    pub freebsd: Option<FreebsdRelease>,
    /// The FRR version of every host.
    pub frr: Option<FrrVersion>,
    /// What the path `-` stands for.
    pub standard_input: Option<StandardInput>,
}

/// A text that was piped in.
#[derive(Clone, Debug, Default)]
pub struct StandardInput {
    /// The text.
    pub text: Vec<u8>,
    /// The file it stands for, which need not exist. The host around it is read as context.
    pub file_name: Option<PathBuf>,
}
