//! Verifies bearer tokens and signs those of the development login.
//!
//! Each kind of token has a module with its implementation of the domain's `Authenticator`.
//! [`OidcAuthenticator`] accepts access tokens of an OpenID Connect provider, and [`SharedSecretAuthenticator`]
//! accepts tokens that are signed with a shared secret. All of them interpret claims by the module `claims`.

mod claim_mapping;
mod claims;
mod dev;
mod provider;
mod secret;
mod shared_secret;

#[cfg(test)]
mod testing;

pub use claim_mapping::{ClaimMapping, ClaimPath, ClaimPathError};
pub use dev::{DevAuthenticator, DevTokenError, DevTokenSigner};
pub use provider::{
    InspectionError, IssuerUrl, IssuerUrlError, OidcAuthenticator, OidcClientError, OidcConfig,
    ProviderReport, SigningAlgorithm, SigningAlgorithmError, TokenRefusal, TokenReport, allows_origin,
    inspect_provider,
};
pub use secret::{SecretTooShort, SharedSecret};
pub use shared_secret::{SharedSecretAuthenticator, TokenOrigin};
