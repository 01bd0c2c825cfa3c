//! The ports: everything the domain needs from outside, one file per port. The documentation of a method is
//! its contract. Each MUST has a test case in `onair-port-contracts`, which every adapter passes.

mod audit_log;
mod authenticator;
mod chat_log;
mod chat_outbox;
mod clock;
mod creator_applications;
mod expiring_data;
mod health_probe;
mod id_source;
mod live_events;
mod locks;
mod media_rooms;
mod media_webhooks;
mod session_repository;
mod social_graph;
mod stream_repository;
mod thumbnails;
mod token_signer;
mod token_verifier;
mod user_directory;
mod webhook_queue;

pub use audit_log::{AuditLog, AuditLogError};
pub use authenticator::{Authenticator, AuthenticatorError};
pub use chat_log::{AppendOutcome, ChatLog, ChatLogError};
pub use chat_outbox::ChatOutbox;
pub use clock::Clock;
pub use creator_applications::{CreatorApplications, CreatorApplicationsError};
pub use expiring_data::{DeletedBatch, ExpiringData, ExpiringDataError};
pub use health_probe::{HealthProbe, HealthProbeError};
pub use id_source::IdSource;
pub use live_events::{Change, LiveEvents, LiveEventsError, LiveSubscription};
pub use locks::{Lock, LockGuard, Locks, LocksError};
pub use media_rooms::{MediaRooms, MediaRoomsError, Room};
pub use media_webhooks::{MediaWebhooks, MediaWebhooksError, SignedBody};
pub use session_repository::{OpenSession, SessionRepository, SessionRepositoryError};
pub use social_graph::{SocialGraph, SocialGraphError};
pub use stream_repository::{StreamRepository, StreamRepositoryError};
pub use thumbnails::{Thumbnails, ThumbnailsError};
pub use token_signer::{TokenSigner, TokenSignerError};
pub use token_verifier::{TokenVerifier, TokenVerifierError};
pub use user_directory::{UserDirectory, UserDirectoryError};
pub use webhook_queue::{WebhookQueue, WebhookQueueError};

#[cfg(feature = "mocks")]
pub use {
    audit_log::MockAuditLog, authenticator::MockAuthenticator, chat_log::MockChatLog,
    chat_outbox::MockChatOutbox, creator_applications::MockCreatorApplications,
    expiring_data::MockExpiringData, health_probe::MockHealthProbe, live_events::MockLiveEvents,
    locks::MockLockGuard, locks::MockLocks, media_rooms::MockMediaRooms, media_webhooks::MockMediaWebhooks,
    session_repository::MockSessionRepository, social_graph::MockSocialGraph,
    stream_repository::MockStreamRepository, thumbnails::MockThumbnails, token_signer::MockTokenSigner,
    token_verifier::MockTokenVerifier, user_directory::MockUserDirectory, webhook_queue::MockWebhookQueue,
};
