//! Link previews in the head of watch pages, oEmbed, and which sites may embed the player.

use std::sync::{Arc, Mutex};

use actix_web::HttpResponse;
use serde_json::json;

use crate::support::TestApp;
use crate::thumbnails;

/// What the page was asked for last: its head, and the sites that may embed it.
type Asked = Arc<Mutex<(Option<String>, String)>>;

async fn app(embed_origins: &[&str]) -> (TestApp, Asked) {
    let asked = Asked::default();
    let page = asked.clone();
    let origins: Vec<_> = embed_origins.iter().map(|&origin| origin.to_owned()).collect();
    let app = TestApp::with(|api| {
        Arc::make_mut(&mut api.config).embed_origins = origins;
        api.page = Some(Arc::new(move |_, request| {
            *page.lock().unwrap() = (
                request.head.map(str::to_owned),
                request.frame_ancestors.to_owned(),
            );
            let policy = format!("frame-ancestors {}", request.frame_ancestors);
            HttpResponse::Ok()
                .insert_header(("content-security-policy", policy))
                .body("the page")
        }));
    })
    .await;
    (app, asked)
}

async fn with_stream(embed_origins: &[&str], stream: serde_json::Value) -> (TestApp, Asked) {
    let (app, asked) = app(embed_origins).await;
    let app = app.with_creator("ada").await;
    let set_up = app.post("/api/stream/setup").by("ada").json(&stream).await;
    assert_eq!(set_up.status, 201);
    (app, asked)
}

async fn head(app: &TestApp, asked: &Asked, path: &str) -> Option<String> {
    app.get(path).unchecked().await.succeeded();
    asked.lock().unwrap().0.clone()
}

#[actix_web::test]
async fn the_picture_of_a_broadcast_comes_before_that_of_its_stream() {
    let stream = json!({"title": "T", "thumbnail": "https://pictures.test/a.jpg"});
    let (app, asked) = with_stream(&[], stream).await;
    app.post("/api/stream/go-live").by("ada").await.succeeded();
    let before = head(&app, &asked, "/watch/ada").await.unwrap();
    assert!(before.contains("https://pictures.test/a.jpg"), "{before}");
    thumbnails::put(&app, "ada").await.succeeded();
    let watched = app.get("/api/viewer/stream/ada").await.data();
    let path = watched["liveThumbnail"].as_str().unwrap();
    let after = head(&app, &asked, "/watch/ada").await.unwrap();
    let element = format!(r#"<meta property="og:image" content="http://onair.test{path}" />"#);
    assert!(after.contains(&element), "{after}");
    assert!(after.contains("summary_large_image"), "{after}");
}

#[actix_web::test]
async fn a_watch_page_describes_its_stream() {
    let stream = json!({
        "title": "Rust & \"tea\" <live>",
        "description": "First line\nsecond line",
        "thumbnail": "https://pictures.test/a.jpg?x=1&y=2",
    });
    let (app, asked) = with_stream(&[], stream).await;
    let head = head(&app, &asked, "/watch/ADA").await.unwrap();
    for element in [
        "<title>\u{2068}Rust &amp; &quot;tea&quot; &lt;live&gt;\u{2069} · \u{2068}Ada\u{2069} · Onair</title>",
        r#"<meta name="description" content="First line second line" />"#,
        r#"<link rel="canonical" href="http://onair.test/watch/ada" />"#,
        r#"type="application/json+oembed" href="http://onair.test/api/oembed?url=http%3A%2F%2Fonair%2Etest%2Fwatch%2Fada""#,
        r#"<meta property="og:url" content="http://onair.test/watch/ada" />"#,
        r#"<meta property="og:title" content="Rust &amp; &quot;tea&quot; &lt;live&gt; · Ada" />"#,
        r#"<meta property="og:image" content="https://pictures.test/a.jpg?x=1&amp;y=2" />"#,
        r#"<meta name="twitter:card" content="summary_large_image" />"#,
    ] {
        assert!(head.contains(element), "{element}\n{head}");
    }
    assert!(!head.contains("<live"), "{head}");
}

#[actix_web::test]
async fn a_stream_without_texts_and_pictures_has_a_preview() {
    let (app, asked) = with_stream(&[], json!({"title": "Bare"})).await;
    let head = head(&app, &asked, "/embed/ada").await.unwrap();
    assert!(
        head.contains(r#"name="description" content="Watch Ada on Onair.""#),
        "{head}"
    );
    assert!(
        head.contains(r#"name="twitter:card" content="summary""#),
        "{head}"
    );
    assert!(!head.contains("og:image"), "{head}");
}

#[actix_web::test]
async fn other_pages_have_no_preview() {
    let (app, asked) = with_stream(&[], json!({"title": "T"})).await;
    for path in [
        "/",
        "/studio",
        "/watch/nobody",
        "/watch/%00",
        "/watch/ada/x",
        "/user/ada/followers",
        "/assets/a.js",
    ] {
        assert_eq!(head(&app, &asked, path).await, None, "{path}");
    }
}

#[actix_web::test]
async fn a_page_without_the_store_has_no_preview() {
    let (app, asked) = with_stream(&[], json!({"title": "T"})).await;
    app.memory.store.start_outage();
    assert_eq!(head(&app, &asked, "/watch/ada").await, None);
}

#[actix_web::test]
async fn only_the_player_can_be_embedded_and_only_by_listed_sites() {
    for (origins, path, ancestors) in [
        (&[][..], "/embed/ada", "'none'"),
        (
            &["https://a.test", "https://b.test"],
            "/embed/ada",
            "https://a.test https://b.test",
        ),
        (&["*"], "/embed/ada", "*"),
        (&["*"], "/watch/ada", "'none'"),
        (&["*"], "/embed/ada/x", "'none'"),
        (&["*"], "/embed/ada%2Fx", "'none'"),
        (&["*"], "/embed", "'none'"),
        (&["*"], "/EMBED/ada", "'none'"),
        (&["*"], "/studio", "'none'"),
    ] {
        let (app, asked) = app(origins).await;
        let response = app.get(path).unchecked().await.succeeded();
        assert_eq!(asked.lock().unwrap().1, ancestors, "{path}");
        let denied = response.header("x-frame-options").is_some();
        assert_eq!(denied, ancestors == "'none'", "{path}");
    }
}

#[actix_web::test]
async fn oembed_links_to_the_watch_page() {
    let (app, _) = with_stream(&[], json!({"title": "T"})).await;
    for url in [
        "http://onair.test/watch/ada",
        "https%3A%2F%2Fonair.test%2Fembed%2FADA%3Fx",
    ] {
        let document = app
            .get(&format!("/api/oembed?format=json&url={url}"))
            .await
            .succeeded()
            .json();
        let expected = json!({
            "version": "1.0", "type": "link", "provider_name": "Onair", "provider_url": "http://onair.test",
            "title": "T", "author_name": "Ada", "author_url": "http://onair.test/watch/ada", "cache_age": 300,
        });
        assert_eq!(document, expected);
    }
}

#[actix_web::test]
async fn oembed_has_a_player_where_sites_may_embed_it() {
    let (app, _) = with_stream(&["*"], json!({"title": "\"><script>"})).await;
    let path = "/api/oembed?url=http://onair.test/watch/ada&maxwidth=320";
    let document = app.get(path).await.succeeded().json();
    assert_eq!(
        (&document["type"], &document["width"], &document["height"]),
        (&"video".into(), &320.into(), &180.into())
    );
    let html = document["html"].as_str().unwrap();
    assert!(
        html.starts_with(r#"<iframe src="http://onair.test/embed/ada" width="320" height="180""#),
        "{html}"
    );
    assert!(html.contains("&quot;&gt;&lt;script&gt;"), "{html}");
}

#[actix_web::test]
async fn wrong_addresses_and_parameters_are_refused() {
    let (app, _) = with_stream(&[], json!({"title": "T"})).await;
    let ask = |query: &str| app.get(&format!("/api/oembed?{query}"));
    for elsewhere in [
        "url=http://other.test/watch/ada",
        "url=http://onair.test/studio",
        "url=http://onair.test:8080/watch/ada",
        "url=ftp://onair.test/watch/ada",
        "url=/watch/ada",
        "url=http://me@onair.test/watch/ada",
        "url=",
        "url=%00",
    ] {
        ask(elsewhere).await.refused(404, "NOT_FOUND");
    }
    ask("url=http://onair.test/watch/nobody")
        .await
        .refused(404, "USER_NOT_FOUND");
    for (query, field) in [
        ("", "url"),
        ("url=http://onair.test/watch/ada&format=xml", "format"),
        ("url=http://onair.test/watch/ada&maxwidth=0", "maxwidth"),
        ("url=http://onair.test/watch/ada&maxheight=-1", "maxheight"),
        ("url=a&url=b", "url"),
    ] {
        let refusal = ask(query).await.refused(400, "VALIDATION_FAILED").json();
        assert_eq!(refusal["details"][0]["field"], field, "{query}");
    }
}
