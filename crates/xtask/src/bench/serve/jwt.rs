//! Tokens as the identity provider and LiveKit's clients sign them (HS256).

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Longer than any run.
const LIFETIME_SECONDS: u64 = 12 * 3600;

/// Signs the bearer token of a user. It names only the user's id, so it never changes the user's row.
pub(super) fn bearer(secret: &str, user: &str) -> Result<String> {
    let now = now()?;
    sign(
        secret,
        &json!({"sub": user, "iat": now, "exp": now + LIFETIME_SECONDS}),
    )
}

/// Signs a token for LiveKit's API with all grants for rooms.
pub(super) fn room_admin(key: &str, secret: &str, room: &str) -> Result<String> {
    let now = now()?;
    let grants = json!({"room": room, "roomCreate": true, "roomAdmin": true, "roomList": true});
    sign(
        secret,
        &json!({"iss": key, "nbf": now - 10, "exp": now + LIFETIME_SECONDS, "video": grants}),
    )
}

/// Signs a webhook's body as LiveKit does.
pub(super) fn webhook(key: &str, secret: &str, body: &[u8]) -> Result<String> {
    let now = now()?;
    let hash = STANDARD.encode(Sha256::digest(body));
    sign(
        secret,
        &json!({"iss": key, "nbf": now - 10, "exp": now + LIFETIME_SECONDS, "sha256": hash}),
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "tokens for another program need the real time"
)]
fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

fn sign(secret: &str, claims: &Value) -> Result<String> {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|error| anyhow!(error))?;
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    Ok(format!("{signed}.{signature}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sign;

    /// The expected token is from another implementation (`openssl dgst -sha256 -hmac`).
    #[test]
    fn a_token_has_three_parts_and_a_signature_of_the_first_two() {
        assert_eq!(
            sign("secret", &json!({"sub": "a"})).unwrap(),
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhIn0.qBdA9L_PTGPhu7ipY7Xs4Eol-m79U_HNIifGEFJXeJQ"
        );
    }
}
