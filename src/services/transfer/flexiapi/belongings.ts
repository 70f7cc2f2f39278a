import type { Transaction } from '../../../db/client.js'
import type { LegacyRow } from '../../../db/transfer/legacyDatabase.js'
import { AppError, invalidField } from '../../../domain/errors.js'
import { rowOrRefusal } from '../../accounts/bulk.js'
import { externalAccount, type NewExternal } from '../externalAccount.js'
import { insertActions, insertCards, insertEntries, insertExternals, insertTypes } from '../rows.sql.js'
import { cardOf } from './cards.js'
import type { Imported } from './keys.js'
import type { Report } from './report.js'
import type { TableOfAccounts } from './schema.js'
import type { FlexiapiSource } from './source.js'

/** The types of FlexiAPI by their ids; those that accounts have which are taken, and which were here before. */
export interface Types {
  keys: ReadonlyMap<number, string>
  used: Set<number>
  existing: Set<number>
}

/** Inserts what belongs to accounts, in the transaction that has made them: a process that dies leaves none without. */
export async function insertBelongings(
  tx: Transaction,
  source: FlexiapiSource,
  imported: readonly Imported[],
  types: Types,
  report: Report,
  now: Date,
): Promise<void> {
  const read = <T>(table: TableOfAccounts, take: (row: LegacyRow, one: Imported) => T | string): T[] =>
    imported.flatMap((one) =>
      one.account.rows[table].flatMap((row) => {
        const taken = take(row, one)
        if (typeof taken !== 'string') return [taken]
        report.refuse(table, 'form', taken, one.account)
        return []
      }),
    )
  const counted = async <T>(table: TableOfAccounts, rows: T[], insert: (tx: Transaction, rows: T[]) => Promise<number>) => {
    const inserted = await insert(tx, rows)
    report.of(table).taken += inserted
    if (inserted < rows.length) report.leave(table, 'taken', '', rows.length - inserted)
  }
  await counted('account_dictionary_entries', read('account_dictionary_entries', entryOf), insertEntries)
  await counted('account_actions', read('account_actions', actionOf), insertActions)
  await counted('account_account_type', read('account_account_type', typeOf(types)), insertTypes)
  await insertForeign(tx, read('external_accounts', externalOf), report, now)
  await insertVcards(tx, source, imported, report, now)
}

const LONGEST = 255
const isText = (text: string): boolean => text.length <= LONGEST && !text.includes('\0')

function entryOf(row: LegacyRow, { record }: Imported) {
  const [key, value] = [String(row.key), String(row.value ?? '')]
  if (key === '' || !isText(key) || !isText(value)) return `The entry '${key.slice(0, 40)}' has not 1 to ${LONGEST} characters.`
  return { accountId: record.id, key, value }
}

const KEY = /^[a-z0-9_-]{1,64}$/
const CODE = /^[a-z0-9]{1,64}$/

function actionOf(row: LegacyRow, { record }: Imported) {
  const [key, code] = [String(row.key), String(row.code)]
  if (!KEY.test(key) || !CODE.test(code)) return `The action '${key.slice(0, 40)}' has not the form of one.`
  return { accountId: record.id, key, code }
}

const typeOf =
  ({ keys, used }: Types) =>
  (row: LegacyRow, { record }: Imported) => {
    const key = keys.get(Number(row.account_type_id))
    if (key === undefined || !KEY.test(key)) return `The type '${(key ?? '').slice(0, 40)}' has not the form of one.`
    used.add(Number(row.account_type_id))
    return { owner: { id: record.id, spaceId: record.spaceId }, key }
  }

interface OfAccount {
  one: Imported
  external: NewExternal
}

function externalOf(row: LegacyRow, one: Imported): OfAccount | string {
  const field = (name: string): string | null => (row[name] == null || row[name] === '' ? null : String(row[name]))
  const read = rowOrRefusal(() => {
    const hash = String(row.password)
    if (!/^[0-9a-f]{32}$/i.test(hash)) throw invalidField('external_password', 'It is no HA1 by MD5.')
    const [username, domain, realm] = [field('username'), field('domain'), field('realm')]
    const [registrar, outbound_proxy, protocol] = [field('registrar'), field('outbound_proxy'), field('protocol')]
    return externalAccount({ username, domain, realm, registrar, outbound_proxy, protocol }, () => hash)
  })
  return read instanceof AppError ? `Its external account: ${read.message}` : { one, external: read }
}

async function insertForeign(tx: Transaction, rows: readonly OfAccount[], report: Report, now: Date): Promise<void> {
  const owned = rows.map(({ one, external }) => ({ owner: one.record, external }))
  const inserted = await insertExternals(tx, owned, now)
  report.of('external_accounts').taken += inserted.size
  for (const { one } of rows) {
    // of several of one account the first is taken
    if (!inserted.delete(one.record.id))
      report.refuse(
        'external_accounts',
        'taken',
        'It has an external account already, or another account of its space has this one.',
        one.account,
      )
  }
}

async function insertVcards(
  tx: Transaction,
  source: FlexiapiSource,
  imported: readonly Imported[],
  report: Report,
  now: Date,
): Promise<void> {
  const owners = new Map(imported.map((one) => [one.account.id, one]))
  for await (const rows of source.vcards([...owners.keys()])) {
    const cards = rows.flatMap((row) => {
      const { account, record } = owners.get(Number(row.account_id))!
      const card = cardOf(row, record.id, now)
      if (typeof card !== 'string') return [card]
      report.refuse('vcards_storage', 'form', `The vCard ${String(row.uuid).slice(0, 60)} is not taken: ${card}.`, account)
      return []
    })
    const count = report.of('vcards_storage')
    const inserted = await insertCards(tx, cards)
    count.taken += inserted
    if (inserted < cards.length) report.leave('vcards_storage', 'taken', '', cards.length - inserted)
  }
}
