import { integer, list, oneOf, onOff, origin, ratio, text, url } from '../parsers.js'
import { optional, required } from '../variable.js'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const
const COUNT = integer(1, 1_000_000)

/** Limits, log, metrics, stopping, and browser apps. */
export const operationVariables = {
  rateLimit: required({
    name: 'RATE_LIMIT',
    group: 'limits',
    doc: '`off` counts no requests: for load tests alone. Wrong passwords, wrong codes and PINs, and SMS stay limited.',
    parse: onOff,
    fallback: 'on',
  }),
  smsPerNumber: required({
    name: 'SMS_DAILY_PER_NUMBER',
    group: 'limits',
    doc: 'SMS to one number in 24 hours.',
    parse: COUNT,
    fallback: '5',
  }),
  smsPerRange: required({
    name: 'SMS_DAILY_PER_RANGE',
    group: 'limits',
    doc: 'SMS to one range of numbers (country code and three digits) in 24 hours.',
    parse: COUNT,
    fallback: '300',
  }),
  smsPerAddress: required({
    name: 'SMS_DAILY_PER_ADDRESS',
    group: 'limits',
    doc: "SMS for one client's address in 24 hours.",
    parse: COUNT,
    fallback: '100',
  }),
  smsTotal: required({
    name: 'SMS_DAILY_LIMIT',
    group: 'limits',
    doc: 'SMS in all in 24 hours.',
    parse: integer(1, 100_000_000),
    fallback: '1000',
  }),

  logLevel: required({
    name: 'LOG_LEVEL',
    group: 'operation',
    doc: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`; one JSON line per request at `info`.',
    parse: oneOf(...LOG_LEVELS),
    fallback: 'info',
  }),
  logAddresses: required({
    name: 'LOG_ADDRESSES',
    group: 'operation',
    doc: "Clients' IP addresses in the log: `full`, `short` (the first 24 bits of IPv4, 48 of IPv6) or `none`. The audit log always has them.",
    parse: oneOf('full', 'short', 'none'),
    fallback: 'full',
  }),
  auditDays: required({
    name: 'AUDIT_DAYS',
    group: 'operation',
    doc: 'Days that the audit log is kept; 0 for ever.',
    parse: integer(0, 36_500),
    fallback: '365',
  }),
  loginHistoryDays: required({
    name: 'LOGIN_HISTORY_DAYS',
    group: 'operation',
    doc: 'Days that is kept who logged in to an account from where, or could not and why; 0 for not at all.',
    parse: integer(0, 36_500),
    fallback: '30',
  }),
  metricsPort: optional({
    name: 'METRICS_PORT',
    group: 'operation',
    doc: 'Port of the metrics for Prometheus, at `http://HOST:METRICS_PORT/metrics`.',
    parse: integer(0, 65_535),
    fallbackText: 'no metrics',
  }),
  stopDelay: required({
    name: 'STOP_DELAY',
    group: 'operation',
    doc: 'Seconds that the service serves on at SIGTERM, while `health/ready` says 503: what a load balancer needs to notice.',
    parse: integer(0, 300),
    fallback: '0',
  }),

  otlpEndpoint: optional({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    group: 'tracing',
    doc: 'Collector that traces are sent to, by OTLP over HTTP: `http://localhost:4318`. `/v1/traces` is added.',
    parse: url('http://', 'https://'),
    fallbackText: 'no traces',
    secret: 'credentials',
  }),
  otlpTracesEndpoint: optional({
    name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    group: 'tracing',
    doc: 'The same with nothing added to it.',
    parse: url('http://', 'https://'),
    secret: 'credentials',
  }),
  otlpProtocol: required({
    name: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    group: 'tracing',
    doc: 'How they are written: `http/protobuf` or `http/json`.',
    parse: oneOf('http/protobuf', 'http/json'),
    fallback: 'http/protobuf',
  }),
  otlpHeaders: optional({
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    group: 'tracing',
    doc: 'Headers that the collector asks for: `name=value`, comma separated, values percent-encoded.',
    parse: text,
    secret: 'all',
  }),
  otelServiceName: required({
    name: 'OTEL_SERVICE_NAME',
    group: 'tracing',
    doc: 'How traces name the service.',
    parse: text,
    fallback: 'flexisip-accounts',
  }),
  otelResourceAttributes: optional({
    name: 'OTEL_RESOURCE_ATTRIBUTES',
    group: 'tracing',
    doc: 'What traces say of the process besides: `deployment.environment.name=production`, comma separated.',
    parse: text,
  }),
  tracesSampler: required({
    name: 'OTEL_TRACES_SAMPLER',
    group: 'tracing',
    doc: 'Which traces are sent. Those whose name begins with `parentbased_` leave it to the caller who has a trace.',
    parse: oneOf(...SAMPLERS),
    fallback: 'parentbased_always_on',
  }),
  tracesSamplerArg: optional({
    name: 'OTEL_TRACES_SAMPLER_ARG',
    group: 'tracing',
    doc: 'Which part of them a `traceidratio` takes: `0.1` is one in ten.',
    parse: ratio,
    fallbackText: '1',
  }),
  otelDisabled: required({
    name: 'OTEL_SDK_DISABLED',
    group: 'tracing',
    doc: '`true` sends no traces, whatever else is set.',
    parse: oneOf('true', 'false'),
    fallback: 'false',
  }),

  corsOrigins: required({
    name: 'CORS_ORIGINS',
    group: 'browsers',
    doc: 'Origins whose browser apps may call the API, comma separated.',
    parse: list(origin),
    fallback: '',
    fallbackText: 'none',
  }),
}
