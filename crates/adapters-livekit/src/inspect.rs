//! [`LiveKitInspector`]: what a LiveKit server permits and offers, before this service uses it.
//!
//! The requests are made without the client library, which hides the status and the text of an error.

mod media_path;
mod relay;
mod signalling;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use jsonwebtoken::{EncodingKey, Header};
use livekit_api::access_token::{Claims, VideoGrants};
use onair_domain::Timestamp;
use onair_domain::ports::Clock;
use reqwest::header::{AUTHORIZATION, DATE};
use reqwest::{Client, Response, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

pub use relay::RelayError;
pub use signalling::{IceCandidate, JoinError, Joined, Protocol};

use crate::{LiveKitConfig, LiveKitUrl};

/// The time limit of a request. LiveKit answers in a few milliseconds.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// How long the tokens of an inspection are valid.
const TOKEN_LIFETIME: Duration = Duration::from_mins(2);

/// The identity of the participant that joins for an inspection.
const IDENTITY: &str = "guest-doctor";

/// Inspects a LiveKit server.
#[derive(Clone)]
pub struct LiveKitInspector {
    client: Client,
    config: LiveKitConfig,
    key: EncodingKey,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for LiveKitInspector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LiveKitInspector")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// The response of a server that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The status of `GET /`, which LiveKit answers with 200.
    pub status: u16,
    /// The server's clock minus the one of this machine, in whole seconds, if the response has a `Date`.
    pub clock_offset: Option<i64>,
}

/// The server did not respond. `Display` yields the reason.
#[derive(Debug, thiserror::Error)]
#[error("{}", reason(.0))]
pub struct Unreachable(#[from] reqwest::Error);

/// Why a call was refused.
#[derive(Debug, thiserror::Error)]
pub enum CallRefused {
    /// No response.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// The server does not know the API key.
    #[error("LiveKit does not know the API key")]
    UnknownKey,
    /// The secret does not belong to the API key.
    #[error("the secret does not belong to the API key")]
    WrongSecret,
    /// The clocks of both machines differ too much for tokens.
    #[error("LiveKit says that the token has expired or is not valid yet")]
    Clock,
    /// The response is not that of a LiveKit server.
    #[error("the response, with the status {0}, is not that of a LiveKit server")]
    NotLiveKit(u16),
    /// The token could not be signed.
    #[error("a token can't be signed")]
    Token(#[source] jsonwebtoken::errors::Error),
}

impl From<reqwest::Error> for CallRefused {
    fn from(error: reqwest::Error) -> Self {
        Self::Unreachable(error.into())
    }
}

/// The cause at the bottom, which names the system's error, behind the one at the top.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no response within {} s", REQUEST_TIMEOUT.as_secs());
    }
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes
        .last()
        .map_or_else(|| error.to_string(), ToString::to_string)
}

impl LiveKitInspector {
    /// Creates an inspector. It connects with the first call.
    ///
    /// Fails if the HTTP client can't be created.
    pub fn new(config: &LiveKitConfig, clock: Arc<dyn Clock>) -> Result<Self, Unreachable> {
        let client = Client::builder().timeout(REQUEST_TIMEOUT).build()?;
        Ok(Self {
            client,
            config: config.clone(),
            key: EncodingKey::from_secret(config.api_secret.expose_secret().as_bytes()),
            clock,
        })
    }

    /// Requests the health check of the server.
    pub async fn reach(&self) -> Result<Reached, Unreachable> {
        let sent_at = self.clock.now();
        let response = self.client.get(self.config.url.http()).send().await?;
        let date = response.headers().get(DATE);
        let date = date.and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
        Ok(Reached {
            status: response.status().as_u16(),
            clock_offset: date.map(|date| {
                // The header has whole seconds, and was written between the request and now.
                let date = date.to_utc();
                let (earliest, latest) = (sent_at - date, self.clock.now() - date);
                if earliest.num_milliseconds() > 1000 {
                    -(earliest.num_seconds())
                } else if latest.num_milliseconds() < 0 {
                    -(latest.num_seconds())
                } else {
                    0
                }
            }),
        })
    }

    /// Calls the room service with the configured key.
    pub async fn check_key(&self) -> Result<(), CallRefused> {
        let grants = VideoGrants {
            room_list: true,
            ..VideoGrants::default()
        };
        // One room, which need not exist: the cost does not depend on the number of rooms.
        self.call("ListRooms", &json!({ "names": ["health"] }), grants)
            .await
    }

    /// Whether joining a room that does not exist creates it. The check creates none.
    pub async fn creates_rooms_by_joining(&self, missing_room: &str) -> Result<bool, CallRefused> {
        let token = self.join_token(missing_room)?;
        let url = format!("{}/rtc/validate", self.config.url.http());
        let response = self
            .client
            .get(url)
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .send()
            .await?;
        match response.status() {
            StatusCode::OK => Ok(true),
            StatusCode::NOT_FOUND => Ok(false),
            _ => Err(refusal(response).await),
        }
    }

    /// Creates a room that LiveKit closes if nobody has joined within a minute.
    pub async fn create_room(&self, room: &str) -> Result<(), CallRefused> {
        let options = json!({ "name": room, "empty_timeout": 60, "departure_timeout": 1 });
        self.call("CreateRoom", &options, room_admin()).await
    }

    /// Deletes a room.
    pub async fn delete_room(&self, room: &str) -> Result<(), CallRefused> {
        self.call("DeleteRoom", &json!({ "room": room }), room_admin())
            .await
    }

    /// Joins a room at the address that browsers use, and receives the addresses for media.
    pub async fn join(&self, public_url: &LiveKitUrl, room: &str) -> Result<Joined, JoinError> {
        let token = self.join_token(room).map_err(JoinError::Refused)?;
        signalling::join(&self.client, &public_url.http(), &token).await
    }

    /// Asks a TURN relay that LiveKit offers for an answer. `None` if it is not reached by TLS.
    pub async fn ask_relay(&self, url: &str) -> Option<Result<(), RelayError>> {
        if relay::is_on_tls(url) {
            Some(relay::ask(url).await)
        } else {
            None
        }
    }

    async fn call(&self, method: &str, body: &Value, grants: VideoGrants) -> Result<(), CallRefused> {
        let token = self.sign(grants)?;
        let url = format!("{}/twirp/livekit.RoomService/{method}", self.config.url.http());
        let request = self
            .client
            .post(url)
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .json(body);
        let response = request.send().await?;
        if response.status() != StatusCode::OK {
            return Err(refusal(response).await);
        }
        // Another web server may answer every path with a page.
        let status = response.status().as_u16();
        match response.json::<Value>().await {
            Ok(Value::Object(_)) => Ok(()),
            _ => Err(CallRefused::NotLiveKit(status)),
        }
    }

    fn join_token(&self, room: &str) -> Result<String, CallRefused> {
        self.sign(VideoGrants {
            room_join: true,
            room: room.to_owned(),
            can_publish: Some(false),
            can_publish_data: Some(false),
            can_subscribe: Some(true),
            ..VideoGrants::default()
        })
    }

    fn sign(&self, video: VideoGrants) -> Result<String, CallRefused> {
        let seconds = |at: Timestamp| usize::try_from(at.timestamp()).unwrap_or_default();
        let now = self.clock.now();
        let claims = Claims {
            iss: self.config.api_key.clone(),
            sub: IDENTITY.to_owned(),
            nbf: seconds(now),
            exp: seconds(now + TOKEN_LIFETIME),
            video,
            ..Claims::default()
        };
        jsonwebtoken::encode(&Header::default(), &claims, &self.key).map_err(CallRefused::Token)
    }
}

fn room_admin() -> VideoGrants {
    VideoGrants {
        room_create: true,
        ..VideoGrants::default()
    }
}

/// Reads the reason from LiveKit's text. It is not passed on, because it contains the token.
async fn refusal(response: Response) -> CallRefused {
    let status = response.status();
    let text = response.text().await.unwrap_or_default();
    if status != StatusCode::UNAUTHORIZED {
        return CallRefused::NotLiveKit(status.as_u16());
    }
    if text.contains("invalid API key") {
        CallRefused::UnknownKey
    } else if text.contains("signature") {
        CallRefused::WrongSecret
    } else if text.contains("expired") || text.contains("not valid yet") || text.contains("before issued") {
        CallRefused::Clock
    } else {
        CallRefused::NotLiveKit(status.as_u16())
    }
}
