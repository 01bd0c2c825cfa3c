//! Imports that fail change nothing.

use onair_adapters_postgres::ImportError;
use onair_domain::legacy::{Subjects, Table};

use super::support::{Databases, Kept, OLD_SYSTEM};

async fn failure(databases: &Databases, report: &mut Kept) -> ImportError {
    let tried = databases.try_import(&Subjects::default(), false, report).await;
    tried.expect_err("the import fails")
}

#[tokio::test]
async fn a_lost_connection_changes_nothing() {
    let databases = Databases::create(OLD_SYSTEM).await;
    // The import's own connection ends while it inserts the last table.
    databases
        .new
        .execute(
            "CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
             CREATE TRIGGER crash BEFORE INSERT ON creator_applications FOR EACH ROW EXECUTE FUNCTION crash()",
        )
        .await
        .unwrap();
    let error = failure(&databases, &mut Kept::default()).await;
    assert!(matches!(error, ImportError::Failed(..)), "{error:?}");
    assert!(databases.contents().await.is_empty());
    databases
        .new
        .execute("DROP TRIGGER crash ON creator_applications")
        .await
        .unwrap();
    let (imported, _) = databases.import().await;
    assert_eq!(imported.counts[&Table::CreatorApplication].carried_over, 5);
}

#[tokio::test]
async fn a_report_that_cannot_be_written_changes_nothing() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let mut report = Kept {
        fails_at_the_end: true,
        ..Kept::default()
    };
    let error = failure(&databases, &mut report).await;
    assert!(matches!(error, ImportError::Report(_)), "{error:?}");
    assert!(databases.contents().await.is_empty());
}

#[tokio::test]
async fn rows_that_disappear_are_noticed() {
    // What swallows rows, and where.
    for (event, body, table) in [
        ("BEFORE", "RETURN NULL", "follows"),
        ("AFTER", "DELETE FROM follows; RETURN NULL", "follows"),
        ("BEFORE", "RETURN NULL", "users"),
        ("BEFORE", "RETURN NULL", "streams"),
        ("BEFORE", "RETURN NULL", "creator_applications"),
    ] {
        let databases = Databases::create(OLD_SYSTEM).await;
        databases
            .new
            .execute(&format!(
                "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; END $$;
                 CREATE TRIGGER swallow {event} INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION swallow()"
            ))
            .await
            .unwrap();
        let error = failure(&databases, &mut Kept::default()).await;
        assert!(
            matches!(error, ImportError::Counts { .. } | ImportError::Contention(_)),
            "{table}: {error:?}"
        );
        assert!(databases.contents().await.is_empty(), "{table}");
    }
}

#[tokio::test]
async fn two_imports_do_not_run_at_the_same_time() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (client, connection) = tokio_postgres::connect(databases.new.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let lock = "BEGIN; SELECT pg_advisory_xact_lock(x'006169726c656761'::bigint)";
    client.batch_execute(lock).await.unwrap();
    let error = failure(&databases, &mut Kept::default()).await;
    assert!(matches!(error, ImportError::AlreadyRunning), "{error:?}");
    client.batch_execute("COMMIT").await.unwrap();
    databases.import().await;
}

#[tokio::test]
async fn an_unreachable_database_is_named() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let nowhere = "postgres://user:secret@127.0.0.1:1/nowhere";
    let tried = databases
        .try_import_from(nowhere, &Subjects::default(), false, &mut Kept::default())
        .await;
    let error = tried.unwrap_err();
    assert!(matches!(error, ImportError::Unreachable(..)), "{error:?}");
    assert!(error.to_string().contains("--from"), "{error}");
    assert!(!format!("{error:?}").contains("secret"));
}
