//! What every `StreamRepository` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

mod changing_live;
mod finding;
mod judged_search;
mod lists;
mod search;
mod storing;

pub use changing_live::*;
pub use finding::*;
pub use judged_search::*;
pub use lists::*;
pub use search::*;
pub use storing::*;

/// Runs all cases of a `StreamRepository`; `fresh` returns a [`World`](crate::World).
#[macro_export]
macro_rules! stream_repository {
    ($fresh:expr) => {
        $crate::cases!(
            stream_repository,
            $fresh,
            [
                a_first_upsert_stores_the_fresh_stream,
                a_second_upsert_patches_the_existing_stream,
                an_upsert_leaves_a_live_stream_live,
                concurrent_upserts_create_one_stream,
                upserts_of_different_creators_are_independent,
                an_upsert_for_an_unknown_user_is_refused,
                the_longest_texts_are_stored_unchanged,
                unusual_texts_are_stored_unchanged,
                every_flag_is_stored_unchanged,
                an_update_changes_only_the_fields_of_the_patch,
                an_update_clears_what_the_patch_clears,
                an_update_leaves_a_live_stream_live,
                an_update_concurrent_with_going_live_keeps_the_stream_live,
                concurrent_patches_keep_the_changes_of_each,
                an_update_without_a_stream_returns_none,
                a_missing_stream_is_not_found,
                filter_creators_returns_users_with_a_stream,
                filter_creators_of_no_users_is_empty,
                an_offline_stream_is_found_with_its_user,
                a_live_stream_has_its_state_and_viewer_count,
                a_stream_is_offline_after_its_session_ended,
                only_live_streams_are_listed_as_live,
                live_streams_are_listed_most_viewers_first_then_lower_id_first,
                pages_contain_each_live_stream_once,
                small_pages_contain_each_stream_once,
                a_stream_that_ends_between_pages_shifts_nothing,
                a_block_either_way_hides_a_live_stream,
                hidden_hosts_do_not_shorten_pages,
                hosts_see_their_own_live_stream,
                a_later_page_uses_the_order_at_its_time,
                paging_ends_while_counts_change,
                ended_streams_are_left_out_of_later_pages_and_new_ones_shift_nothing,
                a_list_ends_when_all_remaining_streams_have_ended,
                hosts_are_hidden_on_every_page,
                equal_counts_are_split_between_pages_by_id,
                a_page_may_start_after_a_key_without_a_stream,
                followed_streams_are_listed_live_first,
                pages_contain_each_followed_stream_once,
                a_user_without_follows_has_an_empty_list,
                part_of_a_title_a_user_name_or_a_name_is_found,
                a_search_ignores_case,
                a_search_ignores_case_in_every_alphabet,
                a_text_is_found_in_any_unicode_form,
                punctuation_separates_words,
                equal_matches_are_in_the_order_of_the_live_list,
                a_wrong_missing_or_doubled_letter_is_tolerated,
                swapped_letters_of_a_longer_word_are_tolerated,
                a_typo_in_one_of_several_words_is_tolerated,
                other_words_are_not_found,
                percent_and_underscore_are_ordinary_characters,
                a_search_finds_at_most_20,
                exact_matches_come_first_and_similar_ones_last,
                a_block_either_way_hides_a_stream_from_search,
                search_results_contain_the_live_status,
                similar_matches_are_in_the_order_of_the_live_list,
                judged_queries_find_the_expected_streams,
                many_concurrent_searches_do_not_block_other_calls,
            ]
        );
    };
}
