//! `jail-address-netmask`.

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Finding, Fix};
use crate::host::jails::{BadMask, BadMaskKind, ElementDefect, ElementDefectKind};
use crate::host::{Host, HostJail};
use crate::rules::edits::text_at;
use crate::rules::jail_edits::statement_at;
use crate::rules::{Report, declare_rule};
use crate::text::{Place, Span};

declare_rule! {
    /// An element of `ip4.addr` or `ip6.addr` that is no address, or whose netmask is none.
    ///
    /// An element is `[interface|]address[/mask]`. What is no address of the parameter's family
    /// is refused by libjail ("not an IPv4 address"), 0.0.0.0 and 255.255.255.255 by the kernel,
    /// and a blank beside `|` leaves an empty address. The mask is a length, 0 to 32 or 0 to
    /// 128, or for IPv4 four numbers such as 255.255.255.0; jail(8) has not looked at it since
    /// FreeBSD 12.1 and leaves it to ifconfig(8) to refuse. Each of these keeps the jail from
    /// starting.
    ///
    /// Silent about the mask where the element has no interface, since nobody reads it then; and
    /// where a variable of the jail is not defined, which is a mistake of its own. Several
    /// addresses in one string are `quoted-address-list`.
    ///
    /// ## Bad
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10/64"; }
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/jail.conf
    /// web { path = "/jails/web"; ip4.addr = "em0|192.0.2.10/24"; }
    /// ```
    "jail-address-netmask", Error, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut told: FxHashSet<Place> = FxHashSet::default();
    for jail in host.jails.iter().filter(|jail| !jail.doubtful) {
        for defect in jail.jail.element_defects() {
            let place = defect.value.place;
            if !told.contains(&place)
                && let Some(finding) = render(host, jail, &defect, report)
            {
                told.insert(place);
                report.add(finding);
            }
        }
    }
}

fn render(
    host: &Host,
    jail: &HostJail,
    defect: &ElementDefect,
    report: &Report,
) -> Option<Finding> {
    let name = jail.name();
    let place = defect.value.place;
    let (wanted, other) = match defect.parameter.name.as_str() {
        "ip4.addr" => ("IPv4", "ip6.addr"),
        _ => ("IPv6", "ip4.addr"),
    };
    let fails = format!("jail {name} does not start");
    let finding = |message| report.finding(place, message);
    Some(match &defect.kind {
        ElementDefectKind::List { .. } => return None,
        ElementDefectKind::Blanks => {
            let finding = finding(format!(
                "a blank beside `|` or in front of the address becomes part of the interface or \
                 ends the address: {fails}"
            ))
            .note("write it without blanks: interface|address");
            finding.fix(without_blanks(host, place))
        }
        ElementDefectKind::NoAddress(written) if written.is_empty() => {
            finding(format!("there is no address in this element: {fails}"))
        }
        ElementDefectKind::NoAddress(written) => {
            finding(format!("`{written}` is no {wanted} address: {fails}"))
        }
        ElementDefectKind::OtherFamily(address) => {
            let parameter = &defect.parameter.name;
            let finding = finding(format!("{address} is no {wanted} address: {fails}")).note(
                format!("{parameter} takes {wanted} addresses only; it belongs in {other}"),
            );
            finding.fix(into_other_family(host, jail, defect, other))
        }
        ElementDefectKind::Refused(address) => finding(format!(
            "the kernel refuses {address} as an address of a jail: {fails}"
        )),
        ElementDefectKind::Mask(mask) => {
            let finding = finding(format!("{}: {fails}", mask_words(mask, wanted)));
            finding.fix(right_length(host, place, mask))
        }
    })
}

fn mask_words(mask: &BadMask, family: &str) -> String {
    let written = &mask.written;
    match mask.why {
        BadMaskKind::OtherFamily => format!("`/{written}` is no netmask of an {family} address"),
        BadMaskKind::Hexadecimal(length) => format!(
            "ifconfig(8) takes no hexadecimal netmask behind a slash, and `{written}` is to be \
             /{length}"
        ),
        BadMaskKind::Gaps => format!("`{written}` is no netmask, its ones have gaps"),
        BadMaskKind::Nothing => format!("`/{written}` is no netmask"),
    }
}

/// The element without its blanks, where nothing else is in the way.
fn without_blanks(host: &Host, place: Place) -> Option<Fix> {
    let written = text_at(host, place)?.slice(place.span);
    let (own, rest) = written.split_once('|')?;
    let (quote, interface) = own.split_at_checked(1)?;
    let plain = matches!(quote, "\"" | "'") && rest.ends_with(quote);
    let right = format!("{quote}{}|{}", interface.trim(), rest.trim_start());
    plain.then(|| Fix::safe("take the blanks out", vec![Edit::replace(place, right)]))
}

/// The other parameter's name, where all values belong there and the jail does not have it.
fn into_other_family(
    host: &Host,
    jail: &HostJail,
    defect: &ElementDefect,
    other: &str,
) -> Option<Fix> {
    let all = jail.jail.element_defects();
    let of_other = all.iter().filter(|found| {
        matches!(found.kind, ElementDefectKind::OtherFamily(_))
            && found.parameter.name == defect.parameter.name
    });
    let every_value = of_other.count() == defect.parameter.values.len();
    let (_, statement) = statement_at(host, defect.value.place)?;
    let one_statement = statement.values.len() == defect.parameter.values.len();
    if !every_value || !one_statement || jail.jail.parameter(other).is_some() {
        return None;
    }
    let name = Place::new(defect.value.place.file, statement.name.span);
    let title = format!("call it {other}");
    Some(Fix::safe(title, vec![Edit::replace(name, other)]))
}

/// The length that a hexadecimal mask means.
fn right_length(host: &Host, place: Place, mask: &BadMask) -> Option<Fix> {
    let BadMaskKind::Hexadecimal(length) = mask.why else {
        return None;
    };
    let written = text_at(host, place)?.slice(place.span);
    let slashed = format!("/{}", mask.written);
    let at = written.find(&slashed)? + 1;
    let span = Span::new(at, at + mask.written.len()).shifted(place.span.start);
    let edit = Edit::replace(Place::new(place.file, span), length.to_string());
    Some(Fix::safe(format!("write /{length}"), vec![edit]))
}
