import { AppError } from '../../../domain/errors.js'
import { addressOf } from '../../../domain/sip.js'
import { getAccount } from '../../../services/accounts/accounts.js'
import { sendProvisioningLink } from '../../../services/provisioning/email.js'
import { createProvisioningLink, provisioningUrl } from '../../../services/provisioning/links.js'
import { isInvitable } from '../../../services/recovery/invitable.js'
import { idInPath } from '../../frame/adminParams.js'
import { setFlash } from '../../frame/flash.js'
import { problemText } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import { setShownOnce, takeShownOnce } from '../../frame/shownOnce.js'
import type { MemberVisit } from '../../frame/visit.js'
import { lifetimeText } from '../../frame/words/waits.js'
import { appLink } from './appLink.js'

const pathOf = (id: number): string => `/accounts/${id}/provision`

/** A link that sets up a device for an account. One that was just made is shown, this once. */
export async function accountLinkPage(visit: MemberVisit): Promise<void> {
  const account = await getAccount(visit.deps, idInPath(visit))
  const made = takeShownOnce(visit)
  show(visit, 'provisioning/accountLink', {
    title: visit.t.setUp.titleOf(addressOf(account)),
    ...(made && { script: 'copy.js' }),
    model: {
      account,
      link: made && (await appLink(made.value)),
      lifetime: lifetimeText(visit.language, visit.deps.config.provisioningTtl),
      isShutOut: account.blocked || (!account.activated && !isInvitable(account)),
    },
  })
}

export async function makeAccountLinkForm(visit: MemberVisit): Promise<void> {
  const { deps, caller, t } = visit
  const id = idInPath(visit)
  try {
    const { token } = await createProvisioningLink(deps, id, caller)
    setShownOnce(visit, pathOf(id), { id, value: provisioningUrl(deps, token) })
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'account_blocked')) throw error
    setFlash(visit, { kind: 'notice', text: t.setUp.shutOut })
  }
  goTo(visit, pathOf(id))
}

export async function sendAccountLinkForm(visit: MemberVisit): Promise<void> {
  const { deps, caller, t } = visit
  const { id, email } = await getAccount(deps, idInPath(visit))
  try {
    await sendProvisioningLink(deps, id, caller)
    setFlash(visit, { kind: 'success', text: t.setUp.sent(email ?? '') })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const texts: Record<string, string> = {
      ...{ no_email: t.setUp.noEmail, rate_limited: problemText(visit, error) },
      ...{ account_blocked: t.setUp.shutOut, account_not_activated: t.setUp.shutOut },
    }
    const text = texts[error.code]
    if (text === undefined) throw error
    setFlash(visit, { kind: 'notice', text })
  }
  goTo(visit, pathOf(id))
}
