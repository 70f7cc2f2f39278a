import Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Document } from 'openapi-backend'
import { notFound } from '../domain/errors.js'
import type { Deps } from '../services/deps.js'
import { ADMIN_ROUTES } from './adminRoutes.js'
import { assets } from './assets.js'
import { showError } from './errorPages.js'
import { fieldRules } from './fieldRules.js'
import { homePage, logOutEverywhere } from './homePage.js'
import { logInForm, logInPage, logOut } from './loginPages.js'
import { addRoute, anyone, member, type Route } from './routing.js'
import { visitOf } from './visit.js'

/** Every page and every form of the panel. */
const ROUTES: Route[] = [
  anyone.page('/', homePage),
  anyone.page('/login', logInPage),
  anyone.form('/login', logInForm),
  member.form('/logout', logOut),
  member.form('/logout-everywhere', logOutEverywhere),
  ...ADMIN_ROUTES,
]

/** Everything that people open in a browser. */
export function createPanel(deps: Deps, contract: Document): Middleware {
  const router = new Router()
  const rules = fieldRules(contract)
  assets(router)
  for (const route of ROUTES) addRoute(router, deps, rules, route)
  router.all('/{*rest}', (ctx) => showError(visitOf(ctx, deps, rules), notFound('There is no such page. Start at /.')))
  return router.routes() as Middleware
}
