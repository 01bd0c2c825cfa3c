//! Broadcasts that are running, with messages, or over.

use std::io::Write;

use anyhow::Result;

use super::{NULL, Size, begin_copy, creator, end_copy, line, stream_id, time, viewer};

/// In each running broadcast. Without any, PostgreSQL would plan reads of messages for an empty table.
const MESSAGES: u32 = 10;

/// A past broadcast of each creator, and the running ones.
pub(super) fn sessions(file: &mut impl Write, size: Size) -> Result<()> {
    let columns = "id, stream_id, creator_id, title, room_sid, started_at, state, state_since, ended_at, \
                   end_reason, viewers, peak_viewers, total_viewers, messages, is_chat_deleted";
    begin_copy(file, "sessions", columns)?;
    for number in 0..size.streams {
        let (stream, creator) = (stream_id(number), creator(number));
        let past = time(2024, number);
        let id = format!("p{number:07}");
        let [title, sid] = ["A title", "RM_generated"];
        line(
            file,
            &[
                &id,
                &stream,
                &creator,
                title,
                sid,
                &past,
                "ENDED",
                NULL,
                &past,
                "ENDED_BY_CREATOR",
                "0",
                "9",
                "20",
                "0",
                "t",
            ],
        )?;
        if size.is_live(number) {
            let since = time(2025, number);
            let viewers = size.viewer_count(number).to_string();
            let (id, messages) = (open_session_id(number), MESSAGES.to_string());
            line(
                file,
                &[
                    &id, &stream, &creator, title, sid, &since, "ON_AIR", &since, NULL, NULL, &viewers,
                    &viewers, &viewers, &messages, "f",
                ],
            )?;
        }
    }
    end_copy(file)
}

fn open_session_id(creator: u32) -> String {
    format!("l{creator:07}")
}

/// Delivered messages in the running broadcasts, each of another viewer.
pub(super) fn messages(file: &mut impl Write, size: Size) -> Result<()> {
    let columns = "id, session_id, seq, author_id, author_number, author_name, text, sent_at, visible_at";
    begin_copy(file, "chat_messages", columns)?;
    for creator in (0..size.streams).filter(|number| size.is_live(*number)) {
        let (session, at) = (open_session_id(creator), time(2025, creator));
        for number in 1..=MESSAGES {
            let author = viewer((creator * MESSAGES + number) % size.viewers());
            let (id, number) = (format!("m{session}-{number}"), number.to_string());
            line(
                file,
                &[
                    &id,
                    &session,
                    &number,
                    &author,
                    "1",
                    "Vera",
                    "Good evening",
                    &at,
                    &at,
                ],
            )?;
        }
    }
    end_copy(file)
}
