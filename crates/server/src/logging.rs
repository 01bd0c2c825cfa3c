//! The log: one line per event on standard error, as text or JSON.

use std::io::IsTerminal as _;

use anyhow::bail;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::ChronoLocal;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Levels of libraries. They log starts and stops, which the server logs itself, and an ERROR for each
/// invalid request, with which any client could fill the log. `RUST_LOG` overrides these levels.
const LIBRARY_LEVELS: &str = "actix_server=warn,tokio_postgres=warn,actix_http::h1=off";

/// Appends the directives of `RUST_LOG`. The last directive for a target applies.
fn filter(directives: Option<&str>) -> String {
    format!("{LIBRARY_LEVELS},{}", directives.unwrap_or("info"))
}

/// Starts the log with the format of `LOG_FORMAT` and the levels of `RUST_LOG`.
pub(crate) fn start() -> anyhow::Result<()> {
    let directives = std::env::var("RUST_LOG")
        .ok()
        .filter(|directives| !directives.is_empty());
    let filter = EnvFilter::try_new(filter(directives.as_deref()))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let format = std::env::var("LOG_FORMAT")
        .ok()
        .filter(|format| !format.is_empty());
    match format.as_deref() {
        None | Some("json") => log
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .finish()
            .try_init()?,
        Some("pretty") => {
            let time = ChronoLocal::new("%H:%M:%S%.3f".to_owned());
            let log = log.compact().with_timer(time).with_target(false);
            log.with_ansi(std::io::stderr().is_terminal())
                .finish()
                .try_init()?;
        }
        Some(other) => bail!("LOG_FORMAT must be json or pretty: {other:?}"),
    }
    Ok(())
}
