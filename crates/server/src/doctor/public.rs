//! The checks of the address under which people reach the server.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use reqwest::{Client, Response, StatusCode, redirect};
use serde_json::Value;

use super::certificate;
use super::report::{Report, cause, foreign};
use crate::config::HttpConfig;

const CONNECTION: &str = "public.connection";
const API: &str = "public.api";
const EVENTS: &str = "public.events";
const PROXIES: &str = "public.proxies";

/// All checks.
pub(super) const ALL: [&str; 4] = [CONNECTION, API, EVENTS, PROXIES];

/// The time limit of a request, response included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(12);

/// Checks the public address. `streamer` is the name of a user with a stream, if there is one, or why it can't
/// be read.
pub(super) async fn check(
    report: &mut Report,
    config: Option<&HttpConfig>,
    streamer: &Result<Option<String>, String>,
) -> reqwest::Result<()> {
    let Some(config) = config else {
        report.skip_all(&ALL, "PUBLIC_URL");
        return Ok(());
    };
    let Some(public_url) = config.public_url.as_ref().map(ToString::to_string) else {
        for id in ALL {
            report.skipped(
                id,
                "Not checked, because PUBLIC_URL is not set.",
                "Set PUBLIC_URL to the address that people enter, if it is not the one of the server itself.",
            );
        }
        return Ok(());
    };
    let client = Client::builder()
        .timeout(REQUEST_TIMEOUT)
        .redirect(redirect::Policy::none())
        .build()?;
    if check_connection(report, &client, &public_url).await {
        if check_api(report, &client, &public_url).await {
            check_events(report, &client, &public_url, streamer).await;
        } else {
            report.skip_all(&[EVENTS], API);
        }
    } else {
        report.skip_all(&[API, EVENTS], CONNECTION);
    }
    check_proxies(report, config, &public_url);
    Ok(())
}

async fn check_connection(report: &mut Report, client: &Client, public_url: &str) -> bool {
    let response = client.get(format!("{public_url}/health/live")).send().await;
    let response = match response {
        Ok(response) => response,
        Err(error) => {
            let (cause, advice) = certificate::problem(&error, &certificate::PROXY).unwrap_or_else(|| {
                (
                    foreign(cause(&error)),
                    "Start the proxy and the server, and correct PUBLIC_URL, its name server or the firewall; some networks do not let a machine reach its own public address.".to_owned(),
                )
            });
            report.error(
                CONNECTION,
                format!("No connection to {public_url}: {cause}."),
                advice,
            );
            return false;
        }
    };
    let status = response.status();
    if status.is_redirection() {
        let target = response.headers().get(LOCATION);
        let target = target
            .and_then(|target| target.to_str().ok())
            .unwrap_or("nowhere");
        report.error(
            CONNECTION,
            format!("The proxy redirects {public_url} to {}.", foreign(target)),
            "Set PUBLIC_URL to the address to which the proxy redirects.",
        );
        return false;
    }
    let is_alive = json(response).await.is_some_and(|body| body["status"] == "ok");
    if status != StatusCode::OK || !is_alive {
        report.error(
            CONNECTION,
            format!(
                "At {public_url} something else than this server answers (status {}).",
                status.as_u16()
            ),
            "Let the proxy pass all paths to BIND_ADDRESS, and start the server.",
        );
        return false;
    }
    report.ok(CONNECTION, format!("The server answers at {public_url}."));
    true
}

async fn check_api(report: &mut Report, client: &Client, public_url: &str) -> bool {
    let response = client.get(format!("{public_url}/api/config")).send().await;
    let response = match response {
        Ok(response) => response,
        Err(error) => {
            report.error(
                API,
                format!(
                    "The API does not answer at {public_url}: {}.",
                    foreign(cause(&error))
                ),
                "See the log of the proxy.",
            );
            return false;
        }
    };
    let status = response.status();
    let body = json(response).await.unwrap_or_default();
    if status == StatusCode::FORBIDDEN {
        report.error(
            API,
            "The server refuses the Host header that arrives.",
            "Let the proxy pass on Host unchanged (proxy_set_header Host $host in nginx), and give the server the same PUBLIC_URL.",
        );
        return false;
    }
    if status != StatusCode::OK || body["data"]["authMode"].is_null() {
        report.error(
            API,
            format!(
                "The API does not answer at {public_url} (status {}).",
                status.as_u16()
            ),
            "Let the proxy pass all paths on unchanged, /api included.",
        );
        return false;
    }
    report.ok(API, "The API answers through the public address.");
    true
}

async fn check_events(
    report: &mut Report,
    client: &Client,
    public_url: &str,
    streamer: &Result<Option<String>, String>,
) {
    let streamer = match streamer {
        Ok(Some(streamer)) => streamer,
        Ok(None) => {
            report.skipped(
                EVENTS,
                "Not checked, because there is no stream yet.",
                "Run the command again when a creator has set up a stream.",
            );
            return;
        }
        Err(error) => {
            report.skipped(
                EVENTS,
                format!("Not checked, because the streams can't be read: {error}."),
                "See the log of PostgreSQL.",
            );
            return;
        }
    };
    let mut url = url::Url::parse(public_url).ok();
    if let Some(url) = &mut url {
        // Names may need escapes.
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(["api", "viewer", "stream", streamer, "events"]);
        }
    }
    let url = url.map_or_else(String::new, Into::into);
    let request = client.get(url).header(ACCEPT, "text/event-stream").send();
    // A proxy that buffers may hold back the head of the response too.
    let response = match request.await {
        Ok(response) => response,
        Err(error) if error.is_timeout() => return report_buffering(report),
        Err(error) => {
            report.error(
                EVENTS,
                format!("The event stream can't be opened: {}.", foreign(cause(&error))),
                "See the log of the proxy.",
            );
            return;
        }
    };
    let kind = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if response.status() != StatusCode::OK || !kind.is_some_and(|kind| kind.starts_with("text/event-stream"))
    {
        report.error(
            EVENTS,
            format!(
                "The event stream is not available (status {}).",
                response.status().as_u16()
            ),
            "See the log of the server.",
        );
        return;
    }
    if has_snapshot(response).await {
        report.ok(EVENTS, "Event streams arrive at once.");
    } else {
        report_buffering(report);
    }
}

fn report_buffering(report: &mut Report) {
    report.error(
        EVENTS,
        "The first event of an event stream does not arrive, because the proxy buffers the response.",
        "Switch off buffering (proxy_buffering off in nginx) and compression of text/event-stream in the proxy.",
    );
}

/// Whether the first event arrives before the time limit of the request.
async fn has_snapshot(mut response: Response) -> bool {
    let mut received = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        received.extend_from_slice(&chunk);
        if received.windows(2).any(|bytes| bytes == b"\n\n") {
            return true;
        }
    }
    false
}

fn check_proxies(report: &mut Report, config: &HttpConfig, public_url: &str) {
    let is_proxied = public_url.starts_with("https:");
    if is_proxied && config.trusted_proxies.is_empty() {
        report.warning(
            PROXIES,
            "No proxy is trusted, so all guests count as one client, share its limits, and are refused together.",
            "Set TRUSTED_PROXIES to the address of the proxy in front of the server.",
        );
    } else {
        report.ok(
            PROXIES,
            "The address of a client is read as TRUSTED_PROXIES says.",
        );
    }
}

/// Reads a JSON response.
async fn json(response: Response) -> Option<Value> {
    response.json().await.ok()
}
