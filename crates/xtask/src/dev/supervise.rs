//! Supervises the server and stops all processes in order.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::backing_services::{self, BackingServices};
use super::data_dir::DataDir;
use super::demo::Demo;
use super::server::Server;
use super::{messages, orphans};
use crate::interrupt;
use crate::progress::{self, Step};
use crate::service::Service;
use crate::state::{Pids, State};

const POLL_INTERVAL: Duration = Duration::from_millis(50);
const MIN_RESTART_DELAY: Duration = Duration::from_millis(500);
const MAX_RESTART_DELAY: Duration = Duration::from_secs(10);
/// A server that ran for this long did not fail at start, so the restart delay resets.
const STABLE_AFTER: Duration = Duration::from_secs(30);

/// Starts the server, restarts it until Ctrl-C, and then stops all processes.
pub(crate) fn run_until_interrupted(
    server: Server,
    services: BackingServices,
    demo: Option<PathBuf>,
    folder: &DataDir,
    state_file: Option<&Path>,
) -> Result<()> {
    // The server's output may interleave.
    let step = Step::begin_concurrent("Server");
    let mut service = server.start()?;
    server.wait_until_live(&mut service)?;
    step.succeed(&format!("on port {}", server.port));
    let demo = demo.map(|program| Demo::start(program, &server)).transpose()?;
    let mut stack = Stack {
        demo,
        service,
        services,
        server,
        folder,
        state_file,
    };
    stack.write_state()?;
    messages::print_ready(&stack.server, &stack.services, folder, stack.demo.is_some());
    let outcome = stack.watch();
    progress::print_line("");
    stack.stop();
    outcome
}

/// Fields drop in this order, each before its dependencies.
struct Stack<'a> {
    demo: Option<Demo>,
    service: Service,
    services: BackingServices,
    server: Server,
    folder: &'a DataDir,
    state_file: Option<&'a Path>,
}

impl Stack<'_> {
    fn watch(&mut self) -> Result<()> {
        let mut restart_delay = MIN_RESTART_DELAY;
        let mut started = Instant::now();
        while interrupt::signal_count() == 0 {
            thread::sleep(POLL_INTERVAL);
            let demo = self.demo.as_mut().and_then(Demo::take_exit);
            for exit in self.services.take_exits().into_iter().chain(demo) {
                messages::print_exit(&exit);
            }
            let Some(status) = self.service.exit_status() else {
                continue;
            };
            if started.elapsed() > STABLE_AFTER {
                restart_delay = MIN_RESTART_DELAY;
            }
            progress::print_line(&format!("\nthe server ended ({status}); restarting it"));
            wait(restart_delay);
            restart_delay = (restart_delay * 2).min(MAX_RESTART_DELAY);
            started = Instant::now();
            self.service = self.server.start()?;
            self.report_ready()?;
        }
        Ok(())
    }

    fn report_ready(&mut self) -> Result<()> {
        match self.server.wait_until_live(&mut self.service) {
            Ok(()) => {
                self.write_state()?;
                progress::print_line(&format!("the server is ready again: {}", self.server.url()));
            }
            // The next iteration restarts the server or stops everything.
            Err(error) if error.is::<interrupt::Interrupted>() => {}
            Err(error) => progress::print_line(&format!("{error:#}")),
        }
        Ok(())
    }

    fn write_state(&self) -> Result<()> {
        let server = Some(self.service.pid());
        orphans::record(self.folder, &self.services, server)?;
        let Some(path) = self.state_file else {
            return Ok(());
        };
        let services = &self.services;
        let state = State {
            url: self.server.url(),
            database_url: services.database_url.clone(),
            livekit_url: services.livekit_url.clone(),
            livekit_key: services.livekit_key.clone(),
            livekit_secret: services.livekit_secret.clone(),
            jwt_secret: self.server.jwt_secret.clone(),
            pids: Pids {
                server,
                ..services.pids()
            },
        };
        state.write(path)
    }

    fn stop(mut self) {
        if let Some(path) = self.state_file {
            // The file describes processes that are about to end.
            let _ = std::fs::remove_file(path);
        }
        if let Some(demo) = &mut self.demo {
            backing_services::stop(demo.service());
        }
        backing_services::stop(&mut self.service);
        self.services.stop();
    }
}

fn wait(restart_delay: Duration) {
    let started_at = Instant::now();
    while started_at.elapsed() < restart_delay && interrupt::signal_count() == 0 {
        thread::sleep(POLL_INTERVAL);
    }
}
