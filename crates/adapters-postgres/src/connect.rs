//! Opens connections, with or without TLS.

use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::Instrumentation;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::task::JoinHandle;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::{MakeTlsConnect, TlsStream};
use tokio_postgres::{Client, Config, Connection, NoTls, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;
use url::form_urlencoded;

use crate::config::{PgConfig, milliseconds};
use crate::error::AddressError;

/// A parsed database URL.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// What is run on each new connection: the time limits of statements and transactions.
pub(crate) struct SetUp(String);

impl SetUp {
    pub(crate) fn of(config: &PgConfig) -> Self {
        Self(format!(
            "SET statement_timeout = {}; SET idle_in_transaction_session_timeout = {}",
            milliseconds(config.statement_timeout),
            milliseconds(config.idle_in_transaction_timeout),
        ))
    }
}

/// A connection and its driver task. The task ends with the connection, which allows a check without a
/// round trip.
pub(crate) struct DrivenConnection {
    pub(crate) connection: AsyncPgConnection,
    driver: JoinHandle<()>,
}

impl DrivenConnection {
    pub(crate) fn is_closed(&self) -> bool {
        self.driver.is_finished()
    }
}

impl Address {
    /// Parses a URL; see [`crate::PgConfig::url`].
    pub(crate) fn parse(url: &str) -> Result<Self, AddressError> {
        let parts = Parts::of(url)?;
        let mut config = Config::from_str(&parts.url).map_err(|error| AddressError(error.to_string()))?;
        if config.get_application_name().is_none() {
            config.application_name("onair");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(3));
        }
        // Detect a lost server within 30 seconds instead of two hours.
        config
            .keepalives_idle(Duration::from_secs(15))
            .keepalives_interval(Duration::from_secs(5))
            .keepalives_retries(3);
        let tls = if parts.is_tls {
            config.ssl_mode(SslMode::Require);
            Some(tls_config(parts.root_cert.as_deref())?)
        } else {
            config.ssl_mode(SslMode::Disable);
            None
        };
        Ok(Self { config, tls })
    }

    /// See [`crate::PgConfig::is_plaintext_over_network`].
    pub(crate) fn is_plaintext_over_network(&self) -> bool {
        let addresses = self.config.get_hostaddrs();
        let is_local = |host: &Host| match host {
            Host::Tcp(name) => is_loopback(name),
            Host::Unix(_) => true,
        };
        // `hostaddr` overrides the host.
        let is_all_local = if addresses.is_empty() {
            self.config.get_hosts().iter().all(is_local)
        } else {
            addresses.iter().all(IpAddr::is_loopback)
        };
        self.tls.is_none() && !is_all_local
    }

    /// Returns the address of another database on the same server.
    #[cfg(feature = "testing")]
    pub(crate) fn with_database(mut self, name: &str) -> Self {
        self.config.dbname(name);
        self
    }

    /// Opens a connection.
    pub(crate) async fn connect(&self) -> ConnectionResult<DrivenConnection> {
        match &self.tls {
            Some(tls) => with_driver(self.open(tls.clone()).await?).await,
            None => with_driver(self.open(NoTls).await?).await,
        }
    }

    /// Opens a connection, instruments it and sets it up.
    pub(crate) async fn connect_with(
        &self,
        set_up: &SetUp,
        instrumentation: impl Instrumentation,
    ) -> ConnectionResult<DrivenConnection> {
        let mut link = self.connect().await?;
        link.connection.set_instrumentation(instrumentation);
        link.connection
            .batch_execute(&set_up.0)
            .await
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        Ok(link)
    }

    /// Opens a connection that receives notifications. The library must drive it, because only its own
    /// driver exposes notifications.
    pub(crate) async fn connect_to_listen(&self) -> ConnectionResult<AsyncPgConnection> {
        if let Some(tls) = &self.tls {
            let (client, stream) = self.open(tls.clone()).await?;
            return AsyncPgConnection::try_from_client_and_connection(client, stream).await;
        }
        let (client, stream) = self.open(NoTls).await?;
        AsyncPgConnection::try_from_client_and_connection(client, stream).await
    }

    /// Opens a connection whose errors contain SQLSTATE codes, unlike those of [`DrivenConnection`].
    pub(crate) async fn connect_plainly(&self) -> ConnectionResult<Client> {
        if let Some(tls) = &self.tls {
            let (client, stream) = self.open(tls.clone()).await?;
            drive(stream);
            return Ok(client);
        }
        let (client, stream) = self.open(NoTls).await?;
        drive(stream);
        Ok(client)
    }

    /// Opens a connection whose errors are those of the driver.
    pub(crate) async fn connect_for_inspection(&self) -> Result<Client, tokio_postgres::Error> {
        if let Some(tls) = &self.tls {
            let (client, stream) = self.config.connect(tls.clone()).await?;
            drive(stream);
            return Ok(client);
        }
        let (client, stream) = self.config.connect(NoTls).await?;
        drive(stream);
        Ok(client)
    }

    async fn open<T: MakeTlsConnect<Socket>>(
        &self,
        tls: T,
    ) -> ConnectionResult<(Client, Connection<Socket, T::Stream>)> {
        let opened = self.config.connect(tls).await;
        opened.map_err(|error| ConnectionError::CouldntSetupConfiguration(convert_error(&error)))
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |address| address.is_loopback(),
    )
}

fn drive<S: TlsStream + Unpin + Send + 'static>(stream: Connection<Socket, S>) -> JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = stream.await {
            tracing::debug!(%error, "a connection to the database ended");
        }
    })
}

async fn with_driver<S>(
    (client, stream): (Client, Connection<Socket, S>),
) -> ConnectionResult<DrivenConnection>
where
    S: TlsStream + Unpin + Send + 'static,
{
    let driver = drive(stream);
    let connection = AsyncPgConnection::try_from(client).await?;
    Ok(DrivenConnection { connection, driver })
}

/// Converts an error of the driver, whose own conversion is private. The message suffices.
fn convert_error(error: &tokio_postgres::Error) -> diesel::result::Error {
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
    let message = Box::new(format!("{error}{cause}"));
    diesel::result::Error::DatabaseError(diesel::result::DatabaseErrorKind::UnableToSendCommand, message)
}

/// Creates a TLS configuration that trusts the authorities of the system and of a file.
fn tls_config(root_cert: Option<&str>) -> Result<MakeRustlsConnect, AddressError> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = root_cert {
        let unusable = |error| AddressError(format!("the file of sslrootcert: {error}"));
        for certificate in CertificateDer::pem_file_iter(path).map_err(unusable)? {
            let certificate = certificate.map_err(unusable)?;
            roots
                .add(certificate)
                .map_err(|error| AddressError(format!("the file of sslrootcert: {error}")))?;
        }
    }
    if roots.is_empty() {
        return Err(AddressError(
            "TLS needs CA certificates, and the system has none: set sslrootcert to a PEM file".to_owned(),
        ));
    }
    let config =
        rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| AddressError(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// A URL without the parameters that libpq supports and the driver does not.
#[derive(Debug, PartialEq, Eq)]
struct Parts {
    url: String,
    is_tls: bool,
    root_cert: Option<String>,
}

impl Parts {
    fn of(url: &str) -> Result<Self, AddressError> {
        if !(url.starts_with("postgres://") || url.starts_with("postgresql://")) {
            return Err(AddressError("it must start with postgres://".to_owned()));
        }
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let (mut is_tls, mut root_cert) = (false, None::<String>);
        let mut forwarded = form_urlencoded::Serializer::new(String::new());
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*key, &*value) {
                ("sslmode", "disable" | "allow" | "prefer") => is_tls = false,
                ("sslmode", "require" | "verify-ca" | "verify-full") => is_tls = true,
                ("sslmode", _) => {
                    let known = "sslmode must be disable, allow, prefer, require, verify-ca or verify-full";
                    return Err(AddressError(known.to_owned()));
                }
                // In libpq, this selects the system's authorities, which are always trusted here.
                ("sslrootcert", "system") => {}
                ("sslrootcert", path) => root_cert = Some(path.to_owned()),
                (unsupported, _) if unsupported.starts_with("ssl") && unsupported != "sslnegotiation" => {
                    let supported = "only sslmode and sslrootcert are supported";
                    return Err(AddressError(format!(
                        "{unsupported} is not supported: {supported}"
                    )));
                }
                _ => {
                    forwarded.append_pair(&key, &value);
                }
            }
        }
        if root_cert.is_some() && !is_tls {
            let missing = "sslrootcert has no effect without TLS: add sslmode=verify-full";
            return Err(AddressError(missing.to_owned()));
        }
        let forwarded = forwarded.finish();
        // The driver does not decode the plus sign that form encoding uses for a space.
        let forwarded = forwarded.replace('+', "%20");
        let url = if forwarded.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{forwarded}")
        };
        Ok(Self {
            url,
            is_tls,
            root_cert,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str, is_tls: bool, root_cert: Option<&str>) -> Parts {
        Parts {
            url: url.to_owned(),
            is_tls,
            root_cert: root_cert.map(str::to_owned),
        }
    }

    #[test]
    fn sslmode_selects_tls() {
        for mode in ["require", "verify-ca", "verify-full"] {
            let found =
                Parts::of(&format!("postgres://h/d?sslmode={mode}&sslrootcert=%2Fa%20b.pem")).unwrap();
            assert_eq!(found, parts("postgres://h/d", true, Some("/a b.pem")));
        }
        for mode in ["disable", "allow", "prefer"] {
            let found = Parts::of(&format!("postgres://h/d?sslmode={mode}")).unwrap();
            assert_eq!(found, parts("postgres://h/d", false, None));
        }
        assert_eq!(
            Parts::of("postgres://h/d").unwrap(),
            parts("postgres://h/d", false, None)
        );
    }

    #[test]
    fn plaintext_over_network_is_detected() {
        let is_plaintext = |url: &str| Address::parse(url).unwrap().is_plaintext_over_network();
        for remote in [
            "postgres://db.example/d",
            "postgres://db.example/d?sslmode=prefer",
            "postgres://db.example/d?sslmode=allow",
            "postgres://db.example/d?sslmode=disable",
            "postgres://10.0.0.7:5432/d",
            "postgres://[2001:db8::1]/d",
            "postgres://localhost,db.example/d",
            "postgres://localhost/d?hostaddr=10.0.0.7",
            "postgres:///d?host=db.example",
            "postgres://localhost.example/d",
        ] {
            assert!(is_plaintext(remote), "{remote}");
        }
        for safe in [
            "postgres://localhost/d",
            "postgres://LOCALHOST:5432/d?sslmode=disable",
            "postgres://127.0.0.1/d",
            "postgres://127.9.9.9/d",
            "postgres://[::1]/d",
            "postgres:///d?host=/var/run/postgresql",
            "postgres://%2Fvar%2Frun%2Fpostgresql/d",
            "postgres://db.example/d?hostaddr=127.0.0.1",
        ] {
            assert!(!is_plaintext(safe), "{safe}");
        }
    }

    #[test]
    fn unsupported_tls_settings_are_rejected() {
        for (bad, expected) in [
            ("sslcert=/a.pem&sslmode=require", "sslcert is not"),
            ("sslkey=/a.pem&sslmode=require", "sslkey is not"),
            ("sslcrl=/a.pem&sslmode=verify-full", "sslcrl is not"),
            ("sslrootcert=/a.pem", "sslmode=verify-full"),
            ("sslrootcert=/a.pem&sslmode=prefer", "sslmode=verify-full"),
        ] {
            let error = Parts::of(&format!("postgres://h/d?{bad}")).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
        let system = Parts::of("postgres://h/d?sslmode=verify-full&sslrootcert=system").unwrap();
        assert_eq!(system, parts("postgres://h/d", true, None));
    }

    #[test]
    fn driver_parameters_are_passed_on() {
        let found = Parts::of("postgresql://h/d?application_name=a+b&sslmode=require&port=1").unwrap();
        assert_eq!(
            found,
            parts("postgresql://h/d?application_name=a%20b&port=1", true, None)
        );
    }

    #[test]
    fn invalid_url_is_rejected_without_revealing_the_password() {
        for bad in [
            "mysql://u:secret@h/d",
            "postgres://u:secret@h/d?sslmode=maybe",
            "postgres://u:secret@h:port/d",
            "postgres://u:secret@h/d?colour=red",
            "postgres://u:secret@h/d?sslmode=require&sslrootcert=/nowhere/at/all.pem",
        ] {
            let error = Address::parse(bad).err().unwrap();
            assert!(!format!("{error:?} {error}").contains("secret"), "{error}");
        }
    }
}
