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
pub(crate) struct StoredMessage {
    meta: MessageMeta,
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

impl StoredMessage {
    fn new(message: ChatMessage) -> Self {
        Self {
            meta: MessageMeta {
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

    fn event(&self) -> ChatEvent {
        match &self.message {
            Some(message) => ChatEvent::Posted(message.clone()),
            None => ChatEvent::Removed {
                id: self.id.clone(),
                creator_id: self.meta.creator_id.clone(),
            },
        }
    }
}

impl State {
    fn message(&mut self, id: &MessageId) -> Option<&mut StoredMessage> {
        self.chats.values_mut().flatten().find(|stored| stored.id == *id)
    }
}

fn messages_by<'a>(
    messages: &'a [StoredMessage],
    who: &'a Identity,
) -> impl DoubleEndedIterator<Item = &'a StoredMessage> {
    messages.iter().filter(move |stored| stored.meta.author == *who)
}

#[async_trait]
impl ChatLog for MemoryChatLog {
    async fn find_recent(&self, session: &SessionId, who: &Identity) -> Result<RecentMessages, ChatLogError> {
        self.step(|state| {
            let messages = state.chats.get(session).map_or(&[][..], Vec::as_slice);
            let newest = messages_by(messages, who).rev().take(BURST);
            RecentMessages {
                times: newest.map(|stored| stored.sent_at).collect(),
                count: messages_by(messages, who).fold(0, |count, _| count + 1),
            }
        })
    }

    async fn append(&self, new: &NewMessage, written_before: u32) -> Result<AppendOutcome, ChatLogError> {
        self.step(|state| {
            let Some(session) = state.open_session(&new.session_id) else {
                return AppendOutcome::SessionEnded;
            };
            let seq = session.messages + 1;
            let messages = state.chats.entry(new.session_id.clone()).or_default();
            let before = messages_by(messages, &new.author.identity).fold(0, |count, _| count + 1);
            if before != written_before {
                return AppendOutcome::Conflict;
            }
            messages.push(StoredMessage::new(ChatMessage::numbered(new.clone(), seq)));
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
            let messages = state.chats.get(session).map_or(&[][..], Vec::as_slice);
            let visible = messages
                .iter()
                .filter_map(|stored| stored.message.as_ref())
                .filter(|message| message.is_visible_to(reader, now));
            match slice {
                Slice::After(seq) => {
                    let after = visible.filter(|message| message.seq > seq);
                    after.take(Slice::AFTER).cloned().collect()
                }
                Slice::Newest => {
                    let mut newest: Vec<_> = visible.rev().take(Slice::NEWEST).cloned().collect();
                    newest.reverse();
                    newest
                }
            }
        })
    }

    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError> {
        self.step(|state| state.message(message).map(|stored| stored.meta.clone()))
    }

    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError> {
        self.step(|state| {
            let stored = state.message(message).filter(|stored| !stored.meta.is_removed);
            let Some(stored) = stored else {
                return false;
            };
            stored.meta.is_removed = true;
            stored.message = None;
            stored.due = Some(at);
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
                .filter_map(|stored| Some((stored.due?, stored)))
                .filter(|(due, _)| *due < due_before)
                .collect();
            due.sort_by_key(|(due, _)| *due);
            due.into_iter()
                .take(limit)
                .map(|(_, stored)| stored.event())
                .collect()
        })
    }

    async fn mark_sent(&self, events: &[ChatEvent]) -> Result<(), ChatLogError> {
        self.step(|state| {
            for event in events {
                let is_removal = matches!(event, ChatEvent::Removed { .. });
                if let Some(stored) = state.message(event.message_id())
                    && stored.meta.is_removed == is_removal
                {
                    stored.due = None;
                }
            }
        })
    }
}
