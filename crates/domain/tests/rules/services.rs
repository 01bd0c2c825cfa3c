//! All services over the memory adapters, and functions that create test data.

use std::future::Future;
use std::sync::LazyLock;

use onair_adapters_memory::MemoryPorts;
use onair_domain::account::Account;
use onair_domain::chat::{ChatDelivery, ChatService};
use onair_domain::creator::{About, ApplicationStatus, CreatorService};
use onair_domain::port_set::PortSet;

use onair_domain::room::RoomName;
use onair_domain::session::{BroadcastService, Reconciler, Session, Timing};
use onair_domain::social::SocialService;
use onair_domain::stream::{Stream, StreamPatch, StreamService, StreamStatus};
use onair_domain::token::{RoomClaims, SignedToken, TokenService};
use onair_domain::user::{Profile, User, UserId};
use onair_port_contracts::fixtures;
use tokio::runtime::Runtime;

/// Runs a property on a runtime that all properties share.
pub(crate) fn run<T>(property: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(property)
}

/// All services, without any users.
pub(crate) struct Services {
    pub(crate) memory: MemoryPorts,
    pub(crate) ports: PortSet,
    pub(crate) streams: StreamService,
    pub(crate) broadcasts: BroadcastService,
    pub(crate) tokens: TokenService,
    pub(crate) creators: CreatorService,
    pub(crate) chat: ChatService,
    pub(crate) delivery: ChatDelivery,
    pub(crate) social: SocialService,
    pub(crate) reconciler: Reconciler,
}

impl Services {
    pub(crate) fn new() -> Self {
        let memory = MemoryPorts::new();
        Self::over(memory.ports(), memory)
    }

    /// Services over other ports, some of them mocks.
    pub(crate) fn over(ports: PortSet, memory: MemoryPorts) -> Self {
        let broadcasts = ports.broadcasts(Timing::default());
        Self {
            streams: ports.stream_service(),
            tokens: ports.tokens(),
            creators: ports.creators(),
            delivery: ports.chat_delivery(),
            chat: ports.chat_service(memory.chat_outbox.clone()),
            social: ports.social_service(),
            reconciler: ports.reconciler(broadcasts.clone()),
            broadcasts,
            ports,
            memory,
        }
    }

    pub(crate) async fn upsert_from_claims(&self, profile: &Profile) -> User {
        let now = self.ports.clock.now();
        let stored = self.ports.users.upsert_from_claims(profile, now).await;
        stored.unwrap().user
    }

    /// The account of a user, as the store has it.
    pub(crate) async fn account(&self, user: &UserId) -> Account {
        let application = self.ports.applications.find(user).await.unwrap();
        let stream = self.ports.streams.find_with_user(user).await.unwrap();
        Account {
            application_status: ApplicationStatus::of(application.as_ref()),
            stream: stream.map(Into::into),
            user: self.ports.users.find(user).await.unwrap().unwrap(),
        }
    }

    pub(crate) async fn user(&self, id: &str) -> User {
        self.upsert_from_claims(&fixtures::a_profile(id)).await
    }

    /// A user whose application was approved.
    pub(crate) async fn creator(&self, id: &str) -> User {
        let user = self.user(id).await;
        let about = About::parse("I play the piano.").unwrap();
        self.creators.apply(&user.id, about).await.unwrap();
        let admin = fixtures::user_id("admin");
        self.creators.approve(&user.id, &admin).await.unwrap();
        user
    }

    /// A creator whose stream is set up.
    pub(crate) async fn host(&self, id: &str) -> User {
        let host = self.creator(id).await;
        let title = fixtures::title("A quiet evening");
        let patch = StreamPatch::default();
        self.streams
            .create_or_update_stream(&host.id, title, patch)
            .await
            .unwrap();
        host
    }

    /// A host who is live.
    pub(crate) async fn live_host(&self, id: &str) -> User {
        let host = self.host(id).await;
        self.broadcasts.go_live(&host).await.unwrap();
        host
    }

    /// The stream as its creator reads it.
    pub(crate) async fn stream(&self, creator: &UserId) -> Stream {
        let creator = self.account(creator).await;
        StreamService::get_creator_stream(&creator)
            .unwrap()
            .unwrap()
            .clone()
    }

    /// The status as the creator reads it.
    pub(crate) async fn status(&self, creator: &UserId) -> StreamStatus {
        let creator = self.account(creator).await;
        StreamService::get_stream_status(&creator).unwrap().clone()
    }

    pub(crate) async fn session(&self, creator: &UserId) -> Option<Session> {
        self.ports.sessions.find_open(creator).await.unwrap()
    }

    pub(crate) fn claims(&self, token: &SignedToken) -> RoomClaims {
        self.memory.signer.claims_of(token.expose_secret()).unwrap()
    }

    pub(crate) fn is_room_open(&self, host: &User) -> bool {
        self.memory.media.is_open(&RoomName::of(&host.id))
    }
}
