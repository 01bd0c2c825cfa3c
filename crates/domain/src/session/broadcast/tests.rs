//! What needs a port that is watched: that it is not asked at all.

use std::sync::Arc;

use chrono::DateTime;

use super::*;
use crate::Timestamp;
use crate::admin::AuditId;
use crate::chat::MessageId;
use crate::creator::{About, ApplicationState, CreatorApplication, Review};
use crate::ports::{
    IdSource, MockAuditLog, MockChatLog, MockCreatorApplications, MockLocks, MockMediaRooms,
    MockSessionRepository, MockSocialGraph, MockStreamRepository, MockTokenSigner, MockTokenVerifier,
    MockUserDirectory, Ports,
};
use crate::session::{Identity, SessionId};
use crate::stream::{StreamId, StreamPatch, Title};

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        DateTime::UNIX_EPOCH
    }
}

impl IdSource for Fixed {
    fn stream_id(&self) -> StreamId {
        StreamId::from_trusted("stream".to_owned())
    }

    fn session_id(&self) -> SessionId {
        SessionId::from_trusted("session".to_owned())
    }

    fn message_id(&self) -> MessageId {
        MessageId::from_trusted("message".to_owned())
    }

    fn audit_id(&self) -> AuditId {
        AuditId::from_trusted("audit".to_owned())
    }

    fn random(&self) -> u64 {
        0
    }
}

#[tokio::test]
async fn nobody_is_removed_under_an_identity_that_nobody_can_have() {
    let ada = UserId::parse("ada").unwrap();
    let application = CreatorApplication {
        state: ApplicationState::Approved(Review {
            by: ada.clone(),
            at: Fixed.now(),
        }),
        ..CreatorApplication::submitted(ada.clone(), About::parse("Hello").unwrap(), Fixed.now())
    };
    let mut applications = MockCreatorApplications::new();
    applications
        .expect_find()
        .returning(move |_| Ok(Some(application.clone())));
    let stream = Stream::set_up(
        Fixed.stream_id(),
        ada.clone(),
        Title::parse("Title").unwrap(),
        &StreamPatch::default(),
        Fixed.now(),
    );
    let mut streams = MockStreamRepository::new();
    streams
        .expect_find_by_creator()
        .returning(move |_| Ok(Some(stream.clone())));
    let service = BroadcastService::new(
        &Ports {
            streams: Arc::new(streams),
            sessions: Arc::new(MockSessionRepository::new()),
            users: Arc::new(MockUserDirectory::new()),
            social: Arc::new(MockSocialGraph::new()),
            applications: Arc::new(applications),
            chat: Arc::new(MockChatLog::new()),
            audit: Arc::new(MockAuditLog::new()),
            locks: Arc::new(MockLocks::new()),
            media: Arc::new(MockMediaRooms::new()),
            signer: Arc::new(MockTokenSigner::new()),
            verifier: Arc::new(MockTokenVerifier::new()),
            clock: Arc::new(Fixed),
            ids: Arc::new(Fixed),
        },
        Timing::default(),
    );
    let too_long = "x".repeat(UserId::MAX + 1);
    for nobody in ["", "\0", "a\0b", "é", "a b", "a\n", &too_long] {
        let identity = Identity::from_outside(nobody.to_owned());
        service.remove_viewer(&ada, &identity).await.unwrap();
    }
}
