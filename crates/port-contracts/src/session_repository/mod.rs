//! What every `SessionRepository` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod course;
mod ending;
mod opening;

pub use course::*;
pub use ending::*;
pub use opening::*;

/// Runs all cases of a `SessionRepository`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! session_repository {
    ($fresh:expr) => {
        $crate::cases!(
            session_repository,
            $fresh,
            [
                opening_a_session_makes_the_stream_live,
                opening_again_returns_the_open_session_in_its_new_room,
                opening_again_leaves_an_interrupted_session_as_it_is,
                sixteen_openings_at_once_make_one_session,
                openings_of_different_streams_do_not_meet,
                a_session_of_an_unknown_stream_is_refused,
                the_longest_title_comes_back_as_it_went,
                who_is_offline_has_no_current_session,
                all_open_sessions_are_those_of_live_streams,
                a_session_moves_from_the_state_it_is_in,
                a_session_in_another_state_does_not_move,
                the_moment_of_interruption_belongs_to_the_state,
                a_session_that_is_over_does_not_move,
                of_moves_from_one_state_at_once_one_wins,
                the_viewers_and_their_peak_are_kept,
                viewers_of_a_session_that_is_over_are_not_recorded,
                who_is_kept_out_is_kept_out,
                keeping_out_twice_is_the_same_as_once,
                keeping_out_ends_with_the_session,
                ending_a_session_makes_the_stream_offline,
                every_reason_comes_back_as_it_went,
                a_session_ends_once,
                of_ends_at_once_one_ends,
                ending_an_old_session_leaves_the_new_one_on,
                an_unknown_session_does_not_end,
                a_stream_is_live_exactly_while_a_session_is_open,
            ]
        );
    };
}
