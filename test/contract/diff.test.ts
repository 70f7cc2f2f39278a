// runs once: no database is in it
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { contract, resolve } from '../support/contract.js'

type Contract = Record<string, any>

describe('npm run contract:diff', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-diff-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  /** Its output when the contract was another one before. */
  async function diff(change: (before: Contract) => void): Promise<{ code: number; lines: string[] }> {
    const before = structuredClone(contract)
    change(before)
    const file = join(folder, 'before.json')
    await writeFile(file, JSON.stringify(before))
    return run(file)
  }
  const run = (...args: string[]): Promise<{ code: number; lines: string[] }> =>
    new Promise((done) => {
      execFile(process.execPath, [join(packageRoot(), 'scripts/contractDiff.mjs'), ...args], (error, stdout, stderr) =>
        done({ code: Number(error?.code ?? 0), lines: `${stdout}${stderr}`.trim().split('\n').filter(Boolean) }),
      )
    })
  /** An operation whose shared parts may be changed for it alone. */
  function own(before: Contract, path: string, method: string): Contract {
    before.paths[path][method] = inPlace(before.paths[path][method])
    return before.paths[path][method]
  }
  function inPlace(part: any): any {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) return part.map(inPlace)
    if (part.$ref && !part.$ref.startsWith('#/components/schemas/')) return inPlace(resolve(part))
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inPlace(value)]))
  }

  test('says nothing of a layout that alone is another', async () => {
    const { code, lines } = await diff((before) => {
      own(before, '/accounts', 'get')
      before.paths = Object.fromEntries(Object.entries(before.paths).reverse())
      before.components.schemas.Account.required.reverse()
    })
    expect([code, lines]).toEqual([0, [expect.stringMatching(/^No difference from /)]])
  })

  test('names each operation, status, header, parameter, body, example, schema and scheme that differs, and ends with 1', async () => {
    const { code, lines } = await diff((before) => {
      delete before.paths['/ping']
      const list = own(before, '/accounts', 'get')
      delete list.responses['422']
      list.responses['401'].headers['WWW-Authenticate'].required = false
      list.parameters.find(({ name }: { name: string }) => name === 'search').schema.maxLength = 99
      list.security = [{ apiKey: [] }]
      const me = own(before, '/accounts/me', 'get')
      me.responses['200'].content['application/json'].examples.bob.value.id = 7
      me.responses['200'].content['text/plain'] = me.responses['200'].content['application/json']
      before.components.schemas.Account.properties.nickname = { type: 'string' }
      before.components.schemas.ErrorCode.enum.pop()
      before.components.securitySchemes.apiKey.name = 'x-key'
    })
    expect(code).toBe(1)
    expect(lines.slice(0, -1).sort()).toEqual(
      [
        'added: operations > ping',
        'added: operations > listAccounts > responses > 422',
        'changed: operations > listAccounts > responses > 401 > headers > WWW-Authenticate > required: false → true',
        'changed: operations > listAccounts > parameters > query search > schema > maxLength: 99 → 255',
        'removed: operations > listAccounts > security > 0 > apiKey',
        'added: operations > listAccounts > security > 0 > digest',
        'added: operations > listAccounts > security > 1',
        'changed: operations > getMe > responses > 200 > content > application/json > examples > bob > value > id: 7 → 2',
        'removed: operations > getMe > responses > 200 > content > text/plain',
        'removed: schemas > Account > properties > nickname',
        'added: schemas > ErrorCode > enum > unavailable',
        'changed: securitySchemes > apiKey > name: "x-key" → "x-api-key"',
      ].sort(),
    )
    expect(lines.at(-1)).toMatch(/^12 differences from /)
  })

  test('tells tags, samples and texts apart, but not a field of that name, nor a role that lets other people in', async () => {
    const texts = await diff((before) => {
      before.paths['/ping'].get.tags = ['Elsewhere']
      before.paths['/ping'].get['x-codeSamples'] = []
      before.components.schemas.Account.description = 'Something.'
    })
    expect([texts.code, texts.lines[0]]).toEqual([0, expect.stringMatching(/^Told apart/)])
    expect(texts.lines).toContain('changed: schemas > Account > description: "Something." → "An account."')
    const { code, lines } = await diff((before) => {
      before.components.schemas.Account.properties.description = { type: 'string' }
      delete before.paths['/accounts'].get['x-role']
    })
    expect([code, ...lines.slice(0, 2).sort()]).toEqual([
      1,
      'changed: operations > listAccounts > role: "account" → "admin"',
      'removed: schemas > Account > properties > description',
    ])
  })

  test('refuses what is no contract, with 2', async () => {
    expect(await run()).toEqual({ code: 2, lines: [expect.stringContaining('say what to compare with')] })
    expect(await run('no-such-ref')).toEqual({ code: 2, lines: ['contract:diff: there is no file and no commit no-such-ref'] })
  })
})
