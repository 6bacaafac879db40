//! loader.conf and sysctl.conf.

use std::collections::BTreeSet;

use super::item::{Completions, escaped};
use super::{Completion, Cursor, Kind};
use crate::ide::describe::{Subject, works_in};
use crate::text::Span;
use crate::vocabulary::{Setting, SettingFile, When, setting, settings_from};

/// More names than this are not offered at once, but by their first parts.
const MOST_NAMES: usize = 100;

/// The loader's own variables of which something can be chosen: name, values, meaning
/// (loader.conf(5), stand/defaults/loader.conf).
const LOADER_OWN: [(&str, &[&str], &str); 12] = [
    (
        "autoboot_delay",
        &["-1", "0", "10"],
        "seconds before it boots by itself; -1 does not wait, NO waits for ever",
    ),
    ("beastie_disable", &["YES", "NO"], "no menu"),
    ("boot_multicons", &["YES", "NO"], "more than one console"),
    ("boot_mute", &["YES", "NO"], "no messages of the kernel"),
    ("boot_serial", &["YES", "NO"], "console on the serial line"),
    ("boot_single", &["YES", "NO"], "boot into single-user mode"),
    (
        "boot_verbose",
        &["YES", "NO"],
        "more messages of the kernel",
    ),
    (
        "comconsole_speed",
        &["9600", "115200"],
        "speed of the serial console",
    ),
    (
        "console",
        &["vidconsole", "comconsole", "efi"],
        "the consoles",
    ),
    (
        "kernels_autodetect",
        &["YES", "NO"],
        "look for kernels to choose from",
    ),
    ("loader_logo", &["none"], "the logo beside the menu"),
    (
        "verbose_loading",
        &["YES", "NO"],
        "more messages of the loader",
    ),
];

/// Kernel modules that hosts with jails load, beside drivers for hardware.
const MODULES: [&str; 31] = [
    "accf_data",
    "accf_dns",
    "accf_http",
    "carp",
    "coretemp",
    "dummynet",
    "fdescfs",
    "fusefs",
    "geom_mirror",
    "if_bridge",
    "if_epair",
    "if_gif",
    "if_gre",
    "if_lagg",
    "if_tuntap",
    "if_vlan",
    "if_vxlan",
    "ipfw",
    "ipfw_nat",
    "ipsec",
    "linprocfs",
    "linsysfs",
    "linux",
    "linux64",
    "nullfs",
    "pf",
    "pflog",
    "pfsync",
    "tmpfs",
    "vmm",
    "zfs",
];

pub(super) fn complete(cursor: &Cursor<'_>, file: SettingFile) -> Completions {
    let before = cursor.before();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..).unwrap_or_default();
    if is_comment(line) {
        return Completions::none();
    }
    let separators: &[char] = match file {
        SettingFile::Loader => &['='],
        SettingFile::Sysctl => &['=', ':'],
    };
    match line.split_once(separators) {
        None => {
            let typed = line.trim_start();
            match typed.contains(char::is_whitespace) {
                true => Completions::none(),
                false => names(cursor, file, typed),
            }
        }
        Some((name, value)) => values(cursor, file, name.trim(), value),
    }
}

/// Whether a `#` that is in no quotes is before the end of the line.
fn is_comment(line: &str) -> bool {
    let mut quoted = false;
    line.bytes().any(|byte| {
        quoted ^= byte == b'"';
        byte == b'#' && !quoted
    })
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-%".contains(c)
}

fn names(cursor: &Cursor<'_>, file: SettingFile, typed: &str) -> Completions {
    let behind = cursor.behind();
    let rest = behind.find(|c| !is_name_part(c)).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let has_value = !cursor.rest_of_line(cursor.at + rest).trim().is_empty();
    let set = names_set(cursor);
    let page = Page {
        cursor,
        file,
        has_value,
    };
    let begin_so = settings_from(typed)
        .take_while(|own| own.name().starts_with(typed))
        .filter(|own| page.can_be_set(*own));
    let begin_so: Vec<Setting> = begin_so.collect();
    let is_large = begin_so.len() > MOST_NAMES;
    let mut items = match is_large {
        true => page.branches(&begin_so, typed),
        false => page.whole(&begin_so),
    };
    if begin_so.is_empty() && !typed.is_empty() {
        let holding = settings_from("")
            .filter(|own| own.name().contains(typed))
            .filter(|own| page.can_be_set(*own));
        items = page.whole(&holding.collect::<Vec<_>>());
    }
    if file == SettingFile::Loader {
        items.extend(page.modules());
        items.extend(page.loaders_own());
    }
    let items = items
        .into_iter()
        .map(|item| (set.contains(item.label.as_str()), item));
    let found = Completions::sorted(typed, replaced, items);
    Completions {
        is_incomplete: found.is_incomplete || is_large,
        ..found
    }
}

/// The names that the file sets, but for the line of the cursor.
fn names_set<'a>(cursor: &Cursor<'a>) -> BTreeSet<&'a str> {
    let mut start = 0;
    let lines = cursor.text.split_inclusive('\n').filter(|line| {
        let own = start..=start + line.len();
        start += line.len();
        !own.contains(&cursor.at)
    });
    let names = lines.filter_map(|line| line.split_once(['=', ':']));
    names.map(|(name, _)| name.trim()).collect()
}

/// What is offered for a file.
struct Page<'a> {
    cursor: &'a Cursor<'a>,
    file: SettingFile,
    /// Something is behind the name already.
    has_value: bool,
}

impl Page<'_> {
    fn when(&self, own: Setting) -> When<crate::vocabulary::FreebsdRelease> {
        works_in(own, self.file, self.cursor.freebsd)
    }

    fn can_be_set(&self, own: Setting) -> bool {
        self.when(own) != When::Never
    }

    fn whole(&self, settings: &[Setting]) -> Vec<Completion> {
        settings.iter().map(|own| self.item(*own)).collect()
    }

    fn item(&self, own: Setting) -> Completion {
        let mut detail = own.value_type().unwrap_or("tunable").to_owned();
        let release = self.cursor.freebsd.known();
        if let Some(default) = release.and_then(|release| own.default_on(release)) {
            detail.push_str(&format!(", default {default}"));
        }
        if let When::On(some) = self.when(own) {
            let on = crate::vocabulary::releases(&some);
            detail.push_str(&format!(", on FreeBSD {on}"));
        }
        let snippet = (!self.has_value).then(|| match self.file {
            SettingFile::Loader => format!("{}=\"$1\"", escaped(own.name())),
            SettingFile::Sysctl => format!("{}=$1", escaped(own.name())),
        });
        Completion::new(Kind::Setting, own.name(), detail)
            .with_snippet(snippet)
            .about(Subject::Setting(own.name().to_owned()))
    }

    /// The next part of each name: whole where it is the last.
    fn branches(&self, settings: &[Setting], typed: &str) -> Vec<Completion> {
        let mut items = Vec::new();
        let mut counted: Option<(&str, usize)> = None;
        let written = typed.rfind('.').map_or(0, |at| at + 1);
        let branch = |(branch, count): (&str, usize)| {
            Completion::new(Kind::Branch, branch, format!("{count} settings"))
        };
        for own in settings {
            let rest = own.name().get(written..).unwrap_or_default();
            match rest.find('.') {
                None => items.push(self.item(*own)),
                Some(at) => {
                    let name = own.name().get(..=written + at).unwrap_or_default();
                    match &mut counted {
                        Some((current, count)) if *current == name => *count += 1,
                        _ => items.extend(counted.replace((name, 1)).map(branch)),
                    }
                }
            }
        }
        items.extend(counted.map(branch));
        items
    }

    fn modules(&self) -> impl Iterator<Item = Completion> {
        MODULES.iter().map(|module| {
            let name = format!("{module}_load");
            let item = Completion::new(Kind::Module, name.as_str(), "load the module");
            match self.has_value {
                true => item,
                false => item.inserting(format!("{name}=\"YES\"")),
            }
        })
    }

    fn loaders_own(&self) -> impl Iterator<Item = Completion> {
        LOADER_OWN.iter().map(|(name, _, meaning)| {
            let snippet = (!self.has_value).then(|| format!("{name}=\"$1\""));
            Completion::new(Kind::Keyword, *name, *meaning).with_snippet(snippet)
        })
    }
}

fn values(cursor: &Cursor<'_>, file: SettingFile, name: &str, written: &str) -> Completions {
    let typed = written.trim_start();
    let quote = typed.strip_prefix('"');
    let typed = quote.unwrap_or(typed);
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !typed.chars().all(is_word) {
        return Completions::none();
    }
    let behind = cursor.behind();
    let rest = behind.find(|c| !is_word(c)).unwrap_or(behind.len());
    let replaced = Span::new(cursor.at - typed.len(), cursor.at + rest);
    let is_bare = quote.is_none() && !cursor.rest_of_line(cursor.at).contains('"');
    let quoted = |item: Completion| match file == SettingFile::Loader && is_bare {
        true => {
            let insert = format!("\"{}\"", item.insert);
            item.inserting(insert)
        }
        false => item,
    };
    let items = value_items(cursor, file, name).into_iter().map(quoted);
    Completions::of(typed, replaced, items)
}

fn value_items(cursor: &Cursor<'_>, file: SettingFile, name: &str) -> Vec<Completion> {
    let value = |value: &str, detail: &str| Completion::new(Kind::Value, value, detail);
    if file == SettingFile::Loader {
        if name.ends_with("_load") {
            return vec![value("YES", "load it"), value("NO", "do not load it")];
        }
        let own = LOADER_OWN.iter().find(|(own, ..)| *own == name);
        if let Some((_, values, _)) = own {
            return values.iter().map(|own| value(own, "")).collect();
        }
    }
    let Some(known) = setting(name) else {
        return Vec::new();
    };
    let release = cursor.freebsd.known();
    let default = release.and_then(|release| known.default_on(release));
    let is_plain = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let default = default.filter(is_plain);
    if known.value_type() == Some("bool") || ALSO_SWITCHES.contains(&name) {
        let off_default = matches!(default, Some("0" | "false"));
        let on_default = matches!(default, Some("1" | "true"));
        let detail = |word: &str, is_default| match is_default {
            true => format!("{word}, the default"),
            false => word.to_owned(),
        };
        return vec![
            value("0", &detail("off", off_default)),
            value("1", &detail("on", on_default)),
        ];
    }
    default
        .map(|own| value(own, "the default"))
        .into_iter()
        .collect()
}

/// Numbers to the kernel, switches to everybody else: settings that this program has rules about.
const ALSO_SWITCHES: [&str; 7] = [
    "net.add_addr_allfibs",
    "net.inet.ip.forwarding",
    "net.inet6.ip6.forwarding",
    "net.link.bridge.pfil_bridge",
    "net.link.bridge.pfil_member",
    "net.link.ether.inet.proxyall",
    "security.bsd.see_other_uids",
];
