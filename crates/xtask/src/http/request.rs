//! Requests as bytes.

use std::fmt::Write as _;
use std::rc::Rc;

/// Builds the bytes of a request of HTTP/1.1.
pub(crate) struct Request {
    head: String,
    body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
        Self {
            head,
            body: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let _infallible = write!(self.head, "{name}: {value}\r\n");
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn json(self, body: &serde_json::Value) -> Self {
        self.typed_json("application/json", body)
    }

    /// JSON of another media type
    pub(crate) fn typed_json(self, media_type: &str, body: &serde_json::Value) -> Self {
        let body = body.to_string();
        let with_headers = self
            .header("Content-Type", media_type)
            .header("Content-Length", &body.len().to_string());
        Self {
            body: body.into_bytes(),
            ..with_headers
        }
    }

    /// Announces a body of `length` bytes and sends only `sent` of them with the head.
    pub(crate) fn partial_body(self, length: usize, sent: usize) -> Self {
        let with_header = self.header("Content-Length", &length.to_string());
        Self {
            body: vec![b' '; sent],
            ..with_header
        }
    }

    pub(crate) fn bytes(&self) -> Rc<[u8]> {
        [self.head.as_bytes(), b"\r\n", &self.body].concat().into()
    }

    /// The head without its end.
    pub(crate) fn endless_head(&self) -> Rc<[u8]> {
        self.head.as_bytes().into()
    }
}
