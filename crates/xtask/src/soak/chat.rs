//! The messages that the test has posted, and what histories must contain. Pure: no clock, no I/O.

use std::collections::{BTreeMap, BTreeSet};

use super::model::Moment;

/// A message that the server has accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Accepted {
    pub(super) id: String,
    pub(super) seq: u64,
    pub(super) text: String,
    /// When the request was sent, and when its answer arrived.
    pub(super) asked: Moment,
    pub(super) at: Moment,
    /// A removal was requested, whether or not it was answered.
    pub(super) is_removed: bool,
}

/// A message in a history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) seq: u64,
    /// `None` if the message is removed.
    pub(super) text: Option<String>,
}

/// The accepted messages of one session.
#[derive(Clone, Default, Debug)]
pub(super) struct Ledger {
    accepted: Vec<Accepted>,
}

impl Ledger {
    pub(super) fn accept(&mut self, message: Accepted) {
        self.accepted.push(message);
    }

    /// Must be called before the request is sent.
    pub(super) fn remove(&mut self, id: &str) {
        for message in self.accepted.iter_mut().filter(|message| message.id == id) {
            message.is_removed = true;
        }
    }

    pub(super) fn accepted(&self) -> &[Accepted] {
        &self.accepted
    }

    /// Compares a complete history, which was read after all these messages were accepted. `posted` are all texts of
    /// the test, which are unique. A text that was posted without an answer may be in the history or not.
    pub(super) fn errors(&self, history: &[Listed], posted: &BTreeSet<String>) -> Vec<String> {
        let mut errors = Vec::new();
        for pair in history.windows(2) {
            if let [one, next] = pair
                && one.seq >= next.seq
            {
                errors.push(format!("message {} comes before {}", one.seq, next.seq));
            }
        }
        let mut texts = BTreeSet::new();
        for text in history.iter().filter_map(|listed| listed.text.as_deref()) {
            if !posted.contains(text) {
                errors.push(format!("nobody posted {text:?}"));
            }
            if !texts.insert(text) {
                errors.push(format!("{text:?} is there twice"));
            }
        }
        let listed: BTreeMap<_, _> = history
            .iter()
            .map(|listed| (listed.id.as_str(), listed))
            .collect();
        for message in &self.accepted {
            match listed.get(message.id.as_str()) {
                None if message.is_removed => {}
                None => errors.push(format!("{:?} was accepted and is lost", message.text)),
                Some(found) if found.seq != message.seq => {
                    errors.push(format!(
                        "{:?} has the number {} instead of {}",
                        message.text, found.seq, message.seq
                    ));
                }
                Some(found)
                    if !message.is_removed && found.text.as_deref() != Some(message.text.as_str()) =>
                {
                    errors.push(format!("{:?} has become {:?}", message.text, found.text));
                }
                Some(_) => {}
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::time::Duration;

    use quickcheck::{TestResult, quickcheck};

    use super::{Accepted, Ledger, Listed};

    fn ledger(count: u8) -> Ledger {
        let mut ledger = Ledger::default();
        for number in 1..=u64::from(count) {
            ledger.accept(Accepted {
                id: number.to_string(),
                seq: number,
                text: text(number),
                asked: Duration::ZERO,
                at: Duration::ZERO,
                is_removed: false,
            });
        }
        ledger
    }

    fn text(number: u64) -> String {
        format!("text {number}")
    }

    fn history(ledger: &Ledger) -> Vec<Listed> {
        let listed = ledger.accepted().iter().map(|message| Listed {
            id: message.id.clone(),
            seq: message.seq,
            text: Some(message.text.clone()),
        });
        listed.collect()
    }

    fn errors(ledger: &Ledger, history: &[Listed]) -> usize {
        let accepted = ledger.accepted().iter().map(|message| message.text.clone());
        let posted: BTreeSet<_> = accepted.chain(["unanswered".to_owned()]).collect();
        ledger.errors(history, &posted).len()
    }

    quickcheck! {
        fn a_whole_history_has_no_errors(count: u8) -> bool {
            let ledger = ledger(count);
            errors(&ledger, &history(&ledger)) == 0
        }

        fn each_lost_message_is_an_error_unless_it_was_removed(count: u8, lost: u8) -> TestResult {
            if lost >= count {
                return TestResult::discard();
            }
            let mut ledger = ledger(count);
            let mut history = history(&ledger);
            let gone = history.remove(lost.into());
            let before = errors(&ledger, &history);
            ledger.remove(&gone.id);
            TestResult::from_bool((before, errors(&ledger, &history)) == (1, 0))
        }

        fn a_message_in_the_wrong_place_is_an_error(count: u8, place: u8) -> TestResult {
            if usize::from(place) + 1 >= count.into() {
                return TestResult::discard();
            }
            let ledger = ledger(count);
            let mut history = history(&ledger);
            history.swap(place.into(), usize::from(place) + 1);
            TestResult::from_bool(errors(&ledger, &history) > 0)
        }
    }

    #[test]
    fn an_unanswered_message_may_be_there_once() {
        let ledger = ledger(1);
        let mut history = history(&ledger);
        assert_eq!(errors(&ledger, &history), 0);
        let listed = |id: &str, seq, text: &str| Listed {
            id: id.into(),
            seq,
            text: Some(text.into()),
        };
        history.push(listed("a", 2, "unanswered"));
        assert_eq!(errors(&ledger, &history), 0);
        history.push(listed("b", 3, "unanswered"));
        assert_eq!(errors(&ledger, &history), 1);
        history[2] = listed("b", 3, "of somebody else");
        assert_eq!(errors(&ledger, &history), 1);
    }

    #[test]
    fn changed_texts_and_numbers_are_errors() {
        let ledger = ledger(2);
        let mut renumbered = history(&ledger);
        renumbered[1].seq = 3;
        assert_eq!(errors(&ledger, &renumbered), 1);
        let mut removed = history(&ledger);
        removed[0].text = None;
        assert_eq!(errors(&ledger, &removed), 1);
    }
}
