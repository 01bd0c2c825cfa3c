//! What every `SessionRepository` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod attendance;
mod course;
mod ending;
mod exclusion;
mod history;
mod opening;

pub use attendance::*;
pub use course::*;
pub use ending::*;
pub use exclusion::*;
pub use history::*;
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
                a_second_session_of_a_live_stream_is_refused,
                a_stream_whose_session_is_over_may_have_another,
                sixteen_openings_at_once_make_one_session,
                openings_of_different_streams_do_not_meet,
                a_session_of_an_unknown_stream_is_refused,
                the_longest_title_comes_back_as_it_went,
                who_is_offline_has_no_current_session,
                all_open_sessions_come_with_their_live_streams,
                every_state_comes_back_as_it_went,
                counts_and_room_come_back_as_they_went,
                a_change_of_an_older_revision_changes_nothing,
                a_change_of_a_session_that_is_over_changes_nothing,
                a_change_of_an_unknown_session_changes_nothing,
                of_changes_of_one_revision_at_once_one_wins,
                changes_of_different_sessions_do_not_meet,
                an_audit_entry_is_recorded_with_the_change,
                nobody_attends_at_first,
                every_attendance_comes_back_as_it_went,
                attendance_is_found_of_those_who_are_asked_for,
                a_change_replaces_the_attendance_that_changed_and_no_other,
                sessions_have_attendance_of_their_own,
                a_crowd_attends,
                who_is_kept_out_is_kept_out,
                keeping_out_twice_is_the_same_as_once,
                keeping_out_ends_with_the_session,
                excluded_among_some_are_those_who_are_kept_out,
                excluded_among_nobody_are_none,
                ending_a_session_makes_the_stream_offline,
                every_reason_comes_back_as_it_went,
                a_session_ends_once,
                of_ends_at_once_one_ends,
                ending_an_old_session_leaves_the_new_one_on,
                attendance_is_forgotten_with_the_session_s_end,
                an_end_is_recorded_with_its_audit_entry,
                a_stream_is_live_exactly_while_a_session_is_open,
                a_session_is_found_open_and_over,
                past_sessions_are_those_of_the_creator_that_are_over,
                the_newest_session_comes_first_then_the_higher_id,
                a_walk_over_past_sessions_meets_each_once,
                a_session_that_ends_on_a_walk_shifts_nothing,
            ]
        );
    };
}
