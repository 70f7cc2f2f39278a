import type { Caller } from '../../caller.js'
import { AppError, notFound } from '../../domain/errors.js'
import { addressOf } from '../../domain/sip.js'
import type { AccountQuery } from '../accounts/list/list.js'
import { accountIds } from '../accounts/list/list.js'
import type { With } from '../deps.js'
import type { Platform } from '../platform.js'
import {
  actorId,
  type BulkChange,
  type BulkWork,
  DRAFT_MS,
  type ItemRow,
  letOthers,
  MOST_DRAFTS,
  MOST_ITEMS,
  MOST_KEPT,
  type NewWork,
  slices,
  type WorkRow,
} from './bulk.js'
import { insertItems, type NewItem } from './items.sql.js'
import { leftOut, statesOf, type Target, targetOf } from './leftOut.js'

/** Rows of one statement. */
const SLICE = 200

/**
 * Writes a draft with its items, which nobody sees before all are there.
 * @returns its id
 */
export async function writeDraft(
  { db: { prisma }, clock }: Platform,
  { action, about, undoOf, targetId, sealed = false }: NewWork,
  items: AsyncIterable<NewItem[]> | Iterable<NewItem[]>,
  caller: Caller,
): Promise<number> {
  const owner = actorId(caller)
  const now = clock.now()
  const expiresAt = new Date(now + DRAFT_MS)
  const account = await prisma.account.findUnique({ where: { id: owner }, select: { username: true, domain: true } })
  if (!account) throw new AppError(401, 'unauthenticated', 'The account has just been deleted.')
  const { id } = await prisma.bulkWork.create({
    data: {
      ...{ action, state: 'preparing', actorId: owner, actor: addressOf(account) },
      ...{ ipAddress: caller.ip, language: caller.language, requestId: caller.requestId },
      ...{ about: about?.replace(/\p{Cc}/gu, '').slice(0, 255) ?? null, undoOf: undoOf ?? null, targetId: targetId ?? null },
      ...{ createdAt: new Date(now), expiresAt, sealedUntil: sealed ? expiresAt : null },
    },
  })
  let begun = performance.now()
  for await (const some of items) {
    for (const rows of slices(some, SLICE)) await insertItems(prisma, id, rows)
    await letOthers(begun)
    begun = performance.now()
  }
  await prisma.bulkWork.updateMany({ where: { id, state: 'preparing' }, data: { state: 'draft' } })
  await makeRoom(prisma, owner, now)
  return id
}

/** Drafts and works of before that are too many. */
async function makeRoom(prisma: Platform['db']['prisma'], owner: number, now: number): Promise<void> {
  const older = async (states: string[], most: number) =>
    prisma.bulkWork.findMany({
      where: { actorId: owner, state: { in: states } },
      orderBy: { id: 'desc' },
      skip: most,
      select: { id: true },
    })
  const [drafts, works] = [await older(['draft'], MOST_DRAFTS), await older(['done', 'cancelled', 'failed'], MOST_KEPT)]
  const ids = [...drafts, ...works].map(({ id }) => id)
  if (ids.length > 0) await prisma.bulkWork.updateMany({ where: { id: { in: ids }, state: { not: 'running' } }, data: removal(now) })
}

/** What takes a work out of everybody's sight. */
export const removal = (now: number) => ({ state: 'removed', expiresAt: new Date(now), sealedUntil: new Date(now) })

/** Which accounts a change is for: some, or all that a search finds. */
export type Chosen = { ids: readonly number[] } | { query: AccountQuery }

/**
 * Makes the draft of a change: from now on it is for these accounts, whatever a search finds later.
 * @throws AppError 422 nothing_chosen as `errors.accounts`, too many
 */
export async function draftChange(deps: With<'accounts' | 'limits'>, action: BulkChange, chosen: Chosen, caller: Caller): Promise<number> {
  const ids = 'ids' in chosen ? [...new Set(chosen.ids)] : await accountIds(deps, chosen.query, MOST_ITEMS + 1)
  if (ids.length === 0) throw new AppError(422, 'validation_failed', 'No account is chosen.', { errors: { accounts: ['none'] } })
  if (ids.length > MOST_ITEMS) throw new AppError(422, 'validation_failed', 'Too many accounts.', { errors: { accounts: ['many'] } })
  const work = { action, actorId: actorId(caller), undoOf: null }
  return writeDraft(deps, { action }, itemsOf(deps, work, ids), caller)
}

/** The items of a draft: who is left out already is so by the accounts as they are. @param stamps of a work that takes another one back */
export async function* itemsOf(
  { db: { prisma } }: Platform,
  work: Pick<WorkRow, 'action' | 'actorId' | 'undoOf'>,
  ids: readonly number[],
  stamps: ReadonlyMap<number, Date | null> = new Map(),
): AsyncGenerator<NewItem[]> {
  let number = 0
  for (const some of slices(ids, SLICE)) {
    const states = new Map((await statesOf(prisma, some)).map((state) => [state.id, state]))
    yield some.flatMap((id) => {
      const state = states.get(id)
      if (!state) return []
      const stamp = stamps.get(id) ?? null
      const reason = leftOut(work, state, { stamp })
      return [{ number: ++number, accountId: id, account: addressOf(state), stamp, ...outcomeOf(reason) }]
    })
  }
}

const outcomeOf = (reason: string | undefined) => ({ outcome: reason === undefined ? 'waiting' : 'left_out', reason: reason ?? null })

/** The types or lists that a draft can be for. */
export async function possibleTargets({ db: { prisma } }: Pick<Platform, 'db'>, action: string): Promise<Target[]> {
  const include = { space: { select: { domain: true } } }
  const [types, lists] = [
    action === 'addType' ? await prisma.accountType.findMany({ include, orderBy: { key: 'asc' }, take: MOST_OFFERED }) : [],
    action === 'addToList' ? await prisma.contactsList.findMany({ include, orderBy: { title: 'asc' }, take: MOST_OFFERED }) : [],
  ]
  return [...types.map((type) => ({ ...type, name: type.key })), ...lists.map((list) => ({ ...list, name: list.title }))].map(
    ({ id, name, spaceId, space: { domain } }) => ({ id, name, spaceId, domain }),
  )
}

/** As many as a space has at most. */
const MOST_OFFERED = 1_000

/** Says which type or list a draft is for, and leaves out accounts that have it or are of another space. @throws AppError 404 */
export async function setTarget({ db: { prisma } }: Platform, work: BulkWork, targetId: number): Promise<void> {
  const target = await targetOf(prisma, work.action, targetId)
  if (!target || !needsTarget(work)) throw notFound('There is no such type or contacts list.')
  // taken first: of two at once one says it, and what died half-way is looked at once more when an account's turn comes
  const data = { targetId: target.id, about: target.name.slice(0, 255) }
  const { count } = await prisma.bulkWork.updateMany({ where: { id: work.id, state: 'draft', targetId: null }, data })
  if (count === 0) return
  for (let after = 0; ; ) {
    const items = await prisma.bulkItem.findMany({
      where: { workId: work.id, number: { gt: after }, outcome: 'waiting' },
      orderBy: { number: 'asc' },
      take: SLICE,
    })
    if (items.length === 0) break
    const ids = items.flatMap(({ accountId }) => accountId ?? [])
    const states = new Map((await statesOf(prisma, ids)).map((state) => [state.id, state]))
    const having = new Set(await idsWith(prisma, work.action, target.id, ids))
    const reasonOf = ({ accountId }: ItemRow) => {
      const state = states.get(accountId!)
      if (!state) return 'gone'
      return having.has(state.id) ? 'already' : leftOut(work, state, { target })
    }
    for (const reason of ['gone', 'already', 'other_space'] as const) {
      const numbers = items.filter((item) => reasonOf(item) === reason).map(({ number }) => number)
      if (numbers.length > 0)
        await prisma.bulkItem.updateMany({ where: { workId: work.id, number: { in: numbers } }, data: { outcome: 'left_out', reason } })
    }
    after = items.at(-1)!.number
  }
}

/** Whether it has to be said yet which type or list a draft is for. */
export const needsTarget = ({ action, targetId, state }: BulkWork): boolean =>
  state === 'draft' && targetId === null && (action === 'addType' || action === 'addToList')

/** Which of the accounts have a type, or are in a list. */
async function idsWith(prisma: Platform['db']['prisma'], action: string, id: number, ids: number[]): Promise<number[]> {
  if (action === 'addType')
    return (await prisma.typeOfAccount.findMany({ where: { typeId: id, accountId: { in: ids } }, select: { accountId: true } })).map(
      ({ accountId }) => accountId,
    )
  return (await prisma.contactsListMember.findMany({ where: { listId: id, contactId: { in: ids } }, select: { contactId: true } })).map(
    ({ contactId }) => contactId,
  )
}
