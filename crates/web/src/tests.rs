//! Tests of the page's responses. They run with and without a build.

use actix_web::body::{BodySize, MessageBody as _, to_bytes};
use actix_web::test::TestRequest;

use super::*;

/// A response without a preview, which no other site may embed.
const PLAIN: Document<'_> = Document {
    head: None,
    identity_sources: "",
    frame_ancestors: "'none'",
};

fn get(path: &str, headers: &[(&str, &str)]) -> HttpResponse {
    let mut request = TestRequest::with_uri(path);
    for header in headers {
        request = request.insert_header(*header);
    }
    Page::new("wss://media.example https://media.example").respond(&request.to_http_request(), path, &PLAIN)
}

fn header_value<'a>(response: &'a HttpResponse, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

/// The names of the files that the build stores in all codings.
fn compressed_files() -> Vec<String> {
    let names = Assets::iter().filter_map(|name| name.strip_suffix(".br").map(str::to_owned));
    names.collect()
}

#[actix_web::test]
async fn any_path_returns_the_page_or_build_instructions() {
    let response = get("/watch/ada", &[]);
    let is_built = has_asset(INDEX);
    assert_eq!(response.status() == StatusCode::OK, is_built);
    let body = String::from_utf8(to_bytes(response.into_body()).await.unwrap().to_vec()).unwrap();
    let expected = if is_built {
        "<div id=\"root\""
    } else {
        "cargo xtask"
    };
    assert!(body.contains(expected), "{body}");
}

#[actix_web::test]
async fn missing_asset_is_not_found() {
    for path in ["/assets/none.js", "/assets", "/assets/none.js.br"] {
        let response = get(path, &[]);
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(header_value(&response, "cache-control"), Some("no-cache"));
    }
}

#[actix_web::test]
async fn file_outside_the_build_is_not_served() {
    for path in [
        "/../Cargo.toml",
        "/assets/../../package.json",
        "/..%2f..%2fCargo.toml",
    ] {
        let body = to_bytes(get(path, &[]).into_body()).await.unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(
            !text.contains("[package]") && !text.contains("devDependencies"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn post_is_not_allowed() {
    let request = TestRequest::post().uri("/").to_http_request();
    let response = Page::new("wss://media.example").respond(&request, "/", &PLAIN);
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn content_security_policy_allows_the_media_server() {
    let policy = Page::new("wss://a.example https://a.example").content_security_policy(&PLAIN);
    assert!(
        policy.contains("connect-src 'self' wss://a.example https://a.example;"),
        "{policy}"
    );
}

#[test]
fn content_security_policy_allows_the_identity_provider() {
    let page = Page::new("wss://a.example");
    let policy = page.content_security_policy(&Document {
        identity_sources: "https://login.example",
        ..PLAIN
    });
    assert!(
        policy.contains("connect-src 'self' wss://a.example https://login.example;"),
        "{policy}"
    );
}

#[actix_web::test]
async fn each_coding_has_its_own_length_etag_and_header() {
    for name in compressed_files() {
        let path = format!("/{name}");
        let mut tags = Vec::new();
        for (accepted, coding) in [("br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let response = get(&path, &[("accept-encoding", accepted)]);
            assert_eq!(response.status(), StatusCode::OK, "{name}");
            assert_eq!(header_value(&response, "content-encoding"), coding, "{name}");
            assert_eq!(header_value(&response, "vary"), Some("accept-encoding"), "{name}");
            let content_type = header_value(&response, "content-type").unwrap();
            assert!(!content_type.contains("octet-stream"), "{name}: {content_type}");
            tags.push(header_value(&response, "etag").unwrap().to_owned());
            let suffix = coding.map_or("", |coding| if coding == "br" { ".br" } else { ".gz" });
            let expected = Assets::get(&format!("{name}{suffix}")).unwrap().data;
            assert_eq!(response.body().size(), BodySize::Sized(expected.len() as u64));
            assert_eq!(
                to_bytes(response.into_body()).await.unwrap(),
                &*expected,
                "{name}"
            );
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 3, "{name}");
    }
}

#[actix_web::test]
async fn cached_coding_is_not_sent_again() {
    for name in compressed_files() {
        let path = format!("/{name}");
        let first = get(&path, &[("accept-encoding", "br")]);
        let tag = header_value(&first, "etag").unwrap();
        let again = |accepted| get(&path, &[("accept-encoding", accepted), ("if-none-match", tag)]);
        let cached = again("br");
        assert_eq!(cached.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header_value(&cached, "etag"), Some(tag));
        assert_eq!(header_value(&cached, "vary"), Some("accept-encoding"));
        assert_eq!(
            header_value(&cached, "cache-control"),
            header_value(&first, "cache-control")
        );
        assert_eq!(
            again("gzip").status(),
            StatusCode::OK,
            "each coding has its own etag"
        );
    }
}

#[test]
fn hashed_files_are_immutable_and_the_page_is_revalidated() {
    assert!(cache_control("assets/index-abc.js").contains("immutable"));
    assert_eq!(cache_control("index.html"), "no-cache");
    assert_eq!(cache_control("favicon.svg"), "no-cache");
}

#[actix_web::test]
async fn preview_replaces_title_and_description() {
    let head = "<title>A stream</title>\n";
    let document = Document {
        head: Some(head),
        frame_ancestors: "https://a.example",
        ..PLAIN
    };
    let request = TestRequest::with_uri("/watch/ada").to_http_request();
    let response = Page::new("wss://media.example").respond(&request, "/watch/ada", &document);
    let policy = header_value(&response, "content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors https://a.example;"), "{policy}");
    let body = to_bytes(response.into_body()).await.unwrap();
    let text = String::from_utf8_lossy(&body);
    if has_asset(INDEX) {
        assert!(text.contains(head) && text.contains("<div id=\"root\""), "{text}");
        assert_eq!(text.matches("<title>").count(), 1, "{text}");
        assert_eq!(text.matches("name=\"description\"").count(), 0, "{text}");
    }
    // Files have no head.
    for name in compressed_files()
        .iter()
        .filter(|name| name.as_str() != INDEX)
        .take(1)
    {
        let response = Page::new("").respond(&request, &format!("/{name}"), &document);
        assert!(header_value(&response, "etag").is_some(), "{name}");
    }
}
