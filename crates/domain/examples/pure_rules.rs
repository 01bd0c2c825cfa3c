//! Reuses the pure rules alone: no port, no service, no runtime. It prints what a creator's broadcast becomes,
//! and who may do what in its room.
//!
//! Run it with `cargo run --package onair-domain --example pure_rules`.
#![expect(clippy::print_stdout, reason = "an example shows its results")]

use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatWriter, may_write};
use onair_domain::room::{ConnectionId, Identity, RoomName, RoomSid};
use onair_domain::session::machine::{Broadcast, Input, step};
use onair_domain::session::{EndReason, MediaEvent, MediaNotification, NewSession, Timing};
use onair_domain::stream::{SessionId, Stream, StreamId, StreamPatch, Title};
use onair_domain::text::TextError;
use onair_domain::token::{Grants, Restrictions, RoomRole, entry_denied};
use onair_domain::user::UserId;

/// Runs the example. The tests of this crate call it too.
pub(crate) fn main() -> Result<(), TextError> {
    let now = Timestamp::UNIX_EPOCH;
    let creator = UserId::parse("ada")?;
    let stream = a_stream(&creator, now)?;

    // What a token grants.
    for (name, role) in [("creator", RoomRole::Creator), ("guest", RoomRole::Guest)] {
        println!("a {name} may publish: {}", Grants::of(role).can_publish);
    }
    assert!(!Grants::of(RoomRole::Viewer).can_publish);

    // Who may enter the room.
    let guest = Identity::of_guest(now, 1);
    let members_only = Stream {
        is_guests_allowed: false,
        ..stream.clone()
    };
    let refused = entry_denied(&members_only, &guest, Restrictions::default());
    println!("a guest at a stream closed to guests: {refused:?}");
    assert!(refused.is_some());

    // Who may write in the chat.
    let mut followers_only = stream.clone();
    followers_only.chat.is_followers_only = true;
    let guest_speaker = ChatWriter {
        who: guest,
        restrictions: Restrictions::default(),
        is_follower: false,
        is_admin: false,
    };
    let denied = may_write(&followers_only, &guest_speaker);
    println!("a guest in a chat for followers: {denied:?}");
    assert!(denied.is_err());

    // What the broadcast becomes: Starting, OnAir, Ended.
    let timing = Timing::default();
    let room = RoomSid::from_trusted("RM_1".to_owned());
    let go_live = Input::GoLive(NewSession {
        id: SessionId::from_trusted("session-1".to_owned()),
        stream_id: stream.id.clone(),
        creator_id: creator.clone(),
        title: stream.title.clone(),
        room_sid: room.clone(),
        started_at: now,
    });
    let published = Input::Notification(MediaNotification {
        room: RoomName::of(&creator),
        sid: room,
        at: None,
        event: MediaEvent::Published {
            identity: Identity::of_user(&creator),
            connection: ConnectionId::from_trusted("PA_1".to_owned()),
        },
    });
    let mut broadcast = Broadcast::Offline;
    for (second, input) in [go_live, published, Input::Stop(EndReason::EndedByCreator)]
        .iter()
        .enumerate()
    {
        let at = now + Duration::from_secs(second.try_into().unwrap_or_default());
        let next = step(broadcast, input, at, &timing);
        match (&next.after, &next.ended) {
            (Broadcast::Live(live), _) => println!("after {second} s: {:?}", live.session().state()),
            (Broadcast::Offline, Some(ended)) => println!("after {second} s: {:?}", ended.phase),
            (Broadcast::Offline, None) => println!("after {second} s: offline"),
        }
        broadcast = next.after;
    }
    assert_eq!(broadcast, Broadcast::Offline);
    Ok(())
}

fn a_stream(creator: &UserId, now: Timestamp) -> Result<Stream, TextError> {
    let id = StreamId::from_trusted("stream-1".to_owned());
    let title = Title::parse("A quiet evening")?;
    Ok(Stream::set_up(
        id,
        creator.clone(),
        title,
        &StreamPatch::default(),
        now,
    ))
}
