//! The parameters that jail(8) itself knows. What else there is, and what it takes, is not for here.

use super::symbol::same_parameter;

/// Names that jail(8) itself looks up in its configuration and so keeps free of variables
/// (the table in usr.sbin/jail/config.c).
const KNOWN: &[&str] = &[
    "allow.chflags",
    "allow.dying",
    "allow.mount",
    "allow.raw_sockets",
    "allow.set_hostname",
    "allow.socket_af",
    "allow.sysvipc",
    "command",
    "depend",
    "devfs_ruleset",
    "exec.clean",
    "exec.consolelog",
    "exec.created",
    "exec.fib",
    "exec.jail_user",
    "exec.poststart",
    "exec.poststop",
    "exec.prepare",
    "exec.prestart",
    "exec.prestop",
    "exec.release",
    "exec.start",
    "exec.stop",
    "exec.system_jail_user",
    "exec.system_user",
    "exec.timeout",
    "host.hostname",
    "interface",
    "ip4.addr",
    "ip6.addr",
    "ip_hostname",
    "jid",
    "mount",
    "mount.devfs",
    "mount.fdescfs",
    "mount.fstab",
    "mount.procfs",
    "name",
    "path",
    "persist",
    "securelevel",
    "stop.timeout",
    "vnet",
    "vnet.interface",
];

/// Whether `name`, in whatever spelling, is one of them.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|known| same_parameter(known, name))
}
