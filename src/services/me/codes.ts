import { secretsEqual } from '../../auth/digest.js'
import { keyedHash } from '../../auth/secretBox.js'
import type { Transaction } from '../../db/client.js'
import type { MessageKind } from '../../delivery/messages.js'
import { randomCode, randomLinkSecret, randomPin } from '../../domain/codes.js'
import { AppError, tooMany } from '../../domain/errors.js'
import { addressBlock } from '../../domain/ip.js'
import type { With } from '../deps.js'
import { PIN_TRIES, takePinTry } from '../limits/pins.js'
import { wasJustSent } from '../messages/justSent.js'
import type { Platform } from '../platform.js'

/** What a code is for: to prove an address, or to set a new password. An account has one of each. */
export type Channel = 'email' | 'phone' | 'recovery'

/** What is short enough to be guessed: codes have 13 characters, secrets of links 40. */
export const isPin = (code: string): boolean => code.length < 13

/** Digits of a PIN: apps have four boxes; on pages of ours, where it opens an account, it has more. */
const DIGITS = { app: 4, page: 6 }

/** What a code is made for. */
export interface NewCode {
  accountId: number
  channel: Channel
  /** the address that it is sent to */
  target: string
  /** a PIN of 4 digits for apps, one of 6 for pages, or a code of 13 characters */
  form: 'pin' | 'longPin' | 'code'
  /** whether a link goes beside it, with a secret of its own */
  link?: boolean
  /** that of the code in whose place it comes: it is entered where that one was asked for. Otherwise that of `ip` */
  origin?: string | null | undefined
}

/**
 * Makes the code that proves an address and keeps its hash; an earlier one for the same channel is void from then on.
 * @param ip of who asks for it
 * @returns the code to send there, the secret of the link beside it (40 characters) if there is one, and when both expire
 */
export async function issueCode(
  deps: Platform,
  tx: Transaction,
  { accountId, channel, target, form, link = false, origin }: NewCode,
  ip: string,
) {
  const { random } = deps.clock
  const code = form === 'code' ? randomCode(random) : randomPin(random, form === 'pin' ? DIGITS.app : DIGITS.page)
  const secret = link ? randomLinkSecret(random) : undefined
  const createdAt = new Date(deps.clock.now())
  const expiresAt = new Date(deps.clock.now() + deps.config.codeTtl * 1000)
  const row = {
    target,
    form,
    codeHash: hash(deps, accountId, channel, code),
    linkHash: secret === undefined ? null : hash(deps, accountId, channel, secret),
    origin: origin ?? originOf(deps, ip),
    tries: 0,
    triesElsewhere: 0,
    expiresAt,
    createdAt,
  }
  const id = { accountId, channel }
  await tx.code.upsert({ where: { accountId_channel: id }, create: { ...id, ...row }, update: row })
  return { code, secret, expiresAt }
}

/** The messages that codes go in. */
const KINDS: Record<Channel, MessageKind[]> = {
  email: ['activation', 'emailChange'],
  phone: ['activation', 'phoneChange'],
  recovery: ['recovery'],
}

/**
 * Whether a good code of this form was sent there a moment ago, which is not to be made void by a repetition of the request for it. One of another form cannot be
 * entered where this one is asked for.
 * @param tx a transaction that has taken the account's row: of two requests at once the other one waits
 */
export async function isCodeJustSent(
  deps: Platform,
  { accountId, channel, target, form }: Omit<NewCode, 'link'>,
  tx: Transaction = deps.db.prisma,
): Promise<boolean> {
  const row = await tx.code.findUnique({ where: { accountId_channel: { accountId, channel } } })
  if (row?.target !== target || row.form !== form || row.tries >= PIN_TRIES || row.expiresAt.getTime() <= deps.clock.now()) return false
  return wasJustSent(deps, { accountId, kinds: KINDS[channel], to: target, madeAt: row.createdAt }, tx)
}

/** For who has a code sent again that nobody waits for. */
export const nothingPending = (): AppError => new AppError(404, 'nothing_pending', 'This account waits for no code there.')

/** Who tries a code: the account itself, or somebody at an IP address. */
export type Trier = 'owner' | { ip: string }

/** The errors of a code, which differ by operation. */
export interface CodeErrors {
  /** it is not the code */
  wrong: () => AppError
  expired: () => AppError
}

/**
 * Looks whether a code is right. Of a PIN it takes a try first, so that parallel guesses cannot outnumber them: one of the number's, and one of the code's own for the
 * account itself and for the address block that asked for it, one of another allowance for everybody else. Strangers so void nobody's PIN.
 * @returns the proven row, to be consumed with `consumeCode`; undefined when nothing is pending on this channel
 * @throws AppError 429 too_many_tries, or one of `errors`
 */
export async function tryCode(
  deps: With<'limits'>,
  accountId: number,
  channel: Channel,
  code: string,
  trier: Trier,
  { wrong, expired }: CodeErrors,
) {
  const row = await findCode(deps, accountId, channel)
  if (!row) return undefined
  const own = trier === 'owner' || originOf(deps, trier.ip) === row.origin
  const giveBack = isPin(code) ? await takePinTry(deps, row.target, own ? 'owner' : 'anyone') : undefined
  if (giveBack && !(await takeTry(deps, row, own, wrong, giveBack))) return undefined
  if (!secretsEqual(row.codeHash, hash(deps, accountId, channel, code))) throw wrong()
  await giveBack?.()
  if (row.expiresAt.getTime() <= deps.clock.now()) throw expired()
  return row
}

/** The channel that a code is for: the first that it is right for, else the first that waits for one. Nobody learns which: a try is taken in either case. */
export async function channelOf(
  deps: Platform,
  accountId: number,
  channels: readonly Channel[],
  code: string,
): Promise<Channel | undefined> {
  const rows = await deps.db.prisma.code.findMany({ where: { accountId, channel: { in: [...channels] } } })
  const waiting = channels.filter((channel) => rows.some((row) => row.channel === channel))
  const right = (channel: Channel): boolean =>
    rows.some((row) => row.channel === channel && secretsEqual(row.codeHash, hash(deps, accountId, channel, code)))
  return waiting.find(right) ?? waiting[0]
}

/**
 * Looks whether the secret of a link is right; anybody may have it, and try any number. Mails of before links had their own have the code in them.
 * @returns the proven row, to be consumed with `consumeCode`; undefined when it is not it, or has expired
 */
export async function tryLink(deps: Platform, accountId: number, channel: Channel, secret: string) {
  const row = await findCode(deps, accountId, channel)
  if (!row || isPin(secret) || row.expiresAt.getTime() <= deps.clock.now()) return undefined
  return secretsEqual(row.linkHash ?? row.codeHash, hash(deps, accountId, channel, secret)) ? row : undefined
}

const findCode = ({ db }: Platform, accountId: number, channel: Channel) =>
  db.prisma.code.findUnique({ where: { accountId_channel: { accountId, channel } } })

/** False when the code is gone: another request was faster. @throws AppError 429 too_many_tries, or `wrong` when a newer code has taken its place */
async function takeTry(
  deps: Platform,
  row: NonNullable<Awaited<ReturnType<typeof findCode>>>,
  own: boolean,
  wrong: () => AppError,
  giveBack: () => Promise<void>,
): Promise<boolean> {
  const { accountId, codeHash } = row
  const channel = row.channel as Channel
  const counter = own ? 'tries' : 'triesElsewhere'
  const { count } = await deps.db.prisma.code.updateMany({
    where: { accountId, channel, codeHash, [counter]: { lt: PIN_TRIES } },
    data: { [counter]: { increment: 1 } },
  })
  if (count === 1) return true
  await giveBack() // it is not looked at
  const left = await findCode(deps, accountId, channel)
  if (!left) return false
  if (left.codeHash !== codeHash) throw wrong()
  const seconds = (row.expiresAt.getTime() - deps.clock.now()) / 1000
  throw own ? tooManyTries(seconds) : triedElsewhere(seconds)
}

/** Removes a proven code; false when another request was faster or a newer code replaced it. */
export async function consumeCode(tx: Transaction, row: { accountId: number; channel: string; codeHash: string }): Promise<boolean> {
  const { count } = await tx.code.deleteMany({ where: { accountId: row.accountId, channel: row.channel, codeHash: row.codeHash } })
  return count === 1
}

const tooManyTries = (retryAfterSeconds: number): AppError =>
  tooMany('too_many_tries', 'Too many wrong codes: this one is void. Ask for a new one.', retryAfterSeconds)

/** The code is still good where it was asked for. */
const triedElsewhere = (retryAfterSeconds: number): AppError =>
  tooMany('too_many_tries', 'Too many wrong codes were tried from here and elsewhere. Enter it where you asked for it.', retryAfterSeconds)

/** What is kept of where a code was asked for: nobody reads an address out of it. */
const originOf = (deps: Pick<Platform, 'keys'>, ip: string): string => keyedHash(deps.keys.codes, 'origin', addressBlock(ip))

const hash = (deps: Pick<Platform, 'keys'>, accountId: number, channel: Channel, code: string): string =>
  keyedHash(deps.keys.codes, channel, String(accountId), code)
