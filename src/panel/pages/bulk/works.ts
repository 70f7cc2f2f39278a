import type { BulkWork } from '../../../services/bulk/bulk.js'
import { listDrafts, listWorks } from '../../../services/bulk/works.js'
import { show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { numberFormat } from '../../frame/words/formats.js'

/** What was done to many accounts at once, and what waits for a word. */
export async function worksPage(visit: MemberVisit): Promise<void> {
  const { t, deps, session } = visit
  const works = await listWorks(deps)
  show(visit, 'bulk/works', {
    title: t.admin.bulk.title,
    model: {
      works: works.map((work) => ({ ...work, progress: progressOf(visit, work) })),
      drafts: await listDrafts(deps, session.account.id),
    },
  })
}

/** How many accounts of a work are done with, and how many of them it could do nothing about. */
export function progressOf({ t, language }: MemberVisit, { counts }: BulkWork): string {
  const number = numberFormat(language)
  const ended = counts.done + counts.left_out + counts.refused
  const { outcomes } = t.admin.bulk
  const text = t.admin.bulk.counts(number.format(ended), number.format(ended + counts.waiting))
  if (counts.left_out + counts.refused === 0) return text
  // who reads "3 of 3" would think that all three were done
  const each = (['done', 'left_out', 'refused'] as const).filter((one) => counts[one] > 0)
  return `${text} (${each.map((one) => t.admin.bulk.outcomeCount(outcomes[one], number.format(counts[one]))).join(', ')})`
}

/** A number of accounts, in words. */
export const accountsText = ({ t, language }: MemberVisit, count: number): string =>
  t.admin.bulk.accounts(count, numberFormat(language).format(count))
