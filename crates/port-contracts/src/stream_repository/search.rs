//! The search: matches and their order.

use onair_domain::ports::StreamRepositoryError;
use onair_domain::stream::BroadcastState;
use onair_domain::user::{DisplayName, Profile, Requester};

use crate::{World, fixtures, run_concurrently};

/// Returns the creators whose streams a guest finds, best first.
async fn found(world: &World, query: &str) -> Vec<String> {
    found_by(world, query, &Requester::Guest).await
}

async fn found_by(world: &World, query: &str, requester: &Requester) -> Vec<String> {
    let found = world.streams.search(&fixtures::query(query), requester).await;
    let creators = found.unwrap().into_iter();
    creators.map(|item| item.user.id.to_string()).collect()
}

/// A creator whose id has no word in common with the stream.
async fn user_with_stream(world: &World, id: &str, username: &str, name: &str) {
    let profile = Profile {
        username: Some(fixtures::username(username)),
        name: Some(DisplayName::parse(name).unwrap()),
        ..fixtures::a_profile(id)
    };
    let user = world
        .users
        .upsert_from_claims(&profile, fixtures::time())
        .await
        .unwrap()
        .user;
    world.set_up(fixtures::a_stream(&user.id)).await;
}

pub async fn part_of_a_title_a_user_name_or_a_name_is_found(world: &World) {
    world.stream_with_title("u1", "Building a harpsichord").await;
    user_with_stream(world, "u2", "gardener77", "Someone").await;
    user_with_stream(world, "u3", "someone", "Doctor Wolfram").await;
    for (query, creator) in [
        ("harpsichord", "u1"),
        ("psicho", "u1"),
        ("building a", "u1"),
        ("gardener77", "u2"),
        ("dener7", "u2"),
        ("Doctor Wolfram", "u3"),
        ("lfra", "u3"),
    ] {
        assert_eq!(found(world, query).await, [creator], "{query}");
    }
}

pub async fn a_search_ignores_case(world: &World) {
    world.stream_with_title("u1", "Building A HARPSICHORD").await;
    user_with_stream(world, "u2", "Gardener", "Someone").await;
    for (query, creator) in [
        ("hArPsIcHoRd", "u1"),
        ("BUILDING a", "u1"),
        ("GARDENER", "u2"),
        ("gardener", "u2"),
    ] {
        assert_eq!(found(world, query).await, [creator], "{query}");
    }
}

pub async fn a_search_ignores_case_in_every_alphabet(world: &World) {
    world.stream_with_title("u1", "ÉCLAIRS AU CAFÉ").await;
    world.stream_with_title("u2", "Игра на пианино").await;
    for (query, creator) in [
        ("éclairs", "u1"),
        ("café", "u1"),
        ("ИГРА НА", "u2"),
        ("ПИАНИНО", "u2"),
    ] {
        assert_eq!(found(world, query).await, [creator], "{query}");
    }
}

pub async fn a_text_is_found_in_any_unicode_form(world: &World) {
    world.stream_with_title("composed", "Soirée à Orléans").await;
    world
        .stream_with_title("decomposed", "Soire\u{301}e a\u{300} Orle\u{301}ans, bis")
        .await;
    world.stream_with_title("wide", "Ｐｉａｎｏ").await;
    world.stream_with_title("sharp", "Große Straße").await;
    world.stream_with_title("dotted", "İzmir").await;
    world.stream_with_title("sigma", "Ο ΣΊΣΥΦΟΣ").await;
    world.stream_with_title("cyrillic", "Игра на пианино").await;
    world
        .stream_with_title("hebrew", "\u{5e9}\u{5b8}\u{5c1}לום עולם")
        .await;
    world.stream_with_title("thai", "ดนตรีก่อนนอน").await;
    world
        .stream_with_title("emoji", "Family 👩\u{200d}👧 and tea ❤\u{fe0f}")
        .await;
    user_with_stream(world, "persian", "می\u{200c}خواهم", "Zo\u{eb}").await;
    let orleans = ["composed", "decomposed"];
    for (query, creators) in [
        ("Orléans", &orleans[..]),
        ("Orle\u{301}ans", &orleans),
        ("SOIRÉE À ORLE\u{301}ANS", &orleans),
        ("piano", &["wide"]),
        ("ＰＩＡＮＯ", &["wide"]),
        ("strasse", &["sharp"]),
        ("GROSSE STRASSE", &["sharp"]),
        ("straße", &["sharp"]),
        ("i\u{307}zmir", &["dotted"]),
        ("İZMİR", &["dotted"]),
        ("izmir", &["dotted"]),
        ("σίσυφος", &["sigma"]),
        ("Σίσυφοσ", &["sigma"]),
        ("ПИАНИНО", &["cyrillic"]),
        ("ש\u{5c1}\u{5b8}לום", &["hebrew"]),
        ("עולם", &["hebrew"]),
        ("ก่อน", &["thai"]),
        ("👩👧", &["emoji"]),
        ("❤", &["emoji"]),
        ("a\u{200b}nd t\u{ad}ea", &["emoji"]),
        ("میخواهم", &["persian"]),
        ("ZOE\u{308}", &["persian"]),
    ] {
        assert_eq!(found(world, query).await, creators, "{query}");
    }
}

pub async fn punctuation_separates_words(world: &World) {
    world.stream_with_title("u1", "Rock & Roll (live!)").await;
    world.stream_with_title("u2", "rock-roll/blues").await;
    world.stream_with_title("u3", "Learning C++").await;
    user_with_stream(world, "u4", "anna.maria", "Someone").await;
    for (query, creators) in [
        ("rock roll", &["u1", "u2"][..]),
        ("rock/roll", &["u1", "u2"]),
        ("roll, live", &["u1"]),
        ("roll blues", &["u2"]),
        ("c++", &["u3"]),
        ("maria", &["u4"]),
        ("anna maria", &["u4"]),
        ("@anna_maria", &["u4"]),
    ] {
        assert_eq!(found(world, query).await, creators, "{query}");
    }
}

pub async fn equal_matches_are_in_the_order_of_the_live_list(world: &World) {
    for (creator, title) in [
        ("typo-2", "Harpsicord workshop"),
        ("typo-1", "Harpsicord repairs, a long and winding evening"),
        ("contains-2", "Harpsichords"),
        (
            "contains-1",
            "An evening of harpsichord, with a title longer than the others'",
        ),
        ("within", "Theharpsichord"),
    ] {
        world.stream_with_title(creator, title).await;
    }
    for (creator, viewers) in [("typo-live", 1), ("contains-live", 2), ("contains-most", 9)] {
        let stream = world.live_stream(creator, viewers).await;
        let title = if creator == "typo-live" {
            "Harpsicord"
        } else {
            "A harpsichord"
        };
        let patch = onair_domain::stream::StreamPatch {
            title: Some(fixtures::title(title)),
            ..Default::default()
        };
        let changed = world
            .streams
            .update(&stream.user_id, &patch, fixtures::later(1))
            .await;
        assert!(changed.unwrap().is_some());
    }
    let expected = [
        "contains-most",
        "contains-live",
        "contains-2",
        "contains-1",
        "within",
        "typo-live",
        "typo-2",
        "typo-1",
    ];
    assert_eq!(found(world, "harpsichord").await, expected);
}

pub async fn a_wrong_missing_or_doubled_letter_is_tolerated(world: &World) {
    world
        .stream_with_title("u1", "Late at night: piano and tea with old friends")
        .await;
    world.stream_with_title("u2", "Building a harpsichord").await;
    user_with_stream(world, "u3", "gardener", "Someone").await;
    for query in ["piabo", "oiano", "pianp", "pano", "pian", "ppiano", "pianno"] {
        assert_eq!(found(world, query).await, ["u1"], "{query}");
    }
    for query in ["harpsicord", "harpsichoard", "harpzichord"] {
        assert_eq!(found(world, query).await, ["u2"], "{query}");
    }
    for query in ["gardner", "gardeber", "garddener"] {
        assert_eq!(found(world, query).await, ["u3"], "{query}");
    }
}

pub async fn swapped_letters_of_a_longer_word_are_tolerated(world: &World) {
    world.stream_with_title("u1", "Keyboard building").await;
    world.stream_with_title("u2", "Watercolours").await;
    assert_eq!(found(world, "keybaord").await, ["u1"]);
    assert_eq!(found(world, "watrecolours").await, ["u2"]);
}

pub async fn a_typo_in_one_of_several_words_is_tolerated(world: &World) {
    world
        .stream_with_title("u1", "Keyboard lessons for everybody")
        .await;
    world
        .stream_with_title("u2", "Cooking with Mediterranean herbs")
        .await;
    assert_eq!(found(world, "keyboad lessons").await, ["u1"]);
    assert_eq!(found(world, "mediteranean herbs").await, ["u2"]);
}

pub async fn other_words_are_not_found(world: &World) {
    world
        .stream_with_title("u1", "Keyboard lessons for everybody")
        .await;
    world
        .stream_with_title("u2", "Cooking with Mediterranean herbs")
        .await;
    for query in ["zebra", "swimming", "xq", "astronomy for nobody's uncle"] {
        assert_eq!(found(world, query).await, Vec::<String>::new(), "{query}");
    }
}

pub async fn percent_and_underscore_are_ordinary_characters(world: &World) {
    world.stream_with_title("u1", "50% off").await;
    world.stream_with_title("u2", "snake_case").await;
    world.stream_with_title("u3", r"back\slash").await;
    world.stream_with_title("u4", "Quiet evening").await;
    for (query, creators) in [
        ("%", vec!["u1"]),
        ("_", vec!["u2"]),
        ("\\", vec!["u3"]),
        ("0% o", vec!["u1"]),
        ("e_c", vec!["u2"]),
        ("k\\s", vec!["u3"]),
        ("v%n", vec![]),
        ("v_n", vec![]),
        ("'", vec![]),
    ] {
        assert_eq!(found(world, query).await, creators, "{query}");
    }
}

pub async fn a_search_finds_at_most_20(world: &World) {
    for number in 0..24 {
        world
            .stream_with_title(&format!("u{number}"), &format!("Harpsichord number {number}"))
            .await;
    }
    world.stream_with_title("best", "Harpsichord").await;
    let found = found(world, "harpsichord").await;
    assert_eq!(found.len(), 20);
    assert_eq!(found[0], "best");
}

pub async fn exact_matches_come_first_and_similar_ones_last(world: &World) {
    world.stream_with_title("similar", "Keyboarx night").await;
    world
        .stream_with_title("contains", "All my keyboards, one by one")
        .await;
    world.stream_with_title("exact", "Keyboard").await;
    assert_eq!(found(world, "keyboard").await, ["exact", "contains", "similar"]);
}

pub async fn a_block_either_way_hides_a_stream_from_search(world: &World) {
    for creator in ["blocker", "blocked", "stranger"] {
        world.stream_with_title(creator, "Harpsichord").await;
    }
    let vera = world.user("vera").await;
    world.block(&fixtures::user_id("blocker"), &vera.id).await;
    world.block(&vera.id, &fixtures::user_id("blocked")).await;
    let requester = Requester::User(vera.id);
    assert_eq!(found_by(world, "harpsichord", &requester).await, ["stranger"]);
    assert_eq!(found_by(world, "harpsichoard", &requester).await, ["stranger"]);
    assert_eq!(found(world, "harpsichord").await.len(), 3);
}

pub async fn search_results_contain_the_live_status(world: &World) {
    world.live_stream("on", 4).await;
    world.stream("off").await;
    let found = world
        .streams
        .search(&fixtures::query("quiet evening"), &Requester::Guest)
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
    for item in found {
        let expected = if item.user.id.as_str() == "on" {
            (BroadcastState::OnAir, 4, Some(fixtures::time()))
        } else {
            (BroadcastState::Offline, 0, None)
        };
        assert_eq!((item.state, item.viewer_count, item.stream.live_since), expected);
    }
}

pub async fn many_concurrent_searches_do_not_block_other_calls(world: &World) {
    let ada = world.stream_with_title("ada", "Harpsichord building").await;
    let query = fixtures::query("harpsicord");
    let search = |_| {
        let (streams, query) = (world.streams.clone(), query.clone());
        async move {
            streams
                .search(&query, &Requester::Guest)
                .await
                .map(|found| found.len())
        }
    };
    let searches: Vec<_> = (0..64).map(search).collect();
    let answers = tokio::spawn(run_concurrently(searches));
    for _ in 0..16 {
        let found = world.streams.find_by_creator(&ada.user_id).await;
        assert!(found.unwrap().is_some());
    }
    for answer in answers.await.unwrap() {
        assert!(
            matches!(answer, Ok(1) | Err(StreamRepositoryError::SearchBusy)),
            "{answer:?}"
        );
    }
}

pub async fn similar_matches_are_in_the_order_of_the_live_list(world: &World) {
    for (creator, viewers) in [("few", 1), ("many", 9), ("off", 0)] {
        let stream = world.stream_with_title(creator, "Harpsichord building").await;
        if viewers > 0 {
            let session = world.go_live(&stream).await;
            world
                .save(&session, fixtures::with_viewers(&session, viewers))
                .await;
        }
    }
    assert_eq!(found(world, "harpsicord").await, ["many", "few", "off"]);
    assert_eq!(found(world, "haprsichord").await, ["many", "few", "off"]);
}
