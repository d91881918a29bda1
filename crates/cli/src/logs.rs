//! For operators: lines on standard error, and spans to a collector when one is configured. Both hold ids, codes and counts (`docs/logging.md`).

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// What the collector's own libraries say would go to the collector again.
const NOT_OUR_OWN: &str =
    "opentelemetry=off,opentelemetry_sdk=off,opentelemetry_otlp=off,reqwest=off,hyper=off,hyper_util=off,h2=off";

/// `RENTREE_LOG` says what is written (`info`, `rentree_store=debug`…), `RENTREE_LOG_FORMAT=json` how, and `OTEL_EXPORTER_OTLP_ENDPOINT`
/// with its kin where spans go.
pub fn start() -> Option<SdkTracerProvider> {
    let wanted = || EnvFilter::try_from_env("RENTREE_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if std::env::var("RENTREE_LOG_FORMAT").is_ok_and(|format| format == "json") {
        lines.json().with_filter(wanted()).boxed()
    } else {
        lines.with_filter(wanted()).boxed()
    };
    let provider = collector();
    let spans = provider.as_ref().map(|provider| {
        let own = EnvFilter::new(format!("info,{NOT_OUR_OWN}"));
        tracing_opentelemetry::layer().with_tracer(provider.tracer("rentree")).with_filter(own)
    });
    tracing_subscriber::registry().with(lines).with(spans).init();
    provider
}

/// Spans that wait are sent before the process ends.
pub fn end(traces: Option<SdkTracerProvider>) {
    if let Some(provider) = traces {
        let _ = provider.shutdown();
    }
}

/// The variables and their meaning are OpenTelemetry's own.
fn collector() -> Option<SdkTracerProvider> {
    let named = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    if !named.iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return None;
    }
    rentree_app::tls::ready();
    let exporter = SpanExporter::builder().with_http().build().ok()?;
    let resource = Resource::builder().with_service_name("rentree").build();
    Some(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}
