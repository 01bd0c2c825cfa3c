//! What every port with state must do if the store does not answer: each method returns an error.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use onair_domain::account::{UserFilter, UserSelection};
use onair_domain::audit::AuditAction;
use onair_domain::chat::{ChatEvent, ChatMessage, Reader, Slice};
use onair_domain::creator::CreatorApplication;
use onair_domain::error::Outage;
use onair_domain::names::VariantArray as _;
use onair_domain::page::PageRequest;
use onair_domain::retention::ExpiringKind;
use onair_domain::room::Identity;
use onair_domain::session::{AttendanceScope, EndReason, PastScope};
use onair_domain::stream::{DiscoveryKey, StreamPatch};
use onair_domain::user::Requester;

use crate::{World, fixtures};

/// Runs the cases of a store that does not answer; `fresh` returns a [`World`](crate::World) without
/// a store.
#[macro_export]
macro_rules! unreachable_store {
    ($fresh:expr) => {
        $crate::cases!(
            unreachable_store,
            $fresh,
            [
                streams_are_unavailable,
                sessions_are_unavailable,
                users_are_unavailable,
                follows_and_blocks_are_unavailable,
                applications_are_unavailable,
                chats_are_unavailable,
                thumbnails_are_unavailable,
                the_audit_log_is_unavailable,
                expired_data_is_unavailable,
            ]
        );
    };
}

/// Asserts that every call fails as unavailable.
macro_rules! assert_unavailable {
    ($error:ident: $($call:expr),* $(,)?) => {$(
        let answer = $call.await.map(drop);
        assert!(matches!(answer, Err(onair_domain::ports::$error::Unavailable(_))), "{answer:?}");
    )*};
}

pub async fn streams_are_unavailable(world: &World) {
    let ada = fixtures::user_id("ada");
    let (stream, patch) = (fixtures::a_stream(&ada), StreamPatch::default());
    let (users, page) = ([ada.clone()], PageRequest::default());
    let key = DiscoveryKey {
        is_live: true,
        viewer_count: 3,
        stream_id: stream.id.clone(),
    };
    let later = PageRequest {
        after: Some(key),
        ..PageRequest::default()
    };
    assert_unavailable!(StreamRepositoryError:
        world.streams.upsert(&stream, &patch),
        world.streams.update(&ada, &patch, fixtures::time()),
        world.streams.find_by_creator(&ada),
        world.streams.filter_creators(&users),
        world.streams.find_with_user(&ada),
        world.streams.list_live(&Requester::Guest, &PageRequest::default()),
        world.streams.list_live(&Requester::Guest, &later),
        world.streams.list_followed(&ada, &page),
        world.streams.search(&fixtures::query("piano"), &Requester::Guest),
    );
}

pub async fn sessions_are_unavailable(world: &World) {
    let ada = fixtures::user_id("ada");
    let open = fixtures::a_session(&fixtures::a_stream(&ada));
    let ended = fixtures::ended(&open, fixtures::later(1), EndReason::RoomClosed);
    let (id, who) = (&open.id, [Identity::of_user(&ada)]);
    let page = PageRequest::default();
    assert_unavailable!(SessionRepositoryError:
        world.sessions.open(&open),
        world.sessions.find_open(&ada),
        world.sessions.list_open(),
        world.sessions.list_attendance(id, &AttendanceScope::Present),
        world.sessions.list_attendance(id, &AttendanceScope::Only(who.to_vec())),
        world.sessions.save(&fixtures::a_change(&open, open.clone())),
        world.sessions.save(&fixtures::a_change(&open, ended)),
        world.sessions.find(id),
        world.sessions.list_ended(&ada, PastScope::All, &page),
        world.sessions.list_ended(&ada, PastScope::Public, &page),
        world.sessions.list_viewer_counts(id),
        world.sessions.find_last_room(&ada),
        world.sessions.exclude(id, &who[0], fixtures::time()),
        world.sessions.find_standing(&ada, Some(id), &who[0]),
        world.sessions.filter_denied(&ada, id, &who),
    );
}

pub async fn users_are_unavailable(world: &World) {
    let (ada, name) = (fixtures::user_id("ada"), fixtures::username("ada"));
    let entry = fixtures::an_audit_entry(&ada, AuditAction::Suspend, "ada");
    let users = [ada.clone()];
    let search = UserFilter {
        selection: UserSelection::Search(fixtures::query("piano")),
        is_suspended: None,
    };
    assert_unavailable!(UserDirectoryError:
        world.users.upsert_from_claims(&fixtures::a_profile("ada"), fixtures::time()),
        world.users.find(&fixtures::user_id("ada")),
        world.users.find_by_username(&name),
        world.users.set_suspended(&ada, true, &entry),
        world.users.filter_suspended(&users),
        world.users.list(&UserFilter::default(), &PageRequest::default()),
        world.users.list(&search, &PageRequest::default()),
    );
    let error = world.users.find_by_username(&name).await.unwrap_err();
    assert!(matches!(Outage::from(error), Outage::Store(_)));
}

pub async fn follows_and_blocks_are_unavailable(world: &World) {
    let (ada, vera) = (fixtures::user_id("ada"), fixtures::user_id("vera"));
    let pair = fixtures::a_pair(&vera, &ada);
    let users = [vera.clone()];
    assert_unavailable!(SocialGraphError:
        world.social.follow(&pair, fixtures::time()),
        world.social.unfollow(&pair),
        world.social.block(&pair, fixtures::time()),
        world.social.unblock(&pair),
        world.social.find_relation(&ada, &vera),
        world.social.list_followers(&ada, &PageRequest::default()),
        world.social.list_following(&ada, &PageRequest::default()),
        world.social.list_blocked(&ada, &PageRequest::default()),
        world.social.count_follows(&ada),
        world.social.filter_followers(&ada, &users),
    );
}

pub async fn applications_are_unavailable(world: &World) {
    let ada = fixtures::user_id("ada");
    let first: CreatorApplication = fixtures::an_application(&ada);
    let entry = fixtures::an_audit_entry(&ada, AuditAction::Approve, "ada");
    let users = [ada.clone()];
    assert_unavailable!(CreatorApplicationsError:
        world.applications.find(&ada),
        world.applications.submit(&first),
        world.applications.replace(&first, &first),
        world.applications.review(&first, &first, &entry),
        world.applications.list(None, &PageRequest::default()),
        world.applications.filter_approved(&users),
    );
}

pub async fn chats_are_unavailable(world: &World) {
    let session = fixtures::a_session(&fixtures::a_stream(&fixtures::user_id("ada")));
    let message = fixtures::a_message(&session, "vera");
    let (id, who) = (&session.id, &message.author.identity);
    let events = [ChatEvent::Posted(ChatMessage::numbered(message.clone(), 1))];
    let entry = fixtures::an_audit_entry(&session.creator_id, AuditAction::RemoveMessage, "1");
    assert_unavailable!(ChatLogError:
        world.chat.find_recent(id, who),
        world.chat.append(&message, 0),
        world.chat.read(id, &Reader::Host, fixtures::time(), Slice::Newest),
        world.chat.read(id, &Reader::Other(None), fixtures::time(), Slice::After(3)),
        world.chat.find(&message.id),
        world.chat.remove(&message.id, fixtures::time(), None),
        world.chat.remove(&message.id, fixtures::time(), Some(entry)),
        world.chat.list_pending(fixtures::time(), 10),
        world.chat.mark_sent(&events),
    );
}

pub async fn thumbnails_are_unavailable(world: &World) {
    let ada = fixtures::user_id("ada");
    assert_unavailable!(ThumbnailsError:
        world.thumbnails.put(&ada, &fixtures::a_thumbnail(1)),
        world.thumbnails.delete(&ada),
        world.thumbnails.find(&ada),
    );
}

pub async fn the_audit_log_is_unavailable(world: &World) {
    assert_unavailable!(AuditLogError: world.audit.list(&PageRequest::default()));
}

pub async fn expired_data_is_unavailable(world: &World) {
    for &kind in ExpiringKind::VARIANTS {
        assert_unavailable!(ExpiringDataError: world.expiring.delete_expired(kind, fixtures::time(), 10));
    }
}
