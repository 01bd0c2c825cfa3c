//! [`PortSet`]: one adapter per port and the services over them, for programs that use all of them. Each
//! service can also be created from only the ports that it uses.

use std::fmt;
use std::sync::Arc;

use crate::admin::AdminService;
use crate::chat::{ChatDelivery, ChatPorts, ChatService};
use crate::creator::CreatorService;
use crate::ports::{
    AuditLog, ChatLog, ChatOutbox, Clock, CreatorApplications, ExpiringData, IdSource, Locks, MediaRooms,
    SessionRepository, SocialGraph, StreamRepository, Thumbnails, TokenSigner, TokenVerifier, UserDirectory,
};
use crate::retention::{RetentionPolicy, RetentionService};
use crate::session::{BroadcastPorts, BroadcastService, HistoryService, Reconciler, Timing};
use crate::social::SocialService;
use crate::stream::{StreamPorts, StreamService};
use crate::thumbnail::{ThumbnailPorts, ThumbnailService};
use crate::token::{TokenPorts, TokenService};

/// One adapter of each port that services use.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is the port it is named for")]
pub struct PortSet {
    pub streams: Arc<dyn StreamRepository>,
    pub sessions: Arc<dyn SessionRepository>,
    pub users: Arc<dyn UserDirectory>,
    pub social: Arc<dyn SocialGraph>,
    pub applications: Arc<dyn CreatorApplications>,
    pub chat: Arc<dyn ChatLog>,
    pub thumbnails: Arc<dyn Thumbnails>,
    pub audit: Arc<dyn AuditLog>,
    pub expiring: Arc<dyn ExpiringData>,
    pub locks: Arc<dyn Locks>,
    pub media: Arc<dyn MediaRooms>,
    pub signer: Arc<dyn TokenSigner>,
    pub verifier: Arc<dyn TokenVerifier>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn IdSource>,
}

impl fmt::Debug for PortSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortSet").finish_non_exhaustive()
    }
}

impl PortSet {
    /// The service of applications.
    #[must_use]
    pub fn creators(&self) -> CreatorService {
        CreatorService::new(self.applications.clone(), self.clock.clone(), self.ids.clone())
    }

    /// The service of streams.
    #[must_use]
    pub fn stream_service(&self) -> StreamService {
        let ports = StreamPorts {
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            users: self.users.clone(),
            social: self.social.clone(),
            media: self.media.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        };
        StreamService::new(ports, self.creators())
    }

    /// The service of room tokens.
    #[must_use]
    pub fn tokens(&self) -> TokenService {
        TokenService::new(TokenPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            signer: self.signer.clone(),
            verifier: self.verifier.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        })
    }

    /// The service of broadcasts. `timing` limits how long a session waits for its creator.
    #[must_use]
    pub fn broadcasts(&self, timing: Timing) -> BroadcastService {
        let ports = BroadcastPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            social: self.social.clone(),
            locks: self.locks.clone(),
            media: self.media.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        };
        BroadcastService::new(
            ports,
            self.creators(),
            self.stream_service(),
            self.tokens(),
            timing,
        )
    }

    /// The service of chat, with the outbox to which it enqueues events.
    #[must_use]
    pub fn chat_service(&self, outbox: Arc<dyn ChatOutbox>) -> ChatService {
        ChatService::new(ChatPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            verifier: self.verifier.clone(),
            log: self.chat.clone(),
            outbox,
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        })
    }

    /// Sends chat events to rooms.
    #[must_use]
    pub fn chat_delivery(&self) -> ChatDelivery {
        ChatDelivery::new(self.chat.clone(), self.media.clone(), self.clock.clone())
    }

    /// The service of follows and blocks.
    #[must_use]
    pub fn social_service(&self) -> SocialService {
        SocialService::new(
            self.users.clone(),
            self.social.clone(),
            self.sessions.clone(),
            self.media.clone(),
            self.clock.clone(),
        )
    }

    /// The service of ended sessions.
    #[must_use]
    pub fn history(&self) -> HistoryService {
        HistoryService::new(
            self.sessions.clone(),
            self.streams.clone(),
            self.users.clone(),
            self.clock.clone(),
            self.creators(),
        )
    }

    /// The service of thumbnails.
    #[must_use]
    pub fn thumbnail_service(&self) -> ThumbnailService {
        let ports = ThumbnailPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            thumbnails: self.thumbnails.clone(),
            clock: self.clock.clone(),
        };
        ThumbnailService::new(ports, self.creators())
    }

    /// The service for admins.
    #[must_use]
    pub fn admin(&self, broadcasts: BroadcastService) -> AdminService {
        AdminService::new(
            self.users.clone(),
            self.streams.clone(),
            self.audit.clone(),
            self.clock.clone(),
            self.ids.clone(),
            self.creators(),
            broadcasts,
        )
    }

    /// Deletes what is expired by a policy.
    #[must_use]
    pub fn retention(&self, policy: RetentionPolicy) -> RetentionService {
        RetentionService::new(self.expiring.clone(), self.clock.clone(), policy)
    }

    /// The reconciler.
    #[must_use]
    pub fn reconciler(&self, broadcasts: BroadcastService) -> Reconciler {
        Reconciler::new(
            self.sessions.clone(),
            self.streams.clone(),
            self.applications.clone(),
            self.media.clone(),
            self.clock.clone(),
            broadcasts,
            self.chat_delivery(),
        )
    }
}
