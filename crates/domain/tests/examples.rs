//! The examples do what they say: each checks its own results, and fails by panicking or by an error.

#[path = "../examples/own_stream_repository.rs"]
mod own_stream_repository;
#[path = "../examples/pure_rules.rs"]
mod pure_rules;

#[test]
fn pure_rules_runs() {
    pure_rules::main().unwrap();
}

#[test]
fn own_stream_repository_runs() {
    own_stream_repository::main().unwrap();
}
