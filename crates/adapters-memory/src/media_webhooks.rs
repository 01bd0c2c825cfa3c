//! [`MemoryWebhooks`]: decodes webhooks that it signed itself.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use onair_domain::ports::{MediaWebhooks, MediaWebhooksError, SignedBody};
use onair_domain::session::{MediaEvent, MediaNotification};

/// Decodes the webhooks that it signed.
#[derive(Debug, Default)]
pub struct MemoryWebhooks {
    signed: Mutex<BTreeMap<String, (Vec<u8>, SignedContent)>>,
}

#[derive(Debug, Clone)]
enum SignedContent {
    Notification(MediaNotification),
    UnusedEvent,
    Undecodable,
}

impl MemoryWebhooks {
    /// Creates an instance that has signed nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an authorization and a body that decode to this notification.
    #[must_use]
    pub fn signed(&self, notification: &MediaNotification) -> (String, Vec<u8>) {
        self.sign(SignedContent::Notification(notification.clone()))
    }

    /// Returns an authorization and a body of an event that is not used.
    #[must_use]
    pub fn signed_unused_event(&self) -> (String, Vec<u8>) {
        self.sign(SignedContent::UnusedEvent)
    }

    /// Returns an authorization and a body that cannot be decoded.
    #[must_use]
    pub fn signed_undecodable_event(&self) -> (String, Vec<u8>) {
        self.sign(SignedContent::Undecodable)
    }

    /// Returns the authorization of any other body. It cannot be decoded.
    #[must_use]
    pub fn signature_of(&self, body: &[u8]) -> String {
        let mut signed = self.lock();
        let authorization = format!("signature-{}", signed.len() + 1);
        signed.insert(authorization.clone(), (body.to_vec(), SignedContent::Undecodable));
        authorization
    }

    fn sign(&self, content: SignedContent) -> (String, Vec<u8>) {
        let mut signed = self.lock();
        let number = signed.len() + 1;
        let (authorization, body) = (
            format!("signature-{number}"),
            format!("body-{number}").into_bytes(),
        );
        signed.insert(authorization.clone(), (body.clone(), content));
        (authorization, body)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (Vec<u8>, SignedContent)>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MediaWebhooks for MemoryWebhooks {
    fn verify(&self, authorization: &str) -> Result<SignedBody, MediaWebhooksError> {
        if self.lock().contains_key(authorization) {
            Ok(SignedBody::new(authorization.to_owned()))
        } else {
            Err(MediaWebhooksError::Unsigned("unknown signature".into()))
        }
    }

    fn read(
        &self,
        signed: &SignedBody,
        body: &[u8],
    ) -> Result<Option<MediaNotification>, MediaWebhooksError> {
        match self.lock().get(signed.as_str()) {
            Some((signed, content)) if signed == body => match content {
                SignedContent::Notification(notification) => {
                    Ok(is_storable(notification).then(|| notification.clone()))
                }
                SignedContent::UnusedEvent => Ok(None),
                SignedContent::Undecodable => Err(MediaWebhooksError::Unreadable("undecodable".into())),
            },
            _ => Err(MediaWebhooksError::Unsigned("a signature of another body".into())),
        }
    }
}

/// Whether a store can keep the texts: they do not contain U+0000.
fn is_storable(notification: &MediaNotification) -> bool {
    let participant = match &notification.event {
        MediaEvent::Joined { identity, connection }
        | MediaEvent::Published { identity, connection }
        | MediaEvent::Left { identity, connection } => [identity.as_str(), connection.as_str()],
        MediaEvent::RoomOpened | MediaEvent::RoomClosed => ["", ""],
    };
    let texts = [notification.room.as_str(), notification.sid.as_str()];
    !texts.iter().chain(&participant).any(|text| text.contains('\0'))
}
