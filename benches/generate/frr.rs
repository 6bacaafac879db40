//! FRR's file of a host.

use std::fmt::Write;

use super::{Fill, Host, dotted};

impl Host {
    pub(super) fn frr_conf(&self) -> String {
        let mut text = format!(
            "frr version 8.4.4\nfrr defaults traditional\nhostname {}\n!\n",
            super::name(self.number)
        );
        self.speaker(&mut text);
        self.lists(&mut text);
        self.fill(&mut text);
        // The lasting finding: there is nothing to allow.
        text.push_str("! cellblock: allow(boot-order) nothing of the kind\nline vty\n!\n");
        text
    }

    fn speaker(&self, text: &mut String) {
        let own = self.place();
        let _ = write!(
            text,
            "router bgp {}\n bgp router-id {}\n",
            self.autonomous_system(own),
            self.transit(own)
        );
        let peers = self.peers();
        for peer in &peers {
            let (address, number) = (self.transit(*peer), self.autonomous_system(*peer));
            let _ = writeln!(text, " neighbor {address} remote-as {number}");
        }
        text.push_str(
            " !\n address-family ipv4 unicast\n  redistribute connected route-map jails\n",
        );
        for peer in &peers {
            let address = self.transit(*peer);
            let _ = write!(
                text,
                "  neighbor {address} prefix-list out out\n  neighbor {address} route-map in in\n"
            );
        }
        text.push_str(" exit-address-family\nexit\n!\n");
    }

    fn lists(&self, text: &mut String) {
        let (first, length) = self.block();
        let block = format!("{}/{length}", dotted(first));
        let _ = write!(
            text,
            "ip prefix-list own seq 5 permit {block} le 32\n\
             ip prefix-list out seq 5 permit 198.18.0.0/15 le 32\n\
             ip prefix-list out seq 10 deny any\n!\n\
             route-map jails permit 10\n match ip address prefix-list own\nexit\n!\n\
             route-map in permit 10\nexit\n!\n"
        );
    }

    /// Filters and static routes, as large files are full of.
    fn fill(&self, text: &mut String) {
        let mut lines = text.lines().count();
        for number in 0_u32.. {
            let is_full = match self.size.frr {
                Fill::None => true,
                Fill::Bytes(bytes) => text.len() >= bytes,
                Fill::Lines(wanted) => lines >= wanted,
            };
            if is_full {
                return;
            }
            lines += filler(text, number);
        }
    }
}

/// One customer: a list, a route-map that uses it, a static route. Returns how many lines that is.
fn filler(text: &mut String, number: u32) -> usize {
    let network = dotted(u32::from_be_bytes([172, 16, 0, 0]) + number * 16);
    let _ = write!(
        text,
        "ip prefix-list customer-{number} seq 5 permit {network}/28 ge 32\n\
         ip prefix-list customer-{number} seq 10 deny any\n\
         !\n\
         route-map customer-{number}-in permit 10\n \
         match ip address prefix-list customer-{number}\n \
         set local-preference 200\n \
         set community 65000:{} additive\n\
         exit\n\
         !\n\
         ip route {network}/28 Null0\n",
        number % 65_536
    );
    10
}
