//! The proxy in front of the server is missing, or does not pass on what it must.

use std::io::Read as _;
use std::net::TcpListener;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use onair_adapters_postgres::testing::{TestDatabase, fresh_database};
use rustls::crypto::aws_lc_rs as provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, Stream};

use super::{Diagnosis, doctor, fakes};
use crate::support::{Server, command, started};

async fn diagnose(database: &TestDatabase, public_url: &str) -> Diagnosis {
    let mut doctor = doctor(database.url());
    doctor.env("PUBLIC_URL", public_url);
    Diagnosis::of(doctor).await
}

#[tokio::test]
async fn doctor_reads_an_event_stream_through_the_public_address() {
    let (server, database) = started().await;
    let empty = diagnose(&database, &server.url).await;
    empty.has("public.connection", "ok", &[]);
    empty.has("public.api", "ok", &[]);
    empty.has("public.events", "skipped", &["no stream yet"]);

    server.creator_with_stream(&database, "ada").await;
    let direct = diagnose(&database, &server.url).await;
    direct.has("public.events", "ok", &[]);

    let proxy = fakes::buffering_proxy(&server.url);
    let buffered = diagnose(&database, &format!("http://{proxy}")).await;
    buffered.has("public.api", "ok", &[]);
    buffered.has("public.events", "error", &["buffers", "proxy_buffering off"]);
}

#[tokio::test]
async fn doctor_finds_what_answers_instead_of_the_server() {
    let database = fresh_database().await;
    let redirect = "HTTP/1.1 301 Moved\r\nLocation: https://other.example/\r\nContent-Length: 0\r\n\r\n";
    for (response, words) in [
        (
            redirect,
            &["redirects", "https://other.example/", "PUBLIC_URL"][..],
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            &["something else"],
        ),
        (
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
            &["502", "BIND_ADDRESS"],
        ),
    ] {
        let address = fakes::answering(response);
        let other = diagnose(&database, &format!("http://{address}")).await;
        other.has("public.connection", "error", words);
        for id in ["public.api", "public.events"] {
            other.has(id, "skipped", &["public.connection"]);
        }
    }
    let away = diagnose(&database, "http://127.0.0.1:1").await;
    away.has("public.connection", "error", &["refused", "PUBLIC_URL"]);

    let alive = fakes::json(&serde_json::json!({ "status": "ok" }), "");
    let address = fakes::routes(vec![("/health/live", alive)]);
    let partial = diagnose(&database, &format!("http://{address}")).await;
    partial.has("public.api", "error", &["404", "/api"]);
    partial.has("public.events", "skipped", &["public.api"]);
}

#[tokio::test]
async fn doctor_finds_a_changed_host_header() {
    let database = fresh_database().await;
    let mut serve = command(database.url(), "serve");
    serve.env("PUBLIC_URL", "http://onair.example");
    let server = Server::start(serve).await;
    let changed = diagnose(&database, &server.url).await;
    changed.has("public.connection", "ok", &[]);
    changed.has("public.api", "error", &["Host", "proxy_set_header"]);
}

/// A TLS server whose certificate nobody can read.
fn with_invalid_certificate() -> String {
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.as_ref().to_vec()));
    let key = provider::sign::any_ecdsa_type(&key).unwrap();
    let certificate = CertifiedKey::new(vec![CertificateDer::from(vec![0; 8])], key);
    let config = ServerConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certificate)));
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            // It ends with the alert of the client.
            let _alert = Stream::new(&mut connection, &mut stream).read(&mut [0; 1]);
        }
    });
    address
}

#[tokio::test]
async fn doctor_finds_an_invalid_certificate() {
    let database = fresh_database().await;
    let invalid = diagnose(&database, &format!("https://{}", with_invalid_certificate())).await;
    invalid.has("public.connection", "error", &["certificate", "browsers trust"]);

    let address = fakes::answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    let plaintext = diagnose(&database, &format!("https://{address}")).await;
    plaintext.has("public.connection", "error", &["No connection"]);
}

#[tokio::test]
async fn doctor_warns_if_no_proxy_is_trusted() {
    let database = fresh_database().await;
    let none = diagnose(&database, "https://localhost:1").await;
    none.has("public.proxies", "warning", &["one client", "TRUSTED_PROXIES"]);

    let mut trusting = doctor(database.url());
    trusting
        .env("PUBLIC_URL", "https://localhost:1")
        .env("TRUSTED_PROXIES", "127.0.0.1");
    Diagnosis::of(trusting).await.has("public.proxies", "ok", &[]);
}
