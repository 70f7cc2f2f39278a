import type Router from '@koa/router'
import { addressBlock } from '../domain/ip.js'
import type { Deps } from '../services/deps.js'
import { countRequest, REQUEST_LIMITS, type RequestLimitName } from '../services/limits.js'
import { showError } from './errorPages.js'
import type { FieldRules } from './fieldRules.js'
import { setFlash } from './flash.js'
import { type Form, readForm } from './formGuard.js'
import { PageError } from './pageError.js'
import { goTo } from './render.js'
import { type MemberVisit, recognise, type Visit, visitOf } from './visit.js'

type Done = Promise<void> | void
/** One page, or what becomes of one form. */
export interface Route {
  method: 'get' | 'post'
  path: string
  /** `member`: who is not logged in is asked to, first. `admin`: asked at every request, so that a role that is taken away is gone with the next */
  who: 'anyone' | 'member' | 'admin'
  answer: (visit: any, form: Form) => Done
  /** counted together with the operations of the API that do the same */
  limit: RequestLimitName | undefined
}

const routesFor = <V extends Visit>(who: Route['who']) => ({
  page: (path: string, answer: (visit: V) => Done): Route => ({ method: 'get', path, who, answer, limit: undefined }),
  /** `answer` gets a form that has passed the guard */
  form: (path: string, answer: (visit: V, form: Form) => Done, limit?: RequestLimitName): Route => ({
    method: 'post',
    path,
    who,
    answer,
    limit,
  }),
})
export const anyone = routesFor<Visit>('anyone')
export const member = routesFor<MemberVisit>('member')
export const admin = routesFor<MemberVisit>('admin')

export function addRoute(router: Router, deps: Deps, rules: FieldRules, { method, path, who, answer, limit }: Route): void {
  const operation = `${method.toUpperCase()} ${path}`
  router[method](path, async (ctx) => {
    ctx.state.operation = operation
    const visit = visitOf(ctx, deps, rules)
    try {
      await recognise(visit)
      if (who !== 'anyone' && !visit.session) return askToLogIn(visit)
      if (who === 'admin' && !visit.session?.account.admin) throw new PageError(403, 'adminsOnly')
      const form = method === 'post' ? await readForm(visit) : noForm
      if (limit) await count(visit, limit)
      await answer(visit, form)
    } catch (error) {
      showError(visit, error)
    }
  })
}

/** @throws AppError 429 */
async function count({ ctx, deps, session, client }: Visit, limit: RequestLimitName): Promise<void> {
  const perAccount = session && REQUEST_LIMITS[limit].per === 'account'
  ctx.set(await countRequest(deps, limit, perAccount ? String(session.account.id) : addressBlock(client.ip)))
}

const noForm: Form = () => ''

/** A page comes back to after the log-in; what was in a form is lost. */
function askToLogIn(visit: Visit): void {
  setFlash(visit, { kind: 'notice', text: visit.ctx.method === 'POST' ? visit.t.flash.sessionEnded : visit.t.flash.logInFirst })
  goTo(visit, visit.ctx.method === 'POST' || visit.ctx.path === '/' ? '/login' : `/login?next=${encodeURIComponent(visit.ctx.path)}`)
}
