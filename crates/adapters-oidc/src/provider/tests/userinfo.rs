//! Tests of names that the access token lacks.

use super::stub::{Answer, USERINFO};
use super::*;

#[tokio::test]
async fn names_that_the_token_lacks_are_fetched_once() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let info = json!({
        "sub": "u1", "preferred_username": "ada", "name": "Ada", "picture": "https://a/a.png", "roles": ["admin"],
    });
    stub.answer(USERINFO, Answer::Json(info));
    let authenticator = authenticator(&stub);
    let mut claims = claims(&stub);
    claims.as_object_mut().unwrap().remove("preferred_username");
    claims["name"] = json!("Ada of the token");
    let token = key.sign(&claims);
    for _ in 0..3 {
        let profile = authenticate(&authenticator, token.clone()).await.unwrap();
        assert_eq!(profile.username.unwrap().as_str(), "ada");
        assert_eq!(profile.name.unwrap().as_str(), "Ada of the token");
        assert_eq!(profile.image.unwrap().unwrap().as_str(), "https://a/a.png");
        assert_eq!(profile.roles, None, "roles are those of the token");
    }
    assert_eq!(stub.requests(USERINFO), 1);
}

#[tokio::test]
async fn token_with_names_needs_no_userinfo() {
    let key = key();
    let stub = Stub::start(&[&key]).await;
    let authenticator = authenticator(&stub);
    authenticate(&authenticator, key.sign(&claims(&stub)))
        .await
        .unwrap();
    assert_eq!(stub.requests(USERINFO), 0);
}

#[tokio::test]
async fn missing_userinfo_leaves_names_absent() {
    let key = key();
    for answer in [
        Answer::Status(500),
        Answer::Json(json!({"sub": "somebody else", "name": "Ada"})),
        Answer::Json(json!({"name": "Ada"})),
        Answer::Json(json!([1])),
        Answer::Large(300_000),
    ] {
        let stub = Stub::start(&[&key]).await;
        stub.answer(USERINFO, answer);
        let authenticator = authenticator(&stub);
        let claims = claims_with(&stub, "name", json!(null));
        for _ in 0..2 {
            let profile = authenticate(&authenticator, key.sign(&claims)).await.unwrap();
            assert_eq!(
                (profile.name, profile.username),
                (None, Some(fixtures::username("ada")))
            );
        }
        assert_eq!(stub.requests(USERINFO), 1);
    }
}
