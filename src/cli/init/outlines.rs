//! What `init` says of each host that is found.

use std::collections::BTreeMap;
use std::path::Path;

use crate::analysis;
use crate::cli::status::Failed;
use crate::config::FILE_NAME;
use crate::config::template::{Entry, Known, Outline};
use crate::files::{HostFiles, Said, Snapshot, Source, own};
use crate::host::Host;
use crate::syntax::Language;

/// The hosts of a snapshot, as a `cellblock.toml` in `folder`, a path without links, is to speak
/// of them.
pub(super) fn of(snapshot: &Snapshot, folder: &Path) -> Result<Vec<Outline>, Failed> {
    for host in &snapshot.hosts {
        if !own::resolved(&host.root)?.starts_with(folder) {
            let part = snapshot.shown(folder);
            let message = format!(
                "{part} is a part of the host in {}: name that one",
                host.shown
            );
            return Err(Failed::Arguments(message));
        }
    }
    let site = analysis::picture(snapshot);
    let mut names = BTreeMap::new();
    for host in &snapshot.hosts {
        *names.entry(own_name(host)).or_insert(0) += 1;
    }
    let is_shared = |host| names.get(&own_name(host)).is_some_and(|count| *count > 1);
    let both = snapshot.hosts.iter().zip(&site.hosts);
    both.map(|(files, host)| outline(folder, files, host, is_shared(files)))
        .collect()
}

fn outline(top: &Path, files: &HostFiles, host: &Host, shared: bool) -> Result<Outline, Failed> {
    let root = own::resolved(&files.root)?;
    let relative = root.strip_prefix(top).unwrap_or(&root);
    let entry = match config_below(top, files)? {
        Some(config) => Entry::Elsewhere(config),
        None if relative.to_str().is_none() => Entry::Unwritable,
        None if shared => Entry::SharedName,
        None => Entry::Given,
    };
    let folder = match root.parent().is_none() {
        true => "/".to_owned(),
        false => own::way(top, &root),
    };
    let name = match entry {
        Entry::Given => own_name(files),
        _ => folder.clone(),
    };
    Ok(Outline {
        name,
        folder,
        entry,
        freebsd: files.freebsd.as_ref().map_or(Known::No, said),
        frr: frr_of(files, host),
    })
}

/// The `cellblock.toml` that holds for a host from below this folder.
fn config_below(top: &Path, host: &HostFiles) -> Result<Option<String>, Failed> {
    let Some(path) = host.config.as_ref().map(|config| &config.path) else {
        return Ok(None);
    };
    let folder = own::resolved(path.parent().unwrap_or(path))?;
    Ok((folder != top).then(|| own::way(top, &folder.join(FILE_NAME))))
}

/// The name of a host if it had no namesake.
fn own_name(host: &HostFiles) -> String {
    match (host.settings(), host.root.file_name()) {
        (Some(settings), _) => settings.name.value.clone(),
        (None, Some(name)) => name.to_string_lossy().into_owned(),
        (None, None) => host.name.clone(),
    }
}

fn said<T: ToString>(said: &Said<T>) -> Known {
    let version = said.value.to_string();
    match said.source {
        Source::File(file) => Known::ByFile(version, file.to_owned()),
        Source::CommandLine | Source::Config(_) => Known::ByConfig(version),
    }
}

/// The FRR version of a host; `None` if nothing of FRR is there.
fn frr_of(files: &HostFiles, host: &Host) -> Option<Known> {
    if let Some(frr) = &files.frr {
        return Some(said(frr));
    }
    if let Some((version, place)) = &host.routing.version_line {
        let mut files = files.files.iter();
        let file = files.find(|file| file.id == place.file)?;
        return Some(Known::ByFile(version.to_string(), file.relative.clone()));
    }
    let has_file = files.files.iter().any(|f| f.language == Language::Frr);
    (has_file || host.frr.enabled == Some(true)).then_some(Known::No)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::config::template::template;
    use crate::files::{Held, Nothing, Overlay, Overrides, discover_in};

    #[test]
    fn the_machine_itself_has_its_own_name_and_root() {
        let texts = [
            ("/etc/rc.conf", "hostname=\"arkham.example.net\"\n"),
            (
                "/bin/freebsd-version",
                "USERLAND_VERSION=\"14.3-RELEASE\"\n",
            ),
        ];
        let texts =
            texts.map(|(path, text)| (PathBuf::from(path), Held::from(text.as_bytes().to_vec())));
        let tree = Overlay::new(Arc::new(Nothing), BTreeMap::from(texts));
        let root = PathBuf::from("/");
        let snapshot = discover_in(
            Arc::new(tree),
            &root,
            std::slice::from_ref(&root),
            &Overrides::default(),
        );
        let hosts = of(&snapshot.expect("a host"), &root).expect("hosts");
        let text = template(&hosts);
        assert!(text.contains("\n[hosts.\"arkham.example.net\"]\nroot = \"/\"\n"));
        assert!(text.contains("\n# freebsd = \"14.3\"    # bin/freebsd-version says so\n"));
        assert!(!text.contains("frr = \"?\""));
    }
}
