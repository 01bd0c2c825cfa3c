//! The memory adapters keep every port's contract.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use onair_adapters_memory::{
    FixedClock, MemoryAuthenticator, MemoryChatOutbox, MemoryClaims, MemoryLocks, MemoryMediaRooms,
    MemoryPorts, MemoryStore, MemoryTokenSigner, MemoryWebhookQueue, MemoryWebhooks, SeededIds,
};
use onair_domain::Timestamp;
use onair_domain::chat::ChatEvent;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{Clock, HealthProbe, IdSource, TokenSigner};
use onair_domain::room::{Identity, RoomName};
use onair_domain::session::MediaNotification;
use onair_domain::token::RoomToken;
use onair_domain::user::{BearerToken, UserId};
use onair_port_contracts::authenticator::{AuthenticatorFixture, MintedClaims, TokenSignature};
use onair_port_contracts::chat_outbox::{OutboxFixture, OutboxSender};
use onair_port_contracts::locks::LockServers;
use onair_port_contracts::media_webhooks::Caller;
use onair_port_contracts::populated_media_rooms::{Crowd, PopulatedRooms};
use onair_port_contracts::token_signer::{ReadClaims, Signing};
use onair_port_contracts::token_verifier::Verifying;
use onair_port_contracts::webhook_queue::{QueueFixture, QueueWorker};
use onair_port_contracts::{WorkingRooms, World, WriteWitness};

struct Witness(MemoryStore);

#[async_trait]
impl WriteWitness for Witness {
    async fn user_version(&self, user: &UserId) -> String {
        self.0.user_writes(user).to_string()
    }
}

fn world(memory: &MemoryPorts) -> World {
    let PortSet {
        streams,
        sessions,
        users,
        social,
        applications,
        chat,
        audit,
        ..
    } = memory.ports();
    World {
        streams,
        sessions,
        users,
        social,
        applications,
        chat,
        audit,
        events: memory.events.clone(),
        writes: Arc::new(Witness(memory.store.clone())),
        guard: Box::new(()),
    }
}

fn lock_servers(store: MemoryStore) -> LockServers {
    let (first, second) = (MemoryLocks::new(store.clone()), MemoryLocks::new(store));
    let crashed = first.clone();
    LockServers {
        first: Arc::new(first),
        second: Arc::new(second),
        end_holders: Box::new(move || {
            crashed.end_holders();
            Box::pin(async {})
        }),
        guard: Box::new(()),
    }
}

fn store_that_is_away() -> World {
    let memory = MemoryPorts::new();
    memory.store.start_outage();
    world(&memory)
}

struct People(Arc<MemoryMediaRooms>);

#[async_trait]
impl Crowd for People {
    async fn join(&self, room: &RoomName, identity: &Identity, name: &str, publishes: bool) {
        assert!(self.0.join(room, identity, name));
        if publishes {
            self.0.publish(room, identity);
        }
    }

    async fn is_connected(&self, room: &RoomName, identity: &Identity) -> bool {
        self.0.is_connected(room, identity)
    }

    async fn heard(&self, room: &RoomName, identity: &Identity) -> Vec<ChatEvent> {
        self.0.heard(room, identity)
    }
}

fn rooms() -> Arc<MemoryMediaRooms> {
    MemoryPorts::new().media
}

fn working(rooms: Arc<MemoryMediaRooms>) -> WorkingRooms {
    WorkingRooms {
        rooms,
        guard: Box::new(()),
    }
}

fn away<T>(thing: T, start_outage: impl FnOnce(&T)) -> T {
    start_outage(&thing);
    thing
}

fn populated() -> PopulatedRooms {
    let rooms = rooms();
    PopulatedRooms {
        crowd: Arc::new(People(rooms.clone())),
        rooms,
        guard: Box::new(()),
    }
}

fn signing() -> Signing {
    let signer = Arc::new(MemoryTokenSigner::new());
    Signing {
        signer: signer.clone(),
        now: FixedClock::default().now(),
        read: Box::new(move |token| {
            let claims = signer.claims_of(token.expose_secret()).unwrap();
            let issued_at = claims.issued_at.timestamp();
            ReadClaims {
                identity: claims.identity.to_string(),
                name: claims.name,
                room: claims.room.to_string(),
                session: claims.session_id.to_string(),
                is_public: false,
                can_join: true,
                grants: claims.grants,
                other_grants: Vec::new(),
                issued_at: Timestamp::from_timestamp(issued_at, 0).unwrap(),
                expires_at: claims.expires_at,
            }
        }),
    }
}

fn verifying() -> Verifying {
    let signer = Arc::new(MemoryTokenSigner::new());
    Verifying {
        verifier: signer.clone(),
        signer: signer.clone(),
        now: FixedClock::default().now(),
        forge: Box::new(move |claims, forgery| {
            let genuine = signer.sign(claims).unwrap();
            RoomToken::new(format!("{forgery:?}-{}", genuine.expose_secret()))
        }),
    }
}

fn caller() -> Caller {
    let webhooks = Arc::new(MemoryWebhooks::new());
    let (sender, signed) = (webhooks.clone(), webhooks.clone());
    Caller {
        webhooks,
        tell: Box::new(move |report| sender.signed(report)),
        sign: Box::new(move |body| signed.signature_of(body)),
        forge: Box::new(|_| vec!["signature-99".to_owned(), "signature-of-another".to_owned()]),
    }
}

/// A test that takes notifications out of the queue, but for those of a room that hangs.
#[derive(Default)]
struct Taker {
    queue: Arc<MemoryWebhookQueue>,
    hanging: Mutex<Vec<RoomName>>,
    processed: Mutex<Vec<MediaNotification>>,
}

#[async_trait]
impl QueueWorker for Taker {
    async fn processed(&self, count: usize) -> Vec<MediaNotification> {
        let hanging = self.hanging.lock().unwrap().clone();
        let taken = self.queue.take().into_iter();
        let mut processed = self.processed.lock().unwrap();
        processed.extend(taken.filter(|notification| !hanging.contains(&notification.room)));
        assert_eq!(processed.len(), count);
        processed.clone()
    }

    fn hang(&self, room: &RoomName) {
        self.hanging.lock().unwrap().push(room.clone());
    }

    async fn close(&self) {
        self.queue.close();
    }
}

fn processed_queue() -> QueueFixture {
    let queue = Arc::new(MemoryWebhookQueue::new(8));
    QueueFixture {
        queue: queue.clone(),
        capacity: 8,
        processing: Arc::new(Taker {
            queue,
            ..Taker::default()
        }),
    }
}

/// A test that takes events out of the outbox, but for those of a room that hangs.
#[derive(Default)]
struct Sender {
    outbox: Arc<MemoryChatOutbox>,
    hanging: Mutex<Vec<RoomName>>,
    sent: Mutex<Vec<ChatEvent>>,
}

#[async_trait]
impl OutboxSender for Sender {
    async fn sent(&self, count: usize) -> Vec<ChatEvent> {
        let hanging = self.hanging.lock().unwrap().clone();
        let taken = self.outbox.take().into_iter();
        let mut sent = self.sent.lock().unwrap();
        sent.extend(taken.filter(|event| !hanging.contains(&RoomName::of(event.creator_id()))));
        assert_eq!(sent.len(), count);
        sent.clone()
    }

    fn hang(&self, room: &RoomName) {
        self.hanging.lock().unwrap().push(room.clone());
    }

    async fn close(&self) {
        self.outbox.close();
    }
}

fn sent_outbox() -> OutboxFixture {
    let outbox = Arc::new(MemoryChatOutbox::new(8));
    OutboxFixture {
        outbox: outbox.clone(),
        capacity: 8,
        sending: Arc::new(Sender {
            outbox,
            ..Sender::default()
        }),
    }
}

fn mint(authenticator: &MemoryAuthenticator, claims: &MintedClaims, seal: TokenSignature) -> BearerToken {
    let claims = claims.clone();
    let token = authenticator.issue(MemoryClaims {
        sub: claims.sub,
        iss: claims.iss,
        iat: claims.iat,
        preferred_username: claims.preferred_username,
        username: claims.username,
        name: claims.name,
        picture: claims.picture,
        roles: claims.roles,
        exp: claims.exp,
    });
    match seal {
        TokenSignature::Valid => token,
        otherwise => BearerToken::new(format!("{otherwise:?}-{}", token.expose_secret())),
    }
}

fn checkpoint() -> AuthenticatorFixture {
    let authenticator = MemoryPorts::new().authenticator;
    AuthenticatorFixture {
        authenticator: authenticator.clone(),
        now: FixedClock::default().now(),
        mint: Box::new(move |claims, seal| mint(&authenticator, claims, seal)),
    }
}

fn advanced_clock() -> Arc<dyn Clock> {
    let clock = FixedClock::default();
    clock.advance(Duration::from_nanos(1_234_567_891));
    Arc::new(clock)
}

fn ids() -> Arc<dyn IdSource> {
    Arc::new(SeededIds::new(7))
}

fn probe(probe: impl HealthProbe + 'static) -> Arc<dyn HealthProbe> {
    Arc::new(probe)
}

onair_port_contracts::store!(async || world(&MemoryPorts::new()));
onair_port_contracts::locks!(async || lock_servers(MemoryStore::new()));
onair_port_contracts::unreachable_locks!(async || lock_servers(away(
    MemoryStore::new(),
    MemoryStore::start_outage
)));
onair_port_contracts::unreachable_store!(async || store_that_is_away());
onair_port_contracts::media_rooms!(async || working(rooms()));
onair_port_contracts::populated_media_rooms!(async || populated());
onair_port_contracts::unreachable_media_rooms!(async || working(away(rooms(), |rooms| rooms.start_outage())));
onair_port_contracts::token_signer!(async || signing());
onair_port_contracts::token_verifier!(async || verifying());
onair_port_contracts::media_webhooks!(async || caller());
onair_port_contracts::webhook_queue!(async || processed_queue());
onair_port_contracts::chat_outbox!(async || sent_outbox());
onair_port_contracts::authenticator!(async || checkpoint());
onair_port_contracts::clock!(async || advanced_clock());
onair_port_contracts::id_source!(async || ids());
onair_port_contracts::health_probe!(async || probe(MemoryStore::new()));
onair_port_contracts::unreachable_health_probe!(async || probe(away(
    MemoryStore::new(),
    MemoryStore::start_outage
)));
