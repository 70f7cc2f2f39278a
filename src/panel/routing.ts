import type Router from '@koa/router'
import type { Deps } from '../services/deps.js'
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
}

const routesFor = <V extends Visit>(who: Route['who']) => ({
  page: (path: string, answer: (visit: V) => Done): Route => ({ method: 'get', path, who, answer }),
  /** `answer` gets a form that has passed the guard */
  form: (path: string, answer: (visit: V, form: Form) => Done): Route => ({ method: 'post', path, who, answer }),
})
export const anyone = routesFor<Visit>('anyone')
export const member = routesFor<MemberVisit>('member')
export const admin = routesFor<MemberVisit>('admin')

export function addRoute(router: Router, deps: Deps, rules: FieldRules, { method, path, who, answer }: Route): void {
  router[method](path, async (ctx) => {
    const visit = visitOf(ctx, deps, rules)
    try {
      await recognise(visit)
      if (who !== 'anyone' && !visit.session) return askToLogIn(visit)
      if (who === 'admin' && !visit.session?.account.admin) throw new PageError(403, 'adminsOnly')
      await answer(visit, method === 'post' ? await readForm(visit) : noForm)
    } catch (error) {
      showError(visit, error)
    }
  })
}

const noForm: Form = () => ''

/** A page comes back to after the log-in; what was in a form is lost. */
function askToLogIn(visit: Visit): void {
  setFlash(visit, { kind: 'notice', text: visit.ctx.method === 'POST' ? visit.t.flash.sessionEnded : visit.t.flash.logInFirst })
  goTo(visit, visit.ctx.method === 'POST' || visit.ctx.path === '/' ? '/login' : `/login?next=${encodeURIComponent(visit.ctx.path)}`)
}
