//! Outline, folds, selections, links.

use cellblock::ide::folding::{folds, selections};
use cellblock::ide::links::links;
use cellblock::ide::outline::{Item, outline};
use cellblock::syntax::{self, Language};
use cellblock::text::SourceText;

use crate::marked::Marked;

fn text(source: &str) -> SourceText {
    SourceText::from_bytes(source.as_bytes().to_vec())
}

/// One line an item, indented, with the first and last line that it covers.
fn told(items: &[Item], text: &SourceText, depth: usize, out: &mut String) {
    for item in items {
        let lines = [item.span.start, item.span.end - 1].map(|at| text.line_of(at) + 1);
        let detail = item.detail.as_deref().unwrap_or("");
        let line = format!("{}{} {detail}", " ".repeat(depth), item.name);
        let [first, last] = lines;
        out.push_str(&format!(
            "{} {:?} {first}-{last}\n",
            line.trim_end(),
            item.kind
        ));
        told(&item.children, text, depth + 1, out);
    }
}

fn outlined(language: Language, source: &str) -> String {
    let (tree, text) = (syntax::parse(language, source), text(source));
    let mut out = String::new();
    told(&outline(&tree, &text), &text, 0, &mut out);
    out
}

#[test]
fn outlines() {
    for (language, source, expected) in [
        (
            Language::Jail,
            "$x = 1;\n.include \"a\";\nweb {\n path = /a, /b;\n inner { }\n}\n* { vnet; }\n",
            "$x 1 Variable 1-1\n.include \"a\" Include 2-2\nweb Jail 3-6\n \
             path /a, /b Parameter 4-4\n inner Jail 5-5\n* Jail 7-7\n vnet Parameter 7-7\n",
        ),
        (
            Language::Rc,
            "a=1\nb=\"x  y\nz\"\n",
            "a 1 Variable 1-1\nb \"x y z\" Variable 2-3\n",
        ),
        (
            Language::Loader,
            "zfs_load=\"YES\"\nif_x_load=YES\nnet.fibs=2\nnet.y=1\nkern.z=1\n",
            "modules Group 1-2\n zfs_load YES Setting 1-1\n if_x_load YES Setting 2-2\n\
             net Group 3-4\n net.fibs 2 Setting 3-3\n net.y 1 Setting 4-4\nkern.z 1 Setting 5-5\n",
        ),
        (
            Language::Shell,
            "a() { true; }\nb()\n{\n x\n}\nc\n",
            "a Function 1-1\nb Function 2-5\n",
        ),
        (
            Language::Frr,
            "frr version 8.5\ninterface vlan20\n ip address 10.0.0.1/24\nexit\n!\n\
             router bgp 65000\n neighbor 10.0.0.2 remote-as 65001\n address-family ipv4 unicast\n  \
             network 10.0.0.0/24\n  no neighbor 10.0.0.2 activate\n exit-address-family\n!\n\
             ip prefix-list out seq 5 permit any\nip prefix-list out seq 10 deny any\n\
             ip prefix-list in seq 5 permit any\nroute-map m permit 10\n match ip address prefix-list in\n\
             router ospf\n passive-interface default\nline vty\n",
            "interface vlan20 Block 2-4\nrouter bgp 65000 Block 6-11\n \
             address-family ipv4 unicast Block 8-11\nip prefix-list out List 13-14\n\
             ip prefix-list in List 15-15\nroute-map m permit 10 Block 16-17\n\
             router ospf Block 18-19\nline vty Block 20-20\n",
        ),
        // Blocks in blocks in blocks; one that is left by a line of another; one that is cut short.
        (
            Language::Frr,
            "bfd\n profile a\n  detect-multiplier 3\n profile b\n exi\n peer 10.0.0.1\n exit\nexit\n\
             router bgp 65000\n address-family l2vpn evpn\n  vni 1\n   rd 1:1\n  exit-vni\n \
             exit-address-family\n address-family ipv4 unicast\n  bgp router-id 10.0.0.1\n \
             timers bgp 3 9\nq\nno router bgp\nhostname x\n",
            "bfd Block 1-8\n profile a Block 2-3\n profile b Block 4-5\n peer 10.0.0.1 Block 6-7\n\
             router bgp 65000 Block 9-18\n address-family l2vpn evpn Block 10-14\n  \
             vni 1 Block 11-13\n address-family ipv4 unicast Block 15-15\n",
        ),
    ] {
        assert_eq!(outlined(language, source), expected, "{source}");
    }
}

#[test]
fn long_values_are_cut_between_characters() {
    let value = "é".repeat(80);
    let told = outlined(Language::Rc, &format!("a={value}\n"));
    assert_eq!(told, format!("a {}… Variable 1-1\n", "é".repeat(60)));
}

#[test]
fn folded_lines() {
    for (language, source, expected) in [
        (
            Language::Jail,
            "# one\n# two\n\n# three\nweb {\n path = a,\n  b;\n vnet; # x\n}\na { }\n/* x\n y */\n",
            vec![(1, 2, true), (5, 9, false), (6, 7, false), (11, 12, true)],
        ),
        (
            Language::Rc,
            "a=1 # x\n# y\n# z\nb=\"1\n 2\"\nif x; then\n c=1\nfi\n",
            vec![(2, 3, true), (4, 5, false), (6, 8, false)],
        ),
        (
            Language::Shell,
            "f() {\n for x in a\n do\n  y\n done\n}\ncase x in\n a) b ;;\nesac\n",
            vec![(1, 6, false), (2, 5, false), (7, 9, false)],
        ),
        (
            Language::Frr,
            "! a\n! b\nrouter bgp 1\n neighbor 10.0.0.1 remote-as 2\n!\n address-family ipv4 unicast\n  \
             network 10.0.0.0/8\n exit-address-family\nexit\n",
            vec![(1, 2, true), (3, 9, false), (6, 8, false)],
        ),
        (Language::Loader, "net.a=1\nnet.b=2\n", vec![]),
    ] {
        let (tree, text) = (syntax::parse(language, source), text(source));
        let folds = folds(&tree, &text).into_iter();
        let told: Vec<_> = folds
            .map(|fold| (fold.first + 1, fold.last + 1, fold.is_comment))
            .collect();
        assert_eq!(told, expected, "{source}");
    }
}

#[test]
fn selections_grow() {
    for (language, source, expected) in [
        (
            Language::Jail,
            "a { }\nweb {\n depend = \"¦x\", y; }\n",
            vec![
                "\"x\"",
                "\"x\", y",
                "depend = \"x\", y;",
                "depend = \"x\", y; }",
                " depend = \"x\", y; }",
                "web {\n depend = \"x\", y; }",
                "a { }\nweb {\n depend = \"x\", y; }\n",
            ],
        ),
        (Language::Rc, "a=1\nb=¦2\n", vec!["2", "b=2", "a=1\nb=2\n"]),
        (
            Language::Frr,
            "router bgp 1\n ¦neighbor 10.0.0.1 remote-as 2\n!\n",
            vec![
                "neighbor",
                "neighbor 10.0.0.1 remote-as 2",
                " neighbor 10.0.0.1 remote-as 2",
                "router bgp 1\n neighbor 10.0.0.1 remote-as 2",
                "router bgp 1\n neighbor 10.0.0.1 remote-as 2\n!\n",
            ],
        ),
        (Language::Jail, "¦", vec![]),
    ] {
        let at = u32::try_from(source.find('¦').unwrap()).unwrap();
        let source = source.replace('¦', "");
        let (tree, text) = (syntax::parse(language, &source), text(&source));
        let steps = selections(&tree, &text, at).into_iter();
        let told: Vec<_> = steps.map(|span| text.slice(span)).collect();
        assert_eq!(told, expected, "{source}");
    }
}

/// The links of a file: what is underlined, where it leads, and to how many files.
fn linked(site: &str, file: &str) -> Vec<(String, String, usize)> {
    let marked = Marked::of(site);
    let named = marked.host();
    let file = named.file(file);
    let text = &named.host().file(file).unwrap().source.text;
    let all = links(named.host(), file).into_iter();
    all.map(|link| {
        let target = link.target.strip_prefix("/site").unwrap().to_str().unwrap();
        (
            text.slice(link.span).to_owned(),
            target.to_owned(),
            link.count,
        )
    })
    .collect()
}

#[test]
fn file_names_lead_to_files() {
    let site = "=== etc/jail.conf\n.include \"/etc/jail.conf.d/*.conf\";\n\
                .include /etc/one.conf, \"/etc/gone.conf\";\n\
                === etc/jail.conf.d/a.conf\na { }\n=== etc/jail.conf.d/b.conf\nb { }\n\
                === etc/one.conf\nc { }\n";
    let link = |text: &str, target: &str, count| (text.to_owned(), target.to_owned(), count);
    assert_eq!(
        linked(site, "etc/jail.conf"),
        [
            link("\"/etc/jail.conf.d/*.conf\"", "etc/jail.conf.d/a.conf", 2),
            link("/etc/one.conf", "etc/one.conf", 1),
        ]
    );
    let site = "=== etc/rc.conf\n. /etc/rc.conf.common\nx=1\n. \"/etc/my.conf\"\n. $y\n\
                . /etc/../../x\n. relative\n=== etc/my.conf\na=1\n";
    assert_eq!(
        linked(site, "etc/rc.conf"),
        [
            link("/etc/rc.conf.common", "etc/rc.conf.common", 1),
            link("/etc/my.conf", "etc/my.conf", 1),
        ]
    );
}
