//! Any files as a site: findings lie in their files, fixes on the borders of characters, and the
//! same files give the same findings.

#![no_main]

use cellblock::analysis::{Analysis, analyse};
use cellblock::files::Snapshot;
use cellblock::finding::{Edit, EditedFile};
use cellblock::text::Place;
use cellblock_fuzz::parts;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let files = parts::files(input);
    // A broken `cellblock.toml` is refused, and so is a folder without a host.
    let Ok(snapshot) = Snapshot::from_memory(files.clone(), None) else {
        return;
    };
    let analysis = analyse(&snapshot);
    for finding in &analysis.findings {
        let related = finding.related.iter().map(|related| related.place);
        for place in related.chain([finding.place]) {
            lies_in(&snapshot, place);
        }
        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
            can_be_made(&snapshot, edit);
        }
    }
    for place in &analysis.not_understood {
        lies_in(&snapshot, *place);
    }
    if let Ok(again) = Snapshot::from_memory(files, None) {
        assert_eq!(told(&analysis), told(&analyse(&again)), "twice the same");
    }
});

fn lies_in(snapshot: &Snapshot, place: Place) {
    let (_, text) = snapshot.named_text(place.file).expect("a file of the site");
    let text = text.as_str();
    assert!(
        text.get(place.span.range()).is_some(),
        "{place:?} in {text:?}"
    );
}

fn can_be_made(snapshot: &Snapshot, edit: &Edit) {
    if let EditedFile::Known(file) = edit.target.file() {
        lies_in(snapshot, Place::new(file, edit.target.span()));
    }
}

fn told(analysis: &Analysis) -> String {
    format!("{:?}", analysis.findings)
}
