//! Bearer tokens: who verifies them, and the ones that the development login hands out.
//!
//! Each way to verify is a module of its own that implements the domain's `Authenticator`:
//! [`SharedSecretAuthenticator`] for tokens that are signed with a secret both sides know. What a
//! token's claims mean is the same for all of them and stands in `claims`.

mod claims;
mod dev;
mod secret;
mod shared_secret;

#[cfg(test)]
mod testing;

pub use dev::{DevAuthenticator, DevTokenError, DevTokens};
pub use secret::{SecretTooShort, SharedSecret};
pub use shared_secret::{SharedSecretAuthenticator, TokenOrigin};
