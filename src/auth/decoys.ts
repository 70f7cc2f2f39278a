import type { Database } from '../db/client.js'
import { isUniqueViolation } from '../db/errors.js'
import { type Aor, addressOf } from '../domain/sip.js'
import type { Algorithm } from './digest.js'
import { deriveKey, keyedHash } from './secretBox.js'

/** How many of a hundred accounts have stored MD5 alone and SHA-256 alone; all others can be challenged by both. */
interface Odds {
  md5: number
  sha256: number
}

/** What stands in for the passwords of an account that does not exist, so that a challenge does not tell who has one (as RFC 5054 section 2.5.1.3). */
export interface Decoys {
  /** The algorithms that this name's account could have stored: always the same ones for a name, for all names together as often as accounts have them. */
  algorithmsOf(aor: Aor): Promise<readonly Algorithm[]>
}

const BOTH: readonly Algorithm[] = ['MD5', 'SHA-256']
/** Accounts that are looked at for the odds. */
const SAMPLE = 500
/** Fewer than these found by random ids: ids have large gaps, and the newest accounts do. */
const ENOUGH = 50
/** Milliseconds after which a process looks for new odds, beside requests. */
const REREAD_MS = 600_000
/** Milliseconds after which accounts are looked at again. */
const RECOUNT_MS = 86_400_000
/** Odds in the database change when they are off by this many of a hundred: with each change some names get other decoys. */
const OFF = 10
const SETTING = 'algorithm_odds'

/** The odds stand in the database, so that all processes have the same: two answers about one name would tell that it has no account. */
export function createDecoys({ secret, db, now: clock }: { secret: string; db: Database; now(): number }): Decoys {
  const key = deriveKey(secret, 'decoys')
  let known: Odds | 'none' | undefined
  let readAt = 0

  /** one for all who ask meanwhile */
  let reading: Promise<Odds | 'none'> | undefined

  const reread = (now: number): Promise<Odds | 'none'> => {
    readAt = now
    reading ??= currentOdds(db, now)
      .then((odds) => {
        known = odds
        return odds
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }

  return {
    async algorithmsOf(aor) {
      const now = clock()
      // but for the first time nobody waits for it, and what is known goes on to hold when the database is down
      if (known !== undefined && Math.abs(now - readAt) >= REREAD_MS) void reread(now).catch(() => undefined)
      const odds = known ?? (await reread(now))
      if (odds === 'none') return BOTH
      const lot = (Number.parseInt(keyedHash(key, addressOf(aor)).slice(0, 8), 16) / 2 ** 32) * 100
      if (lot < odds.md5) return ['MD5']
      return lot < odds.md5 + odds.sha256 ? ['SHA-256'] : BOTH
    },
  }
}

/** The odds of the database, counted anew once a day; `none` while there is no account. */
async function currentOdds({ prisma }: Database, now: number): Promise<Odds | 'none'> {
  const row = await prisma.setting.findUnique({ where: { name: SETTING } })
  const stored = row ? (JSON.parse(row.value) as Odds & { at: number }) : undefined
  if (stored && Math.abs(now - stored.at) < RECOUNT_MS) return stored
  const counted = await countedOdds(prisma)
  if (!counted) return 'none'
  const keep = stored && Math.abs(stored.md5 - counted.md5) < OFF && Math.abs(stored.sha256 - counted.sha256) < OFF
  const { md5, sha256 } = keep ? stored : counted
  const value = JSON.stringify({ md5, sha256, at: now })
  // of processes that count at the same time one writes, and all have what it wrote
  if (row) await prisma.setting.updateMany({ where: { name: SETTING, value: row.value }, data: { value } })
  else {
    await prisma.setting.create({ data: { name: SETTING, value } }).catch((error) => {
      if (!isUniqueViolation(error)) throw error
    })
  }
  const written = await prisma.setting.findUniqueOrThrow({ where: { name: SETTING } })
  return JSON.parse(written.value) as Odds
}

/** From accounts at random, by their ids: a count of all would take seconds where there are millions. */
async function countedOdds({ account }: Database['prisma']): Promise<Odds | undefined> {
  const select = { passwords: { select: { algorithm: true } } } as const
  const newest = { orderBy: { id: 'desc' }, take: SAMPLE, select } as const
  const { _max } = await account.aggregate({ _max: { id: true } })
  const last = _max.id ?? 0
  const ids = Array.from({ length: SAMPLE }, () => 1 + Math.floor(Math.random() * last))
  const drawn = last > SAMPLE ? await account.findMany({ where: { id: { in: ids } }, select }) : []
  const sample = drawn.length >= ENOUGH ? drawn : await account.findMany(newest)
  if (sample.length === 0) return undefined
  const alone = (algorithm: Algorithm): number =>
    Math.round(
      (100 * sample.filter(({ passwords }) => passwords.length === 1 && passwords[0]!.algorithm === algorithm).length) / sample.length,
    )
  const md5 = alone('MD5')
  return { md5, sha256: Math.min(alone('SHA-256'), 100 - md5) }
}
