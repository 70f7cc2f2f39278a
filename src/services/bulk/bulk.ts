import { setTimeout as delay } from 'node:timers/promises'
import type { Prisma } from '../../../generated/prisma/sqlite/client.js'
import type { Caller } from '../../caller.js'
import { AppError } from '../../domain/errors.js'
import { DEFAULT_LANGUAGE, LANGUAGE_NAMES } from '../../texts/languages.js'

// What an administrator has done to many accounts at once. It is shown as a draft first, and begins once it is confirmed; a job of the queue does it.

/** What can be done to the accounts that a search finds. */
export const CHANGES = ['activate', 'invite', 'deactivate', 'block', 'unblock', 'addType', 'addToList', 'delete'] as const
export type BulkChange = (typeof CHANGES)[number]
export type BulkAction = BulkChange | 'import'

/** `preparing`: not all of its items are there yet. `removed`: nobody sees it any more, and housekeeping takes it away. */
export type BulkState = 'preparing' | 'draft' | 'running' | 'done' | 'cancelled' | 'failed' | 'removed'
export type Outcome = 'waiting' | 'done' | 'left_out' | 'refused'

/** Why an account is left out. */
export type LeftOut = 'own' | 'already' | 'gone' | 'other_space' | 'changed' | 'exists' | 'no_email' | 'not_invitable'

export type WorkRow = Prisma.BulkWorkGetPayload<object>
export type ItemRow = Prisma.BulkItemGetPayload<object>

/** A work as pages show it. */
export type BulkWork = Omit<WorkRow, 'action' | 'state' | 'counts'> & { action: BulkAction; state: BulkState; counts: Counts }
/** How many items came to which end. */
export type Counts = Record<Outcome, number>

/** Accounts of one work. */
export const MOST_ITEMS = 50_000
/** Drafts that an administrator has at a time: one more takes the place of the oldest. */
export const MOST_DRAFTS = 5
/** Works of an administrator that run at a time. */
export const MOST_RUNNING = 5
/** Works that are kept of an administrator: the oldest make room. */
export const MOST_KEPT = 30
/** How long a draft waits, and passwords stay. Milliseconds. */
export const DRAFT_MS = 3_600_000
/** How long a work may take, tries after failures included. Milliseconds. */
export const LONGEST_MS = 86_400_000
/** How long it can be seen what became of a work. Milliseconds. */
export const KEPT_MS = 7 * 86_400_000

/** What a work is first written with. */
export interface NewWork {
  action: BulkAction
  about?: string
  undoOf?: number
  targetId?: number
  /** its items hold passwords */
  sealed?: boolean
}

/** Who has the work done, as the request said that began it. */
export const callerOfWork = ({ ipAddress, language, actorId, requestId }: WorkRow): Caller => ({
  ip: ipAddress,
  userAgent: undefined,
  language: LANGUAGE_NAMES.find((name) => name === language) ?? DEFAULT_LANGUAGE,
  actor: { kind: 'admin', id: actorId },
  requestId,
})

/** Numbers of rows or ids, as many at a time as one statement should have. */
export function* slices<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size)
}

/** After each part of a long work others have as long as it took, but so many milliseconds at least and at most: it may have waited for somebody. */
const [SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS] = [2, 100]

/** Waits for others to come first. @param begun when it began, on the clock of `performance.now()` */
export const letOthers = (begun: number): Promise<void> =>
  delay(Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, performance.now() - begun)))

/** The account that has something done. @throws AppError 401 for a caller that is no account */
export function actorId({ actor }: Caller): number {
  if (actor.id === null) throw new AppError(401, 'unauthenticated', 'An administrator has this done.')
  return actor.id
}
