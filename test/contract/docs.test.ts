// runs once: no database is in it
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { VARIABLES } from '../../src/config/variables.js'
import { packageRoot } from '../../src/lib/packageRoot.js'

const ROOT = packageRoot()
const MOST_BYTES_OF_THE_README = 8 * 1024
/** Of the README of a part of src, and of a decision record. */
const MOST_LINES_OF_A_NOTICE = 40
/** Names of the same form that are not variables of the service: of FlexiAPI, of Flexisip, of libcurl, of Node.js, of builds, and of the tests. */
const OTHER_NAMES = new Set([
  'ACCOUNT_REALM',
  'AUTH_CACHE_DELETE',
  'CURLOPT_HTTPAUTH',
  'CURLAUTH_DIGEST',
  'TEST_POSTGRES_URL',
  'REGISTRAR_GET',
  'HTTPS_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SOURCE_DATE_EPOCH',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
])
const HANDBOOK = join('docs', 'README.md')

const inside = (folder: string): string[] =>
  (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...['deploy', 'docs', 'src', 'scripts', 'test'].flatMap(inside),
].sort()
const handbook = pages.filter((page) => dirname(page) === 'docs')
const decisions = pages.filter((page) => dirname(page) === join('src', 'decisions') && !page.endsWith('README.md'))
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** A page without its blocks of code, in which `[a](b)` is no link and `#` no title. */
const proseOf = (page: string): string => textOf(page).replace(/^```[\s\S]*?^```$/gm, '')

/** The anchors of a page's titles, as forges make them. */
function anchorsOf(page: string): Set<string> {
  const titles = [...proseOf(page).matchAll(/^#+ +(.*)$/gm)].map(([, title]) => title!)
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  )
}

/** Links to files of this repository. */
const linksOf = (page: string): string[] =>
  [
    ...proseOf(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:|^\//.test(link))

function faultOf(page: string, link: string): string | undefined {
  const [path, anchor] = link.split('#') as [string, string?]
  const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path))
  if (target.startsWith('..') || !existsSync(join(ROOT, target))) return `${page}: ${link} leads nowhere`
  if (anchor !== undefined && !anchorsOf(target).has(anchor)) return `${page}: ${target} has no title for #${anchor}`
  return undefined
}

describe('the pages of documentation', () => {
  test('are found, with their links', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', HANDBOOK, join('src', 'README.md')]))
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(50)
  })

  test('lead to files and titles that exist', () => {
    expect(pages.flatMap((page) => linksOf(page).map((link) => faultOf(page, link))).filter((fault) => fault !== undefined)).toEqual([])
  })

  test('name variables that the service reads', () => {
    const known = new Set(Object.values(VARIABLES).map(({ name }) => name))
    // `MAIL_URL`, `MAIL_URL=smtps://…`
    const named = (page: string) => [...textOf(page).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g)].map(([, name]) => name!)
    const names = [...handbook, 'README.md'].flatMap((page) => named(page).map((name) => ({ page, name })))
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter(({ name }) => !known.has(name) && !OTHER_NAMES.has(name))).toEqual([])
  })

  test(`are short: README.md has at most ${MOST_BYTES_OF_THE_README} bytes, a notice in a folder at most ${MOST_LINES_OF_A_NOTICE} lines`, () => {
    expect(statSync(join(ROOT, 'README.md')).size).toBeLessThanOrEqual(MOST_BYTES_OF_THE_README)
    // the contract's says how the contract is written, and the SDK's goes with its package
    const parts = pages.filter((page) => /^src.(?!contract|sdk)\w+.README\.md$/.test(page))
    const notices = [...decisions, ...parts]
    expect(parts.length).toBeGreaterThan(0)
    expect(notices.filter((page) => textOf(page).trimEnd().split('\n').length > MOST_LINES_OF_A_NOTICE)).toEqual([])
  })

  test('say of each command whether it is run, and why not: `sh`, or `sh not-run: a reason`', () => {
    const infos = [...handbook, 'README.md', 'CONTRIBUTING.md'].flatMap((page) =>
      [...textOf(page).matchAll(/^```(sh|bash|shell|console)\b(.*)$/gm)].map(([, word, info]) => ({ page, info: `${word}${info}` })),
    )
    expect(infos.length).toBeGreaterThan(15)
    const ofAll = (page: string) => /^<!-- sh not-run: \w.{5,} -->$/m.test(textOf(page))
    expect(infos.filter(({ page, info }) => !(info === 'sh' && ofAll(page)) && !/^sh(?: walk| not-run: \w.{5,})?$/.test(info))).toEqual([])
  })

  test('on privacy tell of every table', () => {
    const schema = readFileSync(join(ROOT, 'prisma', 'schema.prisma'), 'utf8')
    const tables = [...schema.matchAll(/@@map\("(\w+)"\)/g)].map(([, table]) => table!)
    expect(tables.length).toBeGreaterThan(40)
    const privacy = textOf(join('docs', 'privacy.md'))
    expect(tables.filter((table) => !privacy.includes(`\`${table}\``))).toEqual([])
  })

  test('of the handbook are all in its index', () => {
    const listed = linksOf(HANDBOOK).map((link) => join('docs', link))
    expect(handbook.filter((page) => page !== HANDBOOK && !listed.includes(page))).toEqual([])
  })
})

describe('decision records', () => {
  test('have numbers without a gap', () => {
    const numbers = decisions.map((page) => Number(/(\d{4})-[a-z0-9.-]+\.md$/.exec(page)?.[1]))
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  })

  test('say when they were made, and whether they hold', () => {
    expect(decisions.filter((page) => !/^Date: \d{4}-\d\d-\d\d\. Status: (?:accepted|superseded by \d{4})\.$/m.test(textOf(page)))).toEqual(
      [],
    )
  })
})
