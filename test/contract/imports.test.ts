// runs once: no database is in it
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

const SRC = join(packageRoot(), 'src')

/** Each part of src with its height. A file imports from its own part and from lower ones, never sideways or upwards. */
const HEIGHTS: Record<string, number> = {
  'cli.ts': 9,
  cli: 8,
  'main.ts': 7,
  'metricsServer.ts': 6.5,
  'stop.ts': 6.5,
  'app.ts': 6,
  'server.ts': 6,
  'workers.ts': 6,
  'metrics.ts': 6,
  'deps.ts': 6,
  panel: 5, // pages are HTTP as well: they may use what api knows about requests
  api: 4,
  'senders.ts': 3,
  services: 3,
  auth: 2,
  delivery: 2,
  registrar: 2,
  db: 2,
  'config.ts': 1,
  'garbageCollection.ts': 0,
  domain: 0,
  sdk: 0, // a package of its own: nothing here imports it
}
/** db knows domain and config alone; what auth, delivery and registrar are to each other, nothing. */
const sources = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).sort()
const partOf = (file: string): string => file.split(sep)[0]!
const textOf = (file: string): string => readFileSync(join(SRC, file), 'utf8')

/** Files of src that a file imports, relative to src. */
function imported(file: string): string[] {
  const specifiers = [...textOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*)'/g)].map(([, specifier]) => specifier!)
  return specifiers
    .map((specifier) => relative(SRC, join(SRC, dirname(file), specifier)).replace(/\.js$/, '.ts'))
    .filter((target) => !target.startsWith(join('..', 'generated')))
}

describe('imports', () => {
  test('are found at all, and each part of src has its height', () => {
    expect(sources.length).toBeGreaterThan(40)
    expect(sources.flatMap(imported).length).toBeGreaterThan(100)
    expect(sources.filter((file) => !(partOf(file) in HEIGHTS))).toEqual([])
  })

  test('run one way: main, cli → app → panel → api → services → auth, delivery, registrar, db → domain', () => {
    const faults = sources.flatMap((file) =>
      imported(file)
        .filter((target) => partOf(target) !== partOf(file) && !(HEIGHTS[partOf(target)]! < HEIGHTS[partOf(file)]!))
        .map((target) => `${file} → ${target}`),
    )
    expect(faults).toEqual([])
  })

  test('lead to files that exist', () => {
    expect(
      sources.flatMap((file) =>
        imported(file)
          .filter((target) => !sources.includes(target))
          .map((target) => `${file} → ${target}`),
      ),
    ).toEqual([])
  })

  test('are never of a default export of ours', () => {
    expect(sources.filter((file) => /^export default\b|\bas default\b/m.test(textOf(file)))).toEqual([])
  })

  test('never start anything: files say import, types, functions and constants', () => {
    // at the top level of a module nothing is awaited, and nothing is called for its effect
    const starting = sources.filter((file) => file !== 'cli.ts' && /^(?:await |void |process\.|new |[a-zA-Z]+\()/m.test(textOf(file)))
    expect(starting).toEqual([])
  })

  test('leave process.env to config.ts', () => {
    expect(sources.filter((file) => /process\.env|\benv\s*\}\s*=\s*process/.test(textOf(file)))).toEqual(['config.ts'])
  })

  test('of Prisma stay out of what speaks HTTP', () => {
    const http = sources.filter((file) => ['api', 'panel', 'app.ts'].includes(partOf(file)))
    expect(http.filter((file) => /generated\/prisma|\.prisma\b/.test(textOf(file)))).toEqual([])
  })
})
