import type { Caller } from '../../caller.js'
import { OPERATOR } from '../../caller.js'
import { loadConfig } from '../../config/load.js'
import { unknownText, unknownVariables } from '../../config/unknown.js'
import { migrate } from '../../db/migrate/migrate.js'
import { AppError } from '../../domain/errors.js'
import { parseId } from '../../domain/ids.js'
import { parseAor } from '../../domain/sip.js'
import { createLog } from '../../lib/log.js'
import { openDeps, type RunningDeps } from '../../run/openDeps.js'
import { type AccountRecord, wholeAccount } from '../../services/accounts/record.js'
import type { Platform } from '../../services/platform.js'
import { prepareSpaces } from '../../services/spaces/prepareSpaces.js'
import { defaultSpace } from '../../services/spaces/space.js'
import type { Terminal } from './terminal.js'

/** Who is at work on the command line. */
export const CLI_CALLER: Caller = {
  ip: '127.0.0.1',
  userAgent: 'flexisip-accounts cli',
  language: 'en',
  actor: OPERATOR,
  requestId: null,
}

/** Runs a command on the configured database, migrated and with its realm checked, and closes everything afterwards. */
export async function withDeps(terminal: Terminal, command: (deps: RunningDeps) => Promise<void>): Promise<void> {
  const environment = terminal.environment()
  const config = loadConfig(environment)
  for (const one of unknownVariables(environment)) terminal.stderr.write(`${unknownText(one)}\n`)
  await migrate(config.databaseUrl)
  const deps = await openDeps(config, createLog('warn', terminal.stderr))
  try {
    await prepareSpaces(deps.db, config)
    await command(deps)
  } finally {
    await deps.close()
  }
}

/** The account that `<sip>` names: user@domain, sip:user@domain, a user of SIP_DOMAIN, or id:12. @throws AppError 404 */
export async function accountNamed(deps: Pick<Platform, 'config' | 'db'>, sip: string): Promise<AccountRecord> {
  const where = sip.startsWith('id:') ? byId(sip.slice(3)) : byAddress(deps, sip)
  const account = where && (await deps.db.prisma.account.findUnique({ where, include: wholeAccount }))
  if (!account) throw new AppError(404, 'not_found', `There is no account ${sip}.`)
  return account
}

function byId(text: string) {
  const id = parseId(text)
  return id === undefined ? undefined : { id }
}

function byAddress(deps: Pick<Platform, 'config'>, sip: string) {
  const aor = parseAor(sip.includes('@') ? sip : `${sip}@${defaultSpace(deps).domain}`)
  return aor && { username_domain: { username: aor.username, domain: aor.domain } }
}
