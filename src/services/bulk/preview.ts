import type { components } from '../../../generated/openapi.js'
import type { Platform } from '../platform.js'
import type { BulkWork } from './bulk.js'
import { openRow } from './sealed.js'

/** What a draft will make or change, as its page shows the first ones. */
export interface PreviewRow {
  number: number
  account: string
  accountId: number | null
  /** of an import: the account as it will be made, but for its password */
  made: (Omit<components['schemas']['NewAccount'], 'password'> & { passwordMade: boolean }) | undefined
}

/** Rows that are shown. */
const SHOWN = 10

/** The first rows of a draft. */
export async function firstRows(deps: Platform, { id }: BulkWork): Promise<PreviewRow[]> {
  const items = await deps.db.prisma.bulkItem.findMany({
    where: { workId: id, outcome: 'waiting' },
    orderBy: { number: 'asc' },
    take: SHOWN,
  })
  return items.map(({ number, account, accountId, sealed }) => {
    const row = openRow(deps, sealed)
    if (!row) return { number, account, accountId, made: undefined }
    const { password: _, ...made } = row.account
    return { number, account, accountId, made: { ...made, passwordMade: row.made } }
  })
}

/** How many rows of an import get a password that is made. */
export const passwordsToMake = ({ db: { prisma } }: Pick<Platform, 'db'>, { id }: BulkWork): Promise<number> =>
  prisma.bulkItem.count({ where: { workId: id, outcome: 'waiting', reason: 'made' } })
