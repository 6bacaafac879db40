//! What a trace is asked about.

use std::convert::Infallible;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An address or a prefix: what jails have of it, else the prefix itself.
    Prefix(IpNet),
    /// The addresses of the jails of this name.
    Jail(String),
    /// Every jail's address that has to be announced to be reached.
    Every,
}

impl FromStr for Subject {
    type Err = Infallible;

    /// What is no address and no prefix is a jail's name.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let address = text.parse::<IpAddr>().map(IpNet::from);
        let prefix = address.or_else(|_| text.parse::<IpNet>().map(|net| net.trunc()));
        Ok(match prefix {
            Ok(prefix) => Self::Prefix(prefix),
            Err(_) => Self::Jail(text.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_prefixes_and_names() {
        let subject = |text: &str| text.parse::<Subject>().expect("never fails");
        let prefix = |text: &str| Subject::Prefix(text.parse().expect("a prefix"));
        assert_eq!(subject("192.0.2.1"), prefix("192.0.2.1/32"));
        assert_eq!(subject("192.0.2.9/24"), prefix("192.0.2.0/24"));
        assert_eq!(subject("2001:db8::1"), prefix("2001:db8::1/128"));
        assert_eq!(subject("web"), Subject::Jail("web".to_owned()));
    }
}
