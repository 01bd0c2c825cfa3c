//! The design's correctness properties, P1 to P8, for all inputs.

use std::collections::BTreeSet;

use onair_domain::page::PageRequest;
use onair_domain::room::Identity;
use onair_domain::stream::{ChatSettings, Stream, StreamPatch, StreamService};
use onair_domain::token::{Grants, RoomRole};
use onair_domain::user::Requester;
use quickcheck::{TestResult, quickcheck};

use crate::arbitrary::{AnyGuestName, AnyPatch, AnyTitle, AnyUserId};
use crate::services::{Services, run};

/// Whether a stream is live. Asserts that all views of it agree.
async fn is_live(services: &Services, host: &AnyUserId) -> bool {
    let stream = services.stream(&host.0).await;
    let status = services.status(&host.0).await;
    let listed = services
        .streams
        .get_live_streams(&Requester::Guest, &PageRequest::default())
        .await
        .unwrap();
    let session = services.session(&host.0).await;
    let views = [
        stream.is_live(),
        status.is_live(),
        status.stream.is_live(),
        status.started_at().is_some(),
        listed.items.iter().any(|item| item.user.id == host.0),
        session.is_some(),
    ];
    assert!(views.iter().all(|live| *live == views[0]), "{views:?}");
    views[0]
}

quickcheck! {
    fn p1_go_live_makes_the_stream_live(host: AnyUserId, title: AnyTitle, patch: AnyPatch, times: u8) -> () {
        run(async {
            let services = Services::new();
            let creator = services.creator(host.0.as_str()).await;
            let set_up = services.streams.create_or_update_stream(&host.0, title.0, patch.0).await;
            set_up.unwrap();
            assert!(!is_live(&services, &host).await);
            for _ in 0..=times % 4 {
                let start = services.broadcasts.go_live(&creator).await.unwrap();
                assert!(start.stream.is_live());
                assert!(is_live(&services, &host).await);
            }
        });
    }

    fn p2_end_stream_makes_it_offline(host: AnyUserId, went_live: bool, times: u8) -> () {
        run(async {
            let services = Services::new();
            let creator = services.host(host.0.as_str()).await;
            if went_live {
                services.broadcasts.go_live(&creator).await.unwrap();
            }
            for time in 0..=times % 4 {
                let ended = services.broadcasts.end_stream(&host.0).await.unwrap();
                assert_eq!(ended.is_some(), went_live && time == 0);
                assert!(!is_live(&services, &host).await);
                assert!(!services.is_room_open(&creator));
            }
        });
    }

    fn p3_a_title_update_never_changes_whether_it_is_live(host: AnyUserId, live: bool, titles: Vec<AnyTitle>) -> () {
        run(async {
            let services = Services::new();
            let creator = services.host(host.0.as_str()).await;
            if live {
                services.broadcasts.go_live(&creator).await.unwrap();
            }
            let before = services.session(&host.0).await;
            for title in titles {
                let patch = StreamPatch { title: Some(title.0.clone()), ..StreamPatch::default() };
                let updated = services.streams.update_stream_info(&host.0, patch).await.unwrap();
                assert_eq!((updated.title, updated.live_since.is_some()), (title.0, live));
                assert_eq!(is_live(&services, &host).await, live);
                assert_eq!(services.session(&host.0).await, before);
            }
        });
    }

    fn p4_each_chat_flag_persists_as_set(
        host: AnyUserId,
        live: bool,
        changes: Vec<(Option<bool>, Option<bool>, Option<bool>)>
    ) -> () {
        run(async {
            let services = Services::new();
            let creator = services.host(host.0.as_str()).await;
            if live {
                services.broadcasts.go_live(&creator).await.unwrap();
            }
            let mut expected = ChatSettings::default();
            for (enabled, delayed, followers_only) in changes {
                expected = ChatSettings {
                    is_enabled: enabled.unwrap_or(expected.is_enabled),
                    is_delayed: delayed.unwrap_or(expected.is_delayed),
                    is_followers_only: followers_only.unwrap_or(expected.is_followers_only),
                };
                let changed = services.streams.update_chat_settings(&host.0, enabled, delayed, followers_only);
                assert_eq!(changed.await.unwrap().chat, expected);
                assert_eq!(services.stream(&host.0).await.chat, expected);
            }
        });
    }

    fn p5_no_viewer_or_guest_token_can_publish(
        host: AnyUserId,
        viewer: AnyUserId,
        name: AnyGuestName
    ) -> TestResult {
        if host.0 == viewer.0 {
            return TestResult::discard();
        }
        run(async {
            let services = Services::new();
            services.live_host(host.0.as_str()).await;
            let viewer = services.user(viewer.0.as_str()).await;
            let of_viewer = services.tokens.generate_viewer_token(&viewer, &host.0).await.unwrap();
            let of_guest = services.tokens.generate_guest_token(&host.0, name.0, None).await.unwrap();
            for (access, role) in [(of_viewer, RoomRole::Viewer), (of_guest, RoomRole::Guest)] {
                let claims = services.claims(&access.token);
                assert!(!claims.grants.can_publish);
                assert_eq!(claims.grants, Grants::of(role));
                assert_eq!(claims.room.as_str(), host.0.as_str());
            }
        });
        TestResult::passed()
    }

    fn p6_a_viewer_tokens_identity_is_the_user_id(host: AnyUserId, viewer: AnyUserId) -> TestResult {
        if host.0 == viewer.0 {
            return TestResult::discard();
        }
        run(async {
            let services = Services::new();
            services.live_host(host.0.as_str()).await;
            let user = services.user(viewer.0.as_str()).await;
            let access = services.tokens.generate_viewer_token(&user, &host.0).await.unwrap();
            let claims = services.claims(&access.token);
            assert_eq!(claims.identity.as_str(), viewer.0.as_str());
            assert_eq!((access.identity, access.name, access.room), (claims.identity, claims.name, claims.room));
        });
        TestResult::passed()
    }

    fn p7_a_guests_identity_starts_with_guest(host: AnyUserId, names: Vec<AnyGuestName>) -> () {
        run(async {
            let services = Services::new();
            services.live_host(host.0.as_str()).await;
            let (guests, mut identities) = (names.len(), BTreeSet::new());
            for name in names {
                let access = services.tokens.generate_guest_token(&host.0, name.0, None).await.unwrap();
                let claims = services.claims(&access.token);
                assert!(claims.identity.as_str().starts_with("guest-"));
                assert!(claims.identity.is_guest());
                assert!(!claims.name.is_empty());
                assert_eq!((&access.identity, access.name), (&claims.identity, claims.name));
                identities.insert(access.identity);
            }
            assert_eq!(identities.len(), guests, "two guests had the same identity");
        });
    }

    fn p8_set_up_creates_or_updates_the_stream(
        host: AnyUserId,
        set_ups: Vec<(AnyTitle, AnyPatch)>
    ) -> () {
        run(async {
            let services = Services::new();
            services.creator(host.0.as_str()).await;
            assert_eq!(StreamService::get_creator_stream(&services.account(&host.0).await).unwrap(), None);
            let mut before: Option<Stream> = None;
            for (title, patch) in set_ups {
                let set_up = services.streams.create_or_update_stream(&host.0, title.0.clone(), patch.0.clone());
                let (stream, is_new) = set_up.await.unwrap();
                assert_eq!(is_new, before.is_none());
                let now = services.ports.clock.now();
                let started = before.unwrap_or_else(|| {
                    Stream::set_up(stream.id.clone(), host.0.clone(), title.0.clone(), &patch.0, now)
                });
                let expected = Stream { title: title.0, ..started.patched(&patch.0, now) };
                assert_eq!(stream, expected);
                assert_eq!(services.stream(&host.0).await, expected);
                before = Some(expected);
            }
        });
    }

    fn a_creators_token_publishes_only_in_their_own_room(host: AnyUserId) -> () {
        run(async {
            let services = Services::new();
            let creator = services.host(host.0.as_str()).await;
            let start = services.broadcasts.go_live(&creator).await.unwrap();
            let claims = services.claims(&start.token);
            assert_eq!(claims.identity, Identity::of_user(&host.0));
            assert_eq!(claims.grants, Grants::of(RoomRole::Creator));
            assert_eq!(claims.room.as_str(), host.0.as_str());
            assert_eq!(services.memory.signer.signed().len(), 1);
        });
    }
}
