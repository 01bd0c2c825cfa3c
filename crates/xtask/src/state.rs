//! The state file: addresses, secrets and process ids of a stack, for tests and tools.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::files;

#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(rename_all = "camelCase")]
pub(crate) struct State {
    pub(crate) url: String,
    pub(crate) database_url: String,
    pub(crate) livekit_url: String,
    pub(crate) livekit_key: String,
    pub(crate) livekit_secret: String,
    pub(crate) jwt_secret: String,
    pub(crate) pids: Pids,
}

/// Process ids of the real programs. Null for external services.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Pids {
    pub(crate) server: Option<u32>,
    pub(crate) postgres: Option<u32>,
    pub(crate) livekit: Option<u32>,
}

impl State {
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        files::write_private(path, &format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("can't read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not a state file", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Pids, State};

    #[test]
    fn state_file_matches_its_documented_format() {
        let state = State {
            url: "http://127.0.0.1:8080".into(),
            database_url: "postgres://…".into(),
            livekit_url: "ws://127.0.0.1:7880".into(),
            livekit_key: "key".into(),
            livekit_secret: "secret".into(),
            jwt_secret: "jwt".into(),
            pids: Pids {
                server: Some(1),
                postgres: None,
                livekit: Some(3),
            },
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.json");
        state.write(&path).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let expected = serde_json::json!({
            "url": "http://127.0.0.1:8080",
            "databaseUrl": "postgres://…",
            "livekitUrl": "ws://127.0.0.1:7880",
            "livekitKey": "key",
            "livekitSecret": "secret",
            "jwtSecret": "jwt",
            "pids": {"server": 1, "postgres": null, "livekit": 3},
        });
        assert_eq!(json, expected);
        assert_eq!(State::read(&path).unwrap(), state);
    }
}
