//! Which addresses are private.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::config::Config;

/// The blocks that count as private: RFC 1918, RFC 6598, loopback, link-local (RFC 3927,
/// RFC 4291) and unique local (RFC 4193). All else is public, documentation blocks included.
const PRIVATE: [&str; 9] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7",
];

/// Private and public blocks of a site.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// What `cellblock.toml` says, the longest prefix first.
    said: Vec<(IpNet, Privacy)>,
    private: Vec<IpNet>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Privacy {
    Public,
    Private,
}

impl Blocks {
    /// The standard blocks, with what `cellblock.toml` says over them.
    #[must_use]
    pub fn new<'a>(configs: impl Iterator<Item = &'a Config>) -> Self {
        let mut said = Vec::new();
        for config in configs {
            let public = config
                .public
                .iter()
                .map(|block| (block.value, Privacy::Public));
            let private = config
                .private
                .iter()
                .map(|block| (block.value, Privacy::Private));
            said.extend(public.chain(private));
        }
        said.sort_by_key(|(block, _)| std::cmp::Reverse(block.prefix_len()));
        Self {
            said,
            private: PRIVATE
                .iter()
                .filter_map(|block| block.parse().ok())
                .collect(),
        }
    }

    /// Whether `address` is private.
    #[must_use]
    pub fn is_private(&self, address: IpAddr) -> bool {
        let said = self.said.iter().find(|(block, _)| block.contains(&address));
        match said {
            Some((_, privacy)) => *privacy == Privacy::Private,
            None => self.private.iter().any(|block| block.contains(&address)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_blocks_are_public_and_the_longest_word_counts() {
        let config = Config::load("public = [\"10.9.0.0/16\"]\nprivate = [\"10.9.9.0/24\"]\n");
        let config = config.expect("a configuration");
        let blocks = Blocks::new(std::iter::once(&config));
        for (address, private) in [
            ("203.0.113.1", false),
            ("2001:db8::1", false),
            ("100.64.0.1", true),
            ("fd00::1", true),
            ("10.1.0.1", true),
            ("10.9.1.1", false),
            ("10.9.9.1", true),
        ] {
            let address = address.parse().expect("an address");
            assert_eq!(blocks.is_private(address), private, "{address}");
        }
    }
}
