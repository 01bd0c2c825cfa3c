//! The log: a line an event on standard error, for people or for machines.

use anyhow::bail;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts the log as `LOG_FORMAT` and `RUST_LOG` say.
pub(crate) fn start() -> anyhow::Result<()> {
    let filter = match std::env::var("RUST_LOG")
        .ok()
        .filter(|directives| !directives.is_empty())
    {
        Some(directives) => EnvFilter::try_new(directives)?,
        // What the framework says of its own start and stop, we say better.
        None => EnvFilter::new("info,actix_server=warn"),
    };
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match std::env::var("LOG_FORMAT")
        .ok()
        .filter(|format| !format.is_empty())
        .as_deref()
    {
        None | Some("json") => log
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .finish()
            .try_init()?,
        Some("pretty") => log.compact().with_target(false).finish().try_init()?,
        Some(other) => bail!("LOG_FORMAT must be json or pretty: {other:?}"),
    }
    Ok(())
}
