//! Who may write, for all settings, roles and relations.

use onair_domain::chat::{ChatError, ChatParticipant, ChatText};
use onair_domain::room::Identity;
use onair_domain::social::UserPair;
use onair_domain::stream::StreamPatch;
use onair_domain::token::{GuestNameOrRandom, RoomToken};
use onair_domain::user::{Role, User, UserId};
use onair_port_contracts::fixtures;
use quickcheck::{Arbitrary, Gen, quickcheck};

use crate::studio::{Studio, run};

/// What somebody is to a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Admin,
    Viewer,
    Guest,
}

/// Any settings, and anybody.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "all that the contract's table asks for"
)]
struct Case {
    is_live: bool,
    is_enabled: bool,
    is_delayed: bool,
    is_followers_only: bool,
    is_guests_allowed: bool,
    part: Part,
    is_follower: bool,
    is_blocked: bool,
    is_removed: bool,
    /// The one who writes blocked the host, which is nobody's business here.
    has_blocked: bool,
}

impl Arbitrary for Case {
    fn arbitrary(g: &mut Gen) -> Self {
        let parts = [Part::Host, Part::Admin, Part::Viewer, Part::Guest];
        Self {
            is_live: u8::arbitrary(g) % 8 > 0,
            is_enabled: u8::arbitrary(g) % 4 > 0,
            is_delayed: bool::arbitrary(g),
            is_followers_only: bool::arbitrary(g),
            is_guests_allowed: bool::arbitrary(g),
            part: g.choose(&parts).copied().unwrap_or(Part::Viewer),
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
        let is_host = self.part == Part::Host;
        let is_guest = self.part == Part::Guest;
        let is_barred = !is_host && (self.is_removed || (self.is_blocked && !is_guest));
        let follows = self.is_follower && !self.is_blocked && !self.has_blocked && !is_guest;
        if !self.is_live {
            // What a room token was given out for is over.
            return if is_guest {
                "INVALID_TOKEN"
            } else {
                "STREAM_OFFLINE"
            };
        }
        if is_barred {
            return "BLOCKED";
        }
        if is_guest && !self.is_guests_allowed {
            return "GUESTS_NOT_ALLOWED";
        }
        if !self.is_enabled {
            return "CHAT_DISABLED";
        }
        if self.is_followers_only && !follows && !is_host && self.part != Part::Admin {
            return "CHAT_FOLLOWERS_ONLY";
        }
        "written"
    }

    async fn set_up(&self, studio: &Studio) -> (User, Option<ChatParticipant>) {
        let host = studio.live_host("ada").await;
        let writer = self.writer(studio, &host).await;
        let who = match &writer {
            Some(participant) => participant.identity(),
            None => Identity::of_user(&host.id),
        };
        if let Some(user) = who.user_id()
            && let Ok(other) = UserPair::new(user, host.id.clone())
        {
            let back = UserPair::new(host.id.clone(), other.actor().clone()).unwrap();
            let social = &studio.ports.social;
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
        if self.is_removed && self.part != Part::Host {
            studio.broadcasts.remove_viewer(&host.id, &who).await.unwrap();
        }
        let patch = StreamPatch {
            is_chat_enabled: Some(self.is_enabled),
            is_chat_delayed: Some(self.is_delayed),
            is_chat_followers_only: Some(self.is_followers_only),
            is_guests_allowed: Some(self.is_guests_allowed),
            ..StreamPatch::default()
        };
        studio.streams.update_stream_info(&host.id, patch).await.unwrap();
        if !self.is_live {
            studio.broadcasts.end_stream(&host.id).await.unwrap();
        }
        (host, writer)
    }

    async fn writer(&self, studio: &Studio, host: &User) -> Option<ChatParticipant> {
        match self.part {
            Part::Host => Some(ChatParticipant::User(host.clone())),
            Part::Admin => {
                let mut profile = fixtures::a_profile("root");
                profile.roles = Some([Role::Admin].into());
                Some(ChatParticipant::User(studio.upsert_from_claims(&profile).await))
            }
            Part::Viewer => Some(ChatParticipant::User(studio.user("vera").await)),
            Part::Guest => Some(guest(studio, &host.id).await),
        }
    }
}

/// A guest of a live stream, as their room token shows them.
async fn guest(studio: &Studio, host: &UserId) -> ChatParticipant {
    let name = GuestNameOrRandom::parse("Otter").unwrap();
    let access = studio
        .tokens
        .generate_guest_token(host, name, None)
        .await
        .unwrap();
    let token = RoomToken::new(access.token.expose_secret().to_owned());
    ChatParticipant::Guest(studio.chat.authenticate_guest(host, &token).await.unwrap())
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
            let studio = Studio::new();
            let (host, writer) = case.set_up(&studio).await;
            let writer = writer.unwrap();
            let text = ChatText::parse("Hello").unwrap();
            let came = match studio.chat.post(&host.id, &writer, text).await {
                Ok(_) => "written",
                // At the door nobody lets in whom the token is no use to any more.
                Err(ChatError::StreamOffline) if matches!(writer, ChatParticipant::Guest(_)) => "INVALID_TOKEN",
                Err(error) => code(&error),
            };
            assert_eq!(came, case.expected(), "{case:?}");
            let kept = studio.memory.store.sessions()[0].messages;
            assert_eq!(kept, u32::from(came == "written"), "{case:?}");
        });
    }

    fn viewers_may_read_with_any_chat_settings(case: Case) -> () {
        run(async {
            let studio = Studio::new();
            let (host, reader) = case.set_up(&studio).await;
            let read = studio
                .chat
                .history(&host.id, reader.as_ref(), onair_domain::chat::Slice::Newest)
                .await;
            // Who was removed from a session may come to the next one.
            let is_removed = case.is_removed && case.is_live;
            let may = match case.part {
                Part::Host => true,
                Part::Admin | Part::Viewer => !case.is_blocked && !is_removed,
                Part::Guest => case.is_guests_allowed && !is_removed,
            };
            assert_eq!(read.is_ok(), may, "{case:?}: {read:?}");
        });
    }
}

#[tokio::test]
async fn an_unauthenticated_reader_reads_as_a_guest() {
    let studio = Studio::new();
    let host = studio.live_host("ada").await;
    let newest = onair_domain::chat::Slice::Newest;
    assert!(studio.chat.history(&host.id, None, newest).await.is_ok());
    let closed = StreamPatch {
        is_guests_allowed: Some(false),
        ..StreamPatch::default()
    };
    studio.streams.update_stream_info(&host.id, closed).await.unwrap();
    let refused = studio.chat.history(&host.id, None, newest).await;
    assert!(matches!(refused, Err(ChatError::GuestsNotAllowed)), "{refused:?}");
}

#[tokio::test]
async fn missing_objects_are_reported_first() {
    let studio = Studio::new();
    let vera = ChatParticipant::User(studio.user("vera").await);
    let text = || ChatText::parse("Hello").unwrap();
    let unknown = studio
        .chat
        .post(&fixtures::user_id("nobody"), &vera, text())
        .await;
    assert!(matches!(unknown, Err(ChatError::UserUnknown)), "{unknown:?}");
    let without = studio.chat.post(&fixtures::user_id("vera"), &vera, text()).await;
    assert!(matches!(without, Err(ChatError::StreamUnknown)), "{without:?}");
}
