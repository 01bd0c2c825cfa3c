//! Corrected rows satisfy today's rules, and valid rows stay as they are.

use onair_domain::Timestamp;
use onair_domain::audit::Reason;
use onair_domain::creator::{About, ApplicationState, CreatorApplication};
use onair_domain::legacy::{
    Cell, Corrected, Finding, ImportedUser, OldApplication, OldStream, OldTime, OldUser, Outcome, Rule,
};
use onair_domain::names::VariantArray;
use onair_domain::stream::{Description, Stream, Title};
use onair_domain::text::HttpUrl;
use onair_domain::user::{DisplayName, UserId, Username};
use quickcheck::{Arbitrary, Gen, quickcheck};

fn now() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn user() -> UserId {
    UserId::parse("u1").unwrap()
}

/// A text of up to a few thousand characters, with all that the rules reject.
fn text(g: &mut Gen) -> Option<String> {
    const PIECES: [&str; 18] = [
        "a",
        "Ada",
        " ",
        "\n",
        "\t",
        "\0",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{200b}",
        "\u{200d}",
        "/",
        "%",
        ".",
        "guest-",
        "https://a/",
        "javascript:",
        "👩\u{200d}👧",
        "ﬀ",
    ];
    let repeat = *g.choose(&[0, 1, 1, 1, 3, 120, 1500]).unwrap();
    let pieces: Vec<_> = (0..u8::arbitrary(g) % 6)
        .map(|_| {
            if bool::arbitrary(g) {
                (*g.choose(&PIECES).unwrap()).to_owned()
            } else {
                char::arbitrary(g).to_string()
            }
        })
        .collect();
    u8::arbitrary(g)
        .is_multiple_of(8)
        .then_some(())
        .map_or_else(|| Some(pieces.concat().repeat(repeat)), |()| None)
}

fn cell<T>(g: &mut Gen, value: impl Fn(&mut Gen) -> T) -> Cell<T> {
    match u8::arbitrary(g) % 6 {
        0 => Cell::Absent,
        1 => Cell::Null,
        _ => Cell::Is(value(g)),
    }
}

fn time(g: &mut Gen) -> OldTime {
    let recent = now().timestamp_millis();
    let any = i64::arbitrary(g);
    *g.choose(&[
        0,
        -1,
        recent,
        recent + 1,
        1_700_000_000_123,
        OldTime::MAX,
        OldTime::MIN,
        any,
    ])
    .unwrap()
}

fn text_cell(g: &mut Gen) -> Cell<String> {
    match text(g) {
        _ if u8::arbitrary(g).is_multiple_of(8) => Cell::Absent,
        None => Cell::Null,
        Some(text) => Cell::Is(text),
    }
}

#[derive(Debug, Clone)]
struct AnyUser(OldUser);

impl Arbitrary for AnyUser {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(OldUser {
            id: text(g).unwrap_or_default(),
            username: text(g),
            name: text(g),
            image: text(g),
            created_at: cell(g, time),
            updated_at: cell(g, time),
        })
    }
}

#[derive(Debug, Clone)]
struct AnyStream(OldStream);

impl Arbitrary for AnyStream {
    fn arbitrary(g: &mut Gen) -> Self {
        Self(OldStream {
            id: text(g).unwrap_or_default(),
            user_id: Some("u1".to_owned()),
            title: text(g),
            description: text(g),
            thumbnail: text(g),
            is_live: cell(g, bool::arbitrary),
            is_chat_enabled: cell(g, bool::arbitrary),
            is_chat_delayed: cell(g, bool::arbitrary),
            is_chat_followers_only: cell(g, bool::arbitrary),
            created_at: cell(g, time),
            updated_at: cell(g, time),
        })
    }
}

#[derive(Debug, Clone)]
struct AnyApplication(OldApplication);

impl Arbitrary for AnyApplication {
    fn arbitrary(g: &mut Gen) -> Self {
        let status = g.choose(&["PENDING", "approved", "Rejected", "REVOKED", "NONE", "", "other"]);
        Self(OldApplication {
            id: Some("a1".to_owned()),
            user_id: Some("u1".to_owned()),
            status: status.map(|status| (*status).to_owned()),
            about: text_cell(g),
            reason: text_cell(g),
            reviewed_by: text(g),
            reviewed_at: cell(g, time),
            created_at: cell(g, time),
            updated_at: cell(g, time),
        })
    }
}

fn is_valid_time(time: Timestamp) -> bool {
    time >= Timestamp::UNIX_EPOCH && time <= now()
}

fn is_url_valid(url: Option<&HttpUrl>) -> bool {
    url.is_none_or(|url| HttpUrl::parse(url.as_str()) == Ok(Some(url.clone())))
}

/// A new row in the form of an old one.
fn user_again(user: &ImportedUser) -> OldUser {
    OldUser {
        id: user.id.to_string(),
        username: Some(user.username.to_string()),
        name: Some(user.name.to_string()),
        image: user.image.as_ref().map(ToString::to_string),
        created_at: Cell::Is(user.created_at.timestamp_millis()),
        updated_at: Cell::Is(user.updated_at.timestamp_millis()),
    }
}

fn stream_again(stream: &Stream) -> OldStream {
    OldStream {
        id: stream.id.to_string(),
        user_id: Some(stream.user_id.to_string()),
        title: Some(stream.title.to_string()),
        description: stream.description.as_ref().map(ToString::to_string),
        thumbnail: stream.thumbnail.as_ref().map(ToString::to_string),
        is_live: Cell::Is(stream.is_live()),
        is_chat_enabled: Cell::Is(stream.chat.is_enabled),
        is_chat_delayed: Cell::Is(stream.chat.is_delayed),
        is_chat_followers_only: Cell::Is(stream.chat.is_followers_only),
        created_at: Cell::Is(stream.created_at.timestamp_millis()),
        updated_at: Cell::Is(stream.updated_at.timestamp_millis()),
    }
}

fn application_again(new: &CreatorApplication) -> OldApplication {
    let (review, reason) = match &new.state {
        ApplicationState::Pending => (None, None),
        ApplicationState::Approved(review) => (Some(review), None),
        ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason) => {
            (Some(review), Some(reason))
        }
    };
    OldApplication {
        id: Some("a1".to_owned()),
        user_id: Some(new.user_id.to_string()),
        status: Some(new.status().to_string()),
        about: Cell::Is(new.about.to_string()),
        reason: reason.map_or(Cell::Null, |reason| Cell::Is(reason.to_string())),
        reviewed_by: review.map(|review| review.by.to_string()),
        reviewed_at: review.map_or(Cell::Null, |review| Cell::Is(review.at.timestamp_millis())),
        created_at: Cell::Is(new.created_at.timestamp_millis()),
        updated_at: Cell::Is(new.created_at.timestamp_millis()),
    }
}

fn correct_application(old: &OldApplication) -> Corrected<CreatorApplication> {
    old.correct(&user(), |_| None, now())
}

fn are_corrections(findings: &[Finding]) -> bool {
    findings
        .iter()
        .all(|finding| finding.rule.outcome() == Outcome::Corrected || finding.rule == Rule::WasLive)
}

quickcheck! {
    fn a_corrected_user_is_valid_and_stays(old: AnyUser) -> bool {
        let new = old.0.correct(None, now());
        let row = &new.row;
        let again = user_again(row).correct(None, now());
        UserId::parse(row.id.as_str()).as_ref() == Ok(&row.id)
            && Username::parse(row.username.as_str()).as_ref() == Ok(&row.username)
            && DisplayName::parse(row.name.as_str()).as_ref() == Ok(&row.name)
            && is_url_valid(row.image.as_ref())
            && is_valid_time(row.created_at)
            && is_valid_time(row.updated_at)
            && are_corrections(&new.findings)
            && user_again(row).has_valid_username()
            && again.findings.is_empty()
            && again.row == new.row
    }

    fn a_corrected_stream_is_valid_and_stays(old: AnyStream) -> bool {
        let new = old.0.correct(&user(), now());
        let row = &new.row;
        let again = stream_again(row).correct(&user(), now());
        let id = row.id.as_str();
        (1..=255).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_graphic())
            && Title::parse(row.title.as_str()).as_ref() == Ok(&row.title)
            && row.description.as_ref().is_none_or(|it| Description::parse(it.as_str()) == Ok(Some(it.clone())))
            && is_url_valid(row.thumbnail.as_ref())
            && is_valid_time(row.created_at)
            && is_valid_time(row.updated_at)
            && !row.is_live()
            && are_corrections(&new.findings)
            && again.findings.is_empty()
            && again.row == new.row
    }

    fn a_corrected_application_is_valid_and_stays(old: AnyApplication) -> bool {
        let new = correct_application(&old.0);
        let again = correct_application(&application_again(&new.row));
        let is_state_valid = match &new.row.state {
            ApplicationState::Pending => true,
            ApplicationState::Approved(review) => is_valid_time(review.at),
            ApplicationState::Rejected(review, reason) | ApplicationState::Revoked(review, reason) => {
                is_valid_time(review.at) && Reason::parse(reason.as_str()).as_ref() == Ok(reason)
            }
        };
        About::parse(new.row.about.as_str()).as_ref() == Ok(&new.row.about)
            && is_valid_time(new.row.created_at)
            && is_state_valid
            && are_corrections(&new.findings)
            && again.findings.is_empty()
            && again.row == new.row
    }

    /// The report has the whole old value of each corrected column.
    fn no_old_value_is_lost(old: AnyStream) -> bool {
        let old = old.0;
        let new = old.correct(&user(), now());
        let is_kept = |column: &str, old: Option<&String>, new_value: Option<&str>| {
            old.map(String::as_str) == new_value
                || new.findings.iter().any(|finding| {
                    finding.values.iter().any(|(name, value)| *name == column && value.as_ref() == old)
                })
                || old.is_none_or(String::is_empty)
        };
        is_kept("title", old.title.as_ref(), Some(new.row.title.as_str()))
            && is_kept("description", old.description.as_ref(), new.row.description.as_ref().map(Description::as_str))
            && is_kept("thumbnail", old.thumbnail.as_ref(), new.row.thumbnail.as_ref().map(HttpUrl::as_str))
            && is_kept("id", Some(&old.id), Some(new.row.id.as_str()))
    }
}

#[test]
fn a_subject_replaces_any_id() {
    let old = OldUser {
        id: "guest-1".to_owned(),
        username: Some("ada".to_owned()),
        ..OldUser::default()
    };
    let subject = UserId::parse("auth0|1").unwrap();
    let new = old.correct(Some(&subject), now());
    assert_eq!((new.row.id, new.findings.len()), (subject, 0));
}

#[test]
fn absent_columns_have_defaults_without_a_finding() {
    let user = OldUser {
        id: "u1".to_owned(),
        username: Some("ada".to_owned()),
        ..OldUser::default()
    };
    assert_eq!(user.correct(None, now()).findings, []);
    let stream = OldStream {
        id: "s1".to_owned(),
        title: Some("Title".to_owned()),
        ..OldStream::default()
    };
    let new = stream.correct(&self::user(), now());
    assert_eq!(new.findings, []);
    assert!(new.row.chat.is_enabled && new.row.is_guests_allowed);
    assert_eq!(new.row.created_at, now());
}

#[test]
fn the_reason_of_a_table_without_about_is_what_the_applicant_wrote() {
    let old = |status: &str| OldApplication {
        status: Some(status.to_owned()),
        reason: Cell::Is("I draw".to_owned()),
        ..OldApplication::default()
    };
    let approved = correct_application(&old("APPROVED"));
    assert_eq!(
        (approved.row.about.as_str(), approved.findings.len()),
        ("I draw", 0)
    );
    let rejected = correct_application(&old("REJECTED"));
    assert!(
        matches!(rejected.row.state, ApplicationState::Rejected(_, reason) if reason.as_str() == "I draw")
    );
    assert_eq!(rejected.row.about, About::not_recorded());
}

#[test]
fn every_rule_has_a_name_and_an_explanation() {
    let mut names: Vec<_> = Rule::VARIANTS.iter().map(ToString::to_string).collect();
    assert!(
        Rule::VARIANTS
            .iter()
            .all(|rule| rule.explanation().ends_with('.'))
    );
    names.sort();
    names.dedup();
    assert_eq!(names.len(), Rule::VARIANTS.len());
}
