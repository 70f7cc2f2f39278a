import { parseEmail } from '../../domain/email.js'
import { namesOfNumber, parsePhone } from '../../domain/phone.js'
import { type AccountRecord, wholeAccount } from '../accounts/record.js'
import { loginName } from '../credentials/login.js'
import type { Platform } from '../platform.js'

/** How somebody names the account whose password is forgotten. */
export type Asked = { email: string; username: string } | { phone: string }

/** More accounts of one address than anybody sees. */
const MOST = 50

/** The active accounts that are meant: those with the e-mail address, and with the name if there is one; or the one of the number. */
export async function accountsOf(deps: Pick<Platform, 'config' | 'db'>, asked: Asked): Promise<AccountRecord[]> {
  return 'email' in asked ? ofEmail(deps, asked.email, asked.username) : ofPhone(deps, asked.phone)
}

async function ofEmail(deps: Pick<Platform, 'config' | 'db'>, text: string, username: string): Promise<AccountRecord[]> {
  const read = parseEmail(text)
  const aor = username === '' ? undefined : loginName(deps, username)
  if (!('address' in read) || (username !== '' && !aor)) return []
  const { address } = read
  const names = aor && { domain: aor.domain, username: { in: [aor.username, aor.username.toLowerCase()] } }
  return deps.db.prisma.account.findMany({
    where: { email: address, activated: true, ...names },
    orderBy: { id: 'asc' },
    take: MOST,
    include: wholeAccount,
  })
}

/** Whose number it is, or whose name: no two accounts can have it. */
async function ofPhone({ db }: Pick<Platform, 'db'>, text: string): Promise<AccountRecord[]> {
  const phone = parsePhone(text)
  if (!phone) return []
  const owner = await db.prisma.account.findUnique({ where: { phone }, include: wholeAccount })
  if (owner) return owner.activated ? [owner] : []
  const named = await db.prisma.account.findMany({
    where: { username: { in: namesOfNumber(phone) }, activated: true },
    orderBy: { id: 'asc' },
    take: 2,
    include: wholeAccount,
  })
  return named.length === 1 ? named : []
}
