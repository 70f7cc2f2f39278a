import { type Kept, removeFactor, renewRecoveryCodes } from '../../../services/secondFactor/change.js'
import { listFactors, mustHaveFactor } from '../../../services/secondFactor/factors.js'
import { relyingParty } from '../../../services/secondFactor/passkeys.js'
import { FEW_CODES } from '../../../services/secondFactor/recoveryCodes.js'
import { MOST_PASSKEYS } from '../../../services/secondFactor/setUp.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { idInForm } from '../accounts/account/common.js'

const PATH = '/second-factor'

/** What protects the log-in of an account beside its password. Recovery codes that were just made are shown, this once. */
export const secondFactorPage = (visit: MemberVisit): Promise<void> => overview(visit, emptyForm())

/** The same with what is wrong with the form of a new passkey. */
export async function overview(visit: MemberVisit, form: FormState, status?: number): Promise<void> {
  const { t, deps, session } = visit
  const factors = await listFactors(deps, session.account.id)
  const made = takeShownOnce(visit)
  const on = factors.app !== null || factors.passkeys.length > 0
  show(visit, 'secondFactor/overview', {
    title: t.secondFactor.title,
    status,
    ...(made && { script: 'copy.js' }),
    model: {
      form,
      factors,
      codes: made?.value,
      must: visit.mustSetUp,
      required: mustHaveFactor(deps.config, session.account),
      on,
      noPasskeysAt: relyingParty(deps.config) ? undefined : deps.config.publicUrl,
      full: factors.passkeys.length >= MOST_PASSKEYS,
      few: factors.recoveryCodes <= FEW_CODES,
    },
  })
}

/** Goes on to the overview, which shows the codes, if there are some, and what was done. */
export function added(visit: MemberVisit, codes: string[], text: string): void {
  if (codes.length > 0) setShownOnce(visit, PATH, { id: visit.session.account.id, value: codes.join('\n') })
  setFlash(visit, { kind: 'success', text })
  goTo(visit, PATH)
}

/** Goes on to the overview, which says why nothing was done. */
export function notAdded(visit: MemberVisit, text: string): void {
  setFlash(visit, { kind: 'notice', text })
  goTo(visit, PATH)
}

function removed(visit: MemberVisit, result: object | Kept, text: string): void {
  const { secondFactor: words } = visit.t
  if (typeof result === 'string') notAdded(visit, words[result])
  else added(visit, [], text)
}

/** Whether the form has said that it is the last one. */
const toldLast = (form: Form): boolean => form('last') === 'on'

export async function removePasskeyForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session, caller } = visit
  const id = idInForm(form, 'passkey')
  const passkey = (await listFactors(deps, session.account.id)).passkeys.find((one) => one.id === id)
  const result = passkey ? await removeFactor(deps, session, { passkey: id, name: passkey.name }, toldLast(form), caller) : 'gone'
  removed(visit, result, t.secondFactor.passkeyRemoved)
}

export async function removeAppForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, session, caller } = visit
  removed(visit, await removeFactor(deps, session, 'app', toldLast(form), caller), t.secondFactor.appRemoved)
}

export async function renewCodesForm(visit: MemberVisit): Promise<void> {
  const { t, deps, session, caller } = visit
  const made = await renewRecoveryCodes(deps, session, caller)
  if (made === 'gone') return notAdded(visit, t.secondFactor.gone)
  setShownOnce(visit, PATH, { id: session.account.id, value: made.codes.join('\n') })
  goTo(visit, PATH)
}
