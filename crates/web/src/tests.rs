//! What the page answers, over whatever build there is; without one it says so.

use actix_web::body::{BodySize, MessageBody as _, to_bytes};
use actix_web::test::TestRequest;

use super::*;

fn answer_to(path: &str, headers: &[(&str, &str)]) -> HttpResponse {
    let mut request = TestRequest::with_uri(path);
    for header in headers {
        request = request.insert_header(*header);
    }
    Page::new("wss://media.example https://media.example").answer(&request.to_http_request(), path)
}

fn header_of<'a>(answer: &'a HttpResponse, name: &str) -> Option<&'a str> {
    answer.headers().get(name).map(|value| value.to_str().unwrap())
}

/// The names of the build's files that have all forms.
fn compressed_files() -> Vec<String> {
    let names = Build::iter().filter_map(|name| name.strip_suffix(".br").map(str::to_owned));
    names.collect()
}

#[actix_web::test]
async fn any_address_answers_with_the_page_or_says_how_to_build_it() {
    let answer = answer_to("/watch/ada", &[]);
    let is_built = has(INDEX);
    assert_eq!(answer.status() == StatusCode::OK, is_built);
    let body = String::from_utf8(to_bytes(answer.into_body()).await.unwrap().to_vec()).unwrap();
    let expected = if is_built {
        "<div id=\"root\""
    } else {
        "cargo xtask"
    };
    assert!(body.contains(expected), "{body}");
}

#[actix_web::test]
async fn a_missing_file_of_the_build_is_not_found() {
    for path in ["/assets/none.js", "/assets", "/assets/none.js.br"] {
        let answer = answer_to(path, &[]);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(header_of(&answer, "cache-control"), Some("no-cache"));
    }
}

#[actix_web::test]
async fn a_file_outside_the_build_is_never_served() {
    for path in [
        "/../Cargo.toml",
        "/assets/../../package.json",
        "/..%2f..%2fCargo.toml",
    ] {
        let body = to_bytes(answer_to(path, &[]).into_body()).await.unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(
            !text.contains("[package]") && !text.contains("devDependencies"),
            "{path}"
        );
    }
}

#[actix_web::test]
async fn the_page_is_read_only() {
    let request = TestRequest::post().uri("/").to_http_request();
    let answer = Page::new("wss://media.example").answer(&request, "/");
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn the_policy_names_the_media_server() {
    let policy = Page::new("wss://a.example https://a.example").content_security_policy;
    assert!(
        policy.contains("connect-src 'self' wss://a.example https://a.example;"),
        "{policy}"
    );
}

#[actix_web::test]
async fn each_form_of_a_file_has_its_length_its_tag_and_its_name() {
    for name in compressed_files() {
        let path = format!("/{name}");
        let mut tags = Vec::new();
        for (accepted, coding) in [("br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let answer = answer_to(&path, &[("accept-encoding", accepted)]);
            assert_eq!(answer.status(), StatusCode::OK, "{name}");
            assert_eq!(header_of(&answer, "content-encoding"), coding, "{name}");
            assert_eq!(header_of(&answer, "vary"), Some("accept-encoding"), "{name}");
            let kind = header_of(&answer, "content-type").unwrap();
            assert!(!kind.contains("octet-stream"), "{name}: {kind}");
            tags.push(header_of(&answer, "etag").unwrap().to_owned());
            let suffix = coding.map_or("", |coding| if coding == "br" { ".br" } else { ".gz" });
            let expected = Build::get(&format!("{name}{suffix}")).unwrap().data;
            assert_eq!(answer.body().size(), BodySize::Sized(expected.len() as u64));
            assert_eq!(to_bytes(answer.into_body()).await.unwrap(), &*expected, "{name}");
        }
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 3, "{name}");
    }
}

#[actix_web::test]
async fn what_a_client_has_in_this_form_is_not_sent_again() {
    for name in compressed_files() {
        let path = format!("/{name}");
        let first = answer_to(&path, &[("accept-encoding", "br")]);
        let tag = header_of(&first, "etag").unwrap();
        let again = |accepted| answer_to(&path, &[("accept-encoding", accepted), ("if-none-match", tag)]);
        let known = again("br");
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(header_of(&known, "etag"), Some(tag));
        assert_eq!(header_of(&known, "vary"), Some("accept-encoding"));
        assert_eq!(
            header_of(&known, "cache-control"),
            header_of(&first, "cache-control")
        );
        assert_eq!(
            again("gzip").status(),
            StatusCode::OK,
            "another form is another text"
        );
    }
}

#[test]
fn files_with_a_hash_in_their_name_are_kept_for_good_and_the_page_is_asked_for_again() {
    assert!(cache_control("assets/index-abc.js").contains("immutable"));
    assert_eq!(cache_control("index.html"), "no-cache");
    assert_eq!(cache_control("favicon.svg"), "no-cache");
}
