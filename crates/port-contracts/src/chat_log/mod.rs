//! What every `ChatLog` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod appending;
mod pending;
mod reading;
mod recent;
mod removing;
mod replying;

pub use appending::*;
pub use pending::*;
pub use reading::*;
pub use recent::*;
pub use removing::*;
pub use replying::*;

use onair_domain::Timestamp;
use onair_domain::chat::{ChatMessage, MessageId, NewMessage, Reader, Slice};
use onair_domain::ports::AppendOutcome;
use onair_domain::session::Session;

use crate::{World, fixtures};

/// Runs all cases of a `ChatLog`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! chat_log {
    ($fresh:expr) => {
        $crate::cases!(
            chat_log,
            $fresh,
            [
                messages_are_numbered_from_1_in_each_session,
                concurrent_authors_get_numbers_without_gaps,
                one_of_concurrent_messages_of_an_author_is_stored,
                a_wrong_message_count_is_a_conflict,
                without_an_open_session_nothing_is_stored,
                a_message_concurrent_with_the_end_is_stored_and_counted_or_neither,
                a_change_of_the_session_keeps_the_count,
                an_author_without_messages_has_no_times,
                all_messages_of_an_author_are_counted_and_the_newest_times_returned,
                the_newest_messages_are_those_with_the_highest_numbers,
                removed_messages_count_towards_the_rate_limit,
                the_longest_and_unusual_messages_are_stored_unchanged,
                the_newest_50_messages_are_read_in_ascending_order,
                messages_after_a_number_are_read_200_at_a_time,
                removed_and_hidden_messages_do_not_count_towards_the_limit,
                a_delayed_message_is_visible_to_its_author_and_the_host_immediately,
                messages_belong_to_one_session_and_are_kept,
                metadata_of_a_removed_message_is_kept,
                a_removed_message_is_not_listed_and_keeps_its_number,
                a_message_may_be_removed_after_its_session,
                removing_a_removed_or_unknown_message_changes_nothing,
                a_removal_and_its_audit_entry_are_stored_together,
                one_of_concurrent_removals_is_stored_and_recorded,
                a_message_is_pending_from_its_due_time_until_it_is_marked_as_sent,
                pending_events_are_listed_earliest_first_up_to_the_limit,
                events_due_at_the_same_time_are_listed_by_number,
                marking_some_events_as_sent_leaves_the_others_pending,
                a_removal_replaces_the_pending_message,
                a_removal_of_a_sent_message_is_pending,
                a_removal_stays_pending_when_its_message_is_marked_as_sent,
                a_removal_concurrent_with_marking_its_message_stays_pending,
                concurrent_marking_of_the_same_events_succeeds,
                events_of_an_ended_session_are_not_pending,
                a_reply_is_read_with_the_message_that_it_answers,
                only_the_id_of_a_quoted_message_is_stored_with_a_reply,
                a_quote_of_a_removed_message_has_no_text,
                a_removed_reply_keeps_no_text_and_its_quoted_message_stays,
                a_reply_to_a_deleted_message_has_no_quote,
            ]
        );
    };
}

async fn append(world: &World, message: &NewMessage, written_before: u32) -> AppendOutcome {
    world.chat.append(message, written_before).await.unwrap()
}

/// Appends a message of an author without concurrent messages, and returns its number.
async fn write(world: &World, message: &NewMessage) -> u32 {
    let recent = world
        .chat
        .find_recent(&message.session_id, &message.author.identity)
        .await;
    match append(world, message, recent.unwrap().count).await {
        AppendOutcome::Stored(number) => number,
        refused => panic!("{refused:?}"),
    }
}

async fn remove(world: &World, message: &MessageId, at: Timestamp) -> bool {
    world.chat.remove(message, at, None).await.unwrap()
}

async fn read(world: &World, session: &Session, reader: &Reader, slice: Slice) -> Vec<ChatMessage> {
    let read = world
        .chat
        .read(&session.id, reader, fixtures::time(), slice)
        .await;
    read.unwrap()
}

/// Returns what the host reads.
async fn texts(world: &World, session: &Session, slice: Slice) -> Vec<String> {
    let read = read(world, session, &Reader::Host, slice).await;
    read.into_iter().map(|message| message.text.to_string()).collect()
}
