//! A live host and their room, for tests of what happens in it.

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::ports::Clock as _;
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::{EndReason, MediaEvent, MediaNotification, Phase, Repair, Session};
use onair_domain::stream::BroadcastState;
use onair_domain::user::User;

use crate::studio::Studio;

/// A live host, with a name for their room and one for themselves in it.
pub(crate) struct Scene {
    pub(crate) studio: Studio,
    pub(crate) host: User,
    pub(crate) room: RoomName,
    pub(crate) identity: Identity,
}

/// What came of a round.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Came {
    pub(crate) ended: Vec<EndReason>,
    pub(crate) repairs: Vec<&'static str>,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let studio = Studio::new();
        let host = studio.live_host("ada").await;
        Self {
            room: RoomName::of(&host.id),
            identity: Identity::of_user(&host.id),
            studio,
            host,
        }
    }

    /// On air, as a round found out.
    pub(crate) async fn on_air() -> Self {
        let scene = Self::new().await;
        scene.host_publishes();
        assert_eq!(scene.round_after(2).await.ended, []);
        assert_eq!(scene.state().await, BroadcastState::OnAir);
        scene
    }

    pub(crate) fn host_publishes(&self) {
        let media = &self.studio.memory.media;
        assert!(media.join(&self.room, &self.identity, "Ada"));
        media.publish(&self.room, &self.identity);
    }

    pub(crate) fn joins(&self, id: &str) -> Identity {
        let identity = Identity::from_outside(id.to_owned());
        assert!(self.studio.memory.media.join(&self.room, &identity, id));
        identity
    }

    pub(crate) fn is_there(&self, identity: &Identity) -> bool {
        self.studio.memory.media.is_connected(&self.room, identity)
    }

    /// Looks once so many seconds have passed. Nothing must fail.
    pub(crate) async fn round_after(&self, seconds: u64) -> Came {
        self.pass(seconds);
        let round = self.studio.reconciler.reconcile_once().await;
        assert!(round.outage.is_none(), "{:?}", round.outage);
        Came {
            ended: round.ended.iter().map(reason).collect(),
            repairs: round.repairs.iter().map(Repair::kind).collect(),
        }
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.studio.memory.clock.advance(Duration::from_secs(seconds));
    }

    pub(crate) async fn state(&self) -> BroadcastState {
        let status = self.studio.streams.get_stream_status(&self.host.id).await;
        status.unwrap().state
    }

    pub(crate) async fn session(&self) -> Session {
        self.studio.session(&self.host.id).await.unwrap()
    }

    /// The notification that the media server would send now.
    pub(crate) fn notification(&self, event: MediaEvent) -> MediaNotification {
        let now = self.studio.memory.clock.now();
        let sid = self.studio.memory.media.sid(&self.room);
        MediaNotification {
            room: self.room.clone(),
            sid: sid.unwrap_or_else(|| RoomSid::from_trusted("RM_gone".to_owned())),
            at: Timestamp::from_timestamp(now.timestamp(), 0),
            event,
        }
    }

    /// By which connection somebody is in the room.
    pub(crate) fn connection(&self, who: &Identity) -> ConnectionId {
        self.studio.memory.media.connection(&self.room, who).unwrap()
    }

    /// The notification that somebody has joined is processed.
    pub(crate) async fn arrival_is_told(&self, who: &Identity) {
        let event = MediaEvent::Joined {
            identity: who.clone(),
            connection: self.connection(who),
        };
        self.notify(event).await;
    }

    /// A notification of something that happens now is processed.
    pub(crate) async fn notify(&self, event: MediaEvent) {
        self.process(&self.notification(event)).await;
    }

    /// A notification is processed.
    pub(crate) async fn process(&self, notification: &MediaNotification) {
        let one = std::slice::from_ref(notification);
        let report = self.studio.broadcasts.process(one).await;
        assert!(report.outage.is_none(), "{:?}", report.outage);
    }
}

fn reason(session: &Session) -> EndReason {
    match session.phase {
        Phase::Ended { reason, .. } => reason,
        Phase::Open(_) => panic!("not over: {session:?}"),
    }
}
