//! Programs whose work depends on the routing table that they run in.

/// Programs that open connections themselves, or start those that do.
const NETWORK: [&str; 30] = [
    "apk",
    "curl",
    "dhclient",
    "dig",
    "drill",
    "fetch",
    "freebsd-update",
    "ftp",
    "git",
    "host",
    "nc",
    "ntpdate",
    "ntpdig",
    "openvpn",
    "pg_basebackup",
    "ping",
    "ping6",
    "pkg",
    "portsnap",
    "rsync",
    "scp",
    "service",
    "sftp",
    "ssh",
    "svnlite",
    "telnet",
    "traceroute",
    "traceroute6",
    "wget",
    "whois",
];

/// Whether the program at `path`, or of this bare name, talks to the network or starts services
/// that do: rc scripts count.
#[must_use]
pub fn uses_network(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    folder.ends_with("/rc.d") || NETWORK.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_by_name_and_folder() {
        for path in [
            "ping",
            "/usr/sbin/pkg",
            "/usr/local/etc/rc.d/nginx",
            "service",
        ] {
            assert!(uses_network(path), "{path}");
        }
        for path in ["ls", "/bin/sh", "sysrc", "rc.d"] {
            assert!(!uses_network(path), "{path}");
        }
    }
}
