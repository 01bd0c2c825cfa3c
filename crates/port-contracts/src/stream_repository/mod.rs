//! What every `StreamRepository` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

mod changing_live;
mod finding;
mod keeping;
mod lists;
mod search;

pub use changing_live::*;
pub use finding::*;
pub use keeping::*;
pub use lists::*;
pub use search::*;

/// Runs all cases of a `StreamRepository`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! stream_repository {
    ($fresh:expr) => {
        $crate::cases!(
            stream_repository,
            $fresh,
            [
                a_first_upsert_keeps_the_fresh_stream,
                a_second_upsert_patches_the_stream_that_exists,
                an_upsert_leaves_a_live_stream_live,
                two_upserts_at_once_make_one_stream,
                upserts_of_different_creators_do_not_meet,
                an_upsert_for_an_unknown_user_is_refused,
                the_longest_texts_come_back_as_they_went,
                odd_texts_come_back_as_they_went,
                every_flag_comes_back_as_it_went,
                an_update_changes_what_the_patch_has_and_nothing_else,
                an_update_clears_what_the_patch_clears,
                an_update_leaves_a_live_stream_live,
                an_update_that_meets_going_live_undoes_nothing,
                patches_that_meet_keep_what_each_changed,
                an_update_of_what_is_not_there_finds_nothing,
                what_is_not_there_is_not_found,
                creators_among_some_are_those_with_a_stream,
                creators_among_nobody_are_none,
                an_offline_stream_comes_with_its_user,
                a_live_stream_comes_with_its_state_and_viewers,
                a_stream_is_offline_again_once_its_session_ended,
                only_live_streams_are_listed_as_live,
                the_most_watched_come_first_then_the_lower_id,
                a_walk_over_live_streams_meets_each_once,
                a_walk_in_small_steps_meets_each_once,
                a_stream_that_goes_away_on_a_walk_shifts_nothing,
                a_block_either_way_hides_a_live_stream,
                pages_are_full_though_hosts_are_hidden,
                a_host_is_listed_to_themselves,
                a_later_page_is_in_the_order_of_its_moment,
                a_walk_ends_whatever_counts_become,
                what_ended_is_left_out_of_later_pages_and_what_began_shifts_nothing,
                a_list_whose_rest_ended_is_over,
                hosts_are_hidden_on_every_page,
                equal_counts_are_split_between_pages_by_id,
                a_key_that_no_stream_has_is_a_place_like_any_other,
                followed_streams_are_those_of_followed_creators_live_first,
                a_walk_over_followed_streams_meets_each_once,
                who_follows_nobody_has_an_empty_list,
                part_of_a_title_a_user_name_or_a_name_is_found,
                a_search_disregards_case,
                a_search_disregards_case_in_every_alphabet,
                a_text_is_found_however_it_was_typed,
                punctuation_separates_words,
                texts_that_fit_as_well_come_in_the_order_of_discovery,
                a_wrong_a_missing_and_a_doubled_letter_are_forgiven,
                swapped_letters_of_a_longer_word_are_forgiven,
                a_typo_in_one_of_several_words_is_forgiven,
                other_words_are_not_found,
                percent_and_underscore_mean_themselves,
                a_search_finds_at_most_20,
                the_exact_title_comes_first_and_the_merely_similar_last,
                a_block_either_way_hides_a_stream_from_search,
                a_search_tells_what_is_live,
                what_is_merely_similar_comes_in_the_order_of_discovery,
                many_searches_at_once_end_and_hold_up_nothing,
            ]
        );
    };
}
