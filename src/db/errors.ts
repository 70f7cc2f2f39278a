import { Prisma } from '../../generated/prisma/sqlite/client.js'

interface Cause {
  kind?: string
  code?: string
  originalCode?: string
  originalMessage?: string
  message?: string
  constraint?: { fields?: string[]; index?: string }
}

/** What the driver said, wherever Prisma keeps it. */
function causeOf(error: unknown): Cause {
  const { meta, cause } = (error ?? {}) as { meta?: { driverAdapterError?: { cause?: Cause } }; cause?: Cause }
  return meta?.driverAdapterError?.cause ?? cause ?? {}
}

/** What the driver said, in one line. */
export function reasonOf(error: Error): string {
  const { originalMessage, message, originalCode, kind } = causeOf(error)
  const text = originalMessage || message || error.message.trim().split('\n').at(-1)!
  const code = originalCode ?? (error as { code?: unknown }).code
  return text || String(code ?? kind ?? 'unknown error')
}

/**
 * Whether a unique index refused a write; with `field` (a column or its name in the models), one that this column is part of. SQLite tells the
 * columns, PostgreSQL the index, whose name lists them: `accounts_username_domain_key`.
 */
export function isUniqueViolation(error: unknown, field?: string): boolean {
  const { kind, constraint } = causeOf(error)
  const unique = kind === 'UniqueConstraintViolation' || (error as { code?: unknown })?.code === 'P2002'
  if (!unique || field === undefined) return unique
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return constraint?.fields?.includes(column) ?? constraint?.index?.includes(`_${column}_`) ?? false
}

/** Whether a row was to be written that belongs to one that does not exist, any more. */
export function isForeignKeyViolation(error: unknown): boolean {
  return causeOf(error).kind === 'ForeignKeyConstraintViolation' || (error as { code?: unknown } | null)?.code === 'P2003'
}

const PRISMA_CODES = new Set(['P1000', 'P1001', 'P1002', 'P1003', 'P1008', 'P1010', 'P1011', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'])
const KINDS = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'ConnectionClosed',
  'TlsConnectionError',
  'AuthenticationFailed',
  'TooManyConnections',
  'SocketTimeout',
  'TransactionWriteConflict',
  'TransactionAlreadyClosed',
])
/** SQLite: full, unreadable, locked or gone. PostgreSQL: class 08 connection, 28 access, 53 resources, 57 stopping, 58 system, 40 conflict; read-only standby, lock wait. */
const DRIVER_CODE =
  /^(SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|NOMEM|PROTOCOL)|(08|28|53|57|58|40)[0-9A-Z]{3}$|25006$|55P03$|3D000$|E(CONN[A-Z]+|TIMEDOUT|PIPE|NOTFOUND|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOSPC|ROFS)$)/
const DRIVER_TEXT =
  /connection (is )?(not open|closed|terminated|ended)|Connection terminated|timeout exceeded|read ?timeout|Client was closed|connection error and is not queryable|database connection is not open/i

/** Whether two transactions were in each other's way, and this one was given up: PostgreSQL's 40001 and 40P01. */
export function isWriteConflict(error: unknown): boolean {
  const { kind, originalCode } = causeOf(error)
  return (
    kind === 'TransactionWriteConflict' ||
    (error as { code?: unknown } | null)?.code === 'P2034' ||
    /^40(001|P01)$/.test(originalCode ?? '')
  )
}

/** Whether a statement took longer than it may: PostgreSQL's 57014. */
export const isStatementTimeout = (error: unknown): boolean =>
  [causeOf(error).originalCode, (error as { code?: unknown } | null)?.code].includes('57014')

/** Whether the database, and not the request, is to blame: it is down, full or locked, and the same request may work later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof Prisma.PrismaClientInitializationError) return true
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && (PRISMA_CODES.has(code) || DRIVER_CODE.test(code))) return true
  const cause = causeOf(error)
  if (cause.kind !== undefined && KINDS.has(cause.kind)) return true
  if ([cause.originalCode, cause.code].some((c) => c !== undefined && DRIVER_CODE.test(c))) return true
  return DRIVER_TEXT.test(error.message) || DRIVER_TEXT.test(cause.message ?? '')
}
