//! Which programs a host's scripts and hooks run.

use super::Host;
use super::scripts::{self, Command};
use crate::syntax::Tree;

impl Host {
    /// Whether a script or a hook that runs on the host calls `program`, by its bare name or a
    /// path.
    #[must_use]
    pub fn runs_program(&self, program: &str) -> bool {
        let is_it = |command: &Command| command.program() == Some(program);
        let hooks = self.jails.iter().flat_map(|jail| &jail.hooks);
        let mut by_hooks = hooks
            .filter(|hook| hook.on_host)
            .flat_map(|hook| hook.commands.iter());
        let mut scripts = self.files.iter().filter_map(|file| match file.tree() {
            Tree::Shell(tree) => Some(scripts::commands(file.id(), tree)),
            _ => None,
        });
        by_hooks.any(is_it) || scripts.any(|commands| commands.iter().any(is_it))
    }
}
