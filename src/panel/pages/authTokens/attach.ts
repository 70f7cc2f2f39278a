import { AppError } from '../../../domain/errors.js'
import { attachAuthToken, findOpenAuthToken } from '../../../services/authTokens/authTokens.js'
import { setFlash } from '../../frame/flash.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { browserName } from '../credentials/browserName.js'

const tokenOf = ({ ctx }: MemberVisit): string => String(ctx.params.token)

/** Where the QR code of another device leads: it shows which one asks, and from where. Opening it changes nothing. */
export async function attachPage(visit: MemberVisit): Promise<void> {
  const device = await findOpenAuthToken(visit.deps, tokenOf(visit))
  if (!device) return gone(visit)
  const { ipAddress, userAgent, createdAt } = device
  show(visit, 'authTokens/attach', {
    title: visit.t.devicesLogin.attachTitle,
    model: { action: visit.ctx.path, device: browserName(visit.t, userAgent), address: ipAddress, askedAt: createdAt },
  })
}

export async function attachForm(visit: MemberVisit): Promise<void> {
  const { deps, session, caller, t } = visit
  try {
    await attachAuthToken(deps, tokenOf(visit), session.account, caller)
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return gone(visit)
    throw error
  }
  setFlash(visit, { kind: 'success', text: t.devicesLogin.attached })
  goTo(visit, '/')
}

function gone(visit: MemberVisit): void {
  show(visit, 'authTokens/gone', { title: visit.t.devicesLogin.goneTitle, status: 404, model: {} })
}
