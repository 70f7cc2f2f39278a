// The service with a contract that has grown to so many operations: the others are copies of those that there are, under other paths.
// Run with the number (0: the contract as it is); the configuration comes from the environment, as for the service.
import { pino } from 'pino'
import { allHandlers } from '#built/api/handlers/all.js'
import { createApp } from '#built/app.js'
import { readEnvironment } from '#built/config/envFile.js'
import { loadConfig } from '#built/config/load.js'
import { readContract } from '#built/contract/read.js'
import { createHttpServer, listenOn } from '#built/run/httpServer.js'
import { openDeps } from '#built/run/openDeps.js'

const METHODS = ['get', 'post', 'delete']
const wanted = Number(process.argv[2])
const config = loadConfig(readEnvironment())
const log = pino({ level: config.logLevel })
const deps = await openDeps(config, log)
const files = readContract()
const handlers = { ...allHandlers(deps, files) }
const paths = /** @type {Record<string, any>} */ (files.contract.paths)
const originals = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => ({ path, item, method })),
)
for (let n = 0; n + originals.length < wanted; n++) {
  const { path, item, method } = originals[n % originals.length]
  const operation = item[method]
  const operationId = `${operation.operationId}${n}`
  paths[`/more/${n}${path}`] = { ...(item.parameters && { parameters: item.parameters }), [method]: { ...operation, operationId } }
  handlers[operationId] = handlers[operation.operationId]
}
const server = createHttpServer(await createApp(deps, files, handlers), deps)
await listenOn(server, config.host, config.port)
process.on('SIGTERM', () => process.exit(0))
