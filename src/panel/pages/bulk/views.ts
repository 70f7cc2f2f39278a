import type { BulkWork, ItemRow, WorkRow } from '../../../services/bulk/bulk.js'
import type { PreviewRow } from '../../../services/bulk/preview.js'
import type { FormState } from '../../frame/forms.js'

/** Why accounts are left out, in words. */
type Reasons = string[]

export interface BulkViews {
  'bulk/works': { works: (BulkWork & { progress: string })[]; drafts: WorkRow[] }
  'bulk/import': {
    form: FormState
    domains: string[]
    /** columns that a file can have, as they are called and what stands in them */
    columns: [name: string, text: string][]
    wrong:
      | {
          summary: string
          first: string | undefined
          notes: string[]
          faults: { line: number; column: string; value: string; text: string }[]
        }
      | undefined
  }
  'bulk/target': { work: BulkWork; form: FormState; options: [value: string, text: string][] }
  'bulk/draft': {
    work: BulkWork
    form: FormState
    willBe: string
    rows: PreviewRow[]
    reasons: Reasons
    /** what there is to know of passwords */
    made: string | undefined
    /** how many are to be deleted, as it is to be typed */
    count: string
  }
  'bulk/work': {
    work: BulkWork
    total: number
    ended: number
    progress: string
    reasons: Reasons
    items: (ItemRow & { text: string })[]
    shown: { text: string; href: string; current: boolean }[]
    pages: { pageOf: string; previous: string | false; next: string | false } | undefined
    /** how many can be taken back; undefined: nothing can */
    undo: string | undefined
    /** how many that were made can be invited; undefined: none */
    invite: string | undefined
    passwords: string | undefined
  }
}
