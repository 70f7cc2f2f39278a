import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { pino } from 'pino'
import { createApp } from '../../src/app.js'
import type { Config } from '../../src/config/config.js'
import { loadConfig } from '../../src/config/load.js'
import { readContract } from '../../src/contract/read.js'
import { migrate } from '../../src/db/migrate/migrate.js'
import { createHttpServer, listenOn } from '../../src/run/httpServer.js'
import { openDeps, type Replaced, type RunningDeps } from '../../src/run/openDeps.js'
import { prepareSpaces } from '../../src/services/spaces/prepareSpaces.js'
import { ApiClient } from './client.js'
import { Clock } from './clock.js'
import { databaseUnderTest, type TestDatabase } from './database.js'
import { Factory } from './factory.js'
import { temporaryFolder } from './folder.js'
import { migratedDatabase } from './migratedDatabases.js'
import { Outbox } from './outbox.js'
import { closeServer } from './servers.js'
import { type Use, useForAll } from './use.js'

/** The service as a test uses it: the real application over a real database, with a clock that the test moves. */
export interface TestApp {
  url: string
  config: Config
  deps: RunningDeps
  clock: Clock
  api: ApiClient
  make: Factory
  outbox: Outbox
  close(): Promise<void>
}

export interface TestAppOptions {
  /** variables beside those that the test sets itself */
  env?: Record<string, string>
  /** what stands in for a real dependency */
  replaced?: Replaced
  /** several apps on one database */
  database?: TestDatabase
  clock?: Clock
}

/** The service for all tests of the block, or for each. Options that other hooks make come from a function. */
export const useApp = (options: TestAppOptions | (() => TestAppOptions) = {}, use: Use = useForAll): TestApp =>
  use(
    () => startApp(typeof options === 'function' ? options() : options),
    (app) => app.close(),
  )

/** Read once for all services of a test process: it never changes, and its validators are compiled once too. */
const files = readContract()

/** The service for tests that end it themselves, or that need several. */
export async function startApp({ env = {}, replaced = {}, database, clock = new Clock() }: TestAppOptions = {}): Promise<TestApp> {
  const folder = await temporaryFolder()
  const db = database ?? (await migratedDatabase(databaseUnderTest))
  const config = loadConfig({
    DATA_DIR: folder.path,
    DATABASE_URL: db.url,
    SECRET: 'a secret for tests alone',
    PORT: '0',
    LOG_LEVEL: 'silent',
    PUBLIC_URL: 'http://accounts.test',
    RATE_LIMIT: 'off',
    SIP_DOMAINS: 'sip.example.org,other.example.org',
    ...env,
  })
  if (database) await migrate(config.databaseUrl)
  const deps = await openDeps(config, pino({ level: 'silent' }), { now: clock.now, random: randomBytes, ...replaced })
  await prepareSpaces(deps.db, config)
  const server = createHttpServer(await createApp(deps, files), deps)
  const url = `http://127.0.0.1:${await listenOn(server, '127.0.0.1', 0)}`
  return {
    url,
    config,
    deps,
    clock,
    api: new ApiClient(url),
    make: new Factory(deps),
    outbox: new Outbox(join(folder.path, 'outbox')),
    async close() {
      await closeServer(server)
      await deps.close()
      if (!database) await db.drop()
      await folder.remove()
    },
  }
}
