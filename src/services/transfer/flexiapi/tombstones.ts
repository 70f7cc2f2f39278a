import type { Transaction } from '../../../db/client.js'
import { tentatively } from '../../../db/tentatively.js'
import { spaceOf } from '../../spaces/space.js'
import { insertTombstones } from '../rows.sql.js'
import { timesOf } from './dates.js'
import type { Joining } from './joined/pairs.js'

const TABLE = 'accounts_tombstones'
const DAY_MS = 86_400_000

/** Keeps the names of accounts that were deleted at FlexiAPI from sign-up, TOMBSTONE_DAYS from then. */
export async function takeTombstones({ deps, source, report, dryRun }: Joining): Promise<void> {
  const now = deps.clock.now()
  const span = deps.config.tombstoneDays * DAY_MS
  for await (const rows of source.byId(TABLE)) {
    const count = report.of(TABLE)
    count.read += rows.length
    const names = rows.flatMap((row) => {
      const [username, domain] = [String(row.username), String(row.domain).toLowerCase()]
      const freeAt = new Date(timesOf(row, new Date(now)).createdAt.getTime() + span)
      if (!spaceOf(deps, domain).served) report.leave(TABLE, 'domain', `${username}@${domain}`)
      else if (freeAt.getTime() <= now) report.leave(TABLE, 'ended', `${username}@${domain}`)
      else if (username.includes('\0')) report.leave(TABLE, 'form', `${username}@${domain}`)
      else return [{ username, domain, freeAt }]
      return []
    })
    if (names.length === 0) continue
    const write = async (tx: Transaction) => ({ keep: !dryRun, value: await insertTombstones(tx, names) })
    const taken = await tentatively(deps.db, write)
    count.taken += taken
    count.existing += names.length - taken
  }
}
