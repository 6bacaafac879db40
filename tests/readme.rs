//! The commands of the README do what it says they do.

#[test]
fn readme_commands() {
    trycmd::TestCases::new().case("README.md");
}
