import { qrPng } from '../../../lib/qrCode.js'
import { relyingParty } from '../../../services/secondFactor/passkeys.js'
import {
  beginApp,
  beginPasskey,
  confirmApp,
  confirmPasskey,
  type NewApp,
  openedApp,
  passkeyName,
} from '../../../services/secondFactor/setUp.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../frame/forms.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { added, notAdded, overview } from './overview.js'

/** Shows the secret of an authenticator app, which a code confirms. */
export const newAppForm = async (visit: MemberVisit): Promise<void> =>
  appPage(visit, await beginApp(visit.deps, visit.session), emptyForm())

async function appPage(visit: MemberVisit, { secret, uri, state }: NewApp, form: FormState, status?: number): Promise<void> {
  const qrCode = `data:image/png;base64,${(await qrPng(uri)).toString('base64')}`
  visit.ctx.set('Cache-Control', 'no-store')
  show(visit, 'secondFactor/newApp', {
    title: visit.t.secondFactor.newAppTitle,
    status,
    model: { form, secret: secret.match(/.{1,4}/g)!.join(' '), qrCode, state },
  })
}

export async function confirmAppForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, session, caller, t } = visit
  const words = t.secondFactor
  const begun = await openedApp(deps, session, form('state'))
  if (!begun) return notAdded(visit, words.expired)
  const code = form('code').replace(/\s/g, '')
  const again = (text: string): Promise<void> => appPage(visit, begun, { values: {}, errors: { code: text } }, 422)
  if (!/^\d{6}$/.test(code)) return again(words.codeBad)
  const result = await confirmApp(deps, session, begun, code, caller)
  if (result === 'wrong') return again(words.codeWrong)
  if (result === 'there') return notAdded(visit, words.appThere)
  added(visit, result.codes, words.appAdded)
}

/** Has the browser make a passkey of the name that was entered. */
export async function newPasskeyForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, session, t } = visit
  const words = t.secondFactor
  const party = relyingParty(deps.config)
  if (!party) return notAdded(visit, words.passkeysNever(deps.config.publicUrl))
  const name = passkeyName(form('name'))
  if (name === undefined) return overview(visit, { values: keptFields(form, 'name'), errors: { name: words.badName } }, 422)
  const begun = await beginPasskey(deps, party, session, name)
  if (begun === 'full') return notAdded(visit, words.passkeysFull)
  show(visit, 'secondFactor/newPasskey', {
    title: words.newPasskeyTitle,
    script: 'passkey.js',
    model: { form: emptyForm(), name, ...begun },
  })
}

export async function confirmPasskeyForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, session, caller, t } = visit
  const words = t.secondFactor
  const party = relyingParty(deps.config)
  if (!party) return notAdded(visit, words.passkeysNever(deps.config.publicUrl))
  const result = await confirmPasskey(deps, party, session, { state: form('state'), answer: form('answer') }, caller)
  const texts = { wrong: words.passkeyWrong, there: words.there, full: words.passkeysFull }
  if (typeof result === 'string') return notAdded(visit, texts[result])
  added(visit, result.codes, words.passkeyAdded(result.name))
}
