//! Builds and sends a request: `app.post(path).by("ada").json(&body).await`.

use std::future::IntoFuture;
use std::net::{IpAddr, SocketAddr};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody as _, to_bytes};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, header};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

use super::users::profile;
use super::{Events, Response, Serve, TestApp, contract};

pub(crate) struct Call {
    serve: Serve,
    tokens: std::sync::Arc<onair_adapters_memory::MemoryAuthenticator>,
    method: String,
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    peer: Option<SocketAddr>,
    is_contract_checked: bool,
}

impl TestApp {
    pub(crate) fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    pub(crate) fn put(&self, path: &str) -> Call {
        self.call("PUT", path)
    }

    pub(crate) fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        Call {
            serve: self.serve.clone(),
            tokens: self.memory.authenticator.clone(),
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Bytes::new(),
            peer: None,
            is_contract_checked: true,
        }
    }

    /// Loads all pages of a list.
    pub(crate) async fn all_pages(&self, path: &str, by: Option<&str>) -> Vec<Vec<Value>> {
        let (mut pages, mut next) = (Vec::new(), String::new());
        loop {
            let call = self.get(&format!("{path}{next}"));
            let response = match by {
                Some(name) => call.by(name).await,
                None => call.await,
            };
            let json = response.succeeded().json();
            pages.push(json["data"].as_array().unwrap().clone());
            assert!(pages.len() < 100, "a list without an end");
            match json["nextCursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => return pages,
            }
        }
    }
}

impl Call {
    /// Adds the bearer token of a user.
    pub(crate) fn by(self, name: &str) -> Self {
        let token = self.tokens.sign_in(&profile(name));
        self.with_token(token.expose_secret())
    }

    /// Sets the address of the peer.
    pub(crate) fn from(self, address: &str) -> Self {
        let peer = Some((address.parse::<IpAddr>().unwrap(), 4711).into());
        Self { peer, ..self }
    }

    /// Adds the room token of a guest.
    pub(crate) fn with_room_token(self, room_token: &str) -> Self {
        self.header("x-viewer-token", room_token)
    }

    pub(crate) fn with_token(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        self.header_bytes(name, value.as_bytes())
    }

    pub(crate) fn header_bytes(mut self, name: &str, value: &[u8]) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        let value = HeaderValue::from_bytes(value).unwrap();
        self.headers.push((name, value));
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.with_body_of_type("application/json", &body.to_string())
    }

    /// Sets the body and its content type. If `content_type` is empty, there is no content type.
    pub(crate) fn with_body_of_type(self, content_type: &str, body: &str) -> Self {
        self.with_bytes_of_type(content_type, body.as_bytes())
    }

    pub(crate) fn with_bytes_of_type(mut self, content_type: &str, body: &[u8]) -> Self {
        self.body = Bytes::copy_from_slice(body);
        self.headers.retain(|(name, _)| name != header::CONTENT_TYPE);
        if content_type.is_empty() {
            self
        } else {
            self.header("content-type", content_type)
        }
    }

    /// Adds the content length. Without it, the body is handled as chunked.
    pub(crate) fn with_length(self) -> Self {
        let length = self.body.len().to_string();
        self.header(header::CONTENT_LENGTH.as_str(), &length)
    }

    /// Does not check the response against the OpenAPI document, because it is compressed or comes from a
    /// middleware.
    pub(crate) fn unchecked(self) -> Self {
        Self {
            is_contract_checked: false,
            ..self
        }
    }

    /// The method and the path.
    pub(crate) fn target(&self) -> (String, String) {
        let path = self.path.split('?').next().unwrap_or_default();
        (self.method.clone(), path.to_owned())
    }

    /// Opens an event stream.
    pub(crate) async fn event_stream(self) -> Events {
        let response = self.respond().await;
        assert_eq!(response.status(), 200);
        Events::new(response.into_body())
    }

    async fn respond(self) -> HttpResponse {
        let mut request = TestRequest::default()
            .method(Method::from_bytes(self.method.as_bytes()).unwrap())
            .uri(&self.path);
        if let Some(peer) = self.peer {
            request = request.peer_addr(peer);
        }
        if self.headers.iter().all(|(name, _)| name != header::HOST) {
            request = request.append_header((header::HOST, "onair.test"));
        }
        for header in self.headers {
            request = request.append_header(header);
        }
        if !self.body.is_empty() {
            request = request.set_payload(self.body);
        }
        let response = (self.serve)(request).await.unwrap();
        response.into_parts().1
    }

    async fn send(self) -> Response {
        let ((method, path), is_contract_checked) = (self.target(), self.is_contract_checked);
        let response = self.respond().await;
        let response = Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: body(response).await,
        };
        if is_contract_checked {
            contract::check(&method, &path, &response);
        }
        response
    }
}

/// The complete body, or the first chunk of an endless one.
async fn body(response: HttpResponse) -> Bytes {
    let body = response.into_body();
    match body.size() {
        BodySize::Stream => Events::new(body).chunk().await.unwrap(),
        BodySize::None | BodySize::Sized(_) => to_bytes(body).await.unwrap(),
    }
}

impl IntoFuture for Call {
    type Output = Response;
    type IntoFuture = LocalBoxFuture<'static, Response>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().boxed_local()
    }
}
