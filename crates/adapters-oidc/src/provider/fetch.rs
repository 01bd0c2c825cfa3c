//! Requests to the identity provider.

use std::time::Duration;

use reqwest::header::ACCEPT;
use reqwest::{Client, RequestBuilder, StatusCode, Url, redirect};
use serde::de::DeserializeOwned;

/// The time limit of a request, response included.
pub(super) const REQUEST_TIMEOUT: Duration = Duration::from_secs(3);

/// The maximum size of a response. Documents of providers have a few kilobytes.
const MAX_RESPONSE_BYTES: usize = 256 * 1024;

/// The maximum number of redirects that are followed.
const MAX_REDIRECTS: usize = 3;

/// A document of the provider could not be fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error("{url} did not respond")]
    Unreachable {
        url: Url,
        #[source]
        source: reqwest::Error,
    },
    #[error("{url} responded with the status {status}")]
    Status { url: Url, status: StatusCode },
    #[error("the response of {0} is larger than {MAX_RESPONSE_BYTES} bytes")]
    TooLarge(Url),
    #[error("the response of {url} is not the expected JSON")]
    Json {
        url: Url,
        #[source]
        source: serde_json::Error,
    },
}

/// Creates a client that follows redirects only within the origin of the request.
///
/// Fails if the certificates of the system can't be loaded.
pub(super) fn client() -> Result<Client, reqwest::Error> {
    let within_origin = redirect::Policy::custom(|attempt| {
        let first = attempt.previous().first();
        if attempt.previous().len() > MAX_REDIRECTS {
            attempt.error("too many redirects")
        } else if first.is_some_and(|first| first.origin() == attempt.url().origin()) {
            attempt.follow()
        } else {
            attempt.error("a redirect to another host is not followed")
        }
    });
    Client::builder()
        .timeout(REQUEST_TIMEOUT)
        .redirect(within_origin)
        .user_agent("onair")
        .build()
}

/// Fetches a JSON document.
pub(super) async fn get<T: DeserializeOwned>(client: &Client, url: &Url) -> Result<T, FetchError> {
    send(client.get(url.clone()), url).await
}

/// Sends a request and reads its JSON response.
pub(super) async fn send<T: DeserializeOwned>(request: RequestBuilder, url: &Url) -> Result<T, FetchError> {
    let unreachable = |source: reqwest::Error| FetchError::Unreachable {
        url: url.clone(),
        source: source.without_url(),
    };
    let mut response = request
        .header(ACCEPT, "application/json")
        .send()
        .await
        .map_err(unreachable)?;
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status {
            url: url.clone(),
            status: response.status(),
        });
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_RESPONSE_BYTES {
            return Err(FetchError::TooLarge(url.clone()));
        }
    }
    serde_json::from_slice(&body).map_err(|source| FetchError::Json {
        url: url.clone(),
        source,
    })
}
