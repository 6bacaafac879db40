//! `cellblock check`: what will not work.

use std::io;
use std::path::Path;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::baseline::Known;
use super::input::Input;
use super::status::{Failed, Status};
use super::{baseline, color, mend, rule, stream};
use crate::analysis::{self, Analysis};
use crate::config::ConfigError;
use crate::files::{Disk, Failure, Snapshot};
use crate::finding::{Finding, Severity};
use crate::fix::Done;
use crate::output::{Report, Summary, concise, diff, human, json};

/// Say what will not work, and where
///
/// Ends with 0 if nothing is found at warning or above, with 1 if something is, and with 2 if
/// the check could not be done.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// Mend what has a safe fix, and report what remains
    ///
    /// A fix is safe if the meaning is kept or is what was plainly intended.
    #[arg(long, conflicts_with = "write_baseline", help_heading = "Fixes")]
    fix: bool,
    /// Show what --fix would change, as a unified diff, and write nothing
    #[arg(
        long,
        conflicts_with_all = ["fix", "write_baseline", "output_format"],
        help_heading = "Fixes"
    )]
    diff: bool,
    /// Also with fixes that change announcements, filters or FIBs
    #[arg(long = "unsafe", help_heading = "Fixes")]
    not_safe: bool,
    /// How findings are written
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "human",
        help_heading = "Output"
    )]
    output_format: Format,
    /// Show nothing below this level; the counts and the exit status stay
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "info",
        help_heading = "Output"
    )]
    min_severity: MinSeverity,
    /// Check these rules only (comma-separated, repeatable)
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    select: Vec<String>,
    /// Leave these rules out (comma-separated, repeatable)
    #[arg(
        long,
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    ignore: Vec<String>,
    /// End with 1 also if lines were not understood, and list them
    #[arg(long, help_heading = "Rules")]
    strict: bool,
    #[command(flatten)]
    baseline: baseline::Options,
}

const EXAMPLES: &str = "\
Examples:
  cellblock check                                     all hosts below here
  cellblock check --freebsd 14.3 --frr 10.3 hosts/a   one host, versions given
  cellblock check --select jail-fib-mismatch,boot-order
  cellblock check --diff --unsafe                     what all fixes would change
  cellblock check --fix                               apply the safe ones
  cellblock check - --stdin-filename hosts/a/etc/jail.conf < draft
  cellblock check --output-format json | jq '.findings[].rule'
  cellblock check --write-baseline known.json         from now on only what is new:
  cellblock check --baseline known.json";

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// With the lines they are about
    Human,
    /// One line each: path:line:column: severity[rule] message
    Concise,
    /// One object, version 1
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum MinSeverity {
    /// Everything
    Info,
    /// What will not do what it says
    Warning,
    /// What cannot work
    Error,
}

impl From<MinSeverity> for Severity {
    fn from(level: MinSeverity) -> Self {
        match level {
            MinSeverity::Info => Self::Info,
            MinSeverity::Warning => Self::Warning,
            MinSeverity::Error => Self::Error,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failed> {
    for name in arguments.select.iter().chain(&arguments.ignore) {
        rule::known(name).map_err(Failed::Arguments)?;
    }
    if arguments.not_safe && !arguments.fix && !arguments.diff {
        let message = "--unsafe says which fixes are applied: use it with --fix or --diff";
        return Err(Failed::Arguments(message.to_owned()));
    }
    let baseline = arguments.baseline.read()?;
    let baseline = baseline.as_ref();
    let snapshot = arguments.input.read()?;
    check_configured_names(&snapshot)?;
    if let Some(file) = arguments.baseline.file_to_write() {
        let analysis = analysis::analyse(&snapshot);
        return baseline::write(file, &snapshot, &arguments.relevant(&snapshot, &analysis));
    }
    if arguments.diff {
        return arguments.show_diff(&snapshot, baseline);
    }
    if arguments.fix {
        let done = arguments.worked_out(baseline)?;
        mend::write(&done, &|path| snapshot.shown(path));
        return arguments.check(&arguments.input.discover_in(Arc::new(Disk))?, baseline);
    }
    let checked = arguments.check(&snapshot, baseline);
    leave(snapshot);
    checked
}

/// The program ends next: taking apart what it knows of a thousand hosts would only take time.
fn leave<T>(known: T) {
    std::mem::forget(known);
}

/// A rule that `cellblock.toml` names must exist, or its level would silently not be heeded.
fn check_configured_names(snapshot: &Snapshot) -> Result<(), Failed> {
    for file in &snapshot.configs {
        let names = file.config.rule_names().into_iter();
        let unknown = names.filter_map(|rule| Some((rule.span, rule::known(&rule.value).err()?)));
        if let Some(error) = ConfigError::at_all(file.text.as_str(), unknown) {
            let (path, error) = (file.shown.clone(), Box::new(error));
            return Err(Failure::Config { path, error }.into());
        }
    }
    Ok(())
}

impl Arguments {
    fn check(&self, snapshot: &Snapshot, baseline: Option<&Known>) -> Result<Status, Failed> {
        let analysis = analysis::analyse(snapshot);
        let mut findings = self.relevant(snapshot, &analysis);
        let hidden = match baseline {
            Some(baseline) => {
                let hidden = baseline.hide(snapshot, &mut findings)?;
                let asked = self.input.asked()?;
                baseline.tell_left(&hidden, &asked, |rule| self.is_chosen(rule))?;
                Some(hidden.count)
            }
            None => None,
        };
        let mut summary = summary(snapshot, &analysis, &findings);
        summary.baseline = hidden;
        let status = self.status(&summary);
        let report = self.report(snapshot, &analysis, findings, summary);
        let written = write(self.output_format, &report, status);
        leave(analysis);
        written
    }

    fn worked_out(&self, baseline: Option<&Known>) -> Result<Done, Failed> {
        mend::work_out(&self.input, self.not_safe, &|snapshot, analysis| {
            let mut findings = self.relevant(snapshot, analysis);
            if let Some(baseline) = baseline {
                baseline.hide(snapshot, &mut findings)?;
            }
            Ok(findings)
        })
    }

    /// The status is that of what was found, not of what would remain.
    fn show_diff(&self, snapshot: &Snapshot, baseline: Option<&Known>) -> Result<Status, Failed> {
        let analysis = analysis::analyse(snapshot);
        let mut findings = self.relevant(snapshot, &analysis);
        if let Some(baseline) = baseline {
            baseline.hide(snapshot, &mut findings)?;
        }
        let status = self.status(&summary(snapshot, &analysis, &findings));
        let done = self.worked_out(baseline)?;
        let status = stream::to_output(status, |out| {
            let shown = |path: &Path| snapshot.shown(path);
            diff::write(out, &done.changed, shown, color::on_output())
        })?;
        mend::tell_diff(&done);
        Ok(status)
    }

    fn is_chosen(&self, rule: &str) -> bool {
        let selected = self.select.is_empty() || self.select.iter().any(|name| name == rule);
        selected && !self.ignore.iter().any(|name| name == rule)
    }

    /// The findings that were asked for, in the order of files and places.
    fn relevant<'a>(&self, snapshot: &Snapshot, analysis: &'a Analysis) -> Vec<&'a Finding> {
        let mut findings: Vec<_> = analysis
            .findings
            .iter()
            .filter(|finding| self.is_chosen(finding.rule) && snapshot.is_asked(finding.place.file))
            .collect();
        let shown = |finding: &Finding| {
            let file = snapshot.named_text(finding.place.file);
            file.map_or("", |(shown, _)| shown)
        };
        findings.sort_by(|a, b| {
            let key = |f: &'a Finding| (f.place.span, f.rule, &f.message);
            shown(a).cmp(shown(b)).then_with(|| key(a).cmp(&key(b)))
        });
        findings
    }

    fn status(&self, summary: &Summary) -> Status {
        let is_strict_failure = self.strict && summary.not_understood > 0;
        if summary.errors + summary.warnings > 0 || is_strict_failure {
            return Status::Findings;
        }
        Status::Clean
    }

    fn report<'a>(
        &self,
        snapshot: &'a Snapshot,
        analysis: &Analysis,
        mut findings: Vec<&'a Finding>,
        summary: Summary,
    ) -> Report<'a> {
        let least = Severity::from(self.min_severity);
        findings.retain(|finding| finding.severity >= least);
        let listed = analysis.not_understood.iter().copied();
        let not_understood = listed
            .filter(|place| self.strict && snapshot.is_asked(place.file))
            .collect();
        Report {
            snapshot,
            findings,
            not_understood,
            summary,
        }
    }
}

fn summary(snapshot: &Snapshot, analysis: &Analysis, findings: &[&Finding]) -> Summary {
    let asked = analysis.not_understood.iter();
    let counts = Summary {
        hosts: snapshot.hosts.len(),
        files: snapshot.files().count(),
        lines: analysis.lines,
        not_understood: asked.filter(|place| snapshot.is_asked(place.file)).count(),
        ..Summary::default()
    };
    counts.counting(findings.iter().copied())
}

fn write(format: Format, report: &Report, status: Status) -> Result<Status, Failed> {
    let status = stream::to_output(status, |out| match format {
        Format::Human => human::write(out, report, color::on_output()),
        Format::Concise => concise::write(out, report),
        Format::Json => json::write(out, report),
    })?;
    if let Format::Concise = format {
        // Where standard error is closed, there is nobody to tell.
        let _ = concise::write_rest(&mut io::stderr().lock(), report);
    }
    Ok(status)
}
