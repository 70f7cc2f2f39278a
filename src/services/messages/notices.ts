import type { Caller } from '../../caller.js'
import type { Transaction } from '../../db/client.js'
import { type NewMessage, NOTICE_MS, type NoticeKind } from '../../delivery/messages.js'
import type { With } from '../deps.js'
import { countNotice } from '../limits/sending.js'
import type { Platform } from '../platform.js'

/** Whom a notice is for. */
export interface Told {
  id: number
  username: string
  domain: string
  email: string | null
}

/** Writes the notice; nothing if the account has no e-mail address, or that had its notices of the day. */
export type Tell = (tx: Transaction, kind: NoticeKind) => Promise<void>

/**
 * Does work that the owner of an account is told of by mail, to the address that the account has when it begins. The work calls `tell` in the
 * transaction of the change, so that the notice is sent if, and only if, that is committed.
 * The number of notices is limited by the address (docs/limits.md): beyond it the change is made without one. That of a deletion is always
 * written, as no account is deleted twice.
 * Not for use inside a transaction.
 * @param account the account, or its id. Of an account that does not exist nobody is told
 */
export async function notify<T>(
  deps: With<'limits' | 'outbound'>,
  account: Told | number,
  caller: Caller,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  const told = typeof account === 'number' ? await ownerOf(deps, account) : account
  const { email } = told ?? {}
  if (!told || !email) return work(async () => undefined)
  const { allowed, takeBack } = await countNotice(deps, { id: told.id, email }, caller)
  let written = 0
  const tell: Tell = async (tx, kind) => {
    const deleted = kind === 'accountDeleted'
    if (!allowed && !deleted) {
      deps.outbound.messenger.dropped('email')
      return
    }
    await deps.outbound.messenger.enqueue(tx, noticeTo(deps, { ...told, email }, kind, caller))
    written++
  }
  let result: T
  try {
    result = await work(tell)
  } catch (error) {
    await takeBack()
    throw error
  }
  if (written > 0) await deps.outbound.messenger.deliver()
  else await takeBack()
  return result
}

/** The notice of a deletion; none for an account without e-mail address. */
export const deletionNotice = (deps: Pick<Platform, 'clock'>, { email, ...told }: Told, caller: Caller): NewMessage[] =>
  email === null ? [] : [noticeTo(deps, { ...told, email }, 'accountDeleted', caller)]

const noticeTo = (
  { clock }: Pick<Platform, 'clock'>,
  { id, username, domain, email }: Told & { email: string },
  kind: NoticeKind,
  { language, requestId }: Caller,
): NewMessage => ({
  accountId: kind === 'accountDeleted' ? null : id, // or it would go with the account
  channel: 'email',
  kind,
  to: email,
  language,
  requestId,
  expiresAt: new Date(clock.now() + NOTICE_MS),
  data: { username, domain },
})

const ownerOf = ({ db }: With<'outbound'>, id: number): Promise<Told | null> =>
  db.prisma.account.findUnique({ where: { id }, select: { id: true, username: true, domain: true, email: true } })
