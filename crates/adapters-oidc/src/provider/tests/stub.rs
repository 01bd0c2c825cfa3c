//! A provider that a test controls: what it publishes, and how its requests fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

pub(super) const CONFIGURATION: &str = "/.well-known/openid-configuration";
pub(super) const KEYS: &str = "/keys";
pub(super) const USERINFO: &str = "/userinfo";

/// A key pair of the provider, or of somebody else.
pub(super) struct SigningKey {
    pub(super) id: String,
    pub(super) algorithm: Algorithm,
    key: EncodingKey,
}

impl SigningKey {
    pub(super) fn new(id: &str, algorithm: Algorithm) -> Self {
        let key = match algorithm {
            Algorithm::ES256 => {
                let key =
                    EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
                EncodingKey::from_ec_der(key.unwrap().as_ref())
            }
            Algorithm::EdDSA => {
                let key = Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap();
                EncodingKey::from_ed_der(key.as_ref())
            }
            _ => {
                let key = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
                let pkcs8: aws_lc_rs::encoding::Pkcs8V1Der<'_> = key.as_der().unwrap();
                // The library expects the key of PKCS #1, which PKCS #8 puts behind a header of 26 bytes.
                EncodingKey::from_rsa_der(&pkcs8.as_ref()[26..])
            }
        };
        Self {
            id: id.to_owned(),
            algorithm,
            key,
        }
    }

    pub(super) fn public(&self) -> Value {
        let mut key = Jwk::from_encoding_key(&self.key, self.algorithm).unwrap();
        key.common.key_id = Some(self.id.clone());
        serde_json::to_value(key).unwrap()
    }

    pub(super) fn header(&self) -> Header {
        Header {
            kid: Some(self.id.clone()),
            ..Header::new(self.algorithm)
        }
    }

    pub(super) fn sign(&self, claims: &Value) -> String {
        self.sign_with(&self.header(), claims)
    }

    pub(super) fn sign_with(&self, header: &Header, claims: &Value) -> String {
        jsonwebtoken::encode(header, claims, &self.key).unwrap()
    }
}

/// How a path is answered.
#[derive(Clone)]
pub(super) enum Answer {
    Json(Value),
    Status(u16),
    Redirect(String),
    /// No answer, and the connection stays open.
    Nothing,
    /// JSON of this number of bytes.
    Large(usize),
}

/// A provider on a free port.
pub(super) struct Stub {
    pub(super) origin: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    answers: Mutex<HashMap<String, Answer>>,
    requests: Mutex<Vec<String>>,
}

impl Stub {
    /// Starts a provider that publishes these keys.
    pub(super) async fn start(keys: &[&SigningKey]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State::default());
        tokio::spawn(serve(listener, state.clone()));
        let stub = Self { origin, state };
        stub.answer(CONFIGURATION, Answer::Json(stub.configuration()));
        stub.publish(keys);
        stub
    }

    pub(super) fn configuration(&self) -> Value {
        json!({
            "issuer": self.origin,
            "jwks_uri": format!("{}{KEYS}", self.origin),
            "userinfo_endpoint": format!("{}{USERINFO}", self.origin),
        })
    }

    pub(super) fn publish(&self, keys: &[&SigningKey]) {
        let keys: Vec<_> = keys.iter().map(|key| key.public()).collect();
        self.answer(KEYS, Answer::Json(json!({ "keys": keys })));
    }

    pub(super) fn answer(&self, path: &str, answer: Answer) {
        self.state.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// Returns how often a path was requested.
    pub(super) fn requests(&self, path: &str) -> usize {
        let requests = self.state.requests.lock().unwrap();
        requests.iter().filter(|request| *request == path).count()
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        // A client that disconnects ends the task with an error, which is no matter of a test.
        tokio::spawn(respond(stream, state.clone()));
    }
}

async fn respond(stream: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    while !request.ends_with("\r\n\r\n") {
        if stream.read_line(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    state.requests.lock().unwrap().push(path.clone());
    let answer = state.answers.lock().unwrap().get(&path).cloned();
    let (status, headers, body) = match answer.unwrap_or(Answer::Status(404)) {
        Answer::Json(json) => (200, String::new(), json.to_string()),
        Answer::Status(status) => (status, String::new(), String::new()),
        Answer::Redirect(to) => (302, format!("location: {to}\r\n"), String::new()),
        Answer::Large(bytes) => (200, String::new(), format!("[{}1]", "1,".repeat(bytes / 2))),
        Answer::Nothing => return std::future::pending().await,
    };
    let head = format!(
        "HTTP/1.1 {status} \r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.flush().await
}
