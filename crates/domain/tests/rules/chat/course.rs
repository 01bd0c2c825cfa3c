//! A chat's course, for anything that people do at any time: who writes, waits, removes and reads, with
//! the delay switched on and off, against a plain account of what must be there.

use std::collections::BTreeSet;
use std::time::Duration;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatError, ChatMessage, MODERATION_DELAY, Slice};
use quickcheck::{Arbitrary, Gen, quickcheck};

use super::crowd::Crowd;
use crate::studio::run;

/// Something that people do.
#[derive(Debug, Clone, Copy)]
enum Act {
    Write(usize),
    Wait(Duration),
    Delay(bool),
    /// The person, and which of all messages.
    Remove(usize, usize),
}

const PEOPLE: usize = 4;

impl Arbitrary for Act {
    fn arbitrary(g: &mut Gen) -> Self {
        let person = usize::arbitrary(g) % PEOPLE;
        match u8::arbitrary(g) % 8 {
            0 => Self::Delay(bool::arbitrary(g)),
            1 => Self::Remove(person, usize::arbitrary(g)),
            2..4 => Self::Wait(Duration::from_millis(u64::arbitrary(g) % 4_000)),
            _ => Self::Write(person),
        }
    }
}

/// A message, as a plain account has it.
struct Line {
    message: ChatMessage,
    writer: usize,
    is_removed: bool,
    was_removed_in_time: bool,
}

impl Line {
    fn is_for(&self, reader: usize, now: Timestamp) -> bool {
        let is_early = self.message.visible_at > now && reader != self.writer && reader != 0;
        !self.is_removed && !is_early
    }

    /// Whether somebody in the room must have been brought it by now.
    fn reached(&self, reader: usize, now: Timestamp) -> bool {
        if reader == self.writer || reader == 0 {
            return true;
        }
        self.message.visible_at <= now && !self.was_removed_in_time
    }
}

#[derive(Default)]
struct Account {
    lines: Vec<Line>,
    is_delayed: bool,
}

impl Account {
    async fn take(&mut self, crowd: &mut Crowd, act: Act) {
        match act {
            Act::Write(person) => self.write(crowd, person).await,
            Act::Wait(time) => crowd.pass(time).await,
            Act::Delay(is_delayed) => {
                self.is_delayed = is_delayed;
                crowd.delay(is_delayed).await;
            }
            Act::Remove(person, which) => self.remove(crowd, person, which).await,
        }
    }

    async fn write(&mut self, crowd: &mut Crowd, person: usize) {
        let now = crowd.now();
        let own = self.lines.iter().filter(|line| line.writer == person);
        let in_window = own.filter(|line| now - line.message.sent_at < chrono::TimeDelta::seconds(10));
        let is_too_fast = in_window.count() >= 5;
        match crowd.says(person, "Hello").await {
            Ok(message) => {
                assert!(!is_too_fast, "a sixth message within 10 s");
                assert_eq!(message.seq as usize, self.lines.len() + 1, "numbers have no gap");
                let hold = if self.is_delayed {
                    MODERATION_DELAY
                } else {
                    Duration::ZERO
                };
                assert_eq!((message.sent_at, message.visible_at), (now, now + hold));
                self.lines.push(Line {
                    message,
                    writer: person,
                    is_removed: false,
                    was_removed_in_time: false,
                });
            }
            Err(ChatError::TooFast(wait)) => {
                assert!(is_too_fast && !wait.is_zero() && wait <= Duration::from_secs(10));
            }
            Err(error) => panic!("{error}"),
        }
    }

    async fn remove(&mut self, crowd: &mut Crowd, person: usize, which: usize) {
        if self.lines.is_empty() {
            return;
        }
        let place = which % self.lines.len();
        let line = &mut self.lines[place];
        let may = person == 0 || person == line.writer;
        match crowd.removes(person, &line.message.id).await {
            Ok(()) => {
                assert!(may, "somebody else's message was removed");
                if !line.is_removed {
                    line.was_removed_in_time = line.message.visible_at > crowd.now();
                }
                line.is_removed = true;
            }
            Err(ChatError::Forbidden) => assert!(!may, "one's own message was not removed"),
            Err(error) => panic!("{error}"),
        }
    }

    /// What holds after every act.
    async fn holds(&self, crowd: &Crowd) {
        let now = crowd.now();
        let written = crowd.studio.session(&crowd.host.id).await.unwrap().messages;
        assert_eq!(written as usize, self.lines.len(), "each is counted");
        for reader in 0..PEOPLE {
            let here = self.lines.iter().filter(|line| line.is_for(reader, now));
            let here: Vec<_> = here.map(|line| line.message.seq).collect();
            let newest = here[here.len().saturating_sub(Slice::NEWEST)..].to_vec();
            assert_eq!(crowd.numbers_read(reader, Slice::Newest).await, newest);
            for after in [0, 1, written / 2, written] {
                let rest: Vec<_> = here.iter().copied().filter(|seq| *seq > after).collect();
                let read = crowd.numbers_read(reader, Slice::After(after)).await;
                assert_eq!(read, rest[..rest.len().min(Slice::AFTER)]);
            }
            let reached = self.lines.iter().filter(|line| line.reached(reader, now));
            let reached: BTreeSet<_> = reached.map(|line| line.message.seq).collect();
            let heard: BTreeSet<_> = crowd.numbers_heard(reader).into_iter().collect();
            assert_eq!(heard, reached, "what {reader} was brought");
        }
    }
}

quickcheck! {
    fn random_calls_match_the_model_of_a_chat(acts: Vec<Act>) -> () {
        run(async {
            let mut crowd = Crowd::new().await;
            let mut account = Account::default();
            for act in acts {
                account.take(&mut crowd, act).await;
                account.holds(&crowd).await;
            }
            // When all is due, everybody has what was not removed.
            crowd.pass(MODERATION_DELAY).await;
            account.holds(&crowd).await;
        });
    }
}

#[tokio::test]
async fn a_late_joiner_reads_the_newest_50_messages_and_a_reconnecting_client_200_at_a_time() {
    let mut crowd = Crowd::new().await;
    for _ in 0..260 {
        crowd.pass(Duration::from_secs(2)).await;
        crowd.says(1, "Hello").await.unwrap();
    }
    let newest = crowd.numbers_read(2, Slice::Newest).await;
    assert_eq!(newest, (211..=260).collect::<Vec<_>>());
    let missed = crowd.numbers_read(2, Slice::After(3)).await;
    assert_eq!(missed, (4..=203).collect::<Vec<_>>());
    let rest = crowd.numbers_read(2, Slice::After(203)).await;
    assert_eq!(rest, (204..=260).collect::<Vec<_>>());
    assert_eq!(crowd.numbers_read(2, Slice::After(u32::MAX)).await, []);
}

#[tokio::test]
async fn a_new_session_starts_an_empty_chat_at_number_1() {
    let mut crowd = Crowd::new().await;
    crowd.says(1, "Hello").await.unwrap();
    crowd.studio.broadcasts.end_stream(&crowd.host.id).await.unwrap();
    assert_eq!(crowd.numbers_read(1, Slice::Newest).await, []);
    crowd.studio.broadcasts.go_live(&crowd.host).await.unwrap();
    assert_eq!(crowd.numbers_read(1, Slice::After(0)).await, []);
    assert_eq!(crowd.says(1, "Hello again").await.unwrap().seq, 1);
}
