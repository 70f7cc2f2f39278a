import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './paths.mjs'

const BUNDLE = 'node_modules/redoc/bundles/redoc.standalone.js'
/** An image of the makers: the only thing that the bundle asks somebody else for. */
const LOGO = 'https://cdn.redoc.ly/redoc/logo-mini.svg'

/** Redoc, which sends no request to anybody but this service, and what draws the page by it. @throws Error when a new version wants to be looked at */
export function redocScript() {
  const parts = readFileSync(join(ROOT, BUNDLE), 'utf8').split(LOGO)
  if (parts.length !== 2) throw new Error(`${BUNDLE} is not the one that scripts/lib/docsPage.mjs knows: see what it loads from elsewhere`)
  const start = readFileSync(join(import.meta.dirname, 'docsStart.js'), 'utf8')
  return `${parts.join('data:,')}\n${start}` // an image that cannot be shown is left out
}

/** In place of the address of the source: the service puts SOURCE_URL here (src/api/docs.ts). */
const SOURCE = 'SOURCE_URL'

/** The page at /api. It has no inline script, and no inline style but one whose hash the service allows. The contract comes with the address of this service. */
export function docsPage(contract, script) {
  const version = createHash('sha256').update(script).digest('hex').slice(0, 12)
  return page(
    contract,
    `<header><a href="/">← Account panel</a></header>
  <main id="docs" data-contract="/assets/docs.json"></main>
  <noscript>This page needs JavaScript. The contract itself: <a href="/api/openapi.yaml">openapi.yaml</a>.</noscript>
  <script src="/assets/redoc.js?v=${version}"></script>`,
    SOURCE,
  )
}

/** The same as one file that needs no server: script and contract are inside. `source` is the address of the source. */
export function staticDocsPage(contract, source, script) {
  // as data: URLs there is nothing in them that HTML could misread
  const tag = (text) => `<script src="data:text/javascript;charset=utf-8;base64,${Buffer.from(text).toString('base64')}"></script>`
  return page(
    contract,
    `<main id="docs"></main>
  <noscript>This page needs JavaScript.</noscript>
  ${tag(`var CONTRACT = ${JSON.stringify(contract)}`)}
  ${tag(script)}`,
    source,
  )
}

/** Long header values are read as a whole: lines wrap, against Redoc's own rules for code. What it leaves white is dark in the dark. */
const STYLE = [
  ':root { color-scheme: light dark }',
  'body { margin: 0 }',
  'body > header, body > footer { padding: 1em; font: 14px sans-serif }',
  'body > footer { text-align: center }',
  'body > header a, body > footer a { color: #1f4fc4 }',
  'pre, pre *, .redoc-json code { white-space: pre-wrap !important; overflow-wrap: anywhere !important }',
  `@media (prefers-color-scheme: dark) {
    body { background: #10141f; color: #e6eaf5 }
    body > header a, body > footer a { color: #9db8ff }
    #docs :is(tr, td, th) { background-color: transparent !important; border-color: #2d3750 !important }
    #docs :is(h5, caption) { color: #a3aec7 !important; border-color: #2d3750 !important }
    #docs .react-tabs__tab--selected { background: #2c3a66 !important; color: #fff !important }
  }`,
].join(' ')

const page = (contract, body, source) => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(contract.info.title)}</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body>
  ${body}
  <footer><a href="${escapeHtml(source)}">Source code</a></footer>
</body>
</html>
`

const escapeHtml = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
