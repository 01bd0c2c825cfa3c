//! What is wrong with the certificate of a server.

use std::error::Error;

use chrono::DateTime;
use rustls::CertificateError;
use rustls::pki_types::UnixTime;

use super::report::{foreign, list};

/// What is wrong with a certificate, as the end of a sentence, and what to do. `None` if the connection failed for
/// another reason.
pub(super) fn problem(error: &(dyn Error + 'static)) -> Option<(String, &'static str)> {
    const UNTRUSTED: &str = "Give the proxy a certificate for this host name, with its intermediate certificates \
        (fullchain.pem), by an authority that browsers trust.";
    const RENEW: &str =
        "Renew the certificate, and let the proxy load the new one; its log tells why it was not renewed.";
    const CLOCK: &str = "Correct the clock of this machine, or wait until then.";
    const NAME: &str = "Give the proxy a certificate for this host name, or correct the address.";
    let problem = match find(error)? {
        CertificateError::Expired => ("the certificate has expired".to_owned(), RENEW),
        CertificateError::ExpiredContext { not_after, .. } => {
            (format!("the certificate expired on {}", date(*not_after)), RENEW)
        }
        CertificateError::NotValidYet => ("the certificate is not valid yet".to_owned(), CLOCK),
        CertificateError::NotValidYetContext { not_before, .. } => (
            format!("the certificate is not valid before {}", date(*not_before)),
            CLOCK,
        ),
        CertificateError::NotValidForName => ("the certificate is for another host name".to_owned(), NAME),
        CertificateError::NotValidForNameContext { presented, .. } => (
            format!(
                "the certificate is for another host name ({})",
                foreign(list(presented))
            ),
            NAME,
        ),
        CertificateError::UnknownIssuer => (
            "the certificate is by an unknown authority, or its intermediate certificates are missing"
                .to_owned(),
            UNTRUSTED,
        ),
        other => (
            format!("the certificate is invalid ({})", foreign(other)),
            UNTRUSTED,
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
