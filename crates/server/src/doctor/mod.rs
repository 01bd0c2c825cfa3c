//! The command `doctor`: checks the configuration and everything that it names. `docs/doctor.md` lists the
//! checks.

mod certificate;
mod database;
mod identity;
mod livekit;
mod media;
mod public;
mod report;
mod server;
mod webhook;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use onair_adapters_livekit::LiveKitInspector;
use onair_domain::ports::{Clock, IdSource as _};
use onair_domain::session::machine::MAX_NOTIFICATION_AGE;
use report::Report;

use crate::config::{Config, ConfigParts};
use crate::system::{SystemClock, SystemIds};

const CONFIGURATION: &str = "configuration";

/// The largest difference of two clocks without consequences: older notifications are ignored.
const MAX_CLOCK_OFFSET: Duration = MAX_NOTIFICATION_AGE;

/// The options of the command.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Print one JSON document instead of lines
    #[arg(long)]
    json: bool,
    /// File with an access token to verify, or `-` for standard input
    #[arg(long, value_name = "FILE")]
    token: Option<PathBuf>,
}

/// Runs all checks and prints what they found. Returns whether there is no error.
pub(crate) async fn run(
    args: &DoctorArgs,
    lookup: &(dyn Fn(&str) -> Option<String> + Sync),
) -> anyhow::Result<bool> {
    let token = args.token.as_deref().map(identity::read_token).transpose()?;
    let mut report = Report::new(args.json);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (config, errors) = Config::read_parts(lookup);
    for error in &errors {
        report.error(
            CONFIGURATION,
            format!("{error}."),
            "docs/configuration.md describes each variable.",
        );
    }
    if errors.is_empty() {
        report.ok(CONFIGURATION, "All variables have valid values.");
    }
    let streamer = database::check(&mut report, config.database.as_ref(), &*clock).await;
    check_media_server(&mut report, &config, clock.clone()).await?;
    public::check(&mut report, config.http.as_ref(), &streamer).await?;
    identity::check(
        &mut report,
        config.auth.as_ref(),
        config.http.as_ref(),
        token,
        clock,
    )
    .await?;
    Ok(report.finish())
}

async fn check_media_server(
    report: &mut Report,
    config: &ConfigParts,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<()> {
    let Some(media) = &config.media else {
        report.skip_all(&livekit::ALL, "the configuration of LiveKit");
        report.skip_all(&[webhook::ARRIVAL], livekit::CONNECTION);
        report.skip_all(&media::ALL, livekit::CONNECTION);
        return Ok(());
    };
    let inspector = LiveKitInspector::new(&media.livekit, clock).context("the HTTP client")?;
    // No user has such an id, so no server takes the room for one of its own.
    let room = |purpose: &str| format!("guest-doctor-{purpose}-{:016x}", SystemIds.random());
    if !livekit::check(report, &inspector, media, &room("missing")).await {
        report.skip_all(&[webhook::ARRIVAL], livekit::KEY);
        report.skip_all(&media::ALL, livekit::KEY);
        return Ok(());
    }
    webhook::check(report, &inspector, config.http.as_ref(), &room("webhook")).await?;
    media::check(report, &inspector, config.http.as_ref(), media, &room("media")).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_is_documented() {
        let document = include_str!("../../../../docs/doctor.md");
        let documented: Vec<_> = document
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(id, _)| id)
            .filter(|id| !report::STATUS_NAMES.contains(id))
            .collect();
        let mut checks = vec![CONFIGURATION];
        checks.extend(database::ALL);
        checks.extend(livekit::ALL);
        checks.push(webhook::ARRIVAL);
        checks.extend(media::ALL);
        checks.extend(public::ALL);
        checks.extend(identity::ALL);
        assert_eq!(documented, checks);
    }
}
