//! What becomes of addresses, as `trace` tells it: plain data, written as JSON or for people.

mod human;

use std::io::{self, Write};

use serde::Serialize;

pub use human::write as write_human;

use crate::explain::{self, Kind, Verdict};
use crate::files::Snapshot;
use crate::policy::Outcome;
use crate::text::{Encoding, Place};

/// The whole answer of `trace`. As JSON, its members never change their meaning; new ones may
/// come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Traces {
    /// The version of the format, 1.
    pub version: u32,
    /// One for each address and neighbor.
    pub traces: Vec<Trace>,
}

/// One address on its way to one neighbor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The address, or the prefix that was asked about.
    pub address: String,
    /// The host that it begins at.
    pub host: Option<String>,
    /// The neighbor that it is sent to.
    pub peer: Option<String>,
    /// `arrives`, `stopped` or `perhaps`.
    pub verdict: &'static str,
    /// The steps, in the order in which they happen.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is asked.
    pub kind: &'static str,
    /// The host that it happens on.
    pub host: Option<String>,
    /// `yes`, `no` or `perhaps`.
    pub outcome: &'static str,
    /// The answer in words.
    pub message: String,
    /// The file with the line that decides, if one does.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Traces {
    /// The traces with their places as people name them.
    #[must_use]
    pub fn of(snapshot: &Snapshot, traces: &[explain::Trace]) -> Self {
        let told = traces.iter().map(|trace| Trace {
            address: trace.address.clone(),
            host: trace.host.clone(),
            peer: trace.peer.clone(),
            verdict: verdict(trace.verdict),
            steps: trace
                .steps
                .iter()
                .map(|step| told(snapshot, step))
                .collect(),
        });
        Self {
            version: 1,
            traces: told.collect(),
        }
    }
}

impl Trace {
    /// The first step that decides how it ends; none where it arrives.
    fn decisive(&self) -> Option<&Step> {
        let outcome = match self.verdict {
            "stopped" => "no",
            "perhaps" => "perhaps",
            _ => return None,
        };
        self.steps.iter().find(|step| step.outcome == outcome)
    }
}

fn told(snapshot: &Snapshot, step: &explain::Step) -> Step {
    let place = step.place.and_then(|place| named(snapshot, place));
    let (file, line) = place.unzip();
    Step {
        kind: kind(step.kind),
        host: step.host.clone(),
        outcome: outcome(step.outcome),
        message: step.message.clone(),
        file,
        line,
    }
}

/// File and line, from 1.
fn named(snapshot: &Snapshot, place: Place) -> Option<(String, usize)> {
    let (shown, text) = snapshot.named_text(place.file)?;
    let position = text.position(place.span.start, Encoding::Utf32);
    Some((shown.to_owned(), position.line + 1))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Arrives => "arrives",
        Verdict::Stopped => "stopped",
        Verdict::Perhaps => "perhaps",
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Yes => "yes",
        Outcome::No => "no",
        Outcome::Perhaps => "perhaps",
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Jail => "jail",
        Kind::Interface => "interface",
        Kind::Fib => "fib",
        Kind::Origination => "origination",
        Kind::Filter => "filter",
        Kind::Session => "session",
        Kind::PeerFilter => "peer-filter",
        Kind::StaticRoute => "static-route",
        Kind::ProxyArp => "proxy-arp",
    }
}

/// Writes the traces as one JSON object.
///
/// # Errors
///
/// What writing gives.
pub fn write_json(out: &mut dyn Write, traces: &Traces) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, traces)?;
    writeln!(out)
}
