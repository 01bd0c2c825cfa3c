//! What every `SessionRepository` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod attendance;
mod changes;
mod ending;
mod exclusion;
mod history;
mod opening;
mod viewer_counts;

pub use attendance::*;
pub use changes::*;
pub use ending::*;
pub use exclusion::*;
pub use history::*;
pub use opening::*;
pub use viewer_counts::*;

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
                a_stream_may_have_a_new_session_after_the_last_one_ended,
                one_of_sixteen_concurrent_openings_is_stored,
                openings_of_different_streams_are_independent,
                a_session_of_an_unknown_stream_is_refused,
                the_longest_title_is_stored_unchanged,
                an_offline_creator_has_no_open_session,
                all_open_sessions_are_listed_with_their_streams,
                every_state_is_stored_unchanged,
                counts_and_room_are_stored_unchanged,
                a_change_of_an_older_revision_changes_nothing,
                a_change_of_an_ended_session_changes_nothing,
                a_change_of_an_unknown_session_changes_nothing,
                one_of_concurrent_changes_of_a_revision_is_stored,
                changes_of_different_sessions_are_independent,
                an_audit_entry_is_recorded_with_the_change,
                a_new_session_has_no_attendance,
                every_attendance_is_stored_unchanged,
                attendance_is_listed_for_the_requested_identities,
                attendance_of_those_who_are_present_is_listed,
                a_change_replaces_only_the_changed_attendance,
                sessions_have_separate_attendance,
                attendance_of_many_participants_is_stored,
                an_exclusion_is_stored,
                a_standing_contains_relation_and_exclusion,
                guests_and_strangers_have_no_relation,
                repeated_exclusions_have_the_effect_of_one,
                an_exclusion_ends_with_the_session,
                filter_denied_returns_excluded_blocked_and_suspended_people,
                filter_denied_of_nobody_is_empty,
                ending_a_session_makes_the_stream_offline,
                every_reason_is_stored_unchanged,
                a_session_ends_once,
                one_of_concurrent_ends_is_stored,
                ending_an_old_session_leaves_the_new_one_open,
                attendance_is_deleted_when_the_session_ends,
                an_end_is_recorded_with_its_audit_entry,
                a_stream_is_live_exactly_while_a_session_is_open,
                open_and_ended_sessions_are_found_by_id,
                only_ended_sessions_of_the_creator_are_listed,
                ended_sessions_are_listed_newest_first_then_higher_id_first,
                pages_contain_each_ended_session_once,
                a_session_that_ends_between_pages_shifts_nothing,
                public_sessions_are_those_that_connected,
                the_total_counts_all_sessions_of_the_scope,
                the_last_room_is_that_of_the_latest_ended_session,
                a_new_session_has_no_viewer_counts,
                viewer_counts_are_listed_by_interval,
                an_interval_keeps_its_last_and_its_highest_count,
                the_viewer_count_of_a_refused_change_is_not_stored,
                viewer_counts_stay_after_the_end_and_are_deleted_with_the_session,
            ]
        );
    };
}
