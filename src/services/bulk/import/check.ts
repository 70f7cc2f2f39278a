import { setImmediate as turn } from 'node:timers/promises'
import { ha1 } from '../../../auth/digest.js'
import type { Caller } from '../../../caller.js'
import type { NewAccountCheck } from '../../../contract/newAccountCheck.js'
import { randomPassword } from '../../../domain/codes.js'
import { AppError } from '../../../domain/errors.js'
import { withoutPunctuation } from '../../../domain/phone.js'
import { addressOf } from '../../../domain/sip.js'
import { newAccountRow } from '../../accounts/accounts.js'
import { accountsPreview } from '../../accounts/bulk.js'
import { takenKeys } from '../../accounts/insert.sql.js'
import type { NewAccountRow } from '../../accounts/record.js'
import type { Platform } from '../../platform.js'
import { externalAccount, type NewExternal } from '../../transfer/externalAccount.js'
import { slices } from '../bulk.js'
import { type Column, FIELDS, type Field, truthOf } from './columns.js'
import type { FaultCode, FileFaults } from './faults.js'
import type { FileRow, FileRows } from './rows.js'

/** What a file leaves open. */
export interface ImportOptions {
  /** of rows that name none */
  domain: string
  /** whether accounts are activated whose row does not say */
  activated: boolean
  /** what becomes of rows whose account exists */
  existing: 'skip' | 'refuse'
}

/** A row that can be made, or whose account exists. */
export interface GoodRow {
  line: number
  row: NewAccountRow
  account: Parameters<typeof newAccountRow>[1]
  external: NewExternal | undefined
  /** its password was made */
  made: boolean
  exists: boolean
}

/** Rows that are looked at between two turns of the event loop. */
const BATCH = 250

interface CheckDeps {
  deps: Platform
  check: NewAccountCheck
  options: ImportOptions
  caller: Caller
  faults: FileFaults
}

/** Judges the rows of a file as `createAccount` would, each with all its faults, and by what the database has. Nothing is written. */
export async function checkRows(known: CheckDeps, file: FileRows): Promise<GoodRow[]> {
  const look = { repeated: repetitions(known, file), taken: takenIn(known, file) }
  const good: GoodRow[] = []
  for (const rows of slices(file.rows, BATCH)) {
    const read = rows.flatMap((row) => readRow(known, file.columns, row) ?? []).filter(look.repeated)
    good.push(...(await look.taken(read)))
    await turn()
  }
  return good
}

/** @returns undefined when it has faults, which are noted */
function readRow({ deps, check, options, caller, faults }: CheckDeps, columns: Column[], { line, cells }: FileRow): GoodRow | undefined {
  const before = faults.count
  const fault = (code: FaultCode & Field): void => faults.add({ line, code, column: nameOf(columns, code), value: cells[code] ?? null })
  const truth = (field: 'admin' | 'activated', otherwise: boolean): boolean => {
    const said = cells[field] === undefined ? otherwise : truthOf(field, cells[field])
    if (said === undefined) fault(field)
    return said ?? false
  }
  const [email, phone, display] = [cells.email, cells.phone && withoutPunctuation(cells.phone), cells.display_name]
  const made = cells.password === undefined
  const body = {
    username: cells.username ?? '',
    password: cells.password ?? randomPassword(deps.clock.random),
    algorithm: cells.algorithm === undefined ? deps.config.defaultAlgorithm : algorithmOf(cells.algorithm),
    domain: cells.domain ?? options.domain,
    admin: truth('admin', false),
    activated: truth('activated', options.activated),
    ...(email && { email }),
    ...(phone && { phone }),
    ...(display && { display_name: display }),
  }
  const told = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof AppError && error.status === 422)) throw error
      for (const name of Object.keys(error.errors ?? { username: [] })) fault(FIELDS.find((field) => field === name) ?? 'username')
      return undefined
    }
  }
  const account = told(() => check(body))
  const row = account && told(() => newAccountRow(deps, account, caller))
  const external = told(() => externalOf(cells))
  const noPassword = external !== undefined && cells.external_password === undefined
  if (noPassword) faults.add({ line, code: 'no_external_password', column: null, value: null })
  return account && row && faults.count === before ? { line, row, account, external, made, exists: false } : undefined
}

const nameOf = (columns: readonly Column[], field: Field): string | null => columns.find((column) => column.field === field)?.name ?? null

const algorithmOf = (cell: string): string => (/^sha-?256$/i.test(cell) ? 'SHA-256' : cell.toUpperCase())

function externalOf(cells: FileRow['cells']): NewExternal | undefined {
  const given = FIELDS.filter((field) => field.startsWith('external_') && cells[field] !== undefined)
  if (given.length === 0) return undefined
  const cell = (field: Field): string | null => cells[field] ?? null
  return externalAccount(
    {
      username: cell('external_username'),
      domain: cell('external_domain'),
      realm: cell('external_realm'),
      registrar: cell('external_registrar'),
      outbound_proxy: cell('external_outbound_proxy'),
      protocol: cell('external_protocol'),
    },
    (user, realm) => ha1('MD5', user, realm, cells.external_password ?? ''),
  )
}

const externalKey = ({ domain }: { domain: string }, external: { username: string; domain: string }): string =>
  `${domain} ${addressOf(external)}`

/** Lets rows through that are not the same as one before them. */
function repetitions({ faults }: CheckDeps, { columns }: FileRows): (row: GoodRow) => boolean {
  const seen = new Map<string, number>()
  return ({ line, row, external }) => {
    const keys: [FaultCode, Field, string, string | null][] = [['same_name', 'username', `name ${addressOf(row)}`, row.username]]
    if (row.phone !== null) keys.push(['same_phone', 'phone', `phone ${row.phone}`, row.phone])
    if (external) keys.push(['same_external', 'external_username', `external ${externalKey(row, external)}`, addressOf(external)])
    let isNew = true
    for (const [code, field, key, value] of keys) {
      const other = seen.get(key)
      if (other === undefined) seen.set(key, line)
      else {
        faults.add({ line, code, column: nameOf(columns, field), value, other })
        isNew = false
      }
    }
    return isNew
  }
}

/** Tells rows whose account exists, and refuses those whose number or account at another server somebody has. */
function takenIn({ deps, options, faults }: CheckDeps, { columns }: FileRows): (rows: GoodRow[]) => Promise<GoodRow[]> {
  const { prisma } = deps.db
  const preview = accountsPreview(deps.db)
  const fault = ({ line }: GoodRow, code: FaultCode, field: Field, value: string | null): void =>
    faults.add({ line, code, column: nameOf(columns, field), value })
  const nameTaken = (one: GoodRow): void => fault(one, 'username_taken', 'username', one.row.username)
  return async (all) => {
    const taken = await takenKeys(
      prisma,
      all.map(({ row }) => ({ ...row, phone: null })),
    )
    const rows = all.map((one) => ({ ...one, exists: taken.has(addressOf(one.row)) }))
    const fresh = rows.filter(({ exists }) => !exists)
    if (options.existing === 'refuse') rows.filter(({ exists }) => exists).forEach(nameTaken)
    const conflicts = await preview(fresh.map(({ row }) => row))
    for (const [i, one] of fresh.entries()) {
      if (conflicts[i] === 'username_taken') nameTaken(one)
      if (conflicts[i] === 'phone_in_use') fault(one, 'phone_in_use', 'phone', one.row.phone)
    }
    for (const one of await othersTaken(deps, fresh))
      fault(one, 'external_taken', 'external_username', one.external ? addressOf(one.external) : null)
    return rows
  }
}

/** Those whose account at another server an account of the same domain has. */
async function othersTaken({ db: { prisma } }: Platform, rows: readonly GoodRow[]): Promise<GoodRow[]> {
  const usernames = rows.flatMap(({ external }) => external?.username ?? [])
  if (usernames.length === 0) return []
  const known = await prisma.externalAccount.findMany({
    where: { username: { in: usernames } },
    select: { username: true, domain: true, account: { select: { domain: true } } },
  })
  const keys = new Set(known.map(({ account, ...external }) => externalKey(account, external)))
  return rows.filter(({ row, external }) => external && keys.has(externalKey(row, external)))
}
