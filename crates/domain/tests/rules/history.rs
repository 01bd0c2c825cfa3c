//! Looking back at what was on.

use std::time::Duration;

use onair_domain::creator::ApplicationStatus;
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::session::{EndReason, HistoryError, Phase};
use onair_domain::stream::SessionId;
use onair_domain::user::Requester;
use quickcheck::quickcheck;

use crate::studio::{Studio, run};

#[tokio::test]
async fn a_summary_of_an_open_session_is_visible_only_to_its_creator() {
    let studio = Studio::new();
    let history = studio.ports.history();
    let host = studio.live_host("ada").await;
    let session = studio.session(&host.id).await.unwrap();
    studio.memory.clock.advance(Duration::from_secs(90));
    let (own, guest) = (Requester::User(host.id.clone()), Requester::Guest);
    let vera = Requester::User(studio.user("vera").await.id);
    let summary = history.get_summary(&session.id, &own).await.unwrap();
    assert_eq!(
        (summary.duration, summary.session.is_open()),
        (Duration::from_secs(90), true)
    );
    for other in [&guest, &vera] {
        let refused = history.get_summary(&session.id, other).await;
        assert!(matches!(refused, Err(HistoryError::SessionUnknown)));
    }
    studio.broadcasts.end_stream(&host.id).await.unwrap();
    studio.memory.clock.advance(Duration::from_hours(1));
    for requester in [&own, &guest, &vera] {
        let summary = history.get_summary(&session.id, requester).await.unwrap();
        assert_eq!(summary.duration, Duration::from_secs(90));
        assert_eq!(summary.creator, host);
    }
    let nothing = SessionId::parse("nothing").unwrap();
    let unknown = history.get_summary(&nothing, &own).await;
    assert!(matches!(unknown, Err(HistoryError::SessionUnknown)));
}

#[tokio::test]
async fn ended_sessions_are_listed_for_approved_creators() {
    let studio = Studio::new();
    let vera = studio.user("vera").await;
    let refused = studio
        .ports
        .history()
        .list_ended(&vera.id, &PageRequest::default())
        .await;
    assert!(matches!(
        refused,
        Err(HistoryError::NotApproved(ApplicationStatus::None))
    ));
}

quickcheck! {
    fn pages_contain_each_ended_session_once_newest_first(count: u8, limit: u8) -> () {
        run(async {
            let studio = Studio::new();
            let history = studio.ports.history();
            let host = studio.host("ada").await;
            let mut expected = Vec::new();
            for number in 0..count % 40 {
                let start = studio.broadcasts.go_live(&host).await.unwrap();
                expected.insert(0, start.session.id);
                // Some begin in the same millisecond.
                studio.memory.clock.advance(Duration::from_millis(u64::from(number % 3)));
                studio.broadcasts.end_stream(&host.id).await.unwrap();
            }
            studio.broadcasts.go_live(&host).await.unwrap();
            let limit = PageLimit::new(i64::from(limit % 50) + 1).unwrap();
            let (mut met, mut after) = (Vec::new(), None);
            for _ in 0..=expected.len() {
                let page = history.list_ended(&host.id, &PageRequest { limit, after }).await.unwrap();
                for session in page.items {
                    let reason = EndReason::EndedByCreator;
                    assert!(matches!(session.phase, Phase::Ended { reason: why, .. } if why == reason));
                    met.push(session.id);
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(met, expected);
        });
    }
}
