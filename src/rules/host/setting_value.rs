//! `setting-value`.

use crate::finding::{Edit, Finding, Fix};
use crate::host::Host;
use crate::host::settings::{Assignment, Standing};
use crate::rules::{Report, declare_rule};
use crate::syntax::loader::{ModuleKey, SettingKind, module_key};
use crate::vocabulary::{Number, SettingFile, kernel_number, setting, sysctl_number};

declare_rule! {
    /// A value that the setting does not take.
    ///
    /// sysctl(8) takes whole numbers, decimal, `0x...`, or octal after a leading `0`: it refuses
    /// `16M`, `1.5`, `yes` and `1;`, and the setting keeps its default. The kernel reads the
    /// numbers of loader.conf in the same way, but with k, m, g or t behind them if need be; it
    /// refuses all else without a word. A `MODULE_load` loads the module only with YES, in any
    /// case: `1`, `true` and `on` do not.
    ///
    /// Judged are settings that the table knows to be numbers; a range only for `net.fibs`,
    /// which ends at 65535. Several numbers and temperatures (`85C`) are left alone. What is no
    /// number here is none on any release.
    ///
    /// ## Bad
    ///
    /// ```conf boot/loader.conf
    /// pf_load="1"
    /// ```
    /// ```conf etc/sysctl.conf
    /// kern.ipc.maxsockbuf=16M
    /// ```
    ///
    /// ## Good
    ///
    /// ```conf boot/loader.conf
    /// pf_load="YES"
    /// vm.kmem_size="4G"
    /// ```
    /// ```conf etc/sysctl.conf
    /// kern.ipc.maxsockbuf=16777216
    /// ```
    "setting-value", Warning, Host(check)
}

/// The largest number of FIBs (sys/net/route.h).
const MAX_FIBS: i128 = 65_535;

fn check(host: &Host, report: &mut Report) {
    for assignment in &host.settings.assignments {
        let finding = match assignment.kind {
            SettingKind::Module(ModuleKey::Load) => load(assignment, report),
            SettingKind::Module(_) | SettingKind::Command => None,
            SettingKind::Variable => number(assignment, report),
        };
        if let Some(finding) = finding {
            report.add(finding);
        }
    }
}

/// A module that is not loaded although its line says something like yes.
fn load(assignment: &Assignment, report: &Report) -> Option<Finding> {
    let value = assignment.value.as_str();
    let lower = value.trim().to_ascii_lowercase();
    let is_no = matches!(
        lower.as_str(),
        "no" | "n" | "0" | "false" | "off" | "none" | ""
    );
    // With a dot it is the kernel's, such as vfs.zfs.metaslab.debug_load.
    if is_no || value.eq_ignore_ascii_case("yes") || assignment.name.contains('.') {
        return None;
    }
    let (module, _) = module_key(&assignment.name)?;
    let message = format!("{module} is not loaded: the loader goes by YES, not by {value}");
    let finding = report
        .finding(assignment.place, message)
        .note("write YES to load it, NO not to");
    let is_yes = matches!(
        lower.as_str(),
        "yes" | "y" | "1" | "true" | "on" | "enable" | "enabled"
    );
    Some(match is_yes {
        true => {
            let edit = Edit::replace(assignment.value_place, "YES");
            finding.fix(Fix::safe("write YES", vec![edit]))
        }
        false => finding,
    })
}

/// A value that is not the number which the setting wants.
fn number(assignment: &Assignment, report: &Report) -> Option<Finding> {
    let is_told = matches!(
        assignment.standing,
        Standing::ReadOnly { .. } | Standing::Misplaced { .. } | Standing::NotYet { .. }
    );
    let known = setting(&assignment.name).filter(|known| known.is_number() && !is_told)?;
    let from_loader = assignment.from == SettingFile::Loader;
    let value = assignment.value.trim();
    let is_list = value.contains([' ', '\t', ',']);
    if value.is_empty() || is_list || is_temperature(assignment) || assignment.value.contains('$') {
        return None;
    }
    if from_loader && known.is_boolean() {
        return None;
    }
    let read = match assignment.from {
        SettingFile::Loader => kernel_number(value),
        SettingFile::Sysctl => sysctl_number(value),
    };
    match read {
        Number::Value(fibs) if assignment.name == "net.fibs" && fibs > MAX_FIBS => {
            let message =
                format!("net.fibs={value} is too much: there are at most {MAX_FIBS} FIBs");
            Some(report.finding(assignment.value_place, message))
        }
        Number::Value(_) => None,
        Number::Refused { meant } => {
            // A word for on or off may have been meant for a switch, or for another setting.
            let is_word = value.bytes().all(|byte| byte.is_ascii_alphabetic());
            let is_plain = known.is_boolean() || !is_word;
            Some(refused(assignment, meant, is_plain, report))
        }
    }
}

fn refused(
    assignment: &Assignment,
    meant: Option<i128>,
    is_plain: bool,
    report: &Report,
) -> Finding {
    let (name, value) = (&assignment.name, assignment.value.trim());
    let reader = match assignment.from {
        SettingFile::Loader => "the kernel does not read",
        SettingFile::Sysctl => "sysctl(8) does not take",
    };
    let message = format!("{name} keeps its default: it is a number, and {reader} {value} as one");
    let finding = report.finding(assignment.value_place, message);
    match meant {
        Some(meant) => {
            let edit = Edit::replace(assignment.value_place, meant.to_string());
            let fix = if is_plain { Fix::safe } else { Fix::not_safe };
            finding
                .note(format!("write {meant}"))
                .fix(fix(format!("write {meant}"), vec![edit]))
        }
        None => finding.note("write a whole number"),
    }
}

/// `85C`, `358K`: sysctl(8) takes them where the kernel keeps a temperature.
fn is_temperature(assignment: &Assignment) -> bool {
    let names = ["thermal", "temp"];
    let value = assignment.value.trim();
    names.iter().any(|part| assignment.name.contains(part)) && value.ends_with(['C', 'F', 'K'])
}
