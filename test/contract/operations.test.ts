// runs once: no database is in it
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApi } from '../../src/api/backend.js'
import { allHandlers } from '../../src/api/handlers/all.js'
import type { ContractFiles } from '../../src/contract/read.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { Deps } from '../../src/services/deps.js'
import { contract, operations } from '../support/contract.js'

const GOLDEN = join(packageRoot(), 'test', 'contract', 'operations.txt')

/** One line per operation: what a change of the contract is seen by in review. */
function lines(): string[] {
  return operations.map(({ method, path, operationId, security, responses, 'x-role': role }) => {
    const access =
      security?.length === 0 ? 'public' : `${security!.map((scheme) => Object.keys(scheme)[0]).join('|')}${role ? ` role=${role}` : ''}`
    return `${method.toUpperCase()} ${path} ${operationId} ${access} ${Object.keys(responses).join(' ')}`
  })
}

describe('the operations', () => {
  test('are those in operations.txt: a contract that changes on purpose changes its lines', () => {
    expect(lines()).toEqual(readFileSync(GOLDEN, 'utf8').trimEnd().split('\n'))
  })

  test('each have a handler, and each handler has its operation', () => {
    const handlers = allHandlers({} as Deps, {} as ContractFiles)
    expect(Object.keys(handlers).sort()).toEqual(operations.map((o) => o.operationId).sort())
  })

  test('must each have a handler, or the service does not start', async () => {
    const { ping, ...others } = allHandlers({} as Deps, {} as ContractFiles)
    const deps = { config: { secret: 'a secret for tests alone' } } as Deps
    await expect(createApi(deps, contract, others as never, () => undefined as never)).rejects.toThrow('no handler for ping')
    await expect(createApi(deps, contract, { ...others, ping, pong: ping } as never, () => undefined as never)).rejects.toThrow(
      'no operation pong',
    )
  })

  test('are named verb first, and once', () => {
    const ids = operations.map((o) => o.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const verbs = /^(get|list|create|delete|activate|deactivate|request|confirm|change)[A-Z][A-Za-z]*$/
    expect(ids.filter((id) => id !== 'ping' && !verbs.test(id))).toEqual([])
  })
})
