//! The list of users for admins.

use onair_domain::ports::Clock as _;
use onair_domain::user::{DisplayName, Profile, Username};
use serde_json::{Value, json};

use crate::support::{NOW, TestApp, profile};

const USERS: &str = "/api/admin/users";

/// Lists users, and returns their names.
async fn names(app: &TestApp, query: &str) -> Vec<String> {
    let listed = app
        .get(&format!("{USERS}?{query}"))
        .by("admin")
        .await
        .succeeded()
        .data();
    let items = listed.as_array().unwrap().iter();
    items
        .map(|item| item["username"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn users_are_listed_with_roles_application_and_state() {
    let app = TestApp::new().await.with_creator("ada").await;
    app.pass(1);
    let app = app.with_suspended(&["vera"]).await;
    app.pass(1);
    let listed = app.get(USERS).by("admin").await.succeeded().json();
    let item = |name: &str, shown: &str, roles: Value, status: &str, is_suspended: bool, at: &Value| {
        json!({
            "id": format!("user-{name}"), "username": name, "name": shown, "image": null, "roles": roles,
            "applicationStatus": status, "isSuspended": is_suspended, "createdAt": at,
        })
    };
    let at = |row: usize| &listed["data"][row]["createdAt"];
    let expected = json!([
        item("admin", "Admin", json!(["admin"]), "NONE", false, at(0)),
        item("vera", "Vera", json!([]), "NONE", true, at(1)),
        item("ada", "Ada", json!([]), "APPROVED", false, &json!(NOW)),
    ]);
    assert_eq!(listed["data"], expected);
    assert_eq!(listed["nextCursor"], Value::Null);
}

#[actix_web::test]
async fn roles_are_those_of_the_latest_token_that_contained_roles() {
    let app = TestApp::new().await;
    let roles = async || {
        let listed = app.get(&format!("{USERS}?q=jo")).by("admin").await.succeeded();
        listed.data()[0]["roles"].clone()
    };
    let with_roles = |roles| Profile {
        roles,
        ..profile("jo")
    };
    for (claimed, listed) in [
        (profile("admin").roles, json!(["admin"])),
        (None, json!(["admin"])),
        (Some([].into()), json!([])),
    ] {
        let profile = with_roles(claimed);
        let now = app.memory.clock.now();
        app.ports.users.upsert_from_claims(&profile, now).await.unwrap();
        assert_eq!(roles().await, listed);
    }
}

#[actix_web::test]
async fn users_are_filtered_by_state() {
    let app = TestApp::new().await.with_user("ada").await;
    let app = app.with_suspended(&["vera", "victor"]).await;
    assert_eq!(names(&app, "status=SUSPENDED").await, ["victor", "vera"]);
    assert_eq!(names(&app, "status=ACTIVE").await, ["admin", "ada"]);
    assert_eq!(names(&app, "").await, ["victor", "vera", "admin", "ada"]);
    assert_eq!(names(&app, "q=ve&status=SUSPENDED").await, ["vera"]);
    assert_eq!(names(&app, "q=ve&status=ACTIVE").await, [""; 0]);
}

#[actix_web::test]
async fn users_are_found_by_user_name_and_name_best_match_first() {
    let app = TestApp::new().await;
    for (username, name) in [
        ("anna", "Anna K"),
        ("k.lindqvist", "Anna"),
        ("hannah", "Hannah"),
        ("zoé", "Weber"),
    ] {
        let profile = Profile {
            username: Username::from_claim(username),
            name: DisplayName::from_claim(name),
            ..profile(&format!("{}x", &username[..2]))
        };
        let now = app.memory.clock.now();
        app.ports.users.upsert_from_claims(&profile, now).await.unwrap();
    }
    assert_eq!(names(&app, "q=anna").await, ["k.lindqvist", "anna", "hannah"]);
    assert_eq!(names(&app, "q=ZOE%CC%81").await, ["zoé"]);
    assert_eq!(names(&app, "q=lindqvsit").await, ["k.lindqvist"]);
    assert_eq!(names(&app, "q=%20anna%20k%20").await, ["anna", "k.lindqvist"]);
    assert_eq!(names(&app, "q=https://onair.example/watch/Anna").await, ["anna"]);
    assert_eq!(names(&app, "q=%25").await, [""; 0]);
}

#[actix_web::test]
async fn the_list_of_users_is_paged() {
    let mut app = TestApp::new().await;
    for number in 0..12 {
        app = app.with_user(&format!("user{number:02}")).await;
        app.pass(number % 2);
    }
    for query in ["?limit=5", "?q=user&limit=5"] {
        let pages = app.all_pages(&format!("{USERS}{query}"), Some("admin")).await;
        let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
        assert_eq!(sizes[..2], [5, 5], "{query}");
        let seen = pages.concat();
        let all = app
            .get(&format!("{USERS}{query}&limit=50").replace("limit=5&", ""))
            .by("admin");
        assert_eq!(Value::Array(seen), all.await.succeeded().data());
    }
}

#[actix_web::test]
async fn invalid_filters_are_refused_and_others_may_not_list() {
    let app = TestApp::new().await;
    let long = format!("q={}", "x".repeat(101));
    for (query, field) in [
        ("q=", "q"),
        ("q=%20", "q"),
        ("q=%00", "q"),
        ("q=%FF", "q"),
        ("q=a&q=b", "q"),
        (long.as_str(), "q"),
        ("status=", "status"),
        ("status=active", "status"),
        ("status=NONE", "status"),
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("cursor=x", "cursor"),
    ] {
        let call = app.get(&format!("{USERS}?{query}"));
        call.by("admin").await.invalid_fields(&[field]);
    }
    let all = app
        .get(&format!("{USERS}?q=&status=x&limit=0&cursor=x"))
        .by("admin");
    all.await.invalid_fields(&["q", "status", "limit", "cursor"]);
    app.get(USERS).await.refused(401, "UNAUTHENTICATED");
    app.get(USERS).by("vera").await.refused(403, "FORBIDDEN");
    app.get(&format!("{USERS}?limit=0"))
        .by("vera")
        .await
        .invalid_fields(&["limit"]);
}
