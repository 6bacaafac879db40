//! `duplicate-setting`.

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Fix, Severity};
use crate::host::Host;
use crate::host::settings::{Assignment, Standing};
use crate::rules::edits::{remove_statement, text_at};
use crate::rules::{Report, declare_rule};
use crate::syntax::loader::SettingKind;
use crate::vocabulary::SettingFile;

declare_rule! {
    /// A setting is given a value twice, and the first one is lost.
    ///
    /// The last line wins, in loader.conf and its folder loader.conf.d as well as in
    /// sysctl.conf. The finding stands at the later line. With the same value both times it is
    /// info.
    ///
    /// Silent where a file is there to override another (loader.conf.local,
    /// sysctl.conf.local, loader.conf over device.hints), where sysctl.kld.d sets a value again
    /// when its module comes, and where a value of the loader is used by a later line before or
    /// while it is replaced (`kernels="$kernels test"`).
    ///
    /// ## Bad
    ///
    /// ```conf etc/sysctl.conf
    /// kern.ipc.maxsockbuf=8388608
    /// kern.ipc.maxsockbuf=2097152
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf etc/sysctl.conf
    /// kern.ipc.maxsockbuf=8388608
    /// ```
    "duplicate-setting", Warning, Host(check)
}

fn check(host: &Host, report: &mut Report) {
    let mut earlier: FxHashMap<(SettingFile, &str), &Assignment> = FxHashMap::default();
    for setting in &host.settings.assignments {
        if setting.kind == SettingKind::Command || !is_judged(setting) {
            continue;
        }
        for used in &setting.uses {
            earlier.remove(&(setting.from, used.as_str()));
        }
        let key = (setting.from, setting.name.as_str());
        if let Some(first) = earlier.insert(key, setting)
            && are_of_one_rank(host, first, setting)
        {
            report.add(render(host, first, setting, report));
        }
    }
}

/// What no release takes from this file is told by other rules.
fn is_judged(setting: &Assignment) -> bool {
    matches!(
        setting.standing,
        Standing::Works | Standing::NotJudged | Standing::Unknown(_)
    )
}

/// Whether neither of two files is meant to override the other.
fn are_of_one_rank(host: &Host, first: &Assignment, later: &Assignment) -> bool {
    if first.place.file == later.place.file {
        return true;
    }
    let is_main = |setting: &Assignment| {
        let file = host.file(setting.place.file);
        file.is_some_and(|file| {
            file.is_named("loader.conf") || file.source.relative.contains("loader.conf.d/")
        })
    };
    is_main(first) && is_main(later)
}

fn render(host: &Host, first: &Assignment, later: &Assignment, report: &Report) -> Finding {
    let name = &later.name;
    let same = first.value.trim() == later.value.trim();
    let (severity, message, lost) = if same {
        (
            Severity::Info,
            format!("{name} is set to {} a second time", later.value.trim()),
            "the same here already",
        )
    } else {
        (
            Severity::Warning,
            format!(
                "{name} is set twice: {} here, and {} before is lost",
                shown(later),
                shown(first)
            ),
            "this value is lost",
        )
    };
    let finding = report
        .finding_at(severity, later.place, message)
        .note("keep the line with the value that is meant")
        .related(first.place, lost);
    let fix = text_at(host, first.place).map(|text| {
        let title = "remove the earlier line";
        let edit = remove_statement(text, first.place);
        Fix::safe(title, vec![edit])
    });
    finding.fix(fix)
}

fn shown(setting: &Assignment) -> &str {
    match setting.value.trim() {
        "" => "nothing",
        value => value,
    }
}
