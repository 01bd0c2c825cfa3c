//! An author's recent messages.

use onair_domain::chat::{BURST, NewMessage, RecentMessages};
use onair_domain::room::Identity;
use onair_domain::session::Session;

use super::write;
use crate::{World, fixtures};

async fn recent(world: &World, session: &Session, who: &str) -> RecentMessages {
    let who = Identity::from_outside(who.to_owned());
    let mut recent = world.chat.find_recent(&session.id, &who).await.unwrap();
    recent.times.sort();
    recent
}

async fn write_at(world: &World, session: &Session, author: &str, seconds: u64) -> NewMessage {
    let message = NewMessage {
        sent_at: fixtures::later(seconds),
        visible_at: fixtures::later(seconds + 3),
        ..fixtures::a_message(session, author)
    };
    write(world, &message).await;
    message
}

pub async fn an_author_without_messages_has_no_times(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    write_at(world, &ada, "vera", 1).await;
    let unknown = Session {
        id: fixtures::session_id(),
        ..ada.clone()
    };
    for (session, who) in [(&ada, "ben"), (&ben, "vera"), (&unknown, "vera")] {
        assert_eq!(recent(world, session, who).await, RecentMessages::default());
    }
}

pub async fn all_messages_of_an_author_are_counted_and_the_newest_times_returned(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    let ben = world.go_live(&world.stream("ben").await).await;
    for seconds in 1..=8 {
        write_at(world, &ada, "vera", seconds).await;
        write_at(world, &ada, "victor", 50 + seconds).await;
        write_at(world, &ben, "vera", 100 + seconds).await;
        let count = seconds.min(BURST as u64);
        let expected = RecentMessages {
            count: u32::try_from(seconds).unwrap(),
            times: (seconds - count + 1..=seconds).map(fixtures::later).collect(),
        };
        assert_eq!(recent(world, &ada, "vera").await, expected);
    }
}

/// The newest messages are those appended last, whatever the clocks of the servers said.
pub async fn the_newest_messages_are_those_with_the_highest_numbers(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    for seconds in [90, 80, 10, 9, 8, 7, 6] {
        write_at(world, &ada, "vera", seconds).await;
    }
    let times = [6, 7, 8, 9, 10].map(fixtures::later).to_vec();
    assert_eq!(
        recent(world, &ada, "vera").await,
        RecentMessages { count: 7, times }
    );
}

pub async fn removed_messages_count_towards_the_rate_limit(world: &World) {
    let ada = world.go_live(&world.stream("ada").await).await;
    write_at(world, &ada, "vera", 1).await;
    let second = write_at(world, &ada, "vera", 2).await;
    let before = recent(world, &ada, "vera").await;
    let removed = world.chat.remove(&second.id, fixtures::later(3), None).await;
    assert!(removed.unwrap());
    assert_eq!(recent(world, &ada, "vera").await, before);
    assert_eq!(before.count, 2);
}
