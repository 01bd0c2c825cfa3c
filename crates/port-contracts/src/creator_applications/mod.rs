//! What every `CreatorApplications` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod keeping;
mod listing;

pub use keeping::*;
pub use listing::*;

/// Runs all cases of a `CreatorApplications`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! creator_applications {
    ($fresh:expr) => {
        $crate::cases!(
            creator_applications,
            $fresh,
            [
                who_never_applied_has_no_application,
                a_first_application_is_kept,
                the_longest_application_comes_back_as_it_went,
                a_second_first_application_is_not_kept,
                of_first_applications_at_once_one_is_kept,
                an_application_of_an_unknown_user_is_refused,
                every_state_comes_back_as_it_went,
                a_stale_application_is_not_replaced,
                an_application_that_differs_in_one_field_is_stale,
                what_is_not_there_is_not_replaced,
                of_replacements_at_once_one_wins,
                a_review_is_recorded_with_what_it_changes,
                a_review_of_a_stale_application_records_nothing,
                of_reviews_at_once_one_wins_and_is_recorded,
                approved_among_some_are_those_with_an_approved_application,
                approved_among_nobody_are_none,
                who_waited_longest_is_listed_first_then_the_lower_id,
                applications_of_one_status_are_listed_alone,
                a_walk_over_applications_meets_each_once,
                a_review_on_a_walk_shifts_nothing,
                applicants_are_listed_as_they_are_now,
            ]
        );
    };
}
