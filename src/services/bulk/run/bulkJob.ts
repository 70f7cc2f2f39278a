import { asRead, claimed, type JobKind, type JobTable, type JobTimes, ours } from '../../../jobs/job.js'
import type { With } from '../../deps.js'
import type { Platform } from '../../platform.js'
import { LONGEST_MS, type WorkRow } from '../bulk.js'
import { countsOf, ending, passwordsUntil } from '../works.js'
import { runWork } from './run.js'

/** A process that stops leaves its works to others, which go on once the lease is over. */
const TIMES: JobTimes = { poll: 1_000, lease: 60_000, renew: 15_000, run: LONGEST_MS }
/** Works in hand: others wait. */
const WIDTH = 2
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 300_000

/**
 * Does bulk works, as jobs: an account is changed, and its item says so, in one transaction, so that however often a process dies none is changed twice, and what is left is done by another.
 */
export const bulkJob = (deps: With<'limits' | 'outbound'>): JobKind<WorkRow> => ({
  name: 'bulk_work',
  table: workTable(deps),
  width: WIDTH,
  times: TIMES,
  endsRound: () => false,
  retry: ({ startedAt, createdAt }) => ({
    first: FIRST_RETRY_MS,
    longest: LONGEST_RETRY_MS,
    deadline: (startedAt ?? createdAt).getTime() + LONGEST_MS,
    spread: 0.5,
  }),
  run: (work, signal) => runWork(deps, work, signal),
  about: ({ id, action, tries, actorId }) => ({ bulk_work_id: id, action, tries, actor: actorId }),
})

function workTable({ db: { prisma }, clock }: Platform): JobTable<WorkRow> {
  const { bulkWork: table } = prisma
  const running = { state: 'running' }
  const end = (row: WorkRow, state: string, lastError: string | null) => ({
    state,
    lastError,
    ...ending(clock.now(), passwordsUntil(row, clock.now())),
  })
  return {
    due: (time, take, inHand) =>
      table.findMany({
        where: { ...running, nextTryAt: { lte: time }, id: { notIn: [...inHand] } },
        orderBy: [{ nextTryAt: 'asc' }, { id: 'asc' }],
        take,
      }),
    claim: async (row, until) => (await table.updateMany({ where: { ...asRead(row), ...running }, data: claimed(row, until) })).count > 0,
    renew: async (row, nextTryAt) => (await table.updateMany({ where: { ...ours(row), ...running }, data: { nextTryAt } })).count > 0,
    postpone: (row, nextTryAt, reason) =>
      table.updateMany({ where: { ...ours(row), ...running }, data: { nextTryAt, lastError: reason.slice(0, 500) } }),
    // done is done, also when another process holds it by now: nothing waits any more, so that nothing is counted again
    async done(row) {
      const counts = JSON.stringify(await countsOf({ prisma }, row.id))
      return table.updateMany({ where: { id: row.id, ...running }, data: { ...end(row, 'done', null), counts } })
    },
    giveUp: (row, reason) => table.updateMany({ where: { ...ours(row), ...running }, data: end(row, 'failed', reason.slice(0, 500)) }),
  }
}
