//! A proxy for LiveKit's webhooks. LiveKit starts before the server, whose address is not known then.

use std::sync::{Arc, Mutex};

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::client;

/// Forwards webhooks to the server.
#[derive(Clone)]
pub(crate) struct WebhookProxy {
    pub(crate) url: String,
    target: Arc<Mutex<Option<String>>>,
}

struct ProxyState {
    target: Arc<Mutex<Option<String>>>,
    client: reqwest::Client,
}

impl WebhookProxy {
    pub(crate) fn start() -> Self {
        let target = Arc::<Mutex<Option<String>>>::default();
        let state = Data::new(ProxyState {
            target: target.clone(),
            client: client(),
        });
        let server = HttpServer::new(move || {
            App::new()
                .app_data(state.clone())
                .default_service(web::to(forward))
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", server.addrs()[0]);
        tokio::spawn(server.run());
        Self { url, target }
    }

    /// Sets the server to forward to.
    pub(crate) fn forward_to(&self, server: &str) {
        *self.target.lock().unwrap() = Some(format!("{server}/api/webhook/livekit"));
    }
}

async fn forward(state: Data<ProxyState>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let target = state.target.lock().unwrap().clone();
    let Some(target) = target else {
        return HttpResponse::ServiceUnavailable().finish();
    };
    let mut call = state.client.post(target).body(body.to_vec());
    for name in ["authorization", "content-type"] {
        if let Some(value) = request.headers().get(name) {
            call = call.header(name, value.as_bytes());
        }
    }
    match call.send().await {
        Ok(response) => {
            let status = response.status().as_u16();
            HttpResponse::build(actix_web::http::StatusCode::from_u16(status).unwrap()).finish()
        }
        Err(_) => HttpResponse::BadGateway().finish(),
    }
}
