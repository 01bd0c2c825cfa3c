//! What every `ChatLog` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod appending;
mod pending;
mod reading;
mod recent;
mod removing;

pub use appending::*;
pub use pending::*;
pub use reading::*;
pub use recent::*;
pub use removing::*;

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
                many_who_write_at_once_get_numbers_without_a_gap,
                of_one_author_s_messages_with_one_count_all_but_one_are_overtaken,
                a_count_that_is_not_the_author_s_is_overtaken,
                nothing_is_kept_where_no_session_is_open,
                what_meets_the_end_is_kept_and_counted_or_neither,
                a_change_of_the_session_keeps_the_count,
                who_wrote_nothing_wrote_nothing_recently,
                all_of_one_person_are_counted_and_the_newest_told,
                the_newest_are_told_by_their_order_and_not_by_the_clock,
                what_was_removed_was_written_all_the_same,
                the_longest_and_oddest_messages_come_back_as_they_went,
                the_newest_50_are_read_in_their_order,
                what_follows_a_number_is_read_200_at_a_time,
                what_is_removed_or_hidden_takes_no_place_in_a_slice,
                a_hidden_message_is_read_by_its_author_and_the_host_at_once,
                a_session_s_messages_are_its_own_and_stay,
                a_message_leaves_a_trace,
                a_removed_message_is_read_no_more_and_keeps_its_number,
                a_message_may_be_removed_after_its_session,
                removing_twice_or_what_never_was_changes_nothing,
                a_removal_is_recorded_with_it,
                of_removals_at_once_one_is_done_and_recorded,
                a_message_is_pending_from_when_it_is_due_until_it_is_settled,
                the_earliest_due_is_told_first_and_at_most_so_much,
                what_is_due_at_once_is_told_by_its_number,
                settling_some_leaves_the_others,
                a_removal_is_pending_in_its_message_s_place,
                a_message_that_was_told_is_pending_again_once_it_is_removed,
                a_removal_outlives_the_settling_of_its_message,
                a_removal_that_meets_the_settling_of_its_message_stays_pending,
                settling_the_same_many_times_at_once_settles_it,
                news_of_a_session_that_is_over_are_not_pending,
            ]
        );
    };
}

async fn append(world: &World, message: &NewMessage, written_before: u32) -> AppendOutcome {
    world.chat.append(message, written_before).await.unwrap()
}

/// Keeps a message of an author who writes one at a time, and returns its number.
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

/// What the host reads.
async fn texts(world: &World, session: &Session, slice: Slice) -> Vec<String> {
    let read = read(world, session, &Reader::Host, slice).await;
    read.into_iter().map(|message| message.text.to_string()).collect()
}
