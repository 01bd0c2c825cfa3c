//! What the suites need of an adapter, and short ways to fill it.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use onair_domain::creator::{ApplicationState, CreatorApplication};
use onair_domain::ports::{
    AuditLog, ChatLog, CreatorApplications, LiveEvents, MediaRooms, SessionRepository, SocialGraph,
    StreamRepository, UserDirectory,
};
use onair_domain::session::{EndReason, LiveState, Session};
use onair_domain::social::UserPair;
use onair_domain::stream::{Stream, StreamPatch};
use onair_domain::user::{User, UserId};

use crate::fixtures;

/// Shows whether a row was written, which no port tells.
#[async_trait]
pub trait WriteWitness: Send + Sync {
    /// Some text that changes whenever the user's row is written, even with the values it had. In
    /// PostgreSQL, `xmin` and `ctid` make one; in memory, a counter does.
    async fn user_version(&self, user: &UserId) -> String;
}

/// A store that is empty at first, through its ports, which all keep their state in the same place.
#[expect(missing_docs, reason = "each field is the port it is named for")]
pub struct World {
    pub streams: Arc<dyn StreamRepository>,
    pub sessions: Arc<dyn SessionRepository>,
    pub users: Arc<dyn UserDirectory>,
    pub social: Arc<dyn SocialGraph>,
    pub applications: Arc<dyn CreatorApplications>,
    pub chat: Arc<dyn ChatLog>,
    pub audit: Arc<dyn AuditLog>,
    pub events: Arc<dyn LiveEvents>,
    pub writes: Arc<dyn WriteWitness>,
    /// Kept until the test is over: what makes the store go away when dropped.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// A media server that works. It may be shared: rooms get names that nobody else uses.
pub struct WorkingRooms {
    /// The port.
    pub rooms: Arc<dyn MediaRooms>,
    /// Kept until the test is over.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

impl fmt::Debug for WorkingRooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkingRooms").finish_non_exhaustive()
    }
}

/// Short ways to a state that a case starts from. Each panics when the adapter fails.
impl World {
    /// A user who is remembered; see [`fixtures::a_profile`].
    pub async fn user(&self, id: &str) -> User {
        let profile = fixtures::a_profile(id);
        self.users
            .upsert_from_claims(&profile, fixtures::time())
            .await
            .unwrap()
    }

    /// A user with a stream; see [`fixtures::a_stream`].
    pub async fn stream(&self, creator: &str) -> Stream {
        let creator = self.user(creator).await;
        self.set_up(fixtures::a_stream(&creator.id)).await
    }

    /// A user with a stream of that title.
    pub async fn titled(&self, creator: &str, title: &str) -> Stream {
        let creator = self.user(creator).await;
        let title = fixtures::title(title);
        self.set_up(Stream {
            title,
            ..fixtures::a_stream(&creator.id)
        })
        .await
    }

    /// Keeps a first stream.
    pub async fn set_up(&self, stream: Stream) -> Stream {
        let (stream, is_new) = self
            .streams
            .upsert(&stream, &StreamPatch::default())
            .await
            .unwrap();
        assert!(is_new, "the creator had a stream already");
        stream
    }

    /// A stream's new session.
    pub async fn go_live(&self, stream: &Stream) -> Session {
        let session = fixtures::a_session(stream);
        assert!(
            self.sessions.open(&session).await.unwrap(),
            "the stream was live already"
        );
        session
    }

    /// A user with a live stream that so many watch.
    pub async fn live_stream(&self, creator: &str, viewers: u32) -> Stream {
        let stream = self.stream(creator).await;
        let session = self.go_live(&stream).await;
        let on_air = fixtures::in_state(
            &session,
            LiveState::OnAir {
                since: fixtures::time(),
            },
        );
        self.becomes(&session, fixtures::watched_by(&on_air, viewers))
            .await;
        self.found(&stream.user_id).await
    }

    /// Saves what an open session becomes, and returns it as it is kept.
    pub async fn becomes(&self, before: &Session, after: Session) -> Session {
        let change = fixtures::a_change(before, after);
        let saved = self.sessions.save(&change).await.unwrap();
        assert!(saved, "the session was written meanwhile, or is over");
        fixtures::kept(&change)
    }

    /// Ends an open session a minute after [`fixtures::time`], and returns it as it is kept.
    pub async fn end(&self, open: &Session, reason: EndReason) -> Session {
        self.becomes(open, fixtures::ended(open, fixtures::later(60), reason))
            .await
    }

    /// The stream of a creator as the store has it now.
    pub async fn found(&self, creator: &UserId) -> Stream {
        self.streams.find_by_creator(creator).await.unwrap().unwrap()
    }

    /// The open session of a creator, if there is one.
    pub async fn find_open(&self, creator: &UserId) -> Option<Session> {
        self.sessions.find_open(creator).await.unwrap()
    }

    /// The first user follows the second.
    pub async fn follow(&self, actor: &UserId, target: &UserId) {
        let pair = UserPair::new(actor.clone(), target.clone()).unwrap();
        let followed = self.social.follow(&pair, fixtures::time()).await.unwrap();
        assert!(followed, "a block is between the two");
    }

    /// The first user blocks the second.
    pub async fn block(&self, actor: &UserId, target: &UserId) {
        let pair = UserPair::new(actor.clone(), target.clone()).unwrap();
        self.social.block(&pair, fixtures::time()).await.unwrap();
    }

    /// A user whose application is in that state.
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
