//! What stands between LiveKit's webhooks and a server that doesn't run yet when LiveKit starts.

use std::sync::{Arc, Mutex};

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::client;

/// Passes webhooks on, once it knows to whom.
#[derive(Clone)]
pub(crate) struct Relay {
    pub(crate) url: String,
    to: Arc<Mutex<Option<String>>>,
}

struct Passing {
    to: Arc<Mutex<Option<String>>>,
    client: reqwest::Client,
}

impl Relay {
    pub(crate) fn start() -> Self {
        let to = Arc::<Mutex<Option<String>>>::default();
        let state = Data::new(Passing {
            to: to.clone(),
            client: client(),
        });
        let server = HttpServer::new(move || {
            App::new()
                .app_data(state.clone())
                .default_service(web::to(pass_on))
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", server.addrs()[0]);
        tokio::spawn(server.run());
        Self { url, to }
    }

    /// From now on to this server.
    pub(crate) fn pass_on_to(&self, server: &str) {
        *self.to.lock().unwrap() = Some(format!("{server}/api/webhook/livekit"));
    }
}

async fn pass_on(state: Data<Passing>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let to = state.to.lock().unwrap().clone();
    let Some(to) = to else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    let mut call = state.client.post(to).body(body.to_vec());
    for name in ["authorization", "content-type"] {
        if let Some(value) = request.headers().get(name) {
            call = call.header(name, value.as_bytes());
        }
    }
    match call.send().await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            HttpResponse::build(actix_web::http::StatusCode::from_u16(status).unwrap()).finish()
        }
        Err(_) => HttpResponse::BadGateway().finish(),
    }
}
