//! Ended sessions.

use onair_domain::names::VariantArray as _;
use onair_domain::page::{Page, PageLimit, PageRequest};
use onair_domain::session::{EndReason, PastKey, PastScope, PastSessions, Session};
use onair_domain::stream::{SessionId, Stream};
use onair_domain::user::UserId;

use crate::{World, fixtures};

async fn list(
    world: &World,
    creator: &UserId,
    scope: PastScope,
    limit: i64,
    after: Option<PastKey>,
) -> PastSessions {
    let limit = PageLimit::new(limit).unwrap();
    let page = PageRequest { limit, after };
    world.sessions.list_ended(creator, scope, &page).await.unwrap()
}

async fn page(world: &World, creator: &UserId, limit: i64, after: Option<PastKey>) -> Page<Session, PastKey> {
    list(world, creator, PastScope::All, limit, after).await.page
}

/// An ended session that started this many seconds after [`fixtures::time`].
async fn create_ended_session(world: &World, stream: &Stream, seconds: u64) -> Session {
    let open = fixtures::starting_at(&fixtures::a_session(stream), fixtures::later(seconds));
    assert!(world.sessions.open(&open).await.unwrap().is_some());
    world.end(&open, EndReason::EndedByCreator).await
}

/// For each reason two sessions that ended for it, with few different start times, in the order of the list.
async fn create_sessions_of_every_reason(world: &World, stream: &Stream) -> Vec<(EndReason, Session)> {
    let mut past = Vec::new();
    for (number, &reason) in (0..).zip(EndReason::VARIANTS.iter().chain(EndReason::VARIANTS)) {
        let at = fixtures::later(number % 3);
        let open = fixtures::starting_at(&fixtures::a_session(stream), at);
        assert!(world.sessions.open(&open).await.unwrap().is_some());
        past.push((reason, world.end(&open, reason).await));
    }
    past.sort_by_key(|(_, session)| std::cmp::Reverse(PastKey::of(session)));
    past
}

/// Sessions with few different start times, so that ids decide.
async fn create_history(world: &World, stream: &Stream, size: u64) -> Vec<Session> {
    let mut past = Vec::new();
    for number in 0..size {
        past.push(create_ended_session(world, stream, (number * 7) % 5).await);
    }
    past.sort_by_key(|session| std::cmp::Reverse(PastKey::of(session)));
    past
}

pub async fn open_and_ended_sessions_are_found_by_id(world: &World) {
    let open = world.go_live(&world.stream("ada").await).await;
    world.live_stream("ben", 1).await;
    let found = world.sessions.find(&open.id).await.unwrap();
    assert_eq!(found.as_ref(), Some(&open));
    let ended_session = world.end(&open, EndReason::ConnectionLost).await;
    assert_eq!(
        world.sessions.find(&ended_session.id).await.unwrap(),
        Some(ended_session)
    );
    let unknown = SessionId::from_trusted("unknown' 🎥".to_owned());
    assert_eq!(world.sessions.find(&unknown).await.unwrap(), None);
}

pub async fn only_ended_sessions_of_the_creator_are_listed(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let ended_session = create_ended_session(world, &ada, 0).await;
    world.go_live(&ada).await;
    create_ended_session(world, &ben, 0).await;
    let expected = Page {
        items: vec![ended_session],
        next: None,
    };
    assert_eq!(page(world, &ada.user_id, 50, None).await, expected);
    let nobody = fixtures::user_id("nobody");
    assert_eq!(page(world, &nobody, 50, None).await.items, []);
}

pub async fn ended_sessions_are_listed_newest_first_then_higher_id_first(world: &World) {
    let ada = world.stream("ada").await;
    let past = create_history(world, &ada, 12).await;
    assert_eq!(page(world, &ada.user_id, 50, None).await.items, past);
}

pub async fn pages_contain_each_ended_session_once(world: &World) {
    let ada = world.stream("ada").await;
    let past = create_history(world, &ada, 11).await;
    for limit in [1, 3, 11] {
        let (mut listed_items, mut after) = (Vec::new(), None);
        loop {
            let Page { items, next } = page(world, &ada.user_id, limit, after).await;
            assert!(items.len() <= usize::try_from(limit).unwrap());
            listed_items.extend(items);
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed_items, past);
    }
}

pub async fn a_session_that_ends_between_pages_shifts_nothing(world: &World) {
    let ada = world.stream("ada").await;
    let past = create_history(world, &ada, 10).await;
    let first = page(world, &ada.user_id, 4, None).await;
    create_ended_session(world, &ada, 99).await;
    let rest = page(world, &ada.user_id, 50, first.next).await;
    assert_eq!([first.items, rest.items].concat(), past);
}

pub async fn public_sessions_are_those_that_connected(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let past = create_sessions_of_every_reason(world, &ada).await;
    create_ended_session(world, &ben, 0).await;
    world.go_live(&ada).await;
    let public = past
        .iter()
        .filter(|(reason, _)| *reason != EndReason::NeverConnected);
    let public: Vec<_> = public.map(|(_, session)| session.clone()).collect();
    assert_eq!(public.len(), past.len() - 2);
    for limit in [1, 4, 50] {
        let (mut listed_items, mut after) = (Vec::new(), None);
        loop {
            let PastSessions { page, total } =
                list(world, &ada.user_id, PastScope::Public, limit, after).await;
            assert_eq!(total, public.len() as u64);
            assert!(page.items.len() <= usize::try_from(limit).unwrap());
            listed_items.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed_items, public);
    }
}

pub async fn the_total_counts_all_sessions_of_the_scope(world: &World) {
    let ada = world.stream("ada").await;
    let total = async |scope, after| list(world, &ada.user_id, scope, 1, after).await.total;
    for scope in [PastScope::All, PastScope::Public] {
        assert_eq!(total(scope, None).await, 0);
    }
    let past = create_sessions_of_every_reason(world, &ada).await;
    world.go_live(&ada).await;
    // Also on the last page, and on an empty one.
    let (_, last) = past.last().unwrap();
    for after in [None, Some(PastKey::of(last))] {
        assert_eq!(total(PastScope::All, after.clone()).await, past.len() as u64);
        assert_eq!(total(PastScope::Public, after).await, past.len() as u64 - 2);
    }
}

pub async fn the_last_room_is_that_of_the_latest_ended_session(world: &World) {
    let (ada, ben) = (world.stream("ada").await, world.stream("ben").await);
    let last_room = async |stream: &Stream| world.sessions.find_last_room(&stream.user_id).await.unwrap();
    assert_eq!(last_room(&ada).await, None);
    let later = create_ended_session(world, &ada, 60).await;
    create_ended_session(world, &ada, 0).await;
    create_ended_session(world, &ben, 120).await;
    world.go_live(&ada).await;
    assert_eq!(last_room(&ada).await, Some(later.room_sid));
}
