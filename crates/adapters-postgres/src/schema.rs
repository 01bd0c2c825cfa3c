//! The tables after all migrations. A test compares this file with a migrated database.

diesel::table! {
    audit_log (id) {
        id -> Text,
        created_at -> Timestamptz,
        actor_id -> Text,
        action -> Text,
        target -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    blocks (blocker_id, blocked_id) {
        blocker_id -> Text,
        blocked_id -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    chat_messages (id) {
        id -> Text,
        session_id -> Text,
        seq -> Int8,
        author_id -> Text,
        author_number -> Int8,
        author_name -> Text,
        text -> Nullable<Text>,
        sent_at -> Timestamptz,
        visible_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        due_at -> Nullable<Timestamptz>,
        reply_to -> Nullable<Text>,
    }
}

diesel::table! {
    creator_applications (user_id) {
        user_id -> Text,
        about -> Text,
        status -> Text,
        reason -> Nullable<Text>,
        created_at -> Timestamptz,
        reviewed_at -> Nullable<Timestamptz>,
        reviewed_by -> Nullable<Text>,
    }
}

diesel::table! {
    follows (follower_id, followed_id) {
        follower_id -> Text,
        followed_id -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    given_up_usernames (username_key) {
        username_key -> Text,
        user_id -> Text,
        given_up_at -> Timestamptz,
    }
}

diesel::table! {
    live_search_terms (term, is_part, stream_id, is_name) {
        term -> Text,
        is_part -> Bool,
        stream_id -> Text,
        is_name -> Bool,
    }
}

diesel::table! {
    search_terms (term, is_part, stream_id, is_name) {
        term -> Text,
        is_part -> Bool,
        stream_id -> Text,
        is_name -> Bool,
    }
}

diesel::table! {
    session_attendance (session_id, identity) {
        session_id -> Text,
        identity -> Text,
        connection -> Text,
        presence -> Text,
    }
}

diesel::table! {
    session_exclusions (session_id, identity) {
        session_id -> Text,
        identity -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    session_thumbnails (session_id) {
        session_id -> Text,
        picture -> Bytea,
    }
}

diesel::table! {
    session_viewer_counts (session_id, interval) {
        session_id -> Text,
        interval -> Int4,
        viewers -> Int8,
        peak -> Int8,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        stream_id -> Text,
        creator_id -> Text,
        title -> Text,
        room_sid -> Text,
        started_at -> Timestamptz,
        state -> Text,
        state_since -> Nullable<Timestamptz>,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
        viewers -> Int8,
        peak_viewers -> Int8,
        interruption -> Nullable<Text>,
        total_viewers -> Int8,
        messages -> Int8,
        revision -> Int8,
        is_chat_deleted -> Bool,
        thumbnail_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    streams (id) {
        id -> Text,
        user_id -> Text,
        title -> Text,
        description -> Nullable<Text>,
        thumbnail -> Nullable<Text>,
        is_live -> Bool,
        is_chat_enabled -> Bool,
        is_chat_delayed -> Bool,
        is_chat_followers_only -> Bool,
        is_guests_allowed -> Bool,
        search_text -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        fold_version -> Int2,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        username -> Text,
        username_key -> Text,
        name -> Text,
        image -> Nullable<Text>,
        roles -> Array<Text>,
        search_text -> Text,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        fold_version -> Int2,
        issuer -> Nullable<Text>,
        claims_issued_at -> Nullable<Timestamptz>,
        claims_tokens -> Array<Int8>,
        is_suspended -> Bool,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    audit_log,
    blocks,
    chat_messages,
    creator_applications,
    follows,
    given_up_usernames,
    live_search_terms,
    search_terms,
    session_attendance,
    session_exclusions,
    session_thumbnails,
    session_viewer_counts,
    sessions,
    streams,
    users,
);
