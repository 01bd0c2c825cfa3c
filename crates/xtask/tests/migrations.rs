//! Checks that servers of the previous version keep working while a new version migrates (expand and contract).
#![allow(clippy::expect_used, reason = "this file contains only tests")]

use std::fs;
use std::path::Path;

/// Migrations from before the rule. Do not add others: see docs/contributing.md.
const BEFORE_THE_RULE: [&str; 3] = [
    "2026-11-24-000001_session_course",
    "2026-11-27-000020_live_list_by_key",
    "2026-11-27-000030_no_media_inbox",
];

/// Returns why servers of the previous version may fail after this migration.
fn violations(up: &str) -> Vec<String> {
    let code: Vec<_> = up
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect();
    let code = code.join(" ").to_uppercase();
    let mut found = Vec::new();
    for statement in code.split(';') {
        let words: Vec<_> = statement.split_whitespace().collect();
        let statement = words.join(" ");
        for forbidden in [
            "DROP TABLE",
            "DROP COLUMN",
            " RENAME ",
            "SET NOT NULL",
            "DROP DEFAULT",
            " TYPE ",
            "LOCK_TIMEOUT",
        ] {
            if format!(" {statement} ").contains(forbidden) {
                found.push(format!("{}: {statement}", forbidden.trim()));
            }
        }
        if statement.starts_with("ALTER TABLE") {
            for column in statement.split("ADD COLUMN ").skip(1) {
                // Up to the next column; a comma in parentheses only makes the check stricter.
                let column = column.split(", ADD ").next().unwrap_or_default();
                if column.contains("NOT NULL") && !column.contains("DEFAULT") {
                    found.push(format!("NOT NULL without DEFAULT: {statement}"));
                }
            }
        }
    }
    found
}

#[test]
fn migrations_expand_and_do_not_contract() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut checked = 0;
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the entry is readable").path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("the name is UTF-8")
            .to_owned();
        let read = |file| {
            fs::read_to_string(path.join(file)).unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
        };
        assert!(!read("down.sql").trim().is_empty(), "{name} is not reversible");
        let found = violations(&read("up.sql"));
        let is_old = BEFORE_THE_RULE.contains(&name.as_str());
        assert_eq!(is_old, !found.is_empty(), "{name}: {found:#?}");
        checked += 1;
    }
    assert!(checked >= 17, "{checked}");
}

#[test]
fn violations_are_found() {
    for bad in [
        "ALTER TABLE a DROP COLUMN b;",
        "alter table a\n  rename column b to c;",
        "DROP TABLE a;",
        "ALTER TABLE a ADD COLUMN b text, ADD COLUMN c text NOT NULL;",
        "ALTER TABLE a ALTER COLUMN b SET NOT NULL;",
        "ALTER TABLE a ALTER COLUMN b TYPE bigint;",
        "SET lock_timeout = 0;",
    ] {
        assert!(!violations(bad).is_empty(), "{bad}");
    }
    for good in [
        "-- DROP TABLE a;\nCREATE TABLE a (b text NOT NULL);",
        "ALTER TABLE a ADD COLUMN b boolean NOT NULL DEFAULT false, ADD COLUMN c text;",
        "ALTER TABLE a DROP CONSTRAINT b; DROP INDEX c;",
    ] {
        assert_eq!(violations(good), Vec::<String>::new(), "{good}");
    }
}
