import type { Database } from '../../db/client.js'
import { invalidField } from '../../domain/errors.js'
import type { Platform } from '../platform.js'

/**
 * The id of the space that an operation is about: that of a domain if it names one, else that of the account that asks.
 * @throws AppError 422 for a domain that is no space
 */
export async function chosenSpace({ db }: Pick<Platform, 'db'>, account: { spaceId: number }, domain: string | undefined): Promise<number> {
  if (domain === undefined) return account.spaceId
  const space = await findSpace(db, domain)
  if (space) return space.id
  throw invalidField('domain', 'There is no space with this domain.')
}

/** The stored space of a domain, in any case; null when there is none. PostgreSQL knows no text with a NUL. */
export const findSpace = async ({ prisma }: Database, domain: string): Promise<{ id: number; domain: string; createdAt: Date } | null> =>
  domain.includes('\0') ? null : prisma.space.findUnique({ where: { domain: domain.toLowerCase() } })
