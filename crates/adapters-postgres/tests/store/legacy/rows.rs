//! Each row of the made-up database is carried over, corrected or left out as the rules say.

use onair_domain::creator::{ApplicationState, ApplicationStatus};
use onair_domain::legacy::{Rule, Table};
use onair_domain::ports::{CreatorApplications, StreamRepository, UserDirectory};
use onair_domain::user::{UserId, Username};

use super::support::{Databases, OLD_SYSTEM, now};

fn id(raw: &str) -> UserId {
    UserId::parse(raw).unwrap()
}

#[tokio::test]
async fn counts_add_up_and_no_row_is_lost() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (imported, kept) = databases.import().await;
    let counts = |table| {
        let counts = imported.counts[&table];
        assert_eq!(
            counts.read,
            counts.carried_over + counts.already_there + counts.left_out
        );
        (counts.read, counts.carried_over, counts.left_out)
    };
    assert_eq!(counts(Table::User), (24, 23, 1));
    assert_eq!(counts(Table::Stream), (9, 6, 3));
    assert_eq!(counts(Table::Block), (4, 1, 3));
    assert_eq!(counts(Table::Follow), (9, 3, 6));
    assert_eq!(counts(Table::CreatorApplication), (7, 5, 2));
    assert_eq!(kept.left_out(), 15);
    assert!(kept.is_complete);
    // Ben's application was rejected, the others have none.
    assert_eq!(imported.streams_without_creator, 5);
    let stream = &imported.left_behind[&Table::Stream];
    assert_eq!(stream, &["ingressId", "serverUrl", "streamKey"]);
    assert_eq!(imported.left_behind[&Table::User], ["externalUserId", "bio"]);
    assert_eq!(imported.defaults[&Table::Block], ["createdAt"]);
    assert_eq!(imported.defaults[&Table::CreatorApplication], ["reviewedAt"]);
}

#[tokio::test]
async fn a_valid_row_is_carried_over_unchanged() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (_, kept) = databases.import().await;
    let ada = databases.new.users().find(&id("u-ada")).await.unwrap().unwrap();
    assert_eq!(ada.username.as_str(), "ada");
    assert_eq!(ada.name.as_str(), "Ada Lovelace");
    assert_eq!(ada.image.unwrap().as_str(), "https://img.example/ada.png");
    let stream = databases
        .new
        .streams()
        .find_by_creator(&id("u-ada"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stream.id.as_str(), "s-ada");
    assert_eq!(stream.title.as_str(), "Engines");
    assert_eq!(stream.description.as_ref().unwrap().as_str(), "All about engines");
    assert!(!stream.chat.is_enabled && stream.chat.is_delayed && stream.chat.is_followers_only);
    assert!(!stream.is_live());
    assert_eq!(kept.by(Rule::WasLive), [("s-ada", Some("false"))]);
    // Times without a zone are UTC.
    let epochs = "SELECT (extract(epoch FROM created_at) * 1000)::bigint::text FROM users
                  WHERE id = 'u-ada' AND issuer IS NULL
                  UNION ALL
                  SELECT (extract(epoch FROM created_at) * 1000)::bigint::text FROM follows
                  WHERE follower_id = 'u-ben'";
    let expected = ["2023-05-06T07:08:09.123Z", "2024-03-04T05:06:07.891Z"].map(|time| {
        time.parse::<onair_domain::Timestamp>()
            .unwrap()
            .timestamp_millis()
            .to_string()
    });
    assert_eq!(databases.new.texts(epochs).await, expected);
    let of_valid = ["u-ada", "u-ben", "u-cleo", "u-dora", "u-emil"];
    let of_valid = kept
        .findings
        .iter()
        .filter(|finding| of_valid.contains(&finding.row.as_str()));
    assert_eq!(
        of_valid.map(|finding| finding.rule).collect::<Vec<_>>(),
        [Rule::Duplicate]
    );
}

#[tokio::test]
async fn names_ids_and_times_are_corrected() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (_, kept) = databases.import().await;
    let users = databases.new.users();
    let mut names = Vec::new();
    for old in [
        "n-case", "n-wide", "n-space", "n-empty", "n-null", "n-long", "n-bidi", "n-dots", "u-cleo",
    ] {
        let user = users.find(&id(old)).await.unwrap().unwrap();
        let found = users.find_by_username(&user.username).await.unwrap().unwrap();
        assert_eq!(found.id, user.id);
        names.push(user.username.to_string());
    }
    let suffixed = |name: &str, old| Username::parse(name).unwrap().disambiguate(&id(old)).to_string();
    assert_eq!(
        names,
        [
            suffixed("ADA", "n-case"),
            suffixed("Ａda", "n-wide"),
            // A valid name takes precedence, although the account is younger.
            suffixed("a-da", "n-space"),
            "No-Name".to_owned(),
            "n-null".to_owned(),
            "n".repeat(100),
            "eve".to_owned(),
            "n-dots".to_owned(),
            "a-da".to_owned(),
        ]
    );
    let eve = users.find(&id("n-bidi")).await.unwrap().unwrap();
    assert_eq!(eve.name.as_str(), "E v e");
    let images: Vec<_> = kept
        .by(Rule::InvalidUrl)
        .into_iter()
        .map(|(row, _)| row)
        .collect();
    assert_eq!(images, ["i-data", "i-long", "i-script", "s-long"]);
    let ids = kept.by(Rule::InvalidId);
    assert_eq!(ids.len(), 4);
    for (old, new) in ids {
        let user = users.find(&id(new.unwrap())).await.unwrap();
        assert!(user.is_some() && new.unwrap().starts_with("legacy-"), "{old}");
    }
    let times = kept.by(Rule::InvalidTime);
    let created = now().to_rfc3339();
    assert_eq!(times.iter().filter(|(row, _)| row.starts_with("t-")).count(), 6);
    assert!(times.iter().all(|(_, new)| *new == Some(created.as_str())));
}

#[tokio::test]
async fn streams_are_corrected() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (_, kept) = databases.import().await;
    let streams = databases.new.streams();
    let title = async |user: &str| {
        let stream = streams.find_by_creator(&id(user)).await.unwrap().unwrap();
        (
            stream.title.to_string(),
            stream.description.map(|text| text.to_string()),
        )
    };
    assert_eq!(title("u-ben").await.0, "New one");
    assert_eq!(title("u-cleo").await, ("T".repeat(200), Some("D".repeat(2000))));
    assert_eq!(
        title("u-dora").await,
        ("Untitled".to_owned(), Some("a b".to_owned()))
    );
    assert_eq!(
        title("n-case").await,
        ("One Two".to_owned(), Some("Line 1\nLine 2".to_owned()))
    );
    let whole = kept
        .findings
        .iter()
        .find(|finding| finding.rule == Rule::TruncatedText && finding.values[0].0 == "description");
    // Nothing of a long text is lost.
    assert_eq!(whole.unwrap().values[0].1, Some("D".repeat(2500)));
    let orphan = kept
        .findings
        .iter()
        .find(|finding| finding.row == "s orphan")
        .unwrap();
    assert_eq!(orphan.rule, Rule::UserUnknown);
    assert!(
        orphan
            .values
            .contains(&("description", Some("Nobody knows".to_owned())))
    );
    assert_eq!(kept.by(Rule::SurplusStream), [("s-ben-old", None)]);
    // The keys of the old system are nowhere.
    assert!(!format!("{:?}", kept.findings).contains("sk-secret"));
}

#[tokio::test]
async fn relations_that_cannot_exist_are_left_out() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (_, kept) = databases.import().await;
    let guest = kept
        .by(Rule::InvalidId)
        .into_iter()
        .find(|(row, _)| *row == "guest-1")
        .unwrap()
        .1
        .unwrap();
    let follows = "SELECT follower_id || ' ' || followed_id FROM follows ORDER BY 1";
    assert_eq!(
        databases.new.texts(follows).await,
        [
            format!("{guest} u-ada"),
            "u-ben u-ada".to_owned(),
            "u-dora u-ada".to_owned()
        ]
    );
    assert_eq!(
        kept.by(Rule::FollowDespiteBlock),
        [("u-ada -> u-emil", None), ("u-emil -> u-ada", None)]
    );
    assert_eq!(
        kept.by(Rule::SelfReference),
        [("u-ben -> u-ben", None), ("u-ada -> u-ada", None)]
    );
    assert_eq!(
        kept.by(Rule::UserUnknown)[2..],
        [
            ("u-ben -> u-gone", None),
            ("u-gone -> u-ada", None),
            ("null -> u-ada", None),
            ("a-gone", None)
        ]
    );
}

#[tokio::test]
async fn applications_keep_their_decision() {
    let databases = Databases::create(OLD_SYSTEM).await;
    let (_, kept) = databases.import().await;
    let applications = databases.new.applications();
    let find = async |user| applications.find(&id(user)).await.unwrap().unwrap();
    let ada = find("u-ada").await;
    assert!(matches!(ada.state, ApplicationState::Approved(review) if review.by == id("u-emil")));
    let ApplicationState::Rejected(review, reason) = find("u-ben").await.state else {
        panic!("a decision takes precedence over a later application");
    };
    assert_eq!(
        (review.by, reason.as_str()),
        (UserId::legacy_import(), "No reason was recorded.")
    );
    assert_eq!(kept.by(Rule::SurplusApplication), [("a-ben-2", None)]);
    let cleo = find("u-cleo").await;
    assert_eq!(cleo.status(), ApplicationStatus::Pending);
    assert_eq!(cleo.about.as_str(), "A".repeat(2000));
    assert_eq!(kept.by(Rule::SurplusReason), [("a-cleo", None)]);
    let ApplicationState::Revoked(review, reason) = find("u-dora").await.state else {
        panic!("the status is read in any letter case");
    };
    assert_eq!(
        (review.by, reason.as_str()),
        (UserId::legacy_import(), "R".repeat(500).as_str())
    );
    assert_eq!(
        kept.by(Rule::InvalidReviewer),
        [("a-dora", Some("legacy-import"))]
    );
    assert_eq!(find("u-emil").await.status(), ApplicationStatus::Pending);
    assert_eq!(
        kept.by(Rule::UnknownStatus),
        [("a-cleo", Some("pending")), ("a-emil", Some("pending"))]
    );
}
