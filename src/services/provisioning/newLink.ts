import { seal } from '../../auth/secretBox.js'
import { hashToken, randomToken } from '../../domain/codes.js'
import type { Platform } from '../platform.js'

/** Of a row of links. */
export const PURPOSE = 'provisioning'

/** A link as it is kept: its token is readable by its owner and by administrators of its account alone. */
export interface LinkRow {
  tokenHash: string
  sealed: string
  createdAt: Date
  expiresAt: Date
}

/** A link that sets up an app once, which is good for PROVISIONING_TTL seconds. Nothing is written yet. */
export function newLink({ clock, config, keys }: Pick<Platform, 'clock' | 'config' | 'keys'>): { token: string; row: LinkRow } {
  const token = randomToken(clock.random)
  const now = clock.now()
  const expiresAt = new Date(now + config.provisioningTtl * 1000)
  return { token, row: { tokenHash: hashToken(token), sealed: seal(keys.links, token), createdAt: new Date(now), expiresAt } }
}

/** What a link is read from: the newest of its account. */
export interface StoredLink {
  sealed: string | null
  expiresAt: Date
}

/** The newest link of an account; null when it has none. */
export const storedLinkOf = ({ db: { prisma } }: Pick<Platform, 'db'>, accountId: number): Promise<StoredLink | null> =>
  prisma.oneTimeLink.findUnique({
    where: { accountId_purpose: { accountId, purpose: PURPOSE } },
    select: { sealed: true, expiresAt: true },
  })
