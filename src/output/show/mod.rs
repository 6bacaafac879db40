//! The picture of the hosts, as `show` tells it: plain data, filled by the caller, written as
//! JSON or for people.

mod human;
mod lines;
mod picture;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

pub use human::write as write_human;

/// The whole answer of `show`. As JSON, its members never change their meaning; new ones may
/// come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Show {
    /// The version of the format, 1.
    pub version: u32,
    /// The hosts, by name.
    pub hosts: Vec<Host>,
    /// What FRR makes of each line; only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<File>>,
}

/// One machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its folder, as shown to people.
    pub root: String,
    /// The FreeBSD release, if it is known.
    pub freebsd: Option<String>,
    /// The FRR version, if it is known.
    pub frr: Option<String>,
    /// The interfaces.
    pub interfaces: Vec<Interface>,
    /// The FIBs.
    pub fibs: Fibs,
    /// The jails.
    pub jails: Vec<Jail>,
    /// The settings.
    pub settings: Vec<Setting>,
    /// The daemons of FRR.
    pub daemons: Vec<Daemon>,
    /// The BGP speakers.
    pub bgp: Vec<Bgp>,
}

/// A network interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Interface {
    /// Its name, such as `ix0.50`.
    pub name: String,
    /// The FIB it is in.
    pub fib: u32,
    /// Its addresses with prefix lengths.
    pub addresses: Vec<String>,
    /// Where it is configured: the file.
    pub file: String,
    /// And the line, from 1.
    pub line: usize,
}

/// The routing tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fibs {
    /// How many there are.
    pub count: u32,
    /// Whether an interface's addresses get into all of them; `None` if that is not known.
    pub add_addr_allfibs: Option<bool>,
    /// The default routes.
    pub default_routes: Vec<DefaultRoute>,
}

/// A default route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DefaultRoute {
    /// The FIB it is in.
    pub fib: u32,
    /// The gateway, as written.
    pub via: String,
    /// Where it is set: the file.
    pub file: String,
    /// And the line, from 1.
    pub line: usize,
}

/// A jail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Jail {
    /// Its name.
    pub name: String,
    /// Where it is defined: the file.
    pub file: String,
    /// And the line, from 1.
    pub line: usize,
    /// Whether it has a network stack of its own.
    pub vnet: bool,
    /// The FIB its processes run in.
    pub fib: u32,
    /// Its addresses.
    pub addresses: Vec<JailAddress>,
    /// Its parameters as jail(8) would have them: after wildcards, `+=` and variables. A bare
    /// boolean has no values.
    pub parameters: BTreeMap<String, Vec<String>>,
}

/// An address of a jail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JailAddress {
    /// The address.
    pub address: String,
    /// Its prefix length.
    pub prefix_length: u8,
    /// The interface it is put on, if any is said.
    pub interface: Option<String>,
}

/// A tunable or a sysctl.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// Its name.
    pub name: String,
    /// Its value, as written.
    pub value: String,
    /// Where it is set: the file.
    pub file: String,
    /// And the line, from 1.
    pub line: usize,
    /// Whether this release heeds it from there.
    pub takes_effect: bool,
}

/// A daemon of FRR.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Daemon {
    /// Its name.
    pub name: String,
    /// Whether it is started at boot.
    pub enabled: bool,
    /// The FIB it runs in.
    pub fib: u32,
    /// The file it reads, if there is one.
    pub config: Option<String>,
}

/// A `router bgp` block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bgp {
    /// Its autonomous system.
    #[serde(rename = "as")]
    pub asn: u32,
    /// Its VRF, if it is not the default one.
    pub vrf: Option<String>,
    /// Its router id, if it is set.
    pub router_id: Option<String>,
    /// Where it stands: the file.
    pub file: String,
    /// And the line, from 1.
    pub line: usize,
    /// Its neighbors.
    pub neighbors: Vec<Neighbor>,
    /// The prefixes it originates, and what it redistributes.
    pub originates: Vec<String>,
}

/// A neighbor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Neighbor {
    /// Its address, or the interface it is on.
    pub address: String,
    /// Its autonomous system.
    pub remote_as: Option<RemoteAs>,
    /// The address families that are active.
    pub families: Vec<String>,
    /// The host of this site that it is.
    pub host: Option<String>,
}

/// What a neighbor's autonomous system is said to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum RemoteAs {
    /// This one.
    Number(u32),
    /// `internal` or `external`.
    Word(String),
}

impl fmt::Display for RemoteAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// What FRR makes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct File {
    /// The file, as shown to people.
    pub file: String,
    /// Its language.
    pub language: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// What FRR makes of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The line, from 1.
    pub line: usize,
    /// The same line by FRR's own count, which cuts over-long lines.
    pub frr_line: usize,
    /// The verdict of FRR's own parser.
    pub verdict: &'static str,
    /// The node after the line.
    pub node: String,
}

/// Writes it as one JSON object on one line.
///
/// # Errors
///
/// As the writer's.
pub fn write_json(out: &mut impl Write, show: &Show) -> io::Result<()> {
    serde_json::to_writer(&mut *out, show)?;
    writeln!(out)
}
