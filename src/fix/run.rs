//! Round after round in memory: analyse, choose, apply, look whether it still parses.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::choose::{Chosen, Edits};
use super::done::{Done, Mended, WhyNot};
use super::last_round::{LastRound, Standing};
use super::remembered::Remembered;
use super::texts::Changed;
use crate::analysis::{self, Analysis};
use crate::files::{Failure, FileTree, Held, Overlay, Snapshot};
use crate::finding::{Finding, Fix, Target};
use crate::syntax::{self, Language};
use crate::text::SourceText;

/// How many rounds there are at most. Each one mends what the one before uncovered.
const ROUNDS: usize = 10;

/// Which findings are to be mended, in the order of files and places.
pub type Wanted<'a> =
    &'a dyn for<'f> Fn(&Snapshot, &'f Analysis) -> Result<Vec<&'f Finding>, Failure>;

/// Which fixes may be applied.
#[derive(Clone, Copy)]
pub struct Allowed<'a> {
    /// Those that change what the machine does too.
    pub not_safe: bool,
    /// Those of these findings.
    pub findings: Wanted<'a>,
}

/// Applies fixes until none is left. `read` makes a snapshot of a tree of files; what it is given
/// is `disk` with the changed files laid over it.
///
/// # Errors
///
/// As `read` and `allowed.findings`.
pub fn run(
    disk: Arc<dyn FileTree>,
    read: &dyn Fn(Arc<dyn FileTree>) -> Result<Snapshot, Failure>,
    allowed: Allowed<'_>,
) -> Result<Done, Failure> {
    let disk: Arc<dyn FileTree> = Arc::new(Remembered::new(disk));
    let mut done = Done::default();
    let mut aliases = Aliases::default();
    let mut refused: BTreeSet<Mended> = BTreeSet::new();
    let mut last: Option<LastRound> = None;
    for round_number in 0..=ROUNDS {
        let overlay = Overlay::new(Arc::clone(&disk), aliases.texts(&done.changed));
        let snapshot = read(Arc::new(overlay))?;
        aliases.learn(disk.as_ref(), &snapshot);
        let analysis = analysis::analyse(&snapshot);
        let round = Round {
            disk: disk.as_ref(),
            snapshot: &snapshot,
            aliases: &aliases,
            changed: &done.changed,
        };
        let wanted = (allowed.findings)(&snapshot, &analysis)?;
        let offers = round.offers(&wanted, allowed.not_safe, &refused);
        if let Some(last) = last.take()
            && let Some(useless) = last.useless(offers.iter().map(|offer| &offer.standing))
        {
            done.drop_all(&useless, WhyNot::NoHelp);
            refused.extend(useless);
            done.mended.truncate(last.mended_before);
            done.changed = last.changed_before;
            continue;
        }
        if offers.is_empty() || round_number == ROUNDS {
            break;
        }
        let outcome = round.apply(&offers);
        done.drop_all(&outcome.refused, WhyNot::Misread);
        refused.extend(outcome.refused);
        last = Some(LastRound {
            changed_before: done.changed.clone(),
            mended_before: done.mended.len(),
            applied: outcome
                .applied
                .iter()
                .map(|s| s.after(&outcome.edits))
                .collect(),
        });
        let mended = outcome.applied.into_iter().map(|standing| standing.mended);
        done.mended.extend(mended);
        if let Some(changed) = outcome.changed {
            done.changed = changed;
        }
    }
    done.changed = done.changed.real();
    Ok(done)
}

/// Under which paths the hosts have a file: links lead several paths to one.
#[derive(Default)]
struct Aliases {
    real: BTreeMap<PathBuf, PathBuf>,
}

impl Aliases {
    fn learn(&mut self, disk: &dyn FileTree, snapshot: &Snapshot) {
        let configs = snapshot.configs.iter().map(|config| &config.path);
        for path in snapshot.files().map(|file| &file.path).chain(configs) {
            if !self.real.contains_key(path) {
                let real = disk.resolve(path).unwrap_or_else(|_| path.clone());
                self.real.insert(path.clone(), real);
            }
        }
    }

    fn real<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.real.get(path).map_or(path, PathBuf::as_path)
    }

    /// The changed texts under every path.
    fn texts(&self, changed: &Changed) -> BTreeMap<PathBuf, Held> {
        let own = changed
            .files()
            .map(|(path, file)| (path.to_owned(), Held::from(file.after.to_vec())));
        let aliases = self.real.iter().filter_map(|(path, real)| {
            let file = changed.get(real)?;
            Some((path.clone(), Held::from(file.after.to_vec())))
        });
        own.chain(aliases).collect()
    }
}

/// One round: the files as they are now, and what is found in them.
struct Round<'a> {
    disk: &'a dyn FileTree,
    snapshot: &'a Snapshot,
    aliases: &'a Aliases,
    changed: &'a Changed,
}

/// A fix that may be applied.
struct Offer<'f> {
    fix: &'f Fix,
    standing: Standing,
}

struct Outcome {
    changed: Option<Changed>,
    edits: Edits<PathBuf>,
    applied: Vec<Standing>,
    refused: Vec<Mended>,
}

impl Round<'_> {
    /// The first fix of each finding that may be applied.
    fn offers<'f>(
        &self,
        findings: &[&'f Finding],
        not_safe: bool,
        refused: &BTreeSet<Mended>,
    ) -> Vec<Offer<'f>> {
        let offer = |finding: &&'f Finding| {
            let mut fixes = finding.fixes.iter().filter(|fix| fix.safe || not_safe);
            fixes.find_map(|fix| {
                let mended = self.mended(finding, fix)?;
                let path = self.snapshot.path_of(finding.place.file)?;
                let standing = Standing {
                    mended,
                    file: self.aliases.real(path).to_owned(),
                    start: finding.place.span.start,
                };
                (!refused.contains(&standing.mended)).then_some(Offer { fix, standing })
            })
        };
        findings.iter().filter_map(offer).collect()
    }

    fn mended(&self, finding: &Finding, fix: &Fix) -> Option<Mended> {
        let (shown, _) = self.snapshot.named_text(finding.place.file)?;
        let edited: Option<BTreeSet<_>> = fix
            .edits
            .iter()
            .map(|edit| self.path_of(&edit.target))
            .collect();
        Some(Mended {
            rule: finding.rule,
            file: shown.to_owned(),
            message: finding.message.clone(),
            title: fix.title.clone(),
            edited: edited?.into_iter().collect(),
        })
    }

    fn path_of(&self, target: &Target) -> Option<PathBuf> {
        match target {
            Target::Place(place) => {
                let path = self.snapshot.path_of(place.file)?;
                Some(self.aliases.real(path).to_owned())
            }
            Target::New(path) => Some(path.to_path_buf()),
        }
    }

    /// All that go together; if the result parses worse than before, each one by itself, so that
    /// only those are dropped that do harm.
    fn apply(&self, offers: &[Offer<'_>]) -> Outcome {
        let (edits, taken) = self.together(offers);
        if let Some(changed) = self.try_out(&edits) {
            return Outcome {
                changed: Some(changed),
                edits,
                applied: taken.iter().map(|offer| offer.standing.clone()).collect(),
                refused: Vec::new(),
            };
        }
        let (good, bad): (Vec<&Offer>, Vec<&Offer>) = taken.into_iter().partition(|offer| {
            let (edits, _) = self.together([*offer]);
            self.try_out(&edits).is_some()
        });
        let first = good.first().filter(|_| bad.is_empty());
        let (edits, taken) = self.together(first.copied());
        Outcome {
            changed: first.and_then(|_| self.try_out(&edits)),
            edits,
            applied: taken.iter().map(|offer| offer.standing.clone()).collect(),
            refused: bad
                .iter()
                .map(|offer| offer.standing.mended.clone())
                .collect(),
        }
    }

    fn together<'o>(
        &self,
        offers: impl IntoIterator<Item = &'o Offer<'o>>,
    ) -> (Edits<PathBuf>, Vec<&'o Offer<'o>>) {
        let mut chosen = Chosen::default();
        let mut taken = Vec::new();
        for offer in offers {
            if chosen.take(offer.standing.mended.rule, offer.fix, |target| {
                self.path_of(target)
            }) {
                taken.push(offer);
            }
        }
        (chosen.into_edits(), taken)
    }

    /// The files with `edits` made, unless one of them reads worse than before.
    fn try_out(&self, edits: &Edits<PathBuf>) -> Option<Changed> {
        let after = self.changed.with(self.disk, edits).ok()?;
        let harmed = edits.keys().any(|path| self.is_harmed(path, &after));
        (!harmed).then_some(after)
    }

    fn is_harmed(&self, path: &Path, after: &Changed) -> bool {
        let Some(language) = self.language(path) else {
            return false;
        };
        let faults = |changed: &Changed| {
            let bytes = changed.bytes(self.disk, path).ok().flatten();
            let text = SourceText::from_bytes(bytes.as_deref().unwrap_or_default().to_vec());
            let tree = syntax::parse(language, text.as_str());
            tree.errors().len() + tree.not_understood().len()
        };
        faults(after) > faults(self.changed)
    }

    /// A `cellblock.toml` has none.
    fn language(&self, path: &Path) -> Option<Language> {
        let mut files = self.snapshot.files();
        let known = files.find(|file| self.aliases.real(&file.path) == path);
        known
            .map(|file| file.language)
            .or_else(|| Language::of_known_path(path))
    }
}
