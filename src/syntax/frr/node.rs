//! The nodes of FRR's command line: which block a line stands in.
//!
//! Names and parents are those that vtysh shows; knows no commands.

macro_rules! nodes {
    ($($node:ident $name:literal $parent:expr;)*) => {
        /// A block of a configuration, in which FRR looks a line up first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each variant is the node of the name beside it")]
        pub enum Node {
            /// The exec mode of a session, before `configure terminal`; in a file, what an
            /// `exit` at the top level leads to: nothing after it takes effect.
            Enable,
            $($node,)*
        }

        impl Node {
            /// The node's name in the command listings.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    Self::Enable => "enable",
                    $(Self::$node => $name,)*
                }
            }

            /// Where a line is tried next when this node does not know it.
            #[must_use]
            pub const fn parent(self) -> Option<Self> {
                match self {
                    Self::Enable => None,
                    $(Self::$node => $parent,)*
                }
            }
        }
    };
}

nodes! {
    Config "config" None;
    RouteMap "routemap" Some(Self::Config);
    KeyChain "keychain" Some(Self::Config);
    KeyChainKey "keychain key" Some(Self::KeyChain);
    Vrf "vrf" Some(Self::Config);
    Interface "interface" Some(Self::Config);
    NexthopGroup "nexthop-group" Some(Self::Config);
    Rip "rip" Some(Self::Config);
    Ripng "ripng" Some(Self::Config);
    Babel "babel" Some(Self::Config);
    Eigrp "eigrp" Some(Self::Config);
    Bgp "bgp" Some(Self::Config);
    BgpVpnv4 "bgp vpnv4" Some(Self::Bgp);
    BgpVpnv6 "bgp vpnv6" Some(Self::Bgp);
    BgpIpv4Unicast "bgp ipv4 unicast" Some(Self::Bgp);
    BgpIpv4Multicast "bgp ipv4 multicast" Some(Self::Bgp);
    BgpIpv4LabeledUnicast "bgp ipv4 labeled unicast" Some(Self::Bgp);
    BgpIpv6 "bgp ipv6" Some(Self::Bgp);
    BgpIpv6Multicast "bgp ipv6 multicast" Some(Self::Bgp);
    BgpIpv6LabeledUnicast "bgp ipv6 labeled unicast" Some(Self::Bgp);
    BgpVrfPolicy "bgp vrf policy" Some(Self::Bgp);
    BgpVncDefaults "bgp vnc defaults" Some(Self::Bgp);
    BgpVncNve "bgp vnc nve" Some(Self::Bgp);
    BgpVncL2 "bgp vnc l2" Some(Self::Bgp);
    BgpEvpn "bgp evpn" Some(Self::Bgp);
    BgpSrv6 "bgp srv6" Some(Self::Bgp);
    BgpLinkState "bgp link-state" Some(Self::Bgp);
    Ospf "ospf" Some(Self::Config);
    Ospf6 "ospf6" Some(Self::Config);
    Ldp "ldp" Some(Self::Config);
    LdpIpv4 "ldp ipv4" Some(Self::Ldp);
    LdpIpv6 "ldp ipv6" Some(Self::Ldp);
    LdpIpv4Interface "ldp ipv4 interface" Some(Self::LdpIpv4);
    LdpIpv6Interface "ldp ipv6 interface" Some(Self::LdpIpv6);
    LdpL2vpn "ldp l2vpn" Some(Self::Config);
    LdpPseudowire "ldp pseudowire" Some(Self::LdpL2vpn);
    Isis "isis" Some(Self::Config);
    IsisFlexAlgo "isis-flex-algo" Some(Self::Isis);
    PbrMap "pbr-map" Some(Self::Config);
    Pw "pw" Some(Self::Config);
    SegmentRouting "segment-routing" Some(Self::Config);
    SrTrafficEng "sr traffic-eng" Some(Self::SegmentRouting);
    SrteSegmentList "srte segment-list" Some(Self::SrTrafficEng);
    SrtePolicy "srte policy" Some(Self::SrTrafficEng);
    SrteCandidateDyn "srte candidate-dyn" Some(Self::SrtePolicy);
    SrtePcep "srte pcep" Some(Self::SrTrafficEng);
    SrtePcepPceConfig "srte pcep pce-config" Some(Self::SrtePcep);
    SrtePcepPcePeer "srte pcep pce-peer" Some(Self::SrtePcep);
    SrtePcepPcc "srte pcep pcc" Some(Self::SrtePcep);
    Srv6 "srv6" Some(Self::SegmentRouting);
    Srv6Sids "srv6-sids" Some(Self::Srv6);
    Srv6Locators "srv6-locators" Some(Self::Srv6);
    Srv6Locator "srv6-locator" Some(Self::Srv6Locators);
    Srv6Encap "srv6-encap" Some(Self::Srv6);
    Srv6Formats "srv6-formats" Some(Self::Srv6);
    Srv6FormatUsidF3216 "srv6-format-usid-f3216" Some(Self::Srv6Formats);
    Srv6FormatUsidF4816 "srv6-format-usid-f4816" Some(Self::Srv6Formats);
    Srv6FormatUncompressedF4024 "srv6-format-uncompressed-f4024" Some(Self::Srv6Formats);
    Vty "vty" Some(Self::Config);
    LinkParams "link-params" Some(Self::Interface);
    BgpEvpnVni "bgp evpn vni" Some(Self::BgpEvpn);
    Rpki "rpki" Some(Self::Config);
    BgpIpv4Flowspec "bgp ipv4 flowspec" Some(Self::Bgp);
    BgpIpv6Flowspec "bgp ipv6 flowspec" Some(Self::Bgp);
    Bfd "bfd" Some(Self::Config);
    BfdPeer "bfd peer" Some(Self::Bfd);
    BfdProfile "bfd profile" Some(Self::Bfd);
    Openfabric "openfabric" Some(Self::Config);
    Bmp "bmp" Some(Self::Bgp);
    IsisSrv6 "isis-srv6" Some(Self::Isis);
    IsisSrv6NodeMsd "isis-srv6-node-msd" Some(Self::IsisSrv6);
    RpkiVrf "rpki vrf" Some(Self::Vrf);
    Pim "pim" Some(Self::Config);
    Pim6 "pim6" Some(Self::Config);
}

impl Node {
    /// Whether this is an address family inside `router bgp`.
    #[must_use]
    pub const fn is_bgp_family(self) -> bool {
        matches!(
            self,
            Self::BgpIpv4Unicast
                | Self::BgpIpv4Multicast
                | Self::BgpIpv4LabeledUnicast
                | Self::BgpIpv4Flowspec
                | Self::BgpIpv6
                | Self::BgpIpv6Multicast
                | Self::BgpIpv6LabeledUnicast
                | Self::BgpIpv6Flowspec
                | Self::BgpVpnv4
                | Self::BgpVpnv6
                | Self::BgpEvpn
                | Self::BgpLinkState
        )
    }
}
