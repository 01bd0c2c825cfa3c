//! Compares the answers of the server, and what LiveKit holds, with the model, all the while.

mod observations;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::api::{Answer, call, get};
use super::bounds::CACHE;
use super::chat::Listed;
use super::model::Expectation;
use super::person::Person;
use super::world::{Host, World};

const INTERVAL: Duration = Duration::from_secs(1);
/// More than a session of the test has messages.
const MAX_PAGES: usize = 50;

pub(super) struct Checker<'a> {
    pub(super) world: &'a World,
    pub(super) hosts: &'a [Host],
    pub(super) observer: Person,
    /// The question that lists LiveKit's rooms.
    pub(super) rooms: Value,
}

impl Checker<'_> {
    pub(super) fn run(mut self) {
        let mut round = 0_u64;
        while !self.world.is_over() {
            for host in self.hosts {
                self.check_status(host);
                self.check_watch_page(host);
                if round.is_multiple_of(3) {
                    self.check_viewers(host);
                }
                if round.is_multiple_of(10) {
                    self.check_history(host);
                }
            }
            self.check_live_list();
            self.check_health();
            if round.is_multiple_of(5) {
                self.check_rooms();
            }
            round += 1;
            self.world.pause(INTERVAL);
        }
    }

    /// Compares answers with an expectation that holds before and after the call.
    fn compare(
        &self,
        host: &Host,
        what: &str,
        question: impl FnOnce() -> Answer,
    ) -> Option<(Answer, Expectation)> {
        let expectation = || self.world.model().expectation(host.name, self.world.now());
        let before = expectation();
        let answer = question();
        let after = expectation();
        if !answer.is_success() || before != after || after == Expectation::Any {
            return None;
        }
        self.world.count(format!("comparisons: {what}"));
        Some((answer, after))
    }

    fn check_status(&self, host: &Host) {
        let question = || {
            call(
                self.world,
                "status",
                &get("/api/stream/status").bearer(&host.bearer),
                &[],
            )
        };
        self.check_state(host, "status", question);
    }

    fn check_watch_page(&self, host: &Host) {
        let path = format!("/api/viewer/stream/{}", host.name);
        let title = self.title(host, CACHE);
        let mut shown = None;
        let question = || {
            let answer = call(self.world, "watch page", &get(&path), &[]);
            shown = answer.data()["title"].as_str().map(str::to_owned);
            answer
        };
        self.check_state(host, "watch page", question);
        if let (Some(title), Some(shown)) = (title, shown)
            && Some(&title) == self.title(host, CACHE).as_ref()
        {
            self.world.count("comparisons: titles");
            if title == shown {
                return;
            }
            self.violate(host, "title", &format!("expected {title:?}, found {shown:?}"));
        }
    }

    /// The title, if it was set at least `bound` ago.
    fn title(&self, host: &Host, bound: Duration) -> Option<String> {
        let (now, model) = (self.world.now(), self.world.model());
        let (title, since) = model.titles.get(host.name)?;
        (now >= *since + bound).then(|| title.clone())
    }

    fn check_state(&self, host: &Host, what: &str, question: impl FnOnce() -> Answer) {
        let audience = self.expected_audience(host);
        let Some((answer, expected)) = self.compare(host, what, question) else {
            return;
        };
        let is_live = answer.data()["isLive"].as_bool().unwrap_or_default();
        if !expected.allows(is_live, Some(answer.text("state"))) {
            self.violate(
                host,
                what,
                &format!(
                    "expected {expected:?}, found {} ({is_live})",
                    answer.text("state")
                ),
            );
        }
        let Some(audience) =
            audience.filter(|audience| Some(audience) == self.expected_audience(host).as_ref())
        else {
            return;
        };
        let expected_count = if is_live { audience.len() } else { 0 };
        if answer.data()["viewerCount"] != expected_count {
            self.violate(
                host,
                &format!("{what} count"),
                &format!(
                    "expected {audience:?}, found {} viewers",
                    answer.data()["viewerCount"]
                ),
            );
        }
        let mut model = self.world.model();
        if let Some(session) = model.broadcast(host.name).session.clone()
            && expected == Expectation::OnAir
        {
            let record = model.session(host.name, &session);
            record.most = record.most.max(expected_count);
            record.attended.extend(audience);
        }
    }

    fn expected_audience(&self, host: &Host) -> Option<BTreeSet<String>> {
        let mut model = self.world.model();
        let (parts, now) = (model.parts.clone(), self.world.now());
        let expected = model.audience(host.name).expected(&parts, now)?;
        Some(expected.into_iter().map(str::to_owned).collect())
    }

    fn check_viewers(&self, host: &Host) {
        let expected = self.expected_audience(host);
        let question = || {
            let request = get("/api/stream/viewers?limit=50").bearer(&host.bearer);
            call(self.world, "viewers", &request, &[])
        };
        let Some((answer, _)) = self.compare(host, "viewers", question) else {
            return;
        };
        let items = answer.data().as_array().map(Vec::as_slice).unwrap_or_default();
        let found: BTreeSet<String> = items
            .iter()
            .filter_map(|item| item["identity"].as_str().map(str::to_owned))
            .collect();
        if let Some(expected) = expected
            && Some(&expected) == self.expected_audience(host).as_ref()
            && expected != found
        {
            self.violate(
                host,
                "viewers",
                &format!("expected {expected:?}, found {found:?}"),
            );
        }
    }

    fn check_live_list(&self) {
        let expectations = || {
            let model = self.world.model();
            let now = self.world.now();
            self.hosts
                .iter()
                .map(|host| model.expectation(host.name, now))
                .collect::<Vec<_>>()
        };
        let before = expectations();
        let answer = call(self.world, "live list", &get("/api/viewer/live?limit=50"), &[]);
        let after = expectations();
        if !answer.is_success() {
            return;
        }
        let items = answer.data().as_array().map(Vec::as_slice).unwrap_or_default();
        for ((host, before), after) in self.hosts.iter().zip(before).zip(after) {
            let is_listed = items.iter().any(|item| item["userId"] == host.id.as_str());
            if before == after {
                self.world.count("comparisons: live list");
                if !after.allows(is_listed, None) {
                    self.violate(
                        host,
                        "live list",
                        &format!("expected {after:?}, listed: {is_listed}"),
                    );
                }
            }
        }
    }

    fn check_health(&self) {
        let answer = call(self.world, "health", &get("/health/ready"), &[]);
        let is_calm = self.world.model().parts.was_calm(answer.asked);
        if is_calm && answer.is_success() && answer.body["status"] != "ok" {
            self.world
                .violate("health", format!("all parts work: {}", answer.body));
        }
    }

    /// Reads the whole history of a broadcast, which must contain each accepted message.
    fn check_history(&self, host: &Host) {
        let (session, ledger) = {
            let mut model = self.world.model();
            let broadcast = model.broadcast(host.name);
            let (Some(session), false) = (broadcast.session.clone(), broadcast.is_changing) else {
                return;
            };
            let ledger = model.session(host.name, &session).ledger.clone();
            (session, ledger)
        };
        let mut history = Vec::new();
        for _ in 0..MAX_PAGES {
            let after = history.last().map_or(0, |message: &Listed| message.seq);
            let path = format!("/api/chat/{}/messages?after={after}", host.id);
            let question = || call(self.world, "history", &get(&path).bearer(&host.bearer), &[]);
            let Some((answer, Expectation::Live | Expectation::OnAir)) =
                self.compare(host, "history", question)
            else {
                return;
            };
            let page = listed(answer.data());
            let is_last = page.is_empty();
            history.extend(page);
            if is_last {
                break;
            }
        }
        let mut model = self.world.model();
        if model.broadcast(host.name).session.as_ref() != Some(&session) {
            return;
        }
        let errors = ledger.errors(&history, &model.posted);
        drop(model);
        for error in errors {
            self.violate(host, "history", &format!("session {session}: {error}"));
        }
    }

    fn violate(&self, host: &Host, what: &str, text: &str) {
        self.world.violate(format!("{what} {}", host.name), text);
    }
}

fn listed(page: &Value) -> Vec<Listed> {
    let items = page.as_array().map(Vec::as_slice).unwrap_or_default();
    let listed = items.iter().map(|item| Listed {
        id: item["id"].as_str().unwrap_or_default().to_owned(),
        seq: item["seq"].as_u64().unwrap_or_default(),
        text: item["text"].as_str().map(str::to_owned),
    });
    listed.collect()
}

/// The question that lists LiveKit's rooms.
pub(super) fn rooms_question((url, key, secret): (String, &str, &str)) -> Value {
    json!({"do": "rooms", "url": url, "key": key, "secret": secret})
}
