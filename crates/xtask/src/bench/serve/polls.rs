//! The row of polls: how long the leader needs to compare all rooms with their sessions.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use super::cost;
use super::data::{self, Size};
use super::generated_rooms::{GeneratedRoom, GeneratedRooms};
use super::load::Load;
use super::report::{Goal, Limits, Measured, Outcome, percentile};
use super::stack::{Server, Stack};
use crate::http::{Request, call};
use crate::interrupt;
use crate::progress::Step;

pub(super) const NAME: &str = "poll-rooms";

/// A thousand live broadcasts.
const SIZE: Size = Size {
    streams: 10_000,
    live: 10,
};
const LARGE_ROOMS: usize = 10;
const LARGE: usize = 1_000;
const SMALL: usize = 4;
/// Of the viewers of a large room, between two polls
const CHANGING: usize = 10;
/// Viewers who have been in each large room and left it
const GONE: u32 = 20_000;
/// The first poll corrects the viewer counts of the generated data.
const WARM_UP: u32 = 3;
const POLLS: u32 = 10;
const TIMEOUT: Duration = Duration::from_mins(2);
const GOAL: Limits = Limits {
    p99_ms: 1_000.0,
    statements: None,
    resident_kib: None,
};

pub(super) fn measure(stack: &mut Stack) -> Result<Outcome> {
    let database = stack.database("polled", SIZE, Step::begin("A database for polls"))?;
    let rooms = rooms(&database.query(ROOMS)?)?;
    let large: Vec<_> = rooms.iter().filter(|room| room.present == LARGE).collect();
    for room in &large {
        database.query(&format!(
            "INSERT INTO session_attendance (session_id, identity, connection, presence)
             SELECT id, 'gone-' || number, 'PA_' || number, 'LEFT'
             FROM sessions, generate_series(1, {GONE}) AS number
             WHERE creator_id = '{}' AND ended_at IS NULL",
            room.name
        ))?;
    }
    database.query("VACUUM ANALYZE session_attendance")?;
    let viewers: usize = rooms.iter().map(|room| room.present).sum();
    let count = rooms.len();
    let livekit = GeneratedRooms::serve(rooms)?;
    let mut step = Step::begin("Measuring polls");
    let server = stack.serve_leader(&database, livekit.port)?;
    let mut polls = Polls {
        server: &server,
        seen: Durations::default(),
    };
    polls.wait(WARM_UP)?;
    step.update("warmed up");
    let (load, cost) = cost::measure(stack, &server, || polls.wait(POLLS))?;
    step.succeed("");

    let mut outcome = Outcome::new(NAME, Goal::Limits(GOAL));
    outcome.reference_name = format!("{count} rooms, {viewers} viewers");
    outcome.p50 = Measured::new(vec![percentile(&load.latencies, 50)]);
    outcome.p99 = Measured::new(vec![percentile(&load.latencies, 100)]);
    outcome.resident_kib = Some(server.resident_kib()?);
    cost::report(&mut outcome, [&cost].into_iter());
    let counted = database.query("SELECT sum(viewers) FROM sessions WHERE ended_at IS NULL")?;
    if counted != viewers.to_string() {
        outcome.fail_once(format!("{counted} viewers counted instead of {viewers}"));
    }
    Ok(outcome)
}

/// Creator, room and its metadata of each live broadcast, as the server would write it.
const ROOMS: &str = "
    SELECT creator_id || ' ' || room_sid || ' ' || json_build_object(
        'title', streams.title, 'description', description, 'isChatEnabled', is_chat_enabled,
        'isChatDelayed', is_chat_delayed, 'isChatFollowersOnly', is_chat_followers_only)
    FROM sessions JOIN streams ON streams.id = stream_id
    WHERE ended_at IS NULL ORDER BY creator_id";

fn rooms(listed: &str) -> Result<Vec<GeneratedRoom>> {
    let rooms = listed.lines().enumerate().map(|(number, line)| {
        let mut parts = line.splitn(3, ' ').map(str::to_owned);
        let mut next = || parts.next().context("a broadcast without a room");
        let is_large = number < LARGE_ROOMS;
        let (present, changing) = if is_large { (LARGE, CHANGING) } else { (SMALL, 0) };
        // Each twentieth viewer blocks a creator, and might be removed from the room.
        let first = u32::try_from(number)? * 13;
        let viewers = (first..).filter(|viewer| viewer % 20 != 0);
        let viewers = viewers.map(|viewer| data::viewer(viewer % SIZE.viewers()));
        Ok(GeneratedRoom {
            name: next()?,
            sid: next()?,
            metadata: next()?,
            viewers: viewers.take(present * 2).collect(),
            present,
            changing,
        })
    });
    rooms.collect()
}

/// The polls of a server, by its metrics.
struct Polls<'a> {
    server: &'a Server,
    seen: Durations,
}

#[derive(Clone, Copy, Default)]
struct Durations {
    count: u32,
    seconds: f64,
}

impl Polls<'_> {
    /// Waits for so many polls, and returns how long each took.
    fn wait(&mut self, count: u32) -> Result<Load> {
        let mut load = Load::default();
        let deadline = Instant::now() + TIMEOUT;
        while load.answered < count {
            interrupt::check()?;
            ensure!(Instant::now() < deadline, "the server does not poll");
            thread::sleep(Duration::from_millis(50));
            let now = self.read()?;
            let polls = now.count - self.seen.count;
            for _ in 0..polls {
                let each = (now.seconds - self.seen.seconds) / f64::from(polls);
                load.latencies.push(each * 1_000.0);
            }
            load.answered += polls;
            self.seen = now;
        }
        Ok(load)
    }

    fn read(&self) -> Result<Durations> {
        let answer = call(self.server.address, &Request::new("GET", "/metrics"), TIMEOUT)?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let value = |name: &str| {
            let name = format!("onair_reconcile_duration_seconds_{name} ");
            let line = text.lines().find_map(|line| line.strip_prefix(&name));
            // Missing before the first poll.
            line.unwrap_or("0").trim().to_owned()
        };
        Ok(Durations {
            count: value("count").parse().context("the number of polls")?,
            seconds: value("sum").parse().context("the duration of polls")?,
        })
    }
}
