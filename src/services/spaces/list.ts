import { notFound } from '../../domain/errors.js'
import type { Platform } from '../platform.js'
import { findSpace } from './chosen.js'
import { type Space, spaceOf } from './space.js'

/** A space, as it is stored and as the configuration has it. */
export interface StoredSpace extends Space {
  createdAt: Date
}

/** All spaces, in the order of their domains. */
export async function listSpaces(deps: Pick<Platform, 'config' | 'db'>): Promise<StoredSpace[]> {
  const rows = await deps.db.prisma.space.findMany({ orderBy: { domain: 'asc' } })
  return rows.map(({ domain, createdAt }) => ({ ...spaceOf(deps, domain), createdAt }))
}

/** @throws AppError 404 */
export async function getSpace(deps: Pick<Platform, 'config' | 'db'>, domain: string): Promise<StoredSpace> {
  const row = await findSpace(deps.db, domain)
  if (!row) throw notFound('There is no space with this domain.')
  return { ...spaceOf(deps, row.domain), createdAt: row.createdAt }
}
