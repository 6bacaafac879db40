//! Since when a jail parameter exists.

use super::jail_parameters::JailParameter;

impl JailParameter {
    /// "12.2 and 13.0": the releases that it came with; `None` if all of those that cellblock
    /// knows have it.
    #[must_use]
    pub fn since(self) -> Option<String> {
        let firsts: Vec<_> = self
            .first_releases()
            .iter()
            .map(ToString::to_string)
            .collect();
        (!firsts.is_empty()).then(|| firsts.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::super::jail_parameter;

    #[test]
    fn what_is_said_of_them() {
        let since = |name| jail_parameter(name).expect("a parameter").since();
        assert_eq!(since("exec.prepare").as_deref(), Some("12.2 and 13.0"));
        assert_eq!(since("exec.fib"), None);
        let default = |name| jail_parameter(name).expect("a parameter").default_value();
        assert_eq!(default("stop.timeout"), Some("10"));
        assert_eq!(default("allow.set_hostname"), Some("true"));
        assert_eq!(default("allow.raw_sockets"), Some("false"));
        assert_eq!(default("path"), None);
    }
}
