//! The ports as they are filled, and the services over them.

use std::sync::Arc;

use onair_domain::admin::AdminService;
use onair_domain::chat::{ChatDelivery, ChatPorts, ChatService};
use onair_domain::creator::CreatorService;
use onair_domain::ports::{
    AuditLog, ChatLog, ChatOutbox, Clock, CreatorApplications, IdSource, Locks, MediaRooms,
    SessionRepository, SocialGraph, StreamRepository, TokenSigner, TokenVerifier, UserDirectory,
};
use onair_domain::session::{BroadcastPorts, BroadcastService, HistoryService, Reconciler, Timing};
use onair_domain::social::SocialService;
use onair_domain::stream::{StreamPorts, StreamService};
use onair_domain::token::{TokenPorts, TokenService};

/// One adapter of each port.
#[derive(Clone)]
pub(crate) struct Ports {
    pub(crate) streams: Arc<dyn StreamRepository>,
    pub(crate) sessions: Arc<dyn SessionRepository>,
    pub(crate) users: Arc<dyn UserDirectory>,
    pub(crate) social: Arc<dyn SocialGraph>,
    pub(crate) applications: Arc<dyn CreatorApplications>,
    pub(crate) chat: Arc<dyn ChatLog>,
    pub(crate) audit: Arc<dyn AuditLog>,
    pub(crate) locks: Arc<dyn Locks>,
    pub(crate) media: Arc<dyn MediaRooms>,
    pub(crate) signer: Arc<dyn TokenSigner>,
    pub(crate) verifier: Arc<dyn TokenVerifier>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn IdSource>,
}

impl Ports {
    pub(crate) fn creators(&self) -> CreatorService {
        CreatorService::new(self.applications.clone(), self.clock.clone(), self.ids.clone())
    }

    pub(crate) fn stream_service(&self) -> StreamService {
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

    pub(crate) fn tokens(&self) -> TokenService {
        TokenService::new(TokenPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            social: self.social.clone(),
            signer: self.signer.clone(),
            verifier: self.verifier.clone(),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        })
    }

    pub(crate) fn broadcasts(&self, timing: Timing) -> BroadcastService {
        let ports = BroadcastPorts {
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

    pub(crate) fn chat_service(&self, outbox: Arc<dyn ChatOutbox>) -> ChatService {
        ChatService::new(ChatPorts {
            users: self.users.clone(),
            streams: self.streams.clone(),
            sessions: self.sessions.clone(),
            social: self.social.clone(),
            verifier: self.verifier.clone(),
            log: self.chat.clone(),
            outbox,
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        })
    }

    pub(crate) fn chat_delivery(&self) -> ChatDelivery {
        ChatDelivery::new(self.chat.clone(), self.media.clone(), self.clock.clone())
    }

    pub(crate) fn social_service(&self) -> SocialService {
        SocialService::new(
            self.users.clone(),
            self.social.clone(),
            self.sessions.clone(),
            self.media.clone(),
            self.clock.clone(),
        )
    }

    pub(crate) fn history(&self) -> HistoryService {
        HistoryService::new(
            self.sessions.clone(),
            self.users.clone(),
            self.clock.clone(),
            self.creators(),
        )
    }

    pub(crate) fn admin(&self, broadcasts: BroadcastService) -> AdminService {
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

    pub(crate) fn reconciler(&self, broadcasts: BroadcastService) -> Reconciler {
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
