//! Creates the people of the test, by the development login.

use anyhow::{Result, ensure};
use serde_json::json;

use super::api::{Answer, call, get, post};
use super::viewer::Account;
use super::world::{Host, World};

/// The first two are approved demo users, the third is a demo user whose application is pending.
const CREATORS: [&str; 3] = ["ada", "ben", "cleo"];
const VIEWERS: [&str; 4] = ["vera", "victor", "dora", "egon"];
const GUESTS: [&str; 2] = ["guest one", "guest two"];

pub(super) struct Scene {
    pub(super) hosts: Vec<Host>,
    pub(super) accounts: Vec<Account>,
    /// The bearer token of an admin.
    pub(super) admin: String,
}

impl Scene {
    pub(super) fn prepare(world: &World) -> Result<Self> {
        let (_, admin) = sign_in(world, "admin")?;
        let mut hosts = Vec::new();
        for name in CREATORS {
            let (id, bearer) = sign_in(world, name)?;
            let me = call(world, "account", &get("/api/viewer/me").bearer(&bearer), &[]);
            if me.text("applicationStatus") != "APPROVED" {
                let path = format!("/api/admin/creator-applications/{id}/approve");
                require(&call(world, "approval", &post(&path).bearer(&admin), &[]))?;
            }
            let setup = post("/api/stream/setup").bearer(&bearer);
            require(&call(
                world,
                "set-up",
                &setup.json(&json!({"title": "Endurance"})),
                &[],
            ))?;
            hosts.push(Host { name, id, bearer });
        }
        let mut accounts = Vec::new();
        for name in VIEWERS {
            let (id, bearer) = sign_in(world, name)?;
            let bearer = Some(bearer);
            accounts.push(Account { name: id, bearer });
        }
        accounts.extend(GUESTS.map(|name| Account {
            name: name.into(),
            bearer: None,
        }));
        Ok(Self {
            hosts,
            accounts,
            admin,
        })
    }
}

/// Returns the user's id and bearer token.
fn sign_in(world: &World, name: &str) -> Result<(String, String)> {
    let answer = call(
        world,
        "sign-in",
        &post("/api/dev/login").json(&json!({"username": name})),
        &[],
    );
    require(&answer)?;
    let id = answer.data()["user"]["id"].as_str().unwrap_or_default();
    Ok((id.to_owned(), answer.text("token").to_owned()))
}

fn require(answer: &Answer) -> Result<()> {
    ensure!(answer.is_success(), "status {}: {}", answer.status, answer.body);
    Ok(())
}
