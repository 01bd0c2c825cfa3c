//! What every `IdSource` must do.

#![expect(missing_docs, reason = "each case is named for what it holds")]

use std::collections::HashSet;
use std::sync::Arc;

use onair_domain::ports::IdSource;

use crate::at_once;

/// Runs all cases of an `IdSource`; `fresh` returns an `Arc<dyn IdSource>`.
#[macro_export]
macro_rules! id_source {
    ($fresh:expr) => {
        $crate::cases!(
            id_source,
            $fresh,
            [nothing_repeats, nothing_repeats_between_threads]
        );
    };
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn nothing_repeats(ids: &Arc<dyn IdSource>) {
    let streams: HashSet<_> = (0..1000).map(|_| ids.stream_id()).collect();
    let sessions: HashSet<_> = (0..1000).map(|_| ids.session_id()).collect();
    let audits: HashSet<_> = (0..1000).map(|_| ids.audit_id()).collect();
    let numbers: HashSet<_> = (0..1000).map(|_| ids.random()).collect();
    let made = [streams.len(), sessions.len(), audits.len(), numbers.len()];
    assert_eq!(made, [1000; 4]);
}

pub async fn nothing_repeats_between_threads(ids: &Arc<dyn IdSource>) {
    let calls = (0..4).map(|_| {
        let ids = ids.clone();
        async move {
            let made = |_| (ids.stream_id(), ids.session_id(), ids.audit_id(), ids.random());
            (0..1000).map(made).collect::<Vec<_>>()
        }
    });
    let made = at_once(calls).await.concat();
    let streams: HashSet<_> = made.iter().map(|(stream, ..)| stream).collect();
    let sessions: HashSet<_> = made.iter().map(|(_, session, ..)| session).collect();
    let audits: HashSet<_> = made.iter().map(|(.., audit, _)| audit).collect();
    let numbers: HashSet<_> = made.iter().map(|(.., number)| number).collect();
    let made = [streams.len(), sessions.len(), audits.len(), numbers.len()];
    assert_eq!(made, [4000; 4]);
}
