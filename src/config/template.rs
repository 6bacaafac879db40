//! The text of a first `cellblock.toml`: the hosts that were found, what is known of them, and
//! in comments what else can be said. As it stands it changes nothing; every line of it that
//! would is a comment.
//!
//! Knows neither the disk nor how hosts are found.

use std::fmt::Write;

use super::key;

/// A host's folder, as the file is to speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The host's name.
    pub name: String,
    /// Its folder, relative to the folder of `cellblock.toml`, with `/`.
    pub folder: String,
    /// Whether it gets an entry.
    pub entry: Entry,
    /// The FreeBSD release.
    pub freebsd: Known,
    /// The FRR version; `None` for a host without FRR.
    pub frr: Option<Known>,
}

/// Whether a host gets an entry of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It does.
    Given,
    /// Only in a comment: another host has the same name, and to name one of them would change
    /// what both are called.
    SharedName,
    /// It cannot have one: its folder's name is not UTF-8.
    Unwritable,
    /// Not here: the `cellblock.toml` at this path holds for it.
    Elsewhere(String),
}

/// What is known of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A file of the host says it, this one. To say it again would outlive the file's word.
    ByFile(String, String),
    /// A `cellblock.toml` says it.
    ByConfig(String),
    /// Nobody says it.
    No,
}

const HEAD: &str = "\
# What the files of the hosts cannot say themselves. `cellblock check` looks for this file in
# the folder that it checks and in those above.
#
# Lines that begin with `#` say nothing. To put one in force, take its `#` away.

# Blocks that are public, or private, against the standard: private are RFC 1918, 100.64.0.0/10,
# loopback, link-local and fc00::/7; all else is public.
# public = [\"10.20.0.0/16\"]
# private = [\"198.51.100.0/24\"]
";

const NO_HOSTS: &str = "
# The hosts. None was found when this file was written: no folder here or below holds FreeBSD's
# files. An entry begins with the host's name:
# [hosts.arkham]
# root = \"hosts/arkham\"    # without it: the folder called like the host
# freebsd = \"14.3\"         # without it: bin/freebsd-version or etc/os-release of the host
# frr = \"10.3\"             # without it: the `frr version` line
";

const HOSTS: &str = "
# The hosts. Where a version is not known, cellblock reports what holds on every supported one,
# and tells at info what holds only on some.
";

const RULES: &str = "
# Levels of rules: off, info, warning or error. `cellblock rule` lists the rules.
# [rules]
# rc-overrides-setting = \"warning\"
";

/// The text of the file for these hosts.
#[must_use]
pub fn template(hosts: &[Outline]) -> String {
    let mut text = HEAD.to_owned();
    text.push_str(if hosts.is_empty() { NO_HOSTS } else { HOSTS });
    let (given, others): (Vec<_>, Vec<_>) =
        hosts.iter().partition(|host| host.entry == Entry::Given);
    // Comments first: a line of theirs in force without its heading belongs to no host then,
    // which is an error, and not to the host before.
    for host in others.iter().chain(&given) {
        text.push('\n');
        text.push_str(&entry(host));
    }
    text.push_str(&allow(given.first().map_or("arkham", |host| &host.name)));
    text.push_str(RULES);
    text
}

fn entry(host: &Outline) -> String {
    let folder = key::quoted(&host.folder);
    match &host.entry {
        Entry::Given => given(host),
        Entry::SharedName => {
            let lines = format!(
                "The folder {folder} shares its name with another host. To say something of\n\
                 it, give it a name of its own:\n{}",
                given(host)
            );
            commented(&lines)
        }
        Entry::Unwritable => commented(&format!(
            "The folder {folder} cannot be named here: its name is not UTF-8.\n"
        )),
        Entry::Elsewhere(config) => commented(&format!(
            "For the host in {folder}, {} holds.\n",
            key::quoted(config)
        )),
    }
}

fn given(host: &Outline) -> String {
    let mut text = format!("[hosts.{}]\n", key::key(&host.name));
    let is_called_so = host.folder == host.name && host.name != "/";
    if !is_called_so || host.entry != Entry::Given {
        text.push_str(&format!("root = {}\n", key::quoted(&host.folder)));
    }
    let on_host = "`freebsd-version -u` tells it on the host";
    text.push_str(&version("freebsd", &host.freebsd, on_host));
    if let Some(frr) = &host.frr {
        let on_host = "`vtysh -c 'show version'` tells it on the host";
        text.push_str(&version("frr", frr, on_host));
    }
    text
}

fn version(what: &str, known: &Known, on_host: &str) -> String {
    match known {
        Known::ByFile(version, file) => {
            let (version, file) = (key::quoted(version), key::escaped(file));
            format!("# {what} = {version}    # {file} says so\n")
        }
        Known::ByConfig(version) => format!("{what} = {}\n", key::quoted(version)),
        Known::No => format!("# {what} = \"?\"    # not known: {on_host}\n"),
    }
}

fn allow(host: &str) -> String {
    let mut text = "
# A finding that is meant to stay, where a comment in the file itself will not do: FRR drops
# comments when it writes its configuration.
"
    .to_owned();
    let _ = writeln!(text, "# [[hosts.{}.allow]]", key::key(host));
    text.push_str(
        "# rule = \"duplicate-jail-address\"
# match = \"192.0.2.21\"     # a part of the message, or a glob of the file; without it, all
# reason = \"the two never run together\"
",
    );
    text
}

/// Every line as a comment; what is one already stays.
fn commented(lines: &str) -> String {
    let lines = lines.lines().map(|line| match line.starts_with('#') {
        true => format!("{line}\n"),
        false => format!("# {line}\n"),
    });
    lines.collect()
}

#[cfg(test)]
mod tests;
