import Koa, { type Middleware } from 'koa'
import { docsAssets } from './api/docs.js'
import { allHandlers } from './api/handlers/all.js'
import { createApi } from './api/pipeline.js'
import { readContract } from './contract/read.js'
import { dropUnreadBodies } from './http/body.js'
import { commonHeaders } from './http/commonHeaders.js'
import { cors } from './http/cors.js'
import { answerErrors } from './http/errors.js'
import { watchProxies } from './http/proxies.js'
import { observeRequests } from './http/requestLog.js'
import { traceRequests } from './http/trace.js'
import { isTracing } from './lib/tracing.js'
import { createPanel } from './panel/routes.js'
import type { Deps } from './services/deps.js'

/** The whole service as one Koa application: a request passes these from top to bottom. */
export async function createApp(deps: Deps, files = readContract(), handlers = allHandlers(deps, files)): Promise<Koa> {
  const { trustProxy = 0 } = deps.config
  const app = new Koa({ proxy: trustProxy > 0, maxIpsCount: trustProxy })
  app.use(commonHeaders(deps.config))
  app.use(dropUnreadBodies())
  app.use(watchProxies(deps))
  if (isTracing()) app.use(traceRequests())
  app.use(observeRequests(deps))
  app.use(answerErrors(deps.log))
  if (deps.config.corsOrigins.length > 0) app.use(under('/api', cors(deps.config.corsOrigins)))
  const { api, root } = await createApi(deps, files.contract, handlers)
  app.use(under('/api', api))
  app.use(root)
  app.use(docsAssets(files.contract, deps.config.publicUrl))
  app.use(createPanel(deps, files.contract))
  app.on('error', (error) => deps.log.debug({ event: 'connection_error', err: error }, 'connection error')) // the client went away, mostly
  return app
}

const under =
  (root: string, middleware: Middleware): Middleware =>
  (ctx, next) =>
    ctx.path === root || ctx.path.startsWith(`${root}/`) ? middleware(ctx, next) : next()
