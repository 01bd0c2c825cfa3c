//! All ports of the domain in memory, for tests and for programs that reuse the domain.
//!
//! The ports with state share one [`MemoryStore`] behind one lock, so each method is one atomic change. A test can
//! simulate an [outage](MemoryStore::start_outage) of the store and of the media server. [`MemoryPorts`] contains
//! one adapter for each port.
//!
//! ```
//! # use onair_domain::session::Timing;
//! let memory = onair_adapters_memory::MemoryPorts::new();
//! let streams = memory.ports().stream_service();
//! let broadcasts = memory.ports().broadcasts(Timing::default());
//! memory.media.start_outage(); // Going live now fails, because the media server is unavailable.
//! ```

mod audit_log;
mod authenticator;
mod bounded_queue;
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
mod outage;
mod ports;
mod session_repository;
mod social_graph;
mod store;
mod stream_repository;
mod thumbnails;
mod token_signer;
mod user_directory;
mod webhook_queue;

pub use audit_log::MemoryAuditLog;
pub use authenticator::{MemoryAuthenticator, MemoryClaims};
pub use chat_log::MemoryChatLog;
pub use chat_outbox::MemoryChatOutbox;
pub use clock::FixedClock;
pub use creator_applications::MemoryCreatorApplications;
pub use expiring_data::MemoryExpiringData;
pub use id_source::SeededIds;
pub use live_events::MemoryLiveEvents;
pub use locks::MemoryLocks;
pub use media_rooms::MemoryMediaRooms;
pub use media_webhooks::MemoryWebhooks;
pub use outage::SimulatedOutage;
pub use ports::MemoryPorts;
pub use session_repository::MemorySessionRepository;
pub use social_graph::MemorySocialGraph;
pub use store::MemoryStore;
pub use stream_repository::MemoryStreamRepository;
pub use thumbnails::MemoryThumbnails;
pub use token_signer::MemoryTokenSigner;
pub use user_directory::MemoryUserDirectory;
pub use webhook_queue::MemoryWebhookQueue;
