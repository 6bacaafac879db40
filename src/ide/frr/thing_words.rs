//! What things are called where people read of them.

use crate::host::routing::thing::Thing;
use crate::host::routing::{CommunityGroup, Family, Igp, NameKind};

impl Thing {
    /// What it is, for people.
    pub(in crate::ide) fn words(self) -> &'static str {
        match self {
            Self::Listed(NameKind::PrefixList(Family::Ipv4Unicast)) => "prefix-list of IPv4",
            Self::Listed(NameKind::PrefixList(Family::Ipv6Unicast)) => "prefix-list of IPv6",
            Self::Listed(NameKind::AccessList(Family::Ipv4Unicast)) => "access-list of IPv4",
            Self::Listed(NameKind::AccessList(Family::Ipv6Unicast)) => "access-list of IPv6",
            Self::Listed(NameKind::AsPathList) => "list of AS paths",
            Self::Listed(NameKind::CommunityList(CommunityGroup::Plain)) => "community list",
            Self::Listed(NameKind::CommunityList(CommunityGroup::Large)) => {
                "list of large communities"
            }
            Self::Listed(NameKind::CommunityList(CommunityGroup::Extended)) => {
                "list of extended communities"
            }
            Self::Listed(NameKind::RouteMap) => "route-map",
            Self::Listed(NameKind::PeerGroup) => "peer group",
            Self::Listed(NameKind::Instance(Igp::Isis)) => "IS-IS instance",
            Self::Listed(NameKind::Instance(Igp::Openfabric)) => "OpenFabric instance",
            Self::Peer => "neighbor",
            Self::Interface => "interface",
            Self::Vrf => "VRF",
            Self::KeyChain => "key chain",
            Self::BfdProfile => "profile of BFD",
        }
    }
}
