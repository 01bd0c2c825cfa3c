//! A state of a stream, each part written out once for all who listen.

use actix_web::web::{Bytes, BytesMut};
use onair_domain::stream::StreamWithUser;

use super::event::{ChatSettings, Ended, Info, Snapshot, Status, StreamEvent};

/// What there is to tell of a stream at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// All of it.
    pub(super) snapshot: Bytes,
    status: Bytes,
    info: Bytes,
    chat: Bytes,
    /// What to tell once the session that is open now no longer is.
    ended: Option<Bytes>,
}

impl Shown {
    /// Only these events, in this order, lead a listener from what it was told before to this state.
    pub(super) fn since(&self, before: &Self) -> Bytes {
        let ended = before.ended.as_ref().filter(|_| before.ended != self.ended);
        let changed = [
            (&before.status, &self.status),
            (&before.info, &self.info),
            (&before.chat, &self.chat),
        ];
        let changed = changed
            .into_iter()
            .filter_map(|(before, now)| (before != now).then_some(now));
        let mut news = ended.into_iter().chain(changed);
        match (news.next(), news.next()) {
            (None, _) => Bytes::new(),
            (Some(one), None) => one.clone(),
            (Some(first), Some(second)) => {
                let mut all = BytesMut::from(&first[..]);
                all.extend_from_slice(second);
                for event in news {
                    all.extend_from_slice(event);
                }
                all.freeze()
            }
        }
    }
}

impl From<&StreamWithUser> for Shown {
    fn from(found: &StreamWithUser) -> Self {
        let (status, info, chat) = (Status::from(found), Info::from(found), ChatSettings::from(found));
        let ended = found.session_id.as_ref().map(Ended::from);
        Self {
            snapshot: StreamEvent::Snapshot(Snapshot::new(&status, &info, &chat)).text(),
            status: StreamEvent::Status(status).text(),
            info: StreamEvent::Info(info).text(),
            chat: StreamEvent::ChatSettings(chat).text(),
            ended: ended.map(|ended| StreamEvent::Ended(ended).text()),
        }
    }
}
