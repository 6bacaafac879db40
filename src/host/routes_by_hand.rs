//! Routes that commands of scripts and hooks may put into the kernel.
//!
//! Says what may be as well: a command that is not known may do anything.

use ipnet::IpNet;

use super::scripts::{ActionKind, Command, Destination, InterfaceWork, RouteVerb, actions};

/// Routes that commands put into the kernel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutesByHand {
    /// Networks that are written out.
    pub destinations: Vec<IpNet>,
    /// A default route is among them.
    pub default: bool,
    /// Others are known at run time only, or a command may do anything.
    pub others: bool,
}

impl RoutesByHand {
    /// Adds those that the calls of route(8) among `commands` put in.
    pub(super) fn take(&mut self, commands: &[Command]) {
        for action in actions(commands) {
            let ActionKind::Route(route) = action.kind else {
                continue;
            };
            match route.destination {
                _ if route.verb == RouteVerb::Delete => {}
                Destination::Net(net) => self.destinations.push(net.trunc()),
                Destination::Default => self.default = true,
                Destination::Unknown => self.others = true,
            }
        }
        let route = |command: &&Command| command.program() == Some("route");
        let mut words = commands.iter().filter(route).flat_map(|one| &one.words);
        self.others |= words.any(|word| !word.known);
    }

    /// Notes that `commands` run, of which those that are not known may put in any route. `own`
    /// are the host's own scripts, name and path, which are read themselves.
    pub(super) fn take_unknown(&mut self, commands: &[Command], own: &[(String, String)]) {
        self.others |= commands.iter().any(|command| {
            let is_own = command.words.first().is_some_and(|word| {
                let mut own = own.iter();
                word.known && own.any(|(name, path)| [name, path].contains(&&word.text))
            });
            !is_own && InterfaceWork::of([command]).opaque
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::scripts::commands_of_text;
    use crate::text::{FileId, Place, Span};

    fn routes(text: &str) -> RoutesByHand {
        let place = Place::new(FileId(0), Span::at(0));
        let commands = commands_of_text(FileId(0), place, text, false);
        let mut routes = RoutesByHand::default();
        routes.take(&commands);
        routes.take_unknown(&commands, &[("own".into(), "/usr/local/sbin/own".into())]);
        routes
    }

    #[test]
    fn what_is_written_out_and_what_is_not() {
        let read =
            routes("setfib 1 route add -net 192.0.2.0/24 10.0.0.1; route add default 10.0.0.1");
        assert_eq!(read.destinations, ["192.0.2.0/24".parse().expect("a net")]);
        assert!(read.default && !read.others);
        for (text, others) in [
            ("route add -net $NET 10.0.0.1", true),
            ("route delete 192.0.2.0/24", false),
            ("own start", false),
            ("/usr/local/sbin/own start", false),
            ("/usr/local/sbin/other", true),
            ("echo up", false),
        ] {
            let read = routes(text);
            assert_eq!(
                (read.others, read.destinations.len()),
                (others, 0),
                "{text}"
            );
        }
    }
}
