//! Migrations by one role, and a server that runs with another; and locks that migrations wait for.

use onair_adapters_postgres::testing::{TestDatabase, blank_database};
use onair_adapters_postgres::{MigrateError, Migrated, PgConfig, PgStore, migrate, revert_all};
use onair_domain::audit::AuditAction;
use onair_domain::legacy::{Subjects, Table};
use onair_domain::page::PageRequest;
use onair_domain::ports::{AuditLog, ExpiringData, UserDirectory};
use onair_domain::retention::ExpiringKind;
use onair_port_contracts::fixtures;

use crate::legacy::support::{Kept, old_users, try_import};
use crate::support;

/// The statements of the documentation, with the names of the roles of this test.
fn documented(roles: &[String; 2]) -> [String; 2] {
    let document = include_str!("../../../../docs/operations.md");
    let (_, section) = document.split_once("\n## Roles of the database\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let blocks = section.split("```sql\n").skip(1);
    let blocks = blocks.map(|block| {
        block
            .split_once("```")
            .unwrap()
            .0
            .replace("schema_owner", &roles[0])
            .replace("app_server", &roles[1])
    });
    blocks.collect::<Vec<_>>().try_into().unwrap()
}

/// The address for a role, whose password is its name.
fn url_for(database: &TestDatabase, role: &str) -> String {
    let (_, host) = database.url().split_once('@').unwrap();
    format!("postgres://{role}:{role}@{host}")
}

#[tokio::test]
async fn a_server_runs_with_a_role_that_may_not_change_tables_and_only_appends_to_the_audit_log() {
    let database = blank_database().await;
    let name = database.texts("SELECT current_database()::text").await.remove(0);
    // Roles belong to the cluster, so their names contain that of the database.
    let roles = [format!("{name}_owner"), format!("{name}_server")];
    for role in &roles {
        let create = format!("CREATE ROLE {role} LOGIN PASSWORD '{role}'");
        database.execute(&create).await.unwrap();
    }
    let own = format!("ALTER DATABASE {name} OWNER TO {}", roles[0]);
    database.execute(&own).await.unwrap();
    let [owner, server] = roles.each_ref().map(|role| url_for(&database, role));
    let [before, after] = documented(&roles);
    database.execute(&before).await.unwrap();

    // The server does not create the tables.
    let refused = migrate(&server).await.unwrap_err();
    assert!(
        matches!(&refused, MigrateError::NotOwner(pending) if pending.len() > 10),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("server migrate"), "{refused}");
    assert!(!migrate(&owner).await.unwrap().applied.is_empty());
    database.execute(&after).await.unwrap();
    assert_eq!(migrate(&server).await.unwrap(), Migrated::default());

    let store = PgStore::connect(&PgConfig::new(server.as_str())).unwrap();
    let profile = fixtures::a_profile("ada");
    store
        .users()
        .upsert_from_claims(&profile, fixtures::time())
        .await
        .unwrap();
    let entry = fixtures::an_audit_entry(&fixtures::user_id("admin"), AuditAction::Suspend, "ada");
    assert!(
        store
            .users()
            .set_suspended(&profile.id, true, &entry)
            .await
            .unwrap()
    );
    assert_eq!(
        store.audit().list(&PageRequest::default()).await.unwrap().items,
        [entry]
    );
    for statement in [
        "UPDATE audit_log SET reason = 'x'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "DROP TABLE audit_log",
        "DELETE FROM __diesel_schema_migrations",
        "CREATE TABLE mine ()",
        "ALTER TABLE users ADD COLUMN mine text",
    ] {
        let as_server = format!("SET ROLE {}; {statement}", roles[1]);
        assert!(database.execute(&as_server).await.is_err(), "{statement}");
    }
    // Everything but the audit log can be deleted by the server, and the audit log by its owner.
    let later = fixtures::later(1);
    for kind in [
        ExpiringKind::Chat,
        ExpiringKind::Exclusions,
        ExpiringKind::Sessions,
        ExpiringKind::Usernames,
    ] {
        store.expiring().delete_expired(kind, later, 10).await.unwrap();
    }
    assert!(
        store
            .expiring()
            .delete_expired(ExpiringKind::Audit, later, 10)
            .await
            .is_err()
    );
    let owners = PgStore::connect(&PgConfig::new(owner.as_str())).unwrap();
    let deleted = owners
        .expiring()
        .delete_expired(ExpiringKind::Audit, later, 10)
        .await
        .unwrap();
    assert_eq!(deleted.deleted, 1);

    // An import does not need the rights of the owner.
    let old = blank_database().await;
    old.execute(&old_users(&["ben", "cleo"])).await.unwrap();
    let mut kept = Kept::default();
    let imported = try_import((old.url(), &server), &Subjects::default(), false, &mut kept).await;
    assert_eq!(imported.unwrap().counts[&Table::User].carried_over, 2);

    // A migration is missing.
    let forget = "DELETE FROM __diesel_schema_migrations
                  WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)";
    database.execute(forget).await.unwrap();
    let refused = migrate(&server).await.unwrap_err();
    assert!(
        matches!(&refused, MigrateError::NotOwner(pending) if pending.len() == 1),
        "{refused:?}"
    );

    store.close();
    owners.close();
    for role in roles.iter().rev() {
        let drop =
            format!("REASSIGN OWNED BY {role} TO CURRENT_USER; DROP OWNED BY {role}; DROP ROLE {role}");
        database.execute(&drop).await.unwrap();
    }
}

#[tokio::test]
async fn a_migration_does_not_wait_long_for_a_lock() {
    let database = blank_database().await;
    migrate(database.url()).await.unwrap();
    revert_all(database.url()).await.unwrap();
    let tables = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'";
    // The first migration creates its tables and cannot be recorded.
    let lock = support::lock_table(&database, "__diesel_schema_migrations IN SHARE MODE").await;
    let refused = migrate(database.url()).await.unwrap_err();
    assert!(matches!(refused, MigrateError::LockTimeout(_)), "{refused:?}");
    assert_eq!(database.texts(tables).await, ["1"]);
    lock.release().await;
    assert!(!migrate(database.url()).await.unwrap().applied.is_empty());
}
