import type { Config } from '../../config/config.js'
import type { Database } from '../../db/client.js'
import { rememberedRealm } from './realm.sql.js'

/**
 * Remembers the realm that the stored hashes are made with, and refuses to go on under another one: no password would be right any more.
 * @throws Error that says what to set
 */
export async function checkRealm(db: Database, config: Config): Promise<void> {
  const realm = config.sipRealm ?? ''
  const stored = await rememberedRealm(db, realm)
  if (stored === realm) return
  const accounts = await db.prisma.account.count()
  if (accounts === 0) {
    await db.prisma.setting.update({ where: { name: 'realm' }, data: { value: realm } })
    return
  }
  const was = stored === '' ? "each account's own domain (SIP_REALM unset)" : `SIP_REALM=${stored}`
  throw new Error(
    `SIP_REALM has changed: the passwords of ${accounts} account${accounts === 1 ? ' are' : 's are'} stored for ${was}, ` +
      `and none would be accepted for ${realm === '' ? "each account's own domain" : `SIP_REALM=${realm}`}. Set it back, or start with an empty database.`,
  )
}
