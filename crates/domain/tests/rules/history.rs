//! Summaries and lists of ended sessions.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::creator::ApplicationStatus;
use onair_domain::names::VariantArray as _;
use onair_domain::page::{PageLimit, PageRequest};
use onair_domain::room::RoomSid;
use onair_domain::session::{EndReason, HistoryError, NewSession, PastScope, Phase, Session};
use onair_domain::stream::{SessionId, StreamId, Title};
use onair_domain::user::{Requester, UserId, Username};
use quickcheck::quickcheck;

use crate::services::{Services, run};

#[tokio::test]
async fn a_summary_of_an_open_session_is_visible_only_to_its_creator() {
    let services = Services::new();
    let history = services.ports.history();
    let host = services.live_host("ada").await;
    let session = services.session(&host.id).await.unwrap();
    services.memory.clock.advance(Duration::from_secs(90));
    let (own, guest) = (Requester::User(host.id.clone()), Requester::Guest);
    let vera = Requester::User(services.user("vera").await.id);
    let summary = history.get_summary(&session.id, &own).await.unwrap();
    assert_eq!(
        (summary.duration, summary.session.is_open()),
        (Duration::from_secs(90), true)
    );
    for other in [&guest, &vera] {
        let refused = history.get_summary(&session.id, other).await;
        assert!(matches!(refused, Err(HistoryError::SessionUnknown)));
    }
    services.broadcasts.end_stream(&host.id).await.unwrap();
    services.memory.clock.advance(Duration::from_hours(1));
    for requester in [&own, &guest, &vera] {
        let summary = history.get_summary(&session.id, requester).await.unwrap();
        assert_eq!(summary.duration, Duration::from_secs(90));
        assert_eq!(summary.creator, host);
    }
    let unknown_id = SessionId::parse("nothing").unwrap();
    let unknown = history.get_summary(&unknown_id, &own).await;
    assert!(matches!(unknown, Err(HistoryError::SessionUnknown)));
}

#[tokio::test]
async fn ended_sessions_are_listed_for_approved_creators() {
    let services = Services::new();
    let vera = services.user("vera").await;
    let refused = services
        .ports
        .history()
        .list_ended(&vera.id, &PageRequest::default())
        .await;
    assert!(matches!(
        refused,
        Err(HistoryError::NotApproved(ApplicationStatus::None))
    ));
}

fn an_open_session() -> Session {
    Session::opened(NewSession {
        id: SessionId::from_trusted("session-1".to_owned()),
        stream_id: StreamId::from_trusted("stream-1".to_owned()),
        creator_id: UserId::parse("ada").unwrap(),
        title: Title::parse("Piano").unwrap(),
        room_sid: RoomSid::from_trusted("RM_0".to_owned()),
        started_at: Timestamp::UNIX_EPOCH,
    })
}

#[tokio::test]
async fn everybody_lists_the_sessions_of_a_creator_that_were_on_air() {
    let services = Services::new();
    let history = services.ports.history();
    let list = async |name: &str| {
        let name = Username::parse(name).unwrap();
        history.list_public(&name, &PageRequest::default()).await
    };
    assert!(matches!(list("ada").await, Err(HistoryError::UserUnknown)));
    services.user("ada").await;
    assert!(matches!(list("ada").await, Err(HistoryError::StreamUnknown)));
    let host = services.live_host("ada").await;
    assert_eq!(list("ada").await.unwrap().total, 0);
    let session = services.session(&host.id).await.unwrap().id;
    services.broadcasts.end_stream(&host.id).await.unwrap();
    let past = list("ADA").await.unwrap();
    assert_eq!((past.total, past.page.next), (1, None));
    assert_eq!(
        past.page.items.into_iter().map(|it| it.id).collect::<Vec<_>>(),
        [session]
    );
}

quickcheck! {
    fn public_sessions_are_ended_and_were_on_air(reason: u8, is_open: bool) -> bool {
        let session = an_open_session();
        let reason = EndReason::VARIANTS[usize::from(reason) % EndReason::VARIANTS.len()];
        let phase = if is_open { session.phase.clone() } else { Phase::Ended { at: session.started_at, reason } };
        let session = Session { phase, ..session };
        PastScope::All.contains(&session) != is_open
            && PastScope::Public.contains(&session) == (!is_open && reason != EndReason::NeverConnected)
    }

    fn pages_contain_each_ended_session_once_newest_first(count: u8, limit: u8) -> () {
        run(async {
            let services = Services::new();
            let history = services.ports.history();
            let host = services.host("ada").await;
            let mut expected = Vec::new();
            for number in 0..count % 40 {
                let start = services.broadcasts.go_live(&host).await.unwrap();
                expected.insert(0, start.session.id);
                // Some sessions start in the same millisecond.
                services.memory.clock.advance(Duration::from_millis(u64::from(number % 3)));
                services.broadcasts.end_stream(&host.id).await.unwrap();
            }
            services.broadcasts.go_live(&host).await.unwrap();
            let limit = PageLimit::new(i64::from(limit % 50) + 1).unwrap();
            let (mut listed, mut after) = (Vec::new(), None);
            for _ in 0..=expected.len() {
                let page = history.list_ended(&host.id, &PageRequest { limit, after }).await.unwrap();
                for session in page.items {
                    let reason = EndReason::EndedByCreator;
                    assert!(matches!(session.phase, Phase::Ended { reason: why, .. } if why == reason));
                    listed.push(session.id);
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(listed, expected);
        });
    }
}
