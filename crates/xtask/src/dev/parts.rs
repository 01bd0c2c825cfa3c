//! PostgreSQL and LiveKit: given from outside, or private ones started here.

use std::env;
use std::process::ExitStatus;

use anyhow::{Context, Result};

use super::folder::{Folder, Settings};
use crate::livekit::{self, LiveKit};
use crate::postgres::{self, Postgres};
use crate::progress::{self, Step};
use crate::service::Service;
use crate::state::Pids;

/// Dropped in this order: media before data.
pub(crate) struct Parts {
    livekit: Option<LiveKit>,
    postgres: Option<Postgres>,
    pub(crate) database_url: String,
    pub(crate) livekit_url: String,
    pub(crate) livekit_key: String,
    pub(crate) livekit_secret: String,
    reported: Vec<&'static str>,
}

/// A part that ended though nobody asked it to.
pub(crate) struct Ended {
    pub(crate) name: &'static str,
    pub(crate) status: ExitStatus,
    pub(crate) log: String,
    /// For a shell
    pub(crate) start_again: String,
}

impl Parts {
    pub(crate) fn start(folder: &Folder, settings: &mut Settings, server_port: u16) -> Result<Self> {
        let (postgres, database_url) = postgres(folder, settings)?;
        let mut parts = Self {
            livekit: None,
            postgres,
            database_url,
            livekit_url: String::new(),
            livekit_key: settings.livekit_key.clone(),
            livekit_secret: settings.livekit_secret.clone(),
            reported: Vec::new(),
        };
        parts.add_livekit(folder, settings, server_port)?;
        Ok(parts)
    }

    fn add_livekit(&mut self, folder: &Folder, settings: &mut Settings, server_port: u16) -> Result<()> {
        if let Some(url) = given("LIVEKIT_URL") {
            let needed = |name| given(name).with_context(|| format!("LIVEKIT_URL is set, so set {name} too"));
            self.livekit_key = needed("LIVEKIT_API_KEY")?;
            self.livekit_secret = needed("LIVEKIT_API_SECRET")?;
            progress::say(&format!("✓ LiveKit: {url}, from LIVEKIT_URL"));
            self.livekit_url = url;
            return Ok(());
        }
        let program = livekit::find(Step::begin("LiveKit's program"))?;
        let wishes = livekit::Wishes {
            port: settings.livekit_port,
            udp_port: settings.livekit_udp_port,
            key: &self.livekit_key,
            secret: &self.livekit_secret,
            webhook: Some(format!("http://127.0.0.1:{server_port}/api/webhook/livekit")),
        };
        let step = Step::begin("LiveKit");
        let livekit = LiveKit::start(&program, folder.path(), &wishes)?;
        step.done(&format!(
            "on port {}, media on UDP port {}",
            livekit.port, livekit.udp_port
        ));
        settings.livekit_port = Some(livekit.port);
        settings.livekit_udp_port = Some(livekit.udp_port);
        self.livekit_url = livekit.url();
        self.livekit = Some(livekit);
        Ok(())
    }

    pub(crate) fn pids(&self) -> Pids {
        Pids {
            server: None,
            postgres: self.postgres.as_ref().map(|it| it.service.pid()),
            livekit: self.livekit.as_ref().map(|it| it.service.pid()),
        }
    }

    /// The parts that ended since the last question.
    pub(crate) fn newly_ended(&mut self) -> Vec<Ended> {
        let livekit = self.livekit.as_mut().and_then(|it| {
            let status = it.service.ended()?;
            Some(ended(
                &it.service,
                status,
                it.log.display().to_string(),
                it.command_line(),
            ))
        });
        let postgres = self.postgres.as_mut().and_then(|it| {
            let status = it.service.ended()?;
            Some(ended(
                &it.service,
                status,
                it.log.display().to_string(),
                it.command_line(),
            ))
        });
        let reported = &mut self.reported;
        let new = livekit
            .into_iter()
            .chain(postgres)
            .filter(|it| !reported.contains(&it.name));
        let new: Vec<_> = new.collect();
        reported.extend(new.iter().map(|it| it.name));
        new
    }

    /// In order, each waited for.
    pub(crate) fn stop(mut self) {
        let livekit = self.livekit.as_mut().map(|it| &mut it.service);
        let postgres = self.postgres.as_mut().map(|it| &mut it.service);
        for service in livekit.into_iter().chain(postgres) {
            stop(service);
        }
    }
}

/// Stops one and says so.
pub(crate) fn stop(service: &mut Service) {
    if service.ended().is_some() {
        return;
    }
    let step = Step::begin(format!("Stopping {}", service.name()));
    let killed = service.stop();
    step.done(if killed { "it had to be killed" } else { "" });
}

fn postgres(folder: &Folder, settings: &mut Settings) -> Result<(Option<Postgres>, String)> {
    if let Some(url) = given("DATABASE_URL") {
        progress::say("✓ Database: from DATABASE_URL");
        return Ok((None, url));
    }
    let wishes = postgres::Wishes {
        port: settings.postgres_port,
        password: &settings.postgres_password,
        settings: &[],
    };
    let postgres = Postgres::start(folder.path(), &wishes, Step::begin("Database"))?;
    settings.postgres_port = Some(postgres.port);
    let url = postgres.url(postgres::DATABASE);
    Ok((Some(postgres), url))
}

fn given(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn ended(service: &Service, status: ExitStatus, log: String, command_line: &[String]) -> Ended {
    Ended {
        name: service.name(),
        status,
        log,
        start_again: shell_line(command_line),
    }
}

/// Words as a shell reads them back.
fn shell_line(words: &[String]) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,@%+".contains(letter);
    let quoted = words.iter().map(|word| {
        if !word.is_empty() && word.chars().all(plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::shell_line;

    #[test]
    fn a_command_line_can_be_pasted_into_a_shell() {
        let words = ["postgres", "-D", "/my data/it's", "-c", "port=1"].map(str::to_owned);
        assert_eq!(shell_line(&words), r"postgres -D '/my data/it'\''s' -c port=1");
    }
}
