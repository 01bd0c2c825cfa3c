//! Keeping the server up, and taking everything down in order.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::demo::Demo;
use super::folder::Folder;
use super::parts::{self, Parts};
use super::server::Server;
use super::{leftovers, summary};
use crate::interrupt;
use crate::progress::{self, Step};
use crate::service::Service;
use crate::state::{Pids, State};

const POLL: Duration = Duration::from_millis(50);
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// One that lived so long didn't fail at start.
const HEALTHY: Duration = Duration::from_secs(30);

/// Starts the server and keeps it until Ctrl-C; then stops it and the parts.
pub(crate) fn until_told_to_stop(
    server: Server,
    parts: Parts,
    demo: Option<PathBuf>,
    folder: &Folder,
    state_file: Option<&Path>,
) -> Result<()> {
    // The server itself writes to the terminal meanwhile.
    let step = Step::beside("Server");
    let mut service = server.start()?;
    server.wait_until_live(&mut service)?;
    step.done(&format!("on port {}", server.port));
    let demo = demo.map(|program| Demo::start(program, &server)).transpose()?;
    let mut stack = Stack {
        demo,
        service,
        parts,
        server,
        folder,
        state_file,
    };
    stack.write_down()?;
    summary::ready(&stack.server, &stack.parts, folder, stack.demo.is_some());
    let outcome = stack.watch();
    progress::say("");
    stack.stop();
    outcome
}

/// Dropped in this order: each before what it needs.
struct Stack<'a> {
    demo: Option<Demo>,
    service: Service,
    parts: Parts,
    server: Server,
    folder: &'a Folder,
    state_file: Option<&'a Path>,
}

impl Stack<'_> {
    fn watch(&mut self) -> Result<()> {
        let mut pause = FIRST_PAUSE;
        let mut started = Instant::now();
        while interrupt::count() == 0 {
            thread::sleep(POLL);
            let demo = self.demo.as_mut().and_then(Demo::newly_ended);
            for part in self.parts.newly_ended().into_iter().chain(demo) {
                summary::part_ended(&part);
            }
            let Some(status) = self.service.ended() else {
                continue;
            };
            if started.elapsed() > HEALTHY {
                pause = FIRST_PAUSE;
            }
            progress::say(&format!("\nthe server ended ({status}); starting it again"));
            wait(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
            started = Instant::now();
            self.service = self.server.start()?;
            self.see_it_live()?;
        }
        Ok(())
    }

    fn see_it_live(&mut self) -> Result<()> {
        match self.server.wait_until_live(&mut self.service) {
            Ok(()) => {
                self.write_down()?;
                progress::say(&format!("the server is back: {}", self.server.url()));
            }
            // The next round starts it again, or stops everything.
            Err(error) if error.is::<interrupt::Interrupted>() => {}
            Err(error) => progress::say(&format!("{error:#}")),
        }
        Ok(())
    }

    fn write_down(&self) -> Result<()> {
        let server = Some(self.service.pid());
        leftovers::note(self.folder, &self.parts, server)?;
        let Some(path) = self.state_file else {
            return Ok(());
        };
        let parts = &self.parts;
        let state = State {
            url: self.server.url(),
            database_url: parts.database_url.clone(),
            livekit_url: parts.livekit_url.clone(),
            livekit_key: parts.livekit_key.clone(),
            livekit_secret: parts.livekit_secret.clone(),
            jwt_secret: self.server.jwt_secret.clone(),
            pids: Pids {
                server,
                ..parts.pids()
            },
        };
        state.write(path)
    }

    fn stop(mut self) {
        if let Some(path) = self.state_file {
            // What it describes is about to be gone.
            let _ = std::fs::remove_file(path);
        }
        if let Some(demo) = &mut self.demo {
            parts::stop(demo.service());
        }
        parts::stop(&mut self.service);
        self.parts.stop();
    }
}

fn wait(pause: Duration) {
    let began = Instant::now();
    while began.elapsed() < pause && interrupt::count() == 0 {
        thread::sleep(POLL);
    }
}
