import { refusalIn } from '../../../domain/errors.js'
import { qrPng } from '../../../lib/qrCode.js'
import { accountOfAuthToken, createAuthToken, findOpenAuthToken, forgetAuthToken } from '../../../services/authTokens/authTokens.js'
import { endSession, startSession } from '../../../services/credentials/sessions.js'
import { accountHasFactor } from '../../../services/secondFactor/factors.js'
import { clearCookie, readSigned, setSigned } from '../../frame/cookies.js'
import { PageError } from '../../frame/pageError.js'
import { goTo, show } from '../../frame/render.js'
import type { Visit } from '../../frame/visit.js'
import { askSecond } from '../secondFactor/login.js'

/** How often the page looks whether it is logged in. Seconds. */
const REFRESH = 5

/** The address that another device opens to log this one in. */
const attachUrl = ({ deps }: Visit, token: string): string => `${deps.config.publicUrl}/auth_tokens/auth/external/${token}`

/** Asks for a token. It is in this browser's cookie alone: an address could be handed to somebody who would be logged in to another's account. */
export async function waitForm(visit: Visit): Promise<void> {
  const { token } = await createAuthToken(visit.deps, visit.caller)
  setSigned(visit.ctx, visit.deps, 'waiting', token)
  goTo(visit, '/authenticate/qrcode')
}

/** Shows the QR code, and looks every few seconds whether another device has attached its account. */
export async function waitPage(visit: Visit): Promise<void> {
  const { ctx, deps, t } = visit
  const token = readSigned(ctx, deps, 'waiting')
  if (token === undefined) return page(visit, false)
  const account = await accountOfAuthToken(deps, token, visit.caller).catch(unlessServerFault)
  if (account) return logIn(visit, token, account)
  if (!(await findOpenAuthToken(deps, token))) {
    clearCookie(ctx, deps, 'waiting')
    return page(visit, true)
  }
  ctx.set('Refresh', String(REFRESH))
  const url = attachUrl(visit, token)
  show(visit, 'authTokens/wait', { title: t.devicesLogin.title, model: { link: { url, qrCode: await pngUrl(url) }, expired: false } })
}

/** Where a code can be asked for. @param expired one was shown here, and nobody has confirmed it in time */
function page(visit: Visit, expired: boolean): void {
  show(visit, 'authTokens/wait', { title: visit.t.devicesLogin.title, model: { link: undefined, expired } })
}

/**
 * Nobody has entered the password here: what takes a fresh one asks for it. Nor has anybody shown a second factor: the device that vouches may be an app, which has
 * none.
 */
async function logIn(visit: Visit, token: string, account: Awaited<ReturnType<typeof accountOfAuthToken>>): Promise<void> {
  const { ctx, deps, caller } = visit
  clearCookie(ctx, deps, 'waiting')
  const [proven] = account.passwords
  const used = await forgetAuthToken(deps, token)
  if (used && proven && (await accountHasFactor(deps, account.id))) return askSecond(visit, { account, proven, entered: false, next: '/' })
  const session = used && proven && (await startSession(deps, account, proven, caller, { audited: true, entered: false }))
  if (!session) return page(visit, true)
  if (visit.session) await endSession(deps.db, visit.session.idHash)
  setSigned(ctx, deps, 'session', session.id)
  goTo(visit, '/')
}

/** The QR code of a token that an app has asked for. */
export async function qrCodeImage(visit: Visit): Promise<void> {
  const token = String(visit.ctx.params.token)
  if (!(await findOpenAuthToken(visit.deps, token))) throw new PageError(404, 'notFound')
  visit.ctx.set('Cache-Control', 'no-store')
  visit.ctx.type = 'image/png'
  visit.ctx.body = await qrPng(attachUrl(visit, token))
}

const pngUrl = async (text: string): Promise<string> => `data:image/png;base64,${(await qrPng(text)).toString('base64')}`

function unlessServerFault(error: unknown): undefined {
  refusalIn(error)
  return undefined
}
