//! Reads an event stream.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;

use actix_web::body::{BoxBody, MessageBody as _};
use actix_web::web::Bytes;
use serde_json::Value;

use super::contract;

pub(crate) struct Events {
    body: Pin<Box<BoxBody>>,
    pending: VecDeque<(String, Value)>,
}

impl Events {
    pub(super) fn new(body: BoxBody) -> Self {
        Self {
            body: Box::pin(body),
            pending: VecDeque::new(),
        }
    }

    /// The next event's name and data; `None` at the end. Comments are skipped.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        while self.pending.is_empty() {
            let chunk = self.chunk().await?;
            let text = std::str::from_utf8(&chunk).unwrap();
            contract::check_events(text);
            self.pending.extend(parse(text));
        }
        self.pending.pop_front()
    }

    /// The data of the next event, which must have that name.
    pub(crate) async fn expect(&mut self, name: &str) -> Value {
        let (found, data) = self.next().await.unwrap();
        assert_eq!(found, name, "{data}");
        data
    }

    pub(crate) async fn chunk(&mut self) -> Option<Bytes> {
        poll_fn(|context| self.body.as_mut().poll_next(context))
            .await
            .map(Result::unwrap)
    }
}

/// Parses a text that consists of complete events.
pub(crate) fn parse(text: &str) -> Vec<(String, Value)> {
    let blocks = text.strip_suffix("\n\n").unwrap().split("\n\n");
    let events = blocks.filter(|block| *block != ":").map(|block| {
        let (event, data) = block.split_once('\n').unwrap();
        let name = event.strip_prefix("event: ").unwrap().to_owned();
        let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        (name, data)
    });
    events.collect()
}
