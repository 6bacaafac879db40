//! The files of a host but FRR's.

use std::fmt::Write;

use super::{Host, name};

impl Host {
    pub(super) fn jail_conf(&self) -> String {
        let mut text = String::from(
            "# jails of one host\n\
             exec.start = \"/bin/sh /etc/rc\";\n\
             exec.stop = \"/bin/sh /etc/rc.shutdown\";\n\
             exec.clean;\n\
             mount.devfs;\n\
             path = \"/jails/$name\";\n\n",
        );
        for jail in 0..self.size.jails {
            let address = self.jail_address(jail);
            let _ = write!(
                text,
                "# {jail}\n\
                 service{jail} {{\n\
                 \thost.hostname = \"service{jail}.example.net\";\n\
                 \tip4.addr += \"lagg0.50|{address}\";\n\
                 \texec.fib = 1;\n\
                 }}\n\n"
            );
        }
        // The lasting finding: there is nothing to allow.
        text.push_str("# cellblock: allow(boot-order) nothing of the kind\nspare {\n}\n");
        text
    }

    pub(super) fn rc_conf(&self) -> String {
        let address = self.transit(self.place());
        let name = name(self.number);
        format!(
            "hostname=\"{name}.example.net\"\n\
             sshd_enable=\"YES\"\n\
             ifconfig_ix0=\"up\"\n\
             ifconfig_ix1=\"up\"\n\
             cloned_interfaces=\"lagg0\"\n\
             ifconfig_lagg0=\"laggproto lacp laggport ix0 laggport ix1 up\"\n\
             vlans_lagg0=\"50 200\"\n\
             ifconfig_lagg0_50=\"inet {address}/24 fib 1\"\n\
             ifconfig_lagg0_200=\"inet 192.168.200.10/24\"\n\
             defaultrouter=\"192.168.200.1\"\n\
             gateway_enable=\"YES\"\n\
             jail_enable=\"YES\"\n\
             frr_enable=\"YES\"\n\
             frr_daemons=\"zebra bgpd\"\n\
             frr_vtysh_boot=\"YES\"\n\
             frr_fib=\"1\"\n"
        )
    }

    pub(super) fn rc_local(&self) -> String {
        let router = self.transit(0);
        format!(
            "#!/bin/sh\n\
             # the default route of the public FIB\n\
             PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin\n\
             for try in 1 2 3; do\n\
             \tif setfib 1 route add default {router}; then\n\
             \t\tbreak\n\
             \tfi\n\
             \tsleep 1\n\
             done\n"
        )
    }

    pub(super) fn sysctl_conf(&self) -> String {
        "# hardening\n\
         security.bsd.see_other_uids=0\n\
         security.bsd.see_other_gids=0\n\
         kern.ipc.somaxconn=1024\n"
            .to_owned()
    }

    pub(super) fn loader_conf(&self) -> String {
        "# two routing tables\n\
         zfs_load=\"YES\"\n\
         if_lagg_load=\"YES\"\n\
         net.fibs=\"2\"\n\
         net.add_addr_allfibs=\"0\"\n"
            .to_owned()
    }
}
