//! Which jails the boot starts.

use cellblock::finding::Severity;

use super::{JAIL, RC, bad, mended, of_rule, silent};

#[test]
fn jail_conf_not_read() {
    let rule = "jail-conf-not-read";
    let rc = (RC, "jail_enable=YES\n");
    let web = ("etc/jail.conf.d/web.conf", "web { path = /web; }\n");
    let dns = ("etc/jail.conf.d/dns.conf", "dns { path = /dns; }\n");
    bad(
        rule,
        &[
            &[rc, web],
            &[rc, web, dns],
            &[rc, web, (JAIL, "mail { path = /mail; }\n")],
            &[(RC, "jail_enable=\"YES\"\njail_list=\"\"\n"), web],
            &[rc, ("etc/jail.web.conf", "web { path = /web; }\n")],
        ],
    );
    silent(
        rule,
        &[
            &[web],
            &[(RC, "jail_enable=NO\n"), web],
            &[(RC, "sshd_enable=YES\n"), web],
            &[(RC, "jail_enable=YES\njail_list=\"web\"\n"), web, dns],
            &[rc, web, (JAIL, ".include \"/etc/jail.conf.d/*.conf\";\n")],
            &[rc, web, (JAIL, "web { path = /web; }\n")],
            &[rc, web, ("etc/rc.local", "service jail onestart web\n")],
            &[rc, (JAIL, "web { path = /web; }\n")],
        ],
    );
    let files = [rc, web, (JAIL, "mail { path = /mail; }\n")];
    let text = mended(&files, "14.2", rule);
    assert_eq!(
        text,
        "mail { path = /mail; }\n.include \"/etc/jail.conf.d/*.conf\";\n"
    );
    assert!(of_rule(&files, "13.2", rule)[0].fixes.is_empty());
}

#[test]
fn unknown_jail_in_list() {
    let rule = "unknown-jail-in-list";
    let jails = (
        JAIL,
        "web { path = /web; }\ndns { path = /dns; }\n* { persist; }\n",
    );
    bad(
        rule,
        &[
            &[(RC, "jail_enable=YES\njail_list=\"web mail\"\n"), jails],
            &[(RC, "jail_list=\"wbe dns\"\n"), jails],
            &[
                (RC, "jail_list=\"web.a\"\n"),
                (
                    JAIL,
                    "web { path = /web; children.max = 1; }\nweb.a { path = /a; }\n",
                ),
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                jails,
                ("etc/jail.conf.d/mail.conf", "post { path = /post; }\n"),
            ],
            &[
                (RC, "jail_list=\"web\"\n"),
                jails,
                ("etc/jail.web.conf", "other { path = /x; }\n"),
            ],
        ],
    );
    silent(
        rule,
        &[
            &[(RC, "jail_list=\"web dns\"\n"), jails],
            &[(RC, "jail_list=\"mail\"\n")],
            &[(RC, "jail_enable=NO\njail_list=\"mail\"\n"), jails],
            &[(RC, "jail_list=\"mail\"\njail_mail_rootdir=/mail\n"), jails],
            &[
                (
                    RC,
                    "jail_list=\"mail\"\njail_mail_conf=/usr/local/etc/mail.conf\n",
                ),
                jails,
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                (
                    JAIL,
                    ".include \"/usr/local/etc/jails/*.conf\";\nweb { path = /web; }\n",
                ),
            ],
            &[
                (RC, "jail_list=\"mail\"\n"),
                (JAIL, "web { path = /web }\n"),
            ],
            &[(RC, "jail_list=\"$LIST\"\n"), jails],
        ],
    );
    let files = [(RC, "jail_list=\"wbe dns\"\n"), jails];
    assert_eq!(mended(&files, "", rule), "jail_list=\"web dns\"\n");
    // FreeBSD 12 does not look into jail.conf.d.
    let files = [
        (RC, "jail_list=\"mail\"\n"),
        jails,
        ("etc/jail.conf.d/mail.conf", "mail { path = /m; }\n"),
    ];
    let severity = |release| of_rule(&files, release, rule).first().map(|f| f.severity);
    assert_eq!(severity("12.1"), Some(Severity::Warning));
    assert_eq!(severity("13.0"), None);
    assert_eq!(severity(""), Some(Severity::Info));
}
