//! `unused-definition`.

use rustc_hash::FxHashSet;

use super::{kind_words, undefined, with_places};
use crate::host::Host;
use crate::host::routing::{Name, NameKind};
use crate::rules::{Report, declare_rule};
use crate::syntax::frr::ListWord;
use crate::text::FileId;

declare_rule! {
    /// A list, route-map or peer-group that nothing uses.
    ///
    /// Often a rest of what was there once; sometimes the sign that a filter was written and
    /// never put in force.
    ///
    /// Silent where another name, which is not defined, is likely to mean it; where any line that is not followed here has the name as a word, where a script
    /// that calls vtysh has it, and in files without a BGP router: daemons that keep files of
    /// their own write each list into every one of them.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.168.50.1 remote-as 65000
    ///  address-family ipv4 unicast
    ///   neighbor 192.168.50.1 prefix-list router_out out
    ///  exit-address-family
    /// ip prefix-list router_out seq 5 permit 203.0.113.192/28 ge 32
    /// ```
    "unused-definition", Info, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let routers = host.routing.speakers.iter();
    let with_router: FxHashSet<FileId> = routers.map(|router| router.place.file).collect();
    let told = |name: &&Name| {
        let is_list = !matches!(name.kind, NameKind::Instance(_));
        let is_read = with_router.contains(&name.file);
        is_list && is_read && !host.vtysh_words.may_have(&name.name)
    };
    let unused: Vec<&Name> = host.routing.names.unused().filter(told).collect();
    if unused.is_empty() {
        return;
    }
    let meant = undefined::meant(host);
    let meant: FxHashSet<_> = meant.into_iter().map(identity).collect();
    let turned = named_for_other_family(host);
    for name in unused {
        if !meant.contains(&identity(name)) && !turned.contains(&(name.kind, &name.name)) {
            render(name, report);
        }
    }
}

/// Lists that a route-map means whose `match` is of the other address family.
fn named_for_other_family(host: &Host) -> FxHashSet<(NameKind, &str)> {
    let misfits = host.routing.misfits().into_iter();
    let meant = misfits.flat_map(|misfit| {
        let family = misfit.family;
        let lists = misfit.clauses.into_iter().map(|clause| clause.list);
        lists.filter_map(move |list| match list {
            ListWord::Prefix(name) => Some((NameKind::PrefixList(family), name.as_str())),
            ListWord::Access(name) => Some((NameKind::AccessList(family), name.as_str())),
            ListWord::Length(_) => None,
        })
    });
    meant.collect()
}

fn identity(name: &Name) -> (FileId, NameKind, &str) {
    (name.file, name.kind, &name.name)
}

fn render(name: &Name, report: &mut Report) {
    let Some((first, others)) = name.definitions.split_first() else {
        return;
    };
    let (kind, text) = (kind_words(name.kind), &name.name);
    let message = match name.kind {
        NameKind::PeerGroup => format!("nobody is in {kind} {text}"),
        _ => format!("nothing in this file uses {kind} {text}"),
    };
    let finding = report.finding(*first, message);
    let others = others.iter().copied();
    report.add(with_places(finding, others, "belongs to it"));
}
