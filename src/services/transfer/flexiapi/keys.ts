import { isIP } from 'node:net'
import type { Transaction } from '../../../db/client.js'
import type { LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import { hashToken } from '../../../domain/codes.js'
import { plainAddress } from '../../../domain/ip.js'
import { addressOf } from '../../../domain/sip.js'
import type { AccountRecord } from '../../accounts/record.js'
import { auditAll } from '../../audit/audit.sql.js'
import type { AuditStamp } from '../../audit/stamp.js'
import type { Platform } from '../../platform.js'
import { timeOf } from './dates.js'
import type { Report } from './report.js'
import type { FlexiapiAccount } from './source.js'

/** An account that this transaction has made. */
export interface Imported {
  account: FlexiapiAccount
  record: AccountRecord
  stamp: AuditStamp
}

const SHORTEST_KEY = 32
const LONGEST_NAME = 64
const TABLE = 'api_keys'

/** Keys are kept hashed here; they go on working, from where they did and for as long without a use. @returns how many there are */
export async function insertKeys(
  deps: Pick<Platform, 'config' | 'clock'>,
  tx: Transaction,
  imported: readonly Imported[],
  report: Report,
): Promise<number> {
  const keys = imported.flatMap((one) => keysOf(deps, one, report))
  if (keys.length === 0) return 0
  const known = await tx.apiKey.findMany({ where: { keyHash: { in: keys.map(({ data }) => data.keyHash) } }, select: { keyHash: true } })
  const taken = new Set(known.map(({ keyHash }) => keyHash))
  const fresh = keys.filter(({ account, data }) => {
    if (!taken.has(data.keyHash)) {
      taken.add(data.keyHash)
      return true
    }
    report.refuse(TABLE, 'api_key', 'Its API key belongs to another account.', account)
    return false
  })
  if (fresh.length > 0) await tx.apiKey.createMany({ data: fresh.map(({ data }) => data) })
  await auditAll(
    tx,
    fresh.map(({ entry }) => entry),
  )
  report.of(TABLE).taken += fresh.length
  return fresh.length
}

/** The keys of an account that go on: the newest first, as it has one for itself alone. */
function keysOf({ config, clock }: Pick<Platform, 'config' | 'clock'>, { account, record, stamp }: Imported, report: Report) {
  const names = new Set<string>()
  let personal = false
  return account.rows.api_keys.toReversed().flatMap((row) => {
    const key = String(row.key)
    if (!isLongEnough(account, key, report)) return []
    const facts = factsOf(row, new Date(clock.now()))
    const idle = facts.personal ? config.apiKeyIdle * 1000 : (facts.idleMinutes ?? 0) * 60_000
    if (idle > 0 && clock.now() - (facts.lastUsedAt ?? facts.createdAt).getTime() >= idle) {
      report.leave(TABLE, 'ended', `${addressOf(account)}: ${facts.name ?? 'its own key'}`)
      return []
    }
    if (facts.personal && personal) {
      report.refuse(TABLE, 'api_key', 'It has a newer API key of its own.', account)
      return []
    }
    personal ||= facts.personal
    const name = facts.name === null ? null : freeName(facts.name, names)
    const data = { accountId: record.id, keyHash: hashToken(key), ...facts, name }
    return [{ account, entry: { stamp, action: 'createApiKey', account: record } as const, data }]
  })
}

/** A key that could be guessed would be an administrator's to everybody. FlexiAPI makes them of 40 characters. */
function isLongEnough(account: FlexiapiAccount, key: string, report: Report): boolean {
  if (key.length >= SHORTEST_KEY) return true
  report.refuse(TABLE, 'api_key', `Its API key has ${key.length} characters, and must have ${SHORTEST_KEY}: it needs a new one.`, account)
  return false
}

/** In 2021 a key had nothing beside it, and never ended. Later one without a name is its account's own. */
function factsOf(row: LegacyRow, now: Date) {
  if (!('last_used_at' in row)) return { createdAt: now, lastUsedAt: null, personal: false, name: null, networks: null, idleMinutes: null }
  const name =
    typeof row.name === 'string'
      ? row.name
          .replace(/\p{Cc}/gu, '')
          .trim()
          .slice(0, LONGEST_NAME)
          .toWellFormed()
      : ''
  const ip = typeof row.ip === 'string' && isIP(row.ip) !== 0 ? plainAddress(row.ip) : undefined
  return {
    createdAt: timeOf(row.created_at) ?? now,
    lastUsedAt: timeOf(row.last_used_at) ?? null,
    personal: name === '',
    name: name === '' ? null : name,
    networks: ip === undefined ? null : `${ip}/${isIP(ip) === 4 ? 32 : 128}`,
    idleMinutes: Number(row.expires_after_last_used_minutes ?? 0) || null,
  }
}

function freeName(name: string, names: Set<string>): string {
  let free = name
  for (let n = 2; names.has(free); n++) free = `${name.slice(0, LONGEST_NAME - 5)} (${n})`
  names.add(free)
  return free
}
