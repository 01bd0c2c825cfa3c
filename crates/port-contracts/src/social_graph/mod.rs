//! What every `SocialGraph` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod lists;
mod ties;

pub use lists::*;
pub use ties::*;

/// Runs all cases of a `SocialGraph`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! social_graph {
    ($fresh:expr) => {
        $crate::cases!(
            social_graph,
            $fresh,
            [
                strangers_unknown_users_and_oneself_have_no_relation,
                following_goes_one_way,
                following_twice_is_the_same_as_once,
                following_many_times_at_once_is_the_same_as_once,
                unfollowing_is_fine_without_a_follow,
                ties_to_unknown_users_are_refused,
                a_block_shows_to_both_sides,
                blocking_twice_is_the_same_as_once,
                a_block_takes_the_follows_between_the_two_and_no_other,
                nobody_follows_across_a_block,
                a_follow_that_meets_a_block_does_not_outlive_it,
                unblocking_brings_no_follow_back,
                unblocking_lifts_ones_own_block_alone,
                followers_among_some_are_those_who_follow,
                followers_among_nobody_are_none,
                blocked_among_some_are_those_whom_the_host_blocked,
                blocked_among_nobody_are_none,
                lists_begin_with_the_newest_then_the_higher_id,
                a_walk_over_a_list_meets_each_once,
                who_comes_or_goes_on_a_walk_shifts_nothing,
                doing_it_twice_keeps_the_first_moment,
                doing_it_again_after_undoing_it_begins_anew,
                lists_tell_who_is_live,
                people_are_listed_as_they_are_now,
                a_block_takes_both_off_each_others_lists,
                followers_and_followed_are_counted,
                who_is_unknown_or_alone_has_empty_lists,
            ]
        );
    };
}
