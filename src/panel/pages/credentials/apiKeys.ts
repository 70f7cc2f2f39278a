import type { components } from '../../../../generated/openapi.js'
import { AppError } from '../../../domain/errors.js'
import { createApiKey, listApiKeys, revokeApiKey } from '../../../services/credentials/apiKeys.js'
import type { KeyFacts } from '../../../services/credentials/keyFacts.js'
import type { Texts } from '../../../texts/languages.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, fieldErrors, keptFields, submit } from '../../frame/forms.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'

type NewApiKey = components['schemas']['NewApiKey']

/** The administrator's own keys. One that was just made is shown, this once. */
export const keysPage = (visit: MemberVisit): Promise<void> => page(visit, emptyForm({ scope: 'read', idle: '' }))

async function page(visit: MemberVisit, form: FormState, status?: number): Promise<void> {
  const { t, deps, session } = visit
  const keys = (await listApiKeys(deps, session.account.id)).toReversed()
  const secret = takeShownOnce(visit)
  const ofSecret = keys.find(({ id }) => id === secret?.id)
  const made = secret && { ...secret, name: ofSecret ? nameOf(t, ofSecret) : '' }
  show(visit, 'credentials/keys', {
    title: t.admin.keys.title,
    status,
    ...(made && { script: 'copy.js' }),
    model: { form, keys, made, api: `${deps.config.publicUrl}/api` },
  })
}

/** Makes a key by the rules of the API's createApiKey. */
export async function makeKeyForm(visit: MemberVisit, form: Form): Promise<void> {
  const { deps, session, caller } = visit
  const values = keptFields(form, 'name', 'scope', 'idle', 'networks')
  const networks = form('networks')
    .split(/[\s,;]+/)
    .filter(Boolean)
  const wish = {
    name: form('name').trim(),
    scope: form('scope') as NewApiKey['scope'],
    ...(networks.length > 0 && { networks }),
    ...(form('idle') !== '' && { idle_minutes: Number(form('idle')) }),
  } satisfies NewApiKey
  const wrong = broken(visit, wish)
  if (wrong) return page(visit, { values, errors: wrong }, 422)
  const { idle_minutes: idleMinutes, ...rest } = wish
  const work = () => createApiKey(deps, session.account.id, caller, { ...rest, ...(idleMinutes !== undefined && { idleMinutes }) })
  let refused: { state: Omit<FormState, 'values'>; status: number } | undefined
  const done = await submit(visit, work, { name: 'name' }, (state, status) => {
    refused = { state, status }
  })
  if (refused) return page(visit, { values, ...refused.state }, refused.status)
  const { id, key } = done!.value
  setShownOnce(visit, '/keys', { id, value: key })
  goTo(visit, '/keys')
}

/** A key as people call it. */
const nameOf = (t: Texts, { id, name }: Pick<KeyFacts, 'id' | 'name'>): string => (name ? t.admin.keys.quoted(name) : String(id))

/** Holds each field against the contract's schema of createApiKey. */
function broken({ t, rules }: MemberVisit, wish: NewApiKey): Record<string, string> | undefined {
  const words = t.admin.keys
  const bad = (name: keyof NewApiKey): boolean => wish[name] !== undefined && !rules(`NewApiKey/properties/${name}`, wish[name])
  return fieldErrors({
    name: bad('name') && words.badName,
    scope: bad('scope') && words.badScope,
    networks: bad('networks') && words.badNetworks,
    idle: bad('idle_minutes') && words.badIdle,
  })
}

export const revokeKeyPage = (visit: MemberVisit): Promise<void> => askToRevoke(visit, visit.session.account.id, idInPath(visit), '/keys')

/** Asks whether a key is to be revoked. @param list the page of the keys that it is of @param owner whose it is, unless it is one's own */
export async function askToRevoke(visit: MemberVisit, accountId: number, id: number, list: string, owner?: string): Promise<void> {
  const key = (await listApiKeys(visit.deps, accountId)).find((one) => one.id === id)
  if (!key) throw new PageError(404, 'notFound')
  const title = visit.t.admin.keys.revokeTitle(nameOf(visit.t, key))
  show(visit, 'credentials/keyRevoke', { title, model: { key, list, owner } })
}

export const revokeKeyForm = (visit: MemberVisit): Promise<void> => revokeKey(visit, visit.session.account.id, idInPath(visit), '/keys')

/** Revokes a key and goes on to `next`. A key that is gone already is not an error: that page shows it. */
export async function revokeKey(visit: MemberVisit, accountId: number, id: number, next: string): Promise<void> {
  const { t, deps, caller } = visit
  try {
    const key = (await listApiKeys(deps, accountId)).find((one) => one.id === id)
    await revokeApiKey(deps, accountId, id, caller)
    setFlash(visit, { kind: 'success', text: t.admin.keys.revoked(nameOf(t, key ?? { id, name: null })) })
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
    setFlash(visit, { kind: 'notice', text: t.admin.keys.gone })
  }
  goTo(visit, next)
}
