//! Lists of streams, and the search.

use serde_json::{Value, json};

use crate::support::TestApp;

fn names(data: &Value) -> Vec<String> {
    let items = data.as_array().unwrap().iter();
    items
        .map(|item| item["user"]["username"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn live_streams_are_listed_by_viewer_count() {
    let app = TestApp::new()
        .await
        .with_stream("off")
        .await
        .with_live("few")
        .await
        .with_live("many")
        .await;
    app.on_air("few", 1).await;
    app.on_air("many", 9).await;
    let response = app.get("/api/viewer/live").await.succeeded();
    assert_eq!(response.json()["nextCursor"], Value::Null);
    assert_eq!(names(&response.data()), ["many", "few"]);
    assert_eq!(response.data()[0]["viewerCount"], 9);
    assert!(response.data()[0].get("state").is_none());
}

#[actix_web::test]
async fn hosts_who_blocked_the_caller_are_not_listed() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_user("vera")
        .await;
    app.block("ada", "vera").await;
    let live = app.get("/api/viewer/live").by("vera").await.succeeded();
    assert_eq!(live.data(), json!([]));
    let search = app.get("/api/viewer/search?q=ada").by("vera").await.succeeded();
    assert_eq!(search.data(), json!([]));
    assert_eq!(names(&app.get("/api/viewer/live").await.data()), ["ada"]);
}

#[actix_web::test]
async fn the_live_list_is_paged_completely() {
    let mut app = TestApp::new().await;
    for number in 0..7 {
        app = app.with_live(&format!("host{number}")).await;
    }
    let pages = app.all_pages("/api/viewer/live?limit=3", None).await;
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    assert_eq!(sizes, [3, 3, 1]);
    let mut found = names(&Value::Array(pages.concat()));
    found.sort();
    let expected: Vec<_> = (0..7).map(|number| format!("host{number}")).collect();
    assert_eq!(found, expected);
}

#[actix_web::test]
async fn a_stream_whose_viewer_count_changes_may_be_on_two_pages() {
    let app = TestApp::new()
        .await
        .with_live("ada")
        .await
        .with_live("ben")
        .await
        .with_live("cleo")
        .await;
    for (host, viewers) in [("ada", 9), ("ben", 5), ("cleo", 2)] {
        app.on_air(host, viewers).await;
    }
    let first = app.get("/api/viewer/live?limit=2").await.succeeded();
    assert_eq!(names(&first.data()), ["ada", "ben"]);
    app.on_air("ada", 1).await;
    let cursor = first.json()["nextCursor"].as_str().unwrap().to_owned();
    let rest = app.get(&format!("/api/viewer/live?limit=2&cursor={cursor}"));
    let rest = rest.await.succeeded();
    assert_eq!(names(&rest.data()), ["cleo", "ada"]);
    assert_eq!(rest.json()["nextCursor"], Value::Null);
}

#[actix_web::test]
async fn a_cursor_of_an_older_version_is_refused() {
    let app = TestApp::new().await.with_live("ada").await;
    // Encodes `ranking.position.live.viewers.stream`, the key of an older version.
    let old = "gcojSjAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMS4xOS4xLjEyLjAxOTAwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMg";
    let response = app.get(&format!("/api/viewer/live?cursor={old}"));
    response.await.invalid_fields(&["cursor"]);
}

#[actix_web::test]
async fn followed_streams_are_listed_live_ones_first() {
    let app = TestApp::new()
        .await
        .with_stream("off")
        .await
        .with_live("live")
        .await
        .with_live("other")
        .await
        .with_user("vera")
        .await;
    app.follow("vera", "off").await;
    app.follow("vera", "live").await;
    let response = app.get("/api/viewer/following").by("vera").await.succeeded();
    assert_eq!(names(&response.data()), ["live", "off"]);
    let pages = app.all_pages("/api/viewer/following?limit=1", Some("vera")).await;
    assert_eq!(names(&Value::Array(pages.concat())), ["live", "off"]);
    app.get("/api/viewer/following")
        .await
        .refused(401, "UNAUTHENTICATED");
}

#[actix_web::test]
async fn limits_and_cursors_have_bounds() {
    let app = TestApp::new().await.with_live("ada").await;
    let of_viewers = {
        app.join("ada", "user-x", "X");
        app.join("ada", "user-y", "Y");
        let page = app.get("/api/stream/viewers?limit=1").by("ada").await.succeeded();
        page.json()["nextCursor"].as_str().unwrap().to_owned()
    };
    for path in ["/api/viewer/live", "/api/viewer/following", "/api/stream/viewers"] {
        let list = |query: &str| app.get(&format!("{path}?{query}")).by("ada");
        for valid in ["limit=1", "limit=50", "", "unknown=1&unknown=2", "%=%"] {
            list(valid).await.succeeded();
        }
        for bad in [
            "limit=0",
            "limit=51",
            "limit=-1",
            "limit=",
            "limit=x",
            "limit=1.5",
            "limit=%31%",
            "limit=1&limit=1",
        ] {
            list(bad).await.invalid_fields(&["limit"]);
        }
        for bad in [
            "cursor=",
            "cursor=x",
            "cursor=AAAAAA",
            "cursor=%00",
            "cursor=%FF",
            "cursor=a&cursor=a",
        ] {
            list(bad).await.invalid_fields(&["cursor"]);
        }
        list("limit=0&cursor=x")
            .await
            .invalid_fields(&["limit", "cursor"]);
    }
    let call = app.get(&format!("/api/viewer/live?cursor={of_viewers}"));
    call.await.invalid_fields(&["cursor"]);
}

#[actix_web::test]
async fn a_search_finds_by_title_and_name() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_stream("ben")
        .await;
    let search = async |q: &str| {
        let response = app.get(&format!("/api/viewer/search?q={q}")).await.succeeded();
        assert!(response.json().get("nextCursor").is_none());
        names(&response.data())
    };
    assert_eq!(search("ADA").await, ["ada"]);
    assert_eq!(search("ben%27s").await, ["ben"]);
    assert_eq!(search("++ada++").await, ["ada"]);
    assert!(search("zzzzzz").await.is_empty());
}

#[actix_web::test]
async fn a_query_has_1_to_100_characters() {
    let app = TestApp::new().await;
    let search = |query: &str| app.get(&format!("/api/viewer/search{query}"));
    let many = |count| format!("?q={}", "%C3%A9".repeat(count));
    search(&many(100)).await.succeeded();
    search(&format!("{}++", many(100))).await.succeeded();
    for bad in [
        "",
        "?",
        "?q",
        "?q=",
        "?q=++",
        "?q=%00",
        "?q=a%0Ab",
        "?q=%FF",
        "?q=%",
        "?q=a&q=b",
        &many(101),
    ] {
        search(bad).await.invalid_fields(&["q"]);
    }
}

#[actix_web::test]
async fn searching_for_a_watch_url_finds_its_creator() {
    let app = TestApp::new()
        .await
        .with_stream("ada")
        .await
        .with_stream("ben")
        .await;
    let app = app.with_user("vera").await;
    let search = async |q: &str| {
        let response = app
            .get(&format!("/api/viewer/search?q={q}"))
            .by("vera")
            .await
            .succeeded();
        let found = response.data();
        let found = found.as_array().unwrap().iter();
        found
            .map(|item| item["user"]["username"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for address in [
        "/watch/ada",
        "https://host/watch/ada",
        "http%3A%2F%2F127.0.0.1%3A8080%2Fwatch%2FADA%3Fx%3D1",
        "host/watch/%2561da/",
    ] {
        assert_eq!(search(address).await, ["ada"], "{address}");
    }
    assert!(search("/watch/nobody").await.is_empty());
    assert!(search("/watch/vera").await.is_empty(), "has no stream");
    app.block("ada", "vera").await;
    app.block("vera", "ben").await;
    assert!(search("/watch/ada").await.is_empty());
    assert!(search("/watch/ben").await.is_empty());
}

#[actix_web::test]
async fn titles_are_found_in_any_unicode_normalisation() {
    let app = TestApp::new().await.with_stream("ada").await;
    let title = json!({"title": "Soire\u{301}e a\u{300} Orle\u{301}ans"});
    app.put("/api/stream/info")
        .by("ada")
        .json(&title)
        .await
        .succeeded();
    for query in ["Orl%C3%A9ans", "Orle%CC%81ans", "ORL%C3%89ANS"] {
        let found = app
            .get(&format!("/api/viewer/search?q={query}"))
            .await
            .succeeded();
        assert_eq!(
            found.data()[0]["title"],
            "Soire\u{301}e a\u{300} Orle\u{301}ans",
            "{query}"
        );
    }
}

#[actix_web::test]
async fn bidirectional_controls_are_removed_from_titles() {
    let app = TestApp::new().await.with_stream("ada").await;
    let title = json!({"title": "Ann\u{202e}gnp.exe \u{2066}שלום\u{2069}\u{200b}"});
    let stream = app
        .put("/api/stream/info")
        .by("ada")
        .json(&title)
        .await
        .succeeded();
    assert_eq!(stream.data()["title"], "Anngnp.exe שלום");
    let empty = json!({"title": "\u{202e}\u{200b}\u{200d}"});
    app.put("/api/stream/info")
        .by("ada")
        .json(&empty)
        .await
        .invalid_fields(&["title"]);
}
