//! The log: a line an event on standard error, for people or for machines.

use std::io::IsTerminal as _;

use anyhow::bail;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::ChronoLocal;
use tracing_subscriber::util::SubscriberInitExt as _;

/// What the libraries say of their own coming and going, we say better.
const DEFAULT_FILTER: &str = "info,actix_server=warn,tokio_postgres=warn";

/// Starts the log as `LOG_FORMAT` and `RUST_LOG` say.
pub(crate) fn start() -> anyhow::Result<()> {
    let directives = std::env::var("RUST_LOG")
        .ok()
        .filter(|directives| !directives.is_empty());
    let filter = EnvFilter::try_new(directives.as_deref().unwrap_or(DEFAULT_FILTER))?;
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
