import { AppError } from '../../../domain/errors.js'
import { createApiKey, listApiKeys, revokeApiKey } from '../../../services/credentials/apiKeys.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'

/** The administrator's own keys. One that was just made is shown, this once. */
export async function keysPage(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  const keys = (await listApiKeys(deps, session.account.id)).toReversed()
  const made = takeShownOnce(visit)
  show(visit, 'credentials/keys', {
    title: t.admin.keys.title,
    ...(made && { script: 'copy.js' }),
    model: { keys, made, api: `${deps.config.publicUrl}/api` },
  })
}

export async function makeKeyForm(visit: MemberVisit): Promise<void> {
  const { id, key } = await createApiKey(visit.deps, visit.session.account.id, visit.caller)
  setShownOnce(visit, '/keys', { id, value: key })
  goTo(visit, '/keys')
}

export async function revokeKeyPage(visit: MemberVisit): Promise<void> {
  const id = idInPath(visit)
  const key = (await listApiKeys(visit.deps, visit.session.account.id)).find((one) => one.id === id)
  if (!key) throw new PageError(404, 'notFound')
  show(visit, 'credentials/keyRevoke', { title: visit.t.admin.keys.revokeTitle(id), model: { key } })
}

export const revokeKeyForm = (visit: MemberVisit): Promise<void> => revokeKey(visit, visit.session.account.id, idInPath(visit), '/keys')

/** Revokes a key and goes on to `next`. A key that is gone already is not an error: that page shows it. */
export async function revokeKey(visit: MemberVisit, accountId: number, id: number, next: string): Promise<void> {
  const { t, deps, caller } = visit
  try {
    await revokeApiKey(deps, accountId, id, caller)
    setFlash(visit, { kind: 'success', text: t.admin.keys.revoked(id) })
  } catch (error) {
    if (!(error instanceof AppError && error.status === 404)) throw error
    setFlash(visit, { kind: 'notice', text: t.admin.keys.gone(id) })
  }
  goTo(visit, next)
}
