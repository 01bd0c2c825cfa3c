//! The quality of the search: queries with the results that a person expects, on one small set of streams.

use onair_domain::session::LiveState;
use onair_domain::stream::Stream;
use onair_domain::user::{DisplayName, Profile, Requester};

use crate::{World, fixtures};

/// A stream of the set: the creator's id, user name and name, the title, and the viewers if it is live.
type Listed = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Option<u32>,
);

/// Ids have a digit first, so that they are in no text.
const STREAMS: [Listed; 27] = [
    ("01", "piano", "Paula", "Evening improvisations", None),
    ("02", "keys4you", "Kim", "Piano", None),
    ("03", "jazzcat", "Jack", "Piano jazz, all night long", Some(40)),
    ("04", "grand", "Greta", "Learning piano from zero", Some(900)),
    ("05", "mona", "Mona Piano", "Talk and tea", Some(3)),
    ("06", "upright", "Uwe", "Pianos: repairs and tuning", None),
    ("07", "electropiano", "Edda", "Synth building", Some(12)),
    ("08", "rocker", "Rolf", "Rock & Roll!", None),
    ("09", "roller", "Rita", "Rock and roll history", Some(5)),
    (
        "10",
        "geology",
        "Gil",
        "Rock identification, then roll call",
        Some(70),
    ),
    ("11", "chef", "Élodie", "Crème brûlée à Orléans", Some(8)),
    ("12", "baker", "Bo", "Creme fraiche", None),
    ("13", "coder_c", "Cleo", "Learning C++ templates", Some(20)),
    ("14", "rustacean", "Ron", "Learning Rust, ownership", Some(25)),
    ("15", "tokyo", "東京ラジオ", "日本の音楽ライブ", Some(15)),
    ("16", "kana", "かな", "ピアノの練習", None),
    ("17", "igor", "Игорь", "Игра на пианино", Some(6)),
    ("18", "sale", "Sam", "50% off everything", None),
    ("19", "snake_case", "Sven", "Naming things", Some(2)),
    ("20", "zoe", "Zoë", "Zebra documentary", None),
    ("21", "zara", "Zara", "Zen gardens", Some(1)),
    ("22", "quiet", "Quinn", "Quiet quilting", None),
    (
        "23",
        "keyboardist",
        "Kai",
        "Keyboard lessons for everybody",
        Some(30),
    ),
    ("24", "typist", "Tess", "Mechanical keyboards", None),
    ("25", "strasse", "Stefan", "Große Straße", None),
    ("26", "tea", "Thea", "I ❤\u{fe0f} tea", Some(4)),
    ("27", "mathilda", "Mathilda", "Mathematics of music", Some(60)),
];

/// Queries, and the creators of all streams found, best first.
const JUDGED: [(&str, &[&str]); 60] = [
    ("piano", &["01", "02", "04", "03", "05", "06", "07"]),
    ("PIANO", &["01", "02", "04", "03", "05", "06", "07"]),
    ("pIaNo", &["01", "02", "04", "03", "05", "06", "07"]),
    ("pian", &["04", "03", "05", "01", "02", "06", "07"]),
    ("pia", &["04", "03", "05", "01", "02", "06", "07"]),
    ("p", &["04", "03", "05", "01", "02", "06", "14", "13", "07", "24"]),
    ("ian", &["04", "03", "07", "05", "01", "02", "06"]),
    ("paino", &["04", "03", "05", "01", "02", "06"]),
    ("piabo", &["04", "03", "05", "01", "02", "06"]),
    ("pano", &["04", "03", "05", "01", "02", "06"]),
    ("ppiano", &["04", "03", "05", "01", "02", "06"]),
    ("electro", &["07"]),
    ("Mona Piano", &["05"]),
    ("mona pinao", &["05"]),
    ("piano jazz", &["03"]),
    ("jazz piano", &["03"]),
    ("learning", &["04", "14", "13"]),
    ("learning piano", &["04"]),
    ("lerning rust", &["14"]),
    ("learning c++", &["13"]),
    ("c++", &["13", "10", "11", "19", "12"]),
    ("rock roll", &["08", "10", "09"]),
    ("rock & roll", &["08", "10", "09"]),
    ("roll rock", &["10", "09", "08"]),
    ("rock-roll", &["08", "10", "09"]),
    ("Orléans", &["11"]),
    ("orleans", &["11"]),
    ("creme", &["12", "11"]),
    ("crème", &["11", "12"]),
    ("brulée", &["11"]),
    ("brûlée", &["11"]),
    ("音楽", &["15"]),
    ("日本", &["15"]),
    ("ラジオ", &["15"]),
    ("ピアノ", &["16"]),
    ("東", &["15"]),
    ("пианино", &["17"]),
    ("ИГРА", &["17"]),
    ("пианно", &["17"]),
    ("%", &["18"]),
    ("50%", &["18"]),
    ("_", &["13", "19"]),
    ("snake", &["19"]),
    ("z", &["04", "21", "20", "03"]),
    ("ze", &["04", "21", "20"]),
    ("zoe", &["20"]),
    ("strasse", &["25"]),
    ("STRAßE", &["25"]),
    ("keyboard", &["23", "24"]),
    ("keybaord lessons", &["23"]),
    ("board", &["23", "24"]),
    ("q", &["22"]),
    ("quiet quiltign", &["22"]),
    ("❤", &["26"]),
    ("mathilda", &["27"]),
    ("matilda", &["27"]),
    ("music", &["27"]),
    ("nothing at all", &[]),
    ("!!!", &[]),
    ("&", &["08"]),
];

async fn set_up(world: &World, (id, username, name, title, viewers): Listed) {
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
    let stream = Stream {
        title: fixtures::title(title),
        ..fixtures::a_stream(&user.id)
    };
    let stream = world.set_up(stream).await;
    if let Some(viewers) = viewers {
        let session = world.go_live(&stream).await;
        let since = fixtures::time();
        let on_air = fixtures::in_state(&session, LiveState::OnAir { since });
        world
            .save(&session, fixtures::with_viewers(&on_air, viewers))
            .await;
    }
}

pub async fn judged_queries_find_the_expected_streams(world: &World) {
    for stream in STREAMS {
        set_up(world, stream).await;
    }
    for (query, expected) in JUDGED {
        let found = world
            .streams
            .search(&fixtures::query(query), &Requester::Guest)
            .await;
        let found = found.unwrap();
        let creators: Vec<&str> = found.iter().map(|item| item.user.id.as_str()).collect();
        assert_eq!(creators, expected, "{query:?}");
    }
}
