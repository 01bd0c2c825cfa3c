//! The proxy in front of the server is missing, or does not pass on what it must.

use onair_adapters_postgres::testing::{TestDatabase, fresh_database};

use super::{Diagnosis, doctor, fakes, tls};
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

    // One of them holds back the whole response, the other one its body.
    let proxies = [false, true].map(|passes_head| fakes::buffering_proxy(&server.url, passes_head));
    let [first, second] = proxies.map(|proxy| {
        let database = &database;
        async move { diagnose(database, &format!("http://{proxy}")).await }
    });
    let (first, second) = tokio::join!(first, second);
    for buffered in [first, second] {
        buffered.has("public.api", "ok", &[]);
        buffered.has("public.events", "error", &["buffers", "proxy_buffering off"]);
    }
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

#[tokio::test]
async fn doctor_tells_what_is_wrong_with_a_certificate() {
    let database = fresh_database().await;
    let authority = tls::Authority::new();
    let diagnose = async |host: &str, port: u16, is_trusted: bool| {
        let mut doctor = doctor(database.url());
        doctor.env("PUBLIC_URL", format!("https://{host}:{port}"));
        if is_trusted {
            doctor.env("SSL_CERT_FILE", authority.file.path());
        }
        Diagnosis::of(doctor).await
    };
    let unavailable = |_: &[u8]| b"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n".to_vec();
    let valid = tls::serve(authority.issue([2020, 2120]), unavailable);
    for (host, port, is_trusted, words) in [
        ("localhost", valid, true, &["status 503"][..]),
        (
            "localhost",
            valid,
            false,
            &["certificate is by an unknown authority", "fullchain.pem"],
        ),
        (
            "127.0.0.1",
            valid,
            true,
            &[
                "certificate is for another host name",
                "localhost",
                "correct the address",
            ],
        ),
        (
            "localhost",
            tls::serve(authority.issue([2020, 2021]), unavailable),
            true,
            &["certificate expired on 2021-01-01", "Renew"],
        ),
        (
            "localhost",
            tls::serve(authority.issue([2110, 2120]), unavailable),
            true,
            &["certificate is not valid before 2110-01-01", "clock"],
        ),
        (
            "localhost",
            tls::serve(tls::unreadable(), unavailable),
            true,
            &["certificate is invalid", "browsers trust"],
        ),
    ] {
        diagnose(host, port, is_trusted)
            .await
            .has("public.connection", "error", words);
    }
    let address = fakes::answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    let plaintext = self::diagnose(&database, &format!("https://{address}")).await;
    plaintext.has("public.connection", "error", &["No connection", "PUBLIC_URL"]);
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
