//! Creates the demo users of `cargo xtask dev` through the services. It is idempotent, and does not change
//! what demo users have done since.

use std::collections::BTreeSet;

use anyhow::Context as _;
use onair_domain::creator::{About, ApplicationStatus, CreatorService};
use onair_domain::port_set::PortSet;
use onair_domain::stream::{StreamPatch, Title};
use onair_domain::user::{DisplayName, Issuer, Profile, Role, User, UserId, Username};

struct DemoUser {
    username: &'static str,
    name: &'static str,
    role: DemoRole,
}

enum DemoRole {
    Viewer,
    Admin,
    /// Has applied to become a creator.
    Applicant(&'static str),
    /// An approved creator with a stream with this title.
    Creator(&'static str),
}

const DEMO: [DemoUser; 6] = [
    DemoUser {
        username: "admin",
        name: "Alex Admin",
        role: DemoRole::Admin,
    },
    DemoUser {
        username: "ada",
        name: "Ada Lovelace",
        role: DemoRole::Creator("Analytical engines, live"),
    },
    DemoUser {
        username: "ben",
        name: "Ben Okafor",
        role: DemoRole::Creator("Sunday synth session"),
    },
    DemoUser {
        username: "cleo",
        name: "Cleo Martin",
        role: DemoRole::Applicant("I draw comics and would love to show how."),
    },
    DemoUser {
        username: "vera",
        name: "Vera Lindqvist",
        role: DemoRole::Viewer,
    },
    DemoUser {
        username: "victor",
        name: "Victor Huang",
        role: DemoRole::Viewer,
    },
];

/// Creates missing demo users.
pub(crate) async fn run(ports: &PortSet) -> anyhow::Result<()> {
    let creators = ports.creators();
    let streams = ports.stream_service();
    let admin = UserId::parse("user-admin")?;
    for demo in &DEMO {
        let user = upsert_from_claims(ports, demo)
            .await
            .with_context(|| format!("seeding {}", demo.username))?;
        match demo.role {
            DemoRole::Viewer | DemoRole::Admin => {}
            DemoRole::Applicant(about) => {
                apply(ports, &creators, &user, about).await?;
            }
            DemoRole::Creator(title) => {
                let status = apply(ports, &creators, &user, "One of the first creators here.").await?;
                if status == ApplicationStatus::Pending {
                    creators.approve(&user.id, &admin).await?;
                }
                // An admin may have revoked the creator, who then cannot have a stream.
                let is_creator = creators.require_approved(&user.id).await.is_ok();
                if is_creator && ports.streams.find_by_creator(&user.id).await?.is_none() {
                    streams
                        .create_or_update_stream(&user.id, Title::parse(title)?, StreamPatch::default())
                        .await?;
                }
            }
        }
    }
    Ok(())
}

async fn upsert_from_claims(ports: &PortSet, demo: &DemoUser) -> anyhow::Result<User> {
    let roles = match demo.role {
        DemoRole::Admin => BTreeSet::from([Role::Admin]),
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
        .await?
        .user)
}

/// Applies for a user who has never applied. Existing applications are not changed. Returns the status of the
/// application.
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
