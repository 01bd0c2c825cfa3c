//! What every `IdSource` must do.

#![expect(missing_docs, reason = "each case is named for the behaviour that it checks")]

use std::collections::HashSet;
use std::sync::Arc;

use onair_domain::ports::IdSource;

use crate::run_concurrently;

/// Runs all cases of an `IdSource`; `fresh` returns an `Arc<dyn IdSource>`.
#[macro_export]
macro_rules! id_source {
    ($fresh:expr) => {
        $crate::cases!(
            id_source,
            $fresh,
            [ids_do_not_repeat, ids_do_not_repeat_between_threads]
        );
    };
}

#[expect(clippy::unused_async, reason = "all cases are called in one way")]
pub async fn ids_do_not_repeat(ids: &Arc<dyn IdSource>) {
    let streams: HashSet<_> = (0..1000).map(|_| ids.stream_id()).collect();
    let sessions: HashSet<_> = (0..1000).map(|_| ids.session_id()).collect();
    let audits: HashSet<_> = (0..1000).map(|_| ids.audit_id()).collect();
    let messages: HashSet<_> = (0..1000).map(|_| ids.message_id()).collect();
    let numbers: HashSet<_> = (0..1000).map(|_| ids.random()).collect();
    let made = [streams.len(), sessions.len(), audits.len()];
    assert_eq!(made, [1000; 3]);
    assert_eq!([messages.len(), numbers.len()], [1000; 2]);
}

pub async fn ids_do_not_repeat_between_threads(ids: &Arc<dyn IdSource>) {
    let calls = (0..4).map(|_| {
        let ids = ids.clone();
        async move { (0..1000).map(|_| of_each_kind(&*ids)).collect::<Vec<_>>() }
    });
    let made = run_concurrently(calls).await.concat();
    for kind in 0..5 {
        let of_it: HashSet<_> = made.iter().map(|made| &made[kind]).collect();
        assert_eq!(of_it.len(), 4000);
    }
}

fn of_each_kind(ids: &dyn IdSource) -> [String; 5] {
    [
        ids.stream_id().to_string(),
        ids.session_id().to_string(),
        ids.audit_id().to_string(),
        ids.message_id().to_string(),
        ids.random().to_string(),
    ]
}
