//! Who wrote a message.

use super::crowd::Crowd;

#[tokio::test]
async fn only_messages_of_the_creator_are_the_hosts() {
    let mut crowd = Crowd::new().await;
    for person in 0..crowd.people.len() {
        let message = crowd.says(person, "Hello").await.unwrap();
        assert_eq!(message.author.identity, crowd.identity(person));
        assert_eq!(message.is_hosts(), person == 0, "{:?}", message.author);
    }
}
