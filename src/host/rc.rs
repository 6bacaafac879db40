//! The rc.conf variables in force: all files that rc.subr reads, in order, as one set.
//!
//! Knows the files' texts only, no variable's meaning.

use rustc_hash::FxHashMap;

use crate::syntax::rc;
use crate::text::{FileId, Place, Span};

use super::scripts::{self, Variables, Word};

/// One file of assignments.
#[derive(Clone, Copy, Debug)]
pub struct RcSource<'a> {
    /// Which file.
    pub file: FileId,
    /// What is in it.
    pub tree: &'a rc::Tree,
}

/// What `. file` leads to.
#[derive(Clone, Copy, Debug)]
pub enum Included<'a> {
    /// To this file.
    File(RcSource<'a>),
    /// To one that rc.subr reads anyway.
    ReadAnyway,
    /// To a file that is not here.
    Missing,
}

/// Finds the files that others read with `.`.
pub trait Includes<'a> {
    /// What `path` is, as `from` has it.
    fn resolve(&self, from: FileId, path: &str) -> Included<'a>;
}

/// No file can be read.
struct Nothing;

impl<'a> Includes<'a> for Nothing {
    fn resolve(&self, _: FileId, _: &str) -> Included<'a> {
        Included::Missing
    }
}

/// How deep files may read files: enough for any host, and an end for files that read themselves.
const DEPTH: usize = 8;

/// A variable as one assignment sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RcVariable {
    /// Its name.
    pub name: String,
    /// Its value, variables in it expanded; parts that are not known are left out.
    pub value: String,
    /// False where the value, or whether it is set at all, depends on run time.
    pub known: bool,
    /// Whether it is set at all depends on run time.
    pub conditional: bool,
    /// The whole assignment.
    pub place: Place,
    /// The bytes to take out so that it is not set here, and all else stays as it is; `None`
    /// where that cannot be.
    pub removable: Option<Place>,
    /// The name.
    pub name_place: Place,
    /// The value without the quotes around it, if one pair is around all of it.
    pub value_place: Place,
    /// The value is the text at `value_place`: offsets into it are offsets from there.
    pub literal: bool,
    /// Where the parts of the value come from.
    pub word: Word,
}

/// All variables that are set.
#[derive(Clone, Debug, Default)]
pub struct RcConf {
    assignments: Vec<RcVariable>,
    /// For each name, its last assignment.
    in_force: FxHashMap<String, usize>,
    unread: Vec<Place>,
    runs_commands: bool,
}

/// Reads `sources` in the order in which rc.subr does: later assignments win, and `${name}` is
/// what was set before.
#[must_use]
pub fn collect(sources: &[RcSource<'_>]) -> RcConf {
    collect_with(sources, &Nothing)
}

/// As [`collect`], with the files that `sources` read with `.`.
#[must_use]
pub fn collect_with<'a>(sources: &[RcSource<'a>], includes: &dyn Includes<'a>) -> RcConf {
    let mut collector = Collector {
        conf: RcConf::default(),
        variables: Variables::default(),
        includes,
    };
    for source in sources {
        collector.file(source, false, 0);
    }
    collector.conf
}

struct Collector<'i, 'a> {
    conf: RcConf,
    variables: Variables,
    includes: &'i dyn Includes<'a>,
}

impl Collector<'_, '_> {
    /// The statements of a file in order. `conditional`: whether it is read at all is known at
    /// run time only.
    fn file(&mut self, source: &RcSource<'_>, conditional: bool, depth: usize) {
        let tree = source.tree;
        self.conf.runs_commands |= !tree.not_understood.is_empty();
        let mut includes = tree.includes.iter().peekable();
        for assignment in &tree.assignments {
            while let Some(include) =
                includes.next_if(|include| include.span.start < assignment.span.start)
            {
                self.include(source, include, conditional, depth);
            }
            let variable = read(source, assignment, conditional, &mut self.variables);
            let index = self.conf.assignments.len();
            self.conf.in_force.insert(variable.name.clone(), index);
            self.conf.assignments.push(variable);
        }
        for include in includes {
            self.include(source, include, conditional, depth);
        }
    }

    fn include(
        &mut self,
        from: &RcSource<'_>,
        include: &rc::Include,
        conditional: bool,
        depth: usize,
    ) {
        let path = rc::literal_span(&include.path).map(|span| from.tree.slice(span));
        let found = path
            .filter(|_| depth < DEPTH)
            .map_or(Included::Missing, |path| {
                self.includes.resolve(from.file, path)
            });
        match found {
            Included::File(source) => {
                self.file(&source, conditional || include.conditional, depth + 1);
            }
            Included::ReadAnyway => {}
            Included::Missing => {
                let place = Place::new(from.file, include.span);
                self.conf.unread.push(place);
            }
        }
    }
}

fn read(
    source: &RcSource<'_>,
    assignment: &rc::Assignment,
    conditional: bool,
    variables: &mut Variables,
) -> RcVariable {
    let tree = source.tree;
    let name = tree.slice(assignment.name);
    let conditional = conditional || assignment.conditional;
    let word = scripts::assign(
        source.file,
        tree.script(),
        name,
        &assignment.value,
        conditional,
        variables,
    );
    let literal = rc::literal_span(&assignment.value);
    let place = |span| Place::new(source.file, span);
    RcVariable {
        name: name.to_owned(),
        value: word.text.clone(),
        known: word.known && !conditional,
        conditional,
        place: place(assignment.span),
        removable: assignment.removable.map(place),
        name_place: place(assignment.name),
        value_place: place(literal.unwrap_or(assignment.value.span)),
        literal: literal.is_some(),
        word,
    }
}

impl RcConf {
    /// The assignment of `name` that is in force.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RcVariable> {
        self.assignments.get(*self.in_force.get(name)?)
    }

    /// The variables in force whose names begin with `prefix`, in the order of their
    /// assignments.
    pub fn with_prefix<'c>(&'c self, prefix: &'c str) -> impl Iterator<Item = &'c RcVariable> {
        self.variables()
            .filter(move |variable| variable.name.starts_with(prefix))
    }

    /// Whether a switch is on, as rc.subr's checkyesno reads it: yes, true, on, 1 or no, false,
    /// off, 0 in any case. `None` if it is not set, is neither or is not known.
    #[must_use]
    pub fn yes(&self, name: &str) -> Option<bool> {
        let variable = self.get(name).filter(|variable| variable.known)?;
        match variable.value.to_ascii_lowercase().as_str() {
            "yes" | "true" | "on" | "1" => Some(true),
            "no" | "false" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// Every assignment of `name`, in order: the last one is in force.
    pub fn all_of<'c>(&'c self, name: &'c str) -> impl DoubleEndedIterator<Item = &'c RcVariable> {
        let assignments = self.assignments.iter();
        assignments.filter(move |variable| variable.name == name)
    }

    /// The assignments in force, in order.
    pub fn variables(&self) -> impl Iterator<Item = &RcVariable> {
        let in_force = |index, name: &str| self.in_force.get(name) == Some(&index);
        self.assignments
            .iter()
            .enumerate()
            .filter(move |(index, variable)| in_force(*index, &variable.name))
            .map(|(_, variable)| variable)
    }

    /// `. file` of files that cannot be read here: what they set is not known.
    #[must_use]
    pub fn unread(&self) -> &[Place] {
        &self.unread
    }

    /// Whether all that sets variables is known: no file that cannot be read, no command whose
    /// effects are not followed.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty() && !self.runs_commands
    }

    /// Every assignment in order, also those that a later one overrides.
    #[must_use]
    pub fn assignments(&self) -> &[RcVariable] {
        &self.assignments
    }

    /// The value of `variable` split at blanks, each word with its place; that of the whole
    /// value where the value is not written out.
    #[must_use]
    pub fn words(&self, variable: &RcVariable) -> Vec<(String, Place)> {
        variable.words()
    }
}

impl RcVariable {
    /// As [`RcConf::words`].
    #[must_use]
    pub fn words(&self) -> Vec<(String, Place)> {
        let mut words = Vec::new();
        let mut at = 0;
        for part in self.value.split_inclusive([' ', '\t', '\n']) {
            let word = part.trim_end_matches([' ', '\t', '\n']);
            if !word.is_empty() {
                words.push((word.to_owned(), self.place_of(at, at + word.len())));
            }
            at += part.len();
        }
        words
    }

    /// Where bytes `start..end` of the value stand; the whole value where it is not written out.
    #[must_use]
    pub fn place_of(&self, start: usize, end: usize) -> Place {
        if !self.literal {
            return self.value_place;
        }
        let from = self.value_place.span.start;
        Place::new(self.value_place.file, Span::new(start, end).shifted(from))
    }
}

/// What stands for `interface` in variables such as `ifconfig_IF`: rc.subr turns `.`, `-`, `/`
/// and `+` into `_` (network.subr, get_if_var).
#[must_use]
pub fn variable_suffix(interface: &str) -> String {
    interface.replace(['.', '-', '/', '+'], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collected(texts: &[&str]) -> RcConf {
        let trees: Vec<rc::Tree> = texts.iter().map(|text| rc::parse(text)).collect();
        let sources: Vec<RcSource<'_>> = (0..)
            .zip(&trees)
            .map(|(file, tree)| RcSource {
                file: FileId(file),
                tree,
            })
            .collect();
        collect(&sources)
    }

    #[test]
    fn later_wins_and_variables_are_expanded() {
        let conf = collected(&[
            "a=\"1\"\nlist=\"x\"\nb=$unset\n",
            "list=\"${list} y\"\na='2'\nif t; then c=YES; fi\n",
        ]);
        let value = |name| conf.get(name).map(|v| (v.value.as_str(), v.known));
        assert_eq!(value("a"), Some(("2", true)));
        assert_eq!(value("list"), Some(("x y", true)));
        assert_eq!(value("b"), Some(("", false)));
        assert_eq!(value("c"), Some(("YES", false)));
        assert_eq!(value("d"), None);
        assert_eq!(conf.assignments().len(), 6);
        let names: Vec<&str> = conf.variables().map(|v| v.name.as_str()).collect();
        assert_eq!(names, ["b", "list", "a", "c"]);
        assert_eq!(conf.get("a").map(|v| v.place.file), Some(FileId(1)));
        assert_eq!(conf.yes("c"), None);
    }

    #[test]
    fn a_value_that_may_be_set_is_not_built_upon() {
        let conf = collected(&["a=1\n[ -f x ] && a=2\nb=$a\n"]);
        assert!(!conf.get("b").expect("set").known);
    }

    struct Beside<'a>(&'a [rc::Tree]);

    impl<'a> Includes<'a> for Beside<'a> {
        fn resolve(&self, _: FileId, path: &str) -> Included<'a> {
            let number: u32 = path.trim_start_matches('/').parse().expect("a number");
            let file = FileId(number);
            let tree = self.0.get(number as usize);
            tree.map_or(Included::Missing, |tree| {
                Included::File(RcSource { file, tree })
            })
        }
    }

    fn with_includes(texts: &[&str]) -> RcConf {
        let trees: Vec<rc::Tree> = texts.iter().map(|text| rc::parse(text)).collect();
        let first = RcSource {
            file: FileId(0),
            tree: &trees[0],
        };
        collect_with(&[first], &Beside(&trees))
    }

    #[test]
    fn other_files_are_read_where_they_are_named() {
        let conf = with_includes(&["a=1\n. /1\nc=$a$b\n. /7\n", "a=2 b=3\n"]);
        assert_eq!(conf.get("c").map(|c| c.value.as_str()), Some("23"));
        assert_eq!(conf.get("a").map(|a| a.place.file), Some(FileId(1)));
        assert_eq!(conf.unread().len(), 1);
        assert!(!conf.is_complete());
        let maybe = with_includes(&["t && . /1\n", "a=2\n"]);
        assert!(maybe.get("a").is_some_and(|a| !a.known));
    }

    #[test]
    fn files_that_read_themselves_come_to_an_end() {
        let conf = with_includes(&[". /0\na=1\n"]);
        assert_eq!(conf.unread().len(), 1);
    }

    #[test]
    fn switches() {
        let conf = collected(&["a=YES b=off c=maybe d=\"true\" e=0 f=\"yes \"\n"]);
        let yes = |name| conf.yes(name);
        assert_eq!(yes("a"), Some(true));
        assert_eq!(yes("b"), Some(false));
        assert_eq!(yes("c"), None);
        assert_eq!(yes("d"), Some(true));
        assert_eq!(yes("e"), Some(false));
        assert_eq!(yes("f"), None);
        assert_eq!(yes("g"), None);
    }

    #[test]
    fn words_have_places() {
        let text = "n=em1\nifconfig_em0=\"inet  192.0.2.1/24\tfib 1\"\nifconfig_em1=\"$n up\"\n";
        let conf = collected(&[text]);
        let written = conf.get("ifconfig_em0").expect("set");
        assert!(written.literal);
        for (word, place) in conf.words(written) {
            assert_eq!(&text[place.span.range()], word);
        }
        assert_eq!(conf.words(written).len(), 4);
        let derived = conf.get("ifconfig_em1").expect("set");
        assert!(!derived.literal);
        assert_eq!(
            conf.words(derived),
            [
                ("em1".to_owned(), derived.value_place),
                ("up".to_owned(), derived.value_place)
            ]
        );
        assert_eq!(conf.with_prefix("ifconfig_").count(), 2);
    }

    #[test]
    fn interface_names_in_variables() {
        assert_eq!(variable_suffix("lagg0.50"), "lagg0_50");
        assert_eq!(variable_suffix("a-b/c+d"), "a_b_c_d");
    }
}
