//! Applications to become a creator, and their review by admins.

use serde_json::{Value, json};

use crate::support::{Call, NOW, TestApp, later};

const OWN: &str = "/api/creator/application";
const ALL: &str = "/api/admin/creator-applications";

fn apply(app: &TestApp, about: &str) -> Call {
    app.post(OWN).by("cleo").json(&json!({ "about": about }))
}

fn review(app: &TestApp, action: &str) -> Call {
    let call = app.post(&format!("{ALL}/user-cleo/{action}")).by("admin");
    call.json(&json!({"reason": "Say more."}))
}

/// The application as the applicant sees it.
async fn own(app: &TestApp) -> Value {
    app.get(OWN).by("cleo").await.succeeded().data()
}

async fn status(app: &TestApp) -> String {
    let me = app.get("/api/viewer/me").by("cleo").await.succeeded().data();
    let status = own(app).await["status"].as_str().unwrap().to_owned();
    assert_eq!(me["applicationStatus"], status);
    status
}

fn item(about: Option<&str>, status: &str) -> Value {
    json!({
        "userId": "user-cleo",
        "user": {"id": "user-cleo", "username": "cleo", "name": "Cleo", "image": null},
        "about": about,
        "status": status,
        "reason": null,
        "createdAt": about.map(|_| NOW),
        "reviewedAt": null,
        "reviewedBy": null,
    })
}

#[actix_web::test]
async fn without_an_application_the_status_is_none() {
    let app = TestApp::new().await;
    assert_eq!(own(&app).await, item(None, "NONE"));
}

#[actix_web::test]
async fn an_application_is_rejected_approved_and_revoked() {
    let app = TestApp::new().await.with_user("cleo").await;
    let first = apply(&app, "I draw.\nA lot.").await;
    assert_eq!(
        (first.status, first.data()),
        (201, item(Some("I draw.\nA lot."), "PENDING"))
    );
    app.pass(1);
    let again = apply(&app, "I paint.").await;
    assert_eq!(
        (again.status, again.data()),
        (200, item(Some("I paint."), "PENDING"))
    );

    let rejected = review(&app, "reject").await.succeeded().data();
    let mut expected = item(Some("I paint."), "REJECTED");
    expected["reason"] = json!("Say more.");
    expected["reviewedAt"] = json!(later(1));
    expected["reviewedBy"] = json!("user-admin");
    assert_eq!((&rejected, own(&app).await), (&expected, expected.clone()));
    app.post("/api/stream/setup")
        .by("cleo")
        .json(&json!({"title": "T"}))
        .await
        .refused(403, "CREATOR_NOT_APPROVED");

    app.pass(1);
    let second_application = apply(&app, "I paint comics.").await;
    let mut expected = item(Some("I paint comics."), "PENDING");
    expected["createdAt"] = json!(later(2));
    assert_eq!(
        (second_application.status, second_application.data()),
        (201, expected),
        "the review is cleared"
    );
    let approved = review(&app, "approve").await.succeeded().data();
    assert_eq!(
        (&approved["status"], &approved["reason"]),
        (&json!("APPROVED"), &Value::Null)
    );
    apply(&app, "More").await.refused(409, "ALREADY_REVIEWED");
    app.set_up("cleo").await;
    app.go_live("cleo").await;

    review(&app, "revoke").await.succeeded();
    assert_eq!(status(&app).await, "REVOKED");
    let live = app.get("/api/viewer/live").await.data();
    assert_eq!(live, json!([]), "revoking ends the broadcast");
    assert_eq!(apply(&app, "Sorry").await.status, 201);
    assert_eq!(status(&app).await, "PENDING");
    review(&app, "approve").await.succeeded();
    assert_eq!(status(&app).await, "APPROVED");
    app.go_live("cleo").await;
}

#[actix_web::test]
async fn every_review_action_in_every_status() {
    for (state, statuses) in [
        ("NONE", [404, 404, 404]),
        ("PENDING", [200, 200, 409]),
        ("REJECTED", [200, 409, 409]),
        ("APPROVED", [409, 409, 200]),
        ("REVOKED", [200, 409, 409]),
    ] {
        for (action, expected) in ["approve", "reject", "revoke"].into_iter().zip(statuses) {
            let app = TestApp::new().await.with_user("cleo").await;
            let steps: &[&str] = match state {
                "NONE" => &[],
                "PENDING" => &["apply"],
                "REJECTED" => &["apply", "reject"],
                "APPROVED" => &["apply", "approve"],
                _ => &["apply", "approve", "revoke"],
            };
            for step in steps {
                match *step {
                    "apply" => app.apply("cleo").await,
                    action => drop(review(&app, action).await.succeeded()),
                }
            }
            assert_eq!(status(&app).await, state);
            let response = review(&app, action).await;
            assert_eq!(response.status, expected, "{action} while {state}");
            match expected {
                404 => assert_eq!(response.code(), "NOT_FOUND"),
                409 => assert_eq!(response.code(), "ALREADY_REVIEWED"),
                _ => {}
            }
        }
    }
}

#[actix_web::test]
async fn a_text_has_1_to_2000_characters() {
    let app = TestApp::new().await;
    app.post(OWN)
        .by("cleo")
        .json(&json!({}))
        .await
        .invalid_fields(&["about"]);
    let long = "é".repeat(2001);
    for bad in [json!(null), json!(7), json!(" \n"), json!("a\u{0}b"), json!(long)] {
        let call = app.post(OWN).by("cleo").json(&json!({ "about": bad }));
        call.await.invalid_fields(&["about"]);
    }
    assert_eq!(own(&app).await["status"], "NONE", "nothing was stored");
    assert_eq!(apply(&app, &"é".repeat(2000)).await.status, 201);
}

#[actix_web::test]
async fn admins_list_applications_by_status_oldest_first() {
    let app = TestApp::new().await;
    for number in 10..17 {
        let name = format!("user{number}");
        let about = json!({"about": name});
        app.post(OWN).by(&name).json(&about).await;
        app.pass(number % 2);
    }
    let pages = app
        .all_pages(&format!("{ALL}?status=PENDING&limit=3"), Some("admin"))
        .await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [3, 3, 1]);
    let listed_applications: Vec<_> = pages
        .concat()
        .iter()
        .map(|item| item["createdAt"].to_string())
        .collect();
    assert!(listed_applications.is_sorted());
    app.post(&format!("{ALL}/user-user12/approve"))
        .by("admin")
        .await
        .succeeded();
    let count = async |query: &str| {
        let listed = app.get(&format!("{ALL}?limit=50{query}")).by("admin").await;
        listed.succeeded().data().as_array().unwrap().len()
    };
    assert_eq!(count("").await, 7);
    assert_eq!(count("&status=PENDING").await, 6);
    assert_eq!(count("&status=APPROVED").await, 1);
    assert_eq!(count("&status=REVOKED").await, 0);
    for bad in ["x", "", "pending", "NONE"] {
        let call = app.get(&format!("{ALL}?status={bad}")).by("admin");
        call.await.invalid_fields(&["status"]);
    }
    let both = app.get(&format!("{ALL}?status=x&limit=0")).by("admin").await;
    both.invalid_fields(&["status", "limit"]);
}

#[actix_web::test]
async fn other_users_neither_list_nor_review() {
    let app = TestApp::new().await.with_user("cleo").await;
    app.apply("cleo").await;
    let reason = json!({"reason": "R"});
    for user in ["user-cleo", "nobody", "%00"] {
        for action in ["approve", "reject", "revoke"] {
            let call = app
                .post(&format!("{ALL}/{user}/{action}"))
                .by("cleo")
                .json(&reason);
            call.await.refused(403, "FORBIDDEN");
        }
    }
    app.get(ALL).by("cleo").await.refused(403, "FORBIDDEN");
    for action in ["approve", "reject"] {
        let call = app.post(&format!("{ALL}/%00/{action}")).by("admin").json(&reason);
        call.await.refused(404, "USER_NOT_FOUND");
    }
    review(&app, "reject")
        .json(&json!({}))
        .await
        .invalid_fields(&["reason"]);
    assert_eq!(status(&app).await, "PENDING");
}
