//! The demo users of `cargo xtask dev`, made by the same services that real people use. Seeding twice
//! is the same as once, and changes nothing that a demo user has since done.

use std::collections::BTreeSet;

use anyhow::Context as _;
use onair_domain::creator::{About, ApplicationStatus, CreatorService};
use onair_domain::port_set::PortSet;
use onair_domain::stream::{StreamPatch, Title};
use onair_domain::user::{DisplayName, Issuer, Profile, Role, User, UserId, Username};

struct Demo {
    username: &'static str,
    name: &'static str,
    part: Part,
}

enum Part {
    Viewer,
    Admin,
    /// Has applied to be a creator.
    Applicant(&'static str),
    /// Was approved, and has a stream with this title.
    Creator(&'static str),
}

const DEMO: [Demo; 6] = [
    Demo {
        username: "admin",
        name: "Alex Admin",
        part: Part::Admin,
    },
    Demo {
        username: "ada",
        name: "Ada Lovelace",
        part: Part::Creator("Analytical engines, live"),
    },
    Demo {
        username: "ben",
        name: "Ben Okafor",
        part: Part::Creator("Sunday synth session"),
    },
    Demo {
        username: "cleo",
        name: "Cleo Martin",
        part: Part::Applicant("I draw comics and would love to show how."),
    },
    Demo {
        username: "vera",
        name: "Vera Lindqvist",
        part: Part::Viewer,
    },
    Demo {
        username: "victor",
        name: "Victor Huang",
        part: Part::Viewer,
    },
];

/// Makes the demo users, where they are missing.
pub(crate) async fn run(ports: &PortSet) -> anyhow::Result<()> {
    let creators = ports.creators();
    let streams = ports.stream_service();
    let admin = UserId::parse("user-admin")?;
    for demo in &DEMO {
        let user = upsert_from_claims(ports, demo)
            .await
            .with_context(|| format!("seeding {}", demo.username))?;
        match demo.part {
            Part::Viewer | Part::Admin => {}
            Part::Applicant(about) => {
                apply(ports, &creators, &user, about).await?;
            }
            Part::Creator(title) => {
                let status = apply(ports, &creators, &user, "One of the first creators here.").await?;
                if status == ApplicationStatus::Pending {
                    creators.approve(&user.id, &admin).await?;
                }
                // An admin may have revoked the creator since; then there is nothing to set up.
                let is_creator = creators.require_approved(&user.id).await.is_ok();
                if is_creator && streams.get_creator_stream(&user.id).await?.is_none() {
                    streams
                        .create_or_update_stream(&user.id, Title::parse(title)?, StreamPatch::default())
                        .await?;
                }
            }
        }
    }
    Ok(())
}

async fn upsert_from_claims(ports: &PortSet, demo: &Demo) -> anyhow::Result<User> {
    let roles = match demo.part {
        Part::Admin => BTreeSet::from([Role::Admin]),
        _ => BTreeSet::new(),
    };
    let profile = Profile {
        id: UserId::parse(&format!("user-{}", demo.username))?,
        issuer: Some(Issuer::dev_login()),
        issued_at: None,
        token: None,
        username: Some(Username::parse(demo.username)?),
        name: Some(DisplayName::parse(demo.name)?),
        image: Some(None),
        roles: Some(roles),
    };
    Ok(ports
        .users
        .upsert_from_claims(&profile, ports.clock.now())
        .await?)
}

/// Applies for who never did; an application that went on its way is left alone. Returns how far it is.
async fn apply(
    ports: &PortSet,
    creators: &CreatorService,
    user: &User,
    about: &str,
) -> anyhow::Result<ApplicationStatus> {
    if let Some(application) = ports.applications.find(&user.id).await? {
        return Ok(application.status());
    }
    let applied = creators.apply(&user.id, About::parse(about)?).await?;
    Ok(applied.application.status())
}
