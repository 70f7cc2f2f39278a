import cluster from 'node:cluster'
import type { Logger } from 'pino'
import { createApp } from '../app.js'
import type { Config } from '../config/config.js'
import { readEnvironment } from '../config/envFile.js'
import { loadConfig } from '../config/load.js'
import { checkProxies } from '../config/proxies.js'
import { unknownVariables } from '../config/unknown.js'
import { migrate } from '../db/migrate/migrate.js'
import { keepStacksOfRefusals } from '../domain/errors.js'
import { createLog } from '../lib/log.js'
import { startTracing, traceId } from '../lib/tracing.js'
import { isAdministrated } from '../services/accounts/find.js'
import { checkEviction } from '../services/limits/eviction.js'
import { prepareSpaces } from '../services/spaces/prepareSpaces.js'
import { checkFolders } from './folders.js'
import { greeting, type Served } from './greeting.js'
import { createHttpServer, listenOn } from './httpServer.js'
import { openDeps, openLoggedDatabase, type RunningDeps } from './openDeps.js'
import { stopInGoodOrder } from './stop.js'
import { supervise } from './workers.js'

/** Runs the service until it is told to stop: config → migrations → dependencies → listen → graceful stop. */
export async function serve(): Promise<void> {
  const environment = readEnvironment()
  const config = loadConfig(environment)
  const log = sendsTraces(config) ? await tracedLog(config) : createLog(config.logLevel)
  keepStacksOfRefusals(log.isLevelEnabled('debug'))
  if (cluster.isWorker) {
    await listen(config, log).catch(leave)
    return
  }
  for (const { name, near } of unknownVariables(environment))
    log.warn({ event: 'variable_unknown', variable: name, near }, 'nothing reads this variable: its name is a slip, it seems')
  checkProxies(config)
  checkFolders(config)
  const applied = await migrate(config.databaseUrl)
  if (applied.length > 0) log.info({ event: 'database_migrated', migrations: applied }, 'database migrated')
  const served = config.workers > 1 ? await serveByWorkers(config, log) : await listen(config, log)
  process.stdout.write(greeting(config, environment, served))
}

/** Whether requests are traced: by the processes that serve, where a collector is named. */
function sendsTraces({ otlpEndpoint, otlpTracesEndpoint, otelDisabled, workers }: Config): boolean {
  return (otlpEndpoint ?? otlpTracesEndpoint) !== undefined && otelDisabled !== 'true' && (cluster.isWorker || workers === 1)
}

/** The log of a process that traces: each line within a trace has its id. What that takes is loaded only when it is asked for. */
async function tracedLog({ logLevel, otlpProtocol }: Config): Promise<Logger> {
  const log = createLog(logLevel, undefined, () => ({ trace_id: traceId() }))
  const { openTracing } = await import('./openTracing.js')
  startTracing(openTracing(log, otlpProtocol))
  return log
}

/** What is checked once, before anybody serves, is checked here; where one process serves, on the connection that it will serve with. */
async function serveByWorkers(config: Config, log: Logger): Promise<Served> {
  const db = await openLoggedDatabase(config, log, Date.now)
  let administrated = true
  try {
    await prepareSpaces(db, config)
    administrated = await isAdministrated({ db })
  } finally {
    await db.close()
  }
  if (config.metricsPort !== undefined) {
    const { metricsOfWorkers, serveMetrics } = await import('./metricsServer.js')
    await serveMetrics(config, log, metricsOfWorkers())
  }
  return { port: await supervise(config.workers, log), administrated }
}

/** A worker that cannot serve ends: the line to its supervisor would keep it. */
function leave(error: unknown): never {
  cluster.worker?.disconnect()
  throw error
}

async function listen(config: Config, log: Logger): Promise<Served> {
  const deps = config.metricsPort === undefined ? await openDeps(config, log) : await openMeasuredDeps(config, log)
  if (cluster.isPrimary) await prepareSpaces(deps.db, config).catch((error) => closeAndThrow(deps, error))
  if (!config.rateLimit) log.warn({ event: 'rate_limit_off' }, 'RATE_LIMIT=off: requests are not counted, which is for load tests alone')
  if (deps.redis)
    await checkEviction(deps.redis).catch((error: Error) =>
      log.warn({ event: 'redis_evicts', error: error.message }, 'Redis may forget used nonces and limits'),
    )
  const server = createHttpServer(await createApp(deps), deps)
  const port = await listenOn(server, config.host, config.port).catch((error) => closeAndThrow(deps, error))
  deps.startWork()
  stopInGoodOrder(server, deps)
  return { port, administrated: cluster.isWorker || (await isAdministrated(deps)) }
}

async function closeAndThrow(deps: RunningDeps, error: unknown): Promise<never> {
  await deps.close()
  throw error
}

/** The dependencies of a process that counts for Prometheus. What that takes is loaded only when it is asked for. */
async function openMeasuredDeps(config: Config, log: Logger): Promise<RunningDeps> {
  const [{ createMetrics, watchDatabase }, { answerSupervisor, serveMetrics }] = await Promise.all([
    import('./prometheus.js'),
    import('./metricsServer.js'),
  ])
  const metrics = createMetrics()
  const { registry } = metrics
  if (cluster.isPrimary) await serveMetrics(config, log, () => registry.metrics())
  else answerSupervisor(registry)
  const deps = await openDeps(config, log, { metrics })
  watchDatabase(registry, deps)
  return deps
}
