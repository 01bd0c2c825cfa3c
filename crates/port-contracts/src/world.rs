//! What the suites need from an adapter, and functions that create test data in it.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::creator::{ApplicationState, CreatorApplication};
use onair_domain::ports::{
    AuditLog, ChatLog, CreatorApplications, ExpiringData, LiveEvents, MediaRooms, SessionRepository,
    SocialGraph, StreamRepository, Thumbnails, UserDirectory,
};
use onair_domain::session::{EndReason, LiveState, Session};
use onair_domain::social::UserPair;
use onair_domain::stream::{Stream, StreamPatch};
use onair_domain::user::{User, UserId};

use crate::fixtures;

/// Detects whether a row was written. No port returns this.
#[async_trait]
pub trait RowVersions: Send + Sync {
    /// Returns a text that changes whenever the user's row is written, even with the same values. In
    /// PostgreSQL it consists of `xmin` and `ctid`; in memory it is a counter.
    async fn user_version(&self, user: &UserId) -> String;
}

/// The ports of an initially empty store.
#[expect(missing_docs, reason = "each field is the port it is named for")]
pub struct World {
    pub streams: Arc<dyn StreamRepository>,
    pub sessions: Arc<dyn SessionRepository>,
    pub users: Arc<dyn UserDirectory>,
    pub social: Arc<dyn SocialGraph>,
    pub applications: Arc<dyn CreatorApplications>,
    pub chat: Arc<dyn ChatLog>,
    pub thumbnails: Arc<dyn Thumbnails>,
    pub audit: Arc<dyn AuditLog>,
    pub expiring: Arc<dyn ExpiringData>,
    pub events: Arc<dyn LiveEvents>,
    pub row_versions: Arc<dyn RowVersions>,
    /// Dropped when the test is over.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// A media server. Tests may share it: room names are unique.
pub struct RoomsFixture {
    /// The port.
    pub rooms: Arc<dyn MediaRooms>,
    /// Dropped when the test is over.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

impl fmt::Debug for RoomsFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoomsFixture").finish_non_exhaustive()
    }
}

/// Functions that create the state that a case starts from. They panic if the adapter fails.
impl World {
    /// Stores a user; see [`fixtures::a_profile`].
    pub async fn user(&self, id: &str) -> User {
        let profile = fixtures::a_profile(id);
        self.users
            .upsert_from_claims(&profile, fixtures::time())
            .await
            .unwrap()
            .user
    }

    /// Stores a user with a stream; see [`fixtures::a_stream`].
    pub async fn stream(&self, creator: &str) -> Stream {
        let creator = self.user(creator).await;
        self.set_up(fixtures::a_stream(&creator.id)).await
    }

    /// Stores a user with a stream with this title.
    pub async fn stream_with_title(&self, creator: &str, title: &str) -> Stream {
        let creator = self.user(creator).await;
        let title = fixtures::title(title);
        self.set_up(Stream {
            title,
            ..fixtures::a_stream(&creator.id)
        })
        .await
    }

    /// Stores a stream.
    pub async fn set_up(&self, stream: Stream) -> Stream {
        let (stream, is_new) = self
            .streams
            .upsert(&stream, &StreamPatch::default())
            .await
            .unwrap();
        assert!(is_new, "the creator had a stream already");
        stream
    }

    /// Opens a session of a stream.
    pub async fn go_live(&self, stream: &Stream) -> Session {
        let session = fixtures::a_session(stream);
        assert!(
            self.sessions.open(&session).await.unwrap().is_some(),
            "the stream was live already"
        );
        session
    }

    /// Stores a user with a live stream with this many viewers.
    pub async fn live_stream(&self, creator: &str, viewers: u32) -> Stream {
        let stream = self.stream(creator).await;
        let session = self.go_live(&stream).await;
        let on_air = fixtures::in_state(
            &session,
            LiveState::OnAir {
                since: fixtures::time(),
            },
        );
        self.save(&session, fixtures::with_viewers(&on_air, viewers))
            .await;
        self.stored_stream(&stream.user_id).await
    }

    /// Changes an open session, and returns it as stored.
    pub async fn save(&self, before: &Session, after: Session) -> Session {
        let change = fixtures::a_change(before, after);
        let saved = self.sessions.save(&change).await.unwrap();
        assert!(saved, "the session was written meanwhile, or has ended");
        fixtures::saved(&change)
    }

    /// Ends an open session a minute after [`fixtures::time`], and returns it as stored.
    pub async fn end(&self, open: &Session, reason: EndReason) -> Session {
        self.save(open, fixtures::ended(open, fixtures::later(60), reason))
            .await
    }

    /// Returns the stream of a creator as stored.
    pub async fn stored_stream(&self, creator: &UserId) -> Stream {
        self.streams.find_by_creator(creator).await.unwrap().unwrap()
    }

    /// Returns the open session of a creator.
    pub async fn find_open(&self, creator: &UserId) -> Option<Session> {
        self.sessions.find_open(creator).await.unwrap()
    }

    /// Makes the first user follow the second.
    pub async fn follow(&self, actor: &UserId, target: &UserId) {
        let pair = UserPair::new(actor.clone(), target.clone()).unwrap();
        let followed = self.social.follow(&pair, fixtures::time()).await.unwrap();
        assert!(followed, "one of the two blocks the other");
    }

    /// Makes the first user block the second.
    pub async fn block(&self, actor: &UserId, target: &UserId) {
        let pair = UserPair::new(actor.clone(), target.clone()).unwrap();
        self.social.block(&pair, fixtures::time()).await.unwrap();
    }

    /// Stores a user with an application in this state.
    pub async fn applicant(&self, user: &str, state: ApplicationState) -> CreatorApplication {
        let user = self.user(user).await;
        let first = fixtures::an_application(&user.id);
        assert!(self.applications.submit(&first).await.unwrap());
        let next = CreatorApplication {
            state,
            ..first.clone()
        };
        assert!(self.applications.replace(&first, &next).await.unwrap());
        next
    }
}
