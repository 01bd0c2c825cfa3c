//! Who may write, for all settings, roles and relationships.

use onair_domain::chat::{ChatError, ChatParticipant, ChatText};
use onair_domain::room::Identity;
use onair_domain::social::UserPair;
use onair_domain::stream::StreamPatch;
use onair_domain::token::{GuestNameOrRandom, RoomToken};
use onair_domain::user::{Role, User, UserId};
use onair_port_contracts::fixtures;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::services::{Services, run};

/// The role of the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WriterRole {
    Host,
    Admin,
    Viewer,
    Guest,
}

/// Random settings and a random author.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the conditions of the contract's table"
)]
struct Case {
    is_live: bool,
    is_enabled: bool,
    is_delayed: bool,
    is_followers_only: bool,
    is_guests_allowed: bool,
    role: WriterRole,
    is_follower: bool,
    is_blocked: bool,
    is_removed: bool,
    /// The author has blocked the host. This does not affect the permission to write.
    has_blocked: bool,
}

impl Arbitrary for Case {
    fn arbitrary(g: &mut Gen) -> Self {
        let roles = [
            WriterRole::Host,
            WriterRole::Admin,
            WriterRole::Viewer,
            WriterRole::Guest,
        ];
        Self {
            is_live: u8::arbitrary(g) % 8 > 0,
            is_enabled: u8::arbitrary(g) % 4 > 0,
            is_delayed: bool::arbitrary(g),
            is_followers_only: bool::arbitrary(g),
            is_guests_allowed: bool::arbitrary(g),
            role: g.choose(&roles).copied().unwrap_or(WriterRole::Viewer),
            is_follower: bool::arbitrary(g),
            is_blocked: u8::arbitrary(g) % 4 == 0,
            is_removed: u8::arbitrary(g) % 4 == 0,
            has_blocked: u8::arbitrary(g) % 4 == 0,
        }
    }
}

impl Case {
    /// The table of the contract, read from top to bottom.
    fn expected(&self) -> &'static str {
        let is_host = self.role == WriterRole::Host;
        let is_guest = self.role == WriterRole::Guest;
        let is_denied = !is_host && (self.is_removed || (self.is_blocked && !is_guest));
        let follows = self.is_follower && !self.is_blocked && !self.has_blocked && !is_guest;
        if !self.is_live {
            // A room token is not valid after its session.
            return if is_guest {
                "INVALID_TOKEN"
            } else {
                "STREAM_OFFLINE"
            };
        }
        if is_denied {
            return "BLOCKED";
        }
        if is_guest && !self.is_guests_allowed {
            return "GUESTS_NOT_ALLOWED";
        }
        if !self.is_enabled {
            return "CHAT_DISABLED";
        }
        if self.is_followers_only && !follows && !is_host && self.role != WriterRole::Admin {
            return "CHAT_FOLLOWERS_ONLY";
        }
        "written"
    }

    async fn set_up(&self, services: &Services) -> (User, Option<ChatParticipant>) {
        let host = services.live_host("ada").await;
        let author = self.author(services, &host).await;
        let who = match &author {
            Some(participant) => participant.identity(),
            None => Identity::of_user(&host.id),
        };
        if let Some(user) = who.user_id()
            && let Ok(other) = UserPair::new(user, host.id.clone())
        {
            let back = UserPair::new(host.id.clone(), other.actor().clone()).unwrap();
            let social = &services.ports.social;
            if self.is_follower {
                social.follow(&other, fixtures::time()).await.unwrap();
            }
            if self.is_blocked {
                social.block(&back, fixtures::time()).await.unwrap();
            }
            if self.has_blocked {
                social.block(&other, fixtures::time()).await.unwrap();
            }
        }
        if self.is_removed && self.role != WriterRole::Host {
            services.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
        }
        let patch = StreamPatch {
            is_chat_enabled: Some(self.is_enabled),
            is_chat_delayed: Some(self.is_delayed),
            is_chat_followers_only: Some(self.is_followers_only),
            is_guests_allowed: Some(self.is_guests_allowed),
            ..StreamPatch::default()
        };
        services
            .streams
            .update_stream_info(&host.id, patch)
            .await
            .unwrap();
        if !self.is_live {
            services.broadcasts.end_stream(&host.id).await.unwrap();
        }
        (host, author)
    }

    async fn author(&self, services: &Services, host: &User) -> Option<ChatParticipant> {
        match self.role {
            WriterRole::Host => Some(ChatParticipant::User(host.clone())),
            WriterRole::Admin => {
                let mut profile = fixtures::a_profile("root");
                profile.roles = Some([Role::Admin].into());
                Some(ChatParticipant::User(services.upsert_from_claims(&profile).await))
            }
            WriterRole::Viewer => Some(ChatParticipant::User(services.user("vera").await)),
            WriterRole::Guest => Some(guest(services, &host.id).await),
        }
    }
}

/// A guest of a live stream, authenticated by their room token.
async fn guest(services: &Services, host: &UserId) -> ChatParticipant {
    let name = GuestNameOrRandom::parse("Otter").unwrap();
    let access = services
        .tokens
        .generate_guest_token(host, name, None)
        .await
        .unwrap();
    let token = RoomToken::new(access.token.expose_secret().to_owned());
    ChatParticipant::Guest(services.chat.authenticate_guest(host, &token).await.unwrap())
}

fn code(error: &ChatError) -> &'static str {
    match error {
        ChatError::InvalidToken => "INVALID_TOKEN",
        ChatError::StreamOffline => "STREAM_OFFLINE",
        ChatError::Blocked => "BLOCKED",
        ChatError::GuestsNotAllowed => "GUESTS_NOT_ALLOWED",
        ChatError::ChatDisabled => "CHAT_DISABLED",
        ChatError::FollowersOnly => "CHAT_FOLLOWERS_ONLY",
        _ => "another",
    }
}

quickcheck! {
    fn permission_to_write_matches_the_contract(case: Case) -> () {
        run(async {
            let services = Services::new();
            let (host, author) = case.set_up(&services).await;
            let author = author.unwrap();
            let text = ChatText::parse("Hello").unwrap();
            let result = match services.chat.post(&host.id, &author, text, None).await {
                Ok(_) => "written",
                // Authentication rejects the token of an ended session before the chat rules apply.
                Err(ChatError::StreamOffline) if matches!(author, ChatParticipant::Guest(_)) => "INVALID_TOKEN",
                Err(error) => code(&error),
            };
            assert_eq!(result, case.expected(), "{case:?}");
            let stored = services.memory.store.sessions()[0].messages;
            assert_eq!(stored, u32::from(result == "written"), "{case:?}");
        });
    }

    fn viewers_may_read_with_any_chat_settings(case: Case) -> () {
        run(async {
            let services = Services::new();
            let (host, reader) = case.set_up(&services).await;
            let read = services
                .chat
                .history(&host.id, reader.as_ref(), onair_domain::chat::Slice::Newest)
                .await;
            // A removal ends with the session.
            let is_removed = case.is_removed && case.is_live;
            let is_allowed = match case.role {
                WriterRole::Host => true,
                WriterRole::Admin | WriterRole::Viewer => !case.is_blocked && !is_removed,
                WriterRole::Guest => case.is_guests_allowed && !is_removed,
            };
            assert_eq!(read.is_ok(), is_allowed, "{case:?}: {read:?}");
        });
    }
}

#[tokio::test]
async fn an_unauthenticated_reader_reads_as_a_guest() {
    let services = Services::new();
    let host = services.live_host("ada").await;
    let newest = onair_domain::chat::Slice::Newest;
    assert!(services.chat.history(&host.id, None, newest).await.is_ok());
    let closed = StreamPatch {
        is_guests_allowed: Some(false),
        ..StreamPatch::default()
    };
    services
        .streams
        .update_stream_info(&host.id, closed)
        .await
        .unwrap();
    let refused = services.chat.history(&host.id, None, newest).await;
    assert!(matches!(refused, Err(ChatError::GuestsNotAllowed)), "{refused:?}");
}

#[tokio::test]
async fn missing_objects_are_reported_first() {
    let services = Services::new();
    let vera = ChatParticipant::User(services.user("vera").await);
    let text = || ChatText::parse("Hello").unwrap();
    let unknown = services
        .chat
        .post(&fixtures::user_id("nobody"), &vera, text(), None)
        .await;
    assert!(matches!(unknown, Err(ChatError::UserUnknown)), "{unknown:?}");
    let without = services
        .chat
        .post(&fixtures::user_id("vera"), &vera, text(), None)
        .await;
    assert!(matches!(without, Err(ChatError::StreamUnknown)), "{without:?}");
}
