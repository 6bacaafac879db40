//! What a host's files ask of FRR that it cannot do on FreeBSD.
//!
//! Knows not whether the host runs FreeBSD.

use super::line::Line;
use crate::syntax::frr::{Command, LineRecord, Set};
use crate::text::Place;
use crate::vocabulary::frr::{
    Daemons, ListingSet, Unsupported, unsupported_command, unsupported_daemons,
};

/// A line that does nothing on FreeBSD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsupportedLine {
    /// Why.
    pub kind: UnsupportedKind,
    /// The line.
    pub place: Place,
}

/// Why a line does nothing on FreeBSD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnsupportedKind {
    /// Only these daemons know it, which the port leaves out.
    Daemons(Daemons),
    /// It is compiled for Linux only, for this reason.
    Command(&'static str),
    /// It is about a routing table other than the one of FRR's own FIB.
    Table,
    /// It is about this VRF.
    Vrf(String),
}

/// What a line that FRR takes asks for in vain on FreeBSD.
pub(super) fn unsupported(
    line: Line<'_>,
    record: &LineRecord,
    listings: ListingSet,
    no: bool,
    command: &Command,
) -> Option<UnsupportedLine> {
    let judge = record.judge(listings);
    let leaves = record.before.get(judge).parent() == Some(record.after.get(judge));
    if no || (leaves && matches!(command, Command::Block)) {
        return None;
    }
    let kind = of_daemons(record, listings).or_else(|| of_command(line, command))?;
    let place = line.place();
    Some(UnsupportedLine { kind, place })
}

/// Daemons that are all left out, in all versions that may run and take the line.
fn of_daemons(record: &LineRecord, listings: ListingSet) -> Option<UnsupportedKind> {
    let mut owners = Daemons::NONE;
    for listing in record.accepted(listings).iter() {
        let knowing = record.daemons.get(listing);
        if knowing.is_empty() || knowing.and(unsupported_daemons()) != knowing {
            return None;
        }
        owners = owners.with(knowing);
    }
    (!owners.is_empty()).then_some(UnsupportedKind::Daemons(owners))
}

fn of_command(line: Line<'_>, command: &Command) -> Option<UnsupportedKind> {
    match command {
        Command::Set(Set::Table(_)) => Some(UnsupportedKind::Table),
        Command::StaticRoute(route) if route.table.is_some() => Some(UnsupportedKind::Table),
        Command::StaticRoute(route) => of_vrf(line.slice(route.vrf?)),
        Command::Vrf(name) => of_vrf(line.slice(*name)),
        Command::RouterBgp(router) => {
            let instance = router.instance?;
            let before = line.text.get(..instance.range().start)?;
            // A view, unlike a VRF, needs nothing of the kernel.
            let is_vrf = before
                .split_ascii_whitespace()
                .next_back()?
                .starts_with("vr");
            of_vrf(line.slice(instance)).filter(|_| is_vrf)
        }
        Command::Inert | Command::Block | Command::Address(_) => {
            match unsupported_command(line.words())? {
                Unsupported::Unknown(why) => Some(UnsupportedKind::Command(why)),
                Unsupported::NoTable => Some(UnsupportedKind::Table),
            }
        }
        _ => None,
    }
}

fn of_vrf(name: &str) -> Option<UnsupportedKind> {
    // `vrf default` is where everything is anyway.
    (name != "default").then(|| UnsupportedKind::Vrf(name.to_owned()))
}
