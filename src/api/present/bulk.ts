import type { components } from '../../../generated/openapi.js'
import type { RowOutcome } from '../../services/accounts/bulk.js'

type Schemas = components['schemas']

/** What became of the rows of a bulk request; `rows` are as they were sent. */
export function presentBulk(rows: readonly unknown[], outcomes: RowOutcome[]): Schemas['BulkResult'] {
  const count = (status: RowOutcome['status']) => outcomes.filter((outcome) => outcome.status === status).length
  return {
    created: count('created'),
    would_create: count('would_create'),
    refused: count('refused'),
    skipped: count('skipped'),
    results: outcomes.map((outcome, index) => presentRow(index, rows[index], outcome)),
  }
}

function presentRow(index: number, row: unknown, outcome: RowOutcome): Schemas['BulkRowResult'] {
  if (outcome.status === 'refused') {
    const { code, message, errors } = outcome.error
    const given = (row ?? {}) as Record<string, unknown>
    const text = (value: unknown) => (typeof value === 'string' ? value : null)
    const named = { username: text(given.username), domain: text(given.domain) }
    return { index, status: 'refused', id: null, ...named, confirmation_key: null, code, message, ...(errors && { errors }) }
  }
  const { username, domain } = outcome.status === 'created' ? outcome.account : outcome.row
  const made = outcome.status === 'created' ? outcome.account : undefined
  return { index, status: outcome.status, id: made?.id ?? null, username, domain, confirmation_key: made?.confirmationKey ?? null }
}
