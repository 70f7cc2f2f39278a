import type { components } from '../../../../../generated/openapi.js'
import { randomPassword } from '../../../../domain/codes.js'
import { addressOf } from '../../../../domain/sip.js'
import { setPassword } from '../../../../services/accounts/change/single.js'
import { listApiKeys } from '../../../../services/credentials/apiKeys.js'
import { endSessionFor } from '../../../../services/credentials/sessions.js'
import { removeAllFactors } from '../../../../services/secondFactor/change.js'
import { listFactors } from '../../../../services/secondFactor/factors.js'
import { spaceOf } from '../../../../services/spaces/space.js'
import type { Form } from '../../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../../frame/forms.js'
import { show } from '../../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../../frame/shownOnce.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { sessionRows } from '../../credentials/sessions.js'
import { accountInPath, done, isOwn, notDone, refusesOwn, remove } from './common.js'
import type { Details } from './views.js'

type Algorithm = components['schemas']['Algorithm']

/** How an account logs in, and what helps who has forgotten the password. One that was just made is shown, this once. */
export const accountPasswordPage = async (visit: MemberVisit): Promise<void> => page(visit, await accountInPath(visit), emptyForm())

async function page(visit: MemberVisit, account: Details, form: FormState, status?: number): Promise<void> {
  const { t, deps } = visit
  const made = takeShownOnce(visit)
  const keys = await listApiKeys(deps, account.id)
  show(visit, 'accounts/accountPassword', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/password'], addressOf(account)),
    status,
    ...(made && { script: 'copy.js' }),
    model: {
      account,
      form,
      password: made,
      own: isOwn(visit, account),
      sessions: await sessionRows(visit, account.id),
      factors: await listFactors(deps, account.id),
      keys: keys.filter(({ personal }) => !personal).length,
      personalKey: keys.some(({ personal }) => personal),
      realm: spaceOf(deps, account.domain).realm,
      algorithms: account.passwords.map(({ algorithm }) => (algorithm === 'CLRTXT' ? t.home.clearText : algorithm)).join(', '),
      shortest: deps.config.givenPasswordMinLength,
    },
  })
}

/** Sets another password on an administrator's word. One that is left to us is shown once. */
export async function setAccountPasswordForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, rules, caller } = visit
  const account = await accountInPath(visit)
  if (refusesOwn(visit, account, '/password')) return
  const values = keptFields(form, 'algorithm')
  const made = form('password') === '' ? randomPassword(deps.clock.random) : undefined
  const password = made ?? form('password')
  const algorithm = form('algorithm') === '' ? undefined : (form('algorithm') as Algorithm)
  const bad = t.password.bad(deps.config.givenPasswordMinLength)
  const wrong = fieldErrors({
    password: !rules('NewAccount/properties/password', password) && bad,
    algorithm: algorithm !== undefined && !rules('NewAccount/properties/algorithm', algorithm) && t.password.badAlgorithm,
  })
  if (wrong) return page(visit, account, { values, errors: wrong }, 422)
  const work = () => setPassword(deps, account.id, { password, algorithm }, caller)
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  await submit(visit, work, { password: 'password' }, (state, status) => {
    refused = { state, status }
  })
  if (refused) return page(visit, account, { values, ...refused.state }, refused.status)
  if (made !== undefined) setShownOnce(visit, `/accounts/${account.id}/password`, { id: account.id, value: made })
  done(visit, account.id, '/password', t.admin.account.password.set(addressOf(account)))
}

/** Ends one log-in of an account. One that has ended already is not an error: the page shows it. */
export async function endAccountSessionForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, caller } = visit
  const account = await accountInPath(visit)
  if (refusesOwn(visit, account, '/password')) return
  if (await endSessionFor(deps, account.id, form('session'), caller)) done(visit, account.id, '/password', t.sessions.ended)
  else notDone(visit, account.id, '/password', t.sessions.gone)
}

/** Removes the second factor of an account whose owner has lost it. */
export async function removeFactorsForm(visit: MemberVisit): Promise<void> {
  const { t, deps, caller } = visit
  const account = await accountInPath(visit)
  if (refusesOwn(visit, account, '/password')) return
  const text = t.admin.account.password.factorRemoved(addressOf(account))
  await remove(visit, account.id, '/password', () => removeAllFactors(deps, account.id, caller), text)
}
