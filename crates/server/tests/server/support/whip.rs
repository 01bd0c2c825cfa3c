//! Joins a room by WHIP, which LiveKit supports in addition to its own signalling.

use super::client;

/// An SDP offer with one video track.
const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
    m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=sendonly\r\na=rtcp-mux\r\n\
    a=rtpmap:96 VP8/90000\r\na=msid:picture picture\r\na=ssrc:1 cname:picture\r\na=setup:actpass\r\n\
    a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 \
    00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n";

/// Sends the offer. Returns the status and the body of the response.
pub(crate) async fn post_whip_offer(livekit_url: &str, token: &str) -> (u16, String) {
    let url = format!("{}/whip/v1", livekit_url.replacen("ws", "http", 1));
    let offer = client()
        .post(url)
        .bearer_auth(token)
        .header("content-type", "application/sdp")
        .body(OFFER);
    let response = offer.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}
