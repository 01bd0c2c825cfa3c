//! A live host with a room, for tests of broadcasts.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::ports::Clock as _;
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{EndReason, MediaEvent, MediaNotification, Phase, Repair, Session};
use onair_domain::stream::BroadcastState;
use onair_domain::user::User;

use crate::services::Services;

/// A live host, the name of the room, and the identity of the host in it.
pub(crate) struct BroadcastFixture {
    pub(crate) services: Services,
    pub(crate) host: User,
    pub(crate) room: RoomName,
    pub(crate) identity: Identity,
}

/// The result of a reconciliation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reconciled {
    pub(crate) ended: Vec<EndReason>,
    pub(crate) repairs: Vec<&'static str>,
}

impl BroadcastFixture {
    pub(crate) async fn new() -> Self {
        let services = Services::new();
        let host = services.live_host("ada").await;
        Self {
            room: RoomName::of(&host.id),
            identity: Identity::of_user(&host.id),
            services,
            host,
        }
    }

    /// On air, after a reconciliation.
    pub(crate) async fn on_air() -> Self {
        let fixture = Self::new().await;
        fixture.publish_as_host();
        assert_eq!(fixture.reconcile_after(2).await.ended, []);
        assert_eq!(fixture.state().await, BroadcastState::OnAir);
        fixture
    }

    pub(crate) fn publish_as_host(&self) {
        let media = &self.services.memory.media;
        assert!(media.join(&self.room, &self.identity, "Ada"));
        media.publish(&self.room, &self.identity);
    }

    pub(crate) fn join(&self, id: &str) -> Identity {
        let identity = Identity::from_outside(id.to_owned());
        assert!(self.services.memory.media.join(&self.room, &identity, id));
        identity
    }

    pub(crate) fn is_connected(&self, identity: &Identity) -> bool {
        self.services.memory.media.is_connected(&self.room, identity)
    }

    /// Reconciles after this time. Fails on an outage.
    pub(crate) async fn reconcile_after(&self, seconds: u64) -> Reconciled {
        self.advance(seconds);
        let report = self.services.reconciler.reconcile_once().await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
        Reconciled {
            ended: report.ended.iter().map(reason).collect(),
            repairs: report.repairs.iter().map(Repair::kind).collect(),
        }
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.services.memory.clock.advance(Duration::from_secs(seconds));
    }

    pub(crate) async fn state(&self) -> BroadcastState {
        self.services.status(&self.host.id).await.state
    }

    pub(crate) async fn session(&self) -> Session {
        self.services.session(&self.host.id).await.unwrap()
    }

    /// A notification as the media server would send it now.
    pub(crate) fn notification(&self, event: MediaEvent) -> MediaNotification {
        let now = self.services.memory.clock.now();
        let sid = self.services.memory.media.sid(&self.room);
        MediaNotification {
            room: self.room.clone(),
            sid: sid.unwrap_or_else(|| RoomSid::from_trusted("RM_gone".to_owned())),
            at: Timestamp::from_timestamp(now.timestamp(), 0),
            event,
        }
    }

    /// The connection of a participant.
    pub(crate) fn connection(&self, who: &Identity) -> ConnectionId {
        self.services.memory.media.connection(&self.room, who).unwrap()
    }

    /// Processes a notification that a participant has joined.
    pub(crate) async fn notify_joined(&self, who: &Identity) {
        let event = MediaEvent::Joined {
            identity: who.clone(),
            connection: self.connection(who),
        };
        self.notify(event).await;
    }

    /// Processes a notification of an event that happens now.
    pub(crate) async fn notify(&self, event: MediaEvent) {
        self.process(&self.notification(event)).await;
    }

    /// Processes a notification. Fails on an outage.
    pub(crate) async fn process(&self, notification: &MediaNotification) {
        let notifications = std::slice::from_ref(notification);
        let report = self.services.broadcasts.process(notifications).await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
    }
}

fn reason(session: &Session) -> EndReason {
    match session.phase {
        Phase::Ended { reason, .. } => reason,
        Phase::Open(_) => panic!("not ended: {session:?}"),
    }
}
