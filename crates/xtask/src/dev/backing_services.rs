//! PostgreSQL and LiveKit: given from outside, or private ones started here.

use std::path::{Path, PathBuf};
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

impl Ended {
    pub(crate) fn new(name: &'static str, status: ExitStatus, log: String, command_line: &[String]) -> Self {
        Self {
            name,
            status,
            log,
            start_again: shell_line(command_line),
        }
    }
}

/// What the parts are started from. Found before the long builds, as it may need a person.
pub(crate) struct Sources {
    /// Addresses from outside; `None` for a private cluster
    database: Option<String>,
    livekit: MediaSource,
}

enum MediaSource {
    Given {
        url: String,
        key: String,
        secret: String,
    },
    Program(PathBuf),
}

impl Sources {
    pub(crate) fn find(folder: &Folder, given: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let database = given("DATABASE_URL");
        let livekit = match given("LIVEKIT_URL") {
            Some(url) => {
                let needed =
                    |name| given(name).with_context(|| format!("LIVEKIT_URL is set, so set {name} too"));
                let (key, secret) = (needed("LIVEKIT_API_KEY")?, needed("LIVEKIT_API_SECRET")?);
                MediaSource::Given { url, key, secret }
            }
            None => MediaSource::Program(livekit::find(Step::begin("LiveKit's program"))?),
        };
        if database.is_none() {
            postgres::prepare(folder.path(), Step::begin("PostgreSQL's programs"))?;
        }
        Ok(Self { database, livekit })
    }

    pub(crate) fn has_given_database(&self) -> bool {
        self.database.is_some()
    }
}

impl Parts {
    pub(crate) fn start(
        sources: Sources,
        folder: &Folder,
        settings: &mut Settings,
        server_port: u16,
    ) -> Result<Self> {
        let (postgres, database_url) = match sources.database {
            Some(url) => {
                progress::say("✓ Database: from DATABASE_URL");
                (None, url)
            }
            None => private_postgres(folder, settings)?,
        };
        let mut parts = Self {
            livekit: None,
            postgres,
            database_url,
            livekit_url: String::new(),
            livekit_key: settings.livekit_key.clone(),
            livekit_secret: settings.livekit_secret.clone(),
            reported: Vec::new(),
        };
        match sources.livekit {
            MediaSource::Given { url, key, secret } => {
                progress::say(&format!("✓ LiveKit: {url}, from LIVEKIT_URL"));
                (parts.livekit_url, parts.livekit_key, parts.livekit_secret) = (url, key, secret);
            }
            MediaSource::Program(program) => parts.add_livekit(&program, folder, settings, server_port)?,
        }
        Ok(parts)
    }

    fn add_livekit(
        &mut self,
        program: &Path,
        folder: &Folder,
        settings: &mut Settings,
        server_port: u16,
    ) -> Result<()> {
        let wishes = livekit::Wishes {
            port: settings.livekit_port,
            udp_port: settings.livekit_udp_port,
            key: &self.livekit_key,
            secret: &self.livekit_secret,
            webhook: Some(format!("http://127.0.0.1:{server_port}/api/webhook/livekit")),
        };
        let step = Step::begin("LiveKit");
        let livekit = LiveKit::start(program, folder.path(), &wishes)?;
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

    /// Variables that the server must not hear of, from the environment or a `.env` file: they would
    /// contradict what it gets from here.
    pub(crate) fn not_wanted(&self) -> impl Iterator<Item = &'static str> {
        let files = ["DATABASE_URL_FILE", "LIVEKIT_API_SECRET_FILE", "JWT_SECRET_FILE"];
        // Those of another LiveKit than the private one.
        let elsewhere = ["LIVEKIT_PUBLIC_URL", "CSP_MEDIA_SOURCES"];
        let is_private = self.livekit.is_some();
        files
            .into_iter()
            .chain(elsewhere.into_iter().filter(move |_| is_private))
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
    // The server still writes to the terminal.
    let step = Step::beside(format!("Stopping {}", service.name()));
    let killed = service.stop();
    step.done(if killed { "it had to be killed" } else { "" });
}

fn private_postgres(folder: &Folder, settings: &mut Settings) -> Result<(Option<Postgres>, String)> {
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

fn ended(service: &Service, status: ExitStatus, log: String, command_line: &[String]) -> Ended {
    Ended::new(service.name(), status, log, command_line)
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
