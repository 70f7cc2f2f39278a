import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { packageVersion } from '../lib/packageRoot.js'
import type { Metrics } from '../services/metrics.js'
import { accountStates } from '../services/overview/overview.js'
import type { Platform } from '../services/platform.js'

const PREFIX = 'flexisip_accounts_'
/** Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The counters of one process; each child of a counter is looked up once, and kept by its labels. */
export function createMetrics(): Metrics & { registry: Registry } {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Counter({
    name: `${PREFIX}http_requests_total`,
    help: 'Requests answered, by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: `${PREFIX}http_request_duration_seconds`,
    help: 'Time from a request to its answer, by operation.',
    labelNames: ['operation'],
    buckets: BUCKETS,
    registers,
  })
  const logins = new Counter({
    name: `${PREFIX}logins_total`,
    help: 'Attempts to authenticate, by scheme and result.',
    labelNames: ['scheme', 'result'],
    registers,
  })
  const messages = new Counter({
    name: `${PREFIX}messages_total`,
    help: 'Mails and SMS, by channel and what became of them.',
    labelNames: ['channel', 'state'],
    registers,
  })
  const tokens = new Counter({
    name: `${PREFIX}tokens_total`,
    help: 'Tokens of apps, by kind and what became of them.',
    labelNames: ['kind', 'state'],
    registers,
  })
  const documents = new Counter({
    name: `${PREFIX}provisioning_documents_total`,
    help: 'Documents given to apps, by whose account is in them.',
    labelNames: ['kind'],
    registers,
  })
  const recoveries = new Counter({
    name: `${PREFIX}recoveries_total`,
    help: 'Forgotten passwords, by how far they have come.',
    labelNames: ['state'],
    registers,
  })
  const webhooks = new Counter({
    name: `${PREFIX}webhook_deliveries_total`,
    help: 'Deliveries to webhooks, by what became of them.',
    labelNames: ['state'],
    registers,
  })
  new Gauge({
    name: `${PREFIX}build_info`,
    help: 'The version that runs; always 1.',
    labelNames: ['version', 'node'],
    aggregator: 'first',
    registers,
  })
    .labels(packageVersion(), process.version)
    .set(1)
  collectDefaultMetrics({ register: registry })

  const requestOf = kept((operation, status) => requests.labels(operation, status))
  const durationOf = kept((operation) => durations.labels(operation))
  const loginOf = kept((scheme, result) => logins.labels(scheme, result))
  const messageOf = kept((channel, state) => messages.labels(channel, state))
  const tokenOf = kept((kind, state) => tokens.labels(kind, state))
  return {
    registry,
    request(operation, status, seconds) {
      requestOf(operation, String(status)).inc()
      durationOf(operation, '').observe(seconds)
    },
    login: (scheme, result) => loginOf(scheme, result).inc(),
    message: (channel, state) => messageOf(channel, state).inc(),
    token: (kind, state) => tokenOf(kind, state).inc(),
    document: (kind) => documents.labels(kind).inc(),
    recovery: (state) => recoveries.labels(state).inc(),
    webhook: (state) => webhooks.labels(state).inc(),
    flush: async () => undefined, // nothing here is counted by day
  }
}

function kept<T>(make: (a: string, b: string) => T): (a: string, b: string) => T {
  const children = new Map<string, T>()
  return (a, b) => {
    const key = `${a} ${b}`
    let child = children.get(key)
    if (child === undefined) {
      child = make(a, b)
      children.set(key, child)
    }
    return child
  }
}

/** Adds what is read when it is asked for: connections, accounts, and what waits. All processes see the same, so it is not added up. */
export function watchDatabase(registry: Registry, { db }: Pick<Platform, 'db'>): void {
  const registers = [registry]
  watchAccounts(registers, db)
  new Gauge({
    name: `${PREFIX}messages_waiting`,
    help: 'Mails and SMS that wait to be sent, or sent again.',
    labelNames: ['channel'],
    aggregator: 'max',
    registers,
    async collect() {
      this.reset()
      for (const channel of ['email', 'sms']) {
        // without a database this is unknown; everything else is told all the same
        const waiting = await db.prisma.message.count({ where: { channel, nextTryAt: { not: null } } }).catch(() => undefined)
        if (waiting !== undefined) this.labels(channel).set(waiting)
      }
    },
  })
  new Gauge({
    name: `${PREFIX}webhook_deliveries_waiting`,
    help: 'Deliveries to webhooks that wait to be sent, or sent again.',
    aggregator: 'max',
    registers,
    async collect() {
      this.reset()
      const waiting = await db.prisma.webhookDelivery.count({ where: { nextTryAt: { not: null } } }).catch(() => undefined)
      if (waiting !== undefined) this.set(waiting)
    },
  })
  if (db.provider !== 'postgresql') return
  new Gauge({
    name: `${PREFIX}database_connections`,
    help: 'Connections to PostgreSQL in use and idle, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      const { total, idle, waiting } = db.connections()
      this.labels('used').set(total - idle)
      this.labels('idle').set(idle)
      this.labels('waiting').set(waiting)
    },
  })
}

/** Adds how many accounts there are, by state. */
function watchAccounts(registers: Registry[], db: Platform['db']): void {
  new Gauge({
    name: `${PREFIX}accounts`,
    help: 'Accounts, by state.',
    labelNames: ['state'],
    aggregator: 'max',
    registers,
    async collect() {
      this.reset()
      const counted = await accountStates(db).catch(() => undefined)
      if (!counted) return
      const { administrators: _, ...states } = counted // they are in a state as well
      for (const [state, number] of Object.entries(states)) this.labels(state).set(number)
    },
  })
}
