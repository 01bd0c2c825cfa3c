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
    id: MessageId,
    seq: u32,
    /// Without its quote, which is looked up when it is read.
    meta: MessageMeta,
    reply_to: Option<MessageId>,
    sent_at: Timestamp,
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
    fn new(new: &NewMessage, seq: u32) -> Self {
        Self {
            id: new.id.clone(),
            seq,
            meta: MessageMeta {
                session_id: new.session_id.clone(),
                creator_id: new.creator_id.clone(),
                author: new.author.clone(),
                text: Some(new.text.clone()),
                reply_to: None,
                visible_at: new.visible_at,
            },
            reply_to: new.reply_to.as_ref().map(|quote| quote.id.clone()),
            sent_at: new.sent_at,
            due: Some(new.visible_at),
        }
    }

    /// The metadata with the quoted message as it is now. `chat` contains the messages of the session.
    fn meta(&self, chat: &[Self]) -> MessageMeta {
        let quoted = self.reply_to.as_ref();
        let quoted = quoted.and_then(|id| chat.iter().find(|stored| stored.id == *id));
        MessageMeta {
            reply_to: quoted.map(|quoted| Box::new(quoted.meta.clone().quote(quoted.id.clone()))),
            ..self.meta.clone()
        }
    }

    /// The message; `None` if it is removed.
    fn message(&self, chat: &[Self]) -> Option<ChatMessage> {
        let meta = self.meta(chat);
        Some(ChatMessage {
            id: self.id.clone(),
            session_id: meta.session_id,
            creator_id: meta.creator_id,
            seq: self.seq,
            author: meta.author,
            text: meta.text?,
            reply_to: meta.reply_to,
            sent_at: self.sent_at,
            visible_at: meta.visible_at,
        })
    }

    fn event(&self, chat: &[Self]) -> ChatEvent {
        match self.message(chat) {
            Some(message) => ChatEvent::Posted(message),
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
    messages
        .iter()
        .filter(move |stored| stored.meta.author.identity == *who)
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
            messages.push(StoredMessage::new(new, seq));
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
                .filter_map(|stored| stored.message(messages))
                .filter(|message| message.is_visible_to(reader, now));
            match slice {
                Slice::After(seq) => {
                    let after = visible.filter(|message| message.seq > seq);
                    after.take(Slice::AFTER).collect()
                }
                Slice::Newest => {
                    let mut newest: Vec<_> = visible.rev().take(Slice::NEWEST).collect();
                    newest.reverse();
                    newest
                }
            }
        })
    }

    async fn find(&self, message: &MessageId) -> Result<Option<MessageMeta>, ChatLogError> {
        self.step(|state| {
            state.chats.values().find_map(|chat| {
                let stored = chat.iter().find(|stored| stored.id == *message)?;
                Some(stored.meta(chat))
            })
        })
    }

    async fn remove(
        &self,
        message: &MessageId,
        at: Timestamp,
        audit: Option<AuditEntry>,
    ) -> Result<bool, ChatLogError> {
        self.step(|state| {
            let stored = state.message(message).filter(|stored| !stored.meta.is_removed());
            let Some(stored) = stored else {
                return false;
            };
            stored.meta.text = None;
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
                .flat_map(|chat| chat.iter().map(move |stored| (stored, chat)))
                .filter_map(|(stored, chat)| Some((stored.due?, stored, chat)))
                .filter(|(due, ..)| *due < due_before)
                .collect();
            due.sort_by_key(|(due, ..)| *due);
            due.into_iter()
                .take(limit)
                .map(|(_, stored, chat)| stored.event(chat))
                .collect()
        })
    }

    async fn mark_sent(&self, events: &[ChatEvent]) -> Result<(), ChatLogError> {
        self.step(|state| {
            for event in events {
                let is_removal = matches!(event, ChatEvent::Removed { .. });
                if let Some(stored) = state.message(event.message_id())
                    && stored.meta.is_removed() == is_removal
                {
                    stored.due = None;
                }
            }
        })
    }
}
