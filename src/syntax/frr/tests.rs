//! Lines, nodes and commands.

use proptest::prelude::*;

use super::*;
use crate::text::Change;
use crate::vocabulary::frr::{Listing, ListingSet, Node};

fn nodes(text: &str) -> Vec<&'static str> {
    parse(text)
        .lines
        .iter()
        .map(|line| line.node(ListingSet::ALL).name())
        .collect()
}

fn only(text: &str) -> (bool, Command) {
    let tree = parse(text);
    match tree.lines.last().map(|line| line.content.clone()) {
        Some(LineContent::Command { no, command }) => (no, command),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn blocks_are_left_by_commands_not_by_indentation() {
    let text = "router bgp 65000\n\
                address-family ipv4 unicast\n\
                network 10.0.0.0/8\n\
                bgp router-id 1.2.3.4\n\
                address-family ipv6\n\
                exit-address-family\n\
                ip prefix-list A permit any\n\
                neighbor 10.0.0.1 remote-as 1\n";
    let bgp4 = "bgp ipv4 unicast";
    let wanted = [
        "bgp", bgp4, bgp4, "bgp", "bgp ipv6", "bgp", "config", "config",
    ];
    assert_eq!(nodes(text), wanted);
    assert_eq!(parse(text).not_understood(), 1);
}

#[test]
fn lines_of_other_protocols_are_not_taken_for_bgp() {
    let text = "router ospf\n network 10.0.0.0/8 area 0\n router-id 1.1.1.1\n\
                key chain K\n key 1\n  key-string x\n\
                line vty\n exec-timeout 0 0\n\
                vrf red\n ip route 10.0.0.0/8 Null0\nexit-vrf\n\
                segment-routing\n srv6\n  locators\n";
    let wanted = [
        "ospf",
        "ospf",
        "ospf",
        "keychain",
        "keychain key",
        "keychain key",
        "vty",
        "vty",
        "vrf",
        "vrf",
        "config",
        "segment-routing",
        "srv6",
        "srv6-locators",
    ];
    assert_eq!(nodes(text), wanted);
    let foreign = parse(text);
    let foreign = foreign.lines.get(1).expect("a line");
    assert!(matches!(
        foreign.content,
        LineContent::Command {
            command: Command::Inert,
            ..
        }
    ));
}

#[test]
fn nothing_counts_after_an_exit_at_the_top() {
    let tree = parse("hostname a\nexit\nhostname b\nend\n");
    let newest = tree
        .lines
        .iter()
        .map(|line| line.after.get(Listing::newest()));
    let after: Vec<Node> = newest.collect();
    assert_eq!(
        after,
        [Node::Config, Node::Unread, Node::Unread, Node::Unread]
    );
    let oldest = Listing::all().next().expect("a version");
    let nodes: Vec<Node> = tree
        .lines
        .iter()
        .map(|line| line.after.get(oldest))
        .collect();
    assert_eq!(
        nodes,
        [Node::Config, Node::Enable, Node::Enable, Node::Enable]
    );
    assert_eq!(
        tree.lines.get(2).expect("a line").content,
        LineContent::NotUnderstood
    );
}

#[test]
fn comments_blanks_and_odd_bytes() {
    let tree =
        parse(" ! note  \r\n\t\r\n#x\nhostname a\0 b c\n\u{feff}hostname a\n \u{b}\u{c} end");
    let content: Vec<&LineContent> = tree.lines.iter().map(|line| &line.content).collect();
    assert_eq!(*content[0], LineContent::Comment(Span::new(1, 7)));
    assert_eq!(*content[1], LineContent::Blank);
    assert!(matches!(content[2], LineContent::Comment(_)));
    assert!(matches!(content[3], LineContent::Command { .. }));
    assert_eq!(*content[4], LineContent::NotUnderstood);
    assert!(matches!(
        content[5],
        LineContent::Command {
            command: Command::End,
            ..
        }
    ));
}

#[test]
fn a_line_that_is_too_long_is_several_lines() {
    let long = format!("! {}hostname a\n", " ".repeat(4093));
    let tree = parse(&format!("{long}router bgp 1\n"));
    assert_eq!(tree.lines.len(), 2);
    let record = tree.lines.get(0).expect("a line");
    let LineContent::Pieces(pieces) = &record.content else {
        panic!("{record:?}");
    };
    let verdicts =
        |listing| -> Vec<Verdict> { pieces.of(listing).map(|piece| piece.verdict).collect() };
    let (oldest, newest) = (Listing::all().next().expect("a version"), Listing::newest());
    assert_eq!(verdicts(oldest), [Verdict::Comment, Verdict::Ok]);
    assert_eq!(verdicts(newest), [Verdict::Comment]);
}

#[test]
fn a_line_has_at_most_255_words() {
    let words = |count: usize| format!("banner motd line {}", "x ".repeat(count - 3));
    assert_eq!(parse(&words(255)).not_understood(), 0);
    assert_eq!(parse(&words(256)).not_understood(), 1);
}

#[test]
fn abbreviations_work_where_they_are_plain() {
    let bgp = "router bgp 1\n";
    for (line, full) in [
        ("n 10.0.0.1 r 2", "neighbor 10.0.0.1 remote-as 2"),
        ("red conn route-m X", "redistribute connected route-map X"),
        (
            "neigh 10.0.0.1 pre P i",
            "neighbor 10.0.0.1 prefix-list P in",
        ),
    ] {
        let (short, long) = (only(&format!("{bgp}{line}")), only(&format!("{bgp}{full}")));
        assert_eq!(
            std::mem::discriminant(&short.1),
            std::mem::discriminant(&long.1),
            "{line}"
        );
    }
    assert_eq!(parse("router bgp 1\nredistribute o").not_understood(), 1);
    let (no, command) = only("router bgp 1\nno net 10.0.0.0/8");
    assert!(no && matches!(command, Command::Network(_)));
}

#[test]
fn arguments_have_values_and_places() {
    let line = "ip prefix-list OUT seq 7 deny 10.1.2.3/8 le 32 ge 9";
    let (_, command) = only(line);
    let Command::PrefixList(list) = command else {
        panic!("{command:?}");
    };
    assert_eq!(&line[list.name.range()], "OUT");
    assert_eq!(list.seq.and_then(|seq| seq.value), Some(7));
    let PrefixListRule::Entry {
        action,
        prefix,
        ge,
        le,
    } = list.rule
    else {
        panic!("{list:?}");
    };
    let bounds = [ge, le].map(|bound| bound.and_then(|bound| bound.value));
    assert_eq!((action, bounds), (Action::Deny, [Some(9), Some(32)]));
    let prefix = prefix.expect("not any");
    assert_eq!(prefix.value, "10.1.2.3/8".parse().ok());
    assert_eq!(&line[prefix.span.range()], "10.1.2.3/8");
}

#[test]
fn what_frr_refuses_is_not_taken() {
    for line in [
        "ip prefix-list A permit 10.0.0.0/33",
        "ip prefix-list A permit any le 24",
        "ip prefix-list A seq 0 permit any",
        "ip prefix-list A permit 010.0.0.0/8",
        "ip prefix-list A permit ::/0/",
        "route-map R permit 0",
        "route-map R permit 65536",
        "access-list A permit 10.0.0.0/8 exact-match x",
        "hostnam3 x",
    ] {
        assert_eq!(parse(line).not_understood(), 1, "{line}");
    }
}

#[test]
fn a_static_route_with_a_distance_out_of_range_has_an_interface() {
    let target = |line: &str| match only(line).1 {
        Command::StaticRoute(route) => (route.target, route.distance.and_then(|one| one.value)),
        other => panic!("{other:?}"),
    };
    let (near, distance) = target("ip route 10.0.0.0/8 192.0.2.1 200");
    assert!(matches!(near, StaticTarget::Gateway(_, None)) && distance == Some(200));
    let (far, distance) = target("ip route 10.0.0.0 255.0.0.0 192.0.2.1 300");
    assert!(matches!(far, StaticTarget::Gateway(_, Some(_))) && distance.is_none());
    assert_eq!(
        target("ipv6 route 2001:db8::/32 Null0 tag 5").0,
        StaticTarget::Nowhere
    );
}

#[test]
fn a_session_starts_outside_the_configuration() {
    let lines = [
        "conf t",
        "router bgp 65100",
        "address-family ipv4 unicast",
        "network \u{fffd}/32",
    ];
    let session = session(lines.into_iter());
    let after: Vec<Node> = session.iter().map(|line| line.after).collect();
    assert_eq!(
        after,
        [
            Node::Config,
            Node::Bgp,
            Node::BgpIpv4Unicast,
            Node::BgpIpv4Unicast
        ]
    );
    let LineContent::Command {
        no: false,
        command: Command::Network(network),
    } = session[3].content
    else {
        panic!("{:?}", session[3]);
    };
    assert_eq!(network.prefix.value, None);
    assert_eq!(&lines[3][network.prefix.span.range()], "\u{fffd}/32");
    let as_number = match &session[1].content {
        LineContent::Command {
            command: Command::RouterBgp(router),
            ..
        } => router.as_number,
        other => panic!("{other:?}"),
    };
    assert_eq!(as_number.and_then(|arg| arg.value), Some(65100));
}

#[test]
fn a_session_that_never_enters_the_configuration_changes_nothing() {
    let session = session(["show ip bgp", "router bgp 1"].into_iter());
    assert!(session.iter().all(|line| line.after == Node::Enable));
    assert!(matches!(session[0].content, LineContent::Command { .. }));
    assert_eq!(session[1].content, LineContent::NotUnderstood);
}

const SAMPLE: &str = "frr version 7.3.1\nrouter bgp 65100\n neighbor 192.0.2.1 remote-as 65000\n \
    address-family ipv4 unicast\n  redistribute connected route-map R\n  neighbor 192.0.2.1 \
    prefix-list out out\n exit-address-family\n!\nip prefix-list out seq 5 permit 10.0.0.0/8 ge 32\n\
    access-list 7 permit ip any host 255.255.255.255\nroute-map R permit 10\n match ip address 7\n \
    set community 1:2 additive\n on-match goto 20\n";

fn check(text: &str) {
    let tree = parse(text);
    let length: usize = tree.lines.iter().map(|line| line.length as usize).sum();
    assert_eq!(length, text.len());
    for (line, next) in tree.lines.iter().zip(tree.lines.iter().skip(1)) {
        assert_eq!(line.after, next.before);
    }
    let _ = session(text.lines());
}

const PIECES: [&str; 30] = [
    "\n",
    "\r\n",
    "\n\n",
    "\r",
    "exit\n",
    "exit\nexit\n",
    "end\n",
    "!\n",
    "! é\n",
    " ",
    "x",
    "router bgp 65100\n",
    "router bgp",
    "no ",
    "exit-address-family\n",
    " address-family ipv4 unicast\n",
    " address-family ipv6 unicast\n",
    "  redistribute connected\n",
    " neighbor 192.0.2.1 remote-as 1\n",
    "ip prefix-list A seq 5 permit 10.0.0.0/8\n",
    "ip prefix-list A",
    " permit any",
    "route-map R permit 10\n",
    " match ip address 7\n",
    "interface x\n",
    " ip address 10.0.0.1/24\n",
    "vrf red\n",
    "exit-vrf\n",
    "access-list 7 permit any\r\n",
    "\0",
];

fn pieces(most: usize) -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..most);
    pieces.prop_map(|pieces| pieces.concat())
}

/// Replaces a part of `text`; places are parts of 10,000 of its length.
fn edit(text: &mut String, start: usize, length: usize, with: &str) -> Change {
    let at = |wanted: usize| (0..=wanted).rev().find(|at| text.is_char_boundary(*at));
    let start = at(text.len() * start / 10_000).unwrap_or(0);
    let old_end = at((start + length).min(text.len()))
        .unwrap_or(start)
        .max(start);
    text.replace_range(start..old_end, with);
    Change {
        start,
        old_end,
        new_end: start + with.len(),
    }
}

fn same(edited: &Tree, whole: &Tree) -> bool {
    let spans = |tree: &Tree| -> Vec<u32> {
        let lines = tree.placed_not_understood();
        lines.map(|(start, _)| start).collect()
    };
    edited.lines.iter().eq(whole.lines.iter())
        && edited.not_understood() == whole.not_understood()
        && spans(edited) == spans(whole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_edited_tree_is_that_of_the_whole_text(
        mut text in pieces(900),
        edits in prop::collection::vec((0..=10_000_usize, 0..60_usize, pieces(4)), 1..40),
        long in (0..=10_000_usize, 0..20_000_usize, pieces(700)),
    ) {
        let mut tree = parse(&text);
        let mut skipped: Option<Change> = None;
        for (number, (start, length, with)) in edits.iter().chain([&long]).chain(&edits).enumerate() {
            let change = edit(&mut text, *start, *length, with);
            let change = skipped.take().map_or(change, |before| before.then(change));
            if number % 5 == 4 {
                skipped = Some(change);
                continue;
            }
            tree = tree.edited(&text, change);
            prop_assert!(same(&tree, &parse(&text)), "{:?} in {:?}", change, text);
        }
    }
}

#[test]
fn an_edit_leaves_other_blocks_as_they_are_and_frays_none() {
    let mut text = "ip prefix-list A seq 5 permit 10.0.0.0/8\n".repeat(10_000);
    let mut tree = parse(&text);
    let blocks = tree.lines.blocks().len();
    for round in 0..500 {
        let with = ["!\n", "\n", "", "x"][round % 4];
        let change = edit(&mut text, round * 19 % 10_000, 3, with);
        let next = tree.edited(&text, change);
        let known = |block: &&std::sync::Arc<_>| {
            let mut old = tree.lines.blocks().iter();
            old.any(|one| std::sync::Arc::ptr_eq(one, block))
        };
        let fresh = next.lines.blocks().iter().filter(|block| !known(block));
        assert!(fresh.count() <= 4);
        tree = next;
    }
    assert!(tree.lines.blocks().len() <= 4 * blocks);
    assert!(same(&tree, &parse(&text)));
}

#[test]
fn a_change_that_cannot_be_meant_is_no_harm() {
    let tree = parse("exit\n");
    let text = "router bgp 1\n";
    let change = Change {
        start: 90,
        old_end: 3,
        new_end: 700,
    };
    assert!(same(&tree.edited(text, change), &parse(text)));
}

proptest! {
    #[test]
    fn any_text_is_covered(text in ".*(\n.*){0,4}") {
        check(&text);
    }

    #[test]
    fn mutated_text_is_covered(at in 0..SAMPLE.len(), with in "[ !\n\0a-z0-9./:\u{fffd}-]{0,6}", cut in 0..12_usize) {
        let end = (at + cut).min(SAMPLE.len());
        check(&format!("{}{with}{}", &SAMPLE[..at], &SAMPLE[end..]));
    }
}

#[test]
fn a_long_file_is_read_in_parts_as_if_in_one() {
    // Wherever a part begins, it may be in a block.
    for block in [
        "",
        "router bgp 1\n",
        "router bgp 1\naddress-family ipv6 unicast\n",
    ] {
        let line = "neighbor 192.0.2.1 activate\nnetwork 2001:db8::/32\nexit-vrf\n";
        let text = format!("{block}{}", line.repeat(20_000));
        let mut reader = Reader::new(PerListing::all(Node::Config), Reading::File);
        let tree = parse(&text);
        assert_eq!(tree.lines.len(), text.lines().count());
        let lines = text.split_inclusive('\n').zip(tree.lines.iter());
        assert!(
            lines
                .into_iter()
                .all(|(line, record)| reader.record(line) == *record)
        );
    }
}
