//! What the requests refer to: a creator who is live, and room tokens of guests.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};

use super::super::connection::{Connection, Poller, Progress};
use crate::http::Request;
use crate::state::State;

/// A demo user, an approved creator.
pub(super) const CREATOR: &str = "ada";

/// Neither the viewer's address nor one of the flood, so that preparations use up no limit.
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);
const TIMEOUT: Duration = Duration::from_secs(10);
/// Several, because each author has a limit of messages too.
const FLOODING_GUESTS: usize = 10;

pub(super) struct Scene {
    pub(super) server: SocketAddr,
    pub(super) server_pid: u32,
    pub(super) creator_id: String,
    pub(super) creator_token: String,
    /// A room token of a guest who watches
    pub(super) guest: String,
    pub(super) flooding_guests: Vec<String>,
}

impl Scene {
    /// Lets the creator go live and gets tokens for guests.
    pub(super) fn prepare(state: &State) -> Result<Self> {
        let address = state.url.strip_prefix("http://").unwrap_or(&state.url);
        let server = address.parse().context("the server's address")?;
        let login = Request::new("POST", "/api/dev/login").json(&json!({"username": CREATOR}));
        let login = call(server, &login)?;
        let creator_token = text(&login["data"]["token"])?;
        let creator_id = text(&login["data"]["user"]["id"])?;
        call(
            server,
            &Request::new("POST", "/api/stream/go-live").bearer(&creator_token),
        )?;
        let guest = || {
            let request = Request::new("POST", "/api/viewer/token").json(&json!({"hostId": creator_id}));
            text(&call(server, &request)?["data"]["token"])
        };
        Ok(Self {
            server,
            server_pid: state.pids.server.context("the state names no server")?,
            guest: guest()?,
            flooding_guests: (0..FLOODING_GUESTS).map(|_| guest()).collect::<Result<_>>()?,
            creator_id,
            creator_token,
        })
    }
}

/// Sends one request and returns the response, which must be a success.
fn call(server: SocketAddr, request: &Request) -> Result<Value> {
    let poller = Poller::new()?;
    let mut connection = Connection::open(&poller, 0, ADDRESS, server)?;
    let deadline = Instant::now() + TIMEOUT;
    let mut progress = connection.send(request.bytes());
    loop {
        match progress {
            Progress::Response(response) => {
                let body = String::from_utf8_lossy(&response.body).into_owned();
                ensure!(response.status < 300, "status {}: {body}", response.status);
                return Ok(serde_json::from_str(&body)?);
            }
            Progress::Closed => bail!("the server closed the connection"),
            Progress::Pending => {}
        }
        ensure!(Instant::now() < deadline, "no response within {TIMEOUT:?}");
        poller.wait_until(deadline)?;
        progress = connection.advance();
    }
}

fn text(value: &Value) -> Result<String> {
    Ok(value.as_str().context("a response lacks a field")?.to_owned())
}
