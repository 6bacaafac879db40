//! Programs whose work depends on the routing table that they run in, and those that change it.

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

/// Switches of rc.conf of programs that give the machine addresses or routes of their own: routing
/// daemons, tunnels and VPNs, dial-up, jail and container managers.
const BRINGS_ROUTES: [&str; 32] = [
    "appjail_enable",
    "babeld_enable",
    "bastille_enable",
    "bird_enable",
    "cbsdd_enable",
    "dhcpcd_enable",
    "ezjail_enable",
    "gobgpd_enable",
    "iocage_enable",
    "ipv6_cpe_wanif",
    "mpd_enable",
    "nebula_enable",
    "netbird_enable",
    "olsrd_enable",
    "openbgpd_enable",
    "openconnect_enable",
    "openospfd_enable",
    "openvpn_enable",
    "podman_enable",
    "pot_enable",
    "ppp_enable",
    "qjail_enable",
    "route6d_enable",
    "routed_enable",
    "strongswan_enable",
    "swanctl_enable",
    "tailscaled_enable",
    "tincd_enable",
    "vm_enable",
    "wireguard_enable",
    "wireguard_interfaces",
    "zerotier_enable",
];

/// Whether this variable of rc.conf starts a program that gives the machine addresses or routes
/// of its own.
#[must_use]
pub fn brings_routes(variable: &str) -> bool {
    BRINGS_ROUTES.contains(&variable)
}

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
