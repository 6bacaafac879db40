//! Traces for people: the verdict first, then the steps. Neighbors to which the same happens are
//! told together.

use std::io::{self, Write};

use super::{Step, Trace, Traces};
use crate::output::plain::plain;

/// How many neighbors are named.
const MOST_PEERS: usize = 4;

/// Writes the traces.
///
/// # Errors
///
/// What writing gives.
pub fn write(out: &mut dyn Write, traces: &Traces) -> io::Result<()> {
    let mut first = true;
    for alike in traces.traces.chunk_by(are_alike) {
        if !first {
            writeln!(out)?;
        }
        first = false;
        write_one(out, alike)?;
    }
    Ok(())
}

/// Whether the same happens to one address on its way to two neighbors.
fn are_alike(one: &Trace, other: &Trace) -> bool {
    (&one.address, &one.host, &one.steps) == (&other.address, &other.host, &other.steps)
}

fn write_one(out: &mut dyn Write, alike: &[Trace]) -> io::Result<()> {
    let Some(trace) = alike.first() else {
        return Ok(());
    };
    let to = peers(alike);
    let address = plain(&trace.address);
    match (trace.verdict, trace.decisive()) {
        ("stopped", Some(step)) => {
            writeln!(out, "{address} is stopped{to}: {}", plain(&step.message))?;
        }
        ("perhaps", Some(step)) => {
            writeln!(
                out,
                "{address} perhaps arrives{to}: {}",
                plain(&step.message)
            )?;
        }
        _ => writeln!(out, "{address} arrives{to}, as far as these files go")?,
    }
    let hosts = trace.steps.iter().map(|step| step.host.as_deref());
    let wide = hosts
        .map(|host| host.map_or(0, str::len))
        .max()
        .unwrap_or(0);
    for step in &trace.steps {
        write_step(out, step, wide)?;
    }
    Ok(())
}

/// " on the way to A and B", or nothing.
fn peers(alike: &[Trace]) -> String {
    let names: Vec<&str> = alike.iter().filter_map(|one| one.peer.as_deref()).collect();
    let told = names.iter().take(MOST_PEERS).copied().collect::<Vec<_>>();
    let more = names.len().saturating_sub(told.len());
    match (told.split_last(), more) {
        (None, _) => String::new(),
        (Some(_), more) if more > 0 => {
            format!(" on the way to {} and {more} more", plain(&told.join(", ")))
        }
        (Some((last, [])), _) => format!(" on the way to {}", plain(last)),
        (Some((last, others)), _) => {
            format!(
                " on the way to {} and {}",
                plain(&others.join(", ")),
                plain(last)
            )
        }
    }
}

fn write_step(out: &mut dyn Write, step: &Step, wide: usize) -> io::Result<()> {
    let host = plain(step.host.as_deref().unwrap_or_default());
    write!(
        out,
        "  {:<7}  {host:<wide$}  {:<12}  {}",
        step.outcome,
        step.kind,
        plain(&step.message)
    )?;
    match (&step.file, step.line) {
        (Some(file), Some(line)) => writeln!(out, "  ({}:{line})", plain(file)),
        _ => writeln!(out),
    }
}
