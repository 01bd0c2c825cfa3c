//! Checks that servers of the previous version keep working while a new version migrates (expand and contract).
#![allow(clippy::expect_used, reason = "this file contains only tests")]

use std::fs;
use std::path::Path;

/// Migrations from before the rule. Do not add others: see [`oldest_supported`].
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

/// A migration that contracts sets this comment to the version of the oldest migration that servers must know. Older
/// servers then refuse to start, and its `down.sql` sets the earlier comment again.
const OLDEST_SUPPORTED: &str = "COMMENT ON TABLE __diesel_schema_migrations IS ";

fn oldest_supported(sql: &str) -> Option<&str> {
    let (_, value) = sql.split_once(OLDEST_SUPPORTED)?;
    value.split(';').next()
}

/// The version of a migration, as a SQL text: the digits at the start of its name.
fn version(name: &str) -> String {
    let digits = name.split('_').next().unwrap_or_default().replace('-', "");
    format!("'{digits}'")
}

/// Returns what is wrong with a migration. `earlier` contains the versions of the migrations before it.
fn check(name: &str, up: &str, down: &str, earlier: &[String]) -> Result<(), String> {
    let found = violations(up);
    if BEFORE_THE_RULE.contains(&name) != found.is_empty() {
        return Ok(());
    }
    let Some(oldest) = oldest_supported(up) else {
        return Err(format!("{found:#?}, and no {OLDEST_SUPPORTED}'…'"));
    };
    if !earlier.iter().any(|version| version == oldest) {
        Err(format!("{oldest} is no earlier migration"))
    } else if oldest_supported(down).is_none() {
        Err("down.sql does not set the earlier comment again".to_owned())
    } else if up.to_uppercase().contains("LOCK_TIMEOUT") {
        Err("the server sets lock_timeout".to_owned())
    } else {
        Ok(())
    }
}

#[test]
fn migrations_expand_or_name_the_oldest_servers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let names = fs::read_dir(&folder).expect("the folder exists").map(|entry| {
        let name = entry.expect("the entry is readable").file_name();
        name.into_string().expect("the name is UTF-8")
    });
    let mut names: Vec<_> = names.collect();
    names.sort();
    let mut earlier = Vec::new();
    for name in &names {
        let read = |file| {
            fs::read_to_string(folder.join(name).join(file))
                .unwrap_or_else(|error| panic!("{name}/{file}: {error}"))
        };
        let (up, down) = (read("up.sql"), read("down.sql"));
        assert!(!down.trim().is_empty(), "{name} is not reversible");
        assert_eq!(check(name, &up, &down, &earlier), Ok(()), "{name}");
        earlier.push(version(name));
    }
    for name in BEFORE_THE_RULE {
        assert!(names.iter().any(|it| it == name), "{name}");
    }
    assert!(names.len() >= 17, "{names:?}");
}

#[test]
fn a_migration_that_contracts_names_the_oldest_servers() {
    let earlier = ["2026-11-23-000001_users", "2026-11-23-000002_streams"].map(version);
    let check = |up: &str, down: &str| check("2027-01-01-000001_new", up, down, &earlier);
    let drop = "ALTER TABLE a DROP COLUMN b;";
    let mark = |version: &str| format!("{drop} COMMENT ON TABLE __diesel_schema_migrations IS '{version}';");
    let down = "COMMENT ON TABLE __diesel_schema_migrations IS NULL;";
    assert_eq!(check(&mark("20261123000002"), down), Ok(()));
    for (up, down) in [
        (drop, down),
        (&mark("20261123000003"), down),
        (&mark("20270101000001"), down),
        (&mark("20261123000002"), "SELECT 1;"),
        (
            &mark("20261123000002").replace("ALTER", "SET lock_timeout = 0; ALTER"),
            down,
        ),
    ] {
        assert!(check(up, down).is_err(), "{up} {down}");
    }
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
