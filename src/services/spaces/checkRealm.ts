import { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Config } from '../../config/config.js'
import type { Database } from '../../db/client.js'

/**
 * Remembers the realm that the stored hashes are made with, and refuses to go on under another one: no password would be right any more.
 * @throws Error that says what to set
 */
export async function checkRealm({ prisma, query }: Database, config: Config): Promise<void> {
  const realm = config.sipRealm ?? ''
  const id = { name: 'realm' }
  // past Prisma's client, which takes a tenth of a second to get ready: every start waits for this
  const [stored] = await query<{ value: string }>(
    Prisma.sql`insert into settings (name, value) values ('realm', ${realm}) on conflict (name) do update set name = excluded.name returning value`,
  )
  if (!stored || stored.value === realm) return
  const accounts = await prisma.account.count()
  if (accounts === 0) {
    await prisma.setting.update({ where: id, data: { value: realm } })
    return
  }
  const was = stored.value === '' ? "each account's own domain (SIP_REALM unset)" : `SIP_REALM=${stored.value}`
  throw new Error(
    `SIP_REALM has changed: the passwords of ${accounts} account${accounts === 1 ? ' are' : 's are'} stored for ${was}, ` +
      `and none would be accepted for ${realm === '' ? "each account's own domain" : `SIP_REALM=${realm}`}. Set it back, or start with an empty database.`,
  )
}
