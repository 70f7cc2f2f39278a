// runs once: no database is in it
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allHandlers } from '../../src/api/handlers/all.js'
import { createApi } from '../../src/api/pipeline.js'
import type { ContractFiles } from '../../src/contract/read.js'
import { packageRoot } from '../../src/lib/packageRoot.js'
import type { Deps } from '../../src/services/deps.js'
import { contract, operations } from '../support/contract.js'
import { toMend } from '../support/toMend.js'

/** An operationId begins with one of these. */
const VERBS = [
  ...['get', 'list', 'search', 'create', 'add', 'set', 'update', 'change', 'delete', 'remove', 'reset'],
  ...['activate', 'deactivate', 'block', 'unblock', 'attach', 'request', 'confirm', 'consume', 'provision', 'recover'],
  ...['send', 'upload', 'download', 'import', 'export', 'test', 'replay'],
]
const GOLDEN = join(packageRoot(), 'test', 'contract', 'operations.txt')

/** One line per operation, in the order of the tags: a review sees a change of the contract by them. */
function lines(): string[] {
  const tags = contract.tags.map(({ name }: { name: string }) => name)
  const byTag = [...operations].sort((one, other) => tags.indexOf(one.tags[0]) - tags.indexOf(other.tags[0]))
  return byTag.map(({ tags: [tag], method, path, operationId, security, responses, 'x-role': role, 'x-before-activation': early }) => {
    const schemes = security!.map((scheme) => Object.keys(scheme)[0]).join('|')
    return [
      tag,
      method.toUpperCase(),
      path,
      operationId,
      role,
      ...(early ? [`before-activation:${early}`] : []),
      ...(schemes ? [schemes] : []),
      ...Object.keys(responses),
    ].join(' ')
  })
}

describe('the operations', () => {
  test('are those in operations.txt: a contract that changes on purpose changes its lines', () => {
    toMend(
      [
        'Look at each line of the difference: "+" comes from the contract, "-" from operations.txt.',
        'A line that the contract says by mistake: mend src/contract/<area>.yaml, then `npm run generate`.',
        'A line that it says on purpose: write it into test/contract/operations.txt (tag, method, path, operationId, role, accounts that are let in before activation, schemes, statuses).',
        'A new operation needs a row in test/<area>/access.ts too, and a line in CHANGELOG.md.',
      ],
      () => expect(lines()).toEqual(readFileSync(GOLDEN, 'utf8').trimEnd().split('\n')),
    )
  })

  test('each have a handler, and each handler has its operation', () => {
    const handlers = allHandlers({} as Deps, {} as ContractFiles)
    expect(Object.keys(handlers).sort()).toEqual(operations.map((o) => o.operationId).sort())
  })

  test('name no security scheme but those that the service checks, or it does not start', async () => {
    const deps = { config: { secret: 'a secret for tests alone' } } as Deps
    const asking = structuredClone(contract)
    asking.components.securitySchemes.bearer = { type: 'http', scheme: 'bearer' }
    asking.paths['/accounts/me'].get.security = [{ bearer: [] }]
    await expect(createApi(deps, asking, allHandlers({} as Deps, {} as ContractFiles))).rejects.toThrow('the security scheme bearer')
  })

  test('must each have a handler, or the service does not start', async () => {
    const { ping, ...others } = allHandlers({} as Deps, {} as ContractFiles)
    const deps = { config: { secret: 'a secret for tests alone' } } as Deps
    await expect(createApi(deps, contract, others as never)).rejects.toThrow('no handler for ping')
    await expect(createApi(deps, contract, { ...others, ping, pong: ping } as never)).rejects.toThrow('no operation pong')
  })

  test('are named verb first, and once', () => {
    const ids = operations.map((o) => o.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const named = new RegExp(`^(${VERBS.join('|')})[A-Z][A-Za-z]*$`)
    expect(ids.filter((id) => id !== 'ping' && !named.test(id))).toEqual([])
  })
})
