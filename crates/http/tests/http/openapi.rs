//! The OpenAPI document and the page that shows it.

use std::collections::BTreeSet;

use crate::support::{DOCUMENT, TestApp};

#[actix_web::test]
async fn the_served_document_is_the_generated_one() {
    let app = TestApp::new().await;
    let response = app.get("/api/openapi.json").await.succeeded();
    assert_eq!(response.json(), *DOCUMENT);
    let again = serde_json::to_value(onair_http::openapi()).unwrap();
    assert_eq!(again, *DOCUMENT, "it must be the same each time");
}

#[actix_web::test]
async fn the_page_and_its_files_are_served() {
    let app = TestApp::new().await;
    for path in ["/api/docs", "/api/docs/"] {
        let page = app.get(path).await.succeeded();
        assert!(page.header("content-type").unwrap().starts_with("text/html"));
    }
    let page = app.get("/api/docs").await;
    let files: Vec<_> = page.text().split("\"/").skip(1).collect();
    assert_eq!(files.len(), 5);
    for file in files {
        let file = file.split('"').next().unwrap();
        app.get(&format!("/{file}")).await.succeeded();
    }
    let initializer = app.get("/api/docs/swagger-initializer.js").await;
    assert!(initializer.text().contains("/api/openapi.json"));
    app.get("/api/docs/nothing.js").await.refused(404, "NOT_FOUND");
}

#[test]
fn operation_ids_are_unique() {
    let mut names = BTreeSet::new();
    for item in DOCUMENT["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "twice: {name}");
            assert!(operation["summary"].is_string(), "{name} has no summary");
        }
    }
}

#[test]
fn every_reference_is_resolved() {
    let text = DOCUMENT.to_string();
    for part in text.split("\"$ref\":\"#").skip(1) {
        let pointer = part.split('"').next().unwrap();
        assert!(DOCUMENT.pointer(pointer).is_some(), "{pointer}");
    }
}

#[test]
fn every_code_is_known_and_has_one_status() {
    let known = DOCUMENT["components"]["schemas"]["Code"]["enum"]
        .as_array()
        .unwrap();
    let mut of_code = std::collections::BTreeMap::new();
    for (code, status) in crate::coverage::documented_codes() {
        assert!(known.contains(&code.clone().into()), "{code}");
        let first = of_code.entry(code.clone()).or_insert_with(|| status.clone());
        assert_eq!(*first, status, "{code}");
    }
}
