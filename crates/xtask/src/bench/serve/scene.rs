//! What the requests refer to: a creator who is live in a real room, and the tokens of users.

use std::ops::Range;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::data::{self, Size};
use super::jwt;
use super::load::{Call, Calls};
use super::stack::{Server, Stack};
use crate::http::{self, Request};

const TIMEOUT: Duration = Duration::from_secs(10);

/// Sends one request and returns the JSON of its response, which must be a success.
pub(super) fn call(server: &Server, request: &Request) -> Result<Value> {
    let response = http::call(server.address, request, TIMEOUT)?;
    let body = String::from_utf8_lossy(&response.body);
    ensure!(response.status < 300, "status {}: {body}", response.status);
    Ok(serde_json::from_str(&body)?)
}

pub(super) struct Scene {
    pub(super) size: Size,
    /// The id of the creator whom many watch
    pub(super) star: String,
    pub(super) star_token: String,
    pub(super) star_session: String,
    jwt_secret: String,
}

impl Scene {
    /// Lets the creator go live.
    pub(super) fn prepare(stack: &Stack, server: &Server, size: Size) -> Result<Self> {
        let star = data::creator(0);
        let star_token = jwt::bearer(&stack.secrets.jwt, &star)?;
        let go_live = Request::new("POST", "/api/stream/go-live").bearer(&star_token);
        let live = call(server, &go_live).context("the creator can't go live")?;
        let session = live["data"]["session"]["id"]
            .as_str()
            .context("a session without an id")?;
        Ok(Self {
            size,
            star,
            star_token,
            star_session: session.to_owned(),
            jwt_secret: stack.secrets.jwt.clone(),
        })
    }

    /// Creates a request of each of several users. `call` gets the id and the bearer token.
    pub(super) fn calls(
        &self,
        numbers: Range<u32>,
        id: impl Fn(u32) -> String,
        call: impl Fn(&str, &str) -> Call,
    ) -> Result<Calls> {
        let calls = numbers.map(|number| {
            let id = id(number);
            Ok(call(&id, &jwt::bearer(&self.jwt_secret, &id)?))
        });
        Ok(Calls::new(calls.collect::<Result<Vec<_>>>()?))
    }
}
