import { addressOf } from '../../../../domain/sip.js'
import { listApiKeys } from '../../../../services/credentials/apiKeys.js'
import { idInPath } from '../../../frame/adminParams.js'
import { show } from '../../../frame/render.js'
import type { MemberVisit } from '../../../frame/visit.js'
import { askToRevoke, revokeKey } from '../../credentials/apiKeys.js'
import { accountInPath } from './common.js'

/** The API keys of an account. */
export async function accountKeysPage(visit: MemberVisit): Promise<void> {
  const { t, deps } = visit
  const account = await accountInPath(visit)
  show(visit, 'accounts/accountKeys', {
    title: t.admin.account.tabTitle(t.admin.account.tabs['/keys'], addressOf(account)),
    model: { account, keys: await listApiKeys(deps, account.id) },
  })
}

/** Asks whether a key of any account is to end. */
export async function revokeAccountKeyPage(visit: MemberVisit): Promise<void> {
  const account = await accountInPath(visit)
  await askToRevoke(visit, account.id, idInPath(visit, 'key'), `/accounts/${account.id}/keys`, addressOf(account))
}

/** Ends a key of any account. */
export const revokeAccountKeyForm = (visit: MemberVisit): Promise<void> => {
  const id = idInPath(visit)
  return revokeKey(visit, id, idInPath(visit, 'key'), `/accounts/${id}/keys`)
}
