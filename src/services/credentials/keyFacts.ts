import type { components } from '../../../generated/openapi.js'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Platform } from '../platform.js'

export type KeyScope = components['schemas']['ApiKeyScope']

/** A key as it may be shown. */
export interface KeyFacts {
  id: number
  /** null: made without one */
  name: string | null
  scope: KeyScope
  /** in CIDR notation; empty: it is good from anywhere */
  networks: string[]
  /** null: it does not end by itself */
  idleMinutes: number | null
  personal: boolean
  createdAt: Date
  lastUsedAt: Date | null
  /** when it ends unless it is used before, or has ended; null: it does not end by itself */
  endsAt: Date | null
  ended: boolean
}

/** A key that was just made, with the key itself. */
export interface MadeKey extends KeyFacts {
  key: string
}

/** The columns of `KeyFacts`. */
export const SHOWN = {
  id: true,
  name: true,
  scope: true,
  networks: true,
  idleMinutes: true,
  personal: true,
  createdAt: true,
  lastUsedAt: true,
} as const satisfies Prisma.ApiKeySelect

export function factsOf(
  { config, clock }: Pick<Platform, 'config' | 'clock'>,
  row: Prisma.ApiKeyGetPayload<{ select: typeof SHOWN }>,
): KeyFacts {
  const idle = idleTime(config, row)
  const end = idle === undefined ? undefined : lastUse(row) + idle
  return {
    ...row,
    scope: scopeOf(row.scope),
    networks: row.networks?.split(',') ?? [],
    endsAt: end === undefined ? null : new Date(end),
    ended: end !== undefined && end <= clock.now(),
  }
}

/** A key of before there were scopes does all that its account may. */
export const scopeOf = (stored: string | null): KeyScope => (stored ?? 'admin') as KeyScope

/** How long a key is good without a use, undefined for ever. Milliseconds. A personal key has the time of all personal keys. */
export function idleTime(
  { apiKeyIdle }: Pick<Platform['config'], 'apiKeyIdle'>,
  { personal, idleMinutes }: { personal: boolean; idleMinutes: number | null },
): number | undefined {
  if (idleMinutes !== null) return idleMinutes * 60_000
  return personal && apiKeyIdle > 0 ? apiKeyIdle * 1000 : undefined
}

/** Its making counts as a use. Milliseconds since the epoch. */
export const lastUse = ({ lastUsedAt, createdAt }: { lastUsedAt: Date | null; createdAt: Date }): number =>
  (lastUsedAt ?? createdAt).getTime()
