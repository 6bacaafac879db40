//! Names in FRR's files.

use std::collections::BTreeMap;
use std::fs;

use cellblock::ide::symbols::Role;

use crate::common::{files_below, project};
use crate::marked::Named;
use crate::names::{found_from_everywhere, leads_to};
use crate::renames::{in_every_place, refused};

#[test]
fn from_each_place_to_all_others() {
    for site in [
        "=== etc/frr/frr.conf\nip prefix-list ⟦A⟧ seq 5 permit any\nipv6 prefix-list A permit any\n\
         ip prefix-list B permit any\nroute-map A permit 10\n match ip address prefix-list «A»\nexit\n\
         router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n address-family ipv4 unicast\n\
         neighbor 192.0.2.1 prefix-list «A» in\n exit-address-family\n\
         address-family ipv6 unicast\n neighbor 192.0.2.1 prefix-list A in\n",
        "=== etc/frr/frr.conf\nroute-map ⟦A⟧ permit 10\n call «A»\nexit\n\
         router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n address-family ipv4 unicast\n\
         n 192.0.2.1 route-map «A» in\n network 203.0.113.0/24 route-map «A»\n\
         redistribute connected route-map «A»\nexit\nexit\nrouter ospf\n\
         redistribute bgp route-map «A»\n no redistribute static route-map «A»\n",
        "=== etc/frr/frr.conf\nrouter bgp 65001\n neighbor ⟦A⟧ peer-group\n\
         neighbor «A» remote-as 65002\n neighbor 192.0.2.1 peer-group «A»\n\
         bgp listen range 192.0.2.0/24 peer-group «A»\n address-family ipv4 unicast\n\
         neighbor «A» activate\n",
        "=== etc/frr/frr.conf\naccess-list ⟦A⟧ permit 192.0.2.0/24\nipv6 access-list A permit any\n\
         bgp as-path access-list A permit ^$\nroute-map M permit 1\n match ip address «A»\n\
         match as-path A\n",
        "=== etc/frr/frr.conf\nbgp as-path access-list ⟦A⟧ permit ^$\n\
         router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n address-family ipv4 unicast\n\
         neighbor 192.0.2.1 filter-list «A» out\n",
        "=== etc/frr/frr.conf\nbgp community-list standard ⟦A⟧ permit 65001:1\n\
         bgp large-community-list standard A permit 1:1:1\n\
         route-map M permit 1\n match community «A»\n set comm-list «A» delete\n\
         match large-community A\n",
        "=== etc/frr/frr.conf\nvrf ⟦A⟧\n ip route 192.0.2.0/24 Null0\nexit-vrf\n\
         router bgp 65001 vrf «A»\nexit\nip route 192.0.2.0/24 Null0 vrf «A»\n",
        "=== etc/frr/frr.conf\nkey chain ⟦A⟧\n key 1\n key-string x\nexit\nexit\n\
         interface em0\n ip rip authentication key-chain «A»\n",
        "=== etc/frr/frr.conf\nbfd\n profile ⟦A⟧\n exit\n peer 192.0.2.1\n profile «A»\nexit\nexit\n\
         router bgp 65001\n neighbor 192.0.2.1 remote-as 65002\n neighbor 192.0.2.1 bfd profile «A»\n",
        // A name that nothing defines.
        "=== etc/frr/frr.conf\nroute-map M permit 10\n call «A»\nroute-map M permit 20\n call «A»\n",
    ] {
        found_from_everywhere(site);
    }
}

#[test]
fn a_list_begins_with_its_first_line() {
    leads_to(
        "=== etc/frr/frr.conf\nip prefix-list ⟦A⟧ seq 5 permit any\nip prefix-list A seq 10 deny any\n\
         route-map M permit 10\n match ip address prefix-list A¦\n",
    );
}

#[test]
fn each_daemons_file_has_its_own_lists() {
    found_from_everywhere(
        "=== etc/frr/bgpd.conf\nroute-map ⟦A⟧ permit 10\nroute-map B permit 10\n call «A»\n\
         === etc/frr/zebra.conf\nroute-map A permit 10\n",
    );
}

#[test]
fn another_name() {
    in_every_place(
        "=== etc/frr/frr.conf\nip prefix-list ⟦A⟧ seq 5 permit any\nip prefix-list ⟦A⟧ seq 10 deny any\n\
         route-map A permit 10\n match ip address prefix-list «A¦»\n no match ip address prefix-list «A»\n",
        "B-2",
    );
    in_every_place(
        "=== etc/frr/frr.conf\nrouter bgp 65001\n neighbor ⟦A⟧ peer-group\n\
         neighbor «A¦» remote-as 65002\n neighbor 192.0.2.1 peer-group «A»\n",
        "uplinks",
    );
    let site =
        "=== etc/frr/frr.conf\nrouter bgp 65001\n neighbor A peer-group\n neighbor A¦ timers 3 9\n";
    for (new, why) in [
        ("192.0.2.1", "something else than a name"),
        ("two words", "something else than a name"),
        ("", "at least one character"),
    ] {
        refused(site, new, why);
    }
    let site = "=== etc/frr/frr.conf\nroute-map A¦ permit 10\nroute-map B permit 10\n";
    refused(site, "B", "the name of something else already");
    let site = "=== etc/frr/frr.conf\nroute-map A¦ permit 10\n nonsense A\n";
    refused(
        site,
        "C",
        "does not understand a line that has A in it, on line 2",
    );
    let site = "=== etc/frr/frr.conf\nbgp community-list 5¦ permit 65001:1\n";
    refused(site, "C", "tells the kind");
}

/// The host's index of names, which the rules go by, has no place that is not found here.
#[test]
fn what_the_rules_know_is_known_here() {
    let mut count = 0;
    for folder in ["tests/sites", "tests/rules"] {
        let folder = project().join(folder);
        for file in files_below(&folder) {
            if file.extension().is_none_or(|end| end != "conf") || !file.ends_with("frr.conf") {
                continue;
            }
            let Ok(text) = fs::read_to_string(folder.join(&file)) else {
                continue;
            };
            let files = BTreeMap::from([("etc/frr/frr.conf".to_owned(), text)]);
            let named = Named::of(&files);
            for name in named.host().routing.names.iter() {
                let made = name.definitions.iter().map(|place| (*place, true));
                let uses = name.uses.iter().map(|one| (one.place, false));
                for (place, is_definition) in made.chain(uses) {
                    count += 1;
                    let at = place.span.start as usize;
                    let own = named.at(("etc/frr/frr.conf", at));
                    let own = own.unwrap_or_else(|| panic!("{}: {name:?}", file.display()));
                    assert_eq!(own.place, place, "{}: {name:?}", file.display());
                    let role = match is_definition {
                        true => Role::Definition,
                        false => Role::Use,
                    };
                    assert_eq!(own.role, role, "{}: {name:?}", file.display());
                }
            }
        }
    }
    assert!(count > 80, "{count}");
}
