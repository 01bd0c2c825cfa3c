//! [`SeededIds`]: reproducible ids.

use std::sync::atomic::{AtomicU64, Ordering};

use onair_domain::audit::AuditId;
use onair_domain::chat::MessageId;
use onair_domain::ports::IdSource;
use onair_domain::stream::{SessionId, StreamId};

/// Ids and numbers from a seed. They are predictable, so use them in tests only.
#[derive(Debug, Default)]
pub struct SeededIds {
    seed: u64,
    issued: AtomicU64,
}

impl SeededIds {
    /// Creates a source from a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: AtomicU64::new(0),
        }
    }

    fn next(&self) -> u64 {
        self.issued.fetch_add(1, Ordering::Relaxed)
    }

    /// Has the form of a UUID of version 7. Later ids sort after earlier ones.
    fn uuid(&self) -> String {
        let [.., a, b] = self.seed.to_be_bytes();
        format!("01900000-0000-7000-80{a:02x}-{b:02x}{:010x}", self.next())
    }
}

impl IdSource for SeededIds {
    fn stream_id(&self) -> StreamId {
        StreamId::from_trusted(self.uuid())
    }

    fn session_id(&self) -> SessionId {
        SessionId::from_trusted(self.uuid())
    }

    fn audit_id(&self) -> AuditId {
        AuditId::from_trusted(self.uuid())
    }

    fn message_id(&self) -> MessageId {
        MessageId::from_trusted(self.uuid())
    }

    /// `SplitMix64`, which returns each number once.
    fn random(&self) -> u64 {
        let mut z = self
            .seed
            .wrapping_add(self.next().wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
