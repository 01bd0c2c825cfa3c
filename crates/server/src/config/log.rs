//! The configuration of the log and of tracing.

use tracing_subscriber::EnvFilter;
use url::Url;

use super::reader::Reader;

/// Levels of libraries. They log starts and stops, which the server logs itself, and an ERROR for each
/// invalid request, with which any client could fill the log. `RUST_LOG` overrides these levels.
const LIBRARY_LEVELS: &str = "actix_server=warn,tokio_postgres=warn,actix_http::h1=off";

/// The configuration of the log and of tracing.
#[derive(Debug)]
pub(crate) struct LogConfig {
    pub(crate) format: LogFormat,
    /// What is logged, as directives of `tracing-subscriber`.
    pub(crate) directives: String,
    /// Where spans are exported to, if anywhere.
    pub(crate) export: Option<ExportConfig>,
}

/// The format of a line of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Json,
    Pretty,
}

/// The export of spans by OpenTelemetry's protocol.
#[derive(Debug)]
pub(crate) struct ExportConfig {
    /// The address for traces of a collector that speaks OTLP over HTTP.
    pub(crate) traces_url: Url,
    /// The name of this service.
    pub(crate) service: String,
    /// Which part of the traces that begin here is exported, 0 to 1.
    pub(crate) sampled_ratio: f64,
}

impl LogConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let format = reader.optional("LOG_FORMAT", |format| match format {
            "json" => Ok(LogFormat::Json),
            "pretty" => Ok(LogFormat::Pretty),
            other => Err(format!("must be json or pretty: {other:?}")),
        });
        let directives = reader.optional("RUST_LOG", |directives| {
            let appended = append(directives);
            match EnvFilter::try_new(&appended) {
                Ok(_) => Ok(appended),
                Err(error) => Err(format!(
                    "must be directives such as info,onair_http=debug: {directives:?}: {error}"
                )),
            }
        });
        let traces_url = reader.optional("OTEL_EXPORTER_OTLP_ENDPOINT", traces_url);
        let service = reader.or_default("OTEL_SERVICE_NAME", "onair".to_owned());
        let sampled_ratio = reader.optional("OTEL_TRACES_SAMPLER_ARG", |ratio| match ratio.parse() {
            Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
            _ => Err(format!("must be a number from 0 to 1: {ratio:?}")),
        });
        let (service, sampled_ratio) = (service?, sampled_ratio?.unwrap_or(1.0));
        Some(Self {
            format: format?.unwrap_or(LogFormat::Json),
            directives: directives?.unwrap_or_else(|| append("info")),
            export: traces_url?.map(|traces_url| ExportConfig {
                traces_url,
                service,
                sampled_ratio,
            }),
        })
    }
}

/// Appends directives to those of libraries. The last directive for a target applies.
fn append(directives: &str) -> String {
    format!("{LIBRARY_LEVELS},{directives}")
}

/// The value is not repeated: it may contain a password.
fn traces_url(base: &str) -> Result<Url, String> {
    let parsed = Url::parse(base).ok();
    let base = parsed.filter(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none());
    let path = |base: &Url| format!("{}/v1/traces", base.path().trim_end_matches('/'));
    let url = base.map(|mut url| {
        url.set_path(&path(&url));
        url
    });
    url.ok_or_else(|| {
        "must be the address of a collector that speaks OTLP over HTTP, such as http://127.0.0.1:4318"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::with;
    use super::*;

    fn log(name: &'static str, value: &str) -> LogConfig {
        with(name, value).unwrap().log
    }

    #[test]
    fn the_default_is_json_without_export() {
        let config = log("RUST_LOG", "");
        assert_eq!(config.format, LogFormat::Json);
        assert!(config.directives.ends_with(",info"));
        assert!(config.export.is_none());
    }

    #[test]
    fn traces_go_to_the_standard_path_below_the_endpoint() {
        for (endpoint, expected) in [
            ("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1/traces"),
            ("http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces"),
            (
                "https://otel.example/onair/",
                "https://otel.example/onair/v1/traces",
            ),
        ] {
            let export = log("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint).export.unwrap();
            assert_eq!(export.traces_url.as_str(), expected);
            assert_eq!((export.service.as_str(), export.sampled_ratio), ("onair", 1.0));
        }
    }

    #[test]
    fn invalid_values_are_named_with_what_is_expected() {
        for (name, value, expected) in [
            (
                "LOG_FORMAT",
                "text",
                "LOG_FORMAT must be json or pretty: \"text\"",
            ),
            ("RUST_LOG", "onair=loud", "RUST_LOG must be directives such as"),
            (
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "grpc://collector:4317",
                "OTEL_EXPORTER_OTLP_ENDPOINT must be the address of a collector",
            ),
            (
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "collector",
                "OTEL_EXPORTER_OTLP_ENDPOINT must be",
            ),
            (
                "OTEL_TRACES_SAMPLER_ARG",
                "1.5",
                "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1",
            ),
            (
                "OTEL_TRACES_SAMPLER_ARG",
                "NaN",
                "OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1",
            ),
        ] {
            let errors = with(name, value).unwrap_err();
            assert!(errors.0[0].starts_with(expected), "{errors:?}");
        }
    }

    #[test]
    fn a_password_in_the_endpoint_is_not_repeated() {
        let errors = with("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://user:hush@otel.example").unwrap_err();
        assert!(!format!("{errors}").contains("hush"));
    }
}
