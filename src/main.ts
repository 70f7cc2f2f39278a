import cluster from 'node:cluster'
import closeWithGrace from 'close-with-grace'
import { type Logger, pino } from 'pino'
import { createApp } from './app.js'
import { type Config, loadConfig, readEnvironment } from './config.js'
import { openDatabase } from './db/client.js'
import { migrate } from './db/migrate.js'
import { openDeps } from './deps.js'
import { notReallySent, outboxFolder } from './senders.js'
import { createHttpServer, listenOn, stopServer } from './server.js'
import { checkRealm } from './services/realm.js'
import { supervise } from './workers.js'

/** How long a stop may take. Milliseconds. */
const STOP_MS = 9_000

/** Runs the service until it is told to stop: config → migrations → dependencies → listen → graceful stop. */
export async function serve(): Promise<void> {
  const config = loadConfig(readEnvironment())
  const log = pino({ level: config.logLevel })
  if (cluster.isPrimary) {
    await prepare(config, log)
  }
  const port = cluster.isPrimary && config.workers > 1 ? await supervise(config.workers, log) : await listen(config, log).catch(leave)
  if (cluster.isPrimary) process.stdout.write(greeting(config, port))
}

/** A worker that cannot serve ends: the line to its supervisor would keep it. */
function leave(error: unknown): never {
  cluster.worker?.disconnect()
  throw error
}

/** What is done once, before anybody serves. */
async function prepare(config: Config, log: Logger): Promise<void> {
  const applied = await migrate(config.databaseUrl)
  if (applied.length > 0) log.info({ migrations: applied }, 'database migrated')
  const db = await openDatabase(config.databaseUrl)
  try {
    await checkRealm(db, config)
  } finally {
    await db.close()
  }
}

async function listen(config: Config, log: Logger): Promise<number> {
  const deps = await openDeps(config, log)
  if (!config.rateLimit) log.warn('RATE_LIMIT=off: requests are not counted. This is for load tests alone.')
  const server = createHttpServer(await createApp(deps), log)
  const port = await listenOn(server, config.host, config.port).catch(async (error) => {
    await deps.close()
    throw error
  })
  deps.messenger.start()
  deps.registrations.start()
  closeWithGrace({ delay: STOP_MS, logger: false }, async ({ err, signal }) => {
    if (err) log.fatal({ err }, 'stopping after an error')
    else log.info({ signal }, 'stopping')
    await stopServer(server)
    await deps.close()
  })
  return port
}

function greeting(config: Config, port: number): string {
  const base = config.port === 0 ? `http://localhost:${port}` : config.publicUrl
  const outbox = notReallySent(config)
  const note = outbox.length === 0 ? '' : `  Not really sent: ${outbox.join(', ')}. Each message is a file in ${outboxFolder(config)}\n`
  return `
  The account service of ${config.sipDomain} is running.

  API     ${base}/api/ping
  Docs    ${base}/api
  Start   ${base}/

  First administrator:  npm run --silent cli -- create-admin --username alice.admin
${note}
`
}
