//! A viewer, signed in or a guest: watches one stream after the other.

mod enter;
mod stay;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use rand::RngExt as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;

use super::audience::Presence;
use super::bounds::{JOINING, REACTION};
use super::event_stream::EventStream;
use super::model::{Expectation, Moment};
use super::person::{Event, Person};
use super::world::{Host, TICK, World};

/// Whose account a viewer uses.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub(super) name: String,
    /// `None` for a guest.
    pub(super) bearer: Option<String>,
}

pub(super) struct Viewer<'a> {
    pub(super) world: &'a World,
    pub(super) account: Account,
    pub(super) hosts: &'a [Host],
    rng: StdRng,
    program: PathBuf,
    log: PathBuf,
    person: Person,
    /// The room token that a guest had last.
    last_token: Option<String>,
}

/// A stay in a room.
struct Stay<'a> {
    host: &'a Host,
    session: String,
    identity: String,
    token: String,
    /// The number of the connection, while there is one.
    connection: Option<u64>,
    /// Since when the participant is in the room without an interruption.
    joined_at: Option<Moment>,
    seen_at: Moment,
    received: HashSet<String>,
    /// How many messages of the session were compared.
    compared: usize,
    own_message: Option<String>,
    events: Option<EventStream>,
    /// The creator removed this viewer, or the broadcast is over.
    is_over: bool,
    is_removed: bool,
}

impl<'a> Viewer<'a> {
    pub(super) fn new(
        world: &'a World,
        account: Account,
        hosts: &'a [Host],
        rng: StdRng,
        (program, log): (PathBuf, PathBuf),
    ) -> Result<Self> {
        Ok(Self {
            world,
            account,
            hosts,
            rng,
            person: Person::start(&program, &log)?,
            program,
            log,
            last_token: None,
        })
    }

    /// Runs until the end of the test, and then leaves.
    pub(super) fn run(mut self) -> Result<()> {
        while !self.world.is_over() {
            let rest = self.rng.random_range(500..4_000);
            self.world.pause(Duration::from_millis(rest));
            let Some(host) = self.hosts.choose(&mut self.rng) else {
                return Ok(());
            };
            self.browse(host);
            if let Some(stay) = self.enter(host) {
                self.watch(stay)?;
            }
        }
        Ok(())
    }

    /// Joins, stays for a while and leaves.
    fn watch(&mut self, mut stay: Stay<'a>) -> Result<()> {
        self.join(&mut stay)?;
        let time = self.rng.random_range(4_000..60_000);
        let until = self.world.now() + Duration::from_millis(time);
        let mut next_action = self.world.now();
        let has_events = self.rng.random_ratio(2, 3);
        while !self.world.is_over() && !stay.is_over && self.world.now() < until {
            self.handle_events(&mut stay)?;
            if self.is_broadcast_over(&stay) {
                self.world
                    .count("viewers who left because the broadcast was over");
                break;
            }
            if stay.connection.is_none() && !stay.is_over && !self.rejoin(&mut stay)? {
                self.world.pause(Duration::from_secs(1));
            }
            if has_events {
                self.follow_events(&mut stay);
            }
            self.compare(&mut stay);
            if self.world.now() >= next_action {
                self.act(&mut stay);
                next_action = self.world.now() + Duration::from_millis(self.rng.random_range(1_000..6_000));
            }
            self.world.pause(TICK);
        }
        if stay.is_removed && self.rng.random() {
            self.trespass(&mut stay)?;
        }
        if !self.world.is_over() && self.rng.random_ratio(1, 10) {
            self.world.note(format!("{} has crashed", stay.identity));
            self.world.count("viewers who crashed");
            self.crash(&stay)
        } else {
            self.leave(&mut stay)
        }
    }

    fn join(&mut self, stay: &mut Stay) -> Result<()> {
        self.set(stay, Presence::Changing);
        let number = self.person.join(&self.world.livekit_url, &stay.token, false);
        stay.connection = Some(number);
        let began = self.world.now();
        while stay.connection == Some(number)
            && stay.joined_at.is_none()
            && self.world.now() < began + JOINING
        {
            self.handle_events(stay)?;
            std::thread::sleep(TICK);
        }
        if stay.joined_at.is_some() {
            self.world.measure("joining", self.world.elapsed_since(began));
        }
        Ok(())
    }

    /// As pages do after a lost connection: with a new token.
    fn rejoin(&mut self, stay: &mut Stay<'a>) -> Result<bool> {
        let Some(next) = self.enter(stay.host) else {
            return Ok(false);
        };
        if next.session != stay.session {
            (stay.received, stay.compared) = (HashSet::new(), 0);
        }
        (stay.session, stay.identity, stay.token) = (next.session, next.identity, next.token);
        self.join(stay)?;
        Ok(stay.joined_at.is_some())
    }

    fn leave(&mut self, stay: &mut Stay) -> Result<()> {
        if stay.connection.is_some() {
            self.attend(stay);
            self.set(stay, Presence::Changing);
            self.person.leave();
            let began = self.world.now();
            while stay.connection.is_some() && self.world.now() < began + REACTION {
                self.handle_events(stay)?;
                std::thread::sleep(TICK);
            }
        }
        let since = self.world.now();
        // If the disconnection was not reported, LiveKit may take as long as after a crash.
        let is_crash = stay.connection.is_some();
        self.set(stay, Presence::Out { since, is_crash });
        Ok(())
    }

    fn crash(&mut self, stay: &Stay) -> Result<()> {
        self.attend(stay);
        self.set(stay, Presence::Changing);
        self.person.crash();
        let since = self.world.now();
        self.set(
            stay,
            Presence::Out {
                since,
                is_crash: true,
            },
        );
        self.person = Person::start(&self.program, &self.log)?;
        Ok(())
    }

    fn set(&self, stay: &Stay, presence: Presence) {
        self.world
            .model()
            .audience(stay.host.name)
            .set(&stay.identity, presence);
    }

    /// Records that the server must have counted this viewer.
    fn attend(&self, stay: &Stay) {
        let now = self.world.now();
        let mut model = self.world.model();
        if stay
            .joined_at
            .is_some_and(|joined| model.parts.was_calm(joined) && now >= joined + REACTION)
        {
            let record = model.session(stay.host.name, &stay.session);
            record.attended.insert(stay.identity.clone());
        }
    }

    fn handle_events(&mut self, stay: &mut Stay) -> Result<()> {
        while let Some(event) = self.person.next_event() {
            self.handle(event, stay)?;
        }
        Ok(())
    }

    fn handle(&mut self, event: Event, stay: &mut Stay) -> Result<()> {
        let now = self.world.now();
        let current = stay.connection;
        match event {
            Event::Joined { number } if current == Some(number) => {
                self.world
                    .note(format!("{} is in the room of {}", stay.identity, stay.host.name));
                self.world.count("viewers joined");
                (stay.joined_at, stay.seen_at) = (Some(now), now);
                // A token of the session before opens the room of the next one too.
                if let Some(session) = self.world.model().broadcast(stay.host.name).session.clone()
                    && session != stay.session
                {
                    (stay.session, stay.compared) = (session, 0);
                }
                self.set(stay, Presence::In { since: now });
            }
            Event::Reconnecting { number } if current == Some(number) => {
                self.world
                    .note(format!("{} has lost the connection", stay.identity));
                self.world.count("viewers who lost the connection");
                (stay.connection, stay.joined_at) = (None, None);
                self.crash(stay)?;
            }
            Event::Failed { number, text } if current == Some(number) => {
                self.world
                    .note(format!("{} can't join {}: {text}", stay.identity, stay.host.name));
                (stay.connection, stay.joined_at) = (None, None);
                // It may have reached the room.
                self.set(
                    stay,
                    Presence::Out {
                        since: now,
                        is_crash: true,
                    },
                );
            }
            Event::Closed { number, cause } if current == Some(number) => self.close(stay, &cause),
            Event::Frames { number, frames } if current == Some(number) && frames > 0 => stay.seen_at = now,
            Event::Chat { number, r#type, id } if current == Some(number) && r#type == "message" => {
                stay.received.insert(id);
            }
            Event::Problem { text } => self
                .world
                .note(format!("{}'s participant: {text}", stay.identity)),
            _ => {}
        }
        Ok(())
    }

    /// LiveKit has disconnected this viewer, or the viewer has left.
    fn close(&self, stay: &mut Stay, cause: &str) {
        let (host, now) = (stay.host.name, self.world.now());
        self.world
            .note(format!("{} is out of the room of {host}: {cause}", stay.identity));
        self.world.count(format!("viewers disconnected: {cause}"));
        self.attend(stay);
        (stay.connection, stay.joined_at) = (None, None);
        let since = now;
        self.set(
            stay,
            Presence::Out {
                since,
                is_crash: false,
            },
        );
        let mut model = self.world.model();
        let is_on_air = model.expectation(host, now) == Expectation::OnAir;
        let is_excluded = model.audience(host).is_excluded(&stay.identity, &stay.session);
        drop(model);
        stay.is_over = matches!(
            cause,
            "ROOM_DELETED" | "PARTICIPANT_REMOVED" | "DUPLICATE_IDENTITY"
        );
        stay.is_removed = cause == "PARTICIPANT_REMOVED";
        let is_wrong = match cause {
            "ROOM_DELETED" => is_on_air,
            "PARTICIPANT_REMOVED" => is_excluded == Some(false),
            "DUPLICATE_IDENTITY" => true,
            _ => false,
        };
        if is_wrong {
            self.world.violate(
                format!("disconnected {cause} {host}"),
                format!(
                    "{} was disconnected: {cause}, excluded: {is_excluded:?}",
                    stay.identity
                ),
            );
        }
    }
}
