import { invalidField } from '../../domain/errors.js'
import type { Platform } from '../platform.js'

/**
 * The id of the space that an operation makes or lists something of: that of the caller's account, or the one that a request names.
 * @throws AppError 422 `errors.domain`
 */
export async function chosenSpace({ db }: Pick<Platform, 'db'>, own: { spaceId: number }, domain: string | undefined): Promise<number> {
  if (domain === undefined) return own.spaceId
  const space = await db.prisma.space.findUnique({ where: { domain: domain.toLowerCase() }, select: { id: true } })
  if (!space) throw invalidField('domain', 'There is no space with this domain.')
  return space.id
}
