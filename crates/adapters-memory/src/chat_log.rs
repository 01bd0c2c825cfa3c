//! [`MemoryChatLog`].

use async_trait::async_trait;
use onair_domain::Timestamp;
use onair_domain::audit::AuditEntry;
use onair_domain::chat::{
    BURST, ChatEvent, ChatMessage, MessageId, MessageMeta, NewMessage, Reader, RecentMessages, Slice,
};
use onair_domain::ports::{AppendOutcome, ChatLog, ChatLogError};
use onair_domain::room::Identity;
use onair_domain::stream::SessionId;

use crate::store::{MemoryStore, State};

/// The chat messages of a [`MemoryStore`].
#[derive(Debug, Clone)]
pub struct MemoryChatLog(MemoryStore);

/// A message in the log.
#[derive(Debug)]
pub(crate) struct Line {
    trace: MessageMeta,
    id: MessageId,
    sent_at: Timestamp,
    /// `None` once the message is removed.
    message: Option<ChatMessage>,
    /// When the message is to be sent to the room; `None` once it was.
    due: Option<Timestamp>,
}

impl MemoryChatLog {
    /// The chat messages of a store.
    #[must_use]
    pub fn new(store: MemoryStore) -> Self {
        Self(store)
    }

    fn step<R>(&self, step: impl FnOnce(&mut State) -> R) -> Result<R, ChatLogError> {
        self.0.step(step).map_err(ChatLogError::Unavailable)
    }
}

impl Line {
    fn written(message: ChatMessage) -> Self {
        Self {
            trace: MessageMeta {
                session_id: message.session_id.clone(),
                creator_id: message.creator_id.clone(),
                author: message.author.identity.clone(),
                is_removed: false,
            },
            id: message.id.clone(),
            sent_at: message.sent_at,
            due: Some(message.visible_at),
            message: Some(message),
        }
    }

    fn news(&self) -> ChatEvent {
        match &self.message {
            Some(message) => ChatEvent::Posted(message.clone()),
            None => ChatEvent::Removed {
                id: self.id.clone(),
                creator_id: self.trace.creator_id.clone(),
            },
        }
    }
}

impl State {
    fn line(&mut self, id: &MessageId) -> Option<&mut Line> {
        self.chats.values_mut().flatten().find(|line| line.id == *id)
    }
}

fn written_by<'a>(lines: &'a [Line], who: &'a Identity) -> impl DoubleEndedIterator<Item = &'a Line> {
    lines.iter().filter(move |line| line.trace.author == *who)
}

#[async_trait]
impl ChatLog for MemoryChatLog {
    async fn find_recent(&self, session: &SessionId, who: &Identity) -> Result<RecentMessages, ChatLogError> {
        self.step(|state| {
            let lines = state.chats.get(session).map_or(&[][..], Vec::as_slice);
            let newest = written_by(lines, who).rev().take(BURST);
            RecentMessages {
                times: newest.map(|line| line.sent_at).collect(),
                count: written_by(lines, who).fold(0, |count, _| count + 1),
            }
        })
    }

    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError> {
        self.step(|state| {
            let Some(session) = state.open_session(&new.session_id) else {
                return AppendOutcome::SessionEnded;
            };
            let seq = session.messages + 1;
            let lines = state.chats.entry(new.session_id.clone()).or_default();
            let before = written_by(lines, &new.author.identity).fold(0, |count, _| count + 1);
            if before != written_before {
                return AppendOutcome::Conflict;
            }
            lines.push(Line::written(ChatMessage::numbered(new.clone(), seq)));
            if let Some(session) = state.open_session(&new.session_id) {
                session.messages = seq;
            }
            AppendOutcome::Stored(seq)
        })
    }

    async fn read(
        &self,
        session: &SessionId,
        reader: &Reader,
        now: Timestamp,
        slice: Slice,
    ) -> Result<Vec<ChatMessage>, ChatLogError> {
        self.step(|state| {
            let lines = state.chats.get(session).map_or(&[][..], Vec::as_slice);
            let seen = lines
                .iter()
                .filter_map(|line| line.message.as_ref())
                .filter(|message| message.is_visible_to(reader, now));
            match slice {
                Slice::After(seq) => {
                    let after = seen.filter(|message| message.seq > seq);
                    after.take(Slice::AFTER).cloned().collect()
                }
                Slice::Newest => {
                    let mut newest: Vec<_> = seen.rev().take(Slice::NEWEST).cloned().collect();
                    newest.reverse();
                    newest
                }
            }
        })
    }

    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError> {
        self.step(|state| state.line(message).map(|line| line.trace.clone()))
    }

    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError> {
        self.step(|state| {
            let line = state.line(message).filter(|line| !line.trace.is_removed);
            let Some(line) = line else {
                return false;
            };
            line.trace.is_removed = true;
            line.message = None;
            line.due = Some(at);
            if let Some(entry) = audit {
                state.audit.insert(entry.key(), entry);
            }
            true
        })
    }

    async fn list_pending(
        &self,
        due_before: Timestamp,
        limit: usize,
    ) -> Result<Vec<ChatEvent>, ChatLogError> {
        self.step(|state| {
            let open = state.open.values().filter_map(|session| state.chats.get(session));
            let mut due: Vec<_> = open
                .flatten()
                .filter_map(|line| Some((line.due?, line)))
                .filter(|(due, _)| *due < due_before)
                .collect();
            due.sort_by_key(|(due, _)| *due);
            due.into_iter().take(limit).map(|(_, line)| line.news()).collect()
        })
    }

    async fn mark_sent(&self, news: &[ChatEvent]) -> Result<(), ChatLogError> {
        self.step(|state| {
            for one in news {
                let is_removal = matches!(one, ChatEvent::Removed { .. });
                if let Some(line) = state.line(one.message_id())
                    && line.trace.is_removed == is_removal
                {
                    line.due = None;
                }
            }
        })
    }
}
