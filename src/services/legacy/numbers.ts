import { namesOfNumber, numberOfName, parsePhone } from '../../domain/phone.js'
import { parseAor } from '../../domain/sip.js'
import { wholeAccount } from '../accounts/record.js'
import type { Platform } from '../platform.js'

export type FoundAccount = NonNullable<Awaited<ReturnType<typeof accountOfNumber>>>

/**
 * The account that has an E.164 number, or else that is named after it: an active one before one that waits, which is named as apps up to 5.3 name it. Undefined when
 * there is none, or several in several domains.
 * @param domain only there; undefined for all domains
 */
export async function accountOfNumber({ db }: Pick<Platform, 'db'>, phone: string, domain?: string) {
  const owner = await db.prisma.account.findUnique({ where: { phone }, include: wholeAccount })
  if (owner) return domain === undefined || owner.domain === domain ? owner : undefined
  const where = { username: { in: namesOfNumber(phone) }, ...(domain !== undefined && { domain }) }
  const named = await db.prisma.account.findMany({ where, orderBy: { id: 'asc' }, include: wholeAccount })
  const active = named.filter(({ activated }) => activated)
  const meant = active.length > 0 ? active : named.filter(({ username }) => username === phone)
  return meant.length === 1 ? meant[0] : undefined
}

/** The account of a number for whoever asks at sign-up whether it is free, and whether it is a name; undefined for what is free, or no number. */
export async function infoOfNumber(deps: Pick<Platform, 'db'>, text: string) {
  const phone = parsePhone(text)
  const account = phone && (await accountOfNumber(deps, phone))
  return account ? { account, isName: namesOfNumber(phone).includes(account.username) } : undefined
}

/** The account of a SIP address whose user part is its name, or its phone number. */
export async function accountOfAddress(deps: Pick<Platform, 'db'>, sip: string): Promise<FoundAccount | undefined> {
  const aor = parseAor(sip)
  if (!aor) return undefined
  const phone = numberOfName(aor.username)
  const byNumber = phone && (await accountOfNumber(deps, phone, aor.domain))
  if (byNumber) return byNumber
  const byName = await deps.db.prisma.account.findUnique({ where: { username_domain: aor }, include: wholeAccount })
  return byName ?? undefined
}
