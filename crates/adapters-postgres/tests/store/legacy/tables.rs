//! The forms that the old tables can have, and errors of their form.

use onair_adapters_postgres::{ImportError, SourceAddress};
use onair_domain::legacy::{Subjects, Table};
use secrecy::SecretString;

use super::support::{Databases, Kept, old_users};

async fn errors(sql: &str) -> Vec<String> {
    let databases = Databases::create(sql).await;
    let tried = databases
        .try_import(&Subjects::default(), false, &mut Kept::default())
        .await;
    let Err(ImportError::Tables(errors)) = tried else {
        panic!("{tried:?}");
    };
    errors
}

#[tokio::test]
async fn tables_and_columns_can_have_other_names() {
    let sql = r#"
        CREATE SCHEMA legacy;
        CREATE TABLE legacy."User" (id uuid, "Username" varchar(30), image_url text, created_at timestamptz);
        INSERT INTO legacy."User" VALUES ('018f0000-0000-7000-8000-000000000001', 'ada', NULL, '2024-01-01 00:00+02');
        CREATE TABLE legacy."Stream" (id serial, user_id uuid, name text, thumbnail_url text, is_live boolean);
        INSERT INTO legacy."Stream" (user_id, name, is_live)
        VALUES ('018f0000-0000-7000-8000-000000000001', 'Title', false);
        CREATE VIEW legacy."follow" AS SELECT 'a' AS follower_id, 'b' AS followed_id;
        CREATE TABLE legacy."BLOCK" ("blockerid" text, "BLOCKED_ID" text);
        CREATE TABLE legacy."CreatorApplication" ("userId" uuid, status text, reason text);
        INSERT INTO legacy."CreatorApplication"
        VALUES ('018f0000-0000-7000-8000-000000000001', ' Approved ', 'I draw');"#;
    let databases = Databases::create(sql).await;
    let from = format!(
        "{}?schema=legacy&connection_limit=5&pgbouncer=true",
        databases.old.url()
    );
    let mut kept = Kept::default();
    let imported = databases
        .try_import_from(&from, &Subjects::default(), false, &mut kept)
        .await
        .unwrap();
    for table in [Table::User, Table::Stream, Table::CreatorApplication] {
        assert_eq!(imported.counts[&table].carried_over, 1, "{table}");
    }
    let row = "SELECT about || ' ' || status FROM creator_applications
               UNION ALL SELECT (extract(epoch FROM created_at))::bigint::text FROM users
               UNION ALL SELECT id || ' ' || title FROM streams";
    assert_eq!(
        databases.new.texts(row).await,
        ["I draw approved", "1704060000", "1 Title"]
    );
}

#[tokio::test]
async fn old_tables_can_be_in_the_new_database() {
    let databases = Databases::create("").await;
    databases.new.execute(&old_users(&["a", "b"])).await.unwrap();
    let mut kept = Kept::default();
    let imported = databases
        .try_import_from(databases.new.url(), &Subjects::default(), false, &mut kept)
        .await
        .unwrap();
    assert_eq!(imported.counts[&Table::User].carried_over, 2);
}

#[tokio::test]
async fn missing_tables_are_named_with_those_that_exist() {
    let errors =
        errors("CREATE TABLE \"user\" (id text, username text); CREATE TABLE videos (id text)").await;
    assert_eq!(errors.len(), 4, "{errors:#?}");
    assert_eq!(
        errors[0],
        "no table or view named \"stream\" (in any letter case) in the schema \"public\", which has \"user\", \
         \"videos\"; --from …?schema=NAME selects another schema"
    );
}

#[tokio::test]
async fn missing_columns_and_wrong_types_are_named() {
    let sql = old_users(&["a"])
        + r#"ALTER TABLE "User" DROP COLUMN "username", ADD "createdAt" text, ADD "login" text;
             ALTER TABLE "Stream" ADD "isLive" integer;
             ALTER TABLE "Follow" DROP COLUMN "followingId";"#;
    assert_eq!(
        errors(&sql).await,
        [
            "the table \"User\" has no column named username; it has \"id\", \"createdAt\", \"login\"",
            "the column \"User\".\"createdAt\" is of the type text; expected timestamp, timestamptz or date",
            "the column \"Stream\".\"isLive\" is of the type integer; expected boolean",
            "the table \"Follow\" has no column named followingId or followedId or followeeId; it has \
             \"followerId\"",
        ]
    );
}

#[tokio::test]
async fn ambiguous_tables_are_named() {
    let sql = old_users(&["a"]) + r#"CREATE TABLE "user" (id text, username text);"#;
    let errors = errors(&sql).await;
    assert!(errors[0].contains("\"User\" and \"user\""), "{errors:?}");
}

#[test]
fn an_invalid_url_is_refused_without_its_password() {
    for url in [
        "mysql://u:secret@h/d",
        "postgres://u:secret@h/d?schema=s&color=secret",
        "postgres://u:secret@h/d?sslaccept=accept_invalid_certs",
        "postgres://u:secret@h:port/d?schema=s",
    ] {
        let error = SourceAddress::parse(&SecretString::from(url)).unwrap_err();
        assert!(!format!("{error:?} {error}").contains("secret"), "{error}");
    }
    let address = SourceAddress::parse(&SecretString::from("postgres://u:secret@h/d?schema=s")).unwrap();
    assert!(!format!("{address:?}").contains("secret"));
}
