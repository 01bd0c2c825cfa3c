//! The state of a stream, encoded once for all subscriptions.

use actix_web::web::{Bytes, BytesMut};
use onair_domain::stream::StreamWithUser;

use super::event::{ChatSettings, Ended, Info, Snapshot, Status, StreamEvent};

/// The encoded events for one state of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct EncodedState {
    /// The snapshot event.
    pub(super) snapshot: Bytes,
    status: Bytes,
    info: Bytes,
    chat: Bytes,
    /// The event to send when the open session has ended; `None` while offline.
    ended: Option<Bytes>,
}

impl EncodedState {
    /// Returns the events that lead from the state `before` to this state, in this order. Empty if nothing
    /// changed.
    pub(super) fn changes_since(&self, before: &Self) -> Bytes {
        let ended = before.ended.as_ref().filter(|_| before.ended != self.ended);
        let changed = [
            (&before.status, &self.status),
            (&before.info, &self.info),
            (&before.chat, &self.chat),
        ];
        let changed = changed
            .into_iter()
            .filter_map(|(before, now)| (before != now).then_some(now));
        let mut changed_events = ended.into_iter().chain(changed);
        match (changed_events.next(), changed_events.next()) {
            (None, _) => Bytes::new(),
            (Some(one), None) => one.clone(),
            (Some(first), Some(second)) => {
                let mut all = BytesMut::from(&first[..]);
                all.extend_from_slice(second);
                for event in changed_events {
                    all.extend_from_slice(event);
                }
                all.freeze()
            }
        }
    }
}

impl From<&StreamWithUser> for EncodedState {
    fn from(found: &StreamWithUser) -> Self {
        let (status, info, chat) = (Status::from(found), Info::from(found), ChatSettings::from(found));
        let ended = found.session_id.as_ref().map(Ended::from);
        Self {
            snapshot: StreamEvent::Snapshot(Snapshot::new(&status, &info, &chat)).encode(),
            status: StreamEvent::Status(status).encode(),
            info: StreamEvent::Info(info).encode(),
            chat: StreamEvent::ChatSettings(chat).encode(),
            ended: ended.map(|ended| StreamEvent::Ended(ended).encode()),
        }
    }
}
