//! A jail as its host runs it.

use std::net::IpAddr;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::fibs::{FibUse, FibUser};
use super::jails::{Jail, JailAddress, Value};
use super::run_time::RuntimeNetwork;
use super::scripts::{Command, InterfaceWork, commands_of_text};
use crate::text::Place;

/// A jail, its addresses and what its hooks do.
#[derive(Clone, Debug)]
pub struct HostJail {
    /// The jail's parameters.
    pub jail: Jail,
    /// The FIB that its processes run in.
    pub fib: JailFib,
    /// The addresses that it takes from the host's interfaces.
    pub addresses: Vec<JailAddress>,
    /// What its exec parameters run.
    pub hooks: Vec<Hook>,
    /// Routes that its hooks announce.
    pub runtime_networks: Vec<RuntimeNetwork>,
    /// Routes that its hooks take away again.
    pub runtime_withdrawals: Vec<RuntimeNetwork>,
    /// Some of its variables are not defined, so that its values are not what they seem.
    pub doubtful: bool,
}

/// The FIB of a jail's processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JailFib {
    /// `exec.fib`, else a `setfib` in `exec.start` or `command`, else 0; `None` where it depends on run time.
    pub number: Option<u32>,
    /// Where it is said.
    pub place: Option<Place>,
}

/// The commands of one exec parameter.
#[derive(Clone, Debug)]
pub struct Hook {
    /// The parameter.
    pub parameter: &'static str,
    /// Whether jail(8) runs it on the host rather than in the jail.
    pub on_host: bool,
    /// The commands.
    pub commands: Arc<[Command]>,
}

/// The commands that were read last of each place: all jails run those of a wildcard or of
/// globals, mostly without a variable in them.
#[derive(Default)]
pub(super) struct ReadHooks(FxHashMap<Place, (Vec<Value>, Arc<[Command]>)>);

impl ReadHooks {
    fn commands(&mut self, values: &[Value]) -> Arc<[Command]> {
        let Some(first) = values.first() else {
            return Arc::default();
        };
        if let Some((known, commands)) = self.0.get(&first.place)
            && known == values
        {
            return commands.clone();
        }
        let of_value =
            |value: &Value| commands_of_text(value.place.file, value.place, &value.text, false);
        let commands: Arc<[Command]> = values.iter().flat_map(of_value).collect();
        let known = (values.to_vec(), commands.clone());
        self.0.insert(first.place, known);
        commands
    }
}

/// The parameters that run commands, and whether that is on the host (jail(8), sections
/// `exec.*`).
const EXEC: [(&str, bool); 10] = [
    ("exec.prepare", true),
    ("exec.prestart", true),
    ("exec.created", true),
    ("exec.start", false),
    ("command", false),
    ("exec.poststart", true),
    ("exec.prestop", true),
    ("exec.stop", false),
    ("exec.poststop", true),
    ("exec.release", true),
];

/// The parameters whose commands run on the host before jail(8) hands interfaces to the jail.
pub const BEFORE_INTERFACES: [&str; 3] = ["exec.prepare", "exec.prestart", "exec.created"];
/// The parameters whose commands run on the host when the jail stops.
pub const AT_STOP: [&str; 3] = ["exec.prestop", "exec.poststop", "exec.release"];

impl HostJail {
    /// The jail with what follows from its parameters alone.
    pub(super) fn new(jail: Jail, read: &mut ReadHooks) -> Self {
        let hooks = hooks(&jail, read);
        Self {
            fib: jail_fib(&jail, &hooks),
            addresses: jail.addresses(),
            hooks,
            runtime_networks: Vec::new(),
            runtime_withdrawals: Vec::new(),
            doubtful: false,
            jail,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.jail.name
    }

    /// Whether it has a network stack of its own.
    #[must_use]
    pub fn is_vnet(&self) -> bool {
        self.jail.is_vnet()
    }

    /// Whether jail(8) runs the commands of this parameter on the host rather than in the jail;
    /// `None` for one that runs none.
    pub(super) fn runs_on_host(parameter: &str) -> Option<bool> {
        let mut known = EXEC.iter().filter(|(name, _)| *name == parameter);
        known.next().map(|(_, on_host)| *on_host)
    }

    /// The commands of some of its exec parameters, in the order in which they run.
    pub fn commands_of<'j>(&'j self, parameters: &'j [&str]) -> impl Iterator<Item = &'j Command> {
        let hooks = self.hooks.iter();
        hooks
            .filter(|hook| parameters.contains(&hook.parameter))
            .flat_map(|hook| hook.commands.iter())
    }

    /// What the commands of some of its exec parameters do to interfaces.
    #[must_use]
    pub fn interface_work(&self, parameters: &[&str]) -> InterfaceWork {
        InterfaceWork::of(self.commands_of(parameters))
    }

    /// Its addresses that jail(8) puts on an interface, with the interface.
    pub fn on_interfaces(&self) -> impl Iterator<Item = (&JailAddress, &str)> {
        self.addresses
            .iter()
            .filter_map(|element| Some((element, element.interface.as_deref()?)))
    }

    /// Whether `address` is its only one of that family.
    #[must_use]
    pub fn has_only(&self, address: IpAddr) -> bool {
        let family = |element: &&JailAddress| element.address.is_ipv4() == address.is_ipv4();
        self.addresses.iter().filter(family).count() == 1
    }

    /// The FIB that it asks for, as a use of that FIB.
    pub(super) fn fib_use(&self) -> Option<FibUse> {
        Some(FibUse {
            number: self.fib.number?,
            by: FibUser::Jails(vec![self.jail.name.clone()]),
            place: self.fib.place?,
        })
    }
}

fn hooks(jail: &Jail, read: &mut ReadHooks) -> Vec<Hook> {
    EXEC.iter()
        .filter_map(|(parameter, on_host)| {
            let commands = read.commands(jail.values(parameter));
            (!commands.is_empty()).then_some(Hook {
                parameter,
                on_host: *on_host,
                commands,
            })
        })
        .collect()
}

fn jail_fib(jail: &Jail, hooks: &[Hook]) -> JailFib {
    if let Some((number, place)) = jail.number("exec.fib") {
        return JailFib {
            number: Some(number),
            place: Some(place),
        };
    }
    let mut starts = hooks
        .iter()
        .filter(|hook| matches!(hook.parameter, "exec.start" | "command"));
    let setfib = starts.find_map(|hook| hook.commands.iter().find_map(|c| c.fib.as_ref()));
    match setfib {
        Some(fib) => JailFib {
            number: fib.number,
            place: Some(fib.place),
        },
        None => JailFib {
            number: Some(0),
            place: None,
        },
    }
}
