//! The memory adapters pass the contract tests of all ports.

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
use onair_port_contracts::authenticator::{AuthenticatorFixture, TokenClaims, TokenSignature};
use onair_port_contracts::chat_outbox::{OutboxFixture, OutboxSender};
use onair_port_contracts::locks::LockServers;
use onair_port_contracts::media_webhooks::WebhooksFixture;
use onair_port_contracts::populated_media_rooms::{PopulatedRooms, TestParticipants};
use onair_port_contracts::token_signer::{ReadClaims, SignerFixture};
use onair_port_contracts::token_verifier::VerifierFixture;
use onair_port_contracts::webhook_queue::{QueueFixture, QueueWorker};
use onair_port_contracts::{RoomsFixture, RowVersions, World};

struct WriteCounter(MemoryStore);

#[async_trait]
impl RowVersions for WriteCounter {
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
        thumbnails,
        audit,
        expiring,
        ..
    } = memory.ports();
    World {
        streams,
        sessions,
        users,
        social,
        applications,
        chat,
        thumbnails,
        audit,
        expiring,
        events: memory.events.clone(),
        row_versions: Arc::new(WriteCounter(memory.store.clone())),
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

fn unreachable_store() -> World {
    let memory = MemoryPorts::new();
    memory.store.start_outage();
    world(&memory)
}

struct MemoryParticipants(Arc<MemoryMediaRooms>);

#[async_trait]
impl TestParticipants for MemoryParticipants {
    async fn join(&self, room: &RoomName, identity: &Identity, name: &str, publishes: bool) {
        assert!(self.0.join(room, identity, name));
        if publishes {
            self.0.publish(room, identity);
        }
    }

    async fn is_connected(&self, room: &RoomName, identity: &Identity) -> bool {
        self.0.is_connected(room, identity)
    }

    async fn received_chat(&self, room: &RoomName, identity: &Identity) -> Vec<ChatEvent> {
        self.0.received_chat(room, identity)
    }
}

fn rooms() -> Arc<MemoryMediaRooms> {
    MemoryPorts::new().media
}

fn rooms_fixture(rooms: Arc<MemoryMediaRooms>) -> RoomsFixture {
    RoomsFixture {
        rooms,
        guard: Box::new(()),
    }
}

fn with_outage<T>(adapter: T, start_outage: impl FnOnce(&T)) -> T {
    start_outage(&adapter);
    adapter
}

fn populated_rooms() -> PopulatedRooms {
    let rooms = rooms();
    PopulatedRooms {
        participants: Arc::new(MemoryParticipants(rooms.clone())),
        rooms,
        guard: Box::new(()),
    }
}

fn signer_fixture() -> SignerFixture {
    let signer = Arc::new(MemoryTokenSigner::new());
    SignerFixture {
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

fn verifier_fixture() -> VerifierFixture {
    let signer = Arc::new(MemoryTokenSigner::new());
    VerifierFixture {
        verifier: signer.clone(),
        signer: signer.clone(),
        now: FixedClock::default().now(),
        forge: Box::new(move |claims, forgery| {
            let genuine = signer.sign(claims).unwrap();
            RoomToken::new(format!("{forgery:?}-{}", genuine.expose_secret()))
        }),
    }
}

fn webhooks_fixture() -> WebhooksFixture {
    let webhooks = Arc::new(MemoryWebhooks::new());
    let (notifier, signer) = (webhooks.clone(), webhooks.clone());
    WebhooksFixture {
        webhooks,
        sign_notification: Box::new(move |notification| notifier.signed(notification)),
        sign_body: Box::new(move |body| signer.signature_of(body)),
        forge: Box::new(|_| vec!["signature-99".to_owned(), "signature-of-another".to_owned()]),
    }
}

/// Takes notifications from the queue. Those of a hanging room are discarded.
#[derive(Default)]
struct TestWorker {
    queue: Arc<MemoryWebhookQueue>,
    hanging: Mutex<Vec<RoomName>>,
    processed: Mutex<Vec<MediaNotification>>,
}

#[async_trait]
impl QueueWorker for TestWorker {
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

fn queue_fixture() -> QueueFixture {
    let queue = Arc::new(MemoryWebhookQueue::new(8));
    QueueFixture {
        queue: queue.clone(),
        capacity: 8,
        worker: Arc::new(TestWorker {
            queue,
            ..TestWorker::default()
        }),
    }
}

/// Takes events from the outbox. Those of a hanging room are discarded.
#[derive(Default)]
struct TestSender {
    outbox: Arc<MemoryChatOutbox>,
    hanging: Mutex<Vec<RoomName>>,
    sent: Mutex<Vec<ChatEvent>>,
}

#[async_trait]
impl OutboxSender for TestSender {
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

fn outbox_fixture() -> OutboxFixture {
    let outbox = Arc::new(MemoryChatOutbox::new(8));
    OutboxFixture {
        outbox: outbox.clone(),
        capacity: 8,
        sender: Arc::new(TestSender {
            outbox,
            ..TestSender::default()
        }),
    }
}

fn issue(
    authenticator: &MemoryAuthenticator,
    claims: &TokenClaims,
    signature: TokenSignature,
) -> BearerToken {
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
    match signature {
        TokenSignature::Valid => token,
        defect => BearerToken::new(format!("{defect:?}-{}", token.expose_secret())),
    }
}

fn authenticator_fixture() -> AuthenticatorFixture {
    let authenticator = MemoryPorts::new().authenticator;
    AuthenticatorFixture {
        authenticator: authenticator.clone(),
        now: FixedClock::default().now(),
        issue: Box::new(move |claims, signature| issue(&authenticator, claims, signature)),
    }
}

fn clock_with_nanoseconds() -> Arc<dyn Clock> {
    let clock = FixedClock::default();
    clock.advance(Duration::from_nanos(1_234_567_891));
    Arc::new(clock)
}

fn ids() -> Arc<dyn IdSource> {
    Arc::new(SeededIds::new(7))
}

fn shared_probe(probe: impl HealthProbe + 'static) -> Arc<dyn HealthProbe> {
    Arc::new(probe)
}

onair_port_contracts::store!(async || world(&MemoryPorts::new()));
onair_port_contracts::locks!(async || lock_servers(MemoryStore::new()));
onair_port_contracts::unreachable_locks!(async || lock_servers(with_outage(
    MemoryStore::new(),
    MemoryStore::start_outage
)));
onair_port_contracts::unreachable_store!(async || unreachable_store());
onair_port_contracts::media_rooms!(async || rooms_fixture(rooms()));
onair_port_contracts::populated_media_rooms!(async || populated_rooms());
onair_port_contracts::unreachable_media_rooms!(async || rooms_fixture(
    with_outage(rooms(), |rooms| rooms.start_outage())
));
onair_port_contracts::token_signer!(async || signer_fixture());
onair_port_contracts::token_verifier!(async || verifier_fixture());
onair_port_contracts::media_webhooks!(async || webhooks_fixture());
onair_port_contracts::webhook_queue!(async || queue_fixture());
onair_port_contracts::chat_outbox!(async || outbox_fixture());
onair_port_contracts::authenticator!(async || authenticator_fixture());
onair_port_contracts::clock!(async || clock_with_nanoseconds());
onair_port_contracts::id_source!(async || ids());
onair_port_contracts::health_probe!(async || shared_probe(MemoryStore::new()));
onair_port_contracts::unreachable_health_probe!(async || shared_probe(with_outage(
    MemoryStore::new(),
    MemoryStore::start_outage
)));
