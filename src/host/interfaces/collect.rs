//! From rc.conf's variables to interfaces.

use super::arguments::{Argument, Arguments};
use super::made::Made;
use super::names::{role_of, spellings};
use super::{Interface, InterfaceAddress, Interfaces, Setup};
use crate::host::fibs::{FibUse, FibUser};
use crate::host::rc::{RcConf, RcVariable, variable_suffix};

impl Interfaces {
    /// The interfaces that rc.conf names. `others` are names from elsewhere (jails, FRR), which
    /// tell how a variable's `lagg0_50` is really spelled. `complete` tells whether rc.conf is
    /// there, so that its silence means FIB 0.
    #[must_use]
    pub fn from_rc(rc: &RcConf, others: &[String], complete: bool) -> Self {
        let default_fib = rc
            .get("ifconfig_DEFAULT")
            .and_then(|variable| read(variable).fib)
            .map_or(0, |(number, _)| number);
        let mut interfaces = Self {
            unnamed_fib: complete.then_some(default_fib),
            made: Made::from_rc(rc),
            ..Self::default()
        };
        let spelled = spellings(rc, others);
        let mut taken = Vec::new();
        for variable in rc.variables() {
            let Some((suffix, role)) = role_of(&variable.name) else {
                continue;
            };
            let name = interfaces.made.name_of(&suffix).cloned();
            let name = name
                .or_else(|| spelled.get(&suffix).cloned())
                .unwrap_or_else(|| suffix.clone());
            let setup = Setup {
                variable: variable.name.clone(),
                interface: name.clone(),
                role,
                known: variable.known,
                place: variable.place,
                name_place: variable.name_place,
                value_place: variable.value_place,
                first: first_word(variable),
                arguments: read(variable),
            };
            let own = rc.get(&format!("ifconfig_{suffix}")).is_some();
            let index = interfaces.take(&setup, suffix, name, own);
            taken.push((index, setup));
        }
        // The order in which network.subr runs ifconfig: the last `fib` stays.
        taken.sort_by_key(|(_, setup)| setup.role);
        for (index, setup) in taken {
            interfaces.take_fib(&setup, index);
            interfaces.setups.push(setup);
        }
        interfaces
    }

    fn take_fib(&mut self, setup: &Setup, index: usize) {
        let Some(interface) = self.list.get_mut(index) else {
            return;
        };
        interface.fib_known &= setup.known;
        if let Some((number, place)) = setup.arguments.fib {
            interface.fib = number;
            interface.place = setup.place;
            self.fib_uses.push(FibUse {
                number,
                by: FibUser::Interface(interface.name.clone()),
                place,
            });
        }
    }

    /// The interface that `setup` is about, with the addresses that it gives. `own`: the
    /// interface has an `ifconfig_IF`; without one, network.subr takes ifconfig_DEFAULT.
    fn take(&mut self, setup: &Setup, suffix: String, name: String, own: bool) -> usize {
        let fib = self.unnamed_fib.filter(|_| !own).unwrap_or(0);
        let by_name = self.by_suffix.get(&variable_suffix(&name)).copied();
        let index = by_name.unwrap_or_else(|| {
            self.list.push(Interface {
                name: name.clone(),
                fib,
                fib_known: true,
                place: setup.place,
                addresses: Vec::new(),
                dynamic: false,
            });
            self.list.len() - 1
        });
        // One that is renamed is found under both names.
        self.by_suffix.insert(variable_suffix(&name), index);
        self.by_suffix.entry(suffix).or_insert(index);
        if let Some(interface) = self.list.get_mut(index) {
            interface.dynamic |= setup.arguments.dynamic;
            let networks = setup.arguments.networks();
            interface
                .addresses
                .extend(networks.map(|(network, place)| InterfaceAddress { network, place }));
        }
        index
    }
}

fn read(variable: &RcVariable) -> Arguments {
    let words = variable.words();
    let arguments: Vec<Argument<'_>> = words
        .iter()
        .map(|(text, place)| Argument {
            text: Some(text),
            place: *place,
        })
        .collect();
    let mut read = Arguments::read(&arguments);
    if variable.name.starts_with("create_args_") {
        // Words of `ifconfig IF create`: the cloners have more of their own.
        read.addresses.clear();
    }
    if !variable.known {
        // With holes in it, what is left is not what ifconfig gets.
        read.defects.clear();
    }
    read
}

fn first_word(variable: &RcVariable) -> String {
    let mut words = variable.value.split_ascii_whitespace();
    words.next().unwrap_or("").to_owned()
}
