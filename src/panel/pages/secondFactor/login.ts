import type { AccountRecord } from '../../../services/accounts/record.js'
import { endSession } from '../../../services/credentials/sessions.js'
import { listFactors } from '../../../services/secondFactor/factors.js'
import { relyingParty } from '../../../services/secondFactor/passkeys.js'
import { FEW_CODES } from '../../../services/secondFactor/recoveryCodes.js'
import {
  askForPasskey,
  beginSecond,
  type Second,
  secondByCode,
  secondByPasskey,
  type Waiting,
  waitingLogin,
} from '../../../services/secondFactor/secondLogin.js'
import { STATE_MS } from '../../../services/secondFactor/states.js'
import { clearCookie, readCookie, setCookie, setSigned } from '../../frame/cookies.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'

/** A log-in that lacks nothing but the second factor. */
interface Begun {
  account: AccountRecord
  proven: { algorithm: string; password: string }
  /** whether the password was entered here */
  entered: boolean
  next: string
}

/** Goes on to the page that asks for the second factor. What has been proven so far is in a cookie, sealed, and good for five minutes: it is no session yet. */
export function askSecond(visit: Visit, begun: Begun): void {
  setCookie(visit.ctx, visit.deps, 'second', beginSecond(visit.deps, begun), STATE_MS.login / 1000)
  goTo(visit, '/login/second')
}

/** The log-in that this browser has begun; undefined when it has answered. */
async function waiting(visit: Visit): Promise<Waiting | undefined> {
  const { ctx, deps, t } = visit
  const sealed = readCookie(ctx, deps, 'second')
  const found = sealed === undefined ? undefined : await waitingLogin(deps, sealed)
  if (found) return found
  clearCookie(ctx, deps, 'second')
  setFlash(visit, { kind: 'notice', text: t.secondLogin.expired })
  goTo(visit, '/login')
  return undefined
}

export async function secondPage(visit: Visit): Promise<void> {
  const login = await waiting(visit)
  if (login) await page(visit, login, emptyForm())
}

async function page(visit: Visit, login: Waiting, form: FormState, status?: number): Promise<void> {
  const { deps, t } = visit
  const party = relyingParty(deps.config)
  const { app } = await listFactors(deps, login.account.id)
  const passkey = party && (await askForPasskey(deps, party, login))
  show(visit, 'secondFactor/login', {
    title: t.secondLogin.title,
    status,
    ...(passkey && { script: 'passkey.js' }),
    model: { form, account: login.account, byDevice: !login.entered, hasApp: app !== null, passkey },
  })
}

export async function secondForm(visit: Visit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const login = await waiting(visit)
  if (!login) return
  const result = await secondByCode(deps, login, form('code'), caller)
  if (!result) return page(visit, login, { values: {}, errors: { code: t.secondLogin.bad } }, 422)
  await answer(visit, login, result, { errors: { code: t.secondLogin.wrong } })
}

export async function secondPasskeyForm(visit: Visit, form: Form): Promise<void> {
  const { deps, caller, t } = visit
  const login = await waiting(visit)
  if (!login) return
  const party = relyingParty(deps.config)
  const given = { state: form('state'), answer: form('answer') }
  const result: Second = party ? await secondByPasskey(deps, party, login, given, caller) : { outcome: 'wrong' }
  await answer(visit, login, result, { errors: {}, problem: t.secondLogin.passkeyWrong })
}

async function answer(visit: Visit, login: Waiting, result: Second, wrong: Omit<FormState, 'values'>): Promise<void> {
  const { ctx, deps, t } = visit
  if (result.outcome === 'wrong') return page(visit, login, { values: {}, ...wrong }, 403)
  if (result.outcome === 'wait') {
    ctx.set('Retry-After', String(result.seconds))
    const problem = `${t.secondLogin.wait(Math.ceil(result.seconds / 60))} ${t.secondLogin.waitHint}`
    return page(visit, login, { values: {}, errors: {}, problem }, 429)
  }
  // of whoever was logged in before, here
  if (visit.session) await endSession(deps.db, visit.session.idHash)
  clearCookie(ctx, deps, 'second')
  setSigned(ctx, deps, 'session', result.session.id)
  const { recoveryCodesLeft: left } = result
  if (left !== undefined) setFlash(visit, { kind: 'notice', text: t.secondLogin.usedCode(left) })
  goTo(visit, left !== undefined && left <= FEW_CODES ? '/second-factor' : login.next)
}
