//! Mistakes that people really made, in the real files of `../shared`: each is found on its line.
//!
//! Not here, of the mistakes that are plain from the files of one host: a value that is only
//! likely or a matter of opinion; what needs the files of several hosts; kern.randompid and
//! security.bsd.map_at_zero in sysctl.conf, which every release takes; eBGP without filters below a
//! line that ends its `router bgp`, for FRR makes no neighbor there; a route to an address that
//! stands in lines which FRR refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use cellblock::analysis::analyse;
use cellblock::files::Snapshot;
use common::shared;

/// Language, file, line, rule, and the release that the file is checked for, if not all.
const MISTAKES: &str = "
    jail indgy__app-jail__jail.conf 6 jail-syntax
    jail indgy__app-jail__jail.conf 7 jail-syntax
    jail indgy__app-jail__jail.conf 9 jail-syntax
    jail paulc__freebsd-ipv6-jail__files_jail.conf@56d538c 44 jail-syntax
    jail paulc__freebsd-ipv6-jail__files_jail.conf 53 duplicate-jail
    jail JozanLeClerc__joe-conf__etc_jail.conf 24 duplicate-jail-address
    jail JozanLeClerc__joe-conf__etc_jail.conf 33 duplicate-jail-address
    jail jlduran__test-your-firewall-rules__etc_jail.conf.d_firewall.conf 4 quoted-address-list
    jail gmshake__jail-lab__gif-test_jail.conf 29 interface-name-not-restored
    jail skrp__ECHO__conf_jail.conf 4 rc-by-other-shell
    jail skrp__ECHO__conf_jail.conf 5 rc-by-other-shell
    jail skrp__ECHO__conf_jail.conf 12 jail-parameter-value
    jail skrp__ECHO__conf_jail.conf 17 jail-parameter-value
    jail TheDevtop__jails__etc_jail.conf 12 vnet-interface-not-created
    jail dang0x5f__dot_files__jail.conf 48 exec-start-order
    jail dang0x5f__dot_files__jail.conf 74 exec-start-order
    jail dang0x5f__dot_files__jail.conf 100 exec-start-order
    jail FreshPorts__host-init__jail-ingress.conf 36 overridden-parameter
    jail FreshPorts__host-init__jail-ingress.conf 54 overridden-parameter
    jail FreshPorts__host-init__jail-ingress.conf 59 overridden-parameter
    jail FreshPorts__host-init__jail-ingress.conf 47 overridden-parameter
    jail FreshPorts__host-init__jail-nginx.conf 41 overridden-parameter
    jail Rogiel__freebsd-config-files__etc_jail.conf 91 permission-without-effect
    jail anyks__jails__configs_jail.conf 11 permission-without-effect
    jail jmp-xien__TopDeck__jail.conf 15 permission-without-effect
    jail thindil__wine-freesbie__jail.conf 5 permission-without-effect
    jail skunkwerks__diy-jails__etc_jail.conf@d02d307 4 undefined-variable
    jail christian-moerz__eurobsdcon24__subjail_routed.template@dc5f29f 3 ifconfig-without-interface
    loader LFour86__freebsd-lf__boot_loader.conf 35 unknown-setting
    loader LFour86__freebsd-lf__boot_loader.conf 36 unknown-setting
    loader NapoleonWils0n__freebsd-root__boot_loader.conf 67 unknown-setting
    loader NapoleonWils0n__freebsd-root-xps__boot_loader.conf 59 unknown-setting
    loader ocochard__BSDRP__Files_boot_loader.conf@4a521e6 21 removed-setting
    loader TheDevtop__jails__boot_loader.conf 9 misplaced-setting
    loader VultureProject__vulture-base__boot_loader.conf@f9d74c3 11 misplaced-setting
    loader VultureProject__vulture-base__boot_loader.conf.sample@290828a 15 misplaced-setting
    loader losteiner__bsdsystems__boot_loader.conf 32 misplaced-setting
    loader dr3mro__fbsd_setup_files__boot_loader.conf 4 duplicate-setting
    loader dr3mro__fbsd_setup_files__boot_loader.conf 7 duplicate-setting
    sysctl NapoleonWils0n__freebsd-root-xps__etc_sysctl.conf@e3e82d1 45 sysctl-syntax
    sysctl 5tep__freeBSD__etc_sysctl.conf 61 removed-setting
    sysctl 5tep__freeBSD__etc_sysctl.conf 66 removed-setting
    sysctl 5tep__freeBSD__etc_sysctl.conf 12 removed-setting
    sysctl 5tep__freeBSD__etc_sysctl.conf 53 duplicate-setting
    sysctl 5tep__freeBSD__etc_sysctl.conf 55 duplicate-setting
    sysctl cunnie__freebsd-firewall__etc_sysctl.conf 17 unknown-setting
    sysctl cunnie__freebsd-firewall__etc_sysctl.conf 22 unknown-setting
    sysctl NapoleonWils0n__freebsd-root__etc_sysctl.conf@36e5dfa 18 unknown-setting
    sysctl cloudbsd__bsdconf__etc_sysctl.conf@ca7ede6 5 removed-setting
    sysctl VultureProject__vulture-base__etc_sysctl.conf@9221f18 21 removed-setting
    sysctl VultureProject__vulture-base__etc_sysctl.conf@12696b2 20 unknown-setting 12.4
    sysctl lordzurp__BSD_Install__etc_sysctl.conf 16 removed-setting
    sysctl glats__dorfiles-freebsd__etc_sysctl.conf 51 duplicate-setting
    sysctl glats__dorfiles-freebsd__etc_sysctl.conf 57 removed-setting
    rc lordzurp__BSD_Install__etc_rc.conf 163 rc-value
    rc lordzurp__BSD_Install__etc_rc.conf@58c08af 75 rc-value
    rc LFour86__freebsd-lf__etc_rc.conf 67 rc-value
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 467 undefined-prefix-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 614 undefined-prefix-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 643 undefined-prefix-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 714 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 460 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 489 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 560 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 603 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 379 undefined-prefix-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 520 undefined-prefix-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 563 undefined-community-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 617 undefined-community-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 718 undefined-community-list
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 781 undefined-community-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 323 undefined-community-list
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 69 misspelled-interface
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 70 misspelled-interface
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 71 misspelled-interface
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 83 misspelled-interface
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 1 frr-unknown-command
    frr netravnen__LabConf__hosts_bart_etc_frr_frr.conf 3 frr-unknown-command
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 1 frr-unknown-command
    frr netravnen__LabConf__hosts_lisa_etc_frr_frr.conf 3 frr-unknown-command
    frr fedepaol__evpnvirtonopenshift__leafocp_frr.conf@250da60 29 undefined-peer-group
    frr fedepaol__evpnvirtonopenshift__prov-leaf_frr.conf@250da60 29 undefined-peer-group
    frr fedepaol__evpnvirtonopenshift__spine_frr.conf@250da60 25 undefined-peer-group
    frr fedepaol__evpnvirtonopenshift__spine_frr.conf@250da60 26 undefined-peer-group
    frr abdullahjaved06__L3VPN_Network_Project__configs_pe1_frr.conf@e662a07 8 undefined-routing-instance
    frr abdullahjaved06__L3VPN_Network_Project__configs_pe1_frr.conf@e662a07 15 undefined-routing-instance
    frr abdullahjaved06__L3VPN_Network_Project__configs_pe1_frr.conf 65 frr-line-leaves-block
    frr abdullahjaved06__L3VPN_Network_Project__frr.conf 17 frr-unknown-command
    frr ShawnB-dev__docker-ceos-labs__10-enterprise_configs_dmz_frr.conf 31 frr-line-leaves-block
    frr ShawnB-dev__docker-ceos-labs__10-enterprise_configs_dmz_frr.conf 33 frr-line-leaves-block
    frr sunboygavin__whitebox-ne__frr.conf 8 frr-unknown-command
    frr sunboygavin__whitebox-ne__frr.conf 78 frr-unknown-command
    frr sunboygavin__whitebox-ne__frr.conf 81 frr-unknown-command
    frr sunboygavin__whitebox-ne__frr_config_template.conf 18 frr-unknown-command
    frr sunboygavin__whitebox-ne__frr_config_template.conf 46 frr-line-leaves-block
    frr JordanDeBeer__lab__frr.conf 7 redistribute-unfiltered
    frr JordanDeBeer__lab__frr.conf 8 redistribute-unfiltered
";

/// The file of a language by its name in the host where it stands alone.
fn path(language: &str) -> &'static str {
    match language {
        "jail" => "etc/jail.conf",
        "loader" => "boot/loader.conf",
        "sysctl" => "etc/sysctl.conf",
        "frr" => "usr/local/etc/frr/frr.conf",
        _ => "etc/rc.conf",
    }
}

/// What is found in a file: line, of a related place too, and rule.
fn found(language: &str, bytes: Vec<u8>, release: Option<&str>) -> Vec<(usize, &'static str)> {
    let files = [(format!("one/{}", path(language)), bytes)];
    let config = release.map(|release| format!("[hosts.one]\nfreebsd = \"{release}\"\n"));
    let snapshot = Snapshot::from_memory(files, config.as_deref()).expect("a site");
    let findings = analyse(&snapshot).findings;
    let line = |place: cellblock::text::Place| {
        let (_, text) = snapshot.named_text(place.file)?;
        let before = text.as_str().get(..place.span.start as usize)?;
        Some(before.matches('\n').count() + 1)
    };
    let places = findings.iter().flat_map(|finding| {
        let related = finding.related.iter().map(|related| related.place);
        let places = std::iter::once(finding.place).chain(related);
        places.map(|place| (place, finding.rule))
    });
    let lines = places.filter_map(|(place, rule)| Some((line(place)?, rule)));
    lines.collect()
}

#[test]
fn real_mistakes_are_found() {
    let Some(shared) = shared() else { return };
    let mut missed = Vec::new();
    for mistake in MISTAKES.lines().filter(|line| !line.trim().is_empty()) {
        let words: Vec<&str> = mistake.split_whitespace().collect();
        let [language, file, line, rule, ref release @ ..] = words[..] else {
            panic!("{mistake}");
        };
        let folder = shared.join("corpus/real").join(language);
        let bytes = std::fs::read(folder.join(file)).expect("a file of the corpus");
        let found = found(language, bytes, release.first().copied());
        if !found
            .iter()
            .any(|(at, name)| at.to_string() == line && *name == rule)
        {
            missed.push(format!("{mistake}: found {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// What looks wrong in files of this kind and is not.
const LEGAL: &[(&str, &str)] = &[
    (
        "sysctl",
        "security.bsd.see_other_uids: 0\nsecurity.bsd.map_at_zero=1\n",
    ),
    (
        "jail",
        "path = /j/$name;\na { vnet new; }\nb { $x = 1; }\nexec.clean;\n",
    ),
    (
        "jail",
        "// one\n/* two\n three */\nlan { path = '/j/lan'; ip4.addr = lo1|172.16.1.2/24; }\n\
         far { path = /j/$where; }\n$where = \"far\";\n",
    ),
    ("rc", "kld_list=\"if_em\"\nkld_list=\"${kld_list} aesni\"\n"),
    (
        "rc",
        "cloned_interfaces=\"lo1\"\nifconfig_lo1_alias0=\"inet 10.0.0.1/32\"\n\
         ifconfig_lo1_alias7=\"inet 10.0.0.2/32\"\nifconfig_lo1_aliases=\"inet 10.1.10.1-12/24\"\n",
    ),
    (
        "rc",
        "sshd_flags=\"-o \\\"Port 22\\\" \\\n  -o UseDNS=no\"\nhostname=\"a.example.net\n\"\n\
         . /etc/rc.conf.more\n",
    ),
];

#[test]
fn what_is_legal_is_left_alone() {
    for (language, text) in LEGAL {
        let files = [(path(language), text.as_bytes().to_vec())];
        let snapshot = Snapshot::from_memory(files, None).expect("a site");
        let analysis = analyse(&snapshot);
        let bad: Vec<_> = (analysis.findings.iter())
            .filter(|finding| finding.severity > cellblock::finding::Severity::Info)
            .collect();
        assert!(bad.is_empty(), "{text}: {bad:?}");
    }
}
