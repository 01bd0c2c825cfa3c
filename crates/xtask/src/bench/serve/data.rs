//! Generated data: creators with streams, viewers, follows, blocks, and broadcasts that are running, with messages, or
//! over.
//!
//! Ids are numbers, because pgbench generates numbers only.

mod broadcasts;

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::Result;
use onair_domain::stream::{SearchText, Title};
use onair_domain::text::FOLD_VERSION;
use onair_domain::user::{DisplayName, Username};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::words::{RARE, random_name, random_word, zipf};

pub(super) const FIRST_CREATOR: u32 = 10_000_000;
pub(super) const FIRST_VIEWER: u32 = 50_000_000;
/// Creators from a hundred on, none of whom is live in the generated data.
pub(super) const OFFLINE_IN_A_ROW: u32 = 90;
/// Of each rare word.
const RARE_TITLES: u32 = 5;
/// Enough for a hundredth page of ten.
pub(super) const FOLLOWED: u32 = 1_500;
const MOST_VIEWERS: u32 = 20_000;

/// How much data there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) streams: u32,
    /// In percent of the streams
    pub(super) live: u32,
}

impl Size {
    pub(super) const EMPTY: Self = Self { streams: 0, live: 0 };

    /// Viewers who have no stream.
    pub(super) fn viewers(self) -> u32 {
        (self.streams / 5).max(10_000)
    }

    fn is_live(self, creator: u32) -> bool {
        // Not the first, who goes live through the API.
        creator % 100 >= 100 - self.live
    }

    /// The place of a live creator in the list, and in it no relation to the id.
    fn viewer_count(self, creator: u32) -> u32 {
        let places = u64::from(self.streams);
        let place = u64::from(creator) * 7_919 % places * u64::from(self.live) / 100;
        MOST_VIEWERS / (u32::try_from(place).unwrap_or(u32::MAX - 1) + 1)
    }
}

pub(super) fn creator(number: u32) -> String {
    (FIRST_CREATOR + number).to_string()
}

pub(super) fn viewer(number: u32) -> String {
    (FIRST_VIEWER + number).to_string()
}

pub(super) fn username(id: &str) -> String {
    format!("user{id}")
}

/// Writes a script for psql that fills the empty tables.
pub(super) fn write_script(file: &mut impl Write, size: Size) -> Result<()> {
    file.write_all(BEGIN.as_bytes())?;
    let mut random = StdRng::seed_from_u64(1);
    let mut users = |file: &mut _, first: u32, count: u32| -> Result<()> {
        for number in 0..count {
            user(file, &(first + number).to_string(), &mut random)?;
        }
        Ok(())
    };
    let columns = "id, username, username_key, name, search_text, fold_version, created_at, updated_at";
    begin_copy(file, "users", columns)?;
    users(file, FIRST_CREATOR, size.streams)?;
    users(file, FIRST_VIEWER, size.viewers())?;
    end_copy(file)?;
    begin_copy(
        file,
        "creator_applications",
        "user_id, about, status, created_at, reviewed_at, reviewed_by",
    )?;
    for number in 0..size.streams {
        let at = time(2024, number);
        line(file, &[&creator(number), "about", "approved", &at, &at, "admin"])?;
    }
    end_copy(file)?;
    begin_copy(
        file,
        "streams",
        "id, user_id, title, description, is_live, search_text, fold_version, created_at, updated_at",
    )?;
    for number in 0..size.streams {
        stream(file, size, number, &mut random)?;
    }
    end_copy(file)?;
    broadcasts::sessions(file, size)?;
    broadcasts::messages(file, size)?;
    relations(file, size, &mut random)?;
    file.write_all(INDEXES.as_bytes())?;
    file.write_all(SEARCH_TERMS.as_bytes())?;
    file.write_all(END.as_bytes())?;
    Ok(())
}

/// Without triggers, which would check each row, and without the indexes that are faster to build afterwards.
const BEGIN: &str = r"
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
CREATE TEMPORARY TABLE dropped AS
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
    FROM pg_index
    WHERE NOT indisunique
      AND indrelid IN ('users'::regclass, 'streams'::regclass, 'sessions'::regclass,
                       'creator_applications'::regclass, 'chat_messages'::regclass, 'follows'::regclass,
                       'blocks'::regclass);
SELECT format('DROP INDEX %s', name) FROM dropped \gexec
";

const INDEXES: &str = r"
SELECT definition FROM dropped \gexec
";

/// What the triggers would have written.
const SEARCH_TERMS: &str =
    include_str!("../../../../../migrations/2026-11-27-000110_search_terms_of_existing_streams/up.sql");

/// The database is left as a running one is: with statistics, and without writes that reads would have to do.
const END: &str = r"
VACUUM ANALYZE;
CHECKPOINT;
";

fn user(file: &mut impl Write, id: &str, random: &mut StdRng) -> Result<()> {
    let username = Username::parse(&username(id))?;
    let name = format!(
        "{} {}",
        capital(&random_name(random)),
        capital(&random_name(random))
    );
    let name = DisplayName::parse(&name)?;
    let search_text = SearchText::of_user(&username, &name);
    let at = time(2024, id.parse().unwrap_or_default());
    line(
        file,
        &[
            id,
            username.as_str(),
            &username.key(),
            name.as_str(),
            search_text.as_str(),
            &FOLD_VERSION.to_string(),
            &at,
            &at,
        ],
    )
}

fn stream(file: &mut impl Write, size: Size, number: u32, random: &mut StdRng) -> Result<()> {
    let mut words: Vec<String> = (0..random.random_range(3..=6))
        .map(|_| random_word(random))
        .collect();
    if let Some(rare) = placed(size, number) {
        words.push(rare.to_owned());
    }
    let title = Title::parse(&capital(&words.join(" ")))?;
    let description: Vec<String> = (0..12).map(|_| random_word(random)).collect();
    let at = time(2024, number);
    let is_live = if size.is_live(number) { "t" } else { "f" };
    line(
        file,
        &[
            &stream_id(number),
            &creator(number),
            title.as_str(),
            &description.join(" "),
            is_live,
            SearchText::of_stream(&title).as_str(),
            &FOLD_VERSION.to_string(),
            &at,
            &at,
        ],
    )
}

/// The rare word that a title contains: each is in the same few titles, however many there are.
fn placed(size: Size, number: u32) -> Option<&'static str> {
    let titles = u32::try_from(RARE.len()).ok()? * RARE_TITLES;
    let distance = size.streams / titles;
    if number % distance != distance / 2 {
        return None;
    }
    RARE.get((number / distance) as usize % RARE.len()).copied()
}

fn stream_id(number: u32) -> String {
    format!("s{number:07}")
}

/// Viewers follow up to ten creators, mostly popular ones. The last viewer follows many, evenly spread. One viewer
/// in twenty blocks somebody, and one creator in a hundred does.
fn relations(file: &mut impl Write, size: Size, random: &mut StdRng) -> Result<()> {
    begin_copy(file, "follows", "follower_id, followed_id, created_at")?;
    let last = size.viewers() - 1;
    for number in 0..last {
        let count = random.random_range(0..=10);
        let followed: BTreeSet<u32> = (0..count).map(|_| zipf(random, size.streams)).collect();
        for other in followed {
            line(file, &[&viewer(number), &creator(other), &time(2024, other)])?;
        }
    }
    for number in 0..FOLLOWED {
        let other = number * (size.streams / FOLLOWED);
        line(file, &[&viewer(last), &creator(other), &time(2024, number)])?;
    }
    end_copy(file)?;
    begin_copy(file, "blocks", "blocker_id, blocked_id, created_at")?;
    for number in (0..last).step_by(20) {
        let other = random.random_range(1..size.streams);
        line(file, &[&viewer(number), &creator(other), &time(2024, number)])?;
    }
    for number in (50..size.streams).step_by(100) {
        let other = random.random_range(0..last);
        line(file, &[&creator(number), &viewer(other), &time(2024, number)])?;
    }
    end_copy(file)
}

/// A moment in a year.
fn time(year: u16, seed: u32) -> String {
    let (month, day) = (seed % 12 + 1, seed / 12 % 28 + 1);
    let (hour, minute, second) = (seed / 336 % 24, seed / 8_064 % 60, seed / 483_840 % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}+00")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A value of [`line`], as `COPY` writes it.
const NULL: &str = "\0";

fn begin_copy(file: &mut impl Write, table: &str, columns: &str) -> Result<()> {
    Ok(writeln!(file, "COPY {table} ({columns}) FROM STDIN;")?)
}

fn end_copy(file: &mut impl Write) -> Result<()> {
    Ok(writeln!(file, "\\.")?)
}

fn line(file: &mut impl Write, values: &[&str]) -> Result<()> {
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            file.write_all(b"\t")?;
        }
        escape(file, value)?;
    }
    Ok(file.write_all(b"\n")?)
}

fn escape(file: &mut impl Write, value: &str) -> io::Result<()> {
    if value == NULL {
        return file.write_all(b"\\N");
    }
    for part in value.split_inclusive(['\\', '\n', '\t']) {
        match part.char_indices().next_back() {
            Some((at, '\n')) => write!(file, "{}\\n", &part[..at])?,
            Some((at, '\t')) => write!(file, "{}\\t", &part[..at])?,
            Some((_, '\\')) => write!(file, "{part}\\")?,
            _ => file.write_all(part.as_bytes())?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{FOLLOWED, NULL, Size, line, placed, write_script};
    use crate::bench::serve::words::RARE;

    const SIZE: Size = Size {
        streams: 10_000,
        live: 10,
    };

    #[test]
    fn values_are_escaped() {
        let mut text = Vec::new();
        line(&mut text, &["\na\tb\n", "c\\d", NULL, ""]).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "\\na\\tb\\n\tc\\\\d\t\\N\t\n");
    }

    #[test]
    fn each_rare_word_is_in_the_same_number_of_titles() {
        for streams in [10_000, 1_000_000] {
            let size = Size { streams, ..SIZE };
            for word in RARE {
                let titles = (0..streams).filter(|number| placed(size, *number) == Some(word));
                assert_eq!(titles.count(), 5);
            }
        }
    }

    #[test]
    fn a_tenth_of_the_streams_is_live() {
        let live = (0..SIZE.streams).filter(|number| SIZE.is_live(*number));
        assert_eq!(live.count(), 1_000);
        assert!(!SIZE.is_live(0));
    }

    #[test]
    fn the_script_fills_all_tables() {
        let mut script = Vec::new();
        write_script(&mut script, SIZE).unwrap();
        let script = String::from_utf8(script).unwrap();
        assert_eq!(script.matches("COPY ").count(), 7);
        let of_last = format!("\n{}\t", super::viewer(SIZE.viewers() - 1));
        let followed = script.split("COPY follows").nth(1).unwrap();
        assert_eq!(followed.matches(&of_last).count(), FOLLOWED as usize);
    }
}
