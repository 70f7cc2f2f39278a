import { type Error as AdapterFault, DriverAdapterError } from '@prisma/driver-adapter-utils'
import { TurnTimeout } from '../../lib/waitingLine.js'

/** SQLite's error as Prisma's: what our error mapping and Prisma's own codes (P2002 …) are made from. */
export function sqliteError(error: unknown): DriverAdapterError {
  if (error instanceof DriverAdapterError) return error
  if (error instanceof TurnTimeout) return busy(error.message)
  const { code, message } = error as { code?: unknown; message: string }
  if (typeof code !== 'string') throw error
  return new DriverAdapterError({ originalCode: code, originalMessage: message, ...fault(code, message) })
}

const busy = (message: string): DriverAdapterError =>
  new DriverAdapterError({ originalCode: 'SQLITE_BUSY', originalMessage: message, kind: 'SocketTimeout' })

export const isBusy = (error: unknown): boolean => String((error as { code?: unknown })?.code).startsWith('SQLITE_BUSY')

function fault(code: string, message: string): AdapterFault {
  const fields = message
    .split('constraint failed: ')[1]
    ?.split(', ')
    .map((column) => column.split('.').pop()!)
  switch (code) {
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return { kind: 'UniqueConstraintViolation', ...(fields && { constraint: { fields } }) }
    case 'SQLITE_CONSTRAINT_NOTNULL':
      return { kind: 'NullConstraintViolation', ...(fields && { constraint: { fields } }) }
    case 'SQLITE_CONSTRAINT_FOREIGNKEY':
      return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } }
    default:
      return code.startsWith('SQLITE_BUSY')
        ? { kind: 'SocketTimeout' }
        : { kind: 'sqlite', extendedCode: 1, message: `${code}: ${message}` }
  }
}
