import { invalidField } from '../../domain/errors.js'
import type { Platform } from '../platform.js'

/**
 * The id of the space that an operation is about: that of a domain if it names one, else that of the account that asks.
 * @throws AppError 422 for a domain that is no space
 */
export async function chosenSpace({ db }: Pick<Platform, 'db'>, account: { spaceId: number }, domain: string | undefined): Promise<number> {
  if (domain === undefined) return account.spaceId
  const space = await db.prisma.space.findUnique({ where: { domain: domain.toLowerCase() }, select: { id: true } })
  if (space) return space.id
  throw invalidField('domain', 'There is no space with this domain.')
}
