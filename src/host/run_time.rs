//! What scripts and hooks do while the machine runs, as far as the checks ask.

use std::net::IpAddr;

use ipnet::IpNet;
use rustc_hash::FxHashSet;

use super::scripts::{ActionKind, Command, VtyshLine, actions};
use crate::syntax::frr::{self, LineContent, UNKNOWN_PART};
use crate::text::Place;
use crate::vocabulary::is_local_command;

/// A route that a script or a hook announces through vtysh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeNetwork {
    /// The prefix; `None` where it depends on run time.
    pub prefix: Option<IpNet>,
    /// Where.
    pub place: Place,
}

/// A `router bgp N` that a script or a hook enters through vtysh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnteredRouter {
    /// The AS.
    pub as_number: u32,
    /// Its VRF or view; `None` is the default one.
    pub vrf: Option<String>,
    /// Where its number stands.
    pub place: Place,
    /// Whether it goes on to take a route away rather than to announce one.
    pub withdraws: bool,
    /// Whether the bytes at the place are the number, written out.
    pub exact: bool,
}

/// The words of the lines that scripts and hooks give to vtysh: names among them may be made or
/// used at run time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VtyshWords {
    words: FxHashSet<String>,
    others: bool,
}

impl VtyshWords {
    /// Whether a script may make or use something of this name.
    #[must_use]
    pub fn may_have(&self, name: &str) -> bool {
        self.others || self.words.contains(name)
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.words.extend(more.words);
        self.others |= more.others;
    }

    fn take(&mut self, line: &str) {
        let mut words = line.split_ascii_whitespace();
        let about_names = |word: &str| {
            let kinds = ["prefix-list", "access-list", "route-map", "peer-group"];
            kinds.contains(&word) || word.ends_with("community-list")
        };
        let unknown = line.contains(UNKNOWN_PART);
        self.others |= unknown && (line.starts_with(UNKNOWN_PART) || words.any(about_names));
        let words = line.split_ascii_whitespace();
        self.words.extend(words.map(str::to_owned));
    }
}

/// A call of jls(8) or jexec(8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JailQuery {
    /// The program.
    pub program: String,
    /// Where.
    pub place: Place,
}

/// Addresses that commands give to interfaces of the host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressesByHand {
    /// Those that are written out.
    pub addresses: Vec<IpAddr>,
    /// Others are known at run time only.
    pub others: bool,
}

/// A command that jexec(8) runs in a jail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JexecCall {
    /// The jail.
    pub jail: String,
    /// The program, as written.
    pub program: String,
    /// The word `jexec`, or the value in which it stands.
    pub place: Place,
    /// Whether the place is exactly that word.
    pub exact: bool,
    /// It runs under setfib(1).
    pub in_fib: bool,
}

/// A program that PATH does not lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathlessCommand {
    /// Its bare name.
    pub name: String,
    /// Where it would be found.
    pub full_path: String,
    /// Where it is called.
    pub place: Place,
    /// Who calls it.
    pub run_by: RunBy,
    /// Whether the bytes at the place are the name, written out.
    pub exact: bool,
}

/// Who runs a command at boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunBy {
    /// rc.local.
    RcLocal,
    /// A hook of a jail that runs on the host.
    Hook {
        /// The jails: several where the hook comes from a wildcard.
        jails: Vec<String>,
        /// The parameter.
        parameter: &'static str,
    },
}

/// What the vtysh calls among some commands do to BGP.
#[derive(Debug, Default)]
pub(super) struct Vtysh {
    pub networks: Vec<RuntimeNetwork>,
    /// Routes that are taken away.
    pub withdrawn: Vec<RuntimeNetwork>,
    pub routers: Vec<EnteredRouter>,
    pub words: VtyshWords,
}

impl Vtysh {
    /// Reads the vtysh calls among `commands`.
    pub fn of(commands: &[Command]) -> Self {
        let mut vtysh = Self::default();
        for action in actions(commands) {
            let ActionKind::Vtysh(call) = action.kind else {
                continue;
            };
            vtysh.read(&call.lines);
            // Without -c it takes its lines from a pipe, a here-document or the file of -f, which
            // are not followed.
            let mut options = action.command.words.iter().map(|word| word.text.as_str());
            if call.lines.is_empty() && !options.any(is_given_no_lines) {
                vtysh.words.others = true;
                vtysh.networks.push(RuntimeNetwork {
                    prefix: None,
                    place: action.place,
                });
            }
        }
        vtysh
    }

    fn read(&mut self, lines: &[VtyshLine]) {
        let session = frr::session(lines.iter().map(|line| line.text.as_str()));
        let withdraws = session
            .iter()
            .any(|line| matches!(network(&line.content), Some((true, _))));
        for (line, said) in session.iter().zip(lines) {
            self.words.take(&said.text);
            if let Some(router) = entered_router(&line.content)
                && let Some(as_number) = router.as_number
                && let Some(value) = as_number.value
            {
                let vrf = router.instance.and_then(|name| said.text.get(name.range()));
                self.routers.push(EnteredRouter {
                    as_number: value,
                    vrf: vrf.map(str::to_owned),
                    place: said.place_of(as_number.span.range()),
                    exact: said.is_exact(as_number.span.range()),
                    withdraws,
                });
            }
            if let Some((is_withdrawn, prefix)) = network(&line.content) {
                let route = RuntimeNetwork {
                    prefix,
                    place: said.place,
                };
                match is_withdrawn {
                    false => self.networks.push(route),
                    true => self.withdrawn.push(route),
                }
            }
        }
    }
}

/// Whether vtysh(1) takes no commands from the caller with this option.
fn is_given_no_lines(option: &str) -> bool {
    matches!(
        option,
        "-b" | "--boot" | "-C" | "--dryrun" | "-m" | "--markfile" | "-w" | "--writeconfig"
    )
}

/// What a `router bgp` line names.
fn entered_router(content: &LineContent) -> Option<&frr::RouterBgp> {
    match content {
        LineContent::Command {
            no: false,
            command: frr::Command::RouterBgp(line),
        } => Some(line),
        _ => None,
    }
}

/// A `network` line: whether it takes the prefix away, and the prefix, where it is known.
fn network(content: &LineContent) -> Option<(bool, Option<IpNet>)> {
    match content {
        LineContent::Command {
            no,
            command: frr::Command::Network(line),
        } => Some((*no, line.prefix.value.map(|prefix| prefix.trunc()))),
        _ => None,
    }
}

impl AddressesByHand {
    /// Adds those that `commands` give.
    pub(super) fn take<'c>(&mut self, commands: impl IntoIterator<Item = &'c Command>) {
        let commands = commands.into_iter();
        for command in commands.filter(|command| command.program() == Some("ifconfig")) {
            for word in command.words.iter().skip(1) {
                self.others |= !word.known;
                let address = word.text.split('/').next().unwrap_or_default();
                self.addresses.extend(address.parse::<IpAddr>());
            }
        }
    }
}

/// What `commands` run in jails that they name.
pub(super) fn jexec_calls<'c>(
    commands: impl IntoIterator<Item = &'c Command>,
) -> impl Iterator<Item = JexecCall> {
    commands.into_iter().filter_map(|command| {
        let (first, arguments) = command.words.split_first()?;
        if first.base_name() != Some("jexec") {
            return None;
        }
        let mut rest = arguments;
        while let Some((word, after)) = rest.split_first() {
            let Some(option) = word.literal().and_then(|text| text.strip_prefix('-')) else {
                break;
            };
            let valued = option.ends_with(['d', 'u', 'U']);
            rest = after.get(usize::from(valued)..)?;
        }
        let (jail, program) = (rest.first()?, rest.get(1)?);
        Some(JexecCall {
            jail: jail.literal()?.to_owned(),
            program: program.literal()?.to_owned(),
            place: first.place,
            exact: first.is_exact(0..first.text.len())
                && first.place.span.len() == first.text.len(),
            in_fib: command.fib.is_some(),
        })
    })
}

/// Calls of jls and jexec that run to the end before the boot goes on, and before the script
/// itself starts a jail.
pub(super) fn jail_queries(commands: &[Command]) -> Vec<JailQuery> {
    let before = commands.iter().take_while(|command| !starts_jails(command));
    let waited_for = before.filter(|command| !command.background);
    waited_for
        .filter_map(|command| {
            let word = command.words.first()?;
            let program = word.text.rsplit('/').next()?;
            let asks = matches!(program, "jls" | "jexec");
            asks.then(|| JailQuery {
                program: program.to_owned(),
                place: word.place,
            })
        })
        .collect()
}

/// Jail managers of the ports, as programs and as services.
const MANAGERS: [&str; 8] = [
    "appjail",
    "bastille",
    "cbsd",
    "ezjail",
    "ezjail-admin",
    "iocage",
    "pot",
    "qjail",
];

/// Whether a command starts jails: jail(8), `service jail start`, rc.d/jail itself or a jail
/// manager's `start`.
pub(super) fn starts_jails(command: &Command) -> bool {
    let Some(program) = command.program() else {
        return false;
    };
    let words: Vec<&str> = command.words.iter().skip(1).map(|w| &*w.text).collect();
    let says_start = |words: &[&str]| {
        let starting = ["start", "restart"];
        let mut verbs = words.iter().map(|word| {
            let bare = word.strip_prefix("one").or(word.strip_prefix("force"));
            bare.unwrap_or(word)
        });
        verbs.any(|verb| starting.contains(&verb))
    };
    match program {
        "jail"
            if command
                .words
                .first()
                .is_some_and(|w| w.text.contains("rc.d/")) =>
        {
            says_start(&words)
        }
        "jail" => words.iter().any(|word| {
            let flags = word.strip_prefix('-').unwrap_or_default();
            !word.contains('=') && flags.contains('c')
        }),
        "service" => {
            let mut rest = words.iter().skip_while(|word| word.starts_with('-'));
            let service = rest.next().copied().unwrap_or_default();
            let starts_any = service == "jail" || MANAGERS.contains(&service);
            starts_any && says_start(&words)
        }
        manager => MANAGERS.contains(&manager) && (says_start(&words) || words.contains(&"jstart")),
    }
}

/// Calls by bare name of programs that live in /usr/local, where PATH was not set. `own` are
/// the host's own scripts there.
pub(super) fn pathless(
    commands: &[Command],
    own: &[(String, String)],
    run_by: &RunBy,
) -> Vec<PathlessCommand> {
    commands
        .iter()
        .filter(|command| !command.path_set)
        .filter_map(|command| {
            let word = command.words.first().filter(|word| word.known)?;
            Some(PathlessCommand {
                full_path: full_path(&word.text, own)?,
                name: word.text.clone(),
                place: word.place,
                exact: word.is_exact(0..word.text.len())
                    && word.place.span.len() == word.text.len(),
                run_by: run_by.clone(),
            })
        })
        .collect()
}

/// Where a bare name lives below /usr/local, if it does.
fn full_path(name: &str, own: &[(String, String)]) -> Option<String> {
    if name.contains('/') {
        return None;
    }
    if let Some((_, path)) = own.iter().find(|(own_name, _)| own_name == name) {
        return Some(path.clone());
    }
    is_local_command(name).then(|| format!("/usr/local/bin/{name}"))
}
