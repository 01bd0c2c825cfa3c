//! Tests of the model.

use std::time::Duration;

use quickcheck::{Arbitrary, Gen, quickcheck};

use super::{Broadcast, Expectation, Moment, Part, Parts, Phase};
use crate::soak::bounds::{CACHE, CRASH_DETECTION, REACTION, RECOVERY, timing};

const fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

impl Arbitrary for Phase {
    fn arbitrary(random: &mut Gen) -> Self {
        let since = at(u8::arbitrary(random).into());
        match u8::arbitrary(random) % 5 {
            0 => Self::Unknown,
            1 => Self::Offline { since },
            2 => Self::Starting { asked: since, since },
            3 => Self::Sending { since },
            _ => Self::Gone {
                from: since,
                by: since,
                is_crash: bool::arbitrary(random),
                was_on_air: bool::arbitrary(random),
            },
        }
    }
}

fn expect(phase: Phase, parts: &Parts, now: Moment) -> Expectation {
    let broadcast = Broadcast {
        phase,
        ..Broadcast::default()
    };
    broadcast.expectation(parts, now)
}

quickcheck! {
    fn each_phase_is_certain_in_the_end(phase: Phase) -> bool {
        let late = expect(phase, &Parts::default(), at(10_000));
        late == match phase {
            Phase::Unknown => Expectation::Any,
            Phase::Sending { .. } => Expectation::OnAir,
            Phase::Offline { .. } | Phase::Starting { .. } | Phase::Gone { .. } => Expectation::Offline,
        }
    }

    fn what_is_certain_stays_so_unless_a_time_limit_ends_it(phase: Phase, now: u16, later: u16) -> bool {
        let now = at(now.into());
        let parts = Parts::default();
        match (expect(phase, &parts, now), expect(phase, &parts, now + at(later.into()))) {
            (Expectation::Any, _) => true,
            // A broadcast without media ends by itself, and one with media gets on air.
            (Expectation::Live, after) => {
                matches!(phase, Phase::Sending { .. }) == (after == Expectation::OnAir)
                    || after == Expectation::Live
                    || after == Expectation::Any
            }
            (before, after) => before == after,
        }
    }

    fn no_end_is_expected_while_a_part_is_away(phase: Phase, now: u16) -> bool {
        let mut parts = Parts::default();
        parts.leave(Part::Postgres);
        let expected = expect(phase, &parts, at(now.into()));
        expected != Expectation::OnAir
            && (expected != Expectation::Offline || matches!(phase, Phase::Offline { .. }))
    }

    fn nothing_is_expected_while_a_call_is_pending(phase: Phase, now: u16) -> bool {
        let broadcast = Broadcast { phase, is_changing: true, session: None };
        broadcast.expectation(&Parts::default(), at(now.into())) == Expectation::Any
    }
}

#[test]
fn a_restart_of_the_server_does_not_end_a_broadcast() {
    let sending = Phase::Sending { since: at(10) };
    let mut parts = Parts::default();
    parts.leave(Part::Server);
    assert_eq!(expect(sending, &parts, at(30)), Expectation::Live);
    parts.come_back(Part::Server, at(40));
    assert_eq!(expect(sending, &parts, at(41)), Expectation::Live);
    let recovered = at(40) + RECOVERY + REACTION;
    assert_eq!(expect(sending, &parts, recovered), Expectation::OnAir);
}

#[test]
fn after_a_restart_of_livekit_only_new_connections_count() {
    let mut parts = Parts::default();
    parts.leave(Part::LiveKit);
    parts.come_back(Part::LiveKit, at(40));
    assert_eq!(
        expect(Phase::Sending { since: at(10) }, &parts, at(45)),
        Expectation::Any
    );
    assert_eq!(
        expect(Phase::Sending { since: at(41) }, &parts, at(45)),
        Expectation::Live
    );
}

#[test]
fn a_broadcast_ends_after_the_grace_and_not_before() {
    let gone = |is_crash| Phase::Gone {
        from: at(10),
        by: at(11),
        is_crash,
        was_on_air: true,
    };
    let parts = Parts::default();
    let grace = timing().reconnect_grace;
    assert_eq!(
        expect(gone(false), &parts, at(9) + grace.saturating_sub(CACHE)),
        Expectation::Live
    );
    let end = at(11) + grace + REACTION;
    assert_eq!(
        expect(gone(false), &parts, end.saturating_sub(at(1))),
        Expectation::Any
    );
    assert_eq!(expect(gone(false), &parts, end), Expectation::Offline);
    assert_eq!(expect(gone(true), &parts, end), Expectation::Any);
    assert_eq!(
        expect(gone(true), &parts, end + CRASH_DETECTION),
        Expectation::Offline
    );
}

#[test]
fn a_restarted_livekit_has_no_crashed_participants() {
    let mut parts = Parts::default();
    assert_eq!(parts.departure(at(10), false), at(10));
    assert_eq!(parts.departure(at(10), true), at(10) + CRASH_DETECTION);
    parts.leave(Part::LiveKit);
    parts.come_back(Part::LiveKit, at(12));
    assert_eq!(parts.departure(at(10), true), at(10));
    assert_eq!(parts.departure(at(13), true), at(13) + CRASH_DETECTION);
    parts.leave(Part::LiveKit);
    parts.resume(Part::LiveKit, at(20));
    assert_eq!(parts.departure(at(13), true), at(13) + CRASH_DETECTION);
}

#[test]
fn who_left_before_the_server_could_notice_has_no_grace() {
    let parts = Parts::default();
    let mut broadcast = Broadcast {
        phase: Phase::Sending { since: at(10) },
        ..Broadcast::default()
    };
    broadcast.lose_media(&parts, at(11), at(12), false);
    assert_eq!(broadcast.expectation(&parts, at(15)), Expectation::Any);
    broadcast.phase = Phase::Sending { since: at(20) };
    broadcast.lose_media(&parts, at(20) + REACTION, at(40), false);
    assert_eq!(broadcast.expectation(&parts, at(41)), Expectation::Live);
}

#[test]
fn an_end_counts_at_once_whatever_is_away() {
    let mut parts = Parts::default();
    parts.leave(Part::LiveKit);
    let offline = Phase::Offline { since: at(10) };
    assert_eq!(expect(offline, &parts, at(10) + CACHE), Expectation::Offline);
}

#[test]
fn answers_are_compared_with_state_and_flag() {
    assert!(Expectation::OnAir.allows(true, Some("ON_AIR")) && Expectation::OnAir.allows(true, None));
    assert!(!Expectation::OnAir.allows(true, Some("INTERRUPTED")) && !Expectation::OnAir.allows(false, None));
    assert!(
        Expectation::Live.allows(true, Some("STARTING")) && !Expectation::Live.allows(true, Some("OFFLINE"))
    );
    assert!(Expectation::Offline.allows(false, Some("OFFLINE")) && !Expectation::Offline.allows(true, None));
    assert!(Expectation::Any.allows(true, Some("OFFLINE")));
}
