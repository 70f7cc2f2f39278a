import { FIELDS } from '../../../services/bulk/import/columns.js'
import { draftImport, type ImportOutcome } from '../../../services/bulk/import/draft.js'
import type { Fault } from '../../../services/bulk/import/faults.js'
import { defaultSpace, servedSpaces } from '../../../services/spaces/space.js'
import { setFlash } from '../../frame/flash.js'
import type { Form } from '../../frame/formGuard.js'
import { emptyForm, type FormState, keptFields } from '../../frame/forms.js'
import { goTo, show } from '../../frame/render.js'
import type { MemberVisit } from '../../frame/visit.js'
import { numberFormat } from '../../frame/words/formats.js'
import type { BulkViews } from './views.js'

type Wrong = BulkViews['bulk/import']['wrong']

export const importPage = (visit: MemberVisit): void =>
  page(visit, emptyForm({ domain: defaultSpace(visit.deps).domain, activated: 'on', existing: 'skip' }))

function page(visit: MemberVisit, form: FormState, wrong?: Wrong, status?: number): void {
  const { t, deps } = visit
  const words = t.admin.bulk.import
  const external = FIELDS.filter((field) => field.startsWith('external_'))
  const own = FIELDS.filter((field) => !field.startsWith('external_')) as (keyof typeof words.columnTexts)[]
  const names: Record<string, string> = words.columns
  show(visit, 'bulk/import', {
    title: t.admin.bulk.importLink,
    status,
    model: {
      form,
      domains: servedSpaces(deps).map((space) => space.domain),
      columns: [
        ...own.map((field): [string, string] => [names[field]!, words.columnTexts[field]]),
        [external.map((field) => names[field]).join(', '), words.columnTexts.external],
      ],
      wrong,
    },
  })
}

/** Checks a file, or what was pasted. Nothing is made before its page was confirmed. */
export async function importForm(visit: MemberVisit, form: Form): Promise<void> {
  const { t, deps, newAccount, caller } = visit
  const words = t.admin.bulk.import
  const { upload = { bytes: Buffer.alloc(0), name: '' } } = form
  if (upload === 'tooLarge') {
    return page(visit, { ...emptyForm({ activated: 'on', existing: 'skip' }), errors: { file: words.tooLarge } }, undefined, 413)
  }
  const values = keptFields(form, 'domain', 'activated', 'existing')
  const again = (errors: Record<string, string>, wrong?: Wrong): void => page(visit, { values, errors }, wrong, 422)
  const pasted = form('text').trim() !== ''
  const chosen = upload.bytes.length > 0 || upload.name !== ''
  if (pasted === chosen) return again({ file: pasted ? words.both : words.none })
  const file = pasted ? { bytes: Buffer.from(form('text')), name: '' } : upload
  const options = {
    domain: form('domain') || defaultSpace(deps).domain,
    activated: form('activated') === 'on',
    existing: form('existing') === 'refuse' ? 'refuse' : 'skip',
  } as const
  const outcome = await draftImport(deps, newAccount, file, options, caller)
  if ('unreadable' in outcome) return again({ [pasted ? 'text' : 'file']: words[outcome.unreadable] })
  if ('faults' in outcome) return again({}, wrongOf(visit, outcome))
  const notes = notesOf(visit, outcome)
  if (notes.length > 0) setFlash(visit, { kind: 'notice', text: notes.join(' ') })
  goTo(visit, `/bulk/${outcome.id}`)
}

function notesOf({ t }: MemberVisit, outcome: Exclude<ImportOutcome, { unreadable: unknown }>): string[] {
  const words = t.admin.bulk.import
  const skipped = 'skipped' in outcome && outcome.skipped.length > 0 ? [words.skipped(outcome.skipped.join(', '))] : []
  return outcome.encoding === 'windows-1252' ? [words.windows, ...skipped] : skipped
}

function wrongOf(visit: MemberVisit, outcome: Extract<ImportOutcome, { faults: Fault[] }>): Wrong {
  const { t, language } = visit
  const number = numberFormat(language)
  const { faults, count } = outcome
  return {
    summary: t.admin.bulk.import.wrong(count, number.format(count)),
    first: faults.length < count ? t.admin.bulk.import.firstOnes(number.format(faults.length)) : undefined,
    notes: notesOf(visit, outcome),
    faults: faults.map((fault) => ({
      line: fault.line,
      column: fault.column ?? '',
      value: fault.value ?? '',
      text: faultText(visit, fault),
    })),
  }
}

function faultText({ t, deps }: MemberVisit, { code, other }: Fault): string {
  const words = t.admin.bulk.faults
  if (code === 'password') return words.password(deps.config.givenPasswordMinLength)
  const text = words[code]
  return typeof text === 'string' ? text : text(String(other))
}
