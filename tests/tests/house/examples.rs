//! The examples of the engine's documentation, run as they stand.

use std::process::Command;

use parvaneh_tests::repository::root;
use parvaneh_tests::{Binary, Kind, example, on_both};

on_both!(the_host_and_the_register_share_a_transaction,);

/// What an example printed, which must succeed.
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("the example runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("it speaks UTF-8")
}

#[test]
fn a_host_embeds_the_engine() {
    insta::assert_snapshot!(printed(&mut Command::new(example("embed"))), @r"
    1 settled as of 1405-09-02
    Accepted on 2026-11-23
    ");
}

fn the_host_and_the_register_share_a_transaction(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let mut command = Command::new(example("host_transaction"));
    command.env("PARVANEH_REGISTER", register.url());
    insta::assert_snapshot!(printed(&mut command), @r"
    after the rollback: 0 fees, request filed: false
    Accepted on 2026-11-23
    after the commit: 1 fees, request filed: true
    ");
}

/// What the README prints in ten lines is part of a program that compiles.
#[test]
fn the_readme_has_the_lines_of_an_example() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("it is there");
    let shown = readme
        .split("```rust\n")
        .nth(1)
        .and_then(|it| it.split("```").next());
    let shown = shown.expect("it shows some Rust");
    let example = root().join("crates/parvaneh/examples/ten_lines.rs");
    let example = std::fs::read_to_string(example).expect("it is there");
    let indented = shown.lines().map(|line| match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    });
    let indented: String = indented.collect();
    assert!(example.contains(&indented), "{indented}");
}
