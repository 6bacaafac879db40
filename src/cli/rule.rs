//! `cellblock rule`: what the rules check, and why.

use std::io::{self, Write};

use clap::Args;

use super::status::{Failed, Status};
use super::stream;
use crate::output::markdown;
use crate::rules::{self, Rule};

/// Tell what a rule checks and why; without a name, list all rules
#[derive(Args)]
pub(super) struct Arguments {
    /// The rule's name, as it stands in brackets in a finding
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Status, Failed> {
    let Some(name) = &arguments.name else {
        return stream::to_output(Status::Clean, |out| list(out, rules::all()));
    };
    let rule = known(name).map_err(Failed::Arguments)?;
    stream::to_output(Status::Clean, |out| page(out, rule))
}

/// The rule of this name, or what to say if there is none.
pub(super) fn known(name: &str) -> Result<&'static Rule, String> {
    rules::find(name).ok_or_else(|| {
        let hint = match rules::nearest(name) {
            Some(nearest) => format!("{nearest} may be meant"),
            None => "`cellblock rule` lists them all".to_owned(),
        };
        format!("there is no rule called {name}; {hint}")
    })
}

fn list(out: &mut impl Write, rules: &[&Rule]) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        let severity = rule.severity.name();
        writeln!(
            out,
            "{:width$}  {severity:7}  {}",
            rule.name,
            rule.summary()
        )?;
    }
    Ok(())
}

fn page(out: &mut impl Write, rule: &Rule) -> io::Result<()> {
    let (severity, scope) = (rule.severity, rule.check.scope());
    writeln!(out, "{} ({severity}, looks at a {scope})\n", rule.name)?;
    markdown::write(out, rule.doc)
}
