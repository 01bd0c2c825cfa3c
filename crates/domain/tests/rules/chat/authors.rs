//! The authors of messages.

use super::fixture::ChatFixture;

#[tokio::test]
async fn only_messages_of_the_creator_are_the_hosts() {
    let mut fixture = ChatFixture::new().await;
    for participant in 0..fixture.participants.len() {
        let message = fixture.post(participant, "Hello").await.unwrap();
        assert_eq!(message.author.identity, fixture.identity(participant));
        assert_eq!(message.is_hosts(), participant == 0, "{:?}", message.author);
    }
}
