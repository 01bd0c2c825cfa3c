//! One span per statement, for tracing.

use diesel::connection::{Instrumentation, InstrumentationEvent};
use tracing::field::Empty;
use tracing::{Span, debug_span};

/// What diesel writes between a statement and its parameters, which may be personal data.
const BEFORE_PARAMETERS: &str = " -- binds:";

/// Opens a span for each statement of a connection, as a child of the caller's span.
#[derive(Debug)]
pub(crate) struct StatementSpans {
    running: Span,
}

impl Default for StatementSpans {
    fn default() -> Self {
        Self {
            running: Span::none(),
        }
    }
}

impl Instrumentation for StatementSpans {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                self.running = debug_span!(
                    "statement",
                    otel.kind = "client",
                    db.system.name = "postgresql",
                    db.query.text = text(&query.to_string()),
                    otel.status_code = Empty,
                );
            }
            InstrumentationEvent::FinishQuery { error, .. } => {
                if error.is_some() {
                    self.running.record("otel.status_code", "ERROR");
                }
                self.running = Span::none();
            }
            _ => {}
        }
    }
}

/// The name of the spans that [`StatementTexts`] completes.
pub(crate) const SHARED_STATEMENT: &str = "statement";

/// Adds the text of each statement to the span around it, for connections whose statements overlap. The text is expensive,
/// so it is written only if there is such a span: usually the level of the log excludes them.
#[derive(Debug)]
pub(crate) struct StatementTexts;

impl Instrumentation for StatementTexts {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let span = Span::current();
        if span.metadata().is_none_or(|span| span.name() != SHARED_STATEMENT) {
            return;
        }
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                span.record("db.query.text", text(&query.to_string()));
            }
            InstrumentationEvent::FinishQuery { error: Some(_), .. } => {
                span.record("otel.status_code", "ERROR");
            }
            _ => {}
        }
    }
}

fn text(query: &str) -> &str {
    query.split(BEFORE_PARAMETERS).next().unwrap_or_default()
}
