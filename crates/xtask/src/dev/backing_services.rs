//! PostgreSQL and LiveKit: external services or private ones.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use anyhow::{Context, Result};

use super::data_dir::{DataDir, Settings};
use crate::livekit::{self, LiveKit};
use crate::postgres::{self, Postgres};
use crate::progress::{self, Step};
use crate::service::Service;
use crate::state::Pids;

/// Fields drop in this order, so LiveKit stops before PostgreSQL.
pub(crate) struct BackingServices {
    livekit: Option<LiveKit>,
    postgres: Option<Postgres>,
    pub(crate) database_url: String,
    pub(crate) livekit_url: String,
    pub(crate) livekit_key: String,
    pub(crate) livekit_secret: String,
    reported_exits: Vec<&'static str>,
}

/// The unexpected exit of a process.
pub(crate) struct ServiceExit {
    pub(crate) name: &'static str,
    pub(crate) status: ExitStatus,
    pub(crate) log: String,
    /// A shell command
    pub(crate) restart_command: String,
}

impl ServiceExit {
    pub(crate) fn new(name: &'static str, status: ExitStatus, log: String, command_line: &[String]) -> Self {
        Self {
            name,
            status,
            log,
            restart_command: quote_for_shell(command_line),
        }
    }
}

/// The sources of the services. They are resolved before the long builds, because that may need user
/// action.
pub(crate) struct Sources {
    /// URL of an external database; `None` for a private cluster
    database: Option<String>,
    livekit: LiveKitSource,
}

enum LiveKitSource {
    External {
        url: String,
        key: String,
        secret: String,
    },
    Program(PathBuf),
}

impl Sources {
    pub(crate) fn find(folder: &DataDir, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let database = variable("DATABASE_URL");
        let livekit = match variable("LIVEKIT_URL") {
            Some(url) => {
                let required =
                    |name| variable(name).with_context(|| format!("LIVEKIT_URL is set, so set {name} too"));
                let (key, secret) = (required("LIVEKIT_API_KEY")?, required("LIVEKIT_API_SECRET")?);
                LiveKitSource::External { url, key, secret }
            }
            None => LiveKitSource::Program(livekit::find(Step::begin("LiveKit's program"))?),
        };
        if database.is_none() {
            postgres::prepare(folder.path(), Step::begin("PostgreSQL's programs"))?;
        }
        Ok(Self { database, livekit })
    }

    pub(crate) fn has_external_database(&self) -> bool {
        self.database.is_some()
    }
}

impl BackingServices {
    pub(crate) fn start(
        sources: Sources,
        folder: &DataDir,
        settings: &mut Settings,
        server_port: u16,
    ) -> Result<Self> {
        let (postgres, database_url) = match sources.database {
            Some(url) => {
                progress::print_line("✓ Database: from DATABASE_URL");
                (None, url)
            }
            None => start_private_postgres(folder, settings)?,
        };
        let mut services = Self {
            livekit: None,
            postgres,
            database_url,
            livekit_url: String::new(),
            livekit_key: settings.livekit_key.clone(),
            livekit_secret: settings.livekit_secret.clone(),
            reported_exits: Vec::new(),
        };
        match sources.livekit {
            LiveKitSource::External { url, key, secret } => {
                progress::print_line(&format!("✓ LiveKit: {url}, from LIVEKIT_URL"));
                (
                    services.livekit_url,
                    services.livekit_key,
                    services.livekit_secret,
                ) = (url, key, secret);
            }
            LiveKitSource::Program(program) => {
                services.start_livekit(&program, folder, settings, server_port)?;
            }
        }
        Ok(services)
    }

    fn start_livekit(
        &mut self,
        program: &Path,
        folder: &DataDir,
        settings: &mut Settings,
        server_port: u16,
    ) -> Result<()> {
        let options = livekit::StartOptions {
            port: settings.livekit_port,
            udp_port: settings.livekit_udp_port,
            key: &self.livekit_key,
            secret: &self.livekit_secret,
            webhook: Some(format!("http://127.0.0.1:{server_port}/api/webhook/livekit")),
        };
        let step = Step::begin("LiveKit");
        let livekit = LiveKit::start(program, folder.path(), &options)?;
        step.succeed(&format!(
            "on port {}, media on UDP port {}",
            livekit.port, livekit.udp_port
        ));
        settings.livekit_port = Some(livekit.port);
        settings.livekit_udp_port = Some(livekit.udp_port);
        self.livekit_url = livekit.url();
        self.livekit = Some(livekit);
        Ok(())
    }

    /// Variables to clear for the server. Values from the environment or a `.env` file would conflict with
    /// the settings of this stack.
    pub(crate) fn variables_to_clear(&self) -> impl Iterator<Item = &'static str> {
        let always = [
            "DATABASE_URL_FILE",
            "LIVEKIT_API_SECRET_FILE",
            "JWT_SECRET_FILE",
            "PUBLIC_URL",
        ];
        // These describe an external LiveKit.
        let external_livekit = ["LIVEKIT_PUBLIC_URL", "CSP_MEDIA_SOURCES"];
        let is_private = self.livekit.is_some();
        always
            .into_iter()
            .chain(external_livekit.into_iter().filter(move |_| is_private))
    }

    pub(crate) fn pids(&self) -> Pids {
        Pids {
            server: None,
            postgres: self.postgres.as_ref().map(|it| it.service.pid()),
            livekit: self.livekit.as_ref().map(|it| it.service.pid()),
        }
    }

    /// Returns the services that have exited since the last call.
    pub(crate) fn take_exits(&mut self) -> Vec<ServiceExit> {
        let livekit = self.livekit.as_mut().and_then(|it| {
            let status = it.service.exit_status()?;
            Some(to_exit(
                &it.service,
                status,
                it.log.display().to_string(),
                it.command_line(),
            ))
        });
        let postgres = self.postgres.as_mut().and_then(|it| {
            let status = it.service.exit_status()?;
            Some(to_exit(
                &it.service,
                status,
                it.log.display().to_string(),
                it.command_line(),
            ))
        });
        let reported_exits = &mut self.reported_exits;
        let new = livekit
            .into_iter()
            .chain(postgres)
            .filter(|it| !reported_exits.contains(&it.name));
        let new: Vec<_> = new.collect();
        reported_exits.extend(new.iter().map(|it| it.name));
        new
    }

    /// Stops the services in order and waits for each.
    pub(crate) fn stop(mut self) {
        let livekit = self.livekit.as_mut().map(|it| &mut it.service);
        let postgres = self.postgres.as_mut().map(|it| &mut it.service);
        for service in livekit.into_iter().chain(postgres) {
            stop(service);
        }
    }
}

/// Stops a service as a progress step.
pub(crate) fn stop(service: &mut Service) {
    if service.exit_status().is_some() {
        return;
    }
    // The server's output may interleave.
    let step = Step::begin_concurrent(format!("Stopping {}", service.name()));
    let killed = service.stop();
    step.succeed(if killed { "killed" } else { "" });
}

fn start_private_postgres(folder: &DataDir, settings: &mut Settings) -> Result<(Option<Postgres>, String)> {
    let options = postgres::StartOptions {
        port: settings.postgres_port,
        password: &settings.postgres_password,
        settings: &[],
    };
    let postgres = Postgres::start(folder.path(), &options, Step::begin("Database"))?;
    settings.postgres_port = Some(postgres.port);
    let url = postgres.url(postgres::DATABASE);
    Ok((Some(postgres), url))
}

fn to_exit(service: &Service, status: ExitStatus, log: String, command_line: &[String]) -> ServiceExit {
    ServiceExit::new(service.name(), status, log, command_line)
}

/// Quotes words for a shell.
fn quote_for_shell(words: &[String]) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=:,@%+".contains(letter);
    let quoted = words.iter().map(|word| {
        if !word.is_empty() && word.chars().all(is_plain) {
            word.clone()
        } else {
            format!("'{}'", word.replace('\'', r"'\''"))
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::quote_for_shell;

    #[test]
    fn command_line_is_quoted_for_a_shell() {
        let words = ["postgres", "-D", "/my data/it's", "-c", "port=1"].map(str::to_owned);
        assert_eq!(
            quote_for_shell(&words),
            r"postgres -D '/my data/it'\''s' -c port=1"
        );
    }
}
