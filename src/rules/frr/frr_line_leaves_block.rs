//! `frr-line-leaves-block`.

use super::refused::{node_words, text, with_meant};
use super::with_places;
use crate::finding::{Finding, Severity};
use crate::host::Host;
use crate::host::routing::{LineDefect, LineDefectKind};
use crate::rules::{Report, declare_rule};
use crate::text::Place;
use crate::vocabulary::frr::Node;

declare_rule! {
    /// A line ends the block that it stands in, and the lines below it lose their meaning.
    ///
    /// Indentation means nothing to FRR. A line that its node does not know is tried in the nodes
    /// around it; where one of those takes it, the block is over without a word. `bgp router-id`
    /// inside an address family is taken by `router bgp`, and the `exit-address-family` below it
    /// is refused; an `ip prefix-list` between two `neighbor` lines ends `router bgp`, and the
    /// second `neighbor` is unknown. An error if lines below it are refused, a warning if they
    /// take effect in another block than the one that they stand in.
    ///
    /// Silent where nothing below the line belongs to the block any more: blocks need no `exit`.
    ///
    /// Source: runs of `vtysh -C` of FRR 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  address-family ipv6 unicast
    ///   network 2001:db8:1::/48
    ///   bgp router-id 192.0.2.10
    ///  exit-address-family
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  bgp router-id 192.0.2.10
    ///  no bgp network import-check
    ///  address-family ipv6 unicast
    ///   network 2001:db8:1::/48
    ///  exit-address-family
    /// ```
    "frr-line-leaves-block", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    for defect in &host.routing.line_defects {
        if let LineDefectKind::LeavesBlock {
            block,
            into,
            meant,
            refused,
            moved,
            ends_file,
        } = &defect.kind
        {
            let blocks = (*block, *into);
            let finding = render(host, defect, blocks, (refused, moved), report);
            let finding = match ends_file {
                Some(exit) => finding.related(*exit, "ends the file: nothing below it is read"),
                None => finding,
            };
            report.add(match meant {
                Some(meant) => with_meant(finding, &[*meant]),
                None => {
                    let block = node_words(*block);
                    finding.note(format!(
                        "move the line out of {block}, or begin {block} again below it"
                    ))
                }
            });
        }
    }
}

fn render(
    host: &Host,
    defect: &LineDefect,
    (block, into): (Node, Node),
    (refused, moved): (&[Place], &[Place]),
    report: &Report,
) -> Finding {
    let line: Vec<&str> = text(host, defect.place)
        .split_whitespace()
        .take(3)
        .collect();
    let (line, block, into) = (line.join(" "), node_words(block), node_words(into));
    let (severity, lost) = match refused.len() {
        0 => (
            Severity::Warning,
            match moved.len() {
                1 => "one line below it takes effect there".to_owned(),
                count => format!("{} below it take effect there", lines(count)),
            },
        ),
        count => (
            Severity::Error,
            format!("FRR refuses {} below it", lines(count)),
        ),
    };
    let message = format!("`{line}` is a command of {into} and ends {block}: {lost}");
    let finding = report.finding_at(severity, defect.place, message);
    let finding = with_places(finding, refused.iter().copied(), "refused");
    with_places(
        finding,
        moved.iter().copied(),
        "takes effect in the other block",
    )
}

fn lines(count: usize) -> String {
    match count {
        1 => "one line".to_owned(),
        _ => format!("{count} lines"),
    }
}
