import Router from '@koa/router'
import type { Middleware } from 'koa'
import { notFound } from '../domain/errors.js'
import type { Deps } from '../services/deps.js'
import { assets } from './assets.js'
import { confirmEmailPages } from './confirmEmail.js'
import { page } from './page.js'

/** Everything that people open in a browser. */
export function createPages(deps: Deps): Middleware {
  const router = new Router()
  router.get('/', (ctx) => {
    page(
      ctx,
      'SIP account service',
      `<p>This is the account service of <strong>${deps.config.sipDomain}</strong>.</p>
<ul><li><a href="/api">The API and its documentation</a></li><li><a href="/api/openapi.yaml">The contract, as OpenAPI</a></li></ul>`,
    )
  })
  assets(router)
  confirmEmailPages(router, deps)
  router.all('/{*rest}', () => {
    throw notFound('There is no such page. Start at /.')
  })
  return router.routes() as Middleware
}
