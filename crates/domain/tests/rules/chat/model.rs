//! A model of a chat. Random calls post, remove and read messages and switch the delay on and off. After each of
//! them the messages that everybody reads and receives are compared with the model.

use std::collections::BTreeSet;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatError, ChatMessage, MODERATION_DELAY, Slice};
use quickcheck::{Arbitrary, Gen, quickcheck};

use super::fixture::ChatFixture;
use crate::services::run;

/// A random action.
#[derive(Debug, Clone, Copy)]
enum Action {
    Write(usize),
    /// The participant, and the index of the message that they answer.
    Reply(usize, usize),
    Wait(Duration),
    SetDelayed(bool),
    /// The participant, and the index of the message.
    Remove(usize, usize),
}

const PARTICIPANTS: usize = 4;

impl Arbitrary for Action {
    fn arbitrary(g: &mut Gen) -> Self {
        let participant = usize::arbitrary(g) % PARTICIPANTS;
        match u8::arbitrary(g) % 9 {
            0 => Self::SetDelayed(bool::arbitrary(g)),
            1 => Self::Remove(participant, usize::arbitrary(g)),
            2 => Self::Reply(participant, usize::arbitrary(g)),
            3..5 => Self::Wait(Duration::from_millis(u64::arbitrary(g) % 4_000)),
            _ => Self::Write(participant),
        }
    }
}

/// A message of the model.
struct PostedMessage {
    message: ChatMessage,
    author: usize,
    /// The index of the message that it answers.
    quoted: Option<usize>,
    is_removed: bool,
    was_removed_before_delivery: bool,
}

impl PostedMessage {
    fn is_visible_to(&self, reader: usize, now: Timestamp) -> bool {
        let is_early = self.message.visible_at > now && reader != self.author && reader != 0;
        !self.is_removed && !is_early
    }

    /// Whether the reader must have received the message by now.
    fn is_delivered_to(&self, reader: usize, now: Timestamp) -> bool {
        if reader == self.author || reader == 0 {
            return true;
        }
        self.message.visible_at <= now && !self.was_removed_before_delivery
    }
}

#[derive(Default)]
struct Model {
    messages: Vec<PostedMessage>,
    is_delayed: bool,
}

impl Model {
    async fn apply(&mut self, fixture: &mut ChatFixture, action: Action) {
        match action {
            Action::Write(participant) => self.write(fixture, participant, None).await,
            Action::Reply(participant, index) => {
                let quoted = index.checked_rem(self.messages.len());
                self.write(fixture, participant, quoted).await;
            }
            Action::Wait(time) => fixture.advance(time).await,
            Action::SetDelayed(is_delayed) => {
                self.is_delayed = is_delayed;
                fixture.set_delayed(is_delayed).await;
            }
            Action::Remove(participant, index) => self.remove(fixture, participant, index).await,
        }
    }

    async fn write(&mut self, fixture: &mut ChatFixture, participant: usize, quoted: Option<usize>) {
        let now = fixture.now();
        let own = self.messages.iter().filter(|posted| posted.author == participant);
        let in_window = own.filter(|posted| now - posted.message.sent_at < chrono::TimeDelta::seconds(10));
        let is_too_fast = in_window.count() >= 5;
        let quoted_message = quoted.map(|index| &self.messages[index]);
        let is_known = quoted_message.is_none_or(|quoted| quoted.is_visible_to(participant, now));
        let posted = match quoted_message {
            Some(quoted) => fixture.reply(participant, "Hello", &quoted.message.id).await,
            None => fixture.post(participant, "Hello").await,
        };
        match posted {
            Ok(message) => {
                assert!(is_known, "a reply to a message that the author does not know");
                assert!(!is_too_fast, "a sixth message within 10 s");
                assert_eq!(
                    message.seq as usize,
                    self.messages.len() + 1,
                    "numbers have no gap"
                );
                let delay = if self.is_delayed {
                    MODERATION_DELAY
                } else {
                    Duration::ZERO
                };
                let visible_at = quoted_message.map(|quoted| quoted.message.visible_at);
                let visible_at = visible_at.map_or(now + delay, |at| at.max(now + delay));
                assert_eq!((message.sent_at, message.visible_at), (now, visible_at));
                self.messages.push(PostedMessage {
                    message,
                    author: participant,
                    quoted,
                    is_removed: false,
                    was_removed_before_delivery: false,
                });
            }
            Err(ChatError::ReplyUnknown) => assert!(!is_known, "the author knows the message"),
            Err(ChatError::TooFast(wait)) => {
                assert!(is_too_fast && !wait.is_zero() && wait <= Duration::from_secs(10));
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn remove(&mut self, fixture: &mut ChatFixture, participant: usize, index: usize) {
        if self.messages.is_empty() {
            return;
        }
        let position = index % self.messages.len();
        let posted = &mut self.messages[position];
        let is_allowed = participant == 0 || participant == posted.author;
        match fixture.remove(participant, &posted.message.id).await {
            Ok(()) => {
                assert!(is_allowed, "the message of another author was removed");
                if !posted.is_removed {
                    posted.was_removed_before_delivery = posted.message.visible_at > fixture.now();
                }
                posted.is_removed = true;
            }
            Err(ChatError::Forbidden) => assert!(!is_allowed, "the author could not remove their message"),
            Err(error) => panic!("{error}"),
        }
    }

    /// Replies show the text of the message that they answer until it is removed.
    async fn assert_quotes_match(&self, fixture: &ChatFixture, reader: usize) {
        let who = Some(&fixture.participants[reader]);
        let chat = &fixture.services.chat;
        let read = chat.history(&fixture.host.id, who, Slice::Newest).await.unwrap();
        for message in read {
            let quoted = self.messages[message.seq as usize - 1]
                .quoted
                .map(|index| &self.messages[index]);
            let shown = message.reply_to.map(|quote| (quote.id, quote.text.is_some()));
            let expected = quoted.map(|quoted| (quoted.message.id.clone(), !quoted.is_removed));
            assert_eq!(shown, expected);
        }
    }

    /// Compares what each participant reads and has received with the model.
    async fn assert_matches(&self, fixture: &ChatFixture) {
        let now = fixture.now();
        let count = fixture.services.session(&fixture.host.id).await.unwrap().messages;
        assert_eq!(count as usize, self.messages.len(), "each message is counted");
        for reader in 0..PARTICIPANTS {
            self.assert_quotes_match(fixture, reader).await;
            let visible = self
                .messages
                .iter()
                .filter(|posted| posted.is_visible_to(reader, now));
            let visible: Vec<_> = visible.map(|posted| posted.message.seq).collect();
            let newest = visible[visible.len().saturating_sub(Slice::NEWEST)..].to_vec();
            assert_eq!(fixture.read_numbers(reader, Slice::Newest).await, newest);
            for after in [0, 1, count / 2, count] {
                let rest: Vec<_> = visible.iter().copied().filter(|seq| *seq > after).collect();
                let read = fixture.read_numbers(reader, Slice::After(after)).await;
                assert_eq!(read, rest[..rest.len().min(Slice::AFTER)]);
            }
            let expected = self
                .messages
                .iter()
                .filter(|posted| posted.is_delivered_to(reader, now));
            let expected: BTreeSet<_> = expected.map(|posted| posted.message.seq).collect();
            let received: BTreeSet<_> = fixture.received_numbers(reader).into_iter().collect();
            assert_eq!(received, expected, "received by {reader}");
        }
    }
}

quickcheck! {
    fn random_calls_match_the_model_of_a_chat(actions: Vec<Action>) -> () {
        run(async {
            let mut fixture = ChatFixture::new().await;
            let mut model = Model::default();
            for action in actions {
                model.apply(&mut fixture, action).await;
                model.assert_matches(&fixture).await;
            }
            // When all delayed messages are due, everybody has received all messages that were not removed.
            fixture.advance(MODERATION_DELAY).await;
            model.assert_matches(&fixture).await;
        });
    }
}

#[tokio::test]
async fn a_late_joiner_reads_the_newest_50_messages_and_a_reconnecting_client_200_at_a_time() {
    let mut fixture = ChatFixture::new().await;
    for _ in 0..260 {
        fixture.advance(Duration::from_secs(2)).await;
        fixture.post(1, "Hello").await.unwrap();
    }
    let newest = fixture.read_numbers(2, Slice::Newest).await;
    assert_eq!(newest, (211..=260).collect::<Vec<_>>());
    let missed = fixture.read_numbers(2, Slice::After(3)).await;
    assert_eq!(missed, (4..=203).collect::<Vec<_>>());
    let rest = fixture.read_numbers(2, Slice::After(203)).await;
    assert_eq!(rest, (204..=260).collect::<Vec<_>>());
    assert_eq!(fixture.read_numbers(2, Slice::After(u32::MAX)).await, []);
}

#[tokio::test]
async fn a_new_session_starts_an_empty_chat_at_number_1() {
    let mut fixture = ChatFixture::new().await;
    fixture.post(1, "Hello").await.unwrap();
    fixture
        .services
        .broadcasts
        .end_stream(&fixture.host.id)
        .await
        .unwrap();
    assert_eq!(fixture.read_numbers(1, Slice::Newest).await, []);
    fixture.services.broadcasts.go_live(&fixture.host).await.unwrap();
    assert_eq!(fixture.read_numbers(1, Slice::After(0)).await, []);
    assert_eq!(fixture.post(1, "Hello again").await.unwrap().seq, 1);
}
