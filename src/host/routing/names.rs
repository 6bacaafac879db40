//! What FRR's files give names to, where each name is made and where it is used: the one index
//! behind the rules about names that are not defined or not used.
//!
//! Each daemon's file has names of its own. Knows no words for what a missing name does.

use super::{CommunityGroup, Family, Named};
use crate::syntax::frr::{Action, Direction};
use crate::text::{FileId, Place};

/// A kind of thing that has a name. Each kind has a name space of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// `ip prefix-list` or `ipv6 prefix-list`.
    PrefixList(Family),
    /// `access-list` or `ipv6 access-list`.
    AccessList(Family),
    /// `bgp as-path access-list`.
    AsPathList,
    /// `bgp community-list` and its kin.
    CommunityList(CommunityGroup),
    /// `route-map`.
    RouteMap,
    /// `neighbor NAME peer-group`.
    PeerGroup,
    /// `router isis NAME` or `router openfabric NAME`.
    Instance(Igp),
}

/// A routing protocol of which several instances run, each under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Igp {
    /// IS-IS.
    Isis,
    /// OpenFabric.
    Openfabric,
}

/// A name in a file.
#[derive(Clone, Debug)]
pub struct Name {
    /// What it names.
    pub kind: NameKind,
    /// The name.
    pub name: String,
    /// The file; another file's names are another daemon's.
    pub file: FileId,
    /// Where it stands in lines that make the thing, in order.
    pub definitions: Vec<Place>,
    /// Where it is used, in order.
    pub uses: Vec<Use>,
    /// A line that is not followed here has this word: it may make the thing or use it.
    pub mentioned: bool,
}

/// A use of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Where the name stands.
    pub place: Place,
    /// What for.
    pub by: UsedBy,
}

/// What a name is used for. What FRR does where the name is not defined depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedBy {
    /// A neighbor's filter: nothing passes it.
    Filter {
        /// The neighbor's or group's name.
        peer: Place,
        /// Which way.
        direction: Direction,
    },
    /// `default-originate`: no default route is sent.
    DefaultOriginate {
        /// The neighbor's or group's name.
        peer: Place,
    },
    /// `unsuppress-map`: nothing changes.
    UnsuppressMap,
    /// `network`: nothing is originated.
    Network,
    /// `redistribute`: nothing is originated.
    Redistribute,
    /// `aggregate-address`: there is no aggregate.
    Aggregate,
    /// `suppress-map`: nothing is kept back.
    SuppressMap,
    /// A `match` clause: it never matches.
    Match(MapEntry),
    /// `call`: passed over.
    Call(MapEntry),
    /// `set comm-list NAME delete`: nothing is deleted.
    DeleteCommunities,
    /// A neighbor that joins a group: the line is refused.
    Member,
    /// `bgp listen range`: the line is refused.
    ListenRange,
    /// `match peer NAME`, where the name may be an interface's.
    MatchPeer,
    /// An interface that takes part in an instance of a routing protocol: it does not.
    PartOf(Igp),
    /// A line outside BGP, or one of its lines that is not followed: what FRR does depends.
    Elsewhere,
}

/// The route-map's entry that a clause stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapEntry {
    /// Where the route-map's name stands.
    pub map: Place,
    /// What the entry decides.
    pub action: Action,
    /// Its number.
    pub seq: u32,
}

/// The names of a host's FRR files, in the order in which they come first.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub(super) names: Vec<Name>,
    /// Where lines name interfaces other than by their own block.
    pub interfaces: Vec<Named>,
}

impl Names {
    /// All names.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        self.names.iter()
    }

    /// Names that are used in a file that does not define them, as far as all its lines are
    /// understood.
    pub fn undefined(&self) -> impl Iterator<Item = &Name> {
        self.iter().filter(|name| name.is_undefined())
    }

    /// Names that are defined in a file that does not use them, as far as all its lines are
    /// understood.
    pub fn unused(&self) -> impl Iterator<Item = &Name> {
        self.iter().filter(|name| name.is_unused())
    }
}

impl Name {
    /// Whether nothing in the file makes what the name is used for.
    #[must_use]
    pub fn is_undefined(&self) -> bool {
        self.definitions.is_empty() && !self.mentioned
    }

    /// Whether nothing in the file uses what has the name.
    #[must_use]
    pub fn is_unused(&self) -> bool {
        self.uses.is_empty() && !self.mentioned && !self.definitions.is_empty()
    }
}
