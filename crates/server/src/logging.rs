//! The log: one line per event on standard error, as text or JSON. Spans are exported to a collector if one is
//! configured.

use std::io::IsTerminal as _;

use anyhow::Context as _;
use opentelemetry::KeyValue;
use opentelemetry::global::set_text_map_propagator;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::time::ChronoLocal;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{ExportConfig, LogConfig, LogFormat};
use crate::version;

/// The running export of spans.
#[derive(Debug, Default)]
pub(crate) struct Export(Option<SdkTracerProvider>);

impl Export {
    /// Sends the spans that wait. It blocks for some seconds if the collector does not answer.
    pub(crate) fn finish(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown()
        {
            tracing::warn!(%error, "cannot send the last spans to the collector");
        }
    }
}

/// Starts the log and the export of spans.
pub(crate) fn start(config: &LogConfig) -> anyhow::Result<Export> {
    let filter = EnvFilter::try_new(&config.directives)?;
    let provider = config.export.as_ref().map(provider).transpose()?;
    if provider.is_some() {
        // Requests continue the traces of proxies.
        set_text_map_propagator(TraceContextPropagator::new());
    }
    // Only the spans of this server: libraries have spans for each frame of a connection.
    let exported = Targets::new()
        .with_target("onair", LevelFilter::DEBUG)
        .with_default(LevelFilter::OFF);
    let export = provider.as_ref().map(|provider| {
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("onair"));
        let layer = layer
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false);
        layer.with_filter(exported)
    });
    Registry::default()
        .with(lines(config.format).with_filter(filter))
        .with(export)
        .try_init()?;
    Ok(Export(provider))
}

fn lines(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    match format {
        // The list of spans contains the id of the request.
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_current_span(false)
            .with_span_list(true)
            .boxed(),
        LogFormat::Pretty => lines
            .compact()
            .with_timer(ChronoLocal::new("%H:%M:%S%.3f".to_owned()))
            .with_target(false)
            .with_ansi(std::io::stderr().is_terminal())
            .boxed(),
    }
}

fn provider(config: &ExportConfig) -> anyhow::Result<SdkTracerProvider> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(config.traces_url.as_str())
        .build()
        .context("OTEL_EXPORTER_OTLP_ENDPOINT")?;
    let resource = Resource::builder()
        .with_service_name(config.service.clone())
        .with_attribute(KeyValue::new("service.version", version::VERSION))
        .build();
    let sampler = Sampler::TraceIdRatioBased(config.sampled_ratio);
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(resource)
        .with_sampler(Sampler::ParentBased(Box::new(sampler)));
    Ok(provider.build())
}
