// runs once: no database is in it
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packageRoot } from '../../src/lib/packageRoot.js'
import { contract } from '../support/contract.js'

type Change = [file: string, from: string, to: string]

/** The files of the contract, which each test changes in a copy of its own. */
describe('the layout of the contract', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'accounts-contract-'))
    for (const path of ['openapi.yaml', 'redocly.yaml', 'package.json', 'src/contract', 'scripts/lib'])
      await cp(join(packageRoot(), path), join(folder, path), { recursive: true })
    await symlink(join(packageRoot(), 'node_modules'), join(folder, 'node_modules'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function change(changes: Change[]): Promise<void> {
    for (const [file, from, to] of changes) {
      const text = await readFile(join(folder, file), 'utf8')
      if (!text.includes(from)) throw new Error(`${file} has no ${from}: the test is out of date`)
      await writeFile(
        join(folder, file),
        text.replace(from, () => to),
      )
    }
  }
  /** The contract in one piece, or the text of the fault. */
  async function bundle(): Promise<unknown> {
    const { bundleContract } = await import(join(folder, 'scripts/lib/bundle.mjs'))
    return bundleContract().catch((error: Error) => error.message)
  }
  const lint = (): Promise<string> =>
    new Promise((resolve) => {
      const command = ['node_modules/@redocly/cli/bin/cli.js', 'lint', 'openapi.yaml', '--format=stylish']
      execFile(process.execPath, command, { cwd: folder }, (_, stdout, stderr) => resolve(stdout + stderr))
    })
  test('makes one document of all files, which refers to nothing but its own components', async () => {
    const made = await bundle()
    expect(made).toEqual(contract)
    expect(parse(await readFile(join(packageRoot(), 'generated/openapi.yaml'), 'utf8'))).toEqual(contract)
    const references = [...JSON.stringify(made).matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference!)
    expect(references.length).toBeGreaterThan(300)
    expect(references.filter((reference) => !reference.startsWith('#/components/'))).toEqual([])
  })

  const PING = "  /ping: { $ref: './src/contract/service.yaml#/paths/~1ping' }\n"
  const ROOT = "  /: { $ref: './src/contract/service.yaml#/paths/~1' }\n"
  test.each<[what: string, changes: Change[], says: string]>([
    [
      'a path without its line',
      [['openapi.yaml', PING, '']],
      "openapi.yaml lacks the line  /ping: { $ref: './src/contract/service.yaml#/paths/~1ping' }",
    ],
    ['a line under another path', [['openapi.yaml', '  /ping: ', '  /pong: ']], 'openapi.yaml has the path /pong, which no area has'],
    ['lines in another order', [['openapi.yaml', PING + ROOT, ROOT + PING]], 'the paths of openapi.yaml are not in the order'],
    [
      'an operation with the tag of another area',
      [['src/contract/audit.yaml', '[audit]', '[accounts]']],
      'GET /audit has another tag than',
    ],
    [
      'a tag without a file',
      [['openapi.yaml', 'tags:\n', 'tags:\n  - name: calls\n']],
      'the tag of src/contract/calls.yaml has no such file',
    ],
    ['a file without a tag', [['openapi.yaml', '  - name: audit\n', '  - name: log\n']], 'src/contract/audit.yaml has no tag'],
    [
      'two components of one name',
      [['src/contract/audit.yaml', '  schemas:\n', '  schemas:\n    Account: { type: string, description: Another. }\n']],
      'components/schemas/Account is in openapi.yaml and in src/contract/audit.yaml',
    ],
    [
      'a component that nothing uses',
      [['src/contract/audit.yaml', '  schemas:\n', '  schemas:\n    Extra: { type: string, description: Extra. }\n']],
      'nothing uses components/schemas/Extra of src/contract/audit.yaml',
    ],
    [
      'a reference from one area to another',
      [['src/contract/audit.yaml', '../../openapi.yaml#/components/parameters/From', './accounts.yaml#/components/parameters/Id']],
      'src/contract/audit.yaml refers to ./accounts.yaml#/components/parameters/Id',
    ],
    ['a reference to nothing', [['src/contract/me.yaml', 'responses/NotActivated', 'responses/Nothing']], "Can't resolve $ref"],
  ])('refuses %s', async (_, changes, says) => {
    await change(changes)
    expect(await bundle()).toContain(says)
  })

  test('has a part that is used once at its place, says the lint', async () => {
    await change([['src/contract/types.yaml', "        - { $ref: '../../openapi.yaml#/components/parameters/SpaceDomain' }\n", '']])
    expect(await lint()).toMatch(/house\/component-used-twice\s+One place alone uses this component/)
  })

  test('has one component of a part that is used twice, says the lint', async () => {
    await change([['src/contract/me.yaml', 'summary: A new number.\n', 'summary: A new address.\n']])
    await change([['src/contract/me.yaml', "phone: '+33698765432'\n", 'email: bob@new.example.org\n']])
    expect(await lint()).toMatch(/house\/no-equal-parts\s+This says the same as/)
  })

  test('has a role for each operation that agrees with its security, says the lint', async () => {
    await change([['src/contract/me.yaml', '      x-role: account\n', '']])
    await change([['src/contract/devices.yaml', 'x-role: account', 'x-role: public']])
    const said = await lint()
    expect(said).toMatch(/rule\/operation-role/)
    expect(said).toMatch(/rule\/public-security\s+An operation of x-role public has `security: \[\]`\./)
  })
})
