//! Sites of any size, the same on every machine and in every run.
//!
//! A host has jails on public addresses in a FIB of their own, announced by one BGP speaker whose
//! frr.conf is filled up to the wanted size with what large ones are full of. Ten hosts are a rack:
//! the first is the router of the others. Each file that is edited has one lasting finding near its
//! end, so that an edit which moves lines changes what is to be published.

#![allow(dead_code)]

mod files;
mod frr;
mod plain;

use std::fs;
use std::path::Path;

/// Hosts in a rack, its router among them.
pub const RACK: usize = 10;

/// How large each host of a site is.
#[derive(Clone, Copy)]
pub struct Size {
    pub hosts: usize,
    pub jails: usize,
    pub frr: Fill,
}

/// Up to what frr.conf is filled.
#[derive(Clone, Copy)]
pub enum Fill {
    /// Nothing more than is needed.
    None,
    Bytes(usize),
    Lines(usize),
}

/// A file: its path below the site's folder, and its text.
pub type File = (String, String);

/// The host of the budgets: 200 jails and an frr.conf of 50 KB.
pub const TYPICAL: Size = Size {
    hosts: 1,
    jails: 200,
    frr: Fill::Bytes(50_000),
};

/// The host of the budget for the largest files: 100,000 lines of frr.conf.
pub const LARGE: Size = Size {
    hosts: 1,
    jails: 200,
    frr: Fill::Lines(100_000),
};

/// Many hosts of 50 jails.
pub const fn many(hosts: usize) -> Size {
    Size {
        hosts,
        jails: 50,
        frr: Fill::None,
    }
}

/// All files of a site.
pub fn site(size: Size) -> Vec<File> {
    let hosts = (0..size.hosts).map(|number| Host { number, size });
    hosts.flat_map(|host| host.files()).collect()
}

/// One host of `jails` jails without FRR, whose rc.conf and sysctl.conf have `lines` lines each.
pub fn plain(jails: usize, lines: usize) -> Vec<File> {
    plain::plain(jails, lines)
}

/// Writes files into a folder.
pub fn write(folder: &Path, files: Vec<File>) {
    for (path, text) in files {
        let path = folder.join(path);
        let above = path.parent().expect("a path below the folder");
        fs::create_dir_all(above).expect("a folder that can be written");
        fs::write(path, text).expect("a file that can be written");
    }
}

/// The path of a file of the first host.
pub fn first(relative: &str) -> String {
    format!("{}/{relative}", name(0))
}

fn name(number: usize) -> String {
    format!("host{number:04}")
}

/// One host of a site.
pub(crate) struct Host {
    number: usize,
    size: Size,
}

impl Host {
    fn files(&self) -> Vec<File> {
        let below = |(path, text): (&str, String)| (format!("{}/{path}", name(self.number)), text);
        let files = [
            ("etc/jail.conf", self.jail_conf()),
            ("etc/rc.conf", self.rc_conf()),
            ("etc/rc.local", self.rc_local()),
            ("etc/sysctl.conf", self.sysctl_conf()),
            ("boot/loader.conf", self.loader_conf()),
            ("usr/local/etc/frr/frr.conf", self.frr_conf()),
        ];
        files.map(below).into()
    }

    /// The public block of this host, a power of two in size: its first address and its length.
    fn block(&self) -> (u32, u32) {
        let addresses = self.size.jails.next_power_of_two().max(64);
        let addresses = u32::try_from(addresses).expect("few enough jails");
        let number = u32::try_from(self.number).expect("few enough hosts");
        let first = u32::from_be_bytes([198, 18, 0, 0]) + number * addresses;
        (first, 32 - addresses.trailing_zeros())
    }

    fn jail_address(&self, jail: usize) -> String {
        let jail = u32::try_from(jail).expect("few enough jails");
        dotted(self.block().0 + jail)
    }

    fn rack(&self) -> usize {
        self.number / RACK
    }

    fn is_router(&self) -> bool {
        self.number.is_multiple_of(RACK)
    }

    /// The address of the host of this place in its rack.
    fn transit(&self, place: usize) -> String {
        let rack = self.rack();
        format!("10.{}.{}.{}", rack / 256, rack % 256, place + 1)
    }

    /// The AS of the host of this place in its rack.
    fn autonomous_system(&self, place: usize) -> usize {
        4_200_000_000 + self.rack() * RACK + place
    }

    fn place(&self) -> usize {
        self.number % RACK
    }

    /// The places of the hosts that this one peers with.
    fn peers(&self) -> Vec<usize> {
        if !self.is_router() {
            return vec![0];
        }
        let others = (self.size.hosts - self.number).min(RACK);
        // A host by itself peers with somebody outside.
        (1..others.max(2)).collect()
    }
}

fn dotted(address: u32) -> String {
    let [a, b, c, d] = address.to_be_bytes();
    format!("{a}.{b}.{c}.{d}")
}
