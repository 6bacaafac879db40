//! Sites as one text: `=== FILE` begins a file, `«»` marks a use of a name, `⟦⟧` what defines it,
//! and `¦` the cursor.

use std::collections::BTreeMap;
use std::path::Path;

use cellblock::analysis;
use cellblock::files::Snapshot;
use cellblock::finding::{Edit, EditedFile};
use cellblock::host::Host;
use cellblock::ide::rename::{self, Refused};
use cellblock::ide::symbols::{self, Occurrence, Symbols};
use cellblock::site::Site;
use cellblock::text::{FileId, Place};

/// A file's name, and where in it.
pub type Spot = (String, usize, usize);

/// What the signs in a site's text say.
#[derive(Debug, Default)]
pub struct Marked {
    pub files: BTreeMap<String, String>,
    pub definitions: Vec<Spot>,
    pub uses: Vec<Spot>,
    pub cursor: Option<(String, usize)>,
}

impl Marked {
    pub fn of(site: &str) -> Self {
        let mut marked = Self::default();
        for part in site.split("=== ").skip(1) {
            let (name, body) = part.split_once('\n').unwrap();
            let (mut text, mut open) = (String::new(), 0);
            for c in body.chars() {
                match c {
                    '«' | '⟦' => open = text.len(),
                    '»' => marked.uses.push((name.to_owned(), open, text.len())),
                    '⟧' => marked.definitions.push((name.to_owned(), open, text.len())),
                    '¦' => marked.cursor = Some((name.to_owned(), text.len())),
                    _ => text.push(c),
                }
            }
            marked.files.insert(name.to_owned(), text);
        }
        marked
    }

    /// Every marked place, in order.
    pub fn all(&self) -> Vec<Spot> {
        let mut all = [self.definitions.clone(), self.uses.clone()].concat();
        all.sort();
        all
    }

    pub fn host(&self) -> Named {
        Named::of(&self.files)
    }
}

/// A picture of some files, and the names on its first host.
pub struct Named {
    site: Site,
    pub symbols: Symbols,
}

impl Named {
    pub fn of(files: &BTreeMap<String, String>) -> Self {
        let files = files.iter().map(|(path, text)| (path, text.as_bytes()));
        let snapshot = Snapshot::from_memory(files, None).expect("hosts");
        let site = analysis::picture(&snapshot);
        assert_eq!(site.hosts.len(), 1);
        let symbols = symbols::symbols(&site.hosts[0]);
        Self { site, symbols }
    }

    pub fn host(&self) -> &Host {
        &self.site.hosts[0]
    }

    pub fn file(&self, name: &str) -> FileId {
        let mut files = self.host().files.iter();
        let file = files.find(|file| file.source.path == Path::new("/site").join(name));
        file.unwrap_or_else(|| panic!("{name} is of no host")).id()
    }

    pub fn at(&self, (name, at): (&str, usize)) -> Option<&Occurrence> {
        let at = u32::try_from(at).unwrap();
        self.symbols.at(self.file(name), at)
    }

    fn spot(&self, place: Place) -> Spot {
        let file = self.host().file(place.file).unwrap();
        let name = file.source.path.strip_prefix("/site").unwrap();
        let range = place.span.range();
        (name.to_str().unwrap().to_owned(), range.start, range.end)
    }

    pub fn references(&self, occurrence: &Occurrence, with_definitions: bool) -> Vec<Spot> {
        let all = self.symbols.references(occurrence, with_definitions);
        let mut spots: Vec<_> = all.iter().map(|own| self.spot(own.place)).collect();
        spots.sort();
        spots
    }

    pub fn definitions(&self, occurrence: &Occurrence) -> Vec<Spot> {
        let all = symbols::definitions(self.host(), &self.symbols, occurrence);
        let mut spots: Vec<_> = all.into_iter().map(|place| self.spot(place)).collect();
        spots.sort();
        spots
    }
}

/// The texts with the edits in them.
pub fn edited(
    files: &BTreeMap<String, String>,
    host: &Host,
    edits: &[Edit],
) -> BTreeMap<String, String> {
    let mut files = files.clone();
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.target.span()));
    let mut last: BTreeMap<FileId, u32> = BTreeMap::new();
    for edit in edits {
        let EditedFile::Known(id) = edit.target.file() else {
            panic!("{edit:?}");
        };
        let span = edit.target.span();
        let before = last.insert(id, span.start).unwrap_or(u32::MAX);
        assert!(span.end <= before, "over another: {edit:?}");
        let path = &host.file(id).unwrap().source.path;
        let name = path.strip_prefix("/site").unwrap().to_str().unwrap();
        let text = files.get_mut(name).unwrap();
        text.replace_range(span.range(), &edit.text);
    }
    files
}

/// The site after a rename at the cursor, in the form in which it was given.
pub fn renamed(site: &str, new: &str) -> Result<String, String> {
    let marked = Marked::of(site);
    let named = marked.host();
    let (name, at) = marked.cursor.as_ref().expect("a cursor");
    let occurrence = named.at((name, *at)).expect("a name at the cursor");
    let edits = rename::rename(named.host(), &named.symbols, occurrence, new);
    let edits = edits.map_err(|Refused(why)| why)?;
    let files = edited(&marked.files, named.host(), &edits);
    Ok((files.iter())
        .map(|(name, text)| format!("=== {name}\n{text}"))
        .collect())
}
