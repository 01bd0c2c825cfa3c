//! What is remembered of callers, with one or two servers over a memory store. A store that does not answer shows which
//! calls read it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use onair_adapters_cache::Caches;
use onair_adapters_memory::{MemoryPorts, MemoryStore};
use onair_domain::account::Account;
use onair_domain::audit::AuditAction;
use onair_domain::creator::ApplicationStatus;
use onair_domain::port_set::PortSet;
use onair_domain::ports::{LiveSubscription, UserDirectoryError};
use onair_domain::session::EndReason;
use onair_domain::stream::StreamPatch;
use onair_domain::user::{Issuer, Profile};
use onair_port_contracts::fixtures;

/// A server. It forgets what has changed elsewhere only when the test lets it read the change feed.
struct Server {
    ports: PortSet,
    changes: Box<dyn LiveSubscription>,
}

impl Server {
    async fn start(memory: &MemoryPorts) -> Self {
        let caches = Caches::default();
        let changes = caches.live_events(memory.events.clone()).subscribe().await;
        Self {
            ports: caches.decorate(memory.ports()),
            changes: changes.unwrap(),
        }
    }

    async fn identify(&self, profile: &Profile) -> Result<Account, UserDirectoryError> {
        self.ports
            .users
            .upsert_from_claims(profile, fixtures::time())
            .await
    }

    async fn is_suspended(&self, profile: &Profile) -> bool {
        self.identify(profile).await.unwrap().user.is_suspended
    }

    async fn set_suspended(&self, profile: &Profile, is_suspended: bool) {
        let admin = fixtures::user_id("admin");
        let entry = fixtures::an_audit_entry(&admin, AuditAction::Suspend, profile.id.as_str());
        let changed = self.ports.users.set_suspended(&profile.id, is_suspended, &entry);
        assert!(changed.await.unwrap());
    }
}

async fn one_server() -> (Server, MemoryStore) {
    let memory = MemoryPorts::new();
    (Server::start(&memory).await, memory.store)
}

#[tokio::test]
async fn a_caller_is_read_once() {
    let (server, store) = one_server().await;
    let ada = fixtures::a_profile("ada");
    let first = server.identify(&ada).await.unwrap();
    store.start_outage();
    assert_eq!(server.identify(&ada).await.unwrap(), first);
    let ben = server.identify(&fixtures::a_profile("ben")).await;
    assert!(matches!(ben, Err(UserDirectoryError::Unavailable(_))));
}

#[tokio::test]
async fn a_failure_is_not_remembered() {
    let (server, store) = one_server().await;
    let ada = fixtures::a_profile("ada");
    store.start_outage();
    assert!(server.identify(&ada).await.is_err());
    store.end_outage();
    assert!(server.identify(&ada).await.is_ok());
}

#[tokio::test]
async fn nothing_is_remembered_while_changes_are_not_noticed() {
    let memory = MemoryPorts::new();
    let server = Server::start(&memory).await;
    let ada = fixtures::a_profile("ada");
    server.identify(&ada).await.unwrap();
    drop(server.changes);
    memory.store.start_outage();
    let again = server.ports.users.upsert_from_claims(&ada, fixtures::time());
    assert!(again.await.is_err());
}

#[tokio::test]
async fn another_token_of_a_caller_is_stored_and_answered_by_the_store() {
    let (server, store) = one_server().await;
    let ada = fixtures::a_profile("ada");
    server.identify(&ada).await.unwrap();
    let renamed = Profile {
        username: Some(fixtures::username("countess")),
        ..ada.clone()
    };
    assert_eq!(
        server.identify(&renamed).await.unwrap().user.username,
        fixtures::username("countess")
    );
    let current = server.identify(&ada).await.unwrap();
    let stored = server.ports.users.find(&ada.id).await.unwrap().unwrap();
    assert_eq!(current.user, stored);
    store.start_outage();
    assert!(server.identify(&renamed).await.is_err());
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused_beside_a_remembered_caller() {
    let (server, _) = one_server().await;
    let ada = Profile {
        issuer: Some(Issuer::parse("https://one.example").unwrap()),
        ..fixtures::a_profile("ada")
    };
    let other = Profile {
        issuer: Some(Issuer::parse("https://other.example").unwrap()),
        ..ada.clone()
    };
    for _ in 0..2 {
        assert!(server.identify(&ada).await.is_ok());
        let refused = server.identify(&other).await;
        assert!(matches!(refused, Err(UserDirectoryError::IssuerMismatch(_))));
    }
}

#[tokio::test]
async fn a_suspension_binds_on_every_server_when_the_call_returns_even_if_the_feed_is_late() {
    let memory = MemoryPorts::new();
    let (one, other) = (Server::start(&memory).await, Server::start(&memory).await);
    let ada = fixtures::a_profile("ada");
    assert!(!one.is_suspended(&ada).await && !other.is_suspended(&ada).await);
    one.set_suspended(&ada, true).await;
    assert!(one.is_suspended(&ada).await && other.is_suspended(&ada).await);
}

#[tokio::test]
async fn the_change_feed_forgets_a_caller_who_was_reinstated_elsewhere() {
    let memory = MemoryPorts::new();
    let (one, mut other) = (Server::start(&memory).await, Server::start(&memory).await);
    let ada = fixtures::a_profile("ada");
    one.identify(&ada).await.unwrap();
    one.set_suspended(&ada, true).await;
    assert!(other.is_suspended(&ada).await);
    one.set_suspended(&ada, false).await;
    assert!(!one.is_suspended(&ada).await);
    // The feed may report both changes as one.
    other.changes.next().await.unwrap();
    assert!(!other.is_suspended(&ada).await);
}

#[tokio::test]
async fn a_changed_application_is_seen_by_the_next_read() {
    let (server, _) = one_server().await;
    let ada = fixtures::a_profile("ada");
    let status = async || server.identify(&ada).await.unwrap().application_status;
    assert_eq!(status().await, ApplicationStatus::None);
    let applications = Arc::clone(&server.ports.applications);
    let pending = fixtures::an_application(&ada.id);
    assert!(applications.submit(&pending).await.unwrap());
    assert_eq!(status().await, ApplicationStatus::Pending);
    let admin = fixtures::user_id("admin");
    let approved = pending.clone().approved(fixtures::a_review(&admin)).unwrap();
    let entry = fixtures::an_audit_entry(&admin, AuditAction::Approve, "ada");
    assert!(applications.review(&pending, &approved, &entry).await.unwrap());
    assert_eq!(status().await, ApplicationStatus::Approved);
}

#[tokio::test]
async fn a_changed_stream_is_seen_by_the_next_read_of_its_creator() {
    let (server, _) = one_server().await;
    let ada = fixtures::a_profile("ada");
    let read = async || server.identify(&ada).await.unwrap().stream;
    assert_eq!(read().await, None);
    let stream = fixtures::a_stream(&ada.id);
    let patch = StreamPatch::default();
    server.ports.streams.upsert(&stream, &patch).await.unwrap();
    assert_eq!(read().await.unwrap().stream, stream);
    let patch = StreamPatch {
        title: Some(fixtures::title("Another title")),
        ..StreamPatch::default()
    };
    let updated = server.ports.streams.update(&ada.id, &patch, fixtures::time());
    assert!(updated.await.unwrap().is_some());
    assert_eq!(
        read().await.unwrap().stream.title,
        fixtures::title("Another title")
    );
    let session = fixtures::a_session(&stream);
    assert!(server.ports.sessions.open(&session).await.unwrap().is_some());
    assert!(read().await.unwrap().is_live());
    let end = fixtures::ended(&session, fixtures::later(1), EndReason::EndedByCreator);
    let change = fixtures::a_change(&session, end);
    assert!(server.ports.sessions.save(&change).await.unwrap());
    assert!(!read().await.unwrap().is_live());
}

#[tokio::test]
async fn the_change_feed_forgets_the_stream_of_a_caller() {
    let memory = MemoryPorts::new();
    let (one, mut other) = (Server::start(&memory).await, Server::start(&memory).await);
    let ada = fixtures::a_profile("ada");
    one.identify(&ada).await.unwrap();
    let stream = fixtures::a_stream(&ada.id);
    one.ports
        .streams
        .upsert(&stream, &StreamPatch::default())
        .await
        .unwrap();
    other.changes.next().await.unwrap();
    let is_live = async |server: &Server| {
        let account = server.identify(&ada).await.unwrap();
        account.stream.unwrap().is_live()
    };
    assert!(!is_live(&other).await);
    assert!(
        one.ports
            .sessions
            .open(&fixtures::a_session(&stream))
            .await
            .unwrap()
            .is_some()
    );
    other.changes.next().await.unwrap();
    assert!(is_live(&other).await);
}
