import type Router from '@koa/router'
import type { Context } from 'koa'
import type { LimitOf } from '../../../generated/operations.js'
import { AppError, notFound } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import { countRequest, REQUEST_LIMITS, type RequestLimitName } from '../../services/limits/requests.js'
import { showError } from './errorPages.js'
import { setFlash } from './flash.js'
import { type Form, readForm } from './formGuard.js'
import { PageError } from './pageError.js'
import { provenForm } from './proof.js'
import { goTo } from './render.js'
import { type MemberVisit, type MenuEntry, type Panel, recognise, type Visit, visitOf } from './visit.js'
import { afterChoice } from './words/languageLinks.js'

type Done = Promise<void> | void
/** One page, or what becomes of one form. */
export interface Route {
  method: 'get' | 'post'
  path: string
  /** `member`: who is not logged in is asked to, first. `admin`: asked at every request, so that a role that is taken away is gone with the next */
  who: 'anyone' | 'member' | 'admin'
  answer: (visit: Visit, form: Form) => Done
  /** the operation of the API that does the same: its limit counts this page or form too */
  operation: keyof LimitOf | undefined
  /** a form that the password must have been entered for lately: an open session alone is not enough */
  fresh: boolean
  /** bytes of the file that a form may have; undefined: it has none */
  fileLimit: number | undefined
  /** its name in the menu, for pages that stand there */
  inMenu: MenuEntry['text'] | undefined
}

/** What a form can have beside its answer. */
interface FormOptions {
  operation?: keyof LimitOf
  fresh?: boolean
  /** the form has a file of so many bytes at most. Such a form does not wait for the password: it must not do anything by itself */
  fileLimit?: number
}

/** `V` is the visit that `addRoutes` lets through to the routes of `who`. */
const routesFor = <V extends Visit>(who: Route['who']) => ({
  page: (path: string, answer: (visit: V) => Done, inMenu?: MenuEntry['text'], operation?: keyof LimitOf): Route => ({
    method: 'get',
    path,
    who,
    answer: (visit) => answer(visit as V),
    operation,
    fresh: false,
    fileLimit: undefined,
    inMenu,
  }),
  /** `answer` gets a form that has passed the guard */
  form: (path: string, answer: (visit: V, form: Form) => Done, { operation, fresh = false, fileLimit }: FormOptions = {}): Route => ({
    method: 'post',
    path,
    who,
    answer: (visit, form) => answer(visit as V, form),
    operation,
    fresh,
    fileLimit,
    inMenu: undefined,
  }),
})
export const anyone = routesFor<Visit>('anyone')
export const member = routesFor<MemberVisit>('member')
export const admin = routesFor<MemberVisit>('admin')

/** The entries of the menu, in the order of the routes. */
export const menuOf = (routes: readonly Route[]): MenuEntry[] =>
  routes.flatMap(({ path, who, inMenu }) => (inMenu ? [{ path, forAdmins: who === 'admin', text: inMenu }] : []))

/** What is shut to who must set a second factor up first: all that a session opens, but for that, and the log-out. */
const isShut = (who: Route['who'], path: string): boolean =>
  (who !== 'anyone' || path === '/') && !/^\/(?:second-factor(?:\/|$)|logout$)/.test(path)

/** Adds the routes. `limits` are those of the operations of the API. */
export function addRoutes(router: Router, panel: Panel, limits: LimitOf, routes: Route[]): void {
  const pages = new Set(routes.filter(({ method }) => method === 'get').map(({ path }) => path))
  for (const { method, path, who, answer, operation, fresh, fileLimit } of routes) {
    const name = `${method.toUpperCase()} ${path}`
    const answerOne = async (visit: Visit): Promise<void> => {
      visit.ctx.state.operation = name
      if (turnedAway(visit, { who, path }, pages.has(path))) return
      const form = method === 'post' ? await goodForm(visit, fresh, fileLimit) : noForm
      if (!form) return
      if (operation) await count(visit, limits[operation])
      await answer(visit, form)
    }
    const again = (visit: Visit, error: unknown): void => {
      // the password was changed while the form was on its way
      if (!(error instanceof AppError && error.status === 401)) throw error
      askToLogIn(visit, pages.has(path))
    }
    router[method](
      path,
      visits(panel, (visit) => answerOne(visit).catch((error) => again(visit, error))),
    )
  }
}

/** What is none of the routes: 405 where there is one by another method, else 404. */
export function noRoute(router: Router, panel: Panel): (ctx: Context) => Promise<void> {
  return visits(panel, ({ ctx }) => {
    const methods = [...new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods))]
    if (methods.length === 0) throw notFound('There is no such page. Start at /.')
    const allow = methods.join(', ')
    throw new AppError(405, 'method_not_allowed', `This page knows ${allow} only.`, { headers: { Allow: allow } })
  })
}

/** Answers a request once its session is known, or shows why not. */
function visits(panel: Panel, answer: (visit: Visit) => Done): (ctx: Context) => Promise<void> {
  return async (ctx) => {
    const visit = visitOf(ctx, panel)
    try {
      const inLanguage = afterChoice(visit)
      if (inLanguage !== undefined) return goTo(visit, inLanguage)
      await recognise(visit)
      await answer(visit)
    } catch (error) {
      showError(visit, error)
    }
  }
}

/** @throws AppError 429 */
async function count({ ctx, deps, session, caller }: Visit, limit: RequestLimitName): Promise<void> {
  const perAccount = session && REQUEST_LIMITS[limit].per === 'account'
  ctx.set(await countRequest(deps, limit, perAccount ? String(session.account.id) : addressBlock(caller.ip)))
}

/** Sends a visit elsewhere that may not come to a route. @returns true when it has answered @throws PageError 403 */
function turnedAway(visit: Visit, { who, path }: Pick<Route, 'who' | 'path'>, isPage: boolean): boolean {
  if (!admitted(visit, who)) askToLogIn(visit, isPage)
  else if (visit.mustSetUp && isShut(who, path)) goTo(visit, '/second-factor')
  else return false
  return true
}

/** Whether a visit has the session that a route takes. @throws PageError 403 */
function admitted({ session }: Visit, who: Route['who']): boolean {
  if (who === 'admin' && session && !session.account.admin) throw new PageError(403, 'adminsOnly')
  return who === 'anyone' || session !== undefined
}

/** The form that a visit has sent; undefined when a page asks for the password first. */
async function goodForm(visit: Visit, fresh: boolean, fileLimit: number | undefined): Promise<Form | undefined> {
  const form = await readForm(visit, fileLimit)
  return fresh ? provenForm(visit as MemberVisit, form) : form
}

const noForm: Form = Object.assign(() => '', { fields: () => ({}) })

/** The log-in leads back to the page, or to the one with the form; what was in the form is lost. */
function askToLogIn(visit: Visit, isPage: boolean): void {
  setFlash(visit, { kind: 'notice', text: visit.ctx.method === 'POST' ? visit.t.flash.sessionEnded : visit.t.flash.logInFirst })
  goTo(visit, isPage && visit.ctx.path !== '/' ? `/login?next=${encodeURIComponent(visit.ctx.path)}` : '/login')
}
