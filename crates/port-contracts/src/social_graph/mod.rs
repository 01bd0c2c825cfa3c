//! What every `SocialGraph` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod lists;
mod relationships;

pub use lists::*;
pub use relationships::*;

/// Runs all cases of a `SocialGraph`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! social_graph {
    ($fresh:expr) => {
        $crate::cases!(
            social_graph,
            $fresh,
            [
                unrelated_unknown_and_equal_users_have_no_relation,
                a_follow_has_one_direction,
                repeated_follows_have_the_effect_of_one,
                concurrent_follows_have_the_effect_of_one,
                unfollowing_without_a_follow_succeeds,
                follows_and_blocks_of_unknown_users_are_refused,
                a_block_is_visible_in_both_relations,
                repeated_blocks_have_the_effect_of_one,
                a_block_removes_only_the_follows_between_the_two,
                a_follow_between_blocked_users_is_refused,
                a_follow_concurrent_with_a_block_is_removed,
                unblocking_restores_no_follow,
                unblocking_removes_only_the_own_block,
                filter_followers_returns_followers,
                filter_followers_of_no_users_is_empty,
                lists_are_newest_first_then_higher_id_first,
                pages_of_a_list_contain_each_user_once,
                changes_between_pages_shift_nothing,
                repeated_calls_keep_the_first_time,
                following_or_blocking_again_has_a_new_time,
                lists_contain_the_live_status_of_users,
                users_are_listed_with_current_data,
                a_block_removes_both_users_from_each_others_lists,
                followers_and_followed_are_counted,
                unknown_and_unrelated_users_have_empty_lists,
            ]
        );
    };
}
