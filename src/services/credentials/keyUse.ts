import { actorOf, type Caller, callerWith } from '../../caller.js'
import { hashToken } from '../../domain/codes.js'
import { addressBlock, loggedAddress } from '../../domain/ip.js'
import { isWithin } from '../../domain/networks.js'
import type { KeyOwner } from '../accounts/reads.sql.js'
import { auditKeys } from '../audit/audit.sql.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import { idleTime, lastUse } from './keyFacts.js'

/** Last use is kept to the minute: a write per request would be the dearest part of it. Milliseconds. */
const LAST_USE_PRECISION = 60_000
/** The last use of a key that ends without one is kept to this part of that time, where it is less than a minute. */
const IDLE_PARTS = 60

/** The key's owner, read from the database at every request: a revoked key is refused on its next one. */
export async function findKeyOwner(deps: With<'accounts' | 'credentials'>, key: string, caller: Caller): Promise<KeyOwner | undefined> {
  const owner = await deps.accounts.byKeyHash(hashToken(key))
  if (!owner || isIdle(deps, owner) || isElsewhere(deps, owner, caller)) return undefined
  await noteUse(deps, owner)
  await noteAddress(deps, owner, caller)
  return owner
}

/** A key that nobody has used for as long as it is good without a use has ended, and stays so. */
function isIdle({ config, clock }: Pick<Platform, 'config' | 'clock'>, owner: KeyOwner): boolean {
  const idle = idleTime(config, owner)
  return idle !== undefined && clock.now() - lastUse(owner) >= idle
}

/** A right key from outside of its networks may be a stolen one: the log says so. */
function isElsewhere({ config, log }: Pick<Platform, 'config' | 'log'>, { keyId, networks, account }: KeyOwner, caller: Caller): boolean {
  if (networks === null || isWithin(networks.split(','), caller.ip)) return false
  const address = loggedAddress(caller.ip, config.logAddresses)
  log.warn(
    { event: 'api_key_elsewhere', request_id: caller.requestId, key: keyId, account: account.id, address },
    'API key from outside of its networks',
  )
  return true
}

/** The first use of a key from somewhere is in the audit log. Of an address that this process knows already nothing is asked. */
async function noteAddress(deps: With<'credentials'>, { keyId, account }: KeyOwner, caller: Caller): Promise<void> {
  if (!(await deps.credentials.known.isFirst(`${addressBlock(caller.ip)}\nkey ${keyId}`))) return
  await auditKeys(deps, deps.db.prisma, callerWith(caller, { actor: actorOf(account) }), 'useApiKey', { accountId: account.id, id: keyId })
}

async function noteUse({ db, config, clock }: Pick<Platform, 'db' | 'clock' | 'config'>, owner: KeyOwner): Promise<void> {
  const { keyId, lastUsedAt } = owner
  const precision = Math.min(LAST_USE_PRECISION, (idleTime(config, owner) ?? Number.POSITIVE_INFINITY) / IDLE_PARTS)
  if (lastUsedAt && clock.now() - lastUsedAt.getTime() < precision) return
  await db.prisma.apiKey.updateMany({ where: { id: keyId, lastUsedAt }, data: { lastUsedAt: new Date(clock.now()) } })
}
