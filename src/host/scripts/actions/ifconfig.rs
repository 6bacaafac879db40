//! ifconfig(8).

use super::super::word::Word;

/// A call of ifconfig.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ifconfig {
    /// The interface; `None` for a call that names none.
    pub interface: Option<Word>,
    /// What follows it.
    pub words: Vec<Word>,
}

/// `[-j jail] [-f format] [-g group] [-options] interface [words]`
pub(super) fn read(arguments: &[Word]) -> Ifconfig {
    let mut rest = arguments;
    while let Some((word, after)) = rest.split_first() {
        let Some(option) = word.literal().and_then(|text| text.strip_prefix('-')) else {
            break;
        };
        let valued = matches!(option, "j" | "f" | "g" | "G");
        rest = after.get(usize::from(valued)..).unwrap_or_default();
    }
    Ifconfig {
        interface: rest.first().cloned(),
        words: rest.get(1..).unwrap_or_default().to_vec(),
    }
}
