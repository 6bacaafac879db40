//! `late-frr-version`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::rules::edits::text_at;
use crate::rules::{Report, declare_rule};
use crate::text::Place;

declare_rule! {
    /// An `frr version` or `frr defaults` line stands below `router bgp`, and does nothing for it.
    ///
    /// The two lines choose the defaults of the blocks that follow. A `router bgp` takes the
    /// defaults that hold where it stands: whether eBGP needs a policy, whether a `network` needs
    /// its route, the timers of the profile.
    ///
    /// Source: runs of bgpd 8.4.4, 10.3 and 10.7.1.
    ///
    /// ## Bad
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65100
    /// exit
    /// frr defaults datacenter
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf usr/local/etc/frr/frr.conf
    /// frr defaults datacenter
    /// router bgp 65100
    ///  neighbor 192.0.2.1 remote-as 65100
    /// ```
    "late-frr-version", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let routing = &host.routing;
    let version = routing
        .version_line
        .as_ref()
        .map(|(_, place)| ("frr version", *place));
    let defaults = routing.defaults_line.as_ref();
    let defaults = defaults.map(|named| ("frr defaults", named.place));
    for (words, place) in version.into_iter().chain(defaults) {
        let mut before = routing.speakers.iter().map(|speaker| speaker.place);
        let is_before = |one: &Place| one.file == place.file && one.span.start < place.span.start;
        if let Some(speaker) = before.find(is_before) {
            report.add(render(host, words, place, speaker, report));
        }
    }
}

fn render(host: &Host, words: &str, place: Place, speaker: Place, report: &Report) -> Finding {
    let message = format!("`{words}` has no effect on the `router bgp` above it");
    let finding = report
        .finding(place, message)
        .related(speaker, "keeps the defaults that held here")
        .note("the line belongs at the top of the file");
    let Some(text) = text_at(host, place) else {
        return finding;
    };
    let whole = text.whole_lines(place.span);
    let line = text.slice(whole).trim_end();
    let added = format!("{line}{}", text.line_break());
    let edits = vec![
        Edit::insert(place.file, 0, added),
        Edit::remove(Place::new(place.file, whole)),
    ];
    finding.fix(Fix::not_safe("move the line to the top", edits))
}
