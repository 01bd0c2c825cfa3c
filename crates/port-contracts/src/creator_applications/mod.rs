//! What every `CreatorApplications` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod listing;
mod storing;

pub use listing::*;
pub use storing::*;

/// Runs all cases of a `CreatorApplications`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! creator_applications {
    ($fresh:expr) => {
        $crate::cases!(
            creator_applications,
            $fresh,
            [
                a_user_without_an_application_is_not_found,
                a_first_application_is_stored,
                the_longest_application_is_stored_unchanged,
                a_second_submission_is_not_stored,
                one_of_concurrent_submissions_is_stored,
                an_application_of_an_unknown_user_is_refused,
                every_state_is_stored_unchanged,
                a_stale_application_is_not_replaced,
                an_application_that_differs_in_one_field_is_stale,
                a_missing_application_is_not_replaced,
                one_of_concurrent_replacements_is_stored,
                a_review_and_its_audit_entry_are_stored_together,
                a_review_of_a_stale_application_records_nothing,
                one_of_concurrent_reviews_is_stored_and_recorded,
                filter_approved_returns_users_with_an_approved_application,
                filter_approved_of_no_users_is_empty,
                applications_are_listed_oldest_first_then_lower_id_first,
                applications_of_one_status_are_listed_alone,
                pages_contain_each_application_once,
                a_review_between_pages_shifts_nothing,
                applicants_are_listed_with_current_data,
            ]
        );
    };
}
