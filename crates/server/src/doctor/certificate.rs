//! What is wrong with the certificate of a server.

use std::error::Error;

use chrono::DateTime;
use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use super::report::{foreign, list};

/// Who shows a certificate, and who has to trust it.
pub(super) struct Holder {
    name: &'static str,
    trust: &'static str,
}

/// The proxy in front of the server or of LiveKit.
pub(super) const PROXY: Holder = Holder {
    name: "the proxy",
    trust: "that browsers trust",
};

pub(super) const PROVIDER: Holder = Holder {
    name: "the identity provider",
    trust: "that browsers and this machine trust",
};

pub(super) const POSTGRES: Holder = Holder {
    name: "PostgreSQL",
    trust: "that this machine trusts or that sslrootcert in DATABASE_URL names",
};

/// What is wrong with a certificate, as the end of a sentence, and what to do. `None` if the connection failed for
/// another reason.
pub(super) fn problem(error: &(dyn Error + 'static), holder: &Holder) -> Option<(String, String)> {
    let Holder { name, trust } = holder;
    let untrusted = || {
        format!(
            "Give {name} a certificate for this host name, with its intermediate certificates (fullchain.pem), by an \
             authority {trust}."
        )
    };
    let renew = || {
        format!(
            "Renew the certificate, and let {name} load the new one; the log of what renews it tells why it failed."
        )
    };
    let clock = || "Correct the clock of this machine, or wait until then.".to_owned();
    let other_name = || format!("Give {name} a certificate for this host name, or correct the address.");
    let problem = match find(error)? {
        CertificateError::Expired => ("the certificate has expired".to_owned(), renew()),
        CertificateError::ExpiredContext { not_after, .. } => (
            format!("the certificate expired on {}", date(*not_after)),
            renew(),
        ),
        CertificateError::NotValidYet => ("the certificate is not valid yet".to_owned(), clock()),
        CertificateError::NotValidYetContext { not_before, .. } => (
            format!("the certificate is not valid before {}", date(*not_before)),
            clock(),
        ),
        CertificateError::NotValidForName => (
            "the certificate is for another host name".to_owned(),
            other_name(),
        ),
        CertificateError::NotValidForNameContext { presented, .. } => (
            format!(
                "the certificate is for another host name ({})",
                foreign(list(presented))
            ),
            other_name(),
        ),
        CertificateError::UnknownIssuer => (
            "the certificate is by an unknown authority, or its intermediate certificates are missing"
                .to_owned(),
            untrusted(),
        ),
        other => (
            format!("the certificate is invalid ({})", foreign(other)),
            untrusted(),
        ),
    };
    Some(problem)
}

/// Finds the reason among the causes. Libraries wrap it in errors of the standard library, whose cause is that of
/// what they contain.
fn find<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CertificateError> {
    let causes = std::iter::successors(Some(error), |&cause| {
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        wrapped
            .map(|it| it as &(dyn Error + 'static))
            .or_else(|| cause.source())
    });
    causes
        .filter_map(|cause| cause.downcast_ref::<rustls::Error>())
        .find_map(|error| match error {
            rustls::Error::InvalidCertificate(reason) => Some(reason),
            _ => None,
        })
}

fn date(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0)
        .map_or_else(String::new, |time| time.format("%Y-%m-%d %H:%M UTC").to_string())
}
