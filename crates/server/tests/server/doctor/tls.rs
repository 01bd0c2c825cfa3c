//! TLS servers with certificates of an authority of the test's own.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs as provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, Stream};
use tempfile::NamedTempFile;

pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// A file for `SSL_CERT_FILE`.
    pub(super) file: NamedTempFile,
}

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let mut file = NamedTempFile::new().unwrap();
        let text = STANDARD.encode(certificate.der());
        writeln!(
            file,
            "-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----"
        )
        .unwrap();
        Self {
            issuer: Issuer::new(params, key),
            file,
        }
    }

    /// Issues a certificate for the name `localhost` that is valid from the first of January of one year to that of
    /// another.
    pub(super) fn issue(&self, years: [i32; 2]) -> CertifiedKey {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.not_before = date_time_ymd(years[0], 1, 1);
        params.not_after = date_time_ymd(years[1], 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        certified(
            certificate.der().clone(),
            &PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
    }
}

/// A certificate that nobody can read.
pub(super) fn unreadable() -> CertifiedKey {
    let key = KeyPair::generate().unwrap();
    certified(
        CertificateDer::from(vec![0; 8]),
        &PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
    )
}

fn certified(certificate: CertificateDer<'static>, key: &PrivateKeyDer<'static>) -> CertifiedKey {
    CertifiedKey::new(vec![certificate], provider::sign::any_ecdsa_type(key).unwrap())
}

/// Answers the first bytes of each connection. Returns the port on the loopback interface.
pub(super) fn serve(certificate: CertifiedKey, answer: fn(&[u8]) -> Vec<u8>) -> u16 {
    let config = ServerConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certificate)));
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let mut connection = Stream::new(&mut connection, &mut stream);
            let mut received = [0; 1024];
            // A client that distrusts the certificate ends the connection with an alert.
            if let Ok(length) = connection.read(&mut received) {
                let _gone = connection.write_all(&answer(&received[..length]));
                let _gone = connection.flush();
            }
        }
    });
    port
}
