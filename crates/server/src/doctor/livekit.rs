//! The checks of LiveKit that need no room.

use onair_adapters_livekit::{CallRefused, LiveKitInspector};

use super::MAX_CLOCK_OFFSET;
use super::report::{Report, or_timeout, timeout_text};
use crate::config::MediaConfig;

pub(super) const CONNECTION: &str = "livekit.connection";
const CLOCK: &str = "livekit.clock";
pub(super) const KEY: &str = "livekit.key";
const ROOMS: &str = "livekit.rooms";

pub(super) const ALL: [&str; 4] = [CONNECTION, CLOCK, KEY, ROOMS];

/// Rooms of this domain are always created by joining.
const CLOUD: &str = ".livekit.cloud";

/// Returns whether calls of LiveKit are possible.
pub(super) async fn check(
    report: &mut Report,
    inspector: &LiveKitInspector,
    config: &MediaConfig,
    room: &str,
) -> bool {
    let address = config.livekit.url.ws();
    match or_timeout(inspector.reach())
        .await
        .map_or_else(|| Err(timeout_text()), |it| it.map_err(|it| it.to_string()))
    {
        Err(error) => {
            report.error(
                CONNECTION,
                format!("LiveKit does not answer at {address}: {error}."),
                "Start it, or correct LIVEKIT_URL.",
            );
            report.skip_all(&[CLOCK, KEY, ROOMS], CONNECTION);
            return false;
        }
        Ok(reached) => {
            if reached.status == 200 {
                report.ok(CONNECTION, format!("A server answers at {address}."));
            } else {
                report.error(
                    CONNECTION,
                    format!(
                        "The answer at {address} has the status {}, and LiveKit's would have 200.",
                        reached.status
                    ),
                    "Correct LIVEKIT_URL, or the proxy in front of LiveKit.",
                );
            }
            check_clock(report, reached.clock_offset);
        }
    }
    if !check_key(report, inspector, &address).await {
        report.skip_all(&[ROOMS], KEY);
        return false;
    }
    check_rooms(report, inspector, &address, room).await;
    true
}

fn check_clock(report: &mut Report, offset: Option<i64>) {
    match offset {
        None => report.skipped(
            CLOCK,
            "The answer does not tell the time.",
            "Compare the clocks of both machines by hand.",
        ),
        Some(seconds) if seconds.unsigned_abs() > MAX_CLOCK_OFFSET.as_secs() => report.error(
            CLOCK,
            format!(
                "The clock of LiveKit is {} s {} the one of this machine, so webhooks are ignored and tokens may be refused.",
                seconds.unsigned_abs(),
                if seconds > 0 { "ahead of" } else { "behind" },
            ),
            "Synchronise the clocks of both machines, for example by NTP.",
        ),
        Some(_) => report.ok(CLOCK, "The clock of LiveKit agrees with the one of this machine."),
    }
}

async fn check_key(report: &mut Report, inspector: &LiveKitInspector, address: &str) -> bool {
    match or_timeout(inspector.check_key()).await {
        Some(Ok(())) => {
            report.ok(KEY, "LiveKit accepts key and secret.");
            return true;
        }
        Some(Err(error)) => refused(report, KEY, &error, address),
        None => refused_text(report, KEY, &timeout_text()),
    }
    false
}

async fn check_rooms(report: &mut Report, inspector: &LiveKitInspector, address: &str, room: &str) {
    match or_timeout(inspector.creates_rooms_by_joining(room)).await {
        Some(Ok(false)) => report.ok(ROOMS, "Only calls with the API key create rooms."),
        Some(Ok(true)) if address.ends_with(CLOUD) => report.warning(
            ROOMS,
            "LiveKit Cloud creates a room for whoever joins.",
            "Nothing can be set; the server closes rooms without a broadcast within seconds.",
        ),
        Some(Ok(true)) => report.error(
            ROOMS,
            "LiveKit creates a room for whoever joins, so an old token opens a room that has ended.",
            "Set room: auto_create: false in LiveKit's configuration.",
        ),
        Some(Err(error)) => refused(report, ROOMS, &error, address),
        None => refused_text(report, ROOMS, &timeout_text()),
    }
}

/// Reports a call that LiveKit refused.
pub(super) fn refused(report: &mut Report, id: &'static str, error: &CallRefused, address: &str) {
    match error {
        CallRefused::UnknownKey => report.error(
            id,
            "LiveKit does not know the key in LIVEKIT_API_KEY.",
            "Set it to a name under keys: in LiveKit's configuration.",
        ),
        CallRefused::WrongSecret => report.error(
            id,
            "LiveKit has another secret for the key in LIVEKIT_API_KEY.",
            "Set LIVEKIT_API_SECRET to the secret of this key under keys: in LiveKit's configuration.",
        ),
        CallRefused::Clock => report.error(
            id,
            "LiveKit says that a token that was just signed has expired or is not valid yet.",
            "Synchronise the clocks of both machines, for example by NTP.",
        ),
        CallRefused::NotLiveKit(status) => report.error(
            id,
            format!("The server at {address} does not answer as LiveKit does (status {status})."),
            "Correct LIVEKIT_URL, or let the proxy pass all paths to LiveKit.",
        ),
        CallRefused::Unreachable(_) | CallRefused::Token(_) => refused_text(report, id, &error.to_string()),
    }
}

fn refused_text(report: &mut Report, id: &'static str, error: &str) {
    report.error(
        id,
        format!("LiveKit does not answer the call: {error}."),
        "See the log of LiveKit.",
    );
}
