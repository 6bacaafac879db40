//! `misspelled-interface`.

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::routing::Named;
use crate::rules::{Report, declare_rule};
use crate::vocabulary::{InterfaceForm, interface_form, is_one_slip};

declare_rule! {
    /// A protocol is told of an interface whose name is one slip away from a real one.
    ///
    /// FRR takes any word for an interface that may come later, and waits: `network l2theth0` in
    /// `router rip` sends nothing, ever, where the interface is l2tpeth0. Told where the name has
    /// no block and nothing in rc.conf, its digits are those of an interface that has a block,
    /// and only one letter is otherwise. In `passive-interface` of RIPng, which has no
    /// `default`, a beginning of that word is told too.
    ///
    /// Silent for short names: em0 and lem0 may both be there. Interfaces that nothing creates
    /// are `unknown-interface`.
    ///
    /// Source: ripd/rip_interface.c, ripngd/ripng_interface.c and lib/if.c of FRR.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface l2tpeth0
    ///  description tunnel
    /// router rip
    ///  network l2theth0
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// interface l2tpeth0
    ///  description tunnel
    /// router rip
    ///  network l2tpeth0
    /// ```
    "misspelled-interface", Warning, Host(check)
}

/// Of names with fewer letters two that are alike may both be right.
const FEWEST_LETTERS: usize = 5;

fn check(host: &Host, report: &mut Report) {
    let blocks = host.routing.interfaces.iter().map(|one| one.name.as_str());
    let blocks: FxHashSet<&str> = blocks.collect();
    let is_known = |name: &str| {
        blocks.contains(name)
            || host.interfaces.get(name).is_some()
            || (host.has_rc_conf() && interface_form(name) != InterfaceForm::Named)
    };
    for used in &host.routing.names.interfaces {
        if !is_known(&used.name)
            && let Some(finding) = render(&blocks, used, report)
        {
            report.add(finding);
        }
    }
}

fn render(blocks: &FxHashSet<&str>, used: &Named, report: &Report) -> Option<Finding> {
    let name = used.name.as_str();
    if name.len() > 1 && "default".starts_with(name) {
        let message = format!("FRR takes `{name}` for the name of an interface, not for `default`");
        let finding = report.finding(used.place, message);
        return Some(finding.note("name each interface that is to be passive"));
    }
    let mut near = blocks.iter().filter(|known| is_misspelled(name, known));
    let (meant, None) = (near.next()?, near.next()) else {
        return None;
    };
    let message =
        format!("no interface of this file is called {name}: the line waits for it in vain");
    let fix = Fix::not_safe(
        format!("write {meant}"),
        vec![Edit::replace(used.place, *meant)],
    );
    let finding = report.finding(used.place, message);
    Some(finding.note(format!("did you mean {meant}?")).fix(fix))
}

/// Whether two names have the same digits, and letters that differ by one slip.
fn is_misspelled(name: &str, known: &str) -> bool {
    let part = |name: &str, of: fn(&char) -> bool| name.chars().filter(of).collect::<String>();
    let (digits, letters) = (char::is_ascii_digit as fn(&char) -> bool, |c: &char| {
        !c.is_ascii_digit()
    });
    let (name_letters, known_letters) = (part(name, letters), part(known, letters));
    known_letters.len() >= FEWEST_LETTERS
        && part(name, digits) == part(known, digits)
        && is_one_slip(&name_letters, &known_letters)
}
