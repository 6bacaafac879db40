//! `command-not-in-boot-path`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::{Host, PathlessCommand, RunBy};
use crate::rules::edits::{text_at, word_once};
use crate::rules::words::jails;
use crate::rules::{Report, declare_rule};

declare_rule! {
    /// A program of /usr/local is called by its bare name where PATH does not lead there.
    ///
    /// /etc/rc and service(8) set PATH to /sbin:/bin:/usr/sbin:/usr/bin. rc.local, and the exec
    /// hooks that jail(8) runs on the host, inherit it: a bare `vtysh` is not found, and a hook
    /// that fails takes its jail down with it.
    ///
    /// Silent where the script sets PATH, where the program is called by its full path, and in
    /// hooks of jails with `exec.clean`, whose PATH comes from login.conf.
    ///
    /// ## Bad
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    /// ```sh etc/rc.local
    /// vtysh -c "clear bgp *"
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/rc.conf
    /// hostname="arkham.example.net"
    /// ```
    /// ```sh etc/rc.local
    /// /usr/local/bin/vtysh -c "clear bgp *"
    /// ```
    "command-not-in-boot-path", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for command in &host.pathless_commands {
        report.add(render(host, command, report));
    }
}

fn render(host: &Host, command: &PathlessCommand, report: &Report) -> Finding {
    let name = &command.name;
    let message = match &command.run_by {
        RunBy::RcLocal => format!(
            "{name} will not be found: rc.local runs with the PATH of /etc/rc, which has no \
             /usr/local"
        ),
        RunBy::Hook {
            jails: names,
            parameter,
        } => {
            let jails = jails(names);
            let (does, end) = match *parameter {
                "exec.prestop" | "exec.poststop" | "exec.release" => ("stops", ""),
                _ if names.len() == 1 => ("starts", ", and the jail fails with it"),
                _ => ("starts", ", and the jails fail with it"),
            };
            format!(
                "{name} will not be found when the system {does} {jails}: {parameter} runs with \
                 the PATH of /etc/rc, which has no /usr/local{end}"
            )
        }
    };
    let path = &command.full_path;
    let finding = report
        .finding(command.place, message)
        .note(format!("call it by its full path, such as {path}"));
    let written = if command.exact {
        Some(command.place)
    } else {
        text_at(host, command.place).and_then(|text| word_once(text, command.place, name))
    };
    match written {
        Some(place) => {
            let edit = Edit::replace(place, path.as_str());
            finding.fix(Fix::safe(format!("call {path}"), vec![edit]))
        }
        None => finding,
    }
}
