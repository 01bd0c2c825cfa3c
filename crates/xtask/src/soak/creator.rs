//! A creator: goes live, sends video, changes settings, and leaves in different ways.

mod acts;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::json;

use super::api::{call, post};
use super::bounds::{JOINING, REACTION};
use super::model::{Expectation, Phase};
use super::person::{Event, Person};
use super::world::{Host, TICK, World};

/// Longer than a broadcast without media lasts.
const LONGEST_ABSENCE: Duration = Duration::from_mins(2);

/// How a time on air ends.
#[derive(Clone, Copy)]
enum Exit {
    End,
    StopByAdmin,
    Leave,
    Crash,
}

pub(super) struct Creator<'a> {
    pub(super) world: &'a World,
    pub(super) host: Host,
    pub(super) admin: String,
    pub(super) rng: StdRng,
    pub(super) program: PathBuf,
    pub(super) log: PathBuf,
    person: Person,
    /// The number of the connection, while there is one.
    connection: Option<u64>,
}

/// What a creator needs to join.
struct Pass {
    url: String,
    token: String,
}

impl<'a> Creator<'a> {
    pub(super) fn new(
        world: &'a World,
        host: Host,
        admin: String,
        rng: StdRng,
        (program, log): (PathBuf, PathBuf),
    ) -> Result<Self> {
        Ok(Self {
            world,
            host,
            admin,
            rng,
            person: Person::start(&program, &log)?,
            program,
            log,
            connection: None,
        })
    }

    /// Runs until the end of the test, and then ends the broadcast.
    pub(super) fn run(mut self) -> Result<()> {
        while !self.world.is_over() {
            let rest = self.rng.random_range(1_000..8_000);
            self.world.pause(Duration::from_millis(rest));
            self.broadcast()?;
        }
        let bearer = self.host.bearer.clone();
        self.end_for_certain("/api/stream/end-stream", &bearer)?;
        self.person.leave();
        self.wait_for_close()?;
        Ok(())
    }

    /// One broadcast, or a part of one that was interrupted before.
    fn broadcast(&mut self) -> Result<()> {
        if self.rng.random_ratio(1, 20) {
            return self.start_without_sending();
        }
        let time = self.rng.random_range(10_000..90_000);
        self.stay_on_air(Duration::from_millis(time))?;
        if self.world.is_over() {
            return Ok(());
        }
        let exit = match self.rng.random_range(0..100) {
            0..45 => Exit::End,
            45..55 => Exit::StopByAdmin,
            55..78 => Exit::Leave,
            _ => Exit::Crash,
        };
        self.exit(exit)?;
        if matches!(exit, Exit::Leave | Exit::Crash) && self.rng.random_ratio(1, 3) {
            self.wait_until_offline()?;
        }
        Ok(())
    }

    fn start_without_sending(&mut self) -> Result<()> {
        if self.go_live().is_some() {
            self.world.note(format!("{} does not join", self.host.name));
            if self.rng.random() {
                self.wait_until_offline()?;
            }
        }
        Ok(())
    }

    fn stay_on_air(&mut self, time: Duration) -> Result<()> {
        let until = self.world.now() + time;
        let mut next_action = self.world.now();
        while !self.world.is_over() && self.world.now() < until {
            if self.connection.is_none() {
                self.join()?;
            }
            self.handle_events()?;
            if self.connection.is_some() && self.world.now() >= next_action {
                self.act();
                next_action = self.world.now() + Duration::from_millis(self.rng.random_range(500..4_000));
            }
            self.world.pause(TICK);
        }
        Ok(())
    }

    fn exit(&mut self, exit: Exit) -> Result<()> {
        let name = self.host.name;
        match exit {
            Exit::End => {
                let bearer = self.host.bearer.clone();
                self.end_for_certain("/api/stream/end-stream", &bearer)?;
            }
            Exit::StopByAdmin => {
                let admin = self.admin.clone();
                self.end_for_certain(&format!("/api/admin/streams/{}/stop", self.host.id), &admin)?;
            }
            Exit::Leave => {
                let from = self.world.now();
                self.world.note(format!("{name} leaves"));
                self.world.count("creators who left");
                self.lose_media(from, false);
                self.person.leave();
                self.wait_for_close()?;
            }
            Exit::Crash => {
                self.crash()?;
                self.world.note(format!("{name} has crashed"));
                self.world.count("creators who crashed");
            }
        }
        Ok(())
    }

    fn crash(&mut self) -> Result<()> {
        let from = self.world.now();
        self.person.crash();
        self.lose_media(from, true);
        self.connection = None;
        self.person = Person::start(&self.program, &self.log)?;
        Ok(())
    }

    /// Goes live. The answer must fit what the test knows of the broadcast.
    fn go_live(&mut self) -> Option<Pass> {
        let name = self.host.name;
        let (before, session) = self.begin_change();
        let answer = call(
            self.world,
            "go-live",
            &post("/api/stream/go-live").bearer(&self.host.bearer),
            &[],
        );
        let now = self.world.now();
        let mut model = self.world.model();
        let parts = model.parts.clone();
        let broadcast = model.broadcast(name);
        broadcast.is_changing = false;
        if !answer.is_success() {
            // While the broadcast is live for certain, going live changes nothing.
            if broadcast.expectation(&parts, now) != Expectation::Live {
                broadcast.phase = Phase::Unknown;
            }
            return None;
        }
        let new = &answer.data()["session"];
        let id = new["id"].as_str().unwrap_or_default().to_owned();
        let is_resumed = new["resumed"].as_bool().unwrap_or_default();
        if !is_resumed {
            broadcast.phase = Phase::Starting {
                asked: answer.asked,
                since: now,
            };
        }
        broadcast.session = Some(id.clone());
        model.session(name, &id);
        drop(model);
        let word = if is_resumed { "resumes" } else { "starts" };
        self.world.note(format!("{name} {word} the session {id}"));
        self.world.count(format!("sessions: creator {word}"));
        let is_wrong = match before {
            Expectation::Live | Expectation::OnAir => !is_resumed || session.as_ref() != Some(&id),
            Expectation::Offline => is_resumed,
            Expectation::Any => false,
        };
        if is_wrong {
            self.world.violate(
                format!("going live {name}"),
                format!("before: {before:?} with {session:?}; after: {id}, resumed: {is_resumed}"),
            );
        }
        Some(Pass {
            url: answer.text("wsUrl").to_owned(),
            token: answer.text("token").to_owned(),
        })
    }

    fn begin_change(&self) -> (Expectation, Option<String>) {
        let mut model = self.world.model();
        let before = model.expectation(self.host.name, self.world.now());
        let broadcast = model.broadcast(self.host.name);
        broadcast.is_changing = true;
        (before, broadcast.session.clone())
    }

    /// Goes live and waits until the video is sent. After a failure, the caller tries again.
    fn join(&mut self) -> Result<()> {
        let began = self.world.now();
        let Some(pass) = self.go_live() else {
            self.world.pause(Duration::from_secs(1));
            return Ok(());
        };
        if self.person.has_ended() {
            self.world
                .violate("participant", "a participant's process has ended by itself");
            self.person = Person::start(&self.program, &self.log)?;
        }
        let number = self.person.join(&pass.url, &pass.token, true);
        self.connection = Some(number);
        while self.connection == Some(number) && !self.world.is_over() && !self.is_sending() {
            self.handle_events()?;
            if self.world.now() > began + JOINING {
                self.world.note(format!("{} can't join", self.host.name));
                self.world.count("creators who could not join in time");
                self.person.leave();
                self.connection = None;
                return Ok(());
            }
            self.world.pause(TICK);
        }
        if self.is_sending() {
            self.world
                .measure("going live until video is sent", self.world.elapsed_since(began));
        } else {
            self.world.pause(Duration::from_secs(1));
        }
        Ok(())
    }

    fn is_sending(&self) -> bool {
        matches!(
            self.world.model().broadcast(self.host.name).phase,
            Phase::Sending { .. }
        )
    }

    /// Ends the broadcast. Returns whether that was answered.
    fn end(&self, path: &str, bearer: &str) -> bool {
        let name = self.host.name;
        self.begin_change();
        let mut request = post(path).bearer(bearer);
        if path.starts_with("/api/admin") {
            request = request.json(&json!({"reason": "endurance test"}));
        }
        let answer = call(self.world, "end", &request, &[]);
        let now = self.world.now();
        let mut model = self.world.model();
        let broadcast = model.broadcast(name);
        broadcast.is_changing = false;
        broadcast.phase = if answer.is_success() {
            Phase::Offline { since: now }
        } else {
            Phase::Unknown
        };
        drop(model);
        self.world.note(format!("{name} ends: {}", answer.status));
        answer.is_success()
    }

    fn lose_media(&self, from: Duration, is_crash: bool) {
        let mut model = self.world.model();
        let (parts, now) = (model.parts.clone(), self.world.now());
        model
            .broadcast(self.host.name)
            .lose_media(&parts, from, now, is_crash);
    }

    /// Ends the broadcast, again and again while a part is away. Then LiveKit must disconnect the creator.
    fn end_for_certain(&mut self, path: &str, bearer: &str) -> Result<()> {
        while !self.world.is_aborted() && !self.end(path, bearer) {
            std::thread::sleep(TICK * 5);
        }
        let ended_at = self.world.now();
        self.wait_for_close()?;
        let model = self.world.model();
        if self.connection.is_some()
            && model.parts.was_calm(ended_at)
            && self.world.now() >= ended_at + REACTION
        {
            drop(model);
            self.world.violate(
                format!("room open {}", self.host.name),
                "the broadcast was ended, and its creator is still in the room",
            );
        }
        Ok(())
    }

    fn wait_for_close(&mut self) -> Result<()> {
        let began = self.world.now();
        while self.connection.is_some() && self.world.now() < began + REACTION {
            self.handle_events()?;
            std::thread::sleep(TICK);
        }
        Ok(())
    }

    /// Waits for the end of a broadcast whose creator is away, if the end is certain.
    fn wait_until_offline(&mut self) -> Result<()> {
        let began = self.world.now();
        while !self.world.is_over() && self.world.now() < began + LONGEST_ABSENCE {
            self.handle_events()?;
            let expected = self.world.model().expectation(self.host.name, self.world.now());
            if expected == Expectation::Offline {
                break;
            }
            self.world.pause(TICK);
        }
        Ok(())
    }

    fn handle_events(&mut self) -> Result<()> {
        while let Some(event) = self.person.next_event() {
            self.handle(event)?;
        }
        Ok(())
    }

    fn handle(&mut self, event: Event) -> Result<()> {
        let name = self.host.name;
        let now = self.world.now();
        match event {
            Event::Sending { number } if self.connection == Some(number) => {
                self.world.note(format!("{name} sends"));
                self.world.model().broadcast(name).phase = Phase::Sending { since: now };
            }
            Event::Reconnecting { number } if self.connection == Some(number) => {
                self.world.note(format!("{name} has lost the connection"));
                self.world.count("creators who lost the connection");
                self.crash()?;
            }
            Event::Failed { number, text } if self.connection == Some(number) => {
                self.world.note(format!("{name} can't join: {text}"));
                self.lose_media(now, false);
                self.connection = None;
            }
            Event::Closed { number, cause } if self.connection == Some(number) => {
                self.world.note(format!("{name} was disconnected: {cause}"));
                self.world.count(format!("creators disconnected: {cause}"));
                self.connection = None;
                let model = self.world.model();
                let is_wrong = cause == "ROOM_DELETED" && model.expectation(name, now) == Expectation::OnAir;
                drop(model);
                self.lose_media(now, false);
                if is_wrong {
                    self.world.violate(
                        format!("room closed {name}"),
                        "the room was closed during the broadcast",
                    );
                }
            }
            Event::Problem { text } => self.world.note(format!("{name}'s participant: {text}")),
            _ => {}
        }
        Ok(())
    }
}
