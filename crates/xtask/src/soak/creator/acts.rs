//! What creators do while they are on air.

use rand::RngExt as _;
use rand::seq::IteratorRandom as _;
use serde_json::{Value, json};

use super::Creator;
use crate::http::Request;
use crate::soak::api::call;
use crate::soak::audience::Exclusion;
use crate::soak::talk::{self, Author};

impl Creator<'_> {
    pub(super) fn act(&mut self) {
        match self.rng.random_range(0..100) {
            0..40 => {
                let bearer = self.host.bearer.clone();
                let author = Author::User { bearer: &bearer };
                talk::say(self.world, &self.host, &author, self.host.name, &mut self.rng);
            }
            40..60 => {
                let title = format!("{} talks about {:04x}", self.host.name, self.rng.random::<u16>());
                self.world.model().titles.remove(self.host.name);
                if self.change("/api/stream/info", &json!({"title": title})) {
                    let since = self.world.now();
                    self.world.model().titles.insert(self.host.name, (title, since));
                }
            }
            60..75 => {
                let is_delayed: bool = self.rng.random();
                self.change("/api/stream/chat-settings", &json!({"isChatDelayed": is_delayed}));
            }
            75..85 => self.remove_viewer(),
            85..93 => self.set_block(true),
            _ => self.set_block(false),
        }
    }

    /// Returns whether the change was answered.
    fn change(&self, path: &str, body: &Value) -> bool {
        let request = Request::new("PUT", path).bearer(&self.host.bearer).json(body);
        let is_changed = call(self.world, path, &request, &[]).is_success();
        if is_changed {
            self.world.count("settings changed");
        }
        is_changed
    }

    fn remove_viewer(&mut self) {
        let name = self.host.name;
        let (identity, session) = {
            let mut model = self.world.model();
            let session = model.broadcast(name).session.clone();
            let present: Vec<_> = model.audience(name).present().map(str::to_owned).collect();
            let (Some(identity), Some(session)) = (present.into_iter().choose(&mut self.rng), session) else {
                return;
            };
            if model.audience(name).is_excluded(&identity, &session) != Some(false) {
                return;
            }
            let changing = Exclusion::Changing {
                is_block: false,
                session: session.clone(),
            };
            model.audience(name).exclude(&identity, changing);
            (identity, session)
        };
        self.world.note(format!("{name} removes {identity}"));
        let path = format!("/api/stream/viewers/{identity}");
        let request = Request::new("DELETE", &path).bearer(&self.host.bearer);
        if call(self.world, "removal of a viewer", &request, &[]).is_success() {
            let since = self.world.now();
            self.world.count("viewers removed");
            let removed = Exclusion::Removed { session, since };
            self.world.model().audience(name).exclude(&identity, removed);
        }
    }

    /// Blocks a viewer who is present, or unblocks one.
    fn set_block(&mut self, is_block: bool) {
        let name = self.host.name;
        let (identity, session) = {
            let mut model = self.world.model();
            let Some(session) = model.broadcast(name).session.clone() else {
                return;
            };
            let audience = model.audience(name);
            let candidates: Vec<_> = if is_block {
                let users = audience
                    .present()
                    .filter(|identity| !identity.starts_with("guest-"));
                users
                    .filter(|identity| audience.is_excluded(identity, &session) == Some(false))
                    .map(str::to_owned)
                    .collect()
            } else {
                audience.blocked().map(str::to_owned).collect()
            };
            let Some(identity) = candidates.into_iter().choose(&mut self.rng) else {
                return;
            };
            let changing = Exclusion::Changing {
                is_block: true,
                session: session.clone(),
            };
            audience.exclude(&identity, changing);
            (identity, session)
        };
        let method = if is_block { "POST" } else { "DELETE" };
        self.world.note(format!("{name}: {method} block {identity}"));
        let request =
            Request::new(method, &format!("/api/social/block/{identity}")).bearer(&self.host.bearer);
        if call(self.world, "block", &request, &[]).is_success() {
            let since = self.world.now();
            let exclusion = if is_block {
                Exclusion::Blocked { since }
            } else {
                Exclusion::Lifted { session }
            };
            self.world.model().audience(name).exclude(&identity, exclusion);
            self.world.count(if is_block {
                "viewers blocked"
            } else {
                "viewers unblocked"
            });
        }
    }
}
