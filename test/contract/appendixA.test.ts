// runs once: it is about the contract, which is the same over every database
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { contract, operations } from '../support/contract.js'
import { toMend } from '../support/toMend.js'

/** A row: what FlexiAPI's operators script, and what answers them here. That each of its statuses is met by a test is seen at the end of a whole run. */
interface Row {
  /** of the operation in the list of FlexiAPI's 133 */
  number: number
  method: string
  path: string
  role: 'public' | 'account' | 'admin'
  /** of a success, one or two */
  successes: string[]
  /** of refusals that FlexiAPI has; ours has others too */
  errors: string[]
  operationId: string
}

/** Public, user, administrator, administrator of all spaces: the last two are one as long as spaces have no administrators of their own. */
const ROLES: Record<string, Row['role']> = { P: 'public', U: 'account', A: 'admin', S: 'admin' }
const FILE = join('test', 'fixtures', 'flexiapi-2-operations.txt')
const ROWS: Row[] = readFileSync(join(packageRoot(), FILE), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => {
    const [number, method, path, role, successes, errors, operationId] = line.split(' ') as [string, ...string[]]
    return {
      ...{ number: Number(number), method: method!, path: path!, role: ROLES[role!]!, operationId: operationId! },
      ...{ successes: successes!.split(','), errors: errors === '-' ? [] : errors!.split(',') },
    }
  })
/** Of how many operations FlexiAPI's administration is made, with what accounts have of it for themselves. */
const ALL = 67

/** What an operation is refused with whatever it is about. */
const OF_THE_CALLER = new Set(['admin_required', 'scope_missing', 'account_not_activated', 'account_blocked', 'cross_site'])

/** The codes that the contract has an example of, for an operation's 403. */
function refusalsOf(operationId: string): string[] {
  const { responses } = operations.find((one) => one.operationId === operationId)!
  const name = responses['403']?.$ref?.split('/').at(-1)
  const { content } = name === undefined ? (responses['403'] as typeof contract) : contract.components.responses[name]
  return Object.keys(content['application/json'].examples)
}

/** Parameters have names of our own. */
const shape = (path: string): string => path.replace(/\{\w+\}/g, '{}')

describe('what FlexiAPI’s operators script', () => {
  test('is all there, and each operation once', () => {
    expect(ROWS.length).toBe(ALL)
    for (const name of ['number', 'operationId'] as const) expect(new Set(ROWS.map((row) => row[name])).size).toBe(ALL)
    expect(ROWS.filter(({ role }) => role === undefined)).toEqual([])
  })

  test('is answered by the operation that its row names, with the role and the statuses of FlexiAPI', () => {
    const found = ROWS.map(({ number, method, path, errors }) => {
      const operation = operations.find((one) => one.method === method.toLowerCase() && shape(one.path) === shape(path))
      const statuses = Object.keys(operation?.responses ?? {})
      return {
        ...{ number, method, path, operationId: operation?.operationId, role: operation?.['x-role'] },
        ...{ successes: statuses.filter((status) => status.startsWith('2')), errors: errors.filter((status) => statuses.includes(status)) },
      }
    })
    toMend(
      [
        `Look at each line of the difference: "-" is what scripts for FlexiAPI do (${FILE}), "+" what the contract has.`,
        'These scripts must run unchanged: mend src/contract/<area>.yaml, and not the file.',
      ],
      () => expect(found).toEqual(ROWS),
    )
  })

  test('is refused with 403 for a reason of its own where FlexiAPI does so: that no administrator calls is none', () => {
    const lacking = ROWS.filter(({ errors }) => errors.includes('403')).filter(({ operationId }) =>
      refusalsOf(operationId).every((code) => OF_THE_CALLER.has(code)),
    )
    toMend(['Each of these lacks the code of a 403 that scripts for FlexiAPI know: give it, and an example in the contract.'], () =>
      // there it is for a space that is full, which ours never is, or unknown, which is 422 here
      expect(lacking.map(({ operationId }) => operationId)).toEqual(['createAccount']),
    )
  })

  test('asks who calls by digest or API key where it is not public, and says which keys may', () => {
    for (const { operationId, role } of ROWS) {
      const { security, 'x-scope': scope } = operations.find((one) => one.operationId === operationId)!
      expect([operationId, security]).toEqual([operationId, role === 'public' ? [] : [{ digest: [] }, { apiKey: [] }]])
      expect([operationId, scope !== undefined]).toEqual([operationId, role === 'admin'])
    }
  })
})
