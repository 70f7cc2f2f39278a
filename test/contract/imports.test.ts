// runs once: no database is in it
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { packageRoot } from '../../src/lib/packageRoot.js'

const SRC = join(packageRoot(), 'src')

/**
 * The import law (src/README.md): each part of src with its height. A file imports from its own part and from lower ones, never sideways or
 * upwards. What auth, delivery and registrar are to each other: nothing.
 */
const HEIGHTS: Record<string, number> = {
  'cli.ts': 12,
  cli: 11,
  run: 10,
  'app.ts': 9,
  panel: 8,
  api: 7,
  http: 6,
  services: 5,
  jobs: 4,
  auth: 3,
  delivery: 3,
  registrar: 3,
  db: 2,
  contract: 1.5,
  config: 1.5,
  'caller.ts': 1.5,
  texts: 1,
  domain: 1,
  lib: 0,
  sdk: 0, // a package of its own: nothing here imports it
}
/** Texts and templates apart. */
const MOST_FILES_OF_A_FOLDER = 15
const MOST_LINES_OF_A_FILE = 250
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
    expect(sources.length).toBeGreaterThan(200)
    expect(sources.flatMap(imported).length).toBeGreaterThan(700)
    expect(sources.filter((file) => !(partOf(file) in HEIGHTS))).toEqual([])
  })

  test('run one way: cli → run → app → panel → api → http → services → jobs → auth, delivery, registrar → db → contract, config → texts, domain → lib', () => {
    const faults = sources.flatMap((file) =>
      imported(file)
        .filter((target) => partOf(target) !== partOf(file) && !(HEIGHTS[partOf(target)]! < HEIGHTS[partOf(file)]!))
        .map((target) => `${file} → ${target}`),
    )
    expect(faults).toEqual([])
  })

  test('never run in a circle, types included', () => {
    expect(circles(sources, imported)).toEqual([])
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

  test('leave process.env to config/', () => {
    expect(sources.filter((file) => /process\.env|\benv\s*\}\s*=\s*process/.test(textOf(file))).map(partOf)).toEqual(['config'])
  })

  test('of OpenTelemetry stand in one file, which is loaded when a collector is named: without one there are no hooks on async work', () => {
    expect(sources.filter((file) => /@opentelemetry|AsyncLocalStorage|async_hooks/.test(textOf(file)))).toEqual([
      join('run', 'openTracing.ts'),
    ])
    const loading = sources.filter((file) => textOf(file).includes('openTracing.js'))
    expect(loading).toEqual([join('run', 'serve.ts')])
    expect(textOf(loading[0]!)).toMatch(/await import\('\.\/openTracing\.js'\)/)
  })

  test('leave raw SQL to *.sql.ts files, and to db/ below them (decision 0013)', () => {
    const raw = /Prisma\.(?:sql|raw|join|empty)\b|\$(?:query|execute)Raw|\bquery<|\bdb\.query\(/
    const elsewhere = sources.filter((file) => partOf(file) !== 'db' && !file.endsWith('.sql.ts') && raw.test(textOf(file)))
    expect(elsewhere).toEqual([])
  })

  test('leave domains and realms to services/spaces/: they will be settings of a space', () => {
    const readers = sources.filter((file) => /\bsipDomains?\b|\bsipRealm\b|config\.openRegistration\b/.test(textOf(file)))
    expect(readers.filter((file) => !/^(?:config|services.spaces)\b/.test(file))).toEqual([])
  })

  test('of Prisma stay out of what speaks HTTP', () => {
    const http = sources.filter((file) => ['http', 'api', 'panel', 'app.ts'].includes(partOf(file)))
    expect(http.filter((file) => /generated\/prisma|\.prisma\b/.test(textOf(file)))).toEqual([])
  })
})

describe('the rooms of src', () => {
  test(`have at most ${MOST_FILES_OF_A_FOLDER} files beside each other, texts and templates apart`, () => {
    const all = (readdirSync(SRC, { recursive: true }) as string[]).filter(
      (name) => /\.(ts|css|js)$/.test(name) && partOf(name) !== 'texts',
    )
    const counts = new Map<string, string[]>()
    for (const file of all) counts.set(dirname(file), [...(counts.get(dirname(file)) ?? []), file])
    expect([...counts].filter(([, files]) => files.length > MOST_FILES_OF_A_FOLDER).map(([folder]) => folder)).toEqual([])
  })

  test(`hold files of at most ${MOST_LINES_OF_A_FILE} lines, texts apart`, () => {
    const long = sources.filter((file) => partOf(file) !== 'texts' && textOf(file).split('\n').length > MOST_LINES_OF_A_FILE)
    expect(long).toEqual([])
  })
})

/** The groups of files that import each other, directly or by way of others (Tarjan's strongly connected components). */
function circles(files: readonly string[], next: (file: string) => string[]): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const found: string[][] = []
  const visit = (file: string): void => {
    order.set(file, order.size)
    lowest.set(file, order.get(file)!)
    open.push(file)
    for (const target of next(file)) {
      if (!order.has(target)) visit(target)
      if (open.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!))
    }
    if (lowest.get(file) !== order.get(file)) return
    const group = open.splice(open.indexOf(file))
    if (group.length > 1 || next(file).includes(file)) found.push(group)
  }
  for (const file of files) if (!order.has(file)) visit(file)
  return found
}
