//! Any edits of any files: a buffer ends with the text of the plainest model, and a server with
//! the diagnostics of another that sees the last texts only.
//!
//! The input is files, as for `site`; the one called `edits` holds the edits, its first byte says
//! how columns are counted.

#![no_main]

use cellblock::text::{Buffer, Encoding};
use cellblock_fuzz::edits::{Edit, Edits};
use cellblock_fuzz::session::Session;
use cellblock_fuzz::{model, parts};
use libfuzzer_sys::fuzz_target;

/// More edits than this say nothing new.
const MOST: usize = 40;

fuzz_target!(|input: &[u8]| {
    let (edits, files): (Vec<_>, Vec<_>) =
        (parts::files(input).into_iter()).partition(|(path, _)| path == "edits");
    let Some((_, edits)) = edits.first() else {
        return;
    };
    let Some((first, edits)) = edits.split_first() else {
        return;
    };
    let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(first % 3)];
    let mut files: Vec<File> = files.into_iter().map(File::new).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    if files.is_empty() {
        return;
    }
    let mut session = session(&files, encoding);
    for edit in Edits(edits).take(MOST) {
        let place = edit.file % files.len();
        let file = &mut files[place];
        // While that one is broken, what it said before counts, which nobody else can know.
        if file.path.ends_with("cellblock.toml") || !file.edit(&edit, encoding) {
            continue;
        }
        session.change(&file.path, edit.start, edit.end, &edit.text);
        if edit.rest {
            session.rest();
        }
    }
    session.rest();
    let fresh = self::session(&files, encoding);
    assert_eq!(session.shown, fresh.shown, "{files:?}");
});

fn session(files: &[File], encoding: Encoding) -> Session {
    let texts = files.iter();
    let texts = texts.map(|file| (file.path.as_str(), file.text.as_str()));
    Session::start(texts, encoding)
}

/// A file that is edited twice: as a buffer, and as the model has it.
#[derive(Debug)]
struct File {
    path: String,
    text: String,
    buffer: Buffer,
}

impl File {
    fn new((path, bytes): (String, Vec<u8>)) -> Self {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let buffer = Buffer::new(&text);
        Self { path, text, buffer }
    }

    /// Makes an edit; `false` if it does not fit. The buffer must say the same as the model.
    fn edit(&mut self, edit: &Edit, encoding: Encoding) -> bool {
        let expected = model::replaced(&self.text, (edit.start, edit.end), encoding, &edit.text);
        let done = (self.buffer).replace(edit.start, edit.end, encoding, &edit.text);
        assert_eq!(done.is_ok(), expected.is_some(), "{edit:?} of {self:?}");
        let fits = expected.is_some();
        self.text = expected.unwrap_or_else(|| std::mem::take(&mut self.text));
        let source = self.buffer.to_source();
        assert_eq!(source.as_str(), self.text, "{edit:?}");
        for position in [edit.start, edit.end] {
            let offset = model::offset(&self.text, position, encoding);
            let found = source.offset(position, encoding);
            assert_eq!(found as usize, offset, "{position:?} in {self:?}");
            let back = source.offset(source.position(found, encoding), encoding);
            assert_eq!(back, found, "there and back in {self:?}");
        }
        fits
    }
}
