//! The picture of the hosts in tables that fit a terminal.

use std::io::{self, Write};

use super::RemoteAs;
use super::{Bgp, Daemon, Fibs, File, Host, Interface, Jail, Setting, Show};
use crate::output::plain;
use crate::output::table::Table;

/// Writes the hosts, one after the other, then the lines of the files.
///
/// # Errors
///
/// As the writer's.
pub fn write(out: &mut impl Write, show: &Show) -> io::Result<()> {
    for (number, host) in show.hosts.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write_host(out, host)?;
    }
    for file in show.files.iter().flatten() {
        writeln!(out)?;
        write_file(out, file)?;
    }
    Ok(())
}

fn write_host(out: &mut impl Write, host: &Host) -> io::Result<()> {
    let version = |what: &str, version: &Option<String>| match version {
        Some(version) => format!("{what} {}", plain(version)),
        None => format!("{what} of unknown version"),
    };
    writeln!(
        out,
        "{} ({}): {}, {}",
        plain(&host.name),
        plain(&host.root),
        version("FreeBSD", &host.freebsd),
        version("FRR", &host.frr)
    )?;
    write_interfaces(out, &host.interfaces)?;
    write_fibs(out, &host.fibs)?;
    write_jails(out, &host.jails)?;
    write_settings(out, &host.settings)?;
    write_daemons(out, &host.daemons)?;
    host.bgp.iter().try_for_each(|bgp| write_bgp(out, bgp))
}

fn write_interfaces(out: &mut impl Write, interfaces: &[Interface]) -> io::Result<()> {
    let mut table = Table::new(&["INTERFACE", "FIB", "ADDRESSES", "AT"]);
    for interface in interfaces {
        table.row([
            interface.name.clone(),
            interface.fib.to_string(),
            interface.addresses.join(" "),
            at(&interface.file, interface.line),
        ]);
    }
    section(out, "Interfaces", &table, interfaces.len())
}

fn write_fibs(out: &mut impl Write, fibs: &Fibs) -> io::Result<()> {
    let addresses = match fibs.add_addr_allfibs {
        Some(true) => "; addresses get into every FIB",
        Some(false) => "; addresses stay in their interface's FIB",
        None => "",
    };
    writeln!(out, "\nFIBs: {}{addresses}", fibs.count)?;
    let mut table = Table::new(&["FIB", "DEFAULT ROUTE", "AT"]);
    for route in &fibs.default_routes {
        table.row([
            route.fib.to_string(),
            route.via.clone(),
            at(&route.file, route.line),
        ]);
    }
    table.write(out)
}

fn write_jails(out: &mut impl Write, jails: &[Jail]) -> io::Result<()> {
    let mut table = Table::new(&["JAIL", "FIB", "ADDRESSES", "AT"]);
    for jail in jails {
        let mut addresses = jail.addresses.iter().map(|address| {
            let interface = match &address.interface {
                Some(interface) => format!("{interface}|"),
                None => String::new(),
            };
            format!("{interface}{}/{}", address.address, address.prefix_length)
        });
        let fib = if jail.vnet {
            "vnet".to_owned()
        } else {
            jail.fib.to_string()
        };
        table.row([
            jail.name.clone(),
            fib,
            addresses.next().unwrap_or_default(),
            at(&jail.file, jail.line),
        ]);
        for address in addresses {
            table.row([" ".to_owned(), " ".to_owned(), address, " ".to_owned()]);
        }
    }
    section(out, "Jails", &table, jails.len())?;
    for jail in jails.iter().filter(|jail| !jail.parameters.is_empty()) {
        writeln!(out, "\nJail {}:", plain(&jail.name))?;
        for (name, values) in &jail.parameters {
            let name = plain(name);
            match values.as_slice() {
                [] => writeln!(out, "  {name}")?,
                values => {
                    for value in values {
                        writeln!(out, "  {name} = {}", plain(value))?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn write_settings(out: &mut impl Write, settings: &[Setting]) -> io::Result<()> {
    let mut table = Table::new(&["SETTING", "VALUE", "IN FORCE", "AT"]);
    for setting in settings {
        let in_force = if setting.takes_effect { "yes" } else { "no" };
        table.row([
            setting.name.clone(),
            setting.value.clone(),
            in_force.to_owned(),
            at(&setting.file, setting.line),
        ]);
    }
    section(out, "Settings", &table, settings.len())
}

fn write_daemons(out: &mut impl Write, daemons: &[Daemon]) -> io::Result<()> {
    let mut table = Table::new(&["DAEMON", "STARTED", "FIB", "READS"]);
    for daemon in daemons {
        let started = if daemon.enabled { "yes" } else { "no" };
        table.row([
            daemon.name.clone(),
            started.to_owned(),
            daemon.fib.to_string(),
            daemon.config.clone().unwrap_or_default(),
        ]);
    }
    section(out, "Routing daemons", &table, daemons.len())
}

fn write_bgp(out: &mut impl Write, bgp: &Bgp) -> io::Result<()> {
    write!(out, "\nBGP, AS {}", bgp.asn)?;
    if let Some(vrf) = &bgp.vrf {
        write!(out, ", VRF {}", plain(vrf))?;
    }
    if let Some(id) = &bgp.router_id {
        write!(out, ", router id {}", plain(id))?;
    }
    writeln!(out, " ({})", plain(&at(&bgp.file, bgp.line)))?;
    let mut table = Table::new(&["NEIGHBOR", "AS", "FAMILIES", "HOST"]);
    for neighbor in &bgp.neighbors {
        table.row([
            neighbor.address.clone(),
            neighbor
                .remote_as
                .as_ref()
                .map_or(String::new(), RemoteAs::to_string),
            neighbor.families.join(", "),
            neighbor.host.clone().unwrap_or_default(),
        ]);
    }
    table.write(out)?;
    if bgp.originates.is_empty() {
        return writeln!(out, "  originates nothing");
    }
    for origin in &bgp.originates {
        writeln!(out, "  originates {}", plain(origin))?;
    }
    Ok(())
}

fn write_file(out: &mut impl Write, file: &File) -> io::Result<()> {
    writeln!(out, "{} ({})", plain(&file.file), file.language)?;
    let mut table = Table::new(&["LINE", "FRR'S", "VERDICT", "NODE AFTER IT"]);
    for line in &file.lines {
        table.row([
            line.line.to_string(),
            line.frr_line.to_string(),
            line.verdict.to_owned(),
            line.node.clone(),
        ]);
    }
    table.write(out)
}

fn section(out: &mut impl Write, title: &str, table: &Table, rows: usize) -> io::Result<()> {
    if rows == 0 {
        return writeln!(out, "\n{title}: none");
    }
    writeln!(out, "\n{title}:")?;
    table.write(out)
}

fn at(file: &str, line: usize) -> String {
    format!("{file}:{line}")
}
